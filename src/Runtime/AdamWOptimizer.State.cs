using TorchSharp;
using TorchSharp.Modules;

namespace MetaAdamW;

public abstract partial class AdamWOptimizer
{
    /// <summary>The moments of one parameter, and of a half-precision parameter a copy in float32 that the update works on.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        private readonly AdamWOptimizer _owner;
        private long _step;
        private torch.Tensor? _counter;

        internal State(AdamWOptimizer owner, Parameter parameter)
            : base(parameter)
        {
            _owner = owner;
            bool half = parameter.dtype is torch.ScalarType.Float16 or torch.ScalarType.BFloat16;
            torch.ScalarType dtype = half ? torch.ScalarType.Float32 : parameter.dtype;
            using (torch.no_grad())
            {
                FirstMoment = torch.zeros_like(parameter, dtype: dtype).DetachFromDisposeScope();
                Second = torch.zeros_like(parameter, dtype: dtype).DetachFromDisposeScope();
                Master = half ? parameter.to(dtype).DetachFromDisposeScope() : null;
                Trace = owner.KeepsTraces ? torch.zeros_like(parameter, dtype: dtype).DetachFromDisposeScope() : null;
            }
        }

        /// <summary>The number of updates that this parameter has had; a step without a gradient is none.</summary>
        public long Step
        {
            get => _counter is null ? _step : Read(_counter);
            internal set
            {
                _step = value;
                _counter?.fill_(value);
            }
        }

        /// <summary>m, of the parameter's shape.</summary>
        public torch.Tensor FirstMoment { get; private set; }

        /// <summary>v, of the parameter's shape.</summary>
        /// <remarks>Whoever has it may write to it: from now on a step measures it in full, at 4 bytes more a float32 parameter.</remarks>
        public torch.Tensor SecondMoment
        {
            get
            {
                IsExposed = true;
                return Second;
            }
        }

        /// <summary>v, for those who only read it or say so by <see cref="Version"/>.</summary>
        internal torch.Tensor Second { get; private set; }

        /// <summary>Whether someone outside has got hold of v.</summary>
        internal bool IsExposed { get; private set; }

        /// <summary>Counts the times that the moments were moved or loaded.</summary>
        internal int Version { get; private set; } = 1;

        /// <summary>The float32 copy of a half-precision parameter, else null.</summary>
        public torch.Tensor? Master { get; private set; }

        /// <summary>The sum of the last directions, of the parameter's shape, where online learning has a horizon of more than a step; else null.</summary>
        internal torch.Tensor? Trace { get; private set; }

        private IEnumerable<torch.Tensor> Tensors => ((torch.Tensor?[])[FirstMoment, Second, Master, Trace]).OfType<torch.Tensor>();

        /// <summary>Copies the count and the moments of a state on another device or of another type.</summary>
        internal void TakeOver(State other)
        {
            Version++;
            Step = other.Step;
            FirstMoment.copy_(other.FirstMoment);
            Second.copy_(other.Second);
            Trace?.copy_(other.Trace!);
        }

        /// <summary>Goes on counting in a tensor that belongs to the caller's device, or in a number again.</summary>
        /// <param name="counter">One element, from now on this state's; or null.</param>
        internal void CountIn(torch.Tensor? counter)
        {
            long step = Step;
            _counter?.Dispose();
            _counter = counter;
            Step = step;
        }

        /// <inheritdoc/>
        public override void Initialize(OptimizerOptions options)
        {
            Version++;
            using (torch.no_grad())
            {
                Step = 0;
                FirstMoment.zero_();
                Second.zero_();
                Trace?.zero_();
                Master?.copy_(_parameter);
            }
        }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            writer.Write(Step);
            foreach (torch.Tensor tensor in Tensors)
            {
                tensor.Save(writer);
            }
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            ArgumentNullException.ThrowIfNull(reader);
            Version++;
            _owner.LoadElement($"the moments of '{_owner.NameOf(_parameter)}'", first: false, last: false, () =>
            {
                long step = reader.ReadInt64();
                if (step < 0)
                {
                    throw new InvalidDataException($"its step count is {step}.");
                }

                Step = step;
                foreach (torch.Tensor tensor in Tensors)
                {
                    tensor.Load(reader);
                }
            });
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerState source)
        {
            if (source is not State state || !state.FirstMoment.shape.SequenceEqual(FirstMoment.shape) || state.Master is null != Master is null
                || state.Trace is null != Trace is null)
            {
                throw new ArgumentException($"the state given for '{_owner.NameOf(_parameter)}' is not that of a parameter of its shape and type.", nameof(source));
            }

            Version++;
            using (torch.no_grad())
            {
                Step = state.Step;
                foreach ((torch.Tensor mine, torch.Tensor other) in Tensors.Zip(state.Tensors))
                {
                    mine.copy_(other);
                }
            }
        }

        /// <inheritdoc/>
        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && Step == state.Step && Tensors.Zip(state.Tensors).All(pair => pair.First.allclose(pair.Second));

        /// <inheritdoc/>
        public override void to(torch.Device device)
        {
            Version++;
            FirstMoment = Move(FirstMoment, device);
            Second = Move(Second, device);
            Master = Master is null ? null : Move(Master, device);
            Trace = Trace is null ? null : Move(Trace, device);
        }

        /// <summary>Releases the moments.</summary>
        public void Dispose()
        {
            foreach (torch.Tensor tensor in Tensors)
            {
                tensor.Dispose();
            }

            _counter?.Dispose();
        }

        private static long Read(torch.Tensor counter)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            return (long)counter.to(torch.ScalarType.Float64).cpu().item<double>();
        }

        private static torch.Tensor Move(torch.Tensor tensor, torch.Device device)
        {
            torch.Tensor moved = tensor.to(device);
            if (!ReferenceEquals(moved, tensor))
            {
                moved.DetachFromDisposeScope();
                tensor.Dispose();
            }

            return moved;
        }
    }
}

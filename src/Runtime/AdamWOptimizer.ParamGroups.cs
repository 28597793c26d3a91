using TorchSharp;
using TorchSharp.Modules;

namespace MetaAdamW;

public abstract partial class AdamWOptimizer
{
    /// <summary>The settings of one of the optimizer's parameter groups, as in torch; what is null becomes the optimizer's.</summary>
    public sealed class Options : OptimizerOptions
    {
        /// <summary>β1 and β2.</summary>
        public (double First, double Second)? Betas { get; set; }

        /// <summary>ε.</summary>
        public double? Epsilon { get; set; }

        /// <summary>λ.</summary>
        public double? WeightDecay { get; set; }

        /// <summary>Whether the loss is maximised.</summary>
        public bool? Maximize { get; set; }

        /// <summary>The optimizer that the group is in.</summary>
        internal AdamWOptimizer? Owner { get; set; }

        /// <inheritdoc/>
        public override void SaveStateDict(BinaryWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            base.SaveStateDict(writer);
            writer.Write(Betas!.Value.First);
            writer.Write(Betas.Value.Second);
            writer.Write(Epsilon!.Value);
            writer.Write(WeightDecay!.Value);
            writer.Write(Maximize!.Value);
        }

        /// <inheritdoc/>
        public override void LoadStateDict(BinaryReader reader)
        {
            ArgumentNullException.ThrowIfNull(reader);
            if (Owner is not { } owner)
            {
                Read(reader);
                return;
            }

            int index = owner._parameter_groups.Select(group => ((ParamGroup)group).Options).ToList().IndexOf(this);
            owner.LoadElement($"the options of group {index}", first: index == 0, last: false, () => Read(reader));
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            if (source is not Options options)
            {
                throw new ArgumentException($"the options given are those of another kind of optimizer, {source?.GetType().FullName ?? "null"}.", nameof(source));
            }

            base.LoadStateDict(source);
            Betas = options.Betas;
            Epsilon = options.Epsilon;
            WeightDecay = options.WeightDecay;
            Maximize = options.Maximize;
        }

        private void Read(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            Betas = (reader.ReadDouble(), reader.ReadDouble());
            Epsilon = reader.ReadDouble();
            WeightDecay = reader.ReadDouble();
            Maximize = reader.ReadBoolean();
            Check();
        }

        /// <summary>Takes what is not given from the optimizer's own settings, and checks the rest.</summary>
        internal void Complete(Options defaults)
        {
            LearningRate ??= defaults.LearningRate;
            Betas ??= defaults.Betas;
            Epsilon ??= defaults.Epsilon;
            WeightDecay ??= defaults.WeightDecay;
            Maximize ??= defaults.Maximize;
            Check();
            InitialLearningRate = LearningRate!.Value;
        }

        private void Check()
        {
            OptionCheck.NotNegative(LearningRate!.Value, nameof(LearningRate));
            OptionCheck.BelowOne(Betas!.Value.First, "Betas.First");
            OptionCheck.BelowOne(Betas.Value.Second, "Betas.Second");
            OptionCheck.NotNegative(Epsilon!.Value, nameof(Epsilon));
            OptionCheck.NotNegative(WeightDecay!.Value, nameof(WeightDecay));
        }
    }

    /// <summary>
    /// One of the optimizer's parameter groups, as in torch: a learning rate (which schedulers write), betas, ε and decay.
    /// MetaAdamW's α and β belong to the finer groups in <see cref="MetaAdamWOptimizer.Groups"/>, and never enter the learning rate here.
    /// </summary>
    public sealed class ParamGroup : ParamGroup<Options>, torch.optim.IBetas, torch.optim.IMomentum
    {
        /// <summary>Creates a group.</summary>
        /// <param name="parameters">The parameters with their dotted names, which the fine-grained rule reads.</param>
        /// <param name="options">The settings; what is not given becomes the optimizer's.</param>
        public ParamGroup(IEnumerable<(string name, Parameter parameter)> parameters, Options? options = null)
            : base()
        {
            ArgumentNullException.ThrowIfNull(parameters);
            Named = [.. parameters];
            Parameters = [.. Named.Select(p => p.parameter)];
            Options = options ?? new Options();
        }

        /// <inheritdoc/>
        public (double, double) Betas { get => Options.Betas!.Value; set => Options.Betas = value; }

        /// <summary>β1, under the name that schedulers with momentum look for.</summary>
        public double Momentum { get => Betas.Item1; set => Betas = (value, Betas.Item2); }

        internal IReadOnlyList<(string name, Parameter parameter)> Named { get; private set; }

        /// <summary>Takes other parameters of the same names.</summary>
        internal void Replace(IReadOnlyDictionary<string, Parameter> byName)
        {
            Named = [.. Named.Select(p => (p.name, byName[p.name]))];
            Parameters = [.. Named.Select(p => p.parameter)];
        }
    }
}

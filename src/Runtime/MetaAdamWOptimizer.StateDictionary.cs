using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using Tensor = TorchSharp.torch.Tensor;

namespace MetaAdamW;

public sealed partial class MetaAdamWOptimizer
{
    private (CheckpointManifest Numbers, (Tensor Live, Tensor Value)[] Tensors)? _beforeLoading;

    /// <summary>The state of all parameters as torch's optimizers give it, and as a last element what MetaAdamW has beyond: Φ, the log-variances and the position in the schedule.</summary>
    /// <returns>The live state.</returns>
    /// <remarks>
    /// Loading from a stream is all or nothing: where an element cannot be read or does not fit, all are put back as they were, and the
    /// exception names the element. The format has no checksum; <see cref="TrainingCheckpoint"/> has one.
    /// </remarks>
    public override StateDictionary state_dict()
    {
        _path.Forget();
        StateDictionary state = base.state_dict();
        state.State.Add(new MetaState(this));
        return state;
    }

    /// <summary>Copies the state of another optimizer of the same groups and the same Φ.</summary>
    /// <param name="state_dict">What <see cref="state_dict"/> of the other optimizer returned.</param>
    /// <exception cref="InvalidDataException">It does not fit this optimizer. Nothing was changed.</exception>
    public override void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        LoadElement("the state dictionary", first: true, last: true, () => base.load_state_dict(state_dict));
    }

    /// <summary>
    /// Reads one element of the state. Torch's own loading is not ours to override, and it reads each element into its place; so
    /// the first keeps a copy of all, and one that fails puts that back.
    /// </summary>
    private protected override void LoadElement(string what, bool first, bool last, Action read)
    {
        if (first)
        {
            Forget();
            _beforeLoading = (Describe(), [.. StateTensors().Select(t => (t.Tensor, t.Tensor.detach().clone().DetachFromDisposeScope()))]);
        }

        try
        {
            read();
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException or InvalidDataException or OverflowException)
        {
            PutBack();
            string cause = error is EndOfStreamException ? "the stream ends in it" : error.Message;
            throw new InvalidDataException($"The optimizer's state cannot be loaded: {what}: {cause} Nothing was changed.", error);
        }

        if (last)
        {
            Forget();
        }
    }

    private void PutBack()
    {
        if (_beforeLoading is not { } before)
        {
            return;
        }

        using (torch.no_grad())
        {
            foreach ((Tensor live, Tensor value) in before.Tensors)
            {
                live.copy_(value);
            }
        }

        Adopt(before.Numbers);
        Forget();
    }

    private void Forget()
    {
        foreach ((_, Tensor value) in _beforeLoading?.Tensors ?? [])
        {
            value.Dispose();
        }

        _beforeLoading = null;
    }

    /// <summary>What MetaAdamW has beyond AdamW, in the form that torch saves and loads.</summary>
    private sealed class MetaState(MetaAdamWOptimizer optimizer) : OptimizerState(optimizer.Conductor.parameters().First())
    {
        private IEnumerable<(string Name, Tensor Tensor)> Tensors =>
            optimizer.StateTensors().Where(t => t.Name.StartsWith(optimizer.Conductor.Role, StringComparison.Ordinal));

        /// <summary>What must be the same where the state is loaded.</summary>
        private string Kind => $"{optimizer.Describe().Features}; {string.Join("; ", optimizer.Describe().Groups.Select(g => g.Members))}; {optimizer._options.MetaRule}; "
            + $"{optimizer._options.Conductor}; {optimizer._options.Online} {optimizer._options.OnlineRule}";

        public override void Initialize(OptimizerOptions options)
        {
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(Kind);
            writer.Write(optimizer.Steps);
            writer.Write(optimizer.SkippedSteps);
            writer.Write(optimizer.HeldSteps);
            writer.Write(optimizer.SkippedMetaUpdates);
            writer.Write(optimizer.ClippedMetaUpdates);
            writer.Write(optimizer._lastMetaUpdate);
            writer.Write(optimizer._learner.Updates);
            foreach (double factor in (IEnumerable<double>)[.. optimizer._path.Alpha, .. optimizer._path.Beta])
            {
                writer.Write(factor);
            }

            foreach ((_, Tensor tensor) in Tensors)
            {
                tensor.Save(writer);
            }

            writer.Write(CheckpointFile.Write(optimizer._path.Progress));
        }

        public override void LoadStateDict(BinaryReader reader) =>
            optimizer.LoadElement("Φ and the meta schedule", first: false, last: true, () => Read(reader));

        public override void LoadStateDict(OptimizerState source)
        {
            using var stream = new MemoryStream();
            using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            {
                source.SaveStateDict(writer);
            }

            stream.Position = 0;
            using var reader = new BinaryReader(stream);
            Read(reader);
        }

        private void Read(BinaryReader reader)
        {
            string kind = reader.ReadString();
            if (kind != Kind)
            {
                throw new InvalidDataException($"it is of other training ({kind}), not of this ({Kind}).");
            }

            optimizer.Steps = reader.ReadInt64();
            optimizer.SkippedSteps = reader.ReadInt64();
            optimizer.HeldSteps = reader.ReadInt64();
            optimizer.SkippedMetaUpdates = reader.ReadInt64();
            optimizer._learner.Clipped = reader.ReadInt64();
            optimizer._lastMetaUpdate = reader.ReadInt64();
            optimizer._learner.Updates = reader.ReadInt64();
            double[] factors = new double[2 * optimizer.Groups.Count];
            for (int i = 0; i < factors.Length; i++)
            {
                factors[i] = reader.ReadDouble();
            }

            optimizer._path.SetFactors(factors[..optimizer.Groups.Count], factors[optimizer.Groups.Count..]);

            using (torch.no_grad())
            {
                foreach ((_, Tensor tensor) in Tensors)
                {
                    tensor.Load(reader);
                }
            }

            optimizer.RefreshAttention();
            optimizer._path.Progress = ReadProgress(reader.ReadString());
        }

        private static OnlineProgress? ReadProgress(string text)
        {
            try
            {
                return CheckpointFile.ReadProgress(text);
            }
            catch (JsonException error)
            {
                throw new InvalidDataException($"what it says of online learning cannot be read: {error.Message}", error);
            }
        }
    }
}

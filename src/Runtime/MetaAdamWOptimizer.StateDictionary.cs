using TorchSharp;
using TorchSharp.Modules;

namespace MetaAdamW;

public sealed partial class MetaAdamWOptimizer
{
    /// <summary>The state of all parameters as torch's optimizers give it, and as a last element what MetaAdamW has beyond: Φ, the log-variances and the position in the schedule.</summary>
    /// <returns>The live state.</returns>
    public override StateDictionary state_dict()
    {
        _path.Forget();
        StateDictionary state = base.state_dict();
        state.State.Add(new MetaState(this));
        return state;
    }

    /// <summary>What MetaAdamW has beyond AdamW, in the form that torch saves and loads.</summary>
    private sealed class MetaState(MetaAdamWOptimizer optimizer) : OptimizerState(optimizer.Attention.Output.weight)
    {
        private IEnumerable<torch.Tensor> Tensors => optimizer._learner.Learned.Select(p => (torch.Tensor)p.Tensor).Concat(optimizer._learner.Moments);

        public override void Initialize(OptimizerOptions options)
        {
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(optimizer.Steps);
            writer.Write(optimizer.SkippedSteps);
            writer.Write(optimizer.SkippedMetaUpdates);
            writer.Write(optimizer._lastMetaUpdate);
            writer.Write(optimizer._learner.Updates);
            foreach (double factor in (IEnumerable<double>)[.. optimizer._path.Alpha, .. optimizer._path.Beta])
            {
                writer.Write(factor);
            }

            foreach (torch.Tensor tensor in Tensors)
            {
                tensor.Save(writer);
            }
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            optimizer.Steps = reader.ReadInt64();
            optimizer.SkippedSteps = reader.ReadInt64();
            optimizer.SkippedMetaUpdates = reader.ReadInt64();
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
                foreach (torch.Tensor tensor in Tensors)
                {
                    tensor.Load(reader);
                }
            }

            optimizer.RefreshAttention();
        }

        public override void LoadStateDict(OptimizerState source)
        {
            using var stream = new MemoryStream();
            using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            {
                source.SaveStateDict(writer);
            }

            stream.Position = 0;
            using var reader = new BinaryReader(stream);
            LoadStateDict(reader);
        }
    }
}

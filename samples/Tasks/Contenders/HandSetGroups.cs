using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Contenders;

/// <summary>
/// Rates and decays as one sets them by hand. They are conventions, not tuned to a task: embeddings learn twice as fast; biases
/// and norms twice as fast and without decay; the output layer half as fast.
/// </summary>
internal static class HandSetGroups
{
    public static IEnumerable<AdamWOptimizer.ParamGroup> Of(nn.Module model, double rate, double decay)
    {
        var embeddings = model.named_modules().Where(m => m.module is Embedding).Select(m => m.name + ".").ToList();
        var head = model.named_children().Last(m => m.module is Linear).name + ".";
        return model.named_parameters()
            .GroupBy(p => p.parameter.dim() < 2 ? (Rate: 2.0, Decay: 0.0)
                : embeddings.Any(name => p.name.StartsWith(name, StringComparison.Ordinal)) ? (2, 1)
                : p.name.StartsWith(head, StringComparison.Ordinal) ? (0.5, 1)
                : (1, 1))
            .Select(group => new AdamWOptimizer.ParamGroup(
                group, new AdamWOptimizer.Options { LearningRate = group.Key.Rate * rate, WeightDecay = group.Key.Decay * decay }));
    }
}

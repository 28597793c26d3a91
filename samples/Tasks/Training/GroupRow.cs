using TorchSharp.Modules;
using static System.FormattableString;

namespace MetaAdamW.Tasks.Training;

/// <summary>A row of the group table.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Tensors">Names of its parameters.</param>
/// <param name="Parameters">Number of values in them.</param>
internal sealed record GroupRow(string Name, IReadOnlyList<string> Tensors, long Parameters)
{
    /// <summary>What the group has of its own, in words; empty where nothing.</summary>
    public string Options { get; init; } = "";

    /// <summary>More of each of <see cref="Tensors"/>.</summary>
    public IReadOnlyList<TensorDetail> Details { get; init; } = [];

    public static GroupRow Of(BoundGroup group) => new(group.Name, [.. group.Parameters.Select(p => p.Name)], group.Count)
    {
        Options = InWords(group.Options),
        Details = [.. group.Parameters.Select(p => TensorDetail.Of(p.Tensor, p.Reason.Explanation))],
    };

    /// <summary>All parameters of an optimizer that tells none apart.</summary>
    public static GroupRow Of(IReadOnlyList<(string name, Parameter parameter)> parameters)
        => new("all", [.. parameters.Select(p => p.name)], parameters.Sum(p => p.parameter.numel()))
        {
            Details = [.. parameters.Select(p => TensorDetail.Of(p.parameter, "the optimizer treats all alike"))],
        };

    private static string InWords(GroupOptions o) => string.Join(", ", ((string?[])
    [
        o.LearningRateScale != 1 ? Invariant($"learning rate × {o.LearningRateScale}") : null,
        o.WeightDecay is { } decay ? Invariant($"weight decay {decay}") : null,
        o.Beta1 is { } beta1 ? Invariant($"β1 {beta1}") : null,
        o.Beta2 is { } beta2 ? Invariant($"β2 {beta2}") : null,
        o.AlphaRange is { } alpha ? Invariant($"range of α {alpha}") : null,
        o.BetaRange is { } beta ? Invariant($"range of β {beta}") : null,
        o.Frozen ? "frozen at first" : null,
    ]).OfType<string>());
}

/// <summary>More of a parameter in the group table.</summary>
/// <param name="Shape">Its shape: "32 × 48".</param>
/// <param name="Reason">Why it is in its group.</param>
internal sealed record TensorDetail(string Shape, string Reason)
{
    public static TensorDetail Of(Parameter tensor, string reason) => new(tensor.shape.Length == 0 ? "scalar" : string.Join(" × ", tensor.shape), reason);
}

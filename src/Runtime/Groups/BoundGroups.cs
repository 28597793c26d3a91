using System.Collections;
using TorchSharp;
using TorchSharp.Modules;

namespace MetaAdamW;

/// <summary>A live parameter and its place among the groups.</summary>
/// <param name="Name">The dotted name.</param>
/// <param name="Tensor">The parameter itself.</param>
/// <param name="Group">The index of its group.</param>
/// <param name="Bias">Whether it counts as a bias.</param>
/// <param name="Depth">Its layer number, or null.</param>
public sealed record BoundParameter(string Name, Parameter Tensor, int Group, bool Bias, long? Depth)
{
    /// <summary>Why it is in that group.</summary>
    public GroupReason Reason { get; init; } = GroupReason.OfCaller;
}

/// <summary>A group of live parameters: MetaAdamW learns one α and one β for each.</summary>
/// <param name="Name">The name: the user's, or <c>layer/depth/weight</c>.</param>
/// <param name="Options">What the group has of its own.</param>
/// <param name="Parameters">The parameters, in the model's order.</param>
public sealed record BoundGroup(string Name, GroupOptions Options, IReadOnlyList<BoundParameter> Parameters)
{
    /// <summary>The number of elements of all parameters.</summary>
    public long Count { get; } = Parameters.Sum(parameter => parameter.Tensor.numel());
}

/// <summary>
/// The groups of a live model (arXiv:2605.04055, section 3.2), numbered in the order in which their first parameter appears.
/// Every parameter is in exactly one group.
/// </summary>
public sealed partial class BoundGroups : IReadOnlyList<BoundGroup>
{
    private readonly BoundGroup[] _groups;

    private BoundGroups(BoundGroup[] groups, BoundParameter[] parameters, long? deepest)
    {
        _groups = groups;
        Parameters = parameters;
        Deepest = deepest;
    }

    /// <summary>All parameters, in the model's order.</summary>
    public IReadOnlyList<BoundParameter> Parameters { get; }

    /// <summary>The largest layer number in the model, or null where no name has one.</summary>
    public long? Deepest { get; }

    /// <inheritdoc/>
    public int Count => _groups.Length;

    /// <inheritdoc/>
    public BoundGroup this[int index] => _groups[index];

    /// <summary>Groups a model's parameters by layer type, depth bucket and bias.</summary>
    /// <param name="model">The model.</param>
    /// <param name="skipLeadingNumber">R7: the authors do not see a number at the very start of a name.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="ParamGroupBindingException">The model has no parameter.</exception>
    public static BoundGroups FineGrained(torch.nn.Module model, bool skipLeadingNumber = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        return FineGrained(LiveParameter.Of(model), skipLeadingNumber);
    }

    /// <summary>Groups named parameters by layer type (by the words in the names alone), depth bucket and bias.</summary>
    /// <param name="parameters">Names and parameters, in order; a tensor that comes twice counts once.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="ParamGroupBindingException">There is no parameter.</exception>
    public static BoundGroups FineGrained(IEnumerable<(string name, Parameter parameter)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return FineGrained(LiveParameter.Of(parameters), skipLeadingNumber: false);
    }

    /// <summary>The grouping called 'original': each of the given groups is one group.</summary>
    /// <param name="groups">The optimizer's own parameter groups, with names.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="ParamGroupBindingException">A tensor is in two groups, or there is no parameter.</exception>
    public static BoundGroups Original(params (string group, IEnumerable<(string name, Parameter parameter)> parameters)[] groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var live = new List<LiveParameter>();
        var places = new List<Placement>();
        var tensors = new Dictionary<TensorIdentity, string>();
        var doubles = new List<string>();
        foreach (var (group, parameters) in groups)
        {
            foreach (LiveParameter parameter in LiveParameter.Of(parameters))
            {
                if (!tensors.TryAdd(parameter.Identity, group))
                {
                    doubles.Add($"{parameter.Name}: its tensor is in the groups '{tensors[parameter.Identity]}' and '{group}'");
                    continue;
                }

                live.Add(parameter);
                places.Add(new(group, GroupReason.OfCaller));
            }
        }

        return doubles.Count > 0
            ? throw new ParamGroupBindingException("the optimizer", doubles)
            : Build("the optimizer", live, places, _ => GroupOptions.Default, skipLeadingNumber: false);
    }

    /// <inheritdoc/>
    public IEnumerator<BoundGroup> GetEnumerator() => ((IEnumerable<BoundGroup>)_groups).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static BoundGroups FineGrained(IReadOnlyList<LiveParameter> live, bool skipLeadingNumber)
    {
        long? deepest = DeepestOf(live, skipLeadingNumber);
        Placement[] places = [.. live.Select(p => Placement.ByRule(p, p.Module, deepest, skipLeadingNumber))];
        return Build("the model", live, places, _ => GroupOptions.Default, skipLeadingNumber);
    }

    /// <summary>
    /// The groups with more parameters in them, in a group of the given name or, without one, where the fine-grained rule puts
    /// them. What was there keeps its group and number.
    /// </summary>
    internal BoundGroups With(IReadOnlyList<LiveParameter> more, string? group, bool skipLeadingNumber)
    {
        List<LiveParameter> live = [.. Parameters.Select(p => new LiveParameter(p.Name, p.Tensor, LayerKind.Other))];
        HashSet<TensorIdentity> seen = [.. live.Select(p => p.Identity)];
        string[] clashes = [.. more.Where(p => seen.Contains(p.Identity)).Select(p => $"{p.Name}: its tensor is in the optimizer already")];
        if (clashes.Length > 0)
        {
            throw new ParamGroupBindingException("the optimizer", clashes);
        }

        live.AddRange(more);
        long? deepest = DeepestOf(live, skipLeadingNumber);
        Placement[] places =
        [
            .. Parameters.Select(p => new Placement(_groups[p.Group].Name, p.Reason)),
            .. more.Select(p => group is null ? Placement.ByRule(p, p.Module, deepest, skipLeadingNumber) : new(group, GroupReason.OfCaller)),
        ];
        return Build(
            "the optimizer", live, places, name => _groups.FirstOrDefault(g => g.Name == name)?.Options ?? GroupOptions.Default, skipLeadingNumber);
    }

    /// <summary>The same groups of other parameters of the same names.</summary>
    internal BoundGroups On(IReadOnlyDictionary<string, Parameter> byName)
    {
        BoundParameter[] parameters = [.. Parameters.Select(p => p with { Tensor = byName[p.Name] })];
        ILookup<int, BoundParameter> members = parameters.ToLookup(p => p.Group);
        return new BoundGroups([.. _groups.Select((group, g) => group with { Parameters = [.. members[g]] })], parameters, Deepest);
    }

    internal static BoundGroups Build(
        string model, IReadOnlyList<LiveParameter> live, IReadOnlyList<Placement> places, Func<string, GroupOptions> options, bool skipLeadingNumber)
    {
        if (live.Count == 0)
        {
            throw new ParamGroupBindingException(model, ["there is no parameter to optimise"]);
        }

        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var parameters = new BoundParameter[live.Count];
        for (int i = 0; i < live.Count; i++)
        {
            if (!index.TryGetValue(places[i].Group, out int group))
            {
                index.Add(places[i].Group, group = index.Count);
            }

            LiveParameter p = live[i];
            parameters[i] = new BoundParameter(
                p.Name, p.Tensor, group, FineGrainedKey.IsBias(p.Name, p.Tensor.dim()), FineGrainedKey.DepthOf(p.Name, skipLeadingNumber))
            {
                Reason = places[i].Reason,
            };
        }

        ILookup<int, BoundParameter> members = parameters.ToLookup(p => p.Group);
        BoundGroup[] groups = [.. index.Select(entry => new BoundGroup(entry.Key, options(entry.Key), [.. members[entry.Value]]))];
        return new BoundGroups(groups, parameters, DeepestOf(live, skipLeadingNumber));
    }

    internal static long? DeepestOf(IEnumerable<LiveParameter> live, bool skipLeadingNumber) =>
        live.Max(p => FineGrainedKey.DepthOf(p.Name, skipLeadingNumber));
}

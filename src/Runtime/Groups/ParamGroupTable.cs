using TorchSharp;

namespace MetaAdamW;

/// <summary>
/// What is known about a model's groups before it lives: the groups that the user named, and for each parameter, by name or by
/// pattern, where it belongs. The generator writes it from the attributes; <see cref="Bind(TorchSharp.torch.nn.Module)"/> checks it against the live model.
/// </summary>
public sealed class ParamGroupTable
{
    /// <summary>Describes a model's groups.</summary>
    /// <param name="model">The model's name, for messages.</param>
    /// <param name="groups">The groups with a name of their own.</param>
    /// <param name="parameters">The parameters or patterns of them; together they cover the model, each parameter once.</param>
    /// <exception cref="ArgumentException">Two groups have one name, or an entry names a group that is not there.</exception>
    public ParamGroupTable(string model, IReadOnlyList<ParamGroupSpec> groups, IReadOnlyList<ParamSpec> parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(parameters);
        if (groups.GroupBy(g => g.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The group '{twice.Key}' is there twice.", nameof(groups));
        }

        if (parameters.FirstOrDefault(p => p.Group is { } name && groups.All(g => g.Name != name)) is { } stray)
        {
            throw new ArgumentException($"The entry '{stray.Pattern}' names the group '{stray.Group}', which is not in the table.", nameof(parameters));
        }

        Model = model;
        Groups = groups;
        Parameters = parameters;
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The groups with a name of their own; the rest follows the fine-grained rule.</summary>
    public IReadOnlyList<ParamGroupSpec> Groups { get; }

    /// <summary>The parameters, or patterns of them.</summary>
    public IReadOnlyList<ParamSpec> Parameters { get; }

    /// <summary>Binds the table to a live model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The groups, numbered in the order in which their first parameter appears in <c>named_parameters</c>.</returns>
    /// <remarks>
    /// <para>What the table covers is in exactly one group, whether it trains or not: a parameter that is frozen (<c>requires_grad</c>
    /// is false), before or by binding, is bound, so that it can be unfrozen later. Only a frozen parameter may be missing in the
    /// table; it stays out of the optimizer when it is unfrozen. A tensor with several names is bound once, under the first.</para>
    /// <para>In groups with <see cref="GroupOptions.Frozen"/>, <c>requires_grad</c> becomes false and gradients are dropped, after all
    /// has been checked.</para>
    /// </remarks>
    /// <exception cref="ParamGroupBindingException">
    /// A trainable parameter that no entry covers, or more than one; a tensor whose names stand in two groups; an entry, or a group,
    /// that covers nothing; a number of elements that is not the table's. The message lists them all.
    /// </exception>
    public BoundGroups Bind(torch.nn.Module model) => Bind(model, skipLeadingNumber: false);

    internal BoundGroups Bind(torch.nn.Module model, bool skipLeadingNumber)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<LiveParameter> all = LiveParameter.AllOf(model);
        long? deepest = BoundGroups.DeepestOf(all, skipLeadingNumber);
        var problems = new List<string>();
        var used = new HashSet<ParamSpec>(ReferenceEqualityComparer.Instance);
        var usedGroups = new HashSet<string>(StringComparer.Ordinal);
        var bound = new Dictionary<TensorIdentity, (LiveParameter Parameter, string Group)>();
        var live = new List<LiveParameter>();
        var places = new List<Placement>();
        var frozen = new List<LiveParameter>();
        Dictionary<string, ParamGroupSpec> named = Groups.ToDictionary(g => g.Name, StringComparer.Ordinal);

        foreach (LiveParameter parameter in all)
        {
            ParamSpec[] specs = [.. Parameters.Where(spec => spec.Matches(parameter.Name))];
            used.UnionWith(specs);
            if (specs.Length == 0 && !parameter.Tensor.requires_grad)
            {
                continue;
            }

            if (specs.Length != 1)
            {
                problems.Add(specs.Length == 0
                    ? $"{parameter.Name}: in no group"
                    : $"{parameter.Name}: covered {specs.Length} times, by {string.Join(" and ", specs.Select(s => $"'{s.Pattern}'"))}");
                continue;
            }

            ParamSpec spec = specs[0];
            if (spec.Count is { } count && parameter.Tensor.numel() != count)
            {
                problems.Add($"{parameter.Name}: {parameter.Tensor.numel()} elements; the table says {count}");
            }

            Placement place = spec.Group is { } declared
                ? new(declared, GroupReason.Of(spec))
                : Placement.ByRule(parameter, spec.Layer, deepest, skipLeadingNumber);
            string group = place.Group;
            usedGroups.Add(group);
            if (named.TryGetValue(group, out ParamGroupSpec? own) && own.Frozen)
            {
                frozen.Add(parameter);
            }

            if (!bound.TryAdd(parameter.Identity, (parameter, group)))
            {
                var first = bound[parameter.Identity];
                if (first.Group != group)
                {
                    problems.Add($"{parameter.Name}: the same tensor as {first.Parameter.Name}, but in the group '{group}' instead of '{first.Group}'");
                }

                continue;
            }

            live.Add(parameter);
            places.Add(place);
        }

        problems.AddRange(Parameters.Where(spec => !spec.Optional && !used.Contains(spec)).Select(spec => $"'{spec.Pattern}': the model has no such parameter"));
        problems.AddRange(Groups
            .Where(g => !usedGroups.Contains(g.Name) && !Parameters.Any(spec => spec.Group == g.Name && spec.Optional))
            .Select(g => $"group '{g.Name}': no parameter"));
        if (problems.Count > 0)
        {
            throw new ParamGroupBindingException(Model, problems);
        }

        BoundGroups groups = BoundGroups.Build(
            Model, live, places, name => named.TryGetValue(name, out ParamGroupSpec? spec) ? spec : GroupOptions.Default, skipLeadingNumber);
        foreach (LiveParameter parameter in frozen)
        {
            parameter.Tensor.requires_grad = false;
            parameter.Tensor.grad = null;
        }

        return groups;
    }
}

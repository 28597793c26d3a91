using static TorchSharp.torch;

namespace MetaAdamW;

public sealed partial class MetaAdamWOptimizer
{
    /// <summary>The parameters in the order of their groups, laid out when the groups are bound: a step looks nothing up.</summary>
    private sealed class Layout
    {
        public Layout(MetaAdamWOptimizer optimizer, BoundGroups groups)
        {
            Groups = groups;
            GroupNames = [.. groups.Select(g => g.Name)];
            Slots = Place(optimizer, groups);
            Gradients = GradientSource.Of(Slots, optimizer._options.OwnsGradients);
            Map = new FactorMap(groups, optimizer._options);
        }

        public BoundGroups Groups { get; }

        public string[] GroupNames { get; }

        /// <summary>The parameters, sorted by group.</summary>
        public ParameterSlot[] Slots { get; }

        public GradientSource Gradients { get; }

        /// <summary>How raw values become factors.</summary>
        public FactorMap Map { get; }

        /// <summary>Makes given gradients those that the kernels see; null for none.</summary>
        public void SetGradients(IReadOnlyList<Tensor?>? gradients)
        {
            foreach (ParameterSlot slot in Slots)
            {
                slot.Gradient = gradients is { Count: > 0 } ? gradients[slot.Index] : null;
            }
        }

        /// <summary>The rates that each parameter's step <paramref name="ahead"/> of the last would have, by slot.</summary>
        public UpdateRates[] RatesAhead(int ahead) => [.. Slots.Select(slot => slot.RatesAt(Math.Max(1, slot.State.Step + ahead)))];

        /// <summary>η·scale·α and λ·β of each group; zeros where all of it is frozen.</summary>
        public (double[] LearningRates, double[] WeightDecays) EffectiveRates(double[] alpha, double[] beta)
        {
            UpdateRates[] first = [.. Enumerable.Range(0, Groups.Count).Select(g => Array.Find(Slots, slot => slot.Group == g)!.RatesAt(1))];
            double[] trains = [.. Groups.Select(g => g.Parameters.Any(p => p.Tensor.requires_grad) ? 1.0 : 0)];
            return ([.. first.Select((r, g) => trains[g] * r.LearningRate * alpha[g])], [.. first.Select((r, g) => trains[g] * r.WeightDecay * beta[g])]);
        }

        private static ParameterSlot[] Place(MetaAdamWOptimizer optimizer, BoundGroups groups)
        {
            var owners = new Dictionary<TensorIdentity, (ParamGroup Group, State State)>();
            var problems = new List<string>();
            foreach (ParamGroup group in optimizer._parameter_groups.Cast<ParamGroup>())
            {
                foreach (var (name, parameter) in group.Named)
                {
                    if (!owners.TryAdd(TensorIdentity.Of(parameter), (group, (State)optimizer._state[parameter.Handle])))
                    {
                        problems.Add($"{name}: its tensor is there twice");
                    }
                }
            }

            BoundParameter[] ordered = [.. groups.SelectMany(g => g.Parameters)];
            problems.AddRange(ordered.Where(p => !owners.ContainsKey(TensorIdentity.Of(p.Tensor))).Select(p => $"{p.Name}: in no optimizer group"));
            if (problems.Count > 0 || owners.Count != ordered.Length)
            {
                throw new ParamGroupBindingException("the optimizer", problems.Count > 0 ? problems : ["an optimizer group has a parameter that is in no group"]);
            }

            return
            [
                .. ordered.Select((p, i) =>
                {
                    (ParamGroup owner, State state) = owners[TensorIdentity.Of(p.Tensor)];
                    return new ParameterSlot(i, p, groups[p.Group], state, owner, optimizer._options.AuthorsCompatibility);
                }),
            ];
        }
    }
}

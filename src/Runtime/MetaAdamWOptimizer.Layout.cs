using static TorchSharp.torch;

namespace MetaAdamW;

public sealed partial class MetaAdamWOptimizer
{
    private AttentionEvaluator _evaluator;

    /// <summary>Everything that a step works in, laid out when the groups are bound: a step looks nothing up and creates nothing.</summary>
    private sealed class Layout : IDisposable
    {
        private readonly ParameterStatistics[] _statistics;
        private readonly GroupStatistics[] _groupStatistics;
        private readonly UpdateRates[] _rates;
        private readonly GroupReduction _reduction;
        private readonly MetaAdamWOptions _options;

        public Layout(MetaAdamWOptimizer optimizer, BoundGroups groups, Layout? previous = null)
        {
            Groups = groups;
            GroupNames = [.. groups.Select(g => g.Name)];
            _options = optimizer._options;
            Slots = Place(optimizer, groups);
            Kernels = Assign(Slots, _options.Kernel);
            _statistics = new ParameterStatistics[Slots.Length];
            _rates = new UpdateRates[Slots.Length];
            _groupStatistics = new GroupStatistics[groups.Count];
            Map = new FactorMap(groups, _options);
            _reduction = new GroupReduction(groups, Slots, optimizer._extractor.Needs, _options.LogarithmicFeatures);
            Features = new double[groups.Count * optimizer._extractor.Width];
            Factors = new double[groups.Count * AttentionModule.Outputs];
            Alpha = new double[groups.Count];
            Beta = new double[groups.Count];
            Array.Fill(Alpha, 1);
            Array.Fill(Beta, 1);
            previous?.Alpha.CopyTo(Alpha, 0);
            previous?.Beta.CopyTo(Beta, 0);
            previous?.Dispose();
        }

        public BoundGroups Groups { get; }

        public string[] GroupNames { get; }

        /// <summary>The parameters, sorted by group.</summary>
        public ParameterSlot[] Slots { get; }

        public StepKernel[] Kernels { get; }

        /// <summary>F, G × D.</summary>
        public double[] Features { get; }

        /// <summary>α, β, λ1, λ2 of each group, G × 4.</summary>
        public double[] Factors { get; }

        /// <summary>How raw values become factors.</summary>
        public FactorMap Map { get; }

        public double[] Alpha { get; }

        public double[] Beta { get; }

        /// <summary>Takes the gradients of what trains: one that a parameter has from before it was frozen is not used.</summary>
        public void TakeGradients()
        {
            foreach (StepKernel kernel in Kernels)
            {
                kernel.Prepare();
            }

            foreach (ParameterSlot slot in Slots)
            {
                slot.Gradient = slot.Parameter.requires_grad ? slot.Parameter.grad : null;
            }
        }

        public void ReleaseGradients()
        {
            foreach (ParameterSlot slot in Slots)
            {
                slot.Gradient?.Dispose();
                slot.Gradient = null;
            }
        }

        /// <summary>Makes given gradients those that the kernels see; null for none.</summary>
        public void SetGradients(IReadOnlyList<Tensor?>? gradients)
        {
            foreach (ParameterSlot slot in Slots)
            {
                slot.Gradient = gradients is { Count: > 0 } ? gradients[slot.Index] : null;
            }
        }

        /// <summary>To be called when the state is saved or loaded.</summary>
        public void Forget()
        {
            foreach (StepKernel kernel in Kernels)
            {
                kernel.Forget();
            }
        }

        /// <summary>Takes the statistics of all parameters.</summary>
        /// <param name="needs">What the extractor reads.</param>
        /// <param name="ofMaximized">Whether the gradients are those of a loss that may be maximised: the moments hold them with the other sign then.</param>
        public void Measure(StatisticKinds needs, bool ofMaximized)
        {
            foreach (StepKernel kernel in Kernels)
            {
                kernel.Measure(needs, _statistics);
            }

            foreach (ParameterSlot slot in Slots)
            {
                if (ofMaximized && slot.Owner.Options.Maximize!.Value)
                {
                    _statistics[slot.Index].GradientDotFirstMoment *= -1;
                }
            }
        }

        public bool GradientsAreFinite()
        {
            foreach (ref readonly ParameterStatistics statistics in _statistics.AsSpan())
            {
                if (!double.IsFinite(statistics.GradientSquares))
                {
                    return false;
                }
            }

            return true;
        }

        public void Extract(FeatureExtractor extractor, double time)
        {
            _reduction.Reduce(_statistics, _groupStatistics);
            Array.Clear(Features);
            extractor.Extract(_groupStatistics, time, Features);
        }

        public void Update()
        {
            foreach (ParameterSlot slot in Slots)
            {
                if (slot.Gradient is not null)
                {
                    slot.State.Step++;
                    _rates[slot.Index] = RatesOf(slot, slot.State.Step);
                }
            }

            foreach (StepKernel kernel in Kernels)
            {
                kernel.Update(_rates, Alpha, Beta);
            }
        }

        /// <summary>The rates that each parameter's step <paramref name="ahead"/> of the last would have, by slot.</summary>
        public UpdateRates[] RatesAhead(int ahead) => [.. Slots.Select(slot => RatesOf(slot, Math.Max(1, slot.State.Step + ahead)))];

        public UpdateRates RatesOf(ParameterSlot slot, long step)
        {
            Options options = slot.Owner.Options;
            GroupOptions own = Groups[slot.Group].Options;
            (double beta1, double beta2) = options.Betas!.Value;
            return new UpdateRates(
                options.LearningRate!.Value * own.LearningRateScale,
                own.WeightDecay ?? options.WeightDecay!.Value,
                own.Beta1 ?? beta1,
                own.Beta2 ?? beta2,
                options.Epsilon!.Value,
                step,
                _options.AuthorsCompatibility,
                options.Maximize!.Value);
        }

        /// <summary>η·scale·α and λ·β of each group; zeros where all of it is frozen.</summary>
        public (double[] LearningRates, double[] WeightDecays) EffectiveRates()
        {
            UpdateRates[] first = [.. Enumerable.Range(0, Groups.Count).Select(g => RatesOf(Array.Find(Slots, slot => slot.Group == g)!, 1))];
            double[] trains = [.. Groups.Select(g => g.Parameters.Any(p => p.Tensor.requires_grad) ? 1.0 : 0)];
            return ([.. first.Select((r, g) => trains[g] * r.LearningRate * Alpha[g])], [.. first.Select((r, g) => trains[g] * r.WeightDecay * Beta[g])]);
        }

        public double[] FactorColumn(int column) =>
            [.. Enumerable.Range(0, Groups.Count).Select(g => Factors[(g * AttentionModule.Outputs) + column])];

        public void Dispose()
        {
            foreach (StepKernel kernel in Kernels)
            {
                kernel.Dispose();
            }
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
                    return new ParameterSlot(i, p, state, owner);
                }),
            ];
        }

        private static StepKernel[] Assign(ParameterSlot[] slots, StepKernelKind kind)
        {
            bool operators = kind == StepKernelKind.Operators;
            ParameterSlot[] singles = [.. slots.Where(s => !operators && FusedKernel<float>.Takes(s.Parameter))];
            ParameterSlot[] doubles = [.. slots.Where(s => !operators && FusedKernel<double>.Takes(s.Parameter))];
            ParameterSlot[] others = [.. slots.Except(singles).Except(doubles)];
            if (kind == StepKernelKind.Fused && others.Length > 0)
            {
                throw new ArgumentException(
                    $"{nameof(MetaAdamWOptions.Kernel)} is Fused, but these parameters are not contiguous float32 or float64 on the CPU: "
                    + string.Join(", ", others.Select(s => s.Bound.Name)));
            }

            var kernels = new List<StepKernel>();
            if (singles.Length > 0)
            {
                kernels.Add(new FusedKernel<float>(singles));
            }

            if (doubles.Length > 0)
            {
                kernels.Add(new FusedKernel<double>(doubles));
            }

            foreach (IGrouping<string, ParameterSlot> device in others.GroupBy(s => s.Parameter.device.ToString()))
            {
                kernels.Add(new OperatorKernel([.. device]));
            }

            return [.. kernels];
        }
    }
}

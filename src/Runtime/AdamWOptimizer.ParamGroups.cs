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
            base.LoadStateDict(reader);
            Betas = (reader.ReadDouble(), reader.ReadDouble());
            Epsilon = reader.ReadDouble();
            WeightDecay = reader.ReadDouble();
            Maximize = reader.ReadBoolean();
        }

        /// <inheritdoc/>
        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var options = (Options)source;
            Betas = options.Betas;
            Epsilon = options.Epsilon;
            WeightDecay = options.WeightDecay;
            Maximize = options.Maximize;
        }

        /// <summary>Takes what is not given from the optimizer's own settings, and checks the rest.</summary>
        internal void Complete(Options defaults)
        {
            LearningRate = OptionCheck.NotNegative(LearningRate ?? defaults.LearningRate!.Value, nameof(LearningRate));
            InitialLearningRate = LearningRate.Value;
            (double first, double second) = Betas ?? defaults.Betas!.Value;
            Betas = (OptionCheck.BelowOne(first, "Betas.First"), OptionCheck.BelowOne(second, "Betas.Second"));
            Epsilon = OptionCheck.NotNegative(Epsilon ?? defaults.Epsilon!.Value, nameof(Epsilon));
            WeightDecay = OptionCheck.NotNegative(WeightDecay ?? defaults.WeightDecay!.Value, nameof(WeightDecay));
            Maximize ??= defaults.Maximize;
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

        internal IReadOnlyList<(string name, Parameter parameter)> Named { get; }
    }
}

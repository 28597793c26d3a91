namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Raises the rates once, then lets them fall far below where they began (Smith and Topin, <see href="https://arxiv.org/abs/1708.07120"/>).</summary>
                /// <remarks>
                /// Momentum, or the first beta, goes the other way. As in PyTorch, and unlike TorchSharp: all groups go through all phases;
                /// the step after the last continues the last phase; and momentum cycles after a continued start too.
                /// </remarks>
                public class OneCycleLR : LRScheduler
                {
                    private readonly int totalSteps;
                    private readonly Phase[] phases;
                    private readonly Cycle[] rates;
                    private readonly Cycle[] momenta = [];
                    private readonly AnnealStrategy strategy;

                    /// <summary>Creates the scheduler, with the same bounds for all groups, and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="max_lr">The highest rate.</param>
                    /// <param name="total_steps">The number of steps; -1 for <paramref name="epochs"/> times <paramref name="steps_per_epoch"/>.</param>
                    /// <param name="epochs">The number of epochs.</param>
                    /// <param name="steps_per_epoch">The number of steps in each epoch.</param>
                    /// <param name="pct_start">The share of the steps in which the rates rise, from 0 to 1.</param>
                    /// <param name="anneal_strategy">The form of rise and fall.</param>
                    /// <param name="cycle_momentum">Whether momentum, or the first beta, changes too.</param>
                    /// <param name="base_momentum">The lowest momentum.</param>
                    /// <param name="max_momentum">The highest momentum.</param>
                    /// <param name="div_factor">The first rate is the highest divided by this.</param>
                    /// <param name="final_div_factor">The last rate is the first divided by this.</param>
                    /// <param name="three_phase">Whether the rates fall back to the first before they fall to the last.</param>
                    /// <param name="last_epoch">The step to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    /// <exception cref="ArgumentException">
                    /// An option is out of range, or the optimizer or a group of it has neither momentum nor betas although
                    /// <paramref name="cycle_momentum"/> is set.
                    /// </exception>
                    public OneCycleLR(Optimizer optimizer,
                        double max_lr,
                        int total_steps = -1,
                        int epochs = -1,
                        int steps_per_epoch = -1,
                        double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true,
                        double base_momentum = 0.85,
                        double max_momentum = 0.95,
                        double div_factor = 25,
                        double final_div_factor = 1e4,
                        bool three_phase = false,
                        int last_epoch = -1, bool verbose = false)
                        : this(optimizer, ForEach(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                            ForEach(optimizer, base_momentum), ForEach(optimizer, max_momentum), div_factor, final_div_factor, three_phase, last_epoch, verbose)
                    {
                    }

                    /// <summary>Creates the scheduler, with bounds for each group, and makes the initial step.</summary>
                    /// <inheritdoc cref="OneCycleLR(Optimizer, double, int, int, int, double, AnnealStrategy, bool, double, double, double, double, bool, int, bool)"/>
                    public OneCycleLR(Optimizer optimizer,
                        IEnumerable<double> max_lr,
                        int total_steps = -1,
                        int epochs = -1,
                        int steps_per_epoch = -1,
                        double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
                        bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null,
                        double div_factor = 25,
                        double final_div_factor = 1e4,
                        bool three_phase = false,
                        int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        if (pct_start is not (>= 0 and <= 1))
                            throw new ArgumentException($"Expected float between 0 and 1 for pct_start, but got {pct_start}");
                        totalSteps = CountSteps(total_steps, epochs, steps_per_epoch);
                        strategy = anneal_strategy;
                        phases = three_phase
                            ? [
                                new(pct_start * totalSteps - 1, Level.Initial, Level.Peak),
                                new(2 * pct_start * totalSteps - 2, Level.Peak, Level.Initial),
                                new(totalSteps - 1, Level.Initial, Level.Final),
                            ]
                            : [
                                new(pct_start * totalSteps - 1, Level.Initial, Level.Peak),
                                new(totalSteps - 1, Level.Peak, Level.Final),
                            ];

                        rates = [.. PerGroup(max_lr, nameof(max_lr)).Select(peak => new Cycle(peak / div_factor, peak, peak / div_factor / final_div_factor))];
                        if (last_epoch == -1) {
                            foreach ((ILearningRateController group, Cycle cycle) in Groups.Zip(rates))
                                group.InitialLearningRate = cycle.Initial;
                            BaseRates = [.. rates.Select(cycle => cycle.Initial)];
                        }
                        if (cycle_momentum) {
                            if (optimizer is not (IMomentum or IBetas) || Groups.Any(group => group is not (IMomentum or IBetas)))
                                throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled");
                            double[] lowest = PerGroup(base_momentum ?? Repeat(0.85), nameof(base_momentum));
                            double[] highest = PerGroup(max_momentum ?? Repeat(0.95), nameof(max_momentum));
                            momenta = [.. highest.Zip(lowest, (high, low) => new Cycle(high, low, high))];
                        }
                        InitialStep();
                    }

                    /// <summary>The form of rise and fall.</summary>
                    public enum AnnealStrategy
                    {
                        /// <summary>Half a cosine.</summary>
                        Cos,

                        /// <summary>A straight line.</summary>
                        Linear,
                    }

                    private enum Level
                    {
                        Initial,
                        Peak,
                        Final,
                    }

                    /// <inheritdoc/>
                    /// <exception cref="InvalidOperationException">All steps have been made.</exception>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch > totalSteps)
                            throw new InvalidOperationException($"Tried to step {LastEpoch + 1} times. The specified number of total steps is {totalSteps}");

                        int index = Array.FindIndex(phases, candidate => LastEpoch <= candidate.End);
                        if (index < 0)
                            index = phases.Length - 1;
                        Phase phase = phases[index];
                        double start = index == 0 ? 0 : phases[index - 1].End;
                        double share = (LastEpoch - start) / (phase.End - start);

                        foreach ((ILearningRateController group, Cycle cycle) in Groups.Zip(momenta)) {
                            double momentum = Between(cycle, phase, share);
                            if (group is IBetas betas)
                                betas.Betas = (momentum, betas.Betas.Item2);
                            else
                                ((IMomentum)group).Momentum = momentum;
                        }
                        return rates.Select(cycle => Between(cycle, phase, share));
                    }

                    private static int CountSteps(int total, int epochs, int stepsPerEpoch)
                    {
                        if (total == -1 && epochs == -1 && stepsPerEpoch == -1)
                            throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        if (total != -1)
                            return total > 0 ? total : throw new ArgumentException($"Expected positive integer total_steps, but got {total}");
                        if (epochs <= 0)
                            throw new ArgumentException($"Expected positive integer epochs, but got {epochs}");
                        if (stepsPerEpoch <= 0)
                            throw new ArgumentException($"Expected positive integer steps_per_epoch, but got {stepsPerEpoch}");
                        return epochs * stepsPerEpoch;
                    }

                    private static double[] ForEach(Optimizer optimizer, double value)
                    {
                        ArgumentNullException.ThrowIfNull(optimizer);
                        return [.. optimizer.ParamGroups.Select(_ => value)];
                    }

                    private double Between(Cycle cycle, Phase phase, double share)
                    {
                        double start = cycle.At(phase.From), end = cycle.At(phase.To);
                        return strategy == AnnealStrategy.Cos
                            ? end + (start - end) / 2 * (Math.Cos(Math.PI * share) + 1)
                            : (end - start) * share + start;
                    }

                    private readonly record struct Phase(double End, Level From, Level To);

                    /// <summary>The values of a rate, or of a momentum, at the turning points.</summary>
                    private readonly record struct Cycle(double Initial, double Peak, double Final)
                    {
                        public double At(Level level) => level switch {
                            Level.Initial => Initial,
                            Level.Peak => Peak,
                            _ => Final,
                        };
                    }
                }
            }
        }
    }
}

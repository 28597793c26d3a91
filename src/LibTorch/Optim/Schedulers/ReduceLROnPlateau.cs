namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lowers the rates when a metric has stopped to improve.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly double factor;
                    private readonly int patience;
                    private readonly int cooldown;
                    private readonly double threshold;
                    private readonly bool lowerIsBetter;
                    private readonly bool relative;
                    private readonly double epsilon;
                    private readonly double[] minimumRates;
                    private readonly bool verbose;

                    private double best;
                    private int badEpochs;
                    private int coolingEpochs;

                    /// <summary>Creates the scheduler. It makes no initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="mode">"min" when lower values of the metric are better, "max" when higher ones are.</param>
                    /// <param name="factor">What the rates are multiplied by; less than 1.</param>
                    /// <param name="patience">The number of epochs without improvement that are waited for.</param>
                    /// <param name="threshold">How large an improvement must be to count.</param>
                    /// <param name="threshold_mode">"rel": in proportion to the best value; "abs": in the metric's unit.</param>
                    /// <param name="cooldown">The number of epochs after a reduction in which nothing is counted.</param>
                    /// <param name="min_lr">The lowest rates: none (zero), one for all groups, or one for each group.</param>
                    /// <param name="eps">The smallest change of a rate that is made.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    /// <exception cref="ArgumentException">An option is out of range or unknown.</exception>
                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer)
                    {
                        if (factor >= 1)
                            throw new ArgumentException("Factor should be < 1.0");
                        if (mode is not ("min" or "max"))
                            throw new ArgumentException($"mode {mode} is unknown!");
                        if (threshold_mode is not ("rel" or "abs"))
                            throw new ArgumentException($"threshold mode {threshold_mode} is unknown!");

                        this.factor = factor;
                        this.patience = patience;
                        this.cooldown = cooldown;
                        this.verbose = verbose;
                        this.threshold = threshold;
                        lowerIsBetter = mode == "min";
                        relative = threshold_mode == "rel";
                        epsilon = eps;
                        minimumRates = min_lr is null or [] ? [.. Repeat(0)] : min_lr is [double only] ? [.. Repeat(only)] : PerGroup(min_lr, nameof(min_lr));
                        best = lowerIsBetter ? double.PositiveInfinity : double.NegativeInfinity;
                        LastEpoch = 0;
                    }

                    /// <summary>Ends an epoch.</summary>
                    /// <param name="current">The metric of the epoch.</param>
                    /// <param name="epoch">The epoch; null for the next.</param>
                    public override void step(double current, int? epoch = null)
                    {
                        LastEpoch = epoch ?? LastEpoch + 1;
                        if (IsBetter(current)) {
                            best = current;
                            badEpochs = 0;
                        } else {
                            badEpochs++;
                        }
                        if (coolingEpochs > 0) {
                            coolingEpochs--;
                            badEpochs = 0;
                        }
                        if (badEpochs > patience) {
                            Reduce();
                            coolingEpochs = cooldown;
                            badEpochs = 0;
                        }
                        Report([.. CurrentRates]);
                    }

                    /// <summary>Not for this scheduler: it needs the metric.</summary>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step() =>
                        throw new InvalidOperationException("step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    /// <summary>Not for this scheduler: it needs the metric.</summary>
                    /// <param name="epoch">Not used.</param>
                    /// <exception cref="InvalidOperationException">Always.</exception>
                    public override void step(int? epoch) =>
                        throw new InvalidOperationException("step(int?) should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    private bool IsBetter(double value) => (lowerIsBetter, relative) switch {
                        (true, true) => value < best * (1 - threshold),
                        (true, false) => value < best - threshold,
                        (false, true) => value > best * (1 + threshold),
                        (false, false) => value > best + threshold,
                    };

                    private void Reduce()
                    {
                        foreach ((ILearningRateController group, double minimum, int index) in Groups.Select((group, index) => (group, minimumRates[index], index))) {
                            double rate = Math.Max(group.LearningRate * factor, minimum);
                            if (group.LearningRate - rate <= epsilon)
                                continue;
                            group.LearningRate = rate;
                            if (verbose)
                                Console.WriteLine($"Epoch {LastEpoch}: reducing learning rate of group {index} to {rate:g4}.");
                        }
                    }
                }
            }
        }
    }
}

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Lets the rates swing between two bounds (Smith, <see href="https://arxiv.org/abs/1506.01186"/>).</summary>
                /// <remarks>
                /// As in PyTorch, and unlike TorchSharp: momentum falls while the rates rise, from its maximum to its base value, and
                /// <see cref="Mode.ExpRange"/> scales by the number of steps, not of cycles.
                /// </remarks>
                public class CyclicLR : LRScheduler
                {
                    private readonly double[] maximumRates;
                    private readonly double totalSize;
                    private readonly double risingShare;
                    private readonly Func<double, double> scale;
                    private readonly ScaleMode scaleMode;
                    private readonly double[] baseMomenta = [];
                    private readonly double[] maximumMomenta = [];
                    private readonly bool cycleMomentum;

                    /// <summary>Creates the scheduler, with the same bounds for all groups, and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="base_lr">The lower bound of the rates.</param>
                    /// <param name="max_lr">The upper bound of the rates in the first cycle.</param>
                    /// <param name="step_size_up">The number of steps in the rising half of a cycle.</param>
                    /// <param name="step_size_down">The number of steps in the falling half; -1 for the same.</param>
                    /// <param name="mode">How the height of the cycles changes.</param>
                    /// <param name="gamma">The factor of <see cref="Mode.ExpRange"/>.</param>
                    /// <param name="scale_fn">The height of the cycles, in place of <paramref name="mode"/>'s.</param>
                    /// <param name="scale_mode">What <paramref name="scale_fn"/> is a function of.</param>
                    /// <param name="cycle_momentum">Whether momentum swings too, against the rates.</param>
                    /// <param name="base_momentum">The lower bound of the momentum in the first cycle.</param>
                    /// <param name="max_momentum">The upper bound of the momentum.</param>
                    /// <param name="last_epoch">The step to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    /// <exception cref="ArgumentException">
                    /// The optimizer or a group of it is no <see cref="IMomentum"/> although <paramref name="cycle_momentum"/> is set.
                    /// </exception>
                    public CyclicLR(Optimizer optimizer,
                        double base_lr,
                        double max_lr,
                        int step_size_up = 2000,
                        int step_size_down = -1,
                        Mode mode = Mode.Triangular,
                        double gamma = 1.0,
                        Func<double, double>? scale_fn = null,
                        ScaleMode scale_mode = ScaleMode.Cycle,
                        bool cycle_momentum = true,
                        double base_momentum = 0.8,
                        double max_momentum = 0.9,
                        int last_epoch = -1,
                        bool verbose = false)
                        : this(optimizer, ForEach(optimizer, base_lr), ForEach(optimizer, max_lr), step_size_up, step_size_down, mode, gamma, scale_fn,
                            scale_mode, cycle_momentum, ForEach(optimizer, base_momentum), ForEach(optimizer, max_momentum), last_epoch, verbose)
                    {
                    }

                    /// <summary>Creates the scheduler, with bounds for each group, and makes the initial step.</summary>
                    /// <inheritdoc cref="CyclicLR(Optimizer, double, double, int, int, Mode, double, Func{double, double}, ScaleMode, bool, double, double, int, bool)"/>
                    public CyclicLR(Optimizer optimizer,
                        IEnumerable<double> base_lr,
                        IEnumerable<double> max_lr,
                        int step_size_up = 2000,
                        int step_size_down = -1,
                        Mode mode = Mode.Triangular,
                        double gamma = 1.0,
                        Func<double, double>? scale_fn = null,
                        ScaleMode scale_mode = ScaleMode.Cycle,
                        bool cycle_momentum = true,
                        IEnumerable<double>? base_momentum = null,
                        IEnumerable<double>? max_momentum = null,
                        int last_epoch = -1,
                        bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        double sizeDown = step_size_down == -1 ? step_size_up : step_size_down;
                        totalSize = step_size_up + sizeDown;
                        risingShare = step_size_up / totalSize;
                        BaseRates = PerGroup(base_lr, nameof(base_lr));
                        maximumRates = PerGroup(max_lr, nameof(max_lr));
                        cycleMomentum = cycle_momentum;
                        if (cycle_momentum) {
                            if (optimizer is not IMomentum || Groups.Any(group => group is not IMomentum))
                                throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled");
                            baseMomenta = PerGroup(base_momentum ?? Repeat(0.8), nameof(base_momentum));
                            maximumMomenta = PerGroup(max_momentum ?? Repeat(0.9), nameof(max_momentum));
                        }
                        (scale, scaleMode) = scale_fn is not null ? (scale_fn, scale_mode) : mode switch {
                            Mode.Triangular => (_ => 1, ScaleMode.Cycle),
                            Mode.Triangular2 => (cycle => 1 / Math.Pow(2, cycle - 1), ScaleMode.Cycle),
                            Mode.ExpRange => (step => Math.Pow(gamma, step), ScaleMode.Iterations),
                            _ => throw new ArgumentException($"mode {mode} is unknown!", nameof(mode)),
                        };
                        InitialStep();
                    }

                    /// <summary>How the height of the cycles changes.</summary>
                    public enum Mode
                    {
                        /// <summary>Not at all.</summary>
                        Triangular,

                        /// <summary>It is halved from cycle to cycle.</summary>
                        Triangular2,

                        /// <summary>It is multiplied by gamma from step to step.</summary>
                        ExpRange,
                    }

                    /// <summary>What the height of the cycles is a function of.</summary>
                    public enum ScaleMode
                    {
                        /// <summary>The number of the cycle, from 1.</summary>
                        Cycle,

                        /// <summary>The number of the step, from 0.</summary>
                        Iterations,
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        double cycle = Math.Floor(1 + LastEpoch / totalSize);
                        double position = 1 + LastEpoch / totalSize - cycle;
                        double height = position <= risingShare ? position / risingShare : (position - 1) / (risingShare - 1);
                        double scaled = scale(scaleMode == ScaleMode.Cycle ? cycle : LastEpoch);

                        if (cycleMomentum) {
                            foreach ((ILearningRateController group, int i) in Groups.Select((group, i) => (group, i)))
                                ((IMomentum)group).Momentum = maximumMomenta[i] - (maximumMomenta[i] - baseMomenta[i]) * height * scaled;
                        }
                        return BaseRates.Zip(maximumRates, (low, high) => low + (high - low) * height * scaled);
                    }

                    private static double[] ForEach(Optimizer optimizer, double value)
                    {
                        ArgumentNullException.ThrowIfNull(optimizer);
                        return [.. optimizer.ParamGroups.Select(_ => value)];
                    }
                }
            }
        }
    }
}

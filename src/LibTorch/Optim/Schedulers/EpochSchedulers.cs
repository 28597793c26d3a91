namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>The schedulers' classes.</summary>
            public static partial class impl
            {
                /// <summary>Multiplies the initial rates by a function of the epoch.</summary>
                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double>[] lambdas;

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="lr_lambda">The factor, given the epoch.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        lambdas = [.. Groups.Select(_ => lr_lambda)];
                        InitialStep();
                    }

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="lr_lambdas">The factor of each group, given the epoch.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public LambdaLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        lambdas = [.. lr_lambdas];
                        InitialStep();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        BaseRates.Select((rate, i) => rate * lambdas[i](LastEpoch));
                }

                /// <summary>Multiplies the present rates by a function of the epoch.</summary>
                public class MultiplicativeLR : LRScheduler
                {
                    private readonly Func<int, double>[] lambdas;

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="lr_lambda">The factor, given the epoch.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public MultiplicativeLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        lambdas = [.. Groups.Select(_ => lr_lambda)];
                        InitialStep();
                    }

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="lr_lambdas">The factor of each group, given the epoch.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public MultiplicativeLR(Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        lambdas = [.. lr_lambdas];
                        InitialStep();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        LastEpoch > 0 ? CurrentRates.Select((rate, i) => rate * lambdas[i](LastEpoch)) : CurrentRates;
                }

                /// <summary>Multiplies the rates by a factor every so many epochs.</summary>
                public class StepLR : LRScheduler
                {
                    private readonly int stepSize;
                    private readonly double gamma;

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="step_size">The number of epochs between two decays.</param>
                    /// <param name="gamma">The factor.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        stepSize = step_size;
                        this.gamma = gamma;
                        InitialStep();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        LastEpoch == 0 || LastEpoch % stepSize != 0 ? CurrentRates : CurrentRates.Select(rate => rate * gamma);

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => rate * Math.Pow(gamma, LastEpoch / stepSize));
                }

                /// <summary>Multiplies the rates by a factor at given epochs.</summary>
                /// <remarks>
                /// As in PyTorch, and unlike TorchSharp, milestones need not be in order and may repeat.
                /// </remarks>
                public class MultiStepLR : LRScheduler
                {
                    private readonly int[] milestones;
                    private readonly double gamma;

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="milestones">The epochs. One that occurs twice counts twice.</param>
                    /// <param name="gamma">The factor.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        this.milestones = [.. milestones.Order()];
                        this.gamma = gamma;
                        InitialStep();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        int count = milestones.Count(milestone => milestone == LastEpoch);
                        return count == 0 ? CurrentRates : CurrentRates.Select(rate => rate * Math.Pow(gamma, count));
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => rate * Math.Pow(gamma, milestones.Count(milestone => milestone <= LastEpoch)));
                }

                /// <summary>Lets the rates fall to zero along a polynomial.</summary>
                public class PolynomialLR : LRScheduler
                {
                    private readonly double totalEpochs;
                    private readonly double power;

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="total_iters">The epoch at which the rates are zero.</param>
                    /// <param name="power">The polynomial's degree.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public PolynomialLR(Optimizer optimizer, int total_iters = 5, double power = 1.0, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        totalEpochs = total_iters;
                        this.power = power;
                        InitialStep();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch == 0 || LastEpoch > totalEpochs)
                            return CurrentRates;
                        double factor = Math.Pow((1 - LastEpoch / totalEpochs) / (1 - (LastEpoch - 1) / totalEpochs), power);
                        return CurrentRates.Select(rate => rate * factor);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => rate * Math.Pow(1 - Math.Min(totalEpochs, LastEpoch) / totalEpochs, power));
                }

                /// <summary>Multiplies the rates by a factor every epoch.</summary>
                public class ExponentialLR : LRScheduler
                {
                    private readonly double gamma;

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="gamma">The factor.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        this.gamma = gamma;
                        InitialStep();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr() =>
                        LastEpoch == 0 ? CurrentRates : CurrentRates.Select(rate => rate * gamma);

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => rate * Math.Pow(gamma, LastEpoch));
                }

                /// <summary>Multiplies the rates by a factor until an epoch, and takes it back then.</summary>
                public class ConstantLR : LRScheduler
                {
                    private readonly double factor;
                    private readonly int totalEpochs;

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="factor">The factor.</param>
                    /// <param name="total_iters">The epoch.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        this.factor = factor;
                        totalEpochs = total_iters;
                        InitialStep();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch == 0)
                            return CurrentRates.Select(rate => rate * factor);
                        return LastEpoch == totalEpochs ? CurrentRates.Select(rate => rate * (1.0 / factor)) : CurrentRates;
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => rate * (LastEpoch >= totalEpochs ? 1 : factor));
                }

                /// <summary>Multiplies the rates by a factor that goes from one value to another in a straight line.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double startFactor;
                    private readonly double endFactor;
                    private readonly int totalEpochs;

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="start_factor">The factor of the first epoch.</param>
                    /// <param name="end_factor">The factor at the end.</param>
                    /// <param name="total_iters">The number of epochs on the way.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        startFactor = start_factor;
                        endFactor = end_factor;
                        totalEpochs = total_iters;
                        InitialStep();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch == 0)
                            return CurrentRates.Select(rate => rate * startFactor);
                        if (LastEpoch > totalEpochs)
                            return CurrentRates;
                        double slope = endFactor - startFactor;
                        double factor = 1 + slope / (totalEpochs * startFactor + (LastEpoch - 1) * slope);
                        return CurrentRates.Select(rate => rate * factor);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => rate * (startFactor + (endFactor - startFactor) * Math.Min(totalEpochs, LastEpoch) / totalEpochs));
                }

                /// <summary>Lets the rates swing between their initial value and a minimum along a cosine.</summary>
                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double halfPeriod;
                    private readonly double minimum;

                    /// <summary>Creates the scheduler and makes the initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="T_max">Half the period, in epochs.</param>
                    /// <param name="eta_min">The minimum.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                    public CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        halfPeriod = T_max;
                        minimum = eta_min;
                        InitialStep();
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch == 0)
                            return CurrentRates;
                        // Continuing after an epoch: the rates that the groups have now say nothing.
                        if (_step_count == 1 && LastEpoch > 0)
                            return get_closed_form_lr();
                        // Here the recursion would divide by zero.
                        if ((LastEpoch - 1 - halfPeriod) % (2 * halfPeriod) == 0)
                            return CurrentRates.Zip(BaseRates, (rate, initial) => rate + (initial - minimum) * (1 - Math.Cos(Math.PI / halfPeriod)) / 2);
                        double factor = (1 + Math.Cos(Math.PI * LastEpoch / halfPeriod)) / (1 + Math.Cos(Math.PI * (LastEpoch - 1) / halfPeriod));
                        return CurrentRates.Select(rate => factor * (rate - minimum) + minimum);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => minimum + (rate - minimum) * (1 + Math.Cos(Math.PI * LastEpoch / halfPeriod)) / 2);
                }
            }
        }
    }
}

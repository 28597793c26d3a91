namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Runs schedulers one after the other.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;
                    private readonly int[] milestones;

                    /// <summary>Creates the scheduler, sets the rates back to their initial values and makes the first scheduler's initial step.</summary>
                    /// <param name="optimizer">The optimizer.</param>
                    /// <param name="schedulers">The schedulers, all of this optimizer.</param>
                    /// <param name="milestones">The epochs at which the second, third, ... scheduler takes over.</param>
                    /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                    /// <exception cref="ArgumentException">
                    /// A scheduler is of another optimizer, or the number of milestones is not one less than that of schedulers.
                    /// </exception>
                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1, false)
                    {
                        this.schedulers = [.. schedulers];
                        this.milestones = [.. milestones];
                        if (this.schedulers.Any(scheduler => scheduler.Optimizer != optimizer))
                            throw new ArgumentException("The SequentialLR scheduler expects all its sub-schedulers to be bound to the same optimizer.");
                        if (this.milestones.Length != this.schedulers.Length - 1)
                            throw new ArgumentException($"Received {this.schedulers.Length} schedulers and {this.milestones.Length} milestones. The SequentialLR scheduler expects the number of schedulers to be one more than the number of milestones.");

                        foreach (ILearningRateController group in Groups)
                            group.LearningRate = group.InitialLearningRate;
                        // Each scheduler has made its initial step, which does not count until it is its turn.
                        foreach (LRScheduler scheduler in this.schedulers)
                            scheduler.LastEpoch--;
                        this.schedulers[0].InitialStep();
                        Report([.. this.schedulers[0].get_last_lr()]);
                    }

                    /// <inheritdoc/>
                    protected override IEnumerable<double> get_lr()
                    {
                        int turn = milestones.TakeWhile(milestone => milestone <= LastEpoch).Count();
                        if (turn > 0 && milestones[turn - 1] == LastEpoch)
                            schedulers[turn].step(0);
                        else
                            schedulers[turn].step();
                        return CurrentRates;
                    }
                }

                /// <summary>Runs schedulers side by side, each on the rates that the one before it left.</summary>
                /// <remarks>Unlike TorchSharp's, it knows the last rates, and accepts an epoch or a metric, which it passes on.</remarks>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] schedulers;

                    /// <summary>Creates the scheduler. The schedulers have made their initial steps themselves.</summary>
                    /// <param name="schedulers">The schedulers, in order, all of one optimizer.</param>
                    /// <exception cref="ArgumentException">The schedulers are of different optimizers, or there is none.</exception>
                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                    {
                        this.schedulers = [.. schedulers];
                        if (this.schedulers.Length == 0)
                            throw new ArgumentException("There must be at least one scheduler.", nameof(schedulers));
                        Optimizer = this.schedulers[0].Optimizer;
                        if (this.schedulers.Any(scheduler => scheduler.Optimizer != Optimizer))
                            throw new ArgumentException("The ChainedLR scheduler expects all its sub-schedulers to be bound to the same optimizer.", nameof(schedulers));
                        Report([.. CurrentRates]);
                    }

                    /// <inheritdoc/>
                    public override void step() => Drive(scheduler => scheduler.step());

                    /// <inheritdoc/>
                    public override void step(int? epoch) => Drive(scheduler => scheduler.step(epoch));

                    /// <inheritdoc/>
                    public override void step(double current, int? epoch = null) => Drive(scheduler => scheduler.step(current, epoch));

                    private void Drive(Action<LRScheduler> step)
                    {
                        foreach (LRScheduler scheduler in schedulers)
                            step(scheduler);
                        _step_count++;
                        Report([.. CurrentRates]);
                    }
                }
            }
        }
    }
}

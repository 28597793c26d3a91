namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning-rate schedulers.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups from step to step.</summary>
            /// <remarks>
            /// The constructor of a scheduler makes the initial step, epoch 0. Most schedulers are recursive: they change the rate that
            /// a group has now, so that several schedulers, and the user, may act on the same group. Groups that are added to the
            /// optimizer later are left alone.
            /// </remarks>
            public abstract class LRScheduler
            {
                /// <summary>How often the scheduler stepped, the initial step included.</summary>
                protected int _step_count;

                private readonly bool verbose;
                private double[] lastRates = [];

                /// <summary>For schedulers that only drive others.</summary>
                protected LRScheduler()
                {
                }

                /// <summary>Takes the initial learning rates from the groups. The derived constructor makes the initial step.</summary>
                /// <param name="optimizer">The optimizer.</param>
                /// <param name="last_epoch">The epoch to continue after; -1 to start.</param>
                /// <param name="verbose">Whether to write each change of a rate to the console.</param>
                /// <exception cref="ArgumentNullException">There is no optimizer.</exception>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    Optimizer = optimizer;
                    LastEpoch = last_epoch;
                    this.verbose = verbose;
                    BaseRates = [.. Groups.Select(group => group.InitialLearningRate)];
                    lastRates = [.. CurrentRates];
                }

                internal Optimizer? Optimizer { get; private protected init; }

                internal int LastEpoch { get; set; } = -1;

                private protected double[] BaseRates { get; set; } = [];

                private protected IEnumerable<ILearningRateController> Groups => Optimizer?.ParamGroups ?? [];

                private protected IEnumerable<double> CurrentRates => Groups.Select(group => group.LearningRate);

                /// <summary>Goes on to the next epoch (or batch, where one steps per batch).</summary>
                public virtual void step() => step(null);

                /// <summary>Goes to an epoch. Schedulers that know a closed form use it then, in place of the recursion.</summary>
                /// <param name="epoch">The epoch; null for the next.</param>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    LastEpoch = epoch ?? LastEpoch + 1;
                    // Evaluated once and before any rate is set: a scheduler may change its state, and reads the rates that it replaces.
                    double[] rates = [.. epoch.HasValue ? get_closed_form_lr() : get_lr()];
                    SetRates(rates);
                }

                /// <summary>Goes on, given the value of a metric that most schedulers ignore.</summary>
                /// <param name="current">The metric.</param>
                /// <param name="epoch">The epoch; null for the next.</param>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The learning rates of the groups that the last step set.</summary>
                public IEnumerable<double> get_last_lr() => lastRates;

                /// <summary>The learning rates of the groups for the epoch that is beginning.</summary>
                protected virtual IEnumerable<double> get_lr() => CurrentRates;

                /// <summary>The same from the initial rates and the epoch alone, where the schedule has such a form.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                internal void InitialStep()
                {
                    _step_count = 0;
                    step();
                }

                private protected void SetRates(IReadOnlyList<double> rates)
                {
                    foreach ((ILearningRateController group, double rate) in Groups.Zip(rates))
                        group.LearningRate = rate;
                    Report(rates);
                }

                /// <summary>Remembers rates that are set already.</summary>
                private protected void Report(IReadOnlyList<double> rates)
                {
                    for (int i = 0; i < rates.Count; i++) {
                        if (verbose && (i >= lastRates.Length || lastRates[i] != rates[i]))
                            Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                    }
                    lastRates = [.. rates];
                }

                /// <summary>One value for each group.</summary>
                /// <exception cref="ArgumentException">There are more or fewer.</exception>
                private protected double[] PerGroup(IEnumerable<double> values, string name)
                {
                    double[] result = [.. values];
                    int count = Groups.Count();
                    return result.Length == count
                        ? result
                        : throw new ArgumentException($"Expected {count} values for {name}, one for each parameter group, but got {result.Length}.", name);
                }

                private protected IEnumerable<double> Repeat(double value) => Enumerable.Repeat(value, Groups.Count());
            }
        }
    }
}

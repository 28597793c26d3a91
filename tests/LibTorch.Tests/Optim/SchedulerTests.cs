using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace MetaAdamW.LibTorch.Tests.Optim;

public class SchedulerTests
{
    [Fact]
    public void Groups_need_momentum_where_it_is_to_cycle()
    {
        using Parameter weight = new(zeros(1));
        using AdamW adamw = optim.AdamW([weight]);
        Assert.Throws<ArgumentException>(() => CyclicLR(adamw, 0.1, 0.2));
        _ = OneCycleLR(adamw, 0.1, total_steps: 10);
        Assert.Equal(0.95, ((IBetas)adamw.ParamGroups.Single()).Betas.Item1);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        using Parameter weight = new(zeros(1));
        using SGD sgd = optim.SGD([weight], 0.1);
        Assert.Throws<ArgumentException>(() => OneCycleLR(sgd, 0.1));
        Assert.Throws<ArgumentException>(() => OneCycleLR(sgd, 0.1, total_steps: 0));
        Assert.Throws<ArgumentException>(() => OneCycleLR(sgd, 0.1, epochs: 2));
        Assert.Throws<ArgumentException>(() => OneCycleLR(sgd, 0.1, epochs: 0, steps_per_epoch: 2));
        Assert.Throws<ArgumentException>(() => OneCycleLR(sgd, 0.1, total_steps: 5, pct_start: 2));
        OnTorchSharp.Differs("options of schedulers", () => Assert.Throws<ArgumentException>(() => OneCycleLR(sgd, [0.1, 0.2], total_steps: 5)));
        OnTorchSharp.Differs("options of schedulers", () => Assert.Throws<ArgumentException>(() => CyclicLR(sgd, [0.1], [0.1, 0.2])));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(sgd, factor: 1));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(sgd, "best"));
        Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(sgd, threshold_mode: "some"));
        OnTorchSharp.Differs("options of schedulers", () => Assert.Throws<ArgumentException>(() => ReduceLROnPlateau(sgd, min_lr: [1, 2])));
        OnTorchSharp.ThrowsAnother<ArgumentNullException>(() => StepLR(null!, 1));
        OnTorchSharp.ThrowsAnother<ArgumentNullException>(() => CyclicLR(null!, 1, 2));
        OnTorchSharp.Differs("options of schedulers", () => Assert.Throws<ArgumentException>(() => ChainedLR([])));

        using SGD other = optim.SGD([weight], 0.1);
        OnTorchSharp.Differs("options of schedulers", () => Assert.Throws<ArgumentException>(() => ChainedLR([StepLR(sgd, 1), StepLR(other, 1)])));
        Assert.Throws<ArgumentException>(() => SequentialLR(sgd, [StepLR(sgd, 1), StepLR(other, 1)], [1]));
        Assert.Throws<ArgumentException>(() => SequentialLR(sgd, [StepLR(sgd, 1), StepLR(sgd, 1)], [1, 2]));
    }

    [Fact]
    public void A_plateau_needs_the_metric()
    {
        using Parameter weight = new(zeros(1));
        using SGD sgd = optim.SGD([weight], 0.1);
        LRScheduler scheduler = ReduceLROnPlateau(sgd);
        Assert.Throws<InvalidOperationException>(scheduler.step);
        Assert.Throws<InvalidOperationException>(() => scheduler.step(3));
    }

    [Fact]
    public void Schedules_go_on_where_they_are_told_to()
    {
        using Parameter weight = new(zeros(1));
        using SGD annealed = optim.SGD([weight], 1), cycled = optim.SGD([weight], 1, momentum: 0.9);
        _ = CosineAnnealingLR(annealed, 5, last_epoch: 2);
        OnTorchSharp.Differs("CosineAnnealingLR", () => Assert.Equal((1 + Math.Cos(Math.PI * 3 / 5)) / 2, annealed.ParamGroups.Single().LearningRate, 12));
        _ = OneCycleLR(cycled, 0.1, total_steps: 10);
        Assert.Equal(0.004, cycled.ParamGroups.Single().LearningRate, 12);
        OnTorchSharp.Differs("OneCycleLR", () => Assert.Equal(0.004, cycled.ParamGroups.Single().InitialLearningRate, 12));
    }

    [Fact]
    public void One_cycle_ends()
    {
        using Parameter weight = new(zeros(1));
        using SGD sgd = optim.SGD([weight], 0.1, momentum: 0.9);
        LRScheduler scheduler = OneCycleLR(sgd, 0.1, total_steps: 3);
        for (int i = 0; i < 3; i++)
            scheduler.step();
        Assert.Throws<InvalidOperationException>(scheduler.step);
    }

    [Fact]
    public void Most_schedulers_ignore_a_metric_and_chains_pass_it_on()
    {
        using Parameter weight = new(zeros(1));
        using SGD sgd = optim.SGD([weight], 1);
        LRScheduler steps = StepLR(sgd, 1, 0.5);
        steps.step(7.0);
        Assert.Equal(0.5, sgd.ParamGroups.Single().LearningRate);
        sgd.ParamGroups.Single().LearningRate = 1;
        OnTorchSharp.Differs("ChainedLR", () => {
            LRScheduler chain = ChainedLR([StepLR(sgd, 1, 0.5), ReduceLROnPlateau(sgd, factor: 0.1, patience: 0)]);
            chain.step(1.0);
            chain.step(2.0);
            Assert.Equal(0.025, sgd.ParamGroups.Single().LearningRate, 12);
            Assert.Equal([sgd.ParamGroups.Single().LearningRate], chain.get_last_lr());
        });
        OnTorchSharp.Differs("ChainedLR", () => {
            LRScheduler epochs = ChainedLR([ExponentialLR(sgd, 0.5)]);
            epochs.step(2);
            Assert.Equal(0.25, sgd.ParamGroups.Single().LearningRate);
        });
    }

    [Fact]
    public void Changes_are_written_when_asked_for()
    {
        using Parameter weight = new(zeros(1));
        using SGD sgd = optim.SGD([weight], 1);
        TextWriter console = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try {
            LRScheduler scheduler = StepLR(sgd, 2, 0.5, verbose: true);
            scheduler.step();
            scheduler.step();
        } finally {
            Console.SetOut(console);
        }
        Assert.Equal($"Adjusting learning rate to {0.5}{Environment.NewLine}", captured.ToString());
    }

    [Fact]
    public void A_scheduler_of_ones_own_sets_what_it_computes()
    {
        using Parameter weight = new(zeros(1));
        using SGD sgd = optim.SGD([weight], 1);
        var scheduler = new Halving(sgd);
        scheduler.step();
        Assert.Equal([0.5], scheduler.get_last_lr());
        scheduler.step(7);
        Assert.Equal(0.25, sgd.ParamGroups.Single().LearningRate);
        Assert.Equal(2, scheduler.Steps);
        OnTorchSharp.Differs("ChainedLR", () => Assert.Empty(new Idle().get_last_lr()));
    }

    private sealed class Halving(Optimizer optimizer) : LRScheduler(optimizer)
    {
        public int Steps => _step_count;

        protected override IEnumerable<double> get_lr() => base.get_lr().Select(rate => rate / 2);

        protected override IEnumerable<double> get_closed_form_lr() => base.get_closed_form_lr();
    }

    private sealed class Idle : LRScheduler;
}

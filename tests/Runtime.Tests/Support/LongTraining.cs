namespace MetaAdamW.Runtime.Tests;

/// <summary>Long training of a small network. After each tenth it writes a line: step, live tensors, resident bytes, meta-updates.</summary>
internal static class LongTraining
{
    public static void Run(int steps)
    {
        manual_seed(3);
        using var model = nn.Sequential(("fc1", nn.Linear(8, 16)), ("relu", nn.ReLU()), ("fc2", nn.Linear(16, 2)));
        using var optimizer = new MetaAdamWOptimizer(
            BoundGroups.FineGrained(model), options: new() { Layers = 2, FeedForwardWidth = 8, MetaPeriod = 25, IdentityStart = false, TotalSteps = steps });
        using Tensor inputs = new Lcg(1).Tensor(32, 8).to(ScalarType.Float32);
        using Tensor targets = new Lcg(2).Tensor(32, 2).to(ScalarType.Float32);
        var objective = new MetaObjective<int>(model, Loss, [0, 8, 16, 24], [4, 20]);
        for (int step = 1; step <= steps; step++)
        {
            Step(step);
            if (step % (steps / 10) == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                Console.WriteLine($"{step} {Tensor.TotalCount} {Environment.WorkingSet} {optimizer.MetaUpdates}");
            }
        }

        void Step(int step)
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Loss(step % 25).backward();
            optimizer.step();
            optimizer.MetaUpdate(objective);
        }

        Tensor Loss(int from)
        {
            using DisposeScope scope = NewDisposeScope();
            return model.call(inputs.narrow(0, from, 8)).sub(targets.narrow(0, from, 8)).pow(2).mean().MoveToOuterDisposeScope();
        }
    }
}

using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Contenders;

/// <summary>The learning rate over a run: a straight warm-up to the full rate, then half a cosine down to zero.</summary>
/// <param name="WarmupShare">Share of the steps in which it rises.</param>
internal sealed record Schedule(double WarmupShare)
{
    /// <summary>What the rate is multiplied by in a step, numbered from 0.</summary>
    public double At(long step, long steps)
    {
        var warmup = (long)Math.Round(WarmupShare * steps);
        return step < warmup ? (step + 1.0) / warmup : 0.5 * (1 + Math.Cos(Math.PI * (step - warmup) / (steps - warmup)));
    }

    /// <summary>Sets the rates of all groups. They depend on the step alone, so a resumed run needs no more than its number.</summary>
    public void Apply(optim.Optimizer optimizer, long step, long steps)
    {
        var factor = At(step, steps);
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = factor * group.InitialLearningRate;
    }
}

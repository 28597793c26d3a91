using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Samples.Tests;

/// <summary>Cancels after some steps.</summary>
internal sealed record Interrupter : IRunObserver
{
    private int steps;

    public CancellationTokenSource? Cancel { get; init; }

    public int After { get; init; }

    public void Stepped(int epoch, int step, double meanLoss)
    {
        if (++steps == After)
            Cancel?.Cancel();
    }
}

using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Samples.Tests;

/// <summary>Cancels after some steps.</summary>
internal sealed class Interrupter : IRunObserver
{
    private int steps;

    public CancellationTokenSource? Cancel { get; init; }

    public int After { get; init; }

    public void Started(RunRequest request, int stepsPerEpoch, int resumedEpochs, int resumedSteps)
    {
    }

    public void Stepped(int epoch, int step, double meanLoss)
    {
        if (++steps == After)
            Cancel?.Cancel();
    }

    public void EpochEnded(EpochRecord epoch, bool isBest)
    {
    }

    public void Ended(RunRecord run)
    {
    }

    public void Note(string line)
    {
    }
}

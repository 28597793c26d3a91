using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Display;

/// <summary>Says nothing.</summary>
internal sealed class NoDisplay : IRunObserver
{
    public void Started(RunRequest request, int stepsPerEpoch, int resumedEpochs, int resumedSteps)
    {
    }

    public void Stepped(int epoch, int step, double meanLoss)
    {
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

using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Display;

/// <summary>Shows nothing, and ends a run after two steps.</summary>
internal sealed class WarmUpObserver(CancellationTokenSource cancel) : IRunObserver
{
    public void Stepped(int epoch, int step, double meanLoss)
    {
        if (step == 2)
            cancel.Cancel();
    }

    public void EpochEnded(EpochRecord epoch, bool isBest) => cancel.Cancel();
}

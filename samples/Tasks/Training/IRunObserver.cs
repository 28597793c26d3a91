namespace MetaAdamW.Tasks.Training;

/// <summary>Is told how runs go; what it does not care for it need not have.</summary>
internal interface IRunObserver
{
    /// <summary>A run begins, or goes on after <paramref name="resumedEpochs"/> epochs and <paramref name="resumedSteps"/> steps.</summary>
    void Started(RunRequest request, int stepsPerEpoch, int resumedEpochs, int resumedSteps)
    {
    }

    /// <summary>A step is done.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="step">Within the epoch, from 1.</param>
    /// <param name="meanLoss">Training loss so far in this epoch.</param>
    void Stepped(int epoch, int step, double meanLoss)
    {
    }

    /// <summary>An epoch has ended.</summary>
    /// <param name="epoch">Its numbers.</param>
    /// <param name="isBest">Whether it is the best so far.</param>
    void EpochEnded(EpochRecord epoch, bool isBest)
    {
    }

    /// <summary>The run has ended.</summary>
    void Ended(RunRecord run)
    {
    }

    /// <summary>Something is to be said between runs.</summary>
    void Note(string line)
    {
    }
}

using System.Diagnostics;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Display;

/// <summary>A line for each epoch, and one every ten seconds in between.</summary>
internal sealed class PlainDisplay(TrainingTask task, IReadOnlyList<RunRequest> requests) : IRunObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly int width = requests.Max(r => RunDisplay.Title(r, requests).Length);
    private readonly Stopwatch sinceLine = new();
    private string title = "";
    private int epochs;
    private int steps;

    public void Started(RunRequest request, int stepsPerEpoch, int resumedEpochs, int resumedSteps)
    {
        title = RunDisplay.Title(request, requests).PadRight(width);
        (epochs, steps) = (request.Epochs, stepsPerEpoch);
        if (resumedEpochs + resumedSteps > 0)
            Console.WriteLine($"{title}  resumed after {resumedEpochs} epochs and {resumedSteps} steps");
        sinceLine.Restart();
    }

    public void Stepped(int epoch, int step, double meanLoss)
    {
        if (sinceLine.Elapsed < Interval)
            return;
        Console.WriteLine($"{title}  epoch {epoch,2}/{epochs}  step {step}/{steps}  train {meanLoss:F5}");
        sinceLine.Restart();
    }

    public void EpochEnded(EpochRecord epoch, bool isBest)
    {
        Console.WriteLine(
            $"{title}  epoch {epoch.Epoch,2}/{epochs}  train {epoch.TrainLoss:F5}  {RunDisplay.Validation(task, epoch)}" +
            $"{(isBest ? " *" : "  ")}  {epoch.Seconds:F1} s  optimizer {epoch.StepMilliseconds:F2} ms a step");
        sinceLine.Restart();
    }

    public void Ended(RunRecord run)
        => Console.WriteLine(
            $"{title}  best validation {task.Metric} {run.Best!.Metric:F5} in epoch {run.Best.Epoch}" +
            (run.Epochs.Count < epochs ? $"; stopped early after {run.Epochs.Count}" : ""));
}

using System.Diagnostics;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Display;

/// <summary>A line for each epoch, and one every ten seconds in between.</summary>
internal sealed class PlainDisplay(TextWriter writer, string metric) : IRunObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Stopwatch sinceLine = new();
    private string title = "";
    private int epochs;
    private int steps;

    public void Started(RunRequest request, int stepsPerEpoch, int resumedEpochs, int resumedSteps)
    {
        title = request.Title;
        (epochs, steps) = (request.Epochs, stepsPerEpoch);
        if (resumedEpochs + resumedSteps > 0)
            writer.WriteLine($"{title}  resumed after {resumedEpochs} epochs and {resumedSteps} steps");
        sinceLine.Restart();
    }

    public void Stepped(int epoch, int step, double meanLoss)
    {
        if (sinceLine.Elapsed < Interval)
            return;
        writer.WriteLine($"{title}  epoch {epoch,2}/{epochs}  step {step}/{steps}  train {meanLoss:F5}");
        sinceLine.Restart();
    }

    public void EpochEnded(EpochRecord epoch, bool isBest)
    {
        writer.WriteLine(
            $"{title}  epoch {epoch.Epoch,2}/{epochs}  train {epoch.TrainLoss:F5}  {RunDisplay.Validation(metric, epoch)}" +
            $"{(isBest ? " *" : "  ")}  {epoch.Seconds:F1} s  optimizer {epoch.StepMilliseconds:F2} ms a step");
        sinceLine.Restart();
    }

    public void Ended(RunRecord run) => writer.WriteLine($"{title}  {RunDisplay.Result(metric, run, epochs)}");

    public void Note(string line) => writer.WriteLine(line);
}

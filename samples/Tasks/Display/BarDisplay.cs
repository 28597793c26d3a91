using MetaAdamW.Tasks.Training;
using Spectre.Console;

namespace MetaAdamW.Tasks.Display;

/// <summary>A bar for each run, with loss and speed, under a line for each epoch that has ended.</summary>
internal sealed class BarDisplay : IRunObserver
{
    private readonly TrainingTask task;
    private readonly IReadOnlyList<RunRequest> requests;
    private readonly Dictionary<RunRequest, ProgressTask> bars;
    private ProgressTask bar = null!;
    private string title = "";
    private int epochs;
    private int steps;

    public BarDisplay(ProgressContext context, TrainingTask task, IReadOnlyList<RunRequest> requests)
    {
        this.task = task;
        this.requests = requests;
        bars = requests.ToDictionary(r => r, r => context.AddTask(RunDisplay.Title(r, requests), autoStart: false));
    }

    public void Started(RunRequest request, int stepsPerEpoch, int resumedEpochs, int resumedSteps)
    {
        title = RunDisplay.Title(request, requests);
        (epochs, steps) = (request.Epochs, stepsPerEpoch);
        bar = bars[request];
        bar.MaxValue = (double)epochs * steps;
        bar.StartTask();
        bar.Value = (double)resumedEpochs * steps + resumedSteps;
    }

    public void Stepped(int epoch, int step, double meanLoss)
    {
        bar.Value = (epoch - 1.0) * steps + step;
        bar.Description = $"{title}  epoch {epoch}/{epochs}  loss {meanLoss:F4}  {bar.Speed ?? 0:F1} steps/s";
    }

    public void EpochEnded(EpochRecord epoch, bool isBest)
        => AnsiConsole.MarkupLineInterpolated(
            $"{title}  epoch {epoch.Epoch,2}/{epochs}  train {epoch.TrainLoss:F5}  [bold]{RunDisplay.Validation(task, epoch)}[/]{(isBest ? " *" : "  ")}  {epoch.Seconds:F1} s");

    public void Ended(RunRecord run)
    {
        bar.Value = bar.MaxValue;
        bar.Description = $"{title}  best {run.Best!.Metric:F5} in epoch {run.Best.Epoch}";
        bar.StopTask();
    }
}

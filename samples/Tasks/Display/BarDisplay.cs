using MetaAdamW.Tasks.Training;
using Spectre.Console;

namespace MetaAdamW.Tasks.Display;

/// <summary>A bar for the run, with loss and speed, and one for all runs, under a line for each epoch that has ended.</summary>
internal sealed class BarDisplay : IRunObserver
{
    private readonly IAnsiConsole console;
    private readonly ProgressContext context;
    private readonly string metric;
    private readonly ProgressTask? all;
    private ProgressTask bar = null!;
    private string title = "";
    private int epochs;
    private int steps;
    private int ended;

    public BarDisplay(IAnsiConsole console, ProgressContext context, string metric, int runs)
    {
        (this.console, this.context, this.metric) = (console, context, metric);
        all = runs > 1 ? context.AddTask("all runs", maxValue: runs) : null;
    }

    public void Started(RunRequest request, int stepsPerEpoch, int resumedEpochs, int resumedSteps)
    {
        title = request.Title;
        (epochs, steps) = (request.Epochs, stepsPerEpoch);
        bar = context.AddTask(Markup.Escape(title), maxValue: (double)epochs * steps);
        bar.Value = (double)resumedEpochs * steps + resumedSteps;
        ShowAll(0);
    }

    public void Stepped(int epoch, int step, double meanLoss)
    {
        bar.Value = (epoch - 1.0) * steps + step;
        bar.Description = $"{Markup.Escape(title)}  epoch {epoch}/{epochs}  loss {meanLoss:F4}  {bar.Speed ?? 0:F1} steps/s";
        ShowAll(bar.Value / bar.MaxValue);
    }

    public void EpochEnded(EpochRecord epoch, bool isBest)
        => console.MarkupLineInterpolated(
            $"{title}  epoch {epoch.Epoch,2}/{epochs}  train {epoch.TrainLoss:F5}  [bold]{RunDisplay.Validation(metric, epoch)}[/]{(isBest ? " *" : "  ")}  {epoch.Seconds:F1} s");

    public void Ended(RunRecord run)
    {
        bar.Value = bar.MaxValue;
        bar.StopTask();
        console.MarkupLineInterpolated($"{title}  {RunDisplay.Result(metric, run, epochs)}");
        ended++;
        ShowAll(0);
    }

    public void Note(string line) => console.MarkupLineInterpolated($"{line}");

    private void ShowAll(double share)
    {
        if (all is null)
            return;
        all.Value = ended + share;
        all.Description = $"run {Math.Min(ended + 1, (int)all.MaxValue)} of {all.MaxValue:F0}";
    }
}

using MetaAdamW.Tasks.Training;
using Spectre.Console;

namespace MetaAdamW.Tasks.Display;

/// <summary>Shows how runs go: bars on a terminal, plain lines elsewhere, nothing where only the table is wanted.</summary>
internal static class RunDisplay
{
    /// <summary>Does some work and shows it.</summary>
    /// <param name="messages">Where to.</param>
    /// <param name="metric">What the task's metric is.</param>
    /// <param name="runs">How many runs there will be.</param>
    /// <param name="work">Does the runs and tells the observer.</param>
    public static T Show<T>(Messages messages, string metric, int runs, Func<IRunObserver, T> work)
    {
        if (messages.IsQuiet)
            return work(new NoDisplay());
        if (!messages.IsTerminal)
            return work(new PlainDisplay(messages.Writer, metric));

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(messages.Writer) });
        if (!console.Profile.Capabilities.Interactive)
            return work(new PlainDisplay(messages.Writer, metric));
        return console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 30 },
                new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context => work(new BarDisplay(console, context, metric, runs)));
    }

    /// <summary>An epoch's loss and, where that is something else, its metric.</summary>
    public static string Validation(string metric, EpochRecord epoch)
        => epoch.Metric.Equals(epoch.ValidationLoss)
            ? $"validation {epoch.ValidationLoss:F5}"
            : $"validation {epoch.ValidationLoss:F5}  {metric} {epoch.Metric:F5}";

    /// <summary>What a run has reached.</summary>
    public static string Result(string metric, RunRecord run, int epochs)
        => $"best validation {metric} {run.Best!.Metric:F5} in epoch {run.Best.Epoch}" +
           (run.Epochs.Count < epochs ? $"; stopped early after {run.Epochs.Count}" : "");
}

using MetaAdamW.Tasks.Training;
using Spectre.Console;

namespace MetaAdamW.Tasks.Display;

/// <summary>Shows how runs go: bars on a terminal, plain lines elsewhere.</summary>
internal static class RunDisplay
{
    /// <summary>Does some work and shows it.</summary>
    /// <param name="task">What is trained.</param>
    /// <param name="requests">The runs that will be told of, in order.</param>
    /// <param name="work">Does the runs and tells the observer.</param>
    public static T Show<T>(TrainingTask task, IReadOnlyList<RunRequest> requests, Func<IRunObserver, T> work)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
            return work(new PlainDisplay(task, requests));

        return AnsiConsole.Progress()
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 30 },
                new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context => work(new BarDisplay(context, task, requests)));
    }

    /// <summary>An epoch's loss and, where that is something else, its metric.</summary>
    public static string Validation(TrainingTask task, EpochRecord epoch)
        => epoch.Metric == epoch.ValidationLoss
            ? $"validation {epoch.ValidationLoss:F5}"
            : $"validation {epoch.ValidationLoss:F5}  {task.Metric} {epoch.Metric:F5}";

    /// <summary>"AdamW", or "AdamW, seed 43" where there are several seeds.</summary>
    public static string Title(RunRequest request, IReadOnlyList<RunRequest> all)
        => all.Select(r => r.Seed).Distinct().Count() > 1 ? $"{request.Contender.Title}, seed {request.Seed}" : request.Contender.Title;
}

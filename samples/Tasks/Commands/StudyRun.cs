using System.Globalization;
using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Display;
using MetaAdamW.Tasks.Reporting;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Commands;

/// <summary>Does the runs of a study, one after the other, and hands over the records after each.</summary>
internal sealed class StudyRun(Workload workload, RunOptions options, string device, OutputFolder? output, IRunObserver observer, CancellationToken cancel)
{
    /// <summary>A sweep's runs have this share of the epochs, but one at least.</summary>
    private const int SweepShare = 8;

    private bool isWarm;

    private int Epochs => options.Epochs ?? workload.Settings.Epochs;

    /// <summary>How many runs there will be.</summary>
    public static int Count(RunOptions options)
        => options.Contenders.Count * options.Seeds + options.Contenders.Sum(contender => contender.RateFactors.Count);

    /// <summary>Does all runs that are asked for.</summary>
    /// <param name="records">What there is already.</param>
    /// <param name="keep">Is given the records after each run.</param>
    public StudyRecords Do(StudyRecords records, Action<StudyRecords> keep)
    {
        var contenders = new List<Contender>();
        foreach (var contender in options.Contenders)
        {
            if (contender.RateFactors.Count == 0)
            {
                contenders.Add(contender);
                continue;
            }
            var sweep = records.Sweeps.FirstOrDefault(s => s.Contender == contender.Name) ?? Sweep(contender);
            contenders.Add(contender.At(sweep.Chosen));
            keep(records = records.With(records with { Runs = [], Sweeps = [sweep] }, ""));
        }
        foreach (var seed in Enumerable.Range(0, options.Seeds).Select(i => options.Seed + i))
            foreach (var contender in contenders)
                keep(records = records.With(records with { Runs = [Do(new(contender, seed, Epochs, device))], Sweeps = [] }, "this run"));
        return records;
    }

    /// <summary>Chooses a rate by short runs on the first seed.</summary>
    private RateSweep Sweep(Contender contender)
    {
        var epochs = Math.Max(1, Epochs / SweepShare);
        var rate = contender.Recipe(workload.Settings).LearningRate;
        var points = contender.RateFactors.Select(factor =>
        {
            var candidate = double.Parse((factor * rate).ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            var run = Do(new(contender.With(Change.Rate(candidate)), options.Seed, epochs, device) { IsSweep = true });
            return new SweepPoint(candidate, run.Best!.Metric);
        }).ToList();
        var best = points.MinBy(p => MetricOrder.Key(p.Metric, workload.HigherIsBetter))!;
        observer.Note(FormattableString.Invariant($"{contender.Title}: rate {best.Rate} was best of {string.Join(", ", points.Select(p => FormattableString.Invariant($"{p.Rate} ({p.Metric:F5})")))}"));
        return new(contender.Name, options.Seed, epochs, points, best.Rate);
    }

    private RunRecord Do(RunRequest request)
    {
        var checkpoint = output is null ? null : new Checkpoint(output.Path($"checkpoint-{request.Name}.zip"), options.Task);
        if (options.Resume && checkpoint is not null && workload.Ended(request, checkpoint) is { } ended)
        {
            observer.Started(request, workload.StepsPerEpoch, ended.Epochs.Count, 0);
            observer.Ended(ended);
            return ended;
        }
        if (!isWarm && Count(options) > 1)
            WarmUp();
        return workload.Train(request, checkpoint, options.Resume, observer, cancel);
    }

    /// <summary>Lets the runtime compile what training needs, so that the first run's times do not hold it.</summary>
    private void WarmUp()
    {
        isWarm = true;
        foreach (var contender in (Contender[])[options.Contenders[0], options.Contenders[^1]])
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            try
            {
                workload.Train(new(contender, options.Seed, Epochs, device), null, false, new WarmUpObserver(enough), enough.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
            }
        }
    }
}

using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Reporting.Charts;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>One contender's runs and its colour in all charts.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Color">Number of its colour in the style sheet; 0, grey, is the one that the others are compared with.</param>
/// <param name="Runs">Its runs, one for each seed; each has at least one epoch.</param>
/// <param name="Reference">What it is compared with: the first contender or, where rates were given, the first with its rate; null for those.</param>
internal sealed record ContenderRuns(string Title, int Color, IReadOnlyList<RunRecord> Runs, ContenderRuns? Reference)
{
    /// <summary>Colours that the style sheet has, the grey one included.</summary>
    public const int Colors = 10;

    /// <summary>The contenders in the order of their first runs.</summary>
    public static IReadOnlyList<ContenderRuns> Of(IReadOnlyList<RunRecord> runs)
    {
        var all = new List<ContenderRuns>();
        var contenders = runs.Where(r => r.Epochs.Count > 0).GroupBy(r => r.Contender).ToList();
        foreach (var own in contenders)
            all.Add(new(
                own.First().Title, contenders.Count == 1 ? 1 : all.Count == 0 ? 0 : 1 + (all.Count - 1) % (Colors - 1), [.. own],
                all.Find(other => Rate.Of(other.Name) == Rate.Of(own.Key))));
        return all;
    }

    /// <summary>Each at the rate with the best mean, where rates were given; else all.</summary>
    public static IReadOnlyList<ContenderRuns> AtBestRates(Study study, IReadOnlyList<ContenderRuns> contenders)
        => [.. contenders.GroupBy(c => Rate.Without(c.Name)).Select(rates => rates.MinBy(c => study.Loss(Outcome.Of(c.Name, c.Runs).MeanMetric))!)];

    /// <summary>The contender's name in files.</summary>
    public string Name => First.Contender;

    /// <summary>The first seed's run: what is shown where seeds can't be laid over each other.</summary>
    public RunRecord First => Runs[0];

    /// <summary>What a caption says where only one of several seeds is shown.</summary>
    public string SeedShown => Runs.Count > 1 ? $" Seed {First.Seed}." : "";

    /// <summary>A curve over the epochs.</summary>
    public Curve OverEpochs(Func<EpochRecord, double> value)
        => Curve.Over(Title, Color, Runs.Select(run => run.Epochs.Select(e => ((double)e.Epoch, value(e)))));

    /// <summary>The validation loss minus that of the reference, of the same seed, over the epochs that both reached.</summary>
    public Curve MinusReference()
        => Curve.Over(Title, Color, Runs.Join(Reference!.Runs, r => r.Seed, r => r.Seed, (own, its) =>
            own.Epochs.Zip(its.Epochs, (e, i) => ((double)e.Epoch, e.ValidationLoss - i.ValidationLoss))));

    /// <summary>A curve over the time since the start, in a unit of so many seconds.</summary>
    public Curve OverTime(Func<EpochRecord, double> value, double unit)
        => Curve.Over(Title, Color, Runs.Select(run =>
        {
            var spent = 0.0;
            return run.Epochs.Select(e => ((spent += e.Seconds) / unit, value(e))).ToList();
        }));

    /// <summary>A curve over the sampled steps; steps without the value are left out.</summary>
    public Curve OverSteps(Func<FactorSample, double?> value)
        => Curve.Over("", Color, Runs.Select(run => run.Factors.Where(f => value(f) is not null).Select(f => ((double)f.Step, value(f)!.Value))));

    /// <summary>A curve over the meta-updates.</summary>
    public Curve OverMetaUpdates(string name, int color, Func<MetaSample, double?> value)
        => Curve.Over(name, color, Runs.Select(run => run.MetaUpdates.Where(m => value(m) is not null).Select(m => ((double)m.Step, value(m)!.Value))));
}

using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Models;
using MetaAdamW.Tasks.Training;
using MetaAdamW.Tasks.Workloads;

namespace MetaAdamW.Tasks;

/// <summary>Airline departures in the next hour from those of the last two days. Runs anywhere: its data ship with it.</summary>
internal sealed class ForecastTask : TrainingTask
{
    public override string Name => "forecast";

    public override string Description => "departures in the next hour (U.S. airlines, 2001); ships with its data";

    public override string Metric => "MSE";

    /// <summary>
    /// A small series needs more passes than the paper's tasks and a higher rate. Φ is small, unsaturated and learns with Adam:
    /// with the paper's plain descent it would hardly move in so few meta-updates.
    /// </summary>
    public override TaskSettings Settings { get; init; } = new()
    {
        Epochs = 24,
        LearningRate = 1e-3,
        Patience = 8,
        Meta = TaskSettings.Published(period: 20, layers: 2) with
        {
            MetaRule = MetaLearningRule.Adam,
            MetaLearningRate = 3e-3,
            LogarithmicFeatures = true,
            FinalNorm = true,
        },
    };

    public override Workload Load(DataRequest data)
    {
        var series = DepartureSeries.Read(data.Folder);
        var windows = SeriesWindows.Cut(series, DepartureTransformer.Hours, data.Limit);
        return new SeriesWorkload<DepartureTransformer>(
            Settings,
            $"{series.Values.Length:N0} hours of U.S. airline departures from {series.Start:d MMMM yyyy}; " +
            $"mean {windows.Mean:F0}, standard deviation {windows.StandardDeviation:F0} departures an hour",
            windows,
            () => new DepartureTransformer(),
            (model, options) => model.CreateMetaAdamW(options));
    }
}

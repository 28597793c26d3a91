using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Models;
using MetaAdamW.Tasks.Training;
using MetaAdamW.Tasks.Workloads;

namespace MetaAdamW.Tasks;

/// <summary>The paper's first task: a transformer's oil temperature in the next hour from that of the last 96.</summary>
internal sealed class Etth1Task : TrainingTask
{
    public override string Name => "etth1";

    public override string Description => "oil temperature in the next hour (Electricity Transformer Temperature, ETTh1)";

    public override string Metric => "MSE";

    /// <summary>The paper's setting.</summary>
    public override TaskSettings Settings { get; init; } = new() { Meta = TaskSettings.Published(period: 217) };

    public override Workload Load(DataRequest data)
    {
        var series = EttSeries.Read(new DataSource(data.Folder));
        var windows = SeriesWindows.Cut(series, OilTemperatureTransformer.Hours, data.Limit);
        return new SeriesWorkload<OilTemperatureTransformer>(
            Settings,
            $"{series.Values.Length:N0} hours of oil temperature from {series.Start:d MMMM yyyy}; " +
            $"mean {windows.Mean:F1} °C, standard deviation {windows.StandardDeviation:F1} °C",
            windows,
            () => new OilTemperatureTransformer(),
            (model, options) => model.CreateMetaAdamW(options));
    }
}

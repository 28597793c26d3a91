using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Training;
using MetaAdamW.Tasks.Workloads;

namespace MetaAdamW.Tasks;

/// <summary>The paper's fifth task: whether a review praises.</summary>
internal sealed class ImdbTask : TrainingTask
{
    public override string Name => "imdb";

    public override string Description => "whether a film review praises (IMDB)";

    public override string Metric => "accuracy";

    /// <summary>The paper's setting.</summary>
    public override TaskSettings Settings { get; init; } =
        new() { Epochs = 15, MinImprovement = 1e-3, Meta = TaskSettings.Published(period: 39, layers: 64, feedForwardWidth: 64) };

    public override Workload Load(DataRequest data)
        => new ReviewWorkload(Settings, Reviews.Read(new DataSource(data.Folder)), data.Limit);
}

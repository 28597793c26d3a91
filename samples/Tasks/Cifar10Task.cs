using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Training;
using MetaAdamW.Tasks.Workloads;

namespace MetaAdamW.Tasks;

/// <summary>The paper's fourth task: what a small image shows.</summary>
internal sealed class Cifar10Task : TrainingTask
{
    public override string Name => "cifar10";

    public override string Description => "what a small image shows, of ten kinds of things (CIFAR-10)";

    public override string Metric => "accuracy";

    /// <summary>The paper's setting.</summary>
    public override TaskSettings Settings { get; init; } =
        new() { Epochs = 15, BatchSize = 128, MinImprovement = 1e-3, Meta = TaskSettings.Published(period: 190, layers: 64, feedForwardWidth: 64) };

    public override Workload Load(DataRequest data)
        => new ImageWorkload(Settings, Images.Read(new DataSource(data.Folder)), data.Limit);
}

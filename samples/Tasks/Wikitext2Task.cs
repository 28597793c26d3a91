using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Training;
using MetaAdamW.Tasks.Workloads;

namespace MetaAdamW.Tasks;

/// <summary>The paper's second task: the next word of an article.</summary>
internal sealed class Wikitext2Task : TrainingTask
{
    public override string Name => "wikitext2";

    public override string Description => "the next word of an article of Wikipedia (WikiText-2)";

    public override string Metric => "perplexity";

    /// <summary>The paper's setting.</summary>
    public override TaskSettings Settings { get; init; } = new() { Epochs = 15, MinImprovement = 1e-3, Meta = TaskSettings.Published(period: 123) };

    public override Workload Load(DataRequest data)
        => new WikiTextWorkload(Settings, WikiText.Read(new DataSource(data.Folder)), data.Limit);
}

using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Training;
using MetaAdamW.Tasks.Workloads;

namespace MetaAdamW.Tasks;

/// <summary>The paper's third task: English from German.</summary>
internal sealed class Multi30kTask : TrainingTask
{
    public override string Name => "multi30k";

    public override string Description => "captions of pictures, from German to English (Multi30k)";

    public override string Metric => "perplexity";

    public override bool HasVocabularies => true;

    /// <summary>The paper's setting.</summary>
    public override TaskSettings Settings { get; init; } =
        new() { Epochs = 25, MinImprovement = 1e-3, Meta = TaskSettings.Published(period: 454, layers: 128, feedForwardWidth: 64) };

    public override Workload Load(DataRequest data)
    {
        var source = data.Vocabulary ?? VocabularySource.Source;   // as published
        return new TranslationWorkload(Settings, ParallelText.Read(new DataSource(data.Folder), source), source, data.Limit);
    }
}

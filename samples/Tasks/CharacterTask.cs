using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Training;
using MetaAdamW.Tasks.Workloads;

namespace MetaAdamW.Tasks;

/// <summary>A character-level GPT of two minutes: small enough for many rates and seeds. Not one of the paper's tasks.</summary>
internal sealed class CharacterTask : TrainingTask
{
    public override string Name => "chargpt";

    public override string Description => "the next character of an article of Wikipedia (WikiText-2), a GPT of two minutes";

    public override string Metric => "nats per character";

    /// <summary>800 steps, validated after every 100; the rate rises over the first 100 and falls as half a cosine.</summary>
    public override TaskSettings Settings { get; init; } = new()
    {
        Epochs = 8,
        StepsPerEpoch = 100,
        BatchSize = 32,
        LearningRate = 3e-3,
        Schedule = new Schedule(WarmupShare: 1.0 / 8),
        Meta = TaskSettings.Published(period: 20),
    };

    public override Workload Load(DataRequest data)
        => new CharacterWorkload(Settings, Characters.Read(new DataSource(data.Folder)), data.Limit);
}

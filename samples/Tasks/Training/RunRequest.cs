using MetaAdamW.Tasks.Contenders;

namespace MetaAdamW.Tasks.Training;

/// <summary>One training run that is asked for.</summary>
/// <param name="Contender">What optimises.</param>
/// <param name="Seed">Decides initial weights, batch order and dropout; the same for all contenders.</param>
/// <param name="Epochs">Epochs at most.</param>
/// <param name="Device">"cpu" or "cuda".</param>
internal sealed record RunRequest(Contender Contender, long Seed, int Epochs, string Device)
{
    /// <summary>The run's name in file names and messages.</summary>
    public string Name => $"{Contender.Name}-seed{Seed}";
}

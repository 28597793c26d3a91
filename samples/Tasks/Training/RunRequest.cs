using MetaAdamW.Tasks.Contenders;

namespace MetaAdamW.Tasks.Training;

/// <summary>One training run that is asked for.</summary>
/// <param name="Contender">What optimises.</param>
/// <param name="Seed">Decides initial weights, batch order and dropout; the same for all contenders.</param>
/// <param name="Epochs">Epochs at most.</param>
/// <param name="Device">"cpu" or "cuda".</param>
internal sealed record RunRequest(Contender Contender, long Seed, int Epochs, string Device)
{
    /// <summary>Whether it is a run of a sweep, which chooses a rate and is no result.</summary>
    public bool IsSweep { get; init; }

    /// <summary>The run's name in file names.</summary>
    public string Name => $"{(IsSweep ? "sweep-" : "")}{Contender.Name}-seed{Seed}";

    /// <summary>The run's name in messages.</summary>
    public string Title => $"{Contender.Title}, seed {Seed}";
}

using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Display;

/// <summary>Says nothing.</summary>
internal sealed class NoDisplay : IRunObserver;

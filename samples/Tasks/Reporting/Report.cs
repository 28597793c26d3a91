using MetaAdamW.Tasks.Commands;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>What was run, for the report.</summary>
internal sealed record Report(TrainingTask Task, Workload Workload, RunOptions Options, string Device, int Epochs);

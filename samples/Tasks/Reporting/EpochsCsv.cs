using System.Globalization;
using System.Text;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>epochs.csv: a row for each epoch of each run.</summary>
internal static class EpochsCsv
{
    public static string Format(IReadOnlyList<RunRecord> runs)
    {
        var text = new StringBuilder("optimizer,seed,epoch,trainLoss,validationLoss,metric,seconds,stepMilliseconds,metaLoss,processorSeconds,batchMilliseconds\n");
        foreach (var run in runs)
            foreach (var e in run.Epochs)
                text.Append(CultureInfo.InvariantCulture, $"{run.Contender},{run.Seed},{e.Epoch},{e.TrainLoss:R},")
                    .Append(CultureInfo.InvariantCulture, $"{e.ValidationLoss:R},{e.Metric:R},{e.Seconds:R},{e.StepMilliseconds:R},{e.MetaLoss:R},{e.ProcessorSeconds:R},{e.BatchMilliseconds:R}\n");
        return text.ToString();
    }
}

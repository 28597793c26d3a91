using MetaAdamW.Tasks.Display;
using MetaAdamW.Tasks.Reporting;

namespace MetaAdamW.Tasks.Commands;

/// <summary>Where the records of a study go: files, a table, JSON on standard output.</summary>
/// <param name="isAblation">Whether the table is that of an ablation.</param>
/// <param name="output">The folder for the files; null: there are none.</param>
internal sealed class Results(bool isAblation, OutputFolder? output)
{
    /// <summary>Writes what there is so far.</summary>
    public void Keep(StudyRecords records)
    {
        if (records.Runs.Count == 0)
            return;
        output?.Write(StudyRecords.FileName, records.Format());
        output?.Write("results.json", Json(records));
        output?.Write("epochs.csv", EpochsCsv.Format(records.Runs));
    }

    /// <summary>Writes the report and prints the table or the JSON.</summary>
    public void Finish(StudyRecords records, Messages messages, bool json)
    {
        var table = isAblation ? AblationTable.Format(records) : ComparisonTable.Format(records);
        if (output is not null)
        {
            output.Write("report.html", HtmlReport.Format(records));
            if (isAblation)
                output.Write("ablation.txt", table);
        }
        messages.Writer.Write(table);
        if (output is not null)
            messages.Say($"written: {output.Path("results.json")}, epochs.csv, report.html{(isAblation ? ", ablation.txt" : "")}");
        if (json)
            Console.Out.Write(Json(records));
    }

    private string Json(StudyRecords records) => ResultsJson.Format(records, isAblation
        ? AblationTable.References(records).SelectMany(reference => Comparison.With(reference, records.Runs))
        : Comparison.All(records.Runs).Concat(Comparison.AtBestRates(records.Runs, records.Study.HigherIsBetter)));
}

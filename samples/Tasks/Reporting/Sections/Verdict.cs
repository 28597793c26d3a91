namespace MetaAdamW.Tasks.Reporting.Sections;

/// <summary>What a paired difference says, in a word or two.</summary>
internal static class Verdict
{
    public static string Of(Study study, PairedDifference difference)
        => difference.Seeds == 0 || double.IsNaN(difference.Mean) ? "no seed that both finished"
            : difference.Seeds == 1 ? "one seed: chance may be all of it"
            : !difference.IsClear ? "no clear difference"
            : difference.Mean < 0 != study.HigherIsBetter ? "better"
            : "worse";
}

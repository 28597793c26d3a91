namespace MetaAdamW.Tasks.Loading;

/// <summary>
/// Electricity Transformer Temperature, hourly (Zhou et al., <i>Informer</i>, AAAI 2021): two years of a transformer's
/// oil temperature and loads. Published under CC BY-ND 4.0, so it is fetched, never shipped.
/// </summary>
internal static class EttSeries
{
    private const string Header = "date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT";

    private static readonly DataLayout[] Layouts =
        [new("ett/ETTh1.csv.gz"), new("ett/ETTh1.csv"), new("ETT-small/ETTh1.csv"), new("ETTh1.csv"), new("ETTh1.csv.gz")];

    private static readonly Publication Publication = new(
        new("ETTh1.csv"),
        new PublishedFile(
            "f18de3ad269cef59bb07b5438d79bb3042d3be49bdeecf01c1cd6d29695ee066",
            "https://raw.githubusercontent.com/zhouhaoyi/ETDataset/main/ETT-small/ETTh1.csv"));

    /// <summary>Reads the oil temperature, in °C, of the first transformer.</summary>
    public static HourlySeries Read(DataSource source)
        => HourlySeries.Read(source.Open("etth1", Layouts, Publication)[0][0], Header, "OT");
}

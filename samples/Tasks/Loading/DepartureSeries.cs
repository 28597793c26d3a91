namespace MetaAdamW.Tasks.Loading;

/// <summary>
/// Flights that departed in the United States in each hour of the first half of 2001. The file ships with the program;
/// <c>Data/README.md</c> names its source and licence.
/// </summary>
internal static class DepartureSeries
{
    private const string FileName = "us-departures-2001.csv";

    /// <summary>Reads the departures per hour, from the user's folder where one is given, else from the program's own.</summary>
    public static HourlySeries Read(string? folder)
        => HourlySeries.Read(
            new DataSource(folder ?? Path.Combine(AppContext.BaseDirectory, "Data")).Open("forecast", [new(FileName)], publication: null)[0][0],
            header: "hour,departures",
            column: "departures");
}

using System.Globalization;
using System.Text;
using MetaAdamW.Tasks;
using MetaAdamW.Tasks.Loading;

namespace MetaAdamW.Samples.Tests;

public class LoadingTests
{
    private const string Header = "date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT";

    private static string Ett(int rows, Func<int, string, string>? change = null)
    {
        var text = new StringBuilder(Header).Append('\n');
        var hour = new DateTime(2016, 7, 1);
        for (var i = 0; i < rows; i++)
        {
            var row = string.Create(CultureInfo.InvariantCulture, $"{hour.AddHours(i):yyyy-MM-dd HH:mm:ss},1,2,3,4,5,6,{i * 0.25}");
            text.Append(change?.Invoke(i + 2, row) ?? row).Append('\n');
        }
        return text.ToString();
    }

    [Fact]
    public void The_shipped_series_is_what_its_readme_says()
    {
        var series = DepartureSeries.Read(folder: null);

        Assert.Equal(4_344, series.Values.Length);
        Assert.Equal(new DateTime(2001, 1, 1), series.Start);
        Assert.Equal([84f, 33f, 7f, 2f, 0f, 96f], series.Values[..6]);
        Assert.Equal(207f, series.Values[^1]);
        Assert.Equal(63, series.Values.Count(v => v == 0));
        Assert.Equal(2_999_994, series.Values.Sum(v => (double)v));   // the package's three million, less the last hour's six
    }

    [Theory]
    [InlineData("ett/ETTh1.csv.gz")]
    [InlineData("ETT-small/ETTh1.csv")]
    [InlineData("ETTh1.csv")]
    public void Ett_is_found_under_the_names_that_folders_use(string name)
    {
        using var folder = new TemporaryFolder();
        folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? TemporaryFolder.Gzip(Ett(300)) : Encoding.UTF8.GetBytes(Ett(300)));

        var series = EttSeries.Read(new DataSource(folder.Root));

        Assert.Equal(300, series.Values.Length);
        Assert.Equal(299 * 0.25f, series.Values[^1]);
    }

    [Fact]
    public void Windows_line_ends_are_read_alike()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ETTh1.csv", Ett(120).Replace("\n", "\r\n"));

        Assert.Equal(120, EttSeries.Read(new DataSource(folder.Root)).Values.Length);
    }

    public static TheoryData<string, string, string> BrokenFiles => new()
    {
        { "header", Ett(300).Replace("LULL,OT", "OT,LULL"), "line 1: the header is" },
        { "no number", Ett(300, (n, row) => n == 17 ? row.Replace("," + (15 * 0.25).ToString(CultureInfo.InvariantCulture), ",cold") : row), "line 17: 'cold' is no number (column OT)" },
        { "not finite", Ett(300, (n, row) => n == 5 ? row[..row.LastIndexOf(',')] + ",NaN" : row), "line 5: 'NaN' is no number (column OT)" },
        { "ragged", Ett(300, (n, row) => n == 200 ? row + ",1" : row), "line 200: 9 fields, expected 8" },
        { "time", Ett(300, (n, row) => n == 9 ? "yesterday" + row[19..] : row), "line 9: 'yesterday' is no time" },
        { "gap", Ett(300, (n, row) => n == 50 ? "2016-07-03 03:00:00" + row[19..] : row), "line 50: 2016-07-03 03:00:00 is not one hour after the row before" },
        { "cut", Ett(300)[..^20], "line 301:" },
        { "empty", "", "has no rows" },
        { "header only", Header + "\n", "has no rows" },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void A_broken_table_is_refused_with_the_line(string what, string content, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("ETTh1.csv", content);

        var error = Assert.Throws<UserException>(() => EttSeries.Read(new DataSource(folder.Root)));

        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    /// <summary>The paper's numbers: 17,420 hours, windows of 96, four fifths of them for training.</summary>
    [Fact]
    public void Windows_of_etth1_are_the_papers()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 17_420).Select(_ => (float)random.NextDouble() * 40 - 4).ToArray();

        var windows = SeriesWindows.Cut(new(new(2016, 7, 1), values), length: 96);

        Assert.Equal(13_859, windows.TrainCount);
        Assert.Equal(13_859, windows.ValidationStart);
        Assert.Equal(17_420 - 96 - 13_859, windows.ValidationCount);
    }

    [Fact]
    public void A_window_holds_its_hours_and_the_target_is_the_hour_after()
    {
        var values = Enumerable.Range(0, 50).Select(i => (float)(i * i)).ToArray();
        var windows = SeriesWindows.Cut(new(new(2020, 1, 1), values), length: 8);
        var inputs = new float[16];
        var targets = new float[2];

        windows.Copy([3, 41], inputs, targets);

        float[] restored = [.. inputs.Concat(targets).Select(z => (float)(z * windows.StandardDeviation + windows.Mean))];
        float[] expected = [.. values[3..11], .. values[41..49], values[11], values[49]];
        Assert.All(expected.Zip(restored), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Fact]
    public void The_whole_series_is_standardised_with_population_deviation()
    {
        var windows = SeriesWindows.Cut(new(new(2020, 1, 1), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3]), length: 2);

        Assert.Equal(2, windows.Mean, 1e-12);
        Assert.Equal(1, windows.StandardDeviation, 1e-12);
    }

    [Fact]
    public void A_limit_shortens_both_parts_and_leaves_the_split_where_it_was()
    {
        var values = Enumerable.Range(0, 1_000).Select(i => (float)Math.Sin(i)).ToArray();
        var all = SeriesWindows.Cut(new(default, values), 96);
        var some = SeriesWindows.Cut(new(default, values), 96, limit: 40);

        Assert.Equal((40, 10), (some.TrainCount, some.ValidationCount));
        Assert.Equal(all.ValidationStart, some.ValidationStart);
    }

    [Theory]
    [InlineData(97)]
    [InlineData(10)]
    public void A_series_too_short_for_a_window_is_refused(int rows)
        => Assert.Throws<UserException>(() => SeriesWindows.Cut(new(default, [.. Enumerable.Range(0, rows).Select(i => (float)i)]), 96));
}

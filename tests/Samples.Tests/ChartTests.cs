using MetaAdamW.Tasks.Reporting;
using MetaAdamW.Tasks.Reporting.Charts;

namespace MetaAdamW.Samples.Tests;

public class ChartTests
{
    [Fact]
    public void Axis_labels_lie_inside_and_evenly()
    {
        var axis = Axis.Linear([0.9871, 1.0133], minSpan: 0, integers: false, ticks: 5);

        Assert.InRange(axis.Ticks.Count, 3, 7);
        Assert.All(axis.Ticks, tick => Assert.InRange(axis.Position(tick), 0, 1));
        Assert.Contains(axis.Ticks, tick => axis.Label(tick) == "1.00");
    }

    [Fact]
    public void A_constant_value_still_gets_an_axis()
    {
        var axis = Axis.Linear([1, 1, 1], minSpan: 2e-3, integers: false, ticks: 5);

        Assert.Equal(0.5, axis.Position(1), 1e-9);
        Assert.Equal(axis.Ticks.Count, axis.Ticks.Select(axis.Label).Distinct().Count());
    }

    [Fact]
    public void A_curve_over_seeds_is_their_mean_as_far_as_all_reach()
    {
        var curve = Curve.Over("c", 1, [[(1, 1.0), (2, 5.0), (3, double.NaN), (4, 8.0)], [(1, 3.0), (2, 5.0), (3, 7.0), (4, 4.0), (5, 9.0)]]);

        Assert.Equal([(1.0, 2.0, Math.Sqrt(2)), (2, 5, 0), (4, 6, Math.Sqrt(8))], curve.Points.Select(p => (p.X, p.Y, p.Deviation)));
        Assert.Equal([3, 5], curve.Seeds.Select(s => s.Count));
    }

    [Fact]
    public void A_single_seed_is_the_curve_itself()
    {
        var curve = Curve.Over("c", 1, [[(1, 1.0), (2, double.PositiveInfinity), (3, 2.0)]]);

        Assert.Equal([(1.0, 1.0), (3, 2)], curve.Points.Select(p => (p.X, p.Y)));
        Assert.Empty(curve.Seeds);
    }

    [Fact]
    public void Names_at_the_ends_of_curves_do_not_cover_each_other()
    {
        var chart = new LineChart("t", "x", [.. Enumerable.Range(0, 8).Select(i => new Curve($"c{i}", i, [new(0, 0), new(1, 1 + 1e-3 * i)]))]) { Height = 200 };

        var page = new ReportPage($"<main>{chart.Render()}</main>");
        var places = ReportPage.OfClass(page.Main, "text", "end").Select(t => double.Parse(((string)t.Attribute("y")!).TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture)).Order().ToList();

        Assert.Equal(8, places.Count);
        Assert.All(places.Zip(places.Skip(1), (a, b) => (b - a) / 100 * 200), pixels => Assert.True(pixels > 14, $"{pixels}"));
        Assert.All(places, at => Assert.InRange(at, -10, 100));
    }

    [Fact]
    public void A_band_that_reaches_below_zero_stays_on_a_logarithmic_chart()
    {
        var chart = new LineChart("t", "x", [Curve.Over("", 1, [[(1, 100.0), (2, 1.0)], [(1, 120.0), (2, 30.0)]])]) { MayBeLogarithmic = true };

        var page = new ReportPage($"<main>{chart.Render()}</main>");

        Assert.Contains("Logarithmic scale.", page.Main.Value, StringComparison.Ordinal);
        Assert.All(
            ReportPage.OfClass(page.Main, "polygon", "band").Single().Attribute("points")!.Value.Split(' ', ','),
            number => Assert.InRange(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture), -1000, 2000));
    }

    [Theory]
    [InlineData(1.0, "d16")]
    [InlineData(1.2, "d32")]
    [InlineData(0.8, "d0")]
    [InlineData(5.0, "d32")]
    [InlineData(double.NaN, "nan")]
    public void A_diverging_scale_is_even_around_its_middle(double value, string expected)
        => Assert.Equal(expected, ColorScale.Diverging([0.8, 1.1, double.NaN], middle: 1, leastWidth: 1e-3).ClassOf(value));

    [Fact]
    public void What_hardly_moves_hardly_has_a_colour()
    {
        var scale = ColorScale.Diverging([1 - 1e-6, 1 + 1e-6], middle: 1, leastWidth: 1e-3);

        Assert.Equal("d16", scale.ClassOf(1 + 1e-6));
        Assert.Equal([0.999, 1, 1.001], scale.Ticks);
    }

    [Fact]
    public void Numbers_over_decades_get_a_logarithmic_scale_that_an_outlier_does_not_stretch()
    {
        var values = Enumerable.Range(0, 300).Select(i => Math.Pow(10, i / 100.0)).ToList();

        var scale = ColorScale.Sequential([0, .. values, 1e30]);

        Assert.True(scale.IsLogarithmic);
        Assert.InRange(scale.Ticks[0], 1, 1.2);
        Assert.InRange(scale.Ticks[1], 900, 1000);
        Assert.Equal(("s0", "s31"), (scale.ClassOf(0), scale.ClassOf(1e30)));
        Assert.InRange(int.Parse(scale.ClassOf(Math.Sqrt(1000))[1..]), 15, 16);
        Assert.False(ColorScale.Sequential([1, 2, 3]).IsLogarithmic);
        Assert.Equal("s0", ColorScale.Sequential([7, 7]).ClassOf(7));
        Assert.Empty(ColorScale.Sequential([double.NaN]).Ticks);
    }

    [Theory]
    [InlineData(0.0063214, "0.006321")]
    [InlineData(-0.88051, "−0.8805")]
    [InlineData(115.51, "115.5")]
    [InlineData(1.5e-6, "1.500e−6")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_have_four_digits(double value, string expected) => Assert.Equal(expected, Numerals.Of(value));

    [Theory]
    [InlineData(0.026349, 0.0019463, "0.0263 ± 0.0019")]
    [InlineData(115.513, 2.04, "115.5 ± 2.0")]
    [InlineData(2.5e-7, 1.2e-6, "2.500e−7 ± 1.2e−6")]
    [InlineData(0.664677, 0.000047, "0.66468 ± 0.00005")]
    [InlineData(-0.0004, 0.13, "0.00 ± 0.13")]
    [InlineData(0.5, 0, "0.5000")]
    [InlineData(0.5, double.NaN, "0.5000")]
    public void An_uncertainty_decides_how_many_digits_a_number_has(double value, double uncertainty, string expected)
        => Assert.Equal(expected, Numerals.Of(value, uncertainty).Replace('\u00a0', ' '));

    [Fact]
    public void Markup_encodes_what_is_not_markup()
    {
        var name = "<b>&\"'";

        Assert.Equal("<p>&lt;b&gt;&amp;&quot;&#39; 1.5 <i>x</i></p>", Markup.Of($"<p>{name} {1.5:F1} {Markup.Of($"<i>x</i>")}</p>").ToString());
    }
}

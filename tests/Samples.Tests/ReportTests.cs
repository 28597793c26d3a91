using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MetaAdamW.Tasks.Reporting;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Samples.Tests;

/// <summary>The report of runs of any number and size; that of real ones is among <see cref="RunTests"/>.</summary>
public sealed partial class ReportTests
{
    private const string Hostile = "<script>document.title='taken'</script>\"'&<!-- ]]> </main></svg>";

    public static TheoryData<string> Cases => ["one AdamW", "one MetaAdamW", "two by three", "twenty by two", "a hundred groups", "lost", "hostile", "none"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_opens_without_a_complaint_or_a_request_elsewhere_fits_a_phone_and_reads_out_what_is_pointed_at(string name)
    {
        var html = Page(name).Html;
        using var folder = new TemporaryFolder();

        var visit = Browser.Open(folder.Write("frame.html", Framed(html)));

        Assert.Empty(visit.Console);
        Assert.Empty(visit.Requests);
        Assert.Equal(["phone fits", "screen fits"], Width().Matches(visit.Dom).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void The_browser_would_have_seen_a_page_that_is_too_wide()
    {
        using var folder = new TemporaryFolder();

        var visit = Browser.Open(folder.Write("frame.html", Framed("<!DOCTYPE html><body><div style='width:800px'>wide</div>")));

        Assert.Matches("^phone is 3[0-9]+ wide and the page 8", Width().Match(visit.Dom).Groups[1].Value);
    }

    [Fact]
    public void Every_chart_has_what_the_runs_have()
    {
        var runs = SyntheticRuns.Compare(contenders: 2, seeds: 3, epochs: 12, groups: 7, samples: 120);
        var page = Page(runs);

        foreach (var title in (string[])["Validation loss", "Validation accuracy", "Training loss", "Validation loss over time"])
        {
            Assert.Equal([("AdamW", 12), ("MetaAdamW", 12)], page.Curves(title));
            Assert.Equal([12, 12, 12, 12, 12, 12], page.Seeds(title));
        }
        Assert.Equal([("MetaAdamW", 12)], page.Curves("Validation loss, MetaAdamW minus AdamW"));
        foreach (var title in (string[])["Gradient alignment", "Loss decrease", "Generalization gap", "Meta-loss", "How far Φ moves"])
            Assert.Equal([("", 12)], page.Curves(title));
        Assert.Equal([("alignment", 12), ("decrease", 12), ("gap", 12)], page.Curves("Weights of the terms"));

        foreach (var (title, points) in (ReadOnlySpan<(string, int)>)[("How far the groups are apart", 120), ("Saturated factors", 120), ("How sure they are", 119)])
            Assert.Equal([("", points)], page.Curves(title));

        var groups = runs[1].Groups.Select(g => (g.Name, 120, 120));
        foreach (var title in (string[])["α: factor of the learning rate", "β: factor of the weight decay", "mean ‖∇‖", "mean ln ‖p‖", "mean cos(∇, m)", "What the next batch said of α"])
            Assert.Equal(groups, ReportPage.Rows(page.Figure(title)));
        Assert.Equal(6, ReportPage.OfClass(page.Main, "figure", "heat").Count());   // the time is the axis

        Assert.Equal(2, ReportPage.TableRows(Table(page, "results")).Count);
        Assert.Equal(6, ReportPage.OfClass(page.Section("results"), "circle", "dot").Count());
        Assert.Equal(2, ReportPage.TableRows(Table(page, "cost")).Count);
        Assert.Equal(2, Table(page, "cost").Descendants("td").Count(cell => cell.Value == "1.0\u202f%"));   // 100 batches of 6.25 ms in some 62.5 s
        Assert.Equal(7, ReportPage.TableRows(Table(page, "groups")).Count);
        Assert.Equal(14, page.Section("groups").Descendants("li").Count());
        Assert.Equal([12, 12, 12, 12, 12, 12], page.Section("epochs").Descendants("table").Select(t => ReportPage.TableRows(t).Count));
        Assert.DoesNotContain("There was nothing to draw", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_has_the_value_of_its_group_and_step()
    {
        var run = SyntheticRuns.Run("MetaAdamW", seed: 1, epochs: 3, groups: 5, samples: 40);
        var map = Page([run]).Figure("α: factor of the learning rate");
        var rows = map.Descendants("g").Select(g => ((string)g.Attribute("data-values")!).Split(' ')).ToList();

        for (var g = 0; g < 5; g++)
            for (var s = 0; s < 40; s++)
                Assert.Equal(run.Factors[s].Alpha[g], double.Parse(rows[g][s], CultureInfo.InvariantCulture), 1e-4);
        Assert.Equal(string.Join(' ', run.Factors.Select(f => f.Step)), (string)map.Descendants("svg").First(s => s.Attribute("data-steps") is not null).Attribute("data-steps")!);
        Assert.Contains("block2/ffn/weight: α ", map.Descendants("title").ElementAt(2).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_contender_of_many_is_there_and_the_factors_of_each_that_has_some()
    {
        var page = Page(SyntheticRuns.Compare(contenders: 20, seeds: 2, epochs: 5, groups: 3, samples: 20));

        Assert.Equal(20, page.Curves("Validation loss").Count);
        Assert.Equal(19, page.Curves("Validation loss minus that of AdamW").Count);
        Assert.Equal(20, ReportPage.TableRows(Table(page, "results")).Count);
        Assert.Equal(19, page.Section("factors").Descendants("summary").Count(s => s.Element("i") is not null));
        Assert.Equal(19 * 2 * 3, page.Section("factors").Descendants("g").Count());
        Assert.Equal(40, page.Section("epochs").Descendants("table").Count());
        Assert.Single(page.Section("factors").Elements("details"), d => d.Attribute("open") is not null);
    }

    [Fact]
    public void A_run_without_groups_has_no_factors_and_one_group()
    {
        var page = Page("one AdamW");

        Assert.Empty(ReportPage.OfClass(page.Main, "figure", "heat"));
        Assert.DoesNotContain(page.All("section"), s => (string?)s.Attribute("id") is "factors" or "meta" or "features");
        Assert.Single(ReportPage.TableRows(Table(page, "groups")));
        Assert.DoesNotContain("NaN", page.Main.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_parameter_says_why_it_is_in_its_group()
    {
        var run = SyntheticRuns.Run("MetaAdamW", seed: 1, epochs: 2, groups: 3, samples: 5);
        var groups = Table(Page([run]), "groups");

        foreach (var (name, detail) in run.Groups.SelectMany(g => g.Tensors.Zip(g.Details)))
        {
            var item = groups.Descendants("li").Single(li => li.Element("code")!.Value == name);
            Assert.Contains(detail.Reason, item.Value, StringComparison.Ordinal);
            Assert.Contains(detail.Shape, item.Value, StringComparison.Ordinal);
        }
        Assert.Contains(groups.Descendants("td"), td => td.Value == "weight decay 0");
    }

    [Fact]
    public void It_says_how_to_run_it_again_with_what_and_on_what()
    {
        var run = SyntheticRuns.Run("MetaAdamW", seed: 1, epochs: 2, groups: 3, samples: 5);
        var setting = Page([run]).Section("setting");

        Assert.Equal("dotnet run -c Release --project samples/Tasks -- compare synthetic", setting.Descendants("pre").Single().Value);
        foreach (var fact in (string[])["processor", "1 of torch, 2 logical processors", ".NET 10", "torch 1 on libtorch 1.13", "0.1.0", "system", "kernels"])
            Assert.Contains(setting.Descendants("dd"), dd => dd.Value == fact);
        var options = ReportPage.OfClass(setting, "details", "options").Single();
        Assert.Equal(run.Options.Select(o => (o.Name, o.Value)), options.Descendants("div").Select(d => (d.Element("dt")!.Value, d.Element("dd")!.Value)));
        Assert.Equal(["LearningRate"], ReportPage.OfClass(options, "div", "changed").Select(d => d.Element("dt")!.Value));
    }

    [Fact]
    public void It_tells_how_a_rate_was_chosen_and_every_command_of_merged_results()
    {
        var runs = SyntheticRuns.Compare(contenders: 2, seeds: 1, epochs: 2);
        var page = new ReportPage(HtmlReport.Format(new(
            SyntheticRuns.Study with { Command = "compare a\ncompare b" }, runs, [new("metaadamw", 42, 3, [new(1e-3, 0.81), new(3e-3, 0.8312)], 3e-3)])));

        var sweep = ReportPage.OfClass(page.Section("setting"), "div", "card").Single(card => card.Element("h3")?.Value == "How the rate of MetaAdamW was chosen");
        Assert.Equal(["3 epochs, seed 42", "accuracy 0.8100", "accuracy 0.8312, chosen"], sweep.Descendants("dd").Select(dd => dd.Value));
        Assert.Equal(
            "dotnet run -c Release --project samples/Tasks -- compare a\ndotnet run -c Release --project samples/Tasks -- compare b",
            page.Section("setting").Descendants("pre").Single().Value);
    }

    [Fact]
    public void Each_is_compared_with_the_first_at_its_rate()
    {
        var runs = new[] { 1e-3, 2e-3 }.SelectMany(rate => SyntheticRuns.Compare(contenders: 2, seeds: 2, epochs: 3)
            .Select(run => run with { Contender = FormattableString.Invariant($"{run.Contender}+rate={rate}"), Title = $"{run.Title}, rate {rate}" })).ToList();

        var page = Page(runs);

        Assert.Contains(Table(page, "results").Descendants("th"), th => th.Value == "against the first at the same rate");
        Assert.Equal(["MetaAdamW, rate 0.001", "MetaAdamW, rate 0.002"], page.Curves("Validation loss minus that of the first at the same rate").Select(c => c.Name));
    }

    [Fact]
    public void Results_of_an_older_version_are_shown_as_far_as_they_go()
    {
        const string Old = """
            { "contender": "metaadamw", "title": "MetaAdamW", "seed": 1, "parameters": 10, "stepsPerEpoch": 5,
              "machine": { "version": "0.1.0", "torch": "torch 1", "net": ".NET 10", "system": "system", "processors": 2, "threads": 1, "device": "cpu" },
              "groups": [ { "name": "all", "tensors": [ "w" ], "parameters": 10 } ],
              "epochs": [ { "epoch": 1, "trainLoss": 1, "validationLoss": 1, "metric": 1, "seconds": 1, "stepMilliseconds": 1, "metaLoss": 1 } ],
              "factors": [ { "step": 1, "alpha": [ 1 ], "beta": [ 1 ] } ],
              "metaUpdates": [ { "step": 5, "gradientAlignment": 1, "lossDecrease": 1, "generalizationGap": 1, "total": 1, "weights": [ 1, 1, 1 ], "milliseconds": 1 } ] }
            """;

        var page = Page([JsonSerializer.Deserialize<RunRecord>(Old, CheckpointJson.Options)!]);

        Assert.Equal([("all", 1, 1)], ReportPage.Rows(page.Figure("α: factor of the learning rate")));
        Assert.Equal("w", Table(page, "groups").Descendants("li").Single().Value);
        Assert.DoesNotContain("There was nothing to draw", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(page.All("section"), s => (string?)s.Attribute("id") == "features");
        Assert.DoesNotContain(Table(page, "cost").Descendants("th"), th => th.Value == "batches");
    }

    [Fact]
    public void Every_option_of_the_optimizer_is_told()
        => Assert.Equal(
            typeof(MetaAdamWOptions).GetProperties().Where(p => p.Name is not (nameof(MetaAdamWOptions.Paper) or nameof(MetaAdamWOptions.Default))).Select(p => p.Name).Order(StringComparer.Ordinal),
            OptionRow.Of(new()).Select(o => o.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_hostile_name_stays_a_name_wherever_it_stands()
    {
        var page = Page("hostile");

        Assert.Empty(page.All("script"));
        Assert.Equal(1, Regex.Count(page.Html, "<script>"));
        Assert.Contains(Hostile, page.Section("results").Value, StringComparison.Ordinal);
        Assert.Contains(Hostile, page.Section("factors").Value, StringComparison.Ordinal);
        Assert.Contains(Hostile, page.Section("groups").Value, StringComparison.Ordinal);
        Assert.Contains(Hostile, page.Section("setting").Value, StringComparison.Ordinal);
        Assert.Contains(page.Main.Descendants("g"), g => (string?)g.Attribute("data-name") == Hostile);
        Assert.Equal("dotnet run -c Release --project samples/Tasks -- " + Hostile, page.Section("setting").Descendants("pre").Single().Value);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_drawn_has_a_name_and_tables_have_heads(string name)
    {
        var page = Page(name);

        Assert.All(page.All("svg").Where(svg => svg.Parent!.Name != "svg"), svg => Assert.True(
            svg.AncestorsAndSelf().Any(e => (string?)e.Attribute("aria-hidden") == "true") || ((string?)svg.Attribute("role") == "img" && !string.IsNullOrWhiteSpace((string?)svg.Attribute("aria-label"))),
            svg.ToString()[..Math.Min(200, svg.ToString().Length)]));
        Assert.All(page.All("th"), th => Assert.Contains((string?)th.Attribute("scope"), (string[])["row", "col"]));
        Assert.All(page.All("th"), th => Assert.False(string.IsNullOrWhiteSpace(th.Value)));
        Assert.All(page.All("figure"), figure => Assert.NotEmpty(figure.Descendants("h3").Single().Value));
        Assert.Equal(page.Main.DescendantsAndSelf().Attributes("id").Select(a => a.Value).Distinct().Count(), page.Main.DescendantsAndSelf().Attributes("id").Count());
        Assert.All(page.All("a"), a => Assert.NotNull(page.Section(((string)a.Attribute("href")!)[1..])));
        Assert.Single(page.All("h1"));
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_and_lines_stand_out_from_their_ground_in_light_and_dark()
    {
        var css = Page("one AdamW").Html;
        var themes = Root().Matches(css).Select(m => Variable().Matches(m.Value).ToDictionary(v => v.Groups[1].Value, v => v.Groups[2].Value)).ToList();

        Assert.Equal(2, themes.Count);
        foreach (var theme in themes)
            foreach (var ground in (string[])["card", "paper"])
                foreach (var (name, color) in theme.Where(v => v.Key is "ink" or "soft" or "accent" || v.Key[0] == 'c' && char.IsDigit(v.Key[1])))
                    Assert.True(Contrast(color, theme[ground]) >= 4.5, $"--{name} {color} on --{ground} {theme[ground]}: {Contrast(color, theme[ground]):F2}");
    }

    internal static ReportPage Page(string name) => name switch
    {
        "one AdamW" => Page([SyntheticRuns.Run("AdamW", seed: 1, epochs: 6, groups: 0, samples: 0)]),
        "one MetaAdamW" => Page([SyntheticRuns.Run("MetaAdamW", seed: 1, epochs: 6, groups: 7, samples: 50)]),
        "two by three" => Page(SyntheticRuns.Compare(contenders: 2, seeds: 3)),
        "twenty by two" => Page(SyntheticRuns.Compare(contenders: 20, seeds: 2, epochs: 5, groups: 3, samples: 20)),
        "a hundred groups" => Page([SyntheticRuns.Run("MetaAdamW", seed: 1, epochs: 6, groups: 100, samples: 200)]),
        "lost" => Page([Lost(SyntheticRuns.Run("AdamW", seed: 1, epochs: 3, groups: 0, samples: 0)), Lost(SyntheticRuns.Run("MetaAdamW", seed: 1, epochs: 3, groups: 4, samples: 10))]),
        "hostile" => new(HtmlReport.Format(new(
            SyntheticRuns.Study with { Task = Hostile, Description = Hostile, Data = Hostile, Metric = Hostile, Command = Hostile, Variant = Hostile },
            [Taken(SyntheticRuns.Run(Hostile, seed: 1, epochs: 3, groups: 2, samples: 10)), Taken(SyntheticRuns.Run("AdamW", seed: 1, epochs: 3, groups: 2, samples: 10))],
            [new(Hostile, 1, 1, [new(1e-3, 0.5)], 1e-3)]))),
        "none" => Page([]),
        _ => throw new ArgumentException(name),
    };

    private static ReportPage Page(IReadOnlyList<RunRecord> runs) => new(HtmlReport.Format(new(SyntheticRuns.Study, runs, [])));

    /// <summary>A run in which everything became NaN.</summary>
    private static RunRecord Lost(RunRecord run)
    {
        const double Nan = double.NaN;
        return run with
        {
            Epochs = [.. run.Epochs.Select(e => e with { TrainLoss = Nan, ValidationLoss = Nan, Metric = Nan, MetaLoss = e.MetaLoss is null ? null : Nan })],
            Factors = [.. run.Factors.Select(f => f with { Features = Array.ConvertAll(f.Features, row => Array.ConvertAll(row, _ => float.NaN)) })],
            MetaUpdates = [.. run.MetaUpdates.Select(m => m with { LossDecrease = Nan, Total = double.PositiveInfinity })],
        };
    }

    private static RunRecord Taken(RunRecord run) => run with
    {
        Settings = [new(Hostile, Hostile)],
        Optimizer = Hostile,
        Options = [new(Hostile, Hostile, IsDefault: false)],
        Columns = [Hostile, .. run.Columns.Skip(1)],
        Machine = run.Machine with { Processor = Hostile, System = Hostile },
        Groups = [.. run.Groups.Select((g, i) => i > 0 ? g : new GroupRow(Hostile, [Hostile], 8192) { Options = Hostile, Details = [new(Hostile, Hostile)] })],
    };

    private static XElement Table(ReportPage page, string section) => page.Section(section).Descendants("table").First();

    /// <summary>The page in frames as wide as a phone and a screen, and what it takes of them.</summary>
    private static string Framed(string html) => $$"""
        <!DOCTYPE html><title>frames</title>
        <iframe id="phone" style="width:390px;height:800px;border:0" srcdoc="{{WebUtility.HtmlEncode(html)}}"></iframe>
        <iframe id="screen" style="width:1280px;height:800px;border:0" srcdoc="{{WebUtility.HtmlEncode(html)}}"></iframe>
        <script>
        addEventListener('load', () => {
          for (const frame of document.querySelectorAll('iframe')) {
            for (const details of frame.contentDocument.querySelectorAll('details')) details.open = true;
            const width = document.createElement('output');
            const { scrollWidth, clientWidth } = frame.contentDocument.documentElement;
            width.textContent = `${frame.id} ${scrollWidth > clientWidth ? `is ${clientWidth} wide and the page ${scrollWidth}` : 'fits'}`;
            if (frame.contentDocument.title == 'taken') width.textContent += ', taken';
            for (const svg of frame.contentDocument.querySelectorAll('.plot > svg')) {
              const box = svg.getBoundingClientRect();
              svg.dispatchEvent(new PointerEvent('pointermove', { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }));
              const readout = svg.parentElement.querySelector('.readout');
              if (readout.hidden || readout.childElementCount < 2) width.textContent += `, ${svg.getAttribute('aria-label')} has no read-out`;
              svg.dispatchEvent(new PointerEvent('pointerleave'));
              if (!readout.hidden) width.textContent += ', a read-out stays';
            }
            for (const line of frame.contentDocument.querySelectorAll('polyline')) {
              const { fill, stroke } = getComputedStyle(line);
              if (fill != 'none' || stroke == 'none') width.textContent += ', a line is filled or has no colour';
            }
            document.body.append(width);
          }
        });
        </script>
        """;

    private static double Contrast(string left, string right)
    {
        var (a, b) = (Luminance(left), Luminance(right));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>Relative luminance, as WCAG 2 defines it.</summary>
    private static double Luminance(string hex)
    {
        hex = hex.Length == 3 ? string.Concat(hex.SelectMany(c => new[] { c, c })) : hex;
        var channels = Enumerable.Range(0, 3).Select(i => int.Parse(hex.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
    }

    [GeneratedRegex("<output>([^<]*)</output>")]
    private static partial Regex Width();

    [GeneratedRegex(@":root \{.*?\}", RegexOptions.Singleline)]
    private static partial Regex Root();

    [GeneratedRegex(@"--([a-z0-9]+): #([0-9a-f]+);")]
    private static partial Regex Variable();
}

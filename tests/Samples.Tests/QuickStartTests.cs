using System.Text.RegularExpressions;

namespace MetaAdamW.Samples.Tests;

public class QuickStartTests
{
    [Fact]
    public void It_runs_and_beats_last_week()
    {
        var result = TasksProgram.Run(typeof(Forecaster).Assembly.Location, new Dictionary<string, string>());

        Assert.True(result.ExitCode == 0, result.Error);
        var errors = Regex.Match(result.Output, @"same hour last week ([\d.]+), model ([\d.]+)");
        Assert.True(errors.Success, result.Output);
        Assert.True(Number(errors.Groups[2].Value) < 0.9 * Number(errors.Groups[1].Value), result.Output);

        static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void It_is_short_and_the_readme_shows_it_as_it_is()
    {
        var program = File.ReadAllText(InRepository("samples/QuickStart/Program.cs")).TrimEnd();
        var blocks = Regex.Matches(File.ReadAllText(InRepository("README.md")), "```csharp\n(.*?)\n```", RegexOptions.Singleline);

        Assert.InRange(program.Split('\n').Length, 20, 79);
        Assert.Contains(program, blocks.Select(block => block.Groups[1].Value.TrimEnd()));
    }

    private static string InRepository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MetaAdamW.Gen.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, path);
    }
}

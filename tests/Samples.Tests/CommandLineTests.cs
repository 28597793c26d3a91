namespace MetaAdamW.Samples.Tests;

/// <summary>Bad input through the real process: exit code 2, one message, nothing left behind.</summary>
public class CommandLineTests
{
    public static TheoryData<string[], string> Mistakes => new()
    {
        { [], "Required command was not provided" },
        { ["train"], "Required argument missing for command: 'train'" },
        { ["fly", "forecast"], "unknown command 'fly'; there are train, compare, ablate, report, list" },
        { ["train", "nosuch", "--out", "OUT"], "unknown task 'nosuch'; there are forecast, etth1, wikitext2, multi30k, cifar10, imdb, chargpt" },
        { ["train", "forecast", "--epochs", "many", "--out", "OUT"], "--epochs 'many' is no whole number" },
        { ["train", "forecast", "--epochs", "0", "--out", "OUT"], "--epochs '0' is no whole number from 1" },
        { ["train", "forecast", "--limit", "-5", "--out", "OUT"], "--limit '-5' is no whole number from 4" },
        { ["train", "forecast", "--optimizer", "sgd", "--out", "OUT"], "--optimizer: unknown optimizer 'sgd'; there are adamw, metaadamw, adamw-cosine" },
        { ["train", "forecast", "--optimizer", "published+nothing", "--out", "OUT"], "--optimizer: unknown change 'nothing'; there are identity, " },
        { ["train", "forecast", "--optimizer", "adamw+no-time", "--out", "OUT"], "--optimizer: 'no-time' changes Φ; what it is added to has none" },
        { ["train", "forecast", "--optimizer", "published+layers=0", "--out", "OUT"], "'layers=0': '0' is no whole number from 1" },
        { ["train", "forecast", "--rates", "1e-3,fast", "--out", "OUT"], "--rates: 'rate=fast': 'fast' is no positive number" },
        { ["train", "forecast", "--rate", "-1", "--out", "OUT"], "--rates: 'rate=-1': '-1' is no positive number" },
        { ["compare", "forecast", "--against", "adamw,sgd", "--out", "OUT"], "--against: unknown optimizer 'sgd'" },
        { ["ablate", "forecast", "--rows", "steps,most", "--out", "OUT"], "--rows: unknown optimizer 'most'" },
        { ["ablate", "forecast", "--rows", ",", "--out", "OUT"], "--rows: the list is empty" },
        { ["compare", "forecast", "--rates", " ", "--out", "OUT"], "--rates: the list is empty" },
        { ["report", "EMPTY", "--out", "OUT"], "empty/records.json: name folders that --out of train, compare or ablate named" },
        { ["report", "BROKENRECORDS", "--out", "OUT"], "records.json can't be read" },
        { ["train", "forecast", "--vocabulary", "joint", "--out", "OUT"], "--vocabulary: forecast has no choice of vocabularies; multi30k has" },
        { ["train", "multi30k", "--vocabulary", "both", "--out", "OUT"], "--vocabulary 'both' is not known; there are source, joint" },
        { ["train", "forecast", "--device", "tpu", "--out", "OUT"], "--device 'tpu' is not known" },
        { ["compare", "forecast", "--optimizer", "adamw", "--out", "OUT"], "'--optimizer'" },
        { ["train", "forecast", "--resume"], "--resume needs --out" },
        { ["train", "etth1", "--data", "EMPTY", "--out", "OUT"], "has no file for etth1" },
        { ["train", "etth1", "--data", "EMPTY/none", "--out", "OUT"], "does not exist" },
        { ["train", "etth1", "--data", "BROKEN", "--out", "OUT"], "ETTh1.csv, line 3: 'x' is no number (column OT)" },
        { ["train", "forecast", "--out", "FILE/below"], "can't be written" },
    };

    [Theory]
    [InlineData("train")]
    [InlineData("compare")]
    [InlineData("ablate")]
    public void Help_tells_names_and_no_types(string command)
    {
        var result = TasksProgram.Run(command, "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--seeds", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Contender {", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_gives_one_message_and_exit_code_2(string[] arguments, string message)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("empty"));
        folder.Write("file", "a file, not a folder");
        folder.Write("broken/ETTh1.csv",
            "date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT\n2016-07-01 00:00:00,1,2,3,4,5,6,7\n2016-07-01 01:00:00,1,2,3,4,5,6,x\n");
        folder.Write("brokenrecords/records.json", "{ \"runs\": [");
        var before = Directory.GetFileSystemEntries(folder.Root, "*", SearchOption.AllDirectories);

        var result = TasksProgram.Run([.. arguments.Select(a => a
            .Replace("OUT", folder.At("out")).Replace("EMPTY", folder.At("empty"))
            .Replace("BROKENRECORDS", folder.At("brokenrecords")).Replace("BROKEN", folder.At("broken")).Replace("FILE", folder.At("file")))]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal("", result.Output);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_folder_in_the_environment_is_used_and_must_have_the_file()
    {
        using var folder = new TemporaryFolder();

        var result = TasksProgram.Run(
            typeof(Tasks.UserException).Assembly.Location,
            new Dictionary<string, string> { ["METAADAMW_DATA"] = folder.Root }, "train", "etth1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"data folder '{folder.Root}' has no file for etth1", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_names_every_task()
    {
        var result = TasksProgram.Run("list");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["forecast", "etth1", "wikitext2", "multi30k", "cifar10", "imdb", "chargpt"], result.Output.TrimEnd('\n').Split('\n').Select(line => line.Split(' ')[0]));
    }
}

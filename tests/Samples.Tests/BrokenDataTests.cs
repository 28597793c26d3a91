using System.Text;
using MetaAdamW.Tasks;
using MetaAdamW.Tasks.Loading;

namespace MetaAdamW.Samples.Tests;

/// <summary>Damaged data give one message that names the file and what is wrong with it.</summary>
public class BrokenDataTests
{
    private static readonly IReadOnlyDictionary<string, (string Train, string Validation, string Published)> Files = new Dictionary<string, (string, string, string)>
    {
        ["etth1"] = ("ett/ETTh1.csv.gz", "ett/ETTh1.csv.gz", "ETTh1.csv"),
        ["wikitext2"] = ("wikitext2/train.txt.gz", "wikitext2/valid.txt.gz", "wikitext-2-raw-v1.zip"),
        ["multi30k"] = ("multi30k/train.de.gz", "multi30k/val.en.gz", "train.de.gz"),
        ["cifar10"] = ("cifar10/train_02.bin.gz", "cifar10/test_01.bin.gz", "cifar-10-binary.tar.gz"),
        ["imdb"] = ("imdb/train.tsv.gz", "imdb/test_1.tsv.gz", "aclImdb_v1.tar.gz"),
    };

    public static TheoryData<string> Tasks => [.. Files.Keys];

    /// <summary>Those whose sets are several files.</summary>
    public static TheoryData<string> TasksOfSeveralFiles => [.. Files.Keys.Where(task => Files[task].Train != Files[task].Validation)];

    private static UserException Refused(string task, DataSource source) => Assert.Throws<UserException>(() =>
    {
        switch (task)
        {
            case "etth1":
                EttSeries.Read(source);
                break;
            case "wikitext2":
                WikiText.Read(source);
                break;
            case "multi30k":
                ParallelText.Read(source, VocabularySource.Joint);
                break;
            case "cifar10":
                Images.Read(source);
                break;
            default:
                Reviews.Read(source);
                break;
        }
    });

    /// <summary>The message about a set of which one file has another content.</summary>
    private static string Message(string task, Func<byte[], byte[]> change, bool validation = false, bool compressed = false)
    {
        using var folder = new TemporaryFolder();
        SyntheticData.Write(folder, task);
        var name = validation ? Files[task].Validation : Files[task].Train;
        var stored = File.ReadAllBytes(folder.At(name));
        folder.Write(name, compressed ? change(stored) : TemporaryFolder.Gzip(change(Plain(folder.At(name)))));

        var message = Refused(task, new DataSource(folder.Root)).Message;

        Assert.DoesNotContain('\n', message);
        Assert.StartsWith(folder.At(name), message, StringComparison.Ordinal);
        return message[folder.At(name).Length..];
    }

    private static byte[] Plain(string path) => DataFile.Read(path).Content;

    private static byte[] Edit(byte[] content, Func<string, string> change) => SyntheticData.Bytes(change(Encoding.UTF8.GetString(content)));

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_folder_without_the_set_is_named(string task)
    {
        using var folder = new TemporaryFolder();

        var error = Refused(task, new DataSource(folder.Root));

        Assert.Contains($"data folder '{folder.Root}' has no file for {task}: looked for ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TasksOfSeveralFiles))]
    public void A_missing_file_is_named(string task)
    {
        using var folder = new TemporaryFolder();
        SyntheticData.Write(folder, task);
        File.Delete(folder.At(Files[task].Validation));

        var error = Refused(task, new DataSource(folder.Root));

        Assert.Matches($"data folder '.*' has no {(task == "cifar10" ? @"cifar10/test_\*\.bin\.gz" : task == "imdb" ? @"imdb/test\*\.tsv\.gz" : Files[task].Validation)}, which belongs to", error.Message);
    }

    [Fact]
    public void A_missing_batch_of_the_original_cifar10_is_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var i in (int[])[1, 2, 4, 5])
            folder.Write($"cifar-10-batches-bin/data_batch_{i}.bin", SyntheticData.Cifar10[i]);
        folder.Write("cifar-10-batches-bin/test_batch.bin", SyntheticData.Cifar10[5]);

        Assert.Contains("has no cifar-10-batches-bin/data_batch_3.bin", Refused("cifar10", new DataSource(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_truncated_gzip_is_refused(string task)
    {
        foreach (var keep in (Func<int, int>[])[_ => 0, _ => 15, length => length / 2, length => length - 1, length => length - 6])
            Assert.StartsWith(" is no whole gzip file", Message(task, stored => stored[..keep(stored.Length)], compressed: true), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_changed_byte_in_a_gzip_is_refused(string task)
        => Message(task, stored =>
        {
            stored[^7] ^= 0x20;   // its checksum
            return stored;
        }, compressed: true);

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_fetched_file_with_a_wrong_sum_is_refused(string task)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write($"{task}/{Files[task].Published}", "not what was published");

        var error = Refused(task, new DataSource(folder: null) { Shared = null, Cache = folder.Root });

        Assert.Matches($"^{path} is not the file that was fetched: its sha256 is [0-9a-f]{{64}}, not [0-9a-f]{{64}}; remove it", error.Message);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void An_empty_file_is_refused(string task)
    {
        foreach (var validation in (bool[])[false, true])
            Assert.Matches(@"^ has (no |0 bytes)", Message(task, _ => [], validation));
    }

    [Theory]
    [InlineData("etth1")]
    [InlineData("wikitext2")]
    [InlineData("multi30k")]
    [InlineData("imdb")]
    public void Another_encoding_is_refused_with_the_line(string task)
    {
        var second = Message(task, content => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(content).Insert(Encoding.UTF8.GetString(content).IndexOf('\n') + 1, "größer ")));
        Assert.Equal(", line 2: this is not UTF-8 text", second);
        Assert.Equal(", line 1: this is not UTF-8 text", Message(task, content => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(content))));
        Assert.Equal(", line 1: this is not UTF-8 text", Message(task, content => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(content))]));
    }

    [Fact]
    public void Wikitext_without_a_whole_block_is_refused()
        => Assert.Equal(" has no line of 128 words", Message("wikitext2", _ => SyntheticData.Bytes(" a few words \n"), validation: true));

    [Fact]
    public void Sentences_without_their_translations_are_refused()
    {
        using var folder = new TemporaryFolder();
        SyntheticData.Write(folder, "multi30k");
        folder.Write("multi30k/train.en.gz", TemporaryFolder.Gzip(Edit(SyntheticData.Multi30k["train.en"], text => text + "One too many.\n")));

        Assert.Equal(
            $"{folder.At("multi30k/train.de.gz")} has 40 lines, its translation {folder.At("multi30k/train.en.gz")} has 41",
            Refused("multi30k", new DataSource(folder.Root)).Message);
        Assert.Equal(", line 41: there is no word", Message("multi30k", content => Edit(content, text => text + " \n")));
    }

    [Fact]
    public void Broken_records_of_images_are_refused()
    {
        Assert.Equal(" has 24,583 bytes: no whole number of records of 3,073 bytes, a label and an image", Message("cifar10", content => content[..^1]));
        Assert.Equal(", record 3: the label is 10, expected 0 to 9", Message("cifar10", content =>
        {
            content[2 * 3073] = 10;
            return content;
        }));
    }

    [Fact]
    public void Broken_rows_of_reviews_are_refused_with_the_line()
    {
        Assert.Equal(", line 3: 5 fields, expected 4", Message("imdb", content => Edit(content, text => Row(text, 3, row => row + "\tmore"))));
        Assert.Equal(", line 4: 3 fields, expected 4", Message("imdb", content => Edit(content, text => Row(text, 4, row => row[2..]))));
        Assert.Equal(", line 2: the label is '2', expected 0 or 1", Message("imdb", content => Edit(content, text => Row(text, 2, row => "2" + row[1..]))));
        Assert.StartsWith(", line 1: the header is 'text", Message("imdb", content => Edit(content, text => Row(text, 1, _ => "text\tlabel"))), StringComparison.Ordinal);
        Assert.Equal(" has no rows", Message("imdb", content => Edit(content, text => text[..(text.IndexOf('\n') + 1)])));

        static string Row(string text, int number, Func<string, string> change)
        {
            var lines = text.Split('\n');
            lines[number - 1] = change(lines[number - 1]);
            return string.Join('\n', lines);
        }
    }

    [Fact]
    public void Broken_files_of_a_tree_of_reviews_are_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var (split, name, text) in SyntheticData.Imdb)
            folder.Write($"aclImdb/{split}/{name}.txt", text);

        var empty = folder.Write("aclImdb/train/pos/5_9.txt", "");
        Assert.Equal($"{empty} is empty", Refused("imdb", new DataSource(folder.Root)).Message);
        folder.Write("aclImdb/train/pos/5_9.txt", "fine");
        var odd = folder.Write("aclImdb/test/neg/notes.txt", "what is this?");
        Assert.Equal($"{odd} is not named as a review is: ID_RATING.txt", Refused("imdb", new DataSource(folder.Root)).Message);
        File.Delete(odd);
        var latin = folder.Write("aclImdb/test/neg/3_2.txt", Encoding.Latin1.GetBytes("très mauvais"));
        Assert.Equal($"{latin}, line 1: this is not UTF-8 text", Refused("imdb", new DataSource(folder.Root)).Message);
    }

    [Fact]
    public void Broken_archives_are_refused()
    {
        using var folder = new TemporaryFolder();
        var tar = SyntheticData.TarGz([.. SyntheticData.Imdb.Select(review => ($"aclImdb/{review.Split}/{review.Name}.txt", SyntheticData.Bytes(review.Text)))]);
        var path = folder.At("aclImdb_v1.tar.gz");
        foreach (var keep in (int[])[0, 10, tar.Length / 2, tar.Length - 3])
        {
            folder.Write("aclImdb_v1.tar.gz", tar[..keep]);
            Assert.StartsWith($"{path} is no whole archive: ", Refused("imdb", new DataSource(folder.Root)).Message, StringComparison.Ordinal);
        }
        folder.Write("aclImdb_v1.tar.gz", TemporaryFolder.Gzip("no tar file, but long enough to hold a header of one: " + new string('x', 2_000)));
        Assert.StartsWith($"{path} is no whole archive: ", Refused("imdb", new DataSource(folder.Root)).Message, StringComparison.Ordinal);

        var zip = SyntheticData.Zip(("wikitext-2/wiki.train.tokens", SyntheticData.WikiText["train"]), ("wikitext-2/wiki.valid.tokens", SyntheticData.WikiText["valid"]));
        path = folder.Write("wikitext-2-v1.zip", zip[..^30]);
        Assert.StartsWith($"{path} is no whole archive: ", Refused("wikitext2", new DataSource(folder.Root)).Message, StringComparison.Ordinal);
        zip[zip.AsSpan().IndexOf("PK\x1\x2"u8) + 16] ^= 1;   // the sum of the first file, in the archive's directory
        folder.Write("wikitext-2-v1.zip", zip);
        Assert.Equal($"{path} is no whole archive: the sum of wikitext-2/wiki.train.tokens is wrong", Refused("wikitext2", new DataSource(folder.Root)).Message);
        folder.Write("wikitext-2-v1.zip", SyntheticData.Zip(("wikitext-2/wiki.train.tokens", SyntheticData.WikiText["train"])));
        Assert.Contains("has no wikitext-2-v1.zip: wikitext-2/wiki.valid.tokens", Refused("wikitext2", new DataSource(folder.Root)).Message, StringComparison.Ordinal);
    }

    /// <summary>Through the real process: one line on standard error and exit code 2.</summary>
    [Theory]
    [MemberData(nameof(Tasks))]
    public void The_program_says_it_in_one_line_and_exits_with_2(string task)
    {
        using var folder = new TemporaryFolder();
        SyntheticData.Write(folder, task);
        folder.Write(Files[task].Train, File.ReadAllBytes(folder.At(Files[task].Train))[..^9]);

        var result = TasksProgram.Run("train", task, "--data", folder.Root, "--out", folder.At("out"));

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"error: {folder.At(Files[task].Train)} is no whole gzip file", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(folder.At("out")));
    }
}

using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace MetaAdamW.Samples.Tests;

/// <summary>Small data sets in the forms of the real ones, always the same.</summary>
internal static class SyntheticData
{
    /// <summary>A week of hours, warm by day.</summary>
    public static readonly byte[] Etth1 = Bytes("date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT\n" + string.Concat(Enumerable.Range(0, 168).Select(hour => string.Create(
        CultureInfo.InvariantCulture, $"{new DateTime(2016, 7, 1).AddHours(hour):yyyy-MM-dd HH:mm:ss},1,2,3,4,5,6,{20 + (8 * Math.Sin(hour * Math.PI / 12)):F3}\n"))));

    public static readonly IReadOnlyDictionary<string, byte[]> WikiText = new Dictionary<string, byte[]>
    {
        ["train"] = Bytes(string.Concat(Enumerable.Range(0, 24).Select(i => i % 6 == 0 ? $" = Title {i} = \n \n" : Line(i, words: 100 + 17 * i)))),
        ["valid"] = Bytes(string.Concat(Enumerable.Range(100, 6).Select(i => Line(i, words: 300)))),
    };

    public static readonly IReadOnlyDictionary<string, byte[]> Multi30k = new Dictionary<string, byte[]>
    {
        ["train.de"] = Bytes(string.Concat(Enumerable.Range(0, 40).Select(i => Sentence(i, 5 + i % 9, "Ein", "Mann")))),
        ["train.en"] = Bytes(string.Concat(Enumerable.Range(0, 40).Select(i => Sentence(i, 6 + i % 7, "A", "man")))),
        ["val.de"] = Bytes(string.Concat(Enumerable.Range(50, 12).Select(i => Sentence(i, 5 + i % 9, "Ein", "Mann")))),
        ["val.en"] = Bytes(string.Concat(Enumerable.Range(50, 12).Select(i => Sentence(i, 6 + i % 7, "A", "man")))),
    };

    /// <summary>Ten batches of four images, the last for validation.</summary>
    public static IReadOnlyList<byte[]> Cifar10 { get; } = [.. Enumerable.Range(0, 6).Select(file =>
    {
        var random = new Random(file);
        var content = new byte[8 * 3073];
        random.NextBytes(content);
        for (var record = 0; record < 8; record++)
        {
            var label = random.Next(10);
            content[record * 3073] = (byte)label;
            content.AsSpan(record * 3073 + 1, 1024).Fill((byte)(25 * label));   // the more red, the higher the class
        }
        return content;
    })];

    /// <summary>Reviews by split and name: "train", "neg/0_3".</summary>
    public static IReadOnlyList<(string Split, string Name, string Text)> Imdb { get; } =
    [
        .. from split in (string[])["train", "test"]
           from id in Enumerable.Range(0, split == "train" ? 24 : 8)
           from kind in (string[])["neg", "pos"]
           select (split, $"{kind}/{id}_{(kind == "neg" ? 2 : 9)}", Review(split, id, kind)),
    ];

    public static byte[] ImdbTable(string split)
        => Bytes("label\trating\tid\ttext\n" + string.Concat(Imdb.Where(review => review.Split == split)
            .Select(review => $"{(review.Name.StartsWith("pos", StringComparison.Ordinal) ? 1 : 0)}\t{review.Name[^1]}\t{review.Name}\t{review.Text}\n")));

    /// <summary>Writes the set of a task in the form of ../shared/data.</summary>
    public static void Write(TemporaryFolder folder, string task)
    {
        switch (task)
        {
            case "etth1":
                folder.Write("ett/ETTh1.csv.gz", TemporaryFolder.Gzip(Etth1));
                break;
            case "wikitext2" or "chargpt":
                foreach (var (name, content) in WikiText)
                    folder.Write($"wikitext2/{name}.txt.gz", TemporaryFolder.Gzip(content));
                break;
            case "multi30k":
                foreach (var (name, content) in Multi30k)
                    folder.Write($"multi30k/{name}.gz", TemporaryFolder.Gzip(content));
                break;
            case "cifar10":
                for (var i = 0; i < 5; i++)
                    folder.Write($"cifar10/train_0{i + 1}.bin.gz", TemporaryFolder.Gzip(Cifar10[i]));
                folder.Write("cifar10/test_01.bin.gz", TemporaryFolder.Gzip(Cifar10[5]));
                break;
            default:
                folder.Write("imdb/train.tsv.gz", TemporaryFolder.Gzip(ImdbTable("train")));
                folder.Write("imdb/test_1.tsv.gz", TemporaryFolder.Gzip(ImdbTable("test")));
                break;
        }
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        return archive.ToArray();
    }

    public static byte[] TarGz(params (string Name, byte[] Content)[] files)
    {
        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
            foreach (var (name, content) in files)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        return archive.ToArray();
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Line(int seed, int words)
    {
        var random = new Random(seed);
        var line = new StringBuilder(" ");
        for (var i = 0; i < words; i++)
            line.Append(random.Next(20) == 0 ? "<unk>" : $"w{(int)(150 * Math.Pow(random.NextDouble(), 3))}").Append(' ');
        return line.Append('\n').ToString();
    }

    private static string Sentence(int seed, int words, string first, string second)
    {
        var random = new Random(seed);
        var language = first[0] == 'E' ? 'd' : 'e';
        return $"{first} {second} " + string.Join(' ', Enumerable.Range(0, words).Select(_ => $"{language}{(int)(40 * Math.Pow(random.NextDouble(), 2))}")) + ".\n";
    }

    private static string Review(string split, int id, string kind)
    {
        var random = new Random(id + (kind == "neg" ? 1_000 : 2_000) + (split == "test" ? 5_000 : 0));
        var mood = kind == "neg" ? "dreadful" : "lovely";
        return string.Join(' ', Enumerable.Range(0, 20 + 11 * id).Select(i => i % 3 == 0 ? mood : $"x{random.Next(30).ToString(CultureInfo.InvariantCulture)}"))
            + ".<br /><br />\"It's\" done; really!";
    }
}

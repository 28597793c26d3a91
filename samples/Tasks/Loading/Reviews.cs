using System.Globalization;

namespace MetaAdamW.Tasks.Loading;

/// <summary>
/// Large Movie Review Dataset (IMDB; Maas et al., 2011): reviews that praise or blame. Its publisher states no licence, so it is
/// fetched, never shipped.
/// </summary>
/// <param name="Vocabulary">The commonest words of the training reviews.</param>
/// <param name="Train">Half of the reviews.</param>
/// <param name="Validation">The publisher's test reviews.</param>
internal sealed record Reviews(Vocabulary Vocabulary, ReviewSet Train, ReviewSet Validation)
{
    /// <summary>Words that are kept of a review.</summary>
    public const int Length = 256;

    private const int VocabularySize = 25_000;

    private const int LeastCount = 5;

    private const string Header = "label\trating\tid\ttext";

    private static readonly string[] Folders = ["train/neg", "train/pos", "test/neg", "test/pos"];

    private static readonly DataLayout[] Layouts =
    [
        .. DataLayout.Below(["imdb", ""], "train.tsv.gz", "test*.tsv.gz"),
        .. DataLayout.Below(["imdb", ""], "train.tsv", "test*.tsv"),
        .. DataLayout.Below(["aclImdb", "imdb/aclImdb", "imdb", ""], [.. Folders.Select(folder => folder + "/*.txt")]),
        .. DataLayout.Below(["imdb", ""], [.. Folders.Select(folder => $"aclImdb_v1.tar.gz!aclImdb/{folder}/*.txt")]),
    ];

    private static readonly Publication Publication = new(
        new([.. Folders.Select(folder => $"aclImdb_v1.tar.gz!aclImdb/{folder}/*.txt")]),
        new PublishedFile(
            "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
            "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"));

    /// <summary>Reads the reviews and builds the vocabulary.</summary>
    /// <exception cref="UserException">A file is missing, no UTF-8 text, or has a broken row.</exception>
    public static Reviews Read(DataSource source)
    {
        var parts = source.Open("imdb", Layouts, Publication);
        var isTree = parts.Length == Folders.Length;
        var table = new WordTable();
        var train = Collect(isTree ? Tree(parts[0], parts[1]) : Table(parts[0]), table, times: 1);
        var validation = Collect(isTree ? Tree(parts[2], parts[3]) : Table(parts[1]), table, times: 0);
        var vocabulary = table.Commonest(VocabularySize, LeastCount, ["<pad>", "<unk>"], unknown: "<unk>");
        return new(vocabulary, train.Encode(vocabulary), validation.Encode(vocabulary));
    }

    /// <summary>The rows of tab-separated tables.</summary>
    private static IEnumerable<(int Label, string Text)> Table(IReadOnlyList<DataFile> files)
    {
        foreach (var file in files)
        {
            var rows = 0;
            foreach (var (number, text) in file.Lines())
            {
                if (number == 1)
                {
                    if (text != Header)
                        throw file.Broken(1, $"the header is '{(text.Length <= 60 ? text : text[..57] + "...")}', expected '{Header}'");
                    continue;
                }
                var fields = text.Split('\t');
                if (fields.Length != 4)
                    throw file.Broken(number, $"{fields.Length} fields, expected 4");
                if (fields[0] is not ("0" or "1"))
                    throw file.Broken(number, $"the label is '{(fields[0].Length <= 20 ? fields[0] : fields[0][..17] + "...")}', expected 0 or 1");
                rows++;
                yield return (fields[0][0] - '0', fields[3]);
            }
            if (rows == 0)
                throw new UserException($"{file.Path} has no rows");
        }
    }

    /// <summary>The publisher's files ID_RATING.txt, one a review, in the order in which the tables have them: by id, blame before praise.</summary>
    private static IEnumerable<(int Label, string Text)> Tree(IReadOnlyList<DataFile> blame, IReadOnlyList<DataFile> praise)
        => blame.Select(file => (Label: 0, Id: Id(file), File: file))
            .Concat(praise.Select(file => (Label: 1, Id: Id(file), File: file)))
            .OrderBy(review => review.Id).ThenBy(review => review.Label)
            .Select(review => (review.Label, review.File.Content.Length > 0 ? review.File.Text() : throw new UserException($"{review.File.Path} is empty")));

    private static int Id(DataFile file)
    {
        var name = file.Path[(file.Path.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        return int.TryParse(name.Split('_')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new UserException($"{file.Path} is not named as a review is: ID_RATING.txt");
    }

    private static ReviewSet Collect(IEnumerable<(int Label, string Text)> reviews, WordTable table, int times)
    {
        var labels = new List<int>();
        var all = new List<int>();
        var words = new List<Range>();
        foreach (var (label, review) in reviews)
        {
            labels.Add(label);
            var text = review.ToLowerInvariant();
            Tokenizer.Review(text, words);
            for (var i = 0; i < words.Count; i++)
            {
                var number = table.Number(text.AsSpan(words[i]), times);
                if (i < Length)
                    all.Add(number);
            }
            for (var i = words.Count; i < Length; i++)
                all.Add(ReviewSet.NoWord);
        }
        return new([.. labels], [.. all]);
    }
}

/// <summary>Reviews of one kind.</summary>
/// <param name="Labels">1 where a review praises, else 0.</param>
/// <param name="Words">The first <see cref="Reviews.Length"/> words of each review, one after the other, padded.</param>
internal sealed record ReviewSet(int[] Labels, int[] Words)
{
    internal const int NoWord = -1;

    public int Count => Labels.Length;

    /// <summary>Ids of a vocabulary in place of numbers of its table; 0 is the padding.</summary>
    internal ReviewSet Encode(Vocabulary vocabulary) => this with { Words = Array.ConvertAll(Words, word => word == NoWord ? 0 : vocabulary.Ids[word]) };
}

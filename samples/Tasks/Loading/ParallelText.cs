namespace MetaAdamW.Tasks.Loading;

/// <summary>What a translation's vocabulary is made from.</summary>
internal enum VocabularySource
{
    /// <summary>The German side alone, as in the published results: nearly every English word is unknown.</summary>
    Source,

    /// <summary>Both sides.</summary>
    Joint,
}

/// <summary>
/// Multi30k, task 1, German to English (Elliott et al., 2016). For research and education only, so it is fetched, never shipped.
/// </summary>
/// <param name="Vocabulary">The commonest words of the training sentences.</param>
/// <param name="Train">Training sentences.</param>
/// <param name="Validation">The publisher's validation sentences.</param>
internal sealed record ParallelText(Vocabulary Vocabulary, SentencePairs Train, SentencePairs Validation)
{
    /// <summary>Words of a sentence at most, its beginning and end included.</summary>
    public const int Length = 64;

    private const int VocabularySize = 10_000;

    private const int LeastCount = 2;

    private const string Padding = "<pad>", Unknown = "<unk>", Begin = "<bos>", End = "<eos>";

    private static readonly DataLayout[] Layouts =
    [
        .. DataLayout.Below(["multi30k", "multi30k/data/task1/raw", "data/task1/raw", ""], "train.de.gz", "train.en.gz", "val.de.gz", "val.en.gz"),
        .. DataLayout.Below(["multi30k", "multi30k/data/task1/raw", "data/task1/raw", ""], "train.de", "train.en", "val.de", "val.en"),
    ];

    private static readonly Publication Publication = new(
        new("train.de.gz", "train.en.gz", "val.de.gz", "val.en.gz"),
        File("train.de.gz", "726e39b2fa9eb9ffb6dc763fb35a179f80fae06ffc5d28b6ace5faa883de28a6"),
        File("train.en.gz", "d79cfa999dd4c51d2cb42499b6796d5a882c3a8a961923c25a898c90f8bbd56f"),
        File("val.de.gz", "f0cba2f995189cf5770f29a8a9a537a3ad3f51657ad873405082ff6863a5e75a"),
        File("val.en.gz", "14f7d25ddd868909a9213e361768460edcacdd6ab9d1e77b92560dc10c10dc28"));

    /// <summary>Reads the sentences and builds the vocabulary, one for both languages.</summary>
    /// <exception cref="UserException">A file is missing, no UTF-8 text, has a blank line, or does not match its translation.</exception>
    public static ParallelText Read(DataSource source, VocabularySource vocabularySource)
    {
        var parts = source.Open("multi30k", Layouts, Publication);
        var table = new WordTable();
        int[][][] sentences =
        [
            Sentences(parts[0][0], table, times: 1),
            Sentences(parts[1][0], table, times: vocabularySource == VocabularySource.Joint ? 1 : 0),
            Sentences(parts[2][0], table, times: 0),
            Sentences(parts[3][0], table, times: 0),
        ];
        var vocabulary = table.Commonest(VocabularySize, LeastCount, [Padding, Unknown, Begin, End], Unknown);
        return new(
            vocabulary,
            Pair(parts[0][0], Encode(sentences[0]), parts[1][0], Encode(sentences[1])),
            Pair(parts[2][0], Encode(sentences[2]), parts[3][0], Encode(sentences[3])));

        int[][] Encode(int[][] texts) => Array.ConvertAll(texts, text => Array.ConvertAll(text, word => vocabulary.Ids[word]));
    }

    /// <summary>Words of each line between a beginning and an end; a long line loses its last words, not its end.</summary>
    private static int[][] Sentences(DataFile file, WordTable table, int times)
    {
        var sentences = new List<int[]>();
        var words = new List<Range>();
        var (begin, end) = (table.Number(Begin, times: 0), table.Number(End, times: 0));
        foreach (var (number, text) in file.Lines())
        {
            Tokenizer.Sentence(text, words);
            if (words.Count == 0)
                throw file.Broken(number, "there is no word");
            var sentence = new int[Math.Min(words.Count + 2, Length)];
            sentence[0] = begin;
            for (var i = 0; i < words.Count; i++)
            {
                var word = table.Number(text.AsSpan(words[i]), times);
                if (i + 1 < sentence.Length)
                    sentence[i + 1] = word;
            }
            sentence[^1] = end;
            sentences.Add(sentence);
        }
        return sentences.Count > 0 ? [.. sentences] : throw new UserException($"{file.Path} has no lines");
    }

    private static SentencePairs Pair(DataFile source, int[][] sources, DataFile target, int[][] targets)
        => sources.Length == targets.Length
            ? new(sources, targets)
            : throw new UserException($"{source.Path} has {sources.Length:N0} lines, its translation {target.Path} has {targets.Length:N0}");

    private static PublishedFile File(string name, string sum)
        => new(sum, $"https://raw.githubusercontent.com/multi30k/dataset/master/data/task1/raw/{name}");
}

/// <summary>Sentences and their translations, as ids of words.</summary>
internal sealed record SentencePairs(int[][] Sources, int[][] Targets)
{
    public int Count => Sources.Length;
}

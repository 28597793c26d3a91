namespace MetaAdamW.Tasks.Loading;

/// <summary>
/// WikiText-2 (Merity et al., 2016): good articles of Wikipedia, cut into blocks of words. Its text is under CC BY-SA, so it is
/// fetched, never shipped.
/// </summary>
/// <param name="Vocabulary">The commonest words of the training text.</param>
/// <param name="Train">Ids of the training blocks' words, block after block.</param>
/// <param name="Validation">The same of the validation text.</param>
internal sealed record WikiText(Vocabulary Vocabulary, int[] Train, int[] Validation)
{
    /// <summary>Words in a block.</summary>
    public const int BlockLength = 128;

    private const int VocabularySize = 10_000;

    // In "raw" text every word is spelled out; in the other form the publisher has replaced rare ones by <unk>.
    private static readonly DataLayout[] Layouts =
    [
        .. DataLayout.Below(["wikitext2", ""], "train.txt.gz", "valid.txt.gz"),
        .. DataLayout.Below(["wikitext2", ""], "train.txt", "valid.txt"),
        .. DataLayout.Below(["wikitext-2-raw", ""], "wiki.train.raw", "wiki.valid.raw"),
        .. DataLayout.Below(["wikitext-2", ""], "wiki.train.tokens", "wiki.valid.tokens"),
        .. DataLayout.Below(["wikitext2", ""], "wikitext-2-raw-v1.zip!wikitext-2-raw/wiki.train.raw", "wikitext-2-raw-v1.zip!wikitext-2-raw/wiki.valid.raw"),
        .. DataLayout.Below(["wikitext2", ""], "wikitext-2-v1.zip!wikitext-2/wiki.train.tokens", "wikitext-2-v1.zip!wikitext-2/wiki.valid.tokens"),
    ];

    private static readonly Publication Publication = new(
        new("wikitext-2-raw-v1.zip!wikitext-2-raw/wiki.train.raw", "wikitext-2-raw-v1.zip!wikitext-2-raw/wiki.valid.raw"),
        new PublishedFile(
            "ef7edb566e3e2b2d31b29c1fdb0c89a4cc683597484c3dc2517919c615435a11",
            "https://s3.amazonaws.com/research.metamind.io/wikitext/wikitext-2-raw-v1.zip",
            "https://huggingface.co/datasets/ggml-org/ci/resolve/main/wikitext-2-raw-v1.zip"));

    /// <summary>Reads the text and builds the vocabulary.</summary>
    /// <exception cref="UserException">A file is missing, no UTF-8 text, or has no line of <see cref="BlockLength"/> words.</exception>
    public static WikiText Read(DataSource source)
    {
        var parts = source.Open("wikitext2", Layouts, Publication);
        var table = new WordTable();
        var train = Blocks(parts[0][0], table, times: 1);
        var validation = Blocks(parts[1][0], table, times: 0);
        var vocabulary = table.Commonest(VocabularySize, least: 1, ["<pad>", "<unk>"], unknown: "<unk>");
        return new(vocabulary, Array.ConvertAll(train, word => vocabulary.Ids[word]), Array.ConvertAll(validation, word => vocabulary.Ids[word]));
    }

    /// <summary>Cuts each line into blocks; what is left of a line, at most 127 words, only counts.</summary>
    private static int[] Blocks(DataFile file, WordTable table, int times)
    {
        var blocks = new List<int>();
        var words = new List<Range>();
        foreach (var (_, text) in file.Lines())
        {
            Tokenizer.Blanks(text, words);
            var kept = words.Count / BlockLength * BlockLength;
            for (var i = 0; i < words.Count; i++)
            {
                var number = table.Number(text.AsSpan(words[i]), times);
                if (i < kept)
                    blocks.Add(number);
            }
        }
        return blocks.Count > 0 ? [.. blocks] : throw new UserException($"{file.Path} has no line of {BlockLength} words");
    }
}

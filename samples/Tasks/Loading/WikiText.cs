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

    /// <summary>Reads the text and builds the vocabulary.</summary>
    /// <exception cref="UserException">A file is missing, no UTF-8 text, or has no line of <see cref="BlockLength"/> words.</exception>
    public static WikiText Read(DataSource source)
    {
        var parts = WikiTextFiles.Open(source, "wikitext2");
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

using System.Runtime.InteropServices;

namespace MetaAdamW.Tasks.Loading;

/// <summary>The words of a text, numbered as they come, and how often each was counted.</summary>
internal sealed class WordTable
{
    private readonly Dictionary<string, int> numbers = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<string> words = [];
    private readonly List<int> counts = [];

    public WordTable() => lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of a word, new or old.</summary>
    /// <param name="word">The word.</param>
    /// <param name="times">What it counts: 0 where the text must not shape the vocabulary.</param>
    public int Number(ReadOnlySpan<char> word, int times = 1)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(lookup, word, out var isKnown);
        if (!isKnown)
        {
            number = words.Count;
            words.Add(word.ToString());
            counts.Add(0);
        }
        counts[number] += times;
        return number;
    }

    /// <summary>
    /// The vocabulary of the commonest words; of words that are equally common the ordinally smaller come first, so that equal
    /// texts give equal vocabularies.
    /// </summary>
    /// <param name="size">Words at most, the special ones included.</param>
    /// <param name="least">How often a word must have been counted.</param>
    /// <param name="special">Words that get the first numbers; the text's words that are spelled like them are them.</param>
    /// <param name="unknown">The special word that stands for all words outside of the vocabulary.</param>
    public Vocabulary Commonest(int size, int least, string[] special, string unknown)
    {
        var chosen = Enumerable.Range(0, words.Count)
            .Where(word => counts[word] >= Math.Max(1, least) && !special.Contains(words[word]))
            .OrderByDescending(word => counts[word])
            .ThenBy(word => words[word], StringComparer.Ordinal)
            .Take(size - special.Length)
            .ToArray();

        var ids = new int[words.Count];
        Array.Fill(ids, Array.IndexOf(special, unknown));
        for (var i = 0; i < special.Length; i++)
            if (numbers.TryGetValue(special[i], out var spelledAlike))
                ids[spelledAlike] = i;
        for (var i = 0; i < chosen.Length; i++)
            ids[chosen[i]] = special.Length + i;
        return new([.. special, .. chosen.Select(word => words[word])], ids);
    }
}

/// <summary>A model's words.</summary>
/// <param name="Words">The words by their id.</param>
/// <param name="Ids">The ids of the words of the table that the vocabulary was made from, by their number.</param>
internal sealed record Vocabulary(IReadOnlyList<string> Words, int[] Ids)
{
    public int Count => Words.Count;
}

using System.Runtime.InteropServices;

namespace MetaAdamW.Tasks.Loading;

/// <summary>The text of WikiText-2 as characters, line ends included.</summary>
/// <param name="Known">The characters that are told apart; the others are number 0, and these follow from 1 on.</param>
/// <param name="Train">Numbers of the training text's characters.</param>
/// <param name="Validation">The same of the validation text.</param>
internal sealed record Characters(string Known, byte[] Train, byte[] Validation)
{
    /// <summary>How often a character must come in the training text to be told apart.</summary>
    private const int Least = 100;

    /// <summary>Characters that are told apart, with the one that stands for all others.</summary>
    public int Count => Known.Length + 1;

    /// <summary>Reads the text.</summary>
    /// <exception cref="UserException">A file is missing or no UTF-8 text.</exception>
    public static Characters Read(DataSource source)
    {
        var parts = WikiTextFiles.Open(source, "chargpt");
        var (train, validation) = (parts[0][0].Text(), parts[1][0].Text());
        var counts = new Dictionary<char, int>();
        foreach (var character in train)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, character, out _)++;
        var known = counts.Where(count => count.Value >= Least)
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key).Take(byte.MaxValue).Select(count => count.Key).ToArray();
        var numbers = known.Index().ToDictionary(character => character.Item, character => (byte)(character.Index + 1));
        return new(new(known), Numbers(train), Numbers(validation));

        byte[] Numbers(string text)
        {
            var all = new byte[text.Length];
            for (var i = 0; i < all.Length; i++)
                all[i] = numbers.GetValueOrDefault(text[i]);
            return all;
        }
    }
}

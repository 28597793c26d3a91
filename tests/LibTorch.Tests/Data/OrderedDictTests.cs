using TorchSharp.Utils;

namespace MetaAdamW.LibTorch.Tests.Data;

public class OrderedDictTests
{
    [Fact]
    public void Entries_keep_the_order_of_their_keys()
    {
        var dictionary = new OrderedDict<string, int> { { "c", 1 }, ("a", 2) };
        dictionary.Add(KeyValuePair.Create("b", 3));
        dictionary["c"] = 4;
        dictionary["d"] = 5;
        Assert.Equal(["c", "a", "b", "d"], dictionary.Keys);
        Assert.Equal(["c", "a", "b", "d"], dictionary.keys());
        Assert.Equal([4, 2, 3, 5], dictionary.Values);
        Assert.Equal([4, 2, 3, 5], dictionary.values());
        Assert.Equal([("c", 4), ("a", 2), ("b", 3), ("d", 5)], dictionary.ToArray<(string, int)>());
        OnTorchSharp.Differs("dictionaries as pairs", () => Assert.Equal(dictionary.Keys, ((IEnumerable<KeyValuePair<string, int>>)dictionary).Select(pair => pair.Key)));
        IEnumerator<(string, int)> items = dictionary.items(), entries = dictionary.GetEnumerator();
        Assert.True(items.MoveNext() && entries.MoveNext());
        Assert.Equal(("c", 4), items.Current);
        Assert.Equal(items.Current, entries.Current);
        Assert.Equal(4, dictionary.Count);
        Assert.False(dictionary.IsReadOnly);
    }

    [Fact]
    public void Entries_are_found_by_key_and_by_position()
    {
        OrderedDict<string, int> dictionary = Letters();
        Assert.Equal(2, dictionary["b"]);
        Assert.Equal(("b", 2), dictionary[1]);
        Assert.Contains("c", (IDictionary<string, int>)dictionary);
        Assert.DoesNotContain("x", (IDictionary<string, int>)dictionary);
        Assert.True(dictionary.TryGetValue("c", out int value));
        Assert.Equal(3, value);
        Assert.False(dictionary.TryGetValue("x", out _));
        Assert.Contains(("a", 1), (ICollection<(string, int)>)dictionary);
        Assert.DoesNotContain(("a", 2), (ICollection<(string, int)>)dictionary);
        bool pair = dictionary.Contains(KeyValuePair.Create("a", 1));
        bool other = dictionary.Contains(KeyValuePair.Create("a", 2));
        Assert.True(pair);
        OnTorchSharp.Differs("dictionaries as pairs", () => Assert.False(other));
        Assert.Equal(2, dictionary.IndexOf(("c", 3)));
        Assert.Equal(-1, dictionary.IndexOf(("c", 4)));
        Assert.Throws<KeyNotFoundException>(() => dictionary["x"]);
        Assert.Throws<ArgumentException>(() => dictionary.Add("a", 9));
        var tuples = new (string, int)[4];
        dictionary.CopyTo(tuples, 1);
        Assert.Equal(("a", 1), tuples[1]);
        OnTorchSharp.Differs("dictionaries as pairs", () => {
            var pairs = new KeyValuePair<string, int>[3];
            dictionary.CopyTo(pairs, 0);
            Assert.Equal("c", pairs[2].Key);
        });
    }

    [Fact]
    public void Removal_and_insertion_keep_keys_and_positions_together()
    {
        OrderedDict<string, int> dictionary = Letters();
        dictionary.Insert(1, ("x", 9));
        Assert.Equal(["a", "x", "b", "c"], dictionary.Keys);
        OnTorchSharp.Differs("keys of dictionaries", () => Assert.Equal(["a", "x", "b", "c"], dictionary.keys()));
        Assert.Equal(3, dictionary.IndexOf(("c", 3)));
        Assert.True(dictionary.Remove("a"));
        OnTorchSharp.Differs("removing pairs", () => Assert.False(dictionary.Remove("a")));
        OnTorchSharp.Differs("removing pairs", () => {
            OrderedDict<string, int> letters = Letters();
            Assert.False(letters.Remove(("b", 5)));
            Assert.Equal(2, letters["b"]);
        });
        OnTorchSharp.Differs("removing pairs", () => {
            OrderedDict<string, int> letters = Letters();
            Assert.True(letters.Remove(KeyValuePair.Create("b", 2)));
            Assert.Equal(["a", "c"], letters.Keys);
        });
        Assert.True(dictionary.Remove(("b", 2)));
        Assert.True(dictionary.Remove(("c", 3)));
        Assert.Equal(("x", 9), Assert.Single(dictionary.ToArray<(string, int)>()));
        dictionary[0] = ("x", 7);
        Assert.Equal(7, dictionary["x"]);
        OnTorchSharp.Differs("setting pairs", () => {
            OrderedDict<string, int> letters = Letters();
            letters[0] = ("y", 7);
            Assert.Equal(7, letters["y"]);
            Assert.DoesNotContain("a", (IDictionary<string, int>)letters);
        });
        dictionary.Add("z", 8);
        OnTorchSharp.Differs("setting pairs", () => Assert.Throws<ArgumentException>(() => new OrderedDict<string, int> { { "a", 1 }, { "z", 2 } }[0] = ("z", 1)));
        dictionary.RemoveAt(0);
        Assert.Equal(("z", 8), dictionary[0]);
        Assert.Throws<IndexOutOfRangeException>(() => dictionary.RemoveAt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => dictionary.Insert(5, ("q", 1)));
        dictionary.clear();
        Assert.Empty(dictionary.Keys);
        dictionary.Add("z", 8);
        dictionary.Clear();
        Assert.False(dictionary.ContainsKey("z"));
    }

    private static OrderedDict<string, int> Letters() => new() { { "a", 1 }, { "b", 2 }, { "c", 3 } };
}

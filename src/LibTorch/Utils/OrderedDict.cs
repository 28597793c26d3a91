using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps its entries in the order in which their keys were first added.</summary>
/// <remarks>
/// Unlike TorchSharp's, enumeration as key-value pairs works, and every way of removing an entry removes it from the order too.
/// Removal, and replacement of an entry by index, take time in proportion to the number of entries; look-ups do not.
/// </remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)> where TKey : notnull
{
    private readonly List<(TKey Key, TValue Value)> entries = [];
    private readonly Dictionary<TKey, int> positions = [];

    /// <summary>The number of entries.</summary>
    public int Count => entries.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The keys in order, as a copy.</summary>
    public ICollection<TKey> Keys => [.. entries.Select(entry => entry.Key)];

    /// <summary>The values in order, as a copy.</summary>
    public ICollection<TValue> Values => [.. entries.Select(entry => entry.Value)];

    /// <summary>The entry at a position. Setting it replaces the entry, key included.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    /// <exception cref="ArgumentException">The new key is already at another position.</exception>
    public (TKey, TValue) this[int index] {
        get => entries[index];
        set {
            TKey old = entries[index].Key;
            if (positions.TryGetValue(value.Item1, out int at) && at != index)
                throw new ArgumentException($"An item with the same key has already been added. Key: {value.Item1}", nameof(value));
            positions.Remove(old);
            positions[value.Item1] = index;
            entries[index] = value;
        }
    }

    /// <summary>The value of a key. Setting it keeps the key's position, or appends a new entry.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">The key to read is not there.</exception>
    public TValue this[TKey key] {
        get => positions.TryGetValue(key, out int index)
            ? entries[index].Value
            : throw new KeyNotFoundException($"The given key '{key}' was not present in the dictionary.");
        set {
            if (positions.TryGetValue(key, out int index))
                entries[index] = (key, value);
            else
                Add(key, value);
        }
    }

    /// <summary>The entries in order.</summary>
    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();

    /// <summary>The keys in order.</summary>
    public IEnumerable<TKey> keys() => entries.Select(entry => entry.Key);

    /// <summary>The values in order.</summary>
    public IEnumerable<TValue> values() => entries.Select(entry => entry.Value);

    /// <inheritdoc cref="Clear"/>
    public void clear() => Clear();

    /// <summary>Removes all entries.</summary>
    public void Clear()
    {
        entries.Clear();
        positions.Clear();
    }

    /// <summary>Appends an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(TKey key, TValue value)
    {
        positions.Add(key, entries.Count);
        entries.Add((key, value));
    }

    /// <summary>Appends an entry.</summary>
    /// <param name="item">Key and value.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

    /// <summary>Appends an entry.</summary>
    /// <param name="item">Key and value.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    /// <summary>Puts an entry at a position and moves the later ones up.</summary>
    /// <param name="index">The position, from 0 to <see cref="Count"/>.</param>
    /// <param name="item">Key and value.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Insert(int index, (TKey, TValue) item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, entries.Count);
        positions.Add(item.Item1, index);
        entries.Insert(index, item);
        Renumber(index + 1);
    }

    /// <summary>Removes the entry at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such position.</exception>
    public void RemoveAt(int index)
    {
        if ((uint)index >= (uint)entries.Count)
            throw new IndexOutOfRangeException();
        positions.Remove(entries[index].Key);
        entries.RemoveAt(index);
        Renumber(index);
    }

    /// <summary>Removes the entry of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(TKey key)
    {
        if (!positions.TryGetValue(key, out int index))
            return false;
        RemoveAt(index);
        return true;
    }

    /// <summary>Removes an entry if both its key and its value are equal to the given ones.</summary>
    /// <param name="item">Key and value.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

    /// <inheritdoc cref="Remove(ValueTuple{TKey, TValue})"/>
    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));

    /// <summary>Whether a key is there.</summary>
    /// <param name="key">The key.</param>
    public bool ContainsKey(TKey key) => positions.ContainsKey(key);

    /// <summary>Whether there is an entry with this key and this value.</summary>
    /// <param name="item">Key and value.</param>
    public bool Contains((TKey, TValue) item) => IndexOf(item) >= 0;

    /// <inheritdoc cref="Contains(ValueTuple{TKey, TValue})"/>
    public bool Contains(KeyValuePair<TKey, TValue> item) => IndexOf((item.Key, item.Value)) >= 0;

    /// <summary>The position of the entry with this key and this value.</summary>
    /// <param name="item">Key and value.</param>
    /// <returns>The position, or -1.</returns>
    public int IndexOf((TKey, TValue) item) =>
        positions.TryGetValue(item.Item1, out int index) && EqualityComparer<TValue>.Default.Equals(entries[index].Value, item.Item2)
            ? index
            : -1;

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value, if it is there.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        bool found = positions.TryGetValue(key, out int index);
        value = found ? entries[index].Value : default;
        return found;
    }

    /// <summary>Copies the entries in order.</summary>
    /// <param name="array">Where to.</param>
    /// <param name="arrayIndex">The position in <paramref name="array"/> of the first entry.</param>
    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <inheritdoc cref="CopyTo(ValueTuple{TKey, TValue}[], int)"/>
    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) => Pairs().ToArray().CopyTo(array, arrayIndex);

    /// <summary>The entries in order.</summary>
    public IEnumerator<(TKey, TValue)> GetEnumerator() => entries.GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => Pairs().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<KeyValuePair<TKey, TValue>> Pairs() => entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value));

    private void Renumber(int start)
    {
        for (int i = start; i < entries.Count; i++)
            positions[entries[i].Key] = i;
    }
}

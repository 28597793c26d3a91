using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Utils;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in the order of their insertion.</summary>
/// <remarks>
/// As in TorchSharp, the dictionary is registered once, when it is registered in a module itself: modules that are added or
/// replaced afterwards are not part of the tree.
/// </remarks>
/// <typeparam name="T">The type of the modules.</typeparam>
public class ModuleDict<T> : Module, IDictionary<string, T>, IList<(string, T)> where T : Module
{
    private readonly OrderedDict<string, T> entries = [];
    private bool registered;

    /// <summary>Makes an empty dictionary.</summary>
    public ModuleDict() : base("ModuleDict")
    {
    }

    /// <summary>The number of modules.</summary>
    public int Count => entries.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The names, in order.</summary>
    public ICollection<string> Keys => entries.Keys;

    /// <summary>The modules, in order.</summary>
    public ICollection<T> Values => entries.Values;

    /// <summary>The entry at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public (string, T) this[int index] { get => entries[index]; set => entries[index] = value; }

    /// <summary>The module with a name.</summary>
    /// <param name="key">The name.</param>
    public T this[string key] { get => entries[key]; set => entries[key] = value; }

    /// <summary>The entries, in order.</summary>
    public IEnumerator<(string, T)> items() => entries.items();

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> keys() => entries.keys();

    /// <summary>The modules, in order.</summary>
    public IEnumerable<T> values() => entries.values();

    /// <summary>Removes everything.</summary>
    public void clear() => entries.clear();

    /// <summary>Removes everything.</summary>
    public void Clear() => entries.Clear();

    /// <summary>Adds a module.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add((string, T) item) => entries.Add(item);

    /// <summary>Adds a module.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string key, T value) => entries.Add(key, value);

    /// <summary>Adds a module.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(KeyValuePair<string, T> item) => entries.Add(item.Key, item.Value);

    /// <summary>Whether there is that entry.</summary>
    public bool Contains((string, T) item) => entries.Contains(item);

    /// <summary>Whether there is that entry.</summary>
    public bool Contains(KeyValuePair<string, T> item) => entries.Contains((item.Key, item.Value));

    /// <summary>Whether there is a module with that name.</summary>
    public bool ContainsKey(string key) => entries.ContainsKey(key);

    /// <summary>Copies the entries to an array.</summary>
    public void CopyTo((string, T)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <summary>Copies the entries to an array.</summary>
    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <summary>The entries, in order.</summary>
    public IEnumerator<(string, T)> GetEnumerator() => entries.GetEnumerator();

    /// <summary>The position of an entry, or -1.</summary>
    public int IndexOf((string, T) item) => entries.IndexOf(item);

    /// <summary>Inserts an entry.</summary>
    public void Insert(int index, (string, T) item) => entries.Insert(index, item);

    /// <summary>Removes an entry.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove((string, T) item) => entries.Remove(item);

    /// <summary>Removes a module.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string key) => entries.Remove(key);

    /// <summary>Removes an entry.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(KeyValuePair<string, T> item) => entries.Remove((item.Key, item.Value));

    /// <summary>Removes the entry at a position.</summary>
    public void RemoveAt(int index) => entries.RemoveAt(index);

    /// <summary>The module with a name.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => entries.TryGetValue(key, out value);

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => ((IDictionary<string, T>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        if (registered) return;
        foreach (var (name, module) in entries) register_module(name, module);
        registered = true;
    }
}

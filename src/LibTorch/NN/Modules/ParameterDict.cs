using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Parameters by name, in the order of their insertion; unlike a module dictionary, always seen as it is now.</summary>
public class ParameterDict : Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
{
    private readonly OrderedDict<string, Parameter> entries = [];

    /// <summary>Makes an empty dictionary.</summary>
    public ParameterDict() : base(nameof(ParameterDict))
    {
    }

    /// <summary>The number of parameters.</summary>
    public int Count => entries.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The names, in order.</summary>
    public ICollection<string> Keys => entries.Keys;

    /// <summary>The parameters, in order.</summary>
    public ICollection<Parameter> Values => entries.Values;

    /// <summary>The entry at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public (string, Parameter) this[int index] { get => entries[index]; set => entries[index] = value; }

    /// <summary>The parameter with a name.</summary>
    /// <param name="key">The name.</param>
    public Parameter this[string key] { get => entries[key]; set => entries[key] = value; }

    /// <summary>The entries, in order.</summary>
    public IEnumerator<(string, Parameter)> items() => entries.items();

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> keys() => entries.keys();

    /// <summary>The parameters, in order.</summary>
    public IEnumerable<Parameter> values() => entries.values();

    /// <summary>Removes everything.</summary>
    public void clear() => entries.clear();

    /// <summary>Removes everything.</summary>
    public void Clear() => entries.Clear();

    /// <summary>Adds a parameter.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add((string, Parameter) item) => entries.Add(item);

    /// <summary>Adds a parameter.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string key, Parameter value) => entries.Add(key, value);

    /// <summary>Adds a parameter.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(KeyValuePair<string, Parameter> item) => entries.Add(item.Key, item.Value);

    /// <summary>Whether there is that entry.</summary>
    public bool Contains((string, Parameter) item) => TryGetValue(item.Item1, out var value) && ReferenceEquals(value, item.Item2);

    /// <summary>Whether there is that entry.</summary>
    public bool Contains(KeyValuePair<string, Parameter> item) => Contains((item.Key, item.Value));

    /// <summary>Whether there is a parameter with that name.</summary>
    public bool ContainsKey(string key) => entries.ContainsKey(key);

    /// <summary>Copies the entries to an array.</summary>
    public void CopyTo((string, Parameter)[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <summary>Copies the entries to an array.</summary>
    public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <summary>The entries, in order.</summary>
    public IEnumerator<(string, Parameter)> GetEnumerator() => entries.GetEnumerator();

    /// <summary>The position of an entry, or -1.</summary>
    public int IndexOf((string, Parameter) item) => Contains(item) ? entries.IndexOf(item) : -1;

    /// <summary>Inserts an entry.</summary>
    public void Insert(int index, (string, Parameter) item) => entries.Insert(index, item);

    /// <summary>Removes an entry.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove((string, Parameter) item) => Contains(item) && entries.Remove(item.Item1);

    /// <summary>Removes a parameter.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string key) => entries.Remove(key);

    /// <summary>Removes an entry.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(KeyValuePair<string, Parameter> item) => Remove((item.Key, item.Value));

    /// <summary>Removes the entry at a position.</summary>
    public void RemoveAt(int index) => entries.RemoveAt(index);

    /// <summary>The parameter with a name.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) => entries.TryGetValue(key, out value);

    IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() => ((IDictionary<string, Parameter>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        var seen = new HashSet<IntPtr>();
        foreach (var (name, parameter) in entries)
        {
            if (!parameter.IsInvalid && seen.Add(parameter.Handle)) yield return (name, parameter);
        }
    }

    /// <inheritdoc/>
    public override Parameter? get_parameter(string target) => TryGetValue(target, out var parameter) ? parameter : null;

    /// <inheritdoc/>
    public override bool has_parameter(string target) => ContainsKey(target);

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // named_parameters shows the dictionary itself; a second registry could only fall behind it.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        (string, Parameter)[] all = [.. entries];
        foreach (var (name, parameter) in all)
        {
            if (!ReplaceParameter(dtype, device, parameter, out var moved)) continue;
            entries[name] = moved!;
            parameter.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) foreach (var (_, parameter) in entries) parameter.Dispose();
    }
}

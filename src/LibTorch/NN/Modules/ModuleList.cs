using System.Collections;
using System.Globalization;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A list of modules with the names "0", "1" and so on.</summary>
/// <remarks>
/// As in TorchSharp, the list is registered once, when it is registered in a module itself: modules that are added or replaced
/// afterwards are not part of the tree.
/// </remarks>
/// <typeparam name="T">The type of the modules.</typeparam>
public class ModuleList<T> : Module, IList<T> where T : Module
{
    private readonly List<T> list = [];
    private bool registered;

    /// <summary>Makes a list.</summary>
    /// <param name="modules">The modules.</param>
    public ModuleList(params T[] modules) : base("ModuleList") => append(modules);

    /// <summary>The number of modules.</summary>
    public int Count => list.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The module at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public T this[int index] { get => list[index]; set => list[index] = value; }

    /// <summary>Appends a module.</summary>
    public void Add(T item) => list.Add(item);

    /// <summary>Appends modules.</summary>
    public void append(params T[] parameters) => list.AddRange(parameters ?? []);

    /// <summary>Appends modules.</summary>
    public void extend(IEnumerable<T> modules) => list.AddRange(modules);

    /// <summary>Removes all modules.</summary>
    public void Clear() => list.Clear();

    /// <summary>Whether a module is in the list.</summary>
    public bool Contains(T item) => list.Contains(item);

    /// <summary>Copies the modules to an array.</summary>
    public void CopyTo(T[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

    /// <summary>The modules, in order.</summary>
    public IEnumerator<T> GetEnumerator() => list.GetEnumerator();

    /// <summary>The position of a module, or -1.</summary>
    public int IndexOf(T item) => list.IndexOf(item);

    /// <summary>Inserts a module.</summary>
    public void Insert(int index, T item) => list.Insert(index, item);

    /// <summary>Removes a module.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(T item) => list.Remove(item);

    /// <summary>Removes the module at a position.</summary>
    public void RemoveAt(int index) => list.RemoveAt(index);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        if (registered) return;
        for (var i = 0; i < list.Count; i++) register_module(i.ToString(CultureInfo.InvariantCulture), list[i]);
        registered = true;
    }
}

using System.Collections;
using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A list of parameters with the names "0", "1" and so on; unlike a module list, always seen as it is now.</summary>
public class ParameterList : Module, IList<Parameter>
{
    private readonly List<Parameter> list = [];

    /// <summary>Makes a list.</summary>
    /// <param name="parameters">The parameters.</param>
    public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => append(parameters);

    /// <summary>The number of parameters.</summary>
    public int Count => list.Count;

    /// <summary>Always false.</summary>
    public bool IsReadOnly => false;

    /// <summary>The parameter at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    public Parameter this[int index] { get => list[index]; set => list[index] = value; }

    /// <summary>Appends a parameter.</summary>
    public void Add(Parameter item) => list.Add(item);

    /// <summary>Appends parameters.</summary>
    public void append(params Parameter[] parameters) => list.AddRange(parameters ?? []);

    /// <summary>Appends parameters.</summary>
    public void extend(IEnumerable<Parameter> parameters) => list.AddRange(parameters);

    /// <summary>Removes all parameters.</summary>
    public void Clear() => list.Clear();

    /// <summary>Whether a parameter is in the list.</summary>
    public bool Contains(Parameter item) => IndexOf(item) >= 0;

    /// <summary>Copies the parameters to an array.</summary>
    public void CopyTo(Parameter[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);

    /// <summary>The parameters, in order.</summary>
    public IEnumerator<Parameter> GetEnumerator() => list.GetEnumerator();

    /// <summary>The position of a parameter, or -1.</summary>
    public int IndexOf(Parameter item) => list.FindIndex(parameter => ReferenceEquals(parameter, item));

    /// <summary>Inserts a parameter.</summary>
    public void Insert(int index, Parameter item) => list.Insert(index, item);

    /// <summary>Removes a parameter.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(Parameter item)
    {
        var index = IndexOf(item);
        if (index >= 0) list.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Removes the parameter at a position.</summary>
    public void RemoveAt(int index) => list.RemoveAt(index);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        var seen = new HashSet<IntPtr>();
        for (var i = 0; i < list.Count; i++)
        {
            if (!list[i].IsInvalid && seen.Add(list[i].Handle)) yield return (i.ToString(CultureInfo.InvariantCulture), list[i]);
        }
    }

    /// <inheritdoc/>
    public override Parameter? get_parameter(string target) => int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count ? list[index] : null;

    /// <inheritdoc/>
    public override bool has_parameter(string target) => get_parameter(target) is not null;

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
        // named_parameters shows the list itself; a second registry could only fall behind it.
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        for (var i = 0; i < list.Count; i++)
        {
            if (!ReplaceParameter(dtype, device, list[i], out var moved)) continue;
            list[i].Dispose();
            list[i] = moved!;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) list.ForEach(parameter => parameter.Dispose());
    }
}

using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules that run one after the other, each on the result of the one before.</summary>
/// <remarks>
/// As in TorchSharp: the modules are not asked to register their components, so one of your own calls RegisterComponents in its
/// constructor; fields of a subclass are not listed; and named_parameters(recurse: false) is empty. Intermediate results are
/// disposed as soon as the next module has run, unless a module returned the very object that it got.
/// </remarks>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<(string Name, nn.IModule<Tensor, Tensor> Module)> steps = [];

    internal Sequential() : base(nameof(Sequential))
    {
    }

    /// <summary>Makes a chain of named modules.</summary>
    /// <param name="modules">Names and modules, in order.</param>
    protected Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : this()
    {
        foreach (var (name, submodule) in modules) Add(name, submodule);
    }

    /// <summary>Makes a chain of modules with the names "0", "1" and so on.</summary>
    /// <param name="modules">The modules, in order.</param>
    protected Sequential(params nn.Module<Tensor, Tensor>[] modules) : this()
    {
        foreach (var module in modules) Add(module);
    }

    /// <summary>The number of modules.</summary>
    public int Count => steps.Count;

    /// <summary>The module at a position.</summary>
    /// <param name="index">The position, from 0.</param>
    [IndexerName("SequentialItems")]
    public nn.IModule<Tensor, Tensor> this[int index] => steps[index].Module;

    /// <summary>A part of the chain, with the same modules under the same names.</summary>
    /// <param name="index">The first position, and the one after the last; null stands for the ends.</param>
    [IndexerName("SequentialItems")]
    public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? Count);

    /// <summary>A part of the chain, with the same modules under the same names.</summary>
    /// <param name="index">The positions.</param>
    [IndexerName("SequentialItems")]
    public Sequential this[Range index] => Slice(index.Start.GetOffset(Count), index.End.GetOffset(Count));

    /// <summary>Appends a module.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="module">The module.</param>
    /// <returns>This chain.</returns>
    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        Add(name, module);
        return this;
    }

    /// <summary>Appends a module, named by its position.</summary>
    /// <param name="module">The module.</param>
    /// <returns>This chain.</returns>
    public Sequential append(nn.IModule<Tensor, Tensor> module)
    {
        Add(module);
        return this;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor)
    {
        if (steps.Count == 0) return tensor.Share();

        var current = tensor;
        foreach (var (_, module) in steps)
        {
            var next = module.call(current);
            if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next)) current.Dispose();
            current = next;
        }
        return current;
    }

    /// <inheritdoc/>
    public override IEnumerable<(string name, nn.Module module)> named_children()
    {
        foreach (var (name, module) in steps) yield return (name, (nn.Module)module);
    }

    /// <inheritdoc/>
    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        if (!recurse) yield break;
        var seen = new HashSet<IntPtr>();
        foreach (var (child, module) in named_children())
        {
            foreach (var (name, parameter) in module.named_parameters(true))
            {
                if (seen.Add(parameter.Handle)) yield return ($"{child}.{name}", parameter);
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true)
    {
        if (!recurse) yield break;
        var seen = new HashSet<IntPtr>();
        foreach (var (child, module) in named_children())
        {
            foreach (var (name, buffer) in module.named_buffers(true, include_persistent))
            {
                if (seen.Add(buffer.Handle)) yield return ($"{child}.{name}", buffer);
            }
        }
    }

    /// <inheritdoc/>
    public override nn.Module apply(Action<nn.Module> fn)
    {
        foreach (var (_, module) in named_children()) module.apply(fn);
        fn(this);
        return this;
    }

    internal void Add(string name, nn.IModule<Tensor, Tensor> module) => steps.Add((name, module));

    internal void Add(nn.IModule<Tensor, Tensor> module) => Add(steps.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    private Sequential Slice(int start, int end)
    {
        if (start < 0 || start > Count) throw new IndexOutOfRangeException($"{start} is not a valid index.");
        if (end < 0 || end > Count) throw new IndexOutOfRangeException($"{end} is not a valid index.");

        var result = new Sequential();
        for (var i = start; i < end; i++) result.Add(steps[i].Name, steps[i].Module);
        return result;
    }
}

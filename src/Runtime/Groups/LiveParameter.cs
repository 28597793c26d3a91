using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>A parameter as a live module reports it, with the kind of the module that owns it.</summary>
internal sealed record LiveParameter(string Name, Parameter Tensor, LayerKind Module)
{
    public TensorIdentity Identity { get; } = TensorIdentity.Of(Tensor);

    /// <summary>A model's parameters; a tensor that has several names counts once, under the first.</summary>
    public static IReadOnlyList<LiveParameter> Of(nn.Module model) => Distinct(AllOf(model));

    /// <summary>Named parameters; a tensor that comes several times counts once, under the first name.</summary>
    public static IReadOnlyList<LiveParameter> Of(IEnumerable<(string name, Parameter parameter)> parameters) =>
        Distinct(parameters.Select(p => new LiveParameter(p.name, p.parameter, LayerKind.Other)));

    /// <summary>A model's parameters under each of their names.</summary>
    public static IReadOnlyList<LiveParameter> AllOf(nn.Module model)
    {
        var kinds = new Dictionary<string, LayerKind>(StringComparer.Ordinal) { [string.Empty] = KindOf(model) };
        foreach (var (name, module) in model.named_modules())
        {
            kinds[name] = KindOf(module);
        }

        return [.. model.named_parameters().Select(p => new LiveParameter(p.name, p.parameter, OwnerKind(p.name, kinds)))];
    }

    private static List<LiveParameter> Distinct(IEnumerable<LiveParameter> parameters)
    {
        var seen = new HashSet<TensorIdentity>();
        return [.. parameters.Where(p => seen.Add(p.Identity))];
    }

    /// <summary>The module with the longest name that the parameter's name starts with: native modules report dotted names of their own.</summary>
    private static LayerKind OwnerKind(string name, Dictionary<string, LayerKind> kinds)
    {
        for (int dot = name.LastIndexOf('.'); dot >= 0; dot = dot == 0 ? -1 : name.LastIndexOf('.', dot - 1))
        {
            if (kinds.TryGetValue(name[..dot], out LayerKind kind))
            {
                return kind;
            }
        }

        return kinds[string.Empty];
    }

    private static LayerKind KindOf(nn.Module module) => module switch
    {
        Linear => LayerKind.Linear,
        Embedding => LayerKind.Embedding,
        MultiheadAttention => LayerKind.Attention,
        LayerNorm => LayerKind.LayerNorm,
        _ => LayerKind.Other,
    };
}

/// <summary>
/// Tells whether two parameters are the same tensor: on a CPU by their memory, elsewhere by their handle, since several wrappers
/// of one tensor have different handles.
/// </summary>
internal readonly record struct TensorIdentity(nint Address, long Elements)
{
    public static TensorIdentity Of(Tensor tensor)
    {
        long elements = tensor.numel();
        nint address = tensor.device_type == DeviceType.CPU && elements > 0 ? TensorMemory.AddressOf(tensor) : 0;
        return new TensorIdentity(address != 0 ? address : tensor.Handle, elements);
    }
}

using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>What tensors can do besides their own members.</summary>
public static partial class TensorExtensionMethods
{
    /// <summary>Makes a parameter of a tensor, which is empty afterwards.</summary>
    /// <param name="tensor">The tensor.</param>
    public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);
}

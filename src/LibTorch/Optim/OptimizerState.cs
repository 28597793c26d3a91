namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    /// <summary>The parameter.</summary>
    protected Parameter _parameter;

    /// <summary>Creates the state of a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    protected OptimizerState(Parameter parameter)
    {
        _parameter = parameter;
    }

    /// <summary>Writes the state.</summary>
    /// <param name="writer">Where to.</param>
    public abstract void SaveStateDict(BinaryWriter writer);

    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies the state of another optimizer, to the device of the own parameter.</summary>
    /// <param name="source">State of the same type.</param>
    public abstract void LoadStateDict(OptimizerState source);

    /// <summary>Whether two states are the same up to rounding. For tests.</summary>
    /// <param name="other">The other state.</param>
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    /// <summary>Sets the state that a parameter has before the first step.</summary>
    /// <param name="options">The options of the parameter's group.</param>
    public abstract void Initialize(OptimizerOptions options);

    /// <summary>Moves the state.</summary>
    /// <param name="device">The device to move to.</param>
    public virtual void to(torch.Device device)
    {
    }

    /// <summary>Reads what <see cref="SaveConditionalStateTensor"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="result">The tensor to read into, or null to create one; null afterwards when none was written.</param>
    /// <param name="device">The device that the tensor is to be on.</param>
    protected static void LoadConditionalStateTensor(BinaryReader reader, ref torch.Tensor? result, torch.Device device)
    {
        if (!reader.ReadBoolean()) {
            result?.Dispose();
            result = null;
            return;
        }
        torch.Tensor loaded = TensorFormat.Read(reader);
        if (result is not null && !(loaded.shape.AsSpan().SequenceEqual(result.shape) && loaded.dtype == result.dtype)) {
            string found = Describe(loaded);
            loaded.Dispose();
            throw new ArgumentException($"Mismatched tensor while loading: {Describe(result)} expected, {found} found.");
        }
        Replace(ref result, loaded, device);
    }

    /// <summary>Writes a tensor that may be missing.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="tensor">The tensor, or null.</param>
    protected static void SaveConditionalStateTensor(BinaryWriter writer, torch.Tensor? tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is not null)
            TensorFormat.Write(writer, tensor);
    }

    /// <summary>Reads a tensor that is shaped like the parameter.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    private protected void Load(BinaryReader reader, ref torch.Tensor tensor)
    {
        torch.Tensor loaded = TensorFormat.Read(reader);
        if (!loaded.shape.AsSpan().SequenceEqual(_parameter.shape) || loaded.dtype != _parameter.dtype) {
            string found = Describe(loaded);
            loaded.Dispose();
            throw new ArgumentException($"Mismatched tensor while loading: {Describe(_parameter)} expected, {found} found.");
        }
        Replace(ref tensor!, loaded, _parameter.device);
    }

    /// <summary>Replaces a tensor of the state by itself on another device.</summary>
    private protected static void Move(ref torch.Tensor tensor, torch.Device device) =>
        Replace(ref tensor!, Aten.alias(tensor), device);

    /// <summary>Copies a tensor of another state to the device of the own parameter, outside every dispose scope.</summary>
    private protected torch.Tensor CopyOf(torch.Tensor tensor) =>
        Aten._to_copy(tensor, device: _parameter.device).DetachFromDisposeScope();

    /// <summary>Whether two tensors that may be missing are the same up to rounding.</summary>
    private protected static bool Close(torch.Tensor? left, torch.Tensor? right) =>
        left is null || right is null ? left is null && right is null : Aten.allclose(left, right);

    /// <summary>Replaces a tensor of the state by another, on a device and outside every dispose scope.</summary>
    private static void Replace(ref torch.Tensor? target, torch.Tensor source, torch.Device device)
    {
        torch.Tensor moved = Aten.to(source, device: device).DetachFromDisposeScope();
        source.Dispose();
        target?.Dispose();
        target = moved;
    }

    private static string Describe(torch.Tensor tensor) => $"{tensor.dtype}[{string.Join(", ", tensor.shape)}]";
}

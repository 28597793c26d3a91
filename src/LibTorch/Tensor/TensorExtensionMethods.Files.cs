namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>Writes a tensor in TorchSharp's format.</summary>
    public static void Save(this torch.Tensor tensor, BinaryWriter writer) => TensorFormat.Write(writer, tensor);

    /// <inheritdoc cref="Save(torch.Tensor, BinaryWriter)"/>
    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    /// <inheritdoc cref="Save(torch.Tensor, BinaryWriter)"/>
    public static void Save(this torch.Tensor tensor, string location)
    {
        using FileStream stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Fills a tensor from a stream in TorchSharp's format. If that fails, the tensor stays as it was.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="reader">Where from.</param>
    /// <param name="skip">Whether to pass over the elements instead.</param>
    /// <exception cref="ArgumentException">The stream holds a tensor of another type or (unless skipped) shape.</exception>
    /// <exception cref="InvalidDataException">The stream holds no tensor.</exception>
    /// <exception cref="EndOfStreamException">It holds only the beginning of one.</exception>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        (torch.ScalarType type, long[] shape) = TensorFormat.ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException("Mismatched tensor data types while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        Fill(tensor, reader, type, shape, skip);
    }

    /// <summary>A tensor from a stream in TorchSharp's format.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="skip">Whether to pass over the elements, and return zeros.</param>
    /// <exception cref="InvalidDataException">The stream holds no tensor.</exception>
    /// <exception cref="EndOfStreamException">It holds only the beginning of one.</exception>
    public static torch.Tensor Load(BinaryReader reader, bool skip = false)
    {
        torch.Tensor? tensor = null;
        Load(ref tensor, reader, skip);
        return tensor!;
    }

    /// <summary>Fills a tensor, or a new one if there is none, from a stream in TorchSharp's format.</summary>
    /// <inheritdoc cref="Load(torch.Tensor, BinaryReader, bool)"/>
    public static void Load(ref torch.Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        (torch.ScalarType type, long[] shape) = TensorFormat.ReadHeader(reader);
        if (tensor is not null) {
            Fill(tensor, reader, type, shape, skip);
            return;
        }
        TensorFormat.CheckLength(reader, type, shape);
        torch.Tensor made = torch.zeros(shape, type, torch.CPU);
        try {
            Fill(made, reader, type, shape, skip);
        }
        catch {
            made.Dispose();
            throw;
        }
        tensor = made;
    }

    private static void Fill(torch.Tensor tensor, BinaryReader reader, torch.ScalarType type, long[] shape, bool skip)
    {
        if (!skip && !shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException("Mismatched tensor shape while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        TensorFormat.CheckLength(reader, type, shape);
        using torch.Tensor read = torch.empty(shape, type, torch.CPU);
        TensorFormat.ReadElements(reader.BaseStream, read);
        if (skip)
            return;
        using (torch.no_grad())
            tensor.copy_(read);
    }
}

public static partial class torch
{
    public partial class Tensor
    {
        /// <inheritdoc cref="TensorExtensionMethods.Load(BinaryReader, bool)"/>
        public static Tensor Load(BinaryReader reader) => TensorExtensionMethods.Load(reader);

        /// <inheritdoc cref="Load(BinaryReader)"/>
        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        /// <inheritdoc cref="Load(BinaryReader)"/>
        public static Tensor Load(string location)
        {
            using FileStream stream = File.OpenRead(location);
            return Load(stream);
        }
    }
}

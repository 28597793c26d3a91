namespace TorchSharp;

/// <summary>
/// One tensor in TorchSharp's own format: element type, number of dimensions, sizes (all <see cref="Leb128"/>), then the elements
/// in row-major order and in the byte order of the machine.
/// </summary>
internal static class TensorFormat
{
    private const int MaximalDimensions = 64;

    /// <summary>Appends a tensor of any device.</summary>
    public static void Write(BinaryWriter writer, torch.Tensor tensor)
    {
        Leb128.Write(writer, (int)tensor.dtype);
        var shape = tensor.shape;
        Leb128.Write(writer, shape.Length);
        foreach (var size in shape) Leb128.Write(writer, size);
        WriteElements(writer.BaseStream, tensor, writer);
    }

    /// <summary>Reads the next tensor into a new one in main memory.</summary>
    /// <exception cref="InvalidDataException">What is there is no tensor.</exception>
    /// <exception cref="EndOfStreamException">Only the beginning of it is there.</exception>
    public static torch.Tensor Read(BinaryReader reader)
    {
        var (type, shape) = ReadHeader(reader);
        CheckLength(reader, type, shape);
        using var ungraded = torch.no_grad();
        var tensor = torch.empty(shape, dtype: type, device: torch.CPU);
        try
        {
            ReadElements(reader.BaseStream, tensor);
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
        return tensor;
    }

    /// <summary>Reads element type and sizes.</summary>
    /// <exception cref="InvalidDataException">What is there is no tensor.</exception>
    /// <exception cref="EndOfStreamException">Only the beginning of it is there.</exception>
    public static (torch.ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        try
        {
            var code = Leb128.Read(reader);
            if (code > sbyte.MaxValue || !Enum.IsDefined((torch.ScalarType)(sbyte)code)) throw new InvalidDataException($"{code} is no element type of TorchSharp's.");
            var dimensions = Leb128.Read(reader);
            if (dimensions > MaximalDimensions) throw new InvalidDataException($"a tensor of {dimensions} dimensions.");
            var shape = new long[dimensions];
            for (var i = 0; i < shape.Length; i++) shape[i] = Leb128.Read(reader);
            return ((torch.ScalarType)(sbyte)code, shape);
        }
        catch (EndOfStreamException e)
        {
            throw new EndOfStreamException("the data ends within a tensor.", e);
        }
    }

    /// <summary>Fills a contiguous CPU tensor.</summary>
    public static unsafe void ReadElements(Stream stream, torch.Tensor tensor)
    {
        var left = tensor.numel() * tensor.element_size();
        var at = (byte*)tensor.Data;
        try
        {
            while (left > 0)
            {
                var part = (int)Math.Min(left, 1 << 20);
                stream.ReadExactly(new Span<byte>(at, part));
                at += part;
                left -= part;
            }
        }
        catch (EndOfStreamException e)
        {
            throw new EndOfStreamException("the data ends within a tensor.", e);
        }
        GC.KeepAlive(tensor);
    }

    /// <summary>Writes the elements of a tensor of any device and layout.</summary>
    public static unsafe void WriteElements(Stream stream, torch.Tensor tensor, BinaryWriter? writer = null)
    {
        writer?.Flush();
        using var ungraded = torch.no_grad();
        using var here = Aten.to(tensor, torch.CPU, tensor.dtype);
        using var plain = Aten.contiguous(here);
        var left = plain.numel() * plain.element_size();
        var at = (byte*)plain.Data;
        while (left > 0)
        {
            var part = (int)Math.Min(left, 1 << 20);
            stream.Write(new ReadOnlySpan<byte>(at, part));
            at += part;
            left -= part;
        }
        GC.KeepAlive(plain);
    }

    /// <summary>A length in the file must not make us allocate what the file can't hold.</summary>
    public static void CheckLength(BinaryReader reader, torch.ScalarType type, long[] shape)
    {
        long bytes;
        try
        {
            bytes = shape.Aggregate(ElementSize(type), (product, size) => checked(product * size));
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException($"a tensor of shape [{string.Join(", ", shape)}].", e);
        }
        if (reader.BaseStream.CanSeek && bytes > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new EndOfStreamException($"the data ends within a tensor of shape [{string.Join(", ", shape)}].");
        }
    }

    /// <summary>Bytes of one element.</summary>
    public static long ElementSize(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.ComplexFloat64 => 16,
        _ => 8,
    };
}

namespace TorchSharp;

/// <summary>Lengths as TorchSharp's files have them: seven bits a byte, lowest first, the top bit set on all but the last.</summary>
internal static class Leb128
{
    /// <summary>Writes a length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static void Write(BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        writer.Write7BitEncodedInt64(value);
    }

    /// <summary>Reads a length.</summary>
    /// <exception cref="InvalidDataException">What is there is none.</exception>
    public static long Read(BinaryReader reader)
    {
        long value;
        try
        {
            value = reader.Read7BitEncodedInt64();
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("a length has more than 64 bits.", e);
        }
        return value >= 0 ? value : throw new InvalidDataException("a length is negative.");
    }
}

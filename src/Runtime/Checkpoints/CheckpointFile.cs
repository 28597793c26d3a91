using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MetaAdamW.Files;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// The file behind a checkpoint: 8 bytes of signature and version, 8 bytes of manifest length, the manifest as JSON, the tensors'
/// bytes one after the other, and the SHA-256 of all that. Numbers are little-endian.
/// </summary>
internal static class CheckpointFile
{
    private const uint Signature = 0x5057414D;
    private const uint Version = 3;
    private const int HeaderLength = 16;
    private const int Piece = 1 << 24;

    private static readonly JsonSerializerOptions Json = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Online learning as text.</summary>
    public static string Write(OnlineProgress? progress) => JsonSerializer.Serialize(progress, Json);

    /// <summary>What <see cref="Write(OnlineProgress?)"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static OnlineProgress? ReadProgress(string text) => JsonSerializer.Deserialize<OnlineProgress?>(text, Json);

    /// <summary>The options as text, to compare them.</summary>
    public static string Describe(MetaAdamWOptions options) => JsonSerializer.Serialize(options, Json);

    /// <summary>Writes a file beside <paramref name="path"/> and puts it in its place when it is complete and on the disk.</summary>
    public static void Write(string path, CheckpointManifest manifest, IReadOnlyList<Tensor> tensors)
        => WholeFile.Write(path, file => Write(file, manifest, tensors));

    private static void Write(Stream file, CheckpointManifest manifest, IReadOnlyList<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(manifest, Json);
        byte[] header = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Signature);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), Version);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), text.Length);
        Put(header);
        Put(text);
        foreach (Tensor tensor in tensors)
        {
            using Tensor plain = tensor.detach().cpu().contiguous();
            TensorMemory.ForEachPiece(plain, Piece, piece => Put(piece));
        }

        file.Write(hash.GetHashAndReset());

        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            file.Write(bytes);
        }
    }

    /// <summary>Reads a whole file; the checksum is checked before anything in it is believed. The caller owns the tensors.</summary>
    /// <exception cref="CheckpointException">It is no checkpoint, newer than this version, or damaged.</exception>
    public static (CheckpointManifest Manifest, Tensor[] Tensors) Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] header = new byte[HeaderLength];
        bool whole = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength;
        if (!whole || BinaryPrimitives.ReadUInt32LittleEndian(header) != Signature)
        {
            throw new CheckpointException(path, ["it is not a checkpoint of MetaAdamW"]);
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        if (version != Version)
        {
            throw new CheckpointException(path, [$"its format has version {version}; this program reads version {Version}"]);
        }

        if (!IsWhole(file))
        {
            throw new CheckpointException(path, ["it is damaged: its contents do not fit its checksum"]);
        }

        file.Position = HeaderLength;
        byte[] text = new byte[BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(8))];
        file.ReadExactly(text);
        CheckpointManifest manifest = JsonSerializer.Deserialize<CheckpointManifest>(text, Json)!;
        var tensors = new Tensor[manifest.Tensors.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            CheckpointEntry entry = manifest.Tensors[i];
            tensors[i] = empty(entry.Shape, dtype: entry.Type).DetachFromDisposeScope();
            TensorMemory.ForEachPiece(tensors[i], Piece, file.ReadExactly);
        }

        return (manifest, tensors);
    }

    private static bool IsWhole(FileStream file)
    {
        long rest = file.Length - SHA256.HashSizeInBytes;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[Math.Clamp(rest, 0, Piece)];
        file.Position = 0;
        for (; rest > 0; rest -= Math.Min(rest, piece.Length))
        {
            Span<byte> part = piece.AsSpan(0, (int)Math.Min(rest, piece.Length));
            file.ReadExactly(part);
            hash.AppendData(part);
        }

        byte[] stored = new byte[SHA256.HashSizeInBytes];
        return rest == 0
            && file.ReadAtLeast(stored, stored.Length, throwOnEndOfStream: false) == stored.Length
            && CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), stored);
    }
}

/// <summary>What a checkpoint holds beside tensors.</summary>
internal sealed record CheckpointManifest
{
    public required string Options { get; init; }

    public required string Features { get; init; }

    /// <summary>The group table.</summary>
    public required CheckpointGroup[] Groups { get; init; }

    /// <summary>The optimizer groups' settings, as torch has them.</summary>
    public required CheckpointRates[] Rates { get; init; }

    public required long Steps { get; init; }

    public required long SkippedSteps { get; init; }

    public required long HeldSteps { get; init; }

    public required long LastMetaUpdate { get; init; }

    public required long MetaUpdates { get; init; }

    public required long SkippedMetaUpdates { get; init; }

    public required long ClippedMetaUpdates { get; init; }

    /// <summary>The step count of each parameter.</summary>
    public required long[] ParameterSteps { get; init; }

    /// <summary>Whether each parameter trains (<c>requires_grad</c>): one may have been unfrozen on the way.</summary>
    public required bool[] Trains { get; init; }

    public required double[] Alpha { get; init; }

    public required double[] Beta { get; init; }

    /// <summary>How far online learning is; null where there is none.</summary>
    public required OnlineProgress? Online { get; init; }

    /// <summary>How far the objective's sequences were in their current pass: training, validation.</summary>
    public required long[] Drawn { get; init; }

    /// <summary>Whatever the program wants to find again.</summary>
    public required Dictionary<string, string> Notes { get; init; }

    public required CheckpointEntry[] Tensors { get; init; }
}

/// <summary>A group in a checkpoint: its name with its parameters, and its own options.</summary>
internal sealed record CheckpointGroup(string Members, string Options);

/// <summary>A tensor in a checkpoint.</summary>
internal sealed record CheckpointEntry(string Name, ScalarType Type, long[] Shape, long Length);

/// <summary>The settings of an optimizer group in a checkpoint.</summary>
internal sealed record CheckpointRates(
    double LearningRate, double InitialLearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, bool Maximize);

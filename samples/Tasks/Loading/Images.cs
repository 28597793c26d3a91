namespace MetaAdamW.Tasks.Loading;

/// <summary>
/// CIFAR-10 (Krizhevsky, 2009): small colour images of ten kinds of things. Its publisher states no licence, so it is fetched,
/// never shipped.
/// </summary>
/// <param name="Train">Training images.</param>
/// <param name="Validation">The publisher's test images.</param>
internal sealed record Images(ImageSet Train, ImageSet Validation)
{
    private static readonly string[] Original = ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    private static readonly DataLayout[] Layouts =
    [
        .. DataLayout.Below(["cifar10", ""], "train_*.bin.gz", "test_*.bin.gz"),
        .. DataLayout.Below(["cifar10", ""], "train_*.bin", "test_*.bin"),
        .. DataLayout.Below(["cifar-10-batches-bin", "cifar10/cifar-10-batches-bin", "cifar10", ""], Original),
        .. DataLayout.Below(["cifar10", ""], [.. Original.Select(InArchive)]),
    ];

    private static readonly Publication Publication = new(
        new([.. Original.Select(InArchive)]),
        new PublishedFile(
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"));

    /// <summary>Reads the images: CIFAR-10's binary form.</summary>
    /// <exception cref="UserException">A file is missing, empty or broken.</exception>
    public static Images Read(DataSource source)
    {
        var parts = source.Open("cifar10", Layouts, Publication);
        return new(ImageSet.Read(parts[..^1].SelectMany(files => files)), ImageSet.Read(parts[^1]));
    }

    private static string InArchive(string name) => $"cifar-10-binary.tar.gz!cifar-10-batches-bin/{name}";
}

/// <summary>Images of 32×32 pixels.</summary>
/// <param name="Labels">Their kinds, 0 to 9.</param>
/// <param name="Pixels">For each image its red, green and blue plane, each row by row.</param>
internal sealed record ImageSet(byte[] Labels, byte[] Pixels)
{
    /// <summary>Height and width.</summary>
    public const int Side = 32;

    /// <summary>Bytes of an image.</summary>
    public const int Size = 3 * Side * Side;

    private const int Kinds = 10;

    public int Count => Labels.Length;

    /// <summary>Reads records of a label and an image.</summary>
    internal static ImageSet Read(IEnumerable<DataFile> files)
    {
        var labels = new List<byte>();
        using var pixels = new MemoryStream();
        foreach (var file in files)
        {
            var content = file.Content.AsSpan();
            if (content.Length == 0 || content.Length % (1 + Size) != 0)
                throw new UserException($"{file.Path} has {content.Length:N0} bytes: no whole number of records of {1 + Size:N0} bytes, a label and an image");
            for (var record = 0; content.Length > 0; record++, content = content[(1 + Size)..])
            {
                if (content[0] >= Kinds)
                    throw new UserException($"{file.Path}, record {record + 1}: the label is {content[0]}, expected 0 to {Kinds - 1}");
                labels.Add(content[0]);
                pixels.Write(content[1..(1 + Size)]);
            }
        }
        return new([.. labels], pixels.ToArray());
    }
}

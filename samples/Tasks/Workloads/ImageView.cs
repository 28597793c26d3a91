using MetaAdamW.Tasks.Loading;

namespace MetaAdamW.Tasks.Workloads;

/// <summary>
/// How an image is seen: as large as it is, but moved within a black frame, and mirrored or not. What leaves the frame is cut:
/// a random crop after padding, and a random flip.
/// </summary>
/// <param name="Down">Rows that the view lies below the image's first one; negative: above it.</param>
/// <param name="Right">Columns that it lies right of the image's first one.</param>
/// <param name="IsMirrored">Whether left and right change places.</param>
internal readonly record struct ImageView(int Down, int Right, bool IsMirrored)
{
    /// <summary>Pixels of the frame on each side.</summary>
    private const int Padding = 4;

    private const int Places = 2 * Padding + 1;

    /// <summary>Number of different views.</summary>
    public const int Kinds = 2 * Places * Places;

    // mean and standard deviation of red, green and blue in CIFAR-10
    private static readonly (float Mean, float Deviation)[] Channels = [(0.4914f, 0.2023f), (0.4822f, 0.1994f), (0.4465f, 0.2010f)];

    /// <summary>The normalised value of each byte in each channel.</summary>
    private static readonly float[][] Normalised =
        [.. Channels.Select(channel => Enumerable.Range(0, 256).Select(value => (value / 255f - channel.Mean) / channel.Deviation).ToArray())];

    /// <summary>The image as it is.</summary>
    public static ImageView Whole => default;

    /// <summary>The view of a number from 0 to <see cref="Kinds"/> − 1.</summary>
    public static ImageView Of(int number)
        => new(number / 2 / Places - Padding, number / 2 % Places - Padding, number % 2 == 1);

    /// <summary>Copies what is seen, normalised.</summary>
    /// <param name="pixels">Three planes of 32×32 bytes.</param>
    /// <param name="seen">Takes three planes of as many values.</param>
    public void Copy(ReadOnlySpan<byte> pixels, Span<float> seen)
    {
        const int Side = ImageSet.Side;
        var from = Math.Max(0, Right);
        var columns = Side - Math.Abs(Right);
        for (var channel = 0; channel < Channels.Length; channel++)
        {
            var values = Normalised[channel];
            for (var y = 0; y < Side; y++)
            {
                var row = seen.Slice((channel * Side + y) * Side, Side);
                var source = y + Down;
                if (source is < 0 or >= Side)
                {
                    row.Fill(values[0]);
                    continue;
                }
                row[..Math.Max(0, -Right)].Fill(values[0]);
                row[(Side - from)..].Fill(values[0]);
                var inside = row.Slice(Math.Max(0, -Right), columns);
                var image = pixels.Slice((channel * Side + source) * Side + from, columns);
                for (var x = 0; x < columns; x++)
                    inside[x] = values[image[x]];
                if (IsMirrored)
                    row.Reverse();
            }
        }
    }
}

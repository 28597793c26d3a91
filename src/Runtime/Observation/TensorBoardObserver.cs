using System.Buffers.Binary;
using Google.Protobuf;

namespace MetaAdamW;

/// <summary>Writes what an optimizer reports as scalars to a TensorBoard event file.</summary>
/// <remarks>
/// Tags: <c>alpha/group</c>, <c>beta/group</c>, <c>learning_rate/group</c>, <c>weight_decay/group</c>, <c>conductor/saturation</c>,
/// <c>conductor/alpha_spread</c>, <c>meta/term</c>; with online learning <c>loss_by_alpha/group</c>, <c>loss_by_beta/group</c>,
/// <c>signal_to_noise/group</c>, <c>online/gradient_norm</c>, <c>online/relative_change</c>, <c>online/signal_to_noise</c>. The few
/// messages of the format are written field by field, so the package needs no generated protocol classes.
/// </remarks>
public sealed class TensorBoardObserver : IDisposable
{
    // Fields of tensorflow.Event, tensorflow.Summary and tensorflow.Summary.Value.
    private const int EventTime = 1, EventStep = 2, EventVersion = 3, EventSummary = 5, SummaryValue = 1, ValueTag = 1, ValueSimple = 2;

    private readonly MetaAdamWOptimizer _optimizer;
    private readonly FileStream _file;
    private readonly long _every;

    /// <summary>Begins to write.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="folder">The folder of the run, which is created; the file gets a name that TensorBoard looks for.</param>
    /// <param name="every">Which steps are written: those that this divides; 1 writes all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is less than 1.</exception>
    public TensorBoardObserver(MetaAdamWOptimizer optimizer, string folder, long every = 1)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _every = OptionCheck.AtLeast(every, 1, nameof(every));
        _optimizer = optimizer;
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(
            folder, $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}.{Environment.MachineName}.{Environment.ProcessId}");
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        WriteRecord(Message(output =>
        {
            Time(output);
            output.WriteTag(EventVersion, WireFormat.WireType.LengthDelimited);
            output.WriteString("brain.Event:2");
        }));
        optimizer.Stepped += Write;
        optimizer.MetaUpdated += Write;
    }

    /// <summary>The event file.</summary>
    public string Path { get; }

    /// <summary>Stops and closes the file.</summary>
    public void Dispose()
    {
        _optimizer.Stepped -= Write;
        _optimizer.MetaUpdated -= Write;
        _file.Dispose();
    }

    /// <summary>CRC-32C with the rotation and offset that the record format asks for.</summary>
    internal static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = ~0u;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }

    private static void Time(CodedOutputStream output)
    {
        output.WriteTag(EventTime, WireFormat.WireType.Fixed64);
        output.WriteDouble(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0);
    }

    private void Write(StepRecord r)
    {
        if (r.Step % _every == 0)
        {
            (string, double)[] ofStep = [("conductor/saturation", r.Saturation), ("conductor/alpha_spread", r.AlphaSpread)];
            WriteScalars(r.Step, r.Groups.SelectMany((group, g) => new (string, double)[]
            {
                ($"alpha/{group}", r.Alpha[g]),
                ($"beta/{group}", r.Beta[g]),
                ($"learning_rate/{group}", r.LearningRate[g]),
                ($"weight_decay/{group}", r.WeightDecay[g]),
            }).Concat(ofStep).Concat(r.Online is { } online ? Of(online, r.Groups) : []));
        }
    }

    private static IEnumerable<(string Tag, double Value)> Of(OnlineRecord r, IReadOnlyList<string> groups) => groups
        .SelectMany((group, g) => new (string, double)[]
        {
            ($"loss_by_alpha/{group}", r.ByAlpha[g]), ($"loss_by_beta/{group}", r.ByBeta[g]), ($"signal_to_noise/{group}", r.SignalToNoise[g]),
        })
        .Concat(
        [
            ("online/gradient_norm", r.GradientNorm), ("online/relative_change", r.RelativeChange), ("online/signal_to_noise", r.TotalSignalToNoise),
        ]);

    private void Write(MetaUpdateRecord r) => WriteScalars(
        r.Step,
        ((string Tag, double Value)[])
        [
            ("meta/gradient_alignment", r.GradientAlignment),
            ("meta/loss_decrease", r.LossDecrease),
            ("meta/generalization_gap", r.GeneralizationGap),
            ("meta/total", r.Total),
            ("meta/gradient_norm", r.GradientNorm),
            ("meta/relative_change", r.RelativeChange),
        ]);

    private void WriteScalars(long step, IEnumerable<(string Tag, double Value)> scalars)
    {
        byte[] summary = Message(output =>
        {
            foreach ((string tag, double value) in scalars.Where(s => !double.IsNaN(s.Value)))
            {
                byte[] entry = Message(inner =>
                {
                    inner.WriteTag(ValueTag, WireFormat.WireType.LengthDelimited);
                    inner.WriteString(tag);
                    inner.WriteTag(ValueSimple, WireFormat.WireType.Fixed32);
                    inner.WriteFloat((float)value);
                });
                output.WriteTag(SummaryValue, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(entry));
            }
        });
        WriteRecord(Message(output =>
        {
            Time(output);
            output.WriteTag(EventStep, WireFormat.WireType.Varint);
            output.WriteInt64(step);
            output.WriteTag(EventSummary, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(summary));
        }));
    }

    /// <summary>A record: length, its checksum, the message, its checksum.</summary>
    private void WriteRecord(byte[] message)
    {
        Span<byte> length = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(length, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(length[8..], MaskedCrc(length[..8]));
        _file.Write(length);
        _file.Write(message);
        BinaryPrimitives.WriteUInt32LittleEndian(length, MaskedCrc(message));
        _file.Write(length[..4]);
        _file.Flush();
    }
}

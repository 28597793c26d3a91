using System.Buffers.Binary;
using Google.Protobuf;

namespace MetaAdamW.Runtime.Tests;

public sealed class ObservationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("observation").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheRecorderKeepsEveryNthStepAndAllMetaUpdates()
    {
        using OracleModel model = Models.Create("mlp");
        using MetaAdamWOptimizer optimizer = Create(model);
        using (var recorder = new TrainingRecorder(optimizer, every: 2))
        {
            Run(model, optimizer, 6);
            recorder.Dispose();
            Run(model, optimizer, 2);
            Assert.Equal([2L, 4, 6], recorder.Steps.Select(r => r.Step));
            Assert.Equal([3L, 6], recorder.MetaUpdates.Select(r => r.Step));
            Assert.All(recorder.MetaUpdates, r => Assert.True(r.RelativeChange > 0));
        }
    }

    [Fact]
    public void CsvHasARowForEachStepAndGroup()
    {
        using OracleModel model = Models.Create("mlp");
        using MetaAdamWOptimizer optimizer = Create(model);
        string steps = Path.Combine(_folder, "steps.csv"), updates = Path.Combine(_folder, "meta.csv");
        using (new CsvObserver(optimizer, steps, updates))
        {
            Run(model, optimizer, 6);
        }

        string[] lines = File.ReadAllLines(steps);
        Assert.Equal(1 + (6 * optimizer.Groups.Count), lines.Length);
        Assert.EndsWith("mean ‖∇‖,mean ‖m‖,mean ‖p‖,\"mean cos(∇, m)\",mean ‖v‖,time", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("1,linear/middle/weight,", lines[1], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.Equal(23, line.Split(',').Length));
        Assert.Equal(3, File.ReadAllLines(updates).Length);
    }

    [Fact]
    public void TensorBoardRecordsCarryTheirChecksumsAndScalars()
    {
        // The check value of CRC-32C, masked as the format asks.
        Assert.Equal(((0xE3069283u >> 15) | (0xE3069283u << 17)) + 0xA282EAD8u, TensorBoardObserver.MaskedCrc("123456789"u8));
        using OracleModel model = Models.Create("mlp");
        using MetaAdamWOptimizer optimizer = Create(model);
        string path;
        var alphas = new List<float>();
        optimizer.Stepped += r => alphas.Add((float)r.Alpha[0]);
        using (var observer = new TensorBoardObserver(optimizer, _folder))
        {
            path = observer.Path;
            Run(model, optimizer, 6);
        }

        List<(long Step, string Tag, float Value)> read = Read(path, out int records);
        Assert.Equal(1 + 6 + 2, records);
        Assert.Equal(alphas, read.Where(s => s.Tag == "alpha/linear/middle/weight").Select(s => s.Value));
        Assert.Equal([3L, 6], read.Where(s => s.Tag == "meta/total").Select(s => s.Step));
    }

    [Fact]
    public void TensorBoardShowsWhatIsLearnedOnline()
    {
        using OracleModel model = Models.Create("mlp");
        using var optimizer = new MetaAdamWOptimizer(BoundGroups.FineGrained(model), options: MetaAdamWOptions.Default with { Layers = 1, FeedForwardWidth = 4, TotalSteps = 6 });
        string path;
        var steps = new List<StepRecord>();
        optimizer.Stepped += steps.Add;
        using (var observer = new TensorBoardObserver(optimizer, _folder))
        {
            path = observer.Path;
            Run(model, optimizer, 6);
        }

        List<(long Step, string Tag, float Value)> read = Read(path, out _);
        StepRecord[] learned = [.. steps.Where(step => step.Online is not null)];
        Assert.NotEmpty(learned);
        for (int g = 0; g < optimizer.Groups.Count; g++)
        {
            AssertShown($"loss_by_alpha/{optimizer.Groups[g].Name}", r => r.ByAlpha[g]);
            AssertShown($"loss_by_beta/{optimizer.Groups[g].Name}", r => r.ByBeta[g]);
            AssertShown($"signal_to_noise/{optimizer.Groups[g].Name}", r => r.SignalToNoise[g]);
        }

        AssertShown("online/gradient_norm", r => r.GradientNorm);
        AssertShown("online/relative_change", r => r.RelativeChange);
        AssertShown("online/signal_to_noise", r => r.TotalSignalToNoise);

        void AssertShown(string tag, Func<OnlineRecord, double> value) =>
            Assert.Equal(
                learned.Select(step => (step.Step, (float)value(step.Online!))).Where(s => !float.IsNaN(s.Item2)),   // of one step there is no scatter
                read.Where(s => s.Tag == tag).Select(s => (s.Step, s.Value)));
    }

    [Fact]
    public void CsvFilesThatCannotBothBeOpenedAreBothLeft()
    {
        using OracleModel model = Models.Create("mlp");
        using MetaAdamWOptimizer optimizer = Create(model);
        string steps = Path.Combine(_folder, "steps.csv");
        Assert.Throws<UnauthorizedAccessException>(() => new CsvObserver(optimizer, steps, _folder));
        using var free = new FileStream(steps, FileMode.Open, FileAccess.Write, FileShare.None);   // nobody holds it
    }

    private static List<(long Step, string Tag, float Value)> Read(string path, out int records)
    {
        var read = new List<(long Step, string Tag, float Value)>();
        byte[] bytes = File.ReadAllBytes(path);
        records = 0;
        for (int at = 0; at < bytes.Length; records++)
        {
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(TensorBoardObserver.MaskedCrc(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            byte[] message = bytes[(at + 12)..(at + 12 + length)];
            Assert.Equal(TensorBoardObserver.MaskedCrc(message), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            read.AddRange(Scalars(message));
            at += 16 + length;
        }

        return read;
    }

    private static List<(long Step, string Tag, float Value)> Scalars(byte[] message)
    {
        var found = new List<(string, float)>();
        long step = 0;
        var input = new CodedInputStream(message);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 2:
                    step = input.ReadInt64();
                    break;
                case 5:
                    var summary = new CodedInputStream(input.ReadBytes().ToByteArray());
                    while (summary.ReadTag() != 0)
                    {
                        var value = new CodedInputStream(summary.ReadBytes().ToByteArray());
                        value.ReadTag();
                        string name = value.ReadString();
                        value.ReadTag();
                        found.Add((name, value.ReadFloat()));
                    }

                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return [.. found.Select(s => (step, s.Item1, s.Item2))];
    }

    private static MetaAdamWOptimizer Create(OracleModel model) => new(
        BoundGroups.FineGrained(model), options: new() { Layers = 1, FeedForwardWidth = 4, MetaPeriod = 3, IdentityStart = false });

    private static void Run(OracleModel model, MetaAdamWOptimizer optimizer, int steps)
    {
        var objective = new MetaObjective<int>(model, seed => model.Loss(model.Batch(seed)), [1, 2], [3]);
        for (int t = 0; t < steps; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            model.zero_grad();
            model.Loss(model.Batch(t)).backward();
            optimizer.step();
            optimizer.MetaUpdate(objective);
        }
    }
}

using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Models;
using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Workloads;

/// <summary>Each character of WikiText-2 from those before it: cross-entropy in nats.</summary>
internal sealed class CharacterWorkload(TaskSettings settings, Characters text, int? limit) : Workload<CharacterGpt, TextBatch>
{
    /// <summary>Windows of the validation text that are predicted: 65,536 characters, spread over all of it.</summary>
    private const int ValidationWindows = 1024;

    public override TaskSettings Settings => settings;

    public override int TrainCount { get; } = Math.Min(Windows(text.Train), limit ?? int.MaxValue);

    public override int ValidationCount { get; } = Math.Min(Math.Min(Windows(text.Validation), ValidationWindows), Math.Max(1, limit / 4 ?? int.MaxValue));

    public override string DataDescription
        => $"windows of {CharacterGpt.Length} characters of Wikipedia, {text.Count} characters told apart; " +
           $"{text.Train.Count(character => character == 0) / (double)text.Train.Length:P2} are others";

    public override CharacterGpt CreateModel() => new(text.Count);

    public override MetaAdamWOptimizer CreateMetaAdamW(CharacterGpt model, MetaAdamWOptions options) => model.CreateMetaAdamW(options);

    public override TextBatch TrainBatch(ReadOnlySpan<int> examples, Device device) => Batch(text.Train, examples, 1, device);

    public override TextBatch ValidationBatch(ReadOnlySpan<int> examples, Device device)
        => Batch(text.Validation, examples, Windows(text.Validation) / ValidationCount, device);

    public override long Count(TextBatch batch) => batch.Next.numel();

    protected override Tensor MeanLoss(CharacterGpt model, TextBatch batch)
        => nn.functional.cross_entropy(model.call(batch.Words).flatten(0, 1), batch.Next.flatten());

    /// <summary>Windows that a text has, each with a character after it.</summary>
    private static int Windows(byte[] text)
        => text.Length > CharacterGpt.Length
            ? (text.Length - 1) / CharacterGpt.Length
            : throw new UserException($"chargpt needs texts of more than {CharacterGpt.Length} characters; one has {text.Length}");

    /// <summary>Every <paramref name="spread"/>-th window of a text.</summary>
    private static TextBatch Batch(byte[] text, ReadOnlySpan<int> examples, int spread, Device device)
    {
        const int Length = CharacterGpt.Length;
        var (known, next) = (new long[examples.Length * Length], new long[examples.Length * Length]);
        for (var i = 0; i < examples.Length; i++)
        {
            var window = text.AsSpan(examples[i] * spread * Length, Length + 1);
            for (var t = 0; t < Length; t++)
                (known[i * Length + t], next[i * Length + t]) = (window[t], window[t + 1]);
        }
        return new(tensor(known, examples.Length, Length).to(device), tensor(next, examples.Length, Length).to(device));
    }
}

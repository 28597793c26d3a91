using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Models;
using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Workloads;

/// <summary>Words and, for each of them, the word that follows: (batch, T) both.</summary>
internal sealed record TextBatch(Tensor Words, Tensor Next);

/// <summary>Each word of WikiText-2 from those before it: cross-entropy, perplexity.</summary>
internal sealed class WikiTextWorkload(TaskSettings settings, WikiText text, int? limit) : Workload<WikiTextTransformer, TextBatch>
{
    private readonly Tensor train = Blocks(text.Train, limit);
    private readonly Tensor validation = Blocks(text.Validation, limit / 4);

    public override TaskSettings Settings => settings;

    public override int TrainCount => (int)train.shape[0];

    public override int ValidationCount => (int)validation.shape[0];

    public override string DataDescription
        => $"blocks of {WikiText.BlockLength} words of Wikipedia, a vocabulary of {text.Vocabulary.Count:N0}; " +
           $"{UnknownShare():P1} of the words are unknown";

    public override double Metric(Score score) => Math.Exp(score.MeanLoss);

    public override WikiTextTransformer CreateModel() => new(text.Vocabulary.Count);

    public override MetaAdamWOptimizer CreateMetaAdamW(WikiTextTransformer model, MetaAdamWOptions options) => model.CreateMetaAdamW(options);

    public override TextBatch TrainBatch(ReadOnlySpan<int> examples, Device device) => Batch(train, examples, device);

    public override TextBatch ValidationBatch(ReadOnlySpan<int> examples, Device device) => Batch(validation, examples, device);

    // every block is full: there is no padding that would not count
    public override long Count(TextBatch batch) => batch.Next.numel();

    protected override Tensor MeanLoss(WikiTextTransformer model, TextBatch batch)
        => nn.functional.cross_entropy(model.call(batch.Words).flatten(0, 1), batch.Next.flatten());

    private static Tensor Blocks(int[] words, int? limit)
    {
        var blocks = words.Length / WikiText.BlockLength;
        blocks = Math.Min(blocks, Math.Max(1, limit ?? blocks));
        return tensor(words[..(blocks * WikiText.BlockLength)], blocks, WikiText.BlockLength);
    }

    private static TextBatch Batch(Tensor blocks, ReadOnlySpan<int> examples, Device device)
    {
        var words = blocks.index_select(0, tensor(examples.ToArray())).to(ScalarType.Int64).to(device);
        return new(words.narrow(1, 0, WikiText.BlockLength - 1), words.narrow(1, 1, WikiText.BlockLength - 1));
    }

    private double UnknownShare()
    {
        var unknown = text.Vocabulary.Words.ToList().IndexOf("<unk>");
        return text.Train.Count(word => word == unknown) / (double)text.Train.Length;
    }
}

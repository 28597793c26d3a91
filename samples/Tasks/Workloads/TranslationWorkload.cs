using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Models;
using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Workloads;

/// <summary>Sentences and what of their translations follows each word.</summary>
/// <param name="Source">(batch, S), padded to the longest sentence.</param>
/// <param name="Known">Translations without their ends: (batch, T), padded.</param>
/// <param name="Places">The places b·T + t that are no padding: (P).</param>
/// <param name="Next">The word that follows at each of these places: (P).</param>
internal sealed record TranslationBatch(Tensor Source, Tensor Known, Tensor Places, Tensor Next);

/// <summary>Multi30k from German to English: cross-entropy of the words that are no padding, perplexity.</summary>
internal sealed class TranslationWorkload(TaskSettings settings, ParallelText text, VocabularySource vocabularySource, int? limit)
    : Workload<TranslationTransformer, TranslationBatch>
{
    public override TaskSettings Settings => settings;

    public override int TrainCount { get; } = Math.Min(text.Train.Count, limit ?? int.MaxValue);

    public override int ValidationCount { get; } = Math.Min(text.Validation.Count, Math.Max(1, limit / 4 ?? int.MaxValue));

    public override string Variant => vocabularySource == VocabularySource.Joint ? "joint vocabulary" : "source vocabulary";

    public override string DataDescription
        => $"German sentences and their English translations, a {Variant} of {text.Vocabulary.Count:N0}; " +
           $"{UnknownShare():P1} of the English words are unknown";

    public override double Metric(Score score) => Math.Exp(score.MeanLoss);

    public override TranslationTransformer CreateModel() => new(text.Vocabulary.Count);

    public override MetaAdamWOptimizer CreateMetaAdamW(TranslationTransformer model, MetaAdamWOptions options) => model.CreateMetaAdamW(options);

    public override TranslationBatch TrainBatch(ReadOnlySpan<int> examples, Device device) => Batch(text.Train, examples, device);

    public override TranslationBatch ValidationBatch(ReadOnlySpan<int> examples, Device device) => Batch(text.Validation, examples, device);

    public override long Count(TranslationBatch batch) => batch.Next.shape[0];

    protected override Tensor MeanLoss(TranslationTransformer model, TranslationBatch batch)
        => nn.functional.cross_entropy(model.call(batch.Source, batch.Known, batch.Places), batch.Next);

    private static TranslationBatch Batch(SentencePairs pairs, ReadOnlySpan<int> examples, Device device)
    {
        var (sources, targets) = (new int[examples.Length][], new int[examples.Length][]);
        for (var i = 0; i < examples.Length; i++)
            (sources[i], targets[i]) = (pairs.Sources[examples[i]], pairs.Targets[examples[i]]);

        var length = targets.Max(target => target.Length) - 1;
        var places = new List<long>(examples.Length * length);
        var next = new List<long>(examples.Length * length);
        for (var i = 0; i < targets.Length; i++)
            for (var t = 0; t + 1 < targets[i].Length; t++)
            {
                places.Add((long)i * length + t);
                next.Add(targets[i][t + 1]);
            }
        return new(
            Padded(sources, sources.Max(source => source.Length)).to(device), Padded(targets, length).to(device),
            tensor(places.ToArray()).to(device), tensor(next.ToArray()).to(device));
    }

    /// <summary>The first <paramref name="length"/> words of each sentence.</summary>
    private static Tensor Padded(int[][] sentences, int length)
    {
        var words = new long[sentences.Length * length];   // 0 is the padding
        for (var i = 0; i < sentences.Length; i++)
            for (var t = 0; t < Math.Min(length, sentences[i].Length); t++)
                words[i * length + t] = sentences[i][t];
        return tensor(words, sentences.Length, length);
    }

    private double UnknownShare()
    {
        var unknown = text.Vocabulary.Words.ToList().IndexOf("<unk>");
        return text.Train.Targets.Sum(target => target.Count(word => word == unknown)) / (double)text.Train.Targets.Sum(target => target.Length - 2);
    }
}

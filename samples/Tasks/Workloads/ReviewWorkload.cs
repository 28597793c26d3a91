using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Models;
using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Workloads;

/// <summary>Whether a review of IMDB praises.</summary>
internal sealed class ReviewWorkload(TaskSettings settings, Reviews reviews, int? limit) : ClassificationWorkload<ReviewLstm>
{
    private readonly (Tensor Words, Tensor Labels) train = Tensors(reviews.Train, limit);
    private readonly (Tensor Words, Tensor Labels) validation = Tensors(reviews.Validation, limit / 4);

    public override TaskSettings Settings => settings;

    public override int TrainCount => (int)train.Labels.shape[0];

    public override int ValidationCount => (int)validation.Labels.shape[0];

    public override string DataDescription
        => $"the first {Reviews.Length} words of film reviews, a vocabulary of {reviews.Vocabulary.Count:N0}; " +
           $"{reviews.Train.Labels.Average():P0} of the training reviews praise";

    public override ReviewLstm CreateModel() => new(reviews.Vocabulary.Count);

    public override MetaAdamWOptimizer CreateMetaAdamW(ReviewLstm model, MetaAdamWOptions options) => model.CreateMetaAdamW(options);

    public override LabelledBatch TrainBatch(ReadOnlySpan<int> examples, Device device) => Batch(train, examples, device);

    public override LabelledBatch ValidationBatch(ReadOnlySpan<int> examples, Device device) => Batch(validation, examples, device);

    private static (Tensor, Tensor) Tensors(ReviewSet set, int? limit)
    {
        var count = Math.Min(set.Count, Math.Max(1, limit ?? set.Count));
        return (tensor(set.Words[..(count * Reviews.Length)], count, Reviews.Length), tensor(Array.ConvertAll(set.Labels[..count], label => (long)label)));
    }

    private static LabelledBatch Batch((Tensor Words, Tensor Labels) set, ReadOnlySpan<int> examples, Device device)
    {
        var rows = tensor(examples.ToArray());
        return new(set.Words.index_select(0, rows).to(ScalarType.Int64).to(device), set.Labels.index_select(0, rows).to(device));
    }
}

using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Workloads;

/// <summary>Examples and their classes: (batch, ...) and (batch).</summary>
internal sealed record LabelledBatch(Tensor Inputs, Tensor Labels);

/// <summary>Telling classes apart: cross-entropy of the scores, accuracy.</summary>
/// <typeparam name="TModel">The annotated model.</typeparam>
internal abstract class ClassificationWorkload<TModel> : Workload<TModel, LabelledBatch> where TModel : nn.Module<Tensor, Tensor>
{
    public override bool HigherIsBetter => true;

    public override double Metric(Score score) => score.Accuracy;

    public override long Count(LabelledBatch batch) => batch.Labels.shape[0];

    protected override Tensor MeanLoss(TModel model, LabelledBatch batch)
        => nn.functional.cross_entropy(model.call(batch.Inputs), batch.Labels);

    public override Score Evaluate(TModel model, LabelledBatch batch)
    {
        var scores = model.call(batch.Inputs);
        var loss = nn.functional.cross_entropy(scores, batch.Labels, reduction: nn.Reduction.Sum);
        return new(Count(batch), loss.item<float>(), scores.argmax(1).eq(batch.Labels).sum().item<long>());
    }
}

using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Workloads;

/// <summary>Windows of a series and the values that follow them: (batch, hours) and (batch).</summary>
internal sealed record SeriesBatch(Tensor Inputs, Tensor Targets);

/// <summary>Forecasting the next value of a series; mean squared error of the standardised values.</summary>
/// <typeparam name="TModel">The annotated model.</typeparam>
internal sealed class SeriesWorkload<TModel>(
    TaskSettings settings, string description, SeriesWindows windows, Func<TModel> create,
    Func<TModel, MetaAdamWOptions, MetaAdamWOptimizer> createMetaAdamW)
    : Workload<TModel, SeriesBatch>
    where TModel : nn.Module<Tensor, Tensor>
{
    public override TaskSettings Settings => settings;

    public override int TrainCount => windows.TrainCount;

    public override int ValidationCount => windows.ValidationCount;

    public override string DataDescription => description;

    public override TModel CreateModel() => create();

    public override MetaAdamWOptimizer CreateMetaAdamW(TModel model, MetaAdamWOptions options) => createMetaAdamW(model, options);

    public override SeriesBatch TrainBatch(ReadOnlySpan<int> examples, Device device) => Batch(examples, first: 0, device);

    public override SeriesBatch ValidationBatch(ReadOnlySpan<int> examples, Device device)
        => Batch(examples, windows.ValidationStart, device);

    public override long Count(SeriesBatch batch) => batch.Targets.shape[0];

    protected override Tensor MeanLoss(TModel model, SeriesBatch batch)
        => nn.functional.mse_loss(model.call(batch.Inputs), batch.Targets);

    private SeriesBatch Batch(ReadOnlySpan<int> examples, int first, Device device)
    {
        var numbers = new int[examples.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = first + examples[i];
        var inputs = new float[numbers.Length * windows.Length];
        var targets = new float[numbers.Length];
        windows.Copy(numbers, inputs, targets);
        return new(tensor(inputs, numbers.Length, windows.Length).to(device), tensor(targets).to(device));
    }
}

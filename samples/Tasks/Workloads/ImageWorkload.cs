using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Models;
using MetaAdamW.Tasks.Training;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Workloads;

/// <summary>What an image of CIFAR-10 shows.</summary>
internal sealed class ImageWorkload(TaskSettings settings, Images images, int? limit) : ClassificationWorkload<ResNet18>
{
    public override TaskSettings Settings => settings;

    public override int TrainCount { get; } = Math.Min(images.Train.Count, limit ?? int.MaxValue);

    public override int ValidationCount { get; } = Math.Min(images.Validation.Count, Math.Max(1, limit / 4 ?? int.MaxValue));

    public override string DataDescription => $"images of {ImageSet.Side}×{ImageSet.Side} pixels, ten kinds of things";

    public override ResNet18 CreateModel() => new();

    public override MetaAdamWOptimizer CreateMetaAdamW(ResNet18 model, MetaAdamWOptions options) => model.CreateMetaAdamW(options);

    /// <summary>Shifted by up to four pixels and mirrored, as torch's generator says.</summary>
    public override LabelledBatch TrainBatch(ReadOnlySpan<int> examples, Device device)
    {
        var views = new ImageView[examples.Length];
        using (var drawn = randint(0, ImageView.Kinds, [examples.Length], ScalarType.Int32))
            foreach (var (i, view) in drawn.data<int>().Index())
                views[i] = ImageView.Of(view);
        return Batch(images.Train, examples, views, device);
    }

    public override LabelledBatch ValidationBatch(ReadOnlySpan<int> examples, Device device)
    {
        var views = new ImageView[examples.Length];
        Array.Fill(views, ImageView.Whole);
        return Batch(images.Validation, examples, views, device);
    }

    private static LabelledBatch Batch(ImageSet set, ReadOnlySpan<int> examples, ReadOnlySpan<ImageView> views, Device device)
    {
        var inputs = new float[examples.Length * ImageSet.Size];
        var labels = new long[examples.Length];
        for (var i = 0; i < examples.Length; i++)
        {
            views[i].Copy(set.Pixels.AsSpan(examples[i] * ImageSet.Size, ImageSet.Size), inputs.AsSpan(i * ImageSet.Size, ImageSet.Size));
            labels[i] = set.Labels[examples[i]];
        }
        return new(tensor(inputs, examples.Length, 3, ImageSet.Side, ImageSet.Side).to(device), tensor(labels).to(device));
    }
}

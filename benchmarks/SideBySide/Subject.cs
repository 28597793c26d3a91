using MetaAdamW.Tasks.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.SideBySide;

/// <summary>A model to measure on, in the setting that the paper gives its task.</summary>
internal sealed class Subject : IDisposable
{
    /// <summary>Its name in the tables.</summary>
    public required string Name { get; init; }

    public required Module Model { get; init; }

    /// <summary>The generated <c>CreateMetaAdamW</c>.</summary>
    public required Func<MetaAdamWOptions, MetaAdamWOptimizer> Optimizer { get; init; }

    /// <summary>The loss on a batch of the paper's size; null where only the step is measured.</summary>
    public Func<Tensor[], Tensor>? Loss { get; init; }

    /// <summary>A batch: numbers of the right shapes, as the time does not depend on what they say.</summary>
    public Func<Tensor[]>? Batch { get; init; }

    /// <summary>Encoder layers of Φ (L).</summary>
    public int Layers { get; init; } = 8;

    /// <summary>Feed-forward width of Φ (D_ff).</summary>
    public int Inner { get; init; } = 16;

    /// <summary>Steps from one meta-update to the next (K).</summary>
    public int Period { get; init; } = 200;

    /// <summary>The authors' overhead of an epoch, in percent of AdamW's time.</summary>
    public double? PublishedOverhead { get; init; }

    public long Parameters => Model.parameters().Sum(p => p.numel());

    /// <summary>The names of the five tasks of the paper.</summary>
    public static readonly string[] Tasks = ["ETTh1", "WikiText-2", "Multi30k", "CIFAR-10", "IMDB"];

    /// <summary>All names, the five tasks first.</summary>
    public static readonly string[] All = [.. Tasks, "GPT", "2000 small tensors"];

    public static Subject Create(string name)
    {
        manual_seed(42);
        switch (name)
        {
            case "ETTh1":
            {
                var model = new OilTemperatureTransformer();
                return new()
                {
                    Name = name, Model = model, Optimizer = options => model.CreateMetaAdamW(options), Period = 217, PublishedOverhead = 6.0,
                    Batch = () => [randn(64, OilTemperatureTransformer.Hours), randn(64)],
                    Loss = batch => functional.mse_loss(model.call(batch[0]), batch[1]),
                };
            }

            case "WikiText-2":
            {
                var model = new WikiTextTransformer(10_000);
                return new()
                {
                    Name = name, Model = model, Optimizer = options => model.CreateMetaAdamW(options), Period = 123,
                    Batch = () => [Words(10_000, 64, 127), Words(10_000, 64 * 127)],
                    Loss = batch => functional.cross_entropy(model.call(batch[0]).flatten(0, 1), batch[1], ignore_index: 0),
                };
            }

            case "Multi30k":
            {
                // A sentence has some 14 words, and the longest of a batch some 32.
                var model = new TranslationTransformer(10_000);
                return new()
                {
                    Name = name, Model = model, Optimizer = options => model.CreateMetaAdamW(options), Period = 454, Layers = 128, Inner = 64,
                    PublishedOverhead = 7.0,
                    Batch = () => [Words(10_000, 64, 32), Words(10_000, 64, 32), randperm(64 * 32).narrow(0, 0, 64 * 14), Words(10_000, 64 * 14)],
                    Loss = batch => functional.cross_entropy(model.call(batch[0], batch[1], batch[2]), batch[3]),
                };
            }

            case "CIFAR-10":
            {
                var model = new ResNet18();
                return new()
                {
                    Name = name, Model = model, Optimizer = options => model.CreateMetaAdamW(options), Period = 190, Layers = 64, Inner = 64,
                    PublishedOverhead = 9.4,
                    Batch = () => [randn(128, 3, 32, 32), randint(10, new long[] { 128 }, dtype: ScalarType.Int64)],
                    Loss = batch => functional.cross_entropy(model.call(batch[0]), batch[1]),
                };
            }

            case "IMDB":
            {
                var model = new ReviewLstm(25_000);
                return new()
                {
                    Name = name, Model = model, Optimizer = options => model.CreateMetaAdamW(options), Period = 39, Layers = 64, Inner = 64,
                    PublishedOverhead = 25.8,
                    Batch = () => [Words(25_000, 64, ReviewLstm.Words), randint(2, new long[] { 64 }, dtype: ScalarType.Int64)],
                    Loss = batch => functional.cross_entropy(model.call(batch[0]), batch[1]),
                };
            }

            case "GPT":
            {
                var model = new Gpt();
                return new() { Name = name, Model = model, Optimizer = options => model.CreateMetaAdamW(options) };
            }

            case "2000 small tensors":
            {
                var model = new ManySmallTensors();
                return new() { Name = name, Model = model, Optimizer = options => model.CreateMetaAdamW(options) };
            }

            default:
                throw new ArgumentException($"There is no model '{name}'; there are {string.Join(", ", All)}.");
        }
    }

    /// <summary>The options of the paper for this task, with a period of its own.</summary>
    public MetaAdamWOptions Options(long period) =>
        MetaAdamWOptions.Paper with { TotalSteps = 100_000, Layers = Layers, FeedForwardWidth = Inner, MetaPeriod = period };

    /// <summary>One forward and backward pass.</summary>
    public void ForwardBackward(Tensor[] batch)
    {
        using var scope = NewDisposeScope();
        Model.zero_grad();
        Loss!(batch).backward();
    }

    public void Dispose() => Model.Dispose();

    private static Tensor Words(long vocabulary, params long[] shape) => randint(1, vocabulary, shape, dtype: ScalarType.Int64);
}

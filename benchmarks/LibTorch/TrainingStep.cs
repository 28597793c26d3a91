using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Benchmarks;

/// <summary>A model with a batch, a loss and AdamW; reference.py builds the same.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly Module model;
    private readonly Func<Tensor> loss;
    private readonly optim.Optimizer optimizer;

    private TrainingStep(Module model, Func<Tensor> loss)
    {
        this.model = model;
        this.loss = loss;
        model.train();
        optimizer = optim.AdamW(model.parameters(), 1e-4, weight_decay: 0.01);
    }

    /// <summary>The paper's five tasks with their batch sizes.</summary>
    public static readonly (string Name, long Batch)[] Tasks = [("ETTh1", 64), ("WikiText-2", 64), ("Multi30k", 64), ("CIFAR-10", 128), ("IMDB", 64)];

    public static TrainingStep Create(string task, long batch)
    {
        manual_seed(42);
        switch (task) {
        case "ETTh1": {
            var model = new Forecaster();
            Tensor windows = randn(96, batch, 1), target = randn(batch, 1);
            return new(model, () => functional.mse_loss(model.call(windows), target));
        }
        case "WikiText-2": {
            var model = new LanguageModel();
            Tensor text = randint(10000, new long[] { 127, batch }), target = randint(10000, new long[] { 127 * batch });
            return new(model, () => functional.cross_entropy(model.call(text).view(-1, 10000), target, ignore_index: 0));
        }
        case "Multi30k": {
            var model = new Translator();
            Tensor source = randint(10000, new long[] { 32, batch }), text = randint(10000, new long[] { 32, batch });
            Tensor target = randint(10000, new long[] { 32 * batch });
            return new(model, () => functional.cross_entropy(model.call(source, text).view(-1, 10000), target, ignore_index: 0));
        }
        case "CIFAR-10": {
            var model = new ResNet();
            Tensor images = randn(batch, 3, 32, 32), target = randint(10, new long[] { batch });
            return new(model, () => functional.cross_entropy(model.call(images), target));
        }
        case "IMDB": {
            var model = new SentimentLstm();
            Tensor text = randint(25000, new long[] { batch, 256 }), target = randint(2, new long[] { batch });
            return new(model, () => functional.cross_entropy(model.call(text), target));
        }
        default:
            throw new ArgumentException($"There is no task {task}.");
        }
    }

    /// <summary>The seconds of each of a number of steps.</summary>
    public double[] Run(int count, Clock clock)
    {
        var times = new double[count];
        for (int i = 0; i < count; i++) {
            double start = clock.Seconds;
            Run();
            times[i] = clock.Seconds - start;
        }
        return times;
    }

    /// <summary>Forward, backward, update.</summary>
    private void Run()
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Loss().backward();
        optimizer.step();
    }

    /// <summary>What only the forward pass needs goes before the backward pass, as it does where references are counted.</summary>
    private Tensor Loss()
    {
        using DisposeScope scope = NewDisposeScope();
        return loss().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }
}

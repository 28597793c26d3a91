using System.Diagnostics;
using MetaAdamW.Tasks.Contenders;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Training;

/// <summary>One model, one optimizer, one seed: the training loop.</summary>
internal sealed class TrainingRun<TModel, TBatch> : IDisposable where TModel : nn.Module
{
    private readonly Workload<TModel, TBatch> workload;
    private readonly RunRequest request;
    private readonly IRunObserver observer;
    private readonly Recipe recipe;
    private readonly Device device;
    private readonly TModel model;
    private readonly OptimizerHelper optimizer;
    private readonly MetaObjective<TModel, TBatch>? meta;
    private readonly BatchStream<TBatch> metaTrain;
    private readonly BatchStream<TBatch> metaValidation;
    private RunRecord record;

    public TrainingRun(Workload<TModel, TBatch> workload, RunRequest request, IRunObserver observer)
    {
        this.workload = workload;
        this.request = request;
        this.observer = observer;
        recipe = request.Contender.Recipe(workload.Settings);
        device = torch.device(request.Device);

        var memory = MemoryUse.Begin();
        manual_seed(request.Seed);
        model = workload.CreateModel();
        if (request.Device != "cpu")
            model.to(device);
        var batchSize = workload.Settings.BatchSize;
        metaTrain = new(k => workload.TrainBatch(Shuffle.Draw(workload.TrainCount, batchSize, request.Seed, 1, k), device));
        metaValidation = new(k => workload.ValidationBatch(Shuffle.Draw(workload.ValidationCount, batchSize, request.Seed, 2, k), device));
        if (recipe.Modulation is { Learns: true })
            meta = new(model, workload.Loss, metaTrain, metaValidation);
        optimizer = CreateOptimizer();
        manual_seed(request.Seed);   // the optimizer's own weights have moved the generator: dropout starts alike for all

        record = new()
        {
            Contender = request.Contender.Name,
            Title = request.Contender.Title,
            Settings = recipe.Describe(),
            Optimizer = optimizer.ToString()!,
            Options = optimizer is MetaAdamWOptimizer { Settings: var options } ? OptionRow.Of(options) : [],
            Columns = optimizer is MetaAdamWOptimizer seeing ? [.. seeing.Columns.Select(name => ColumnName(name, seeing.Settings))] : [],
            Seed = request.Seed,
            Machine = Machine.Here(request.Device),
            Memory = memory,
            Parameters = model.parameters().Sum(p => p.numel()),
            Groups = Groups(),
            StepsPerEpoch = workload.StepsPerEpoch,
            HigherIsBetter = workload.HigherIsBetter,
        };
    }

    /// <summary>Trains until the last epoch, early stopping or cancellation.</summary>
    public RunRecord Train(Checkpoint? checkpoint, bool resume, CancellationToken cancel)
    {
        var identity = checkpoint?.Identify(request, workload);
        var progress = new RunProgress();
        if (resume && checkpoint is { Exists: true })
        {
            (progress, record) = checkpoint.Restore(identity!, model, optimizer);
            (metaTrain.Position, metaValidation.Position) = (progress.MetaTrainBatches, progress.MetaValidationBatches);
        }

        observer.Started(request, workload.StepsPerEpoch, progress.Epochs, progress.Steps);
        while (!workload.HasEnded(request, record))
        {
            progress = TrainEpoch(progress, cancel, out var cancelled);
            record = record with { Memory = record.Memory.Now() };
            checkpoint?.Save(identity!, progress, record, model, optimizer);
            MemoryUse.ForgetPeak();   // writing the checkpoint is no part of training
            if (cancelled)
                throw new OperationCanceledException(cancel);
        }
        observer.Ended(record);
        return record;
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }

    /// <summary>Trains to the end of the epoch that <paramref name="progress"/> stands in, unless cancelled before.</summary>
    private RunProgress TrainEpoch(RunProgress progress, CancellationToken cancel, out bool cancelled)
    {
        var epoch = progress.Epochs + 1;
        var order = Shuffle.Epoch(workload.TrainCount, request.Seed, epoch);
        var (score, times) = (progress.Score, new StepTimes(progress.BatchMilliseconds, progress.StepMilliseconds));
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);

        model.train();
        for (var step = progress.Steps; step < workload.StepsPerEpoch; step++)
        {
            if (cancelled = cancel.IsCancellationRequested)
                return progress with
                {
                    Steps = step,
                    Score = score,
                    Seconds = progress.Seconds + clock.Elapsed.TotalSeconds,
                    ProcessorSeconds = progress.ProcessorSeconds + ProcessorSeconds(),
                    BatchMilliseconds = times.Batch,
                    StepMilliseconds = times.Optimizer,
                    MetaTrainBatches = metaTrain.Position,
                    MetaValidationBatches = metaValidation.Position,
                };

            var examples = order.AsSpan(step * workload.Settings.BatchSize);
            examples = examples[..Math.Min(examples.Length, workload.Settings.BatchSize)];
            score += Step((long)progress.Epochs * workload.StepsPerEpoch + step, examples, ref times);
            observer.Stepped(epoch, step + 1, score.MeanLoss);
        }
        cancelled = false;

        var validation = Validate();
        var firstStep = (long)progress.Epochs * workload.StepsPerEpoch;
        var metaLosses = record.MetaUpdates.Where(m => m.Step > firstStep).Select(m => m.Total).ToArray();
        var ended = new EpochRecord(
            epoch, score.MeanLoss, validation.MeanLoss, workload.Metric(validation),
            progress.Seconds + clock.Elapsed.TotalSeconds, times.Optimizer / workload.StepsPerEpoch,
            metaLosses.Length > 0 ? metaLosses.Average() : null)
        {
            ProcessorSeconds = progress.ProcessorSeconds + ProcessorSeconds(),
            BatchMilliseconds = times.Batch / workload.StepsPerEpoch,
        };
        record.Epochs.Add(ended);
        observer.EpochEnded(ended, record.Best!.Epoch == epoch);
        return new() { Epochs = epoch, MetaTrainBatches = metaTrain.Position, MetaValidationBatches = metaValidation.Position };

        double ProcessorSeconds() => (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
    }

    /// <summary>One step of training; returns the batch's loss.</summary>
    /// <param name="number">The step's number in the run, from 0.</param>
    /// <param name="examples">What to learn from.</param>
    /// <param name="times">What its parts took is added.</param>
    private Score Step(long number, ReadOnlySpan<int> examples, ref StepTimes times)
    {
        using var scope = NewDisposeScope();
        recipe.Schedule?.Apply(optimizer, number, (long)request.Epochs * workload.StepsPerEpoch);
        var start = Stopwatch.GetTimestamp();
        var batch = workload.TrainBatch(examples, device);
        times.Batch += Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        optimizer.zero_grad();
        var loss = Loss(batch);
        loss.backward();

        var modulated = optimizer as MetaAdamWOptimizer;
        var watched = modulated is not null && record.Keeps(modulated.Steps + 1) ? modulated : null;
        if (watched is not null)
            watched.Stepped += Keep;
        start = Stopwatch.GetTimestamp();
        optimizer.step();
        times.Optimizer += Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (watched is not null)
            watched.Stepped -= Keep;

        if (meta is not null)
            modulated!.MetaUpdate(meta);
        var count = workload.Count(batch);
        return new(count, loss.item<float>() * (double)count);
    }

    /// <summary>The loss of a batch; what only the forward pass needs is given back before the backward pass.</summary>
    private Tensor Loss(TBatch batch)
    {
        using var scope = NewDisposeScope();
        return workload.Loss(model, batch).MoveToOuterDisposeScope();
    }

    /// <summary>How well the model does on the validation examples, without dropout.</summary>
    private Score Validate()
    {
        model.eval();
        using var _ = no_grad();
        var all = Enumerable.Range(0, workload.ValidationCount).ToArray();
        var sum = new Score();
        for (var first = 0; first < all.Length; first += workload.Settings.BatchSize)
        {
            using var scope = NewDisposeScope();
            var examples = all.AsSpan(first, Math.Min(workload.Settings.BatchSize, all.Length - first));
            sum += workload.Evaluate(model, workload.ValidationBatch(examples, device));
        }
        return sum;
    }

    private OptimizerHelper CreateOptimizer()
    {
        var created = recipe.Create(model, options => workload.CreateMetaAdamW(model, options), workload.StepsPerEpoch, request.Epochs);
        if (created is MetaAdamWOptimizer modulated)
            modulated.MetaUpdated += update => record.MetaUpdates.Add(MetaSample.Of(update));
        return created;
    }

    private static string ColumnName(string name, MetaAdamWOptions options)
        => options.LogarithmicFeatures && name.IndexOf('‖', StringComparison.Ordinal) is var norm and >= 0
            ? name[..norm] + RunRecord.Logarithm + name[(norm + 1)..]
            : name;

    private void Keep(StepRecord step) => record.Keep(step);

    private List<GroupRow> Groups()
        => optimizer is MetaAdamWOptimizer modulated
            ? [.. modulated.Groups.Select(GroupRow.Of)]
            : [GroupRow.Of([.. model.named_parameters()])];

    /// <summary>What parts of an epoch's steps took so far, in milliseconds.</summary>
    /// <param name="Batch">Making tensors of the examples.</param>
    /// <param name="Optimizer"><c>optimizer.step()</c>.</param>
    private record struct StepTimes(double Batch, double Optimizer);
}

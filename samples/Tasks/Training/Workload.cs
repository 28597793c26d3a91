using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Training;

/// <summary>A task with its data loaded: what a run needs to know.</summary>
internal abstract class Workload
{
    public abstract TaskSettings Settings { get; }

    public abstract int TrainCount { get; }

    public abstract int ValidationCount { get; }

    /// <summary>What the data are, for the report.</summary>
    public abstract string DataDescription { get; }

    /// <summary>Which of a task's settings of the data this is; null where there is but one.</summary>
    public virtual string? Variant => null;

    /// <summary>Whether a higher <see cref="Metric"/> is a better one.</summary>
    public virtual bool HigherIsBetter => false;

    /// <summary>The task's metric.</summary>
    public virtual double Metric(Score score) => score.MeanLoss;

    /// <summary>Steps of one epoch. Where it visits all examples, the last batch may be smaller.</summary>
    public int StepsPerEpoch => Math.Min(Settings.StepsPerEpoch ?? int.MaxValue, (TrainCount + Settings.BatchSize - 1) / Settings.BatchSize);

    /// <summary>
    /// Whether a run has come to its end: by its epochs or, where no schedule is made for all of them, by early stopping.
    /// </summary>
    public bool HasEnded(RunRequest request, RunRecord record)
        => record.Epochs.Count >= request.Epochs
            || request.Contender.Recipe(Settings).Schedule is null
                && EarlyStopping.IsDue(record.Epochs.Select(e => e.ValidationLoss), Settings.Patience, Settings.MinImprovement);

    /// <summary>The record of a run that a checkpoint says has ended; null: it has not.</summary>
    /// <exception cref="UserException">The checkpoint belongs to another run or is damaged.</exception>
    public RunRecord? Ended(RunRequest request, Checkpoint checkpoint)
        => checkpoint.Exists && checkpoint.Peek(checkpoint.Identify(request, this)).Record is var record && HasEnded(request, record) ? record : null;

    /// <summary>Trains a model, from the start or from where a checkpoint left off.</summary>
    /// <param name="request">The run.</param>
    /// <param name="checkpoint">The run's checkpoint file; null: none is kept.</param>
    /// <param name="resume">Whether to go on from the checkpoint if there is one.</param>
    /// <param name="observer">Is told how the run goes.</param>
    /// <param name="cancel">Asks to stop; a checkpoint is written first.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="UserException">The checkpoint belongs to another run or is damaged.</exception>
    public abstract RunRecord Train(RunRequest request, Checkpoint? checkpoint, bool resume, IRunObserver observer, CancellationToken cancel);
}

/// <summary>A task's data, model and loss.</summary>
/// <typeparam name="TModel">The annotated model.</typeparam>
/// <typeparam name="TBatch">A batch of examples as tensors.</typeparam>
internal abstract class Workload<TModel, TBatch> : Workload where TModel : nn.Module
{
    /// <summary>A new model, initialised from torch's generator.</summary>
    public abstract TModel CreateModel();

    /// <summary>The generated <c>CreateMetaAdamW</c> of the model.</summary>
    public abstract MetaAdamWOptimizer CreateMetaAdamW(TModel model, MetaAdamWOptions options);

    /// <summary>Training examples as one batch.</summary>
    public abstract TBatch TrainBatch(ReadOnlySpan<int> examples, Device device);

    /// <summary>Validation examples as one batch, numbered from 0.</summary>
    public abstract TBatch ValidationBatch(ReadOnlySpan<int> examples, Device device);

    /// <summary>What the mean loss over a batch is a mean over: examples, or words.</summary>
    public abstract long Count(TBatch batch);

    /// <summary>Mean loss over a batch. What the backward pass does not need is released before it.</summary>
    public Tensor Loss(TModel model, TBatch batch)
    {
        using var scope = NewDisposeScope();
        return MeanLoss(model, batch).MoveToOuterDisposeScope();
    }

    /// <summary>Mean loss over a batch.</summary>
    protected abstract Tensor MeanLoss(TModel model, TBatch batch);

    /// <summary>How well a model does on a batch.</summary>
    public virtual Score Evaluate(TModel model, TBatch batch)
    {
        var count = Count(batch);
        return new(count, Loss(model, batch).item<float>() * (double)count);
    }

    public sealed override RunRecord Train(
        RunRequest request, Checkpoint? checkpoint, bool resume, IRunObserver observer, CancellationToken cancel)
    {
        using var run = new TrainingRun<TModel, TBatch>(this, request, observer);
        return run.Train(checkpoint, resume, cancel);
    }
}

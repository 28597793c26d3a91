using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// Where the meta-update gets its losses from (arXiv:2605.04055, section 3.5): the model, the task's loss, training batches and
/// validation batches.
/// </summary>
public abstract class MetaObjective
{
    private protected MetaObjective(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
    }

    /// <summary>The model that is trained.</summary>
    public nn.Module Model { get; }

    /// <summary>Draws the next training batch.</summary>
    /// <returns>The loss on this batch, at the parameters that the model has when it is called; it may be called several times, until the next draw.</returns>
    internal abstract Func<Tensor> DrawTraining();

    /// <summary>Draws the next validation batch.</summary>
    /// <returns>As with <see cref="DrawTraining"/>.</returns>
    internal abstract Func<Tensor> DrawValidation();

    /// <summary>How many batches the current passes over the sequences have given: training, validation.</summary>
    internal abstract long[] Positions();

    /// <summary>Begins both sequences anew and moves to given positions; without any, leaves them as they are.</summary>
    /// <returns>Why a sequence cannot be where it was; then both stay where they are.</returns>
    internal abstract IReadOnlyList<string> MoveTo(long[] positions);
}

/// <summary>A meta-objective over batches of one type.</summary>
/// <typeparam name="TBatch">The type of a batch.</typeparam>
/// <remarks>
/// Both sequences are enumerated by the objective itself, one batch at a time, and begun again at their end: give loaders of
/// their own, or any sequence that can be enumerated a second time while training enumerates it. The loss must be a scalar that
/// depends on the model's parameters; it must not call <c>backward</c> or step an optimizer. What the sequences draw from torch's own
/// random state is put back after a meta-update. A <see cref="Generator"/> of yours is not: if training draws from it, give these
/// sequences another.
/// </remarks>
public class MetaObjective<TBatch> : MetaObjective
{
    private readonly Func<TBatch, Tensor> _loss;
    private EndlessSequence<TBatch> _train;
    private EndlessSequence<TBatch> _validation;

    /// <summary>Creates an objective.</summary>
    /// <param name="model">The model that is trained.</param>
    /// <param name="loss">The task's loss of the model on a batch, a scalar.</param>
    /// <param name="train">Training batches.</param>
    /// <param name="validation">Validation batches.</param>
    public MetaObjective(nn.Module model, Func<TBatch, Tensor> loss, IEnumerable<TBatch> train, IEnumerable<TBatch> validation)
        : base(model)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        _loss = loss;
        _train = new EndlessSequence<TBatch>(train, "training");
        _validation = new EndlessSequence<TBatch>(validation, "validation");
    }

    /// <summary>Creates an objective for a model from tensor to tensor.</summary>
    /// <param name="model">The model that is trained.</param>
    /// <param name="loss">The task's loss of a model on a batch, a scalar.</param>
    /// <param name="train">Training batches.</param>
    /// <param name="validation">Validation batches.</param>
    public MetaObjective(
        nn.Module<Tensor, Tensor> model, Func<nn.Module<Tensor, Tensor>, TBatch, Tensor> loss, IEnumerable<TBatch> train, IEnumerable<TBatch> validation)
        : this(model, Close(model, loss), train, validation)
    {
    }

    internal override Func<Tensor> DrawTraining() => LossOn(_train.Next());

    internal override Func<Tensor> DrawValidation() => LossOn(_validation.Next());

    internal override long[] Positions() => [_train.Position, _validation.Position];

    internal override IReadOnlyList<string> MoveTo(long[] positions)
    {
        if (positions is not [var train, var validation])
        {
            return [];
        }

        List<string> problems = [];
        EndlessSequence<TBatch> otherTrain = _train.At(train, problems), otherValidation = _validation.At(validation, problems);
        if (problems.Count == 0)
        {
            (_train, otherTrain) = (otherTrain, _train);
            (_validation, otherValidation) = (otherValidation, _validation);
        }

        otherTrain.Dispose();
        otherValidation.Dispose();
        return problems;
    }

    private protected static Func<TBatch, Tensor> Close<TModel>(TModel model, Func<TModel, TBatch, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return batch => loss(model, batch);
    }

    private Func<Tensor> LossOn(TBatch batch) => () => _loss(batch);
}

/// <summary>A meta-objective whose loss takes the model by its own type.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
/// <typeparam name="TBatch">The type of a batch.</typeparam>
/// <param name="model">The model that is trained.</param>
/// <param name="loss">The task's loss of a model on a batch, a scalar.</param>
/// <param name="train">Training batches.</param>
/// <param name="validation">Validation batches.</param>
public sealed class MetaObjective<TModel, TBatch>(
    TModel model, Func<TModel, TBatch, Tensor> loss, IEnumerable<TBatch> train, IEnumerable<TBatch> validation)
    : MetaObjective<TBatch>(model, Close(model, loss), train, validation)
    where TModel : nn.Module;

/// <summary>A sequence that begins again when it ends.</summary>
internal sealed class EndlessSequence<T>(IEnumerable<T> source, string what) : IDisposable
{
    private IEnumerator<T>? _items;

    /// <summary>The number of elements that the current pass has given.</summary>
    public long Position { get; private set; }

    /// <summary>The same sequence after so many elements of a pass, or as many as there are.</summary>
    /// <param name="position">The number of elements.</param>
    /// <param name="problems">Takes why it cannot be there, if so.</param>
    public EndlessSequence<T> At(long position, List<string> problems)
    {
        var there = new EndlessSequence<T>(source, what) { _items = source.GetEnumerator() };
        for (; there.Position < position; there.Position++)
        {
            if (!there._items.MoveNext())
            {
                problems.Add($"the meta-objective had drawn {position} {what} batches of a pass; its sequence has only {there.Position} now");
                break;
            }
        }

        return there;
    }

    /// <summary>The next element.</summary>
    /// <exception cref="InvalidOperationException">The sequence is empty.</exception>
    public T Next()
    {
        Position++;
        if (_items?.MoveNext() == true)
        {
            return _items.Current;
        }

        _items?.Dispose();
        _items = source.GetEnumerator();
        Position = 1;
        return _items.MoveNext()
            ? _items.Current
            : throw new InvalidOperationException($"The meta-objective's sequence of {what} batches is empty.");
    }

    public void Dispose() => _items?.Dispose();
}

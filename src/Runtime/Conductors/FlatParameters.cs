using System.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// All that a conductor learns, as one stretch of memory: its parameters are views of it, so that whoever reads or writes them as tensors
/// and the host's arithmetic see the same numbers, without a copy. Beside it lie the gradient and, for Adam, the moments.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class FlatParameters<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double AdamEpsilon = 1e-8;

    private readonly (Parameter Tensor, int Offset)[] _places;
    private readonly Tensor _values;
    private readonly T*[] _moments;
    private readonly PinnedMemory<T> _gradient;
    private readonly PinnedMemory<T> _before;
    private readonly ChunkTable _table;
    private readonly NormJob _norm;
    private readonly AdamJob _adam;

    /// <param name="module">The conductor, on the CPU and of type T.</param>
    /// <param name="learns">Whether gradient and moments are needed.</param>
    /// <param name="rule">What it learns with.</param>
    public FlatParameters(nn.Module module, bool learns, MetaLearningRule rule)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = [.. module.parameters()];
        _places = new (Parameter, int)[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            _places[i] = (parameters[i], Count);
            Count += (int)parameters[i].numel();
        }

        ScalarType dtype = parameters[0].dtype;
        _values = zeros(Count, dtype: dtype).DetachFromDisposeScope();
        Values = (T*)TensorMemory.AddressOf(_values);
        Moments = !learns || rule != MetaLearningRule.Adam ? []
            : [zeros(Count, dtype: dtype).DetachFromDisposeScope(), zeros(Count, dtype: dtype).DetachFromDisposeScope()];
        _moments = new T*[Moments.Length];
        for (int i = 0; i < _moments.Length; i++)
        {
            _moments[i] = (T*)TensorMemory.AddressOf(Moments[i]);
        }

        _gradient = new PinnedMemory<T>(learns ? Count : 0);
        _before = new PinnedMemory<T>(learns ? Count : 0);
        _table = new ChunkTable([Count]);
        _norm = new NormJob(this);
        _adam = new AdamJob(this);
        Gather();
    }

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>The values.</summary>
    public T* Values { get; }

    /// <summary>The derivatives by the values.</summary>
    public T* Gradient => _gradient.Start;

    /// <summary>Adam's first and second moments, each of <see cref="Count"/> elements; none with plain descent.</summary>
    public Tensor[] Moments { get; }

    /// <summary>The place of a parameter's first element.</summary>
    public int OffsetOf(Parameter parameter) => Array.Find(_places, place => place.Tensor.Handle == parameter.Handle).Offset;

    /// <summary>Takes parameters in again that were given other memory.</summary>
    public void Gather()
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((Parameter parameter, int offset) in _places)
        {
            if (TensorMemory.AddressOf(parameter) != (nint)(Values + offset))
            {
                Tensor stretch = _values.narrow(0, offset, parameter.numel()).view(parameter.shape);
                stretch.copy_(parameter);
                parameter.set_(stretch);
            }
        }
    }

    private ReadOnlySpan<int> Shares => _table.Ends(_table.All.Length > 1 ? Math.Min(get_num_threads(), ChunkTeam.Shared.Limit) : 1);

    /// <summary>The norm of the gradient.</summary>
    public double GradientNorm()
    {
        ChunkTeam.Shared.Run(_norm, Shares);
        double squares = 0;
        foreach (double part in _norm.Squares)
        {
            squares += part;
        }

        return Math.Sqrt(squares);
    }

    /// <summary>Moves the values along the gradient.</summary>
    /// <param name="scale">What the gradient is multiplied by before.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="update">The number of this update, from 1, for Adam's corrections.</param>
    public void Step(double scale, double rate, long update)
    {
        T* values = Values, gradient = Gradient;
        if (scale != 1)
        {
            T factor = T.CreateChecked(scale);
            for (int i = 0; i < Count; i++)
            {
                gradient[i] *= factor;
            }
        }

        if (Moments.Length == 0)
        {
            T size = T.CreateChecked(rate);
            for (int i = 0; i < Count; i++)
            {
                values[i] -= size * gradient[i];
            }

            return;
        }

        _adam.Coefficients = new UpdateCoefficients<T>(
            new UpdateRates(rate, WeightDecay: 0, Beta1, Beta2, AdamEpsilon, update, DividesDecay: false, Maximize: false), alpha: 1, beta: 1);
        ChunkTeam.Shared.Run(_adam, Shares);
    }

    /// <summary>Keeps the values, to see later how far they have moved.</summary>
    public void Mark() => new ReadOnlySpan<T>(Values, Count).CopyTo(new Span<T>(_before.Start, Count));

    /// <summary>‖Δ‖/‖values‖ since <see cref="Mark"/>.</summary>
    public double RelativeChange()
    {
        T* values = Values, before = _before.Start;
        double size = FusedArithmetic<T>.Best.SquaresOf(before, Count);
        for (int i = 0; i < Count; i++)
        {
            before[i] -= values[i];
        }

        return size > 0 ? Math.Sqrt(FusedArithmetic<T>.Best.SquaresOf(before, Count) / size) : 0;
    }

    public void Dispose()
    {
        _values.Dispose();
        foreach (Tensor moment in Moments)
        {
            moment.Dispose();
        }
    }

    private sealed class NormJob(FlatParameters<T> parameters) : ChunkJob
    {
        public double[] Squares { get; } = new double[parameters._table.All.Length];

        public override void Run(int chunk)
        {
            (_, long offset, int length) = parameters._table.All[chunk];
            Squares[chunk] = FusedArithmetic<T>.Best.SquaresOf(parameters.Gradient + offset, length);
        }
    }

    private sealed class AdamJob(FlatParameters<T> parameters) : ChunkJob
    {
        private UpdateCoefficients<T> _coefficients;

        public UpdateCoefficients<T> Coefficients { set => _coefficients = value; }

        public override void Run(int chunk)
        {
            (_, long offset, int length) = parameters._table.All[chunk];
            FusedArithmetic<T>.Best.Update(
                parameters.Gradient + offset, parameters._moments[0] + offset, parameters.Values + offset, parameters._moments[1] + offset, length, in _coefficients);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>Chooses the vectors that Φ is computed in on the host.</summary>
internal static class AttentionEvaluator
{
    /// <summary>
    /// With so many parameters for each vector of groups a second thread costs less than it brings, even where the two share no cache and each line that
    /// one writes and the other reads takes its time.
    /// </summary>
    internal const int WorthThreads = 32 * 1024;

    /// <summary>
    /// Creates an evaluator of Φ's own precision, in the vectors of this process, but no wider than the groups fill: half of a longer one would be padding.
    /// </summary>
    public static HostConductor For(
        AttentionModule module, int groups, bool learns = false, MetaLearningRule rule = MetaLearningRule.GradientDescent)
    {
        int narrower = module.Output.weight.dtype == ScalarType.Float64 ? Vector256<double>.Count : Vector256<float>.Count;
        bool fits = SimdCapability.Width == SimdWidth.Bits512 && groups <= narrower;
        return For(module, groups, fits ? SimdWidth.Bits256 : SimdCapability.Width, learns, rule);
    }

    /// <summary>Creates an evaluator that works in vectors of a given width.</summary>
    public static HostConductor For(
        AttentionModule module, int groups, SimdWidth width, bool learns = false, MetaLearningRule rule = MetaLearningRule.GradientDescent) =>
        module.Output.weight.dtype == ScalarType.Float64
            ? Create<double>(module, groups, width, learns, rule)
            : Create<float>(module, groups, width, learns, rule);

    private static HostConductor Create<T>(AttentionModule module, int groups, SimdWidth width, bool learns, MetaLearningRule rule)
        where T : unmanaged, IFloatingPointIeee754<T> => width switch
    {
        SimdWidth.Bits512 => new AttentionEvaluator<T, Simd512<T>>(module, groups, learns, rule),
        SimdWidth.Bits256 => new AttentionEvaluator<T, Simd256<T>>(module, groups, learns, rule),
        SimdWidth.Bits128 => new AttentionEvaluator<T, Simd128<T>>(module, groups, learns, rule),
        _ => new AttentionEvaluator<T, SimdScalar<T>>(module, groups, learns, rule),
    };
}

/// <summary>Φ's forward pass, and the way back through it, without torch.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TVector">The vector to work in.</typeparam>
/// <remarks>
/// A vector holds the same number of several groups: matrices are stored one row for each column of the paper's, the groups side by
/// side, padded to whole vectors. Every operation of Φ is then the same for all lanes, attention included, and the padding never
/// mixes with the groups.
/// </remarks>
internal sealed unsafe partial class AttentionEvaluator<T, TVector> : HostConductor<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : struct, ISimd<TVector, T>
{
    private static readonly T s_normEpsilon = T.CreateChecked(1e-5);

    private readonly AttentionModule _module;
    private readonly int _groups;
    private readonly int _lanes;
    private readonly int _width;
    private readonly Layer[] _layers;
    private readonly Norm? _finalNorm;
    private readonly Affine _output;
    private readonly T[] _gates;
    private readonly int _gatesPlace;
    private readonly int _embeddingsPlace;
    private readonly Pass _pass;

    public AttentionEvaluator(AttentionModule module, int groups, bool learns, MetaLearningRule rule)
        : base(module, learns, rule)
    {
        _module = module;
        _groups = groups;
        _lanes = (groups + TVector.Count - 1) / TVector.Count * TVector.Count;
        _width = module.Width;
        _layers = [.. module.Layers.Select(layer => new Layer(layer, Parameters))];
        _finalNorm = module.FinalNorm is { } norm ? new Norm(norm, Parameters) : null;
        _output = new Affine(module.Output, Parameters);
        _gates = new T[_width];
        _gatesPlace = module.Gates is { } gates ? Parameters.OffsetOf(gates) : -1;
        _embeddingsPlace = module.Embeddings is { } embeddings ? Parameters.OffsetOf(embeddings) : -1;
        _pass = NewPass(kept: learns);
        if (learns)
        {
            _slopes = new Slopes(_layers.Length, groups, _lanes, _width, _layers[0].Expand.Outputs);
            _both = new BothPasses(this, NewPass(kept: false));
            _back = new WayBack(this);
        }

        Reread();
    }

    public override void Evaluate(ReadOnlySpan<double> features, Span<double> raw) => Evaluate(_pass, features, raw);

    private Pass NewPass(bool kept) => new(_layers.Length, _layers[0].Heads, _groups, _lanes, _width, _layers[0].Expand.Outputs, kept);

    private void Evaluate(Pass pass, ReadOnlySpan<double> features, Span<double> raw)
    {
        T* x = pass.X, normalized = pass.Normalized;
        LoadFeatures(features, x);
        for (int i = 0; i < _layers.Length; i++)
        {
            Layer layer = _layers[i];
            TraceOfLayer at = pass.Of(i);
            layer.Norm1.Apply(x, normalized, _width, _lanes, at.Normal1, at.Scale1);
            layer.Projection.Apply<Replace>(normalized, at.Projected, _lanes);
            Attend(layer.Heads, in at);
            layer.Merge.Apply<Add>(at.Mixed, x, _lanes);

            layer.Norm2.Apply(x, normalized, _width, _lanes, at.Normal2, at.Scale2);
            layer.Expand.Apply<Rectify>(normalized, at.Expanded, _lanes);
            layer.Contract.Apply<Add>(at.Expanded, x, _lanes);
        }

        _finalNorm?.Apply(x, x, _width, _lanes, pass.FinalNormal, pass.FinalScale);
        _output.Apply<Replace>(x, pass.Raw, _lanes);
        for (int g = 0; g < _groups; g++)
        {
            for (int i = 0; i < ConductorModule.Outputs; i++)
            {
                raw[(g * ConductorModule.Outputs) + i] = double.CreateTruncating(pass.Raw[(i * _lanes) + g]);
            }
        }
    }

    protected override void Reread()
    {
        Array.Fill(_gates, T.One);
        if (_gatesPlace >= 0)
        {
            T* values = Parameters.Values + _gatesPlace;
            for (int i = 0; i < _gates.Length; i++)
            {
                _gates[i] = T.One / (T.One + T.Exp(-values[i]));
            }
        }
    }

    private void LoadFeatures(ReadOnlySpan<double> features, T* x)
    {
        for (int c = 0; c < _width; c++)
        {
            T* row = x + (c * _lanes);
            for (int g = 0; g < _groups; g++)
            {
                row[g] = Input(features, g, c) * _gates[c];
            }

            // What earlier evaluations have left beside the groups would grow.
            new Span<T>(row + _groups, _lanes - _groups).Clear();
        }
    }

    /// <summary>A feature, or a number of the group's embedding.</summary>
    private T Input(ReadOnlySpan<double> features, int group, int column)
    {
        int given = _width - _module.EmbeddingWidth;
        return column < given ? T.CreateTruncating(features[(group * _width) + column]) : Parameters.Values[_embeddingsPlace + (group * (_width - given)) + column - given];
    }

    /// <summary>Scaled dot-product attention of each group over all groups, head by head.</summary>
    private void Attend(int heads, in TraceOfLayer at)
    {
        int depth = _width / heads, lanes = _lanes;
        TVector scale = TVector.Fill(T.One / T.Sqrt(T.CreateChecked(depth)));
        for (int head = 0; head < heads; head++)
        {
            T* query = at.Projected + (head * depth * lanes);
            T* key = query + (_width * lanes);
            T* value = key + (_width * lanes);
            T* result = at.Mixed + (head * depth * lanes);
            for (int lane = 0; lane < lanes; lane += TVector.Count)
            {
                T* shares = at.SharesOf(head, lane);
                TVector largest = TVector.Fill(T.NegativeInfinity);
                for (int other = 0; other < _groups; other++)
                {
                    TVector score = default;
                    for (int i = 0; i < depth; i++)
                    {
                        score = TVector.MultiplyAdd(key + (i * lanes) + other, TVector.Load(query + (i * lanes) + lane), score);
                    }

                    score *= scale;
                    largest = TVector.Max(largest, score);
                    score.Store(shares + (other * TVector.Count));
                }

                TVector sum = default;
                for (int other = 0; other < _groups; other++)
                {
                    T* place = shares + (other * TVector.Count);
                    TVector share = SimdExponential<T, TVector>.Of(TVector.Load(place) - largest);
                    sum += share;
                    share.Store(place);
                }

                sum.Store(at.SumsOf(head, lane));
                for (int i = 0; i < depth; i++)
                {
                    TVector mixed = default;
                    for (int other = 0; other < _groups; other++)
                    {
                        mixed = TVector.MultiplyAdd(value + (i * lanes) + other, TVector.Load(shares + (other * TVector.Count)), mixed);
                    }

                    (mixed / sum).Store(result + (i * lanes) + lane);
                }
            }
        }
    }

    /// <summary>What becomes of the result of a map.</summary>
    private interface ITarget
    {
        static abstract TVector Combine(TVector there, TVector result);
    }

    private readonly struct Replace : ITarget
    {
        public static TVector Combine(TVector there, TVector result) => result;
    }

    private readonly struct Add : ITarget
    {
        public static TVector Combine(TVector there, TVector result) => there + result;
    }

    private readonly struct Rectify : ITarget
    {
        public static TVector Combine(TVector there, TVector result) => TVector.Max(result, default);
    }

    /// <summary>How many sums a loop takes at a time.</summary>
    private interface INumberOf
    {
        static abstract int Value { get; }
    }

    private readonly struct One : INumberOf
    {
        public static int Value => 1;
    }

    private readonly struct Two : INumberOf
    {
        public static int Value => 2;
    }

    private readonly struct Four : INumberOf
    {
        public static int Value => 4;
    }

    /// <summary>How a matrix lies: row by row, or, of its transpose, column by column.</summary>
    private interface ILayout
    {
        static abstract int ToNextRow(int columns);

        static abstract int ToNextColumn(int rows);
    }

    private readonly struct ByRows : ILayout
    {
        public static int ToNextRow(int columns) => columns;

        public static int ToNextColumn(int rows) => 1;
    }

    private readonly struct ByColumns : ILayout
    {
        public static int ToNextRow(int columns) => 1;

        public static int ToNextColumn(int rows) => rows;
    }

    /// <summary>y = W·x + b.</summary>
    private sealed partial class Affine(Linear map, FlatParameters<T> parameters)
    {
        private readonly int _inputs = (int)map.weight.shape[1];
        private readonly int _weightPlace = parameters.OffsetOf(map.weight);
        private readonly int _biasPlace = parameters.OffsetOf(map.bias!);

        public int Outputs { get; } = (int)map.weight.shape[0];

        public void Apply<TTarget>(T* x, T* y, int lanes)
            where TTarget : struct, ITarget =>
            Multiply<TTarget, ByRows>(parameters.Values + _weightPlace, Outputs, _inputs, parameters.Values + _biasPlace, x, y, lanes);

        /// <summary>y = A·x + b, without b where it is null.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Multiply<TTarget, TLayout>(T* matrix, int rows, int columns, T* bias, T* x, T* y, int lanes)
            where TTarget : struct, ITarget
            where TLayout : struct, ILayout
        {
            for (int lane = 0; lane < lanes; lane += TVector.Count)
            {
                int row = 0;
                for (; row < rows - 3; row += 4)
                {
                    Multiply<TTarget, TLayout, Four>(matrix, rows, columns, bias, x + lane, y + lane, row, lanes);
                }

                for (; row < rows - 1; row += 2)
                {
                    Multiply<TTarget, TLayout, Two>(matrix, rows, columns, bias, x + lane, y + lane, row, lanes);
                }

                if (row < rows)
                {
                    Multiply<TTarget, TLayout, One>(matrix, rows, columns, bias, x + lane, y + lane, row, lanes);
                }
            }
        }

        /// <summary>Several rows of the matrix at a time: x is then read once, and sums need not wait for each other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Multiply<TTarget, TLayout, TNumber>(T* matrix, int rows, int columns, T* bias, T* x, T* y, int row, int lanes)
            where TTarget : struct, ITarget
            where TLayout : struct, ILayout
            where TNumber : struct, INumberOf
        {
            nint toRow = TLayout.ToNextRow(columns), toColumn = TLayout.ToNextColumn(rows);
            TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            if (bias != null)
            {
                bias += row;
                sum0 = TVector.Fill(bias[0]);
                if (TNumber.Value > 1)
                {
                    sum1 = TVector.Fill(bias[1]);
                }

                if (TNumber.Value > 2)
                {
                    sum2 = TVector.Fill(bias[2]);
                    sum3 = TVector.Fill(bias[3]);
                }
            }

            T* element = matrix + (row * toRow);
            for (int column = 0; column < columns; column++, element += toColumn, x += lanes)
            {
                TVector xi = TVector.Load(x);
                sum0 = TVector.MultiplyAdd(element, xi, sum0);
                if (TNumber.Value > 1)
                {
                    sum1 = TVector.MultiplyAdd(element + toRow, xi, sum1);
                }

                if (TNumber.Value > 2)
                {
                    sum2 = TVector.MultiplyAdd(element + (2 * toRow), xi, sum2);
                    sum3 = TVector.MultiplyAdd(element + (3 * toRow), xi, sum3);
                }
            }

            y += row * lanes;
            Store<TTarget>(sum0, y);
            if (TNumber.Value > 1)
            {
                Store<TTarget>(sum1, y + lanes);
            }

            if (TNumber.Value > 2)
            {
                Store<TTarget>(sum2, y + (2 * lanes));
                Store<TTarget>(sum3, y + (3 * lanes));
            }
        }

        private static void Store<TTarget>(TVector result, T* y)
            where TTarget : struct, ITarget =>
            TTarget.Combine(TVector.Load(y), result).Store(y);
    }

    /// <summary>Layer normalisation of each group.</summary>
    private sealed partial class Norm(LayerNorm norm, FlatParameters<T> parameters)
    {
        private readonly int _weightPlace = parameters.OffsetOf(norm.weight!);
        private readonly int _biasPlace = parameters.OffsetOf(norm.bias!);

        /// <summary>Normalises, and keeps what is not null for the way back: the rows before weight and bias, and 1/σ.</summary>
        public void Apply(T* x, T* y, int width, int lanes, T* normal, T* scales)
        {
            T* weight = parameters.Values + _weightPlace, bias = parameters.Values + _biasPlace;
            TVector share = TVector.Fill(T.One / T.CreateChecked(width)), epsilon = TVector.Fill(s_normEpsilon), one = TVector.Fill(T.One);
            for (int lane = 0; lane < lanes; lane += TVector.Count)
            {
                TVector mean = default;
                for (int c = 0; c < width; c++)
                {
                    mean += TVector.Load(x + (c * lanes) + lane);
                }

                mean *= share;
                TVector variance = default;
                for (int c = 0; c < width; c++)
                {
                    TVector distance = TVector.Load(x + (c * lanes) + lane) - mean;
                    variance = TVector.MultiplyAdd(distance, distance, variance);
                }

                TVector scale = one / TVector.SquareRoot(TVector.MultiplyAdd(variance, share, epsilon));
                if (normal != null)
                {
                    scale.Store(scales + lane);
                }

                for (int c = 0; c < width; c++)
                {
                    TVector straight = (TVector.Load(x + (c * lanes) + lane) - mean) * scale;
                    if (normal != null)
                    {
                        straight.Store(normal + (c * lanes) + lane);
                    }

                    TVector.MultiplyAdd(straight, TVector.Fill(weight[c]), TVector.Fill(bias[c])).Store(y + (c * lanes) + lane);
                }
            }
        }
    }

    private sealed class Layer(AttentionLayer layer, FlatParameters<T> parameters)
    {
        public int Heads { get; } = layer.Heads;

        public Norm Norm1 { get; } = new(layer.Norm1, parameters);

        public Affine Projection { get; } = new(layer.Projection, parameters);

        public Affine Merge { get; } = new(layer.Merge, parameters);

        public Norm Norm2 { get; } = new(layer.Norm2, parameters);

        public Affine Expand { get; } = new(layer.Expand, parameters);

        public Affine Contract { get; } = new(layer.Contract, parameters);
    }

    /// <summary>The memory of an evaluation, and what is kept of its way. Where nobody goes back, one layer after the other uses the same.</summary>
    private sealed class Pass
    {
        private readonly TraceOfLayer[] _layers;
        private readonly PinnedMemory<T> _memory;
        private int _taken;

        public Pass(int layers, int heads, int groups, int lanes, int width, int inner, bool kept)
        {
            // Rows of lanes. Of a layer: the projections and the mixture, the shares and their sums, the inner layer, and what normalisation leaves.
            int rows = (4 * width) + (heads * (groups + 1)) + inner + (kept ? 2 * (width + 1) : 0);
            int places = kept ? layers : 1;
            _memory = new PinnedMemory<T>(((places * rows) + (2 * width) + ConductorModule.Outputs + (kept ? width + 1 : 0)) * lanes);
            _layers = new TraceOfLayer[layers];
            for (int i = 0; i < layers; i++)
            {
                _layers[i] = !kept && i > 0 ? _layers[0] : new TraceOfLayer
                {
                    Projected = Take(3 * width),
                    Mixed = Take(width),
                    Shares = Take(heads * groups),
                    Sums = Take(heads),
                    Expanded = Take(inner),
                    Normal1 = kept ? Take(width) : null,
                    Scale1 = kept ? Take(1) : null,
                    Normal2 = kept ? Take(width) : null,
                    Scale2 = kept ? Take(1) : null,
                    Groups = groups,
                    Lanes = lanes,
                };
            }

            X = Take(width);
            Normalized = Take(width);
            Raw = Take(ConductorModule.Outputs);
            FinalNormal = kept ? Take(width) : null;
            FinalScale = kept ? Take(1) : null;

            T* Take(int rowsOf)
            {
                T* start = _memory.Start + (_taken * lanes);
                _taken += rowsOf;
                return start;
            }
        }

        /// <summary>The rows between the layers.</summary>
        public T* X { get; }

        /// <summary>The same, normalised.</summary>
        public T* Normalized { get; }

        /// <summary>The outputs.</summary>
        public T* Raw { get; }

        public T* FinalNormal { get; }

        public T* FinalScale { get; }

        public ref readonly TraceOfLayer Of(int layer) => ref _layers[layer];
    }

    private struct TraceOfLayer
    {
        /// <summary>Queries, keys and values.</summary>
        public T* Projected;

        /// <summary>The values, mixed by attention.</summary>
        public T* Mixed;

        /// <summary>For each head and vector of groups that ask, and each group that answers: exp(score − largest).</summary>
        public T* Shares;

        /// <summary>Their sums over the groups that answer.</summary>
        public T* Sums;

        /// <summary>The inner layer, rectified.</summary>
        public T* Expanded;

        public T* Normal1;
        public T* Scale1;
        public T* Normal2;
        public T* Scale2;
        public int Groups;
        public int Lanes;

        public readonly T* SharesOf(int head, int lane) => Shares + (((head * Lanes) + lane) * Groups);

        public readonly T* SumsOf(int head, int lane) => Sums + (head * Lanes) + lane;
    }
}

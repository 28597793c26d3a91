using System.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>Φ's forward pass without torch: a handful of groups is too little work for hundreds of operator calls.</summary>
internal abstract class AttentionEvaluator
{
    /// <summary>Creates an evaluator of Φ's own precision.</summary>
    public static AttentionEvaluator For(AttentionModule module, int groups) => For(module, groups, SimdCapability.Width);

    /// <summary>Creates an evaluator that works in vectors of a given width.</summary>
    public static AttentionEvaluator For(AttentionModule module, int groups, SimdWidth width) =>
        module.Output.weight.dtype == ScalarType.Float64 ? Create<double>(module, groups, width) : Create<float>(module, groups, width);

    /// <summary>Copies Φ's weights; to be called whenever they changed.</summary>
    public abstract void Refresh();

    /// <summary>Maps features to raw factors.</summary>
    /// <param name="features">F, G × D; the embedding columns are zeros.</param>
    /// <param name="raw">G × 4.</param>
    public abstract void Evaluate(ReadOnlySpan<double> features, Span<double> raw);

    private static AttentionEvaluator Create<T>(AttentionModule module, int groups, SimdWidth width)
        where T : unmanaged, IFloatingPointIeee754<T> => width switch
    {
        SimdWidth.Bits512 => new AttentionEvaluator<T, Simd512<T>>(module, groups),
        SimdWidth.Bits256 => new AttentionEvaluator<T, Simd256<T>>(module, groups),
        SimdWidth.Bits128 => new AttentionEvaluator<T, Simd128<T>>(module, groups),
        _ => new AttentionEvaluator<T, SimdScalar<T>>(module, groups),
    };
}

/// <inheritdoc/>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TVector">The vector to work in.</typeparam>
/// <remarks>
/// A vector holds the same number of several groups: matrices are stored one row for each column of the paper's, the groups side by
/// side, padded to whole vectors. Every operation of Φ is then the same for all lanes, attention included, and the padding never
/// mixes with the groups.
/// </remarks>
internal sealed unsafe class AttentionEvaluator<T, TVector> : AttentionEvaluator
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
    private readonly T[] _embeddings;
    private readonly PinnedMemory<T> _x;
    private readonly PinnedMemory<T> _normalized;
    private readonly PinnedMemory<T> _projected;
    private readonly PinnedMemory<T> _expanded;
    private readonly PinnedMemory<T> _scores;
    private readonly PinnedMemory<T> _raw;

    public AttentionEvaluator(AttentionModule module, int groups)
    {
        _module = module;
        _groups = groups;
        _lanes = (groups + TVector.Count - 1) / TVector.Count * TVector.Count;
        _width = module.Width;
        _layers = [.. module.Layers.Select(layer => new Layer(layer))];
        _finalNorm = module.FinalNorm is { } norm ? new Norm(norm) : null;
        _output = new Affine(module.Output);
        _gates = new T[_width];
        _embeddings = new T[groups * module.EmbeddingWidth];
        _x = new PinnedMemory<T>(_width * _lanes);
        _normalized = new PinnedMemory<T>(_width * _lanes);
        _projected = new PinnedMemory<T>(3 * _width * _lanes);
        _expanded = new PinnedMemory<T>(_layers[0].Expand.Outputs * _lanes);
        _scores = new PinnedMemory<T>(groups * TVector.Count);
        _raw = new PinnedMemory<T>(AttentionModule.Outputs * _lanes);
        Refresh();
    }

    public override void Refresh()
    {
        foreach (Layer layer in _layers)
        {
            layer.Refresh();
        }

        _finalNorm?.Refresh();
        _output.Refresh();
        Array.Fill(_gates, T.One);
        if (_module.Gates is { } gates)
        {
            Values(gates).CopyTo(_gates, 0);
            for (int i = 0; i < _gates.Length; i++)
            {
                _gates[i] = T.One / (T.One + T.Exp(-_gates[i]));
            }
        }

        if (_module.Embeddings is { } embeddings)
        {
            Values(embeddings).CopyTo(_embeddings, 0);
        }
    }

    public override void Evaluate(ReadOnlySpan<double> features, Span<double> raw)
    {
        LoadFeatures(features);
        foreach (Layer layer in _layers)
        {
            layer.Norm1.Apply(_x.Start, _normalized.Start, _width, _lanes);
            layer.Projection.Apply<Replace>(_normalized.Start, _projected.Start, _lanes);
            Attend(layer.Heads);
            layer.Merge.Apply<Add>(_normalized.Start, _x.Start, _lanes);

            layer.Norm2.Apply(_x.Start, _normalized.Start, _width, _lanes);
            layer.Expand.Apply<Rectify>(_normalized.Start, _expanded.Start, _lanes);
            layer.Contract.Apply<Add>(_expanded.Start, _x.Start, _lanes);
        }

        _finalNorm?.Apply(_x.Start, _x.Start, _width, _lanes);
        _output.Apply<Replace>(_x.Start, _raw.Start, _lanes);
        for (int g = 0; g < _groups; g++)
        {
            for (int i = 0; i < AttentionModule.Outputs; i++)
            {
                raw[(g * AttentionModule.Outputs) + i] = double.CreateTruncating(_raw.Start[(i * _lanes) + g]);
            }
        }
    }

    private static T[] Values(Tensor tensor)
    {
        using Tensor detached = tensor.detach();
        using Tensor cpu = detached.cpu();
        return cpu.data<T>().ToArray();
    }

    private void LoadFeatures(ReadOnlySpan<double> features)
    {
        int given = _width - _module.EmbeddingWidth;
        for (int c = 0; c < _width; c++)
        {
            for (int g = 0; g < _groups; g++)
            {
                T value = c < given ? T.CreateTruncating(features[(g * _width) + c]) : _embeddings[(g * (_width - given)) + c - given];
                _x.Start[(c * _lanes) + g] = value * _gates[c];
            }
        }
    }

    /// <summary>Scaled dot-product attention of each group over all groups, head by head; the result takes the place of the normalised rows.</summary>
    private void Attend(int heads)
    {
        int depth = _width / heads, lanes = _lanes;
        TVector scale = TVector.Fill(T.One / T.Sqrt(T.CreateChecked(depth)));
        for (int head = 0; head < heads; head++)
        {
            T* query = _projected.Start + (head * depth * lanes);
            T* key = query + (_width * lanes);
            T* value = key + (_width * lanes);
            T* result = _normalized.Start + (head * depth * lanes);
            for (int lane = 0; lane < lanes; lane += TVector.Count)
            {
                TVector largest = TVector.Fill(T.NegativeInfinity);
                for (int other = 0; other < _groups; other++)
                {
                    TVector score = default;
                    for (int i = 0; i < depth; i++)
                    {
                        score = TVector.MultiplyAdd(TVector.Load(query + (i * lanes) + lane), TVector.Fill(key[(i * lanes) + other]), score);
                    }

                    score *= scale;
                    largest = TVector.Max(largest, score);
                    score.Store(_scores.Start + (other * TVector.Count));
                }

                TVector sum = default;
                for (int other = 0; other < _groups; other++)
                {
                    T* place = _scores.Start + (other * TVector.Count);
                    TVector share = SimdExponential<T, TVector>.Of(TVector.Load(place) - largest);
                    sum += share;
                    share.Store(place);
                }

                for (int i = 0; i < depth; i++)
                {
                    TVector mixed = default;
                    for (int other = 0; other < _groups; other++)
                    {
                        mixed = TVector.MultiplyAdd(
                            TVector.Load(_scores.Start + (other * TVector.Count)), TVector.Fill(value[(i * lanes) + other]), mixed);
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

    /// <summary>y = W·x + b.</summary>
    private sealed class Affine(Linear map)
    {
        private readonly int _inputs = (int)map.weight.shape[1];
        private T[] _weight = [];
        private T[] _bias = [];

        public int Outputs { get; } = (int)map.weight.shape[0];

        public void Refresh()
        {
            _weight = Values(map.weight);
            _bias = Values(map.bias!);
        }

        public void Apply<TTarget>(T* x, T* y, int lanes)
            where TTarget : struct, ITarget
        {
            int inputs = _inputs, outputs = Outputs;
            fixed (T* weight = _weight, bias = _bias)
            {
                for (int lane = 0; lane < lanes; lane += TVector.Count)
                {
                    // Two outputs at a time: a sum waits for its last addition, two sums wait together.
                    int output = 0;
                    for (; output < outputs - 1; output += 2)
                    {
                        TVector sum0 = TVector.Fill(bias[output]), sum1 = TVector.Fill(bias[output + 1]);
                        T* row = weight + (output * inputs);
                        for (int input = 0; input < inputs; input++)
                        {
                            TVector xi = TVector.Load(x + (input * lanes) + lane);
                            sum0 = TVector.MultiplyAdd(TVector.Fill(row[input]), xi, sum0);
                            sum1 = TVector.MultiplyAdd(TVector.Fill(row[inputs + input]), xi, sum1);
                        }

                        Store<TTarget>(sum0, y + (output * lanes) + lane);
                        Store<TTarget>(sum1, y + ((output + 1) * lanes) + lane);
                    }

                    if (output < outputs)
                    {
                        TVector sum = TVector.Fill(bias[output]);
                        for (int input = 0; input < inputs; input++)
                        {
                            sum = TVector.MultiplyAdd(TVector.Fill(weight[(output * inputs) + input]), TVector.Load(x + (input * lanes) + lane), sum);
                        }

                        Store<TTarget>(sum, y + (output * lanes) + lane);
                    }
                }
            }
        }

        private static void Store<TTarget>(TVector result, T* y)
            where TTarget : struct, ITarget =>
            TTarget.Combine(TVector.Load(y), result).Store(y);
    }

    /// <summary>Layer normalisation of each group.</summary>
    private sealed class Norm(LayerNorm norm)
    {
        private T[] _weight = [];
        private T[] _bias = [];

        public void Refresh()
        {
            _weight = Values(norm.weight!);
            _bias = Values(norm.bias!);
        }

        public void Apply(T* x, T* y, int width, int lanes)
        {
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
                for (int c = 0; c < width; c++)
                {
                    TVector distance = TVector.Load(x + (c * lanes) + lane) - mean;
                    TVector.MultiplyAdd(distance * scale, TVector.Fill(_weight[c]), TVector.Fill(_bias[c])).Store(y + (c * lanes) + lane);
                }
            }
        }
    }

    private sealed class Layer(AttentionLayer layer)
    {
        public int Heads { get; } = layer.Heads;

        public Norm Norm1 { get; } = new(layer.Norm1);

        public Affine Projection { get; } = new(layer.Projection);

        public Affine Merge { get; } = new(layer.Merge);

        public Norm Norm2 { get; } = new(layer.Norm2);

        public Affine Expand { get; } = new(layer.Expand);

        public Affine Contract { get; } = new(layer.Contract);

        public void Refresh()
        {
            Norm1.Refresh();
            Projection.Refresh();
            Merge.Refresh();
            Norm2.Refresh();
            Expand.Refresh();
            Contract.Refresh();
        }
    }
}

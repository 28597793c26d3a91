using System.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>Φ's forward pass without torch: a handful of groups is too little work for hundreds of operator calls.</summary>
internal abstract class AttentionEvaluator
{
    /// <summary>Creates an evaluator of Φ's own precision.</summary>
    public static AttentionEvaluator For(AttentionModule module, int groups) =>
        module.Output.weight.dtype == ScalarType.Float64
            ? new AttentionEvaluator<double>(module, groups)
            : new AttentionEvaluator<float>(module, groups);

    /// <summary>Copies Φ's weights; to be called whenever they changed.</summary>
    public abstract void Refresh();

    /// <summary>Maps features to raw factors.</summary>
    /// <param name="features">F, G × D; the embedding columns are zeros.</param>
    /// <param name="raw">G × 4.</param>
    public abstract void Evaluate(ReadOnlySpan<double> features, Span<double> raw);
}

/// <inheritdoc/>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// Matrices are kept transposed, one row for each input, and padded to whole vectors: a row of outputs is then a sum of scaled rows.
/// </remarks>
internal sealed class AttentionEvaluator<T> : AttentionEvaluator
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T NormEpsilon = T.CreateChecked(1e-5);

    private readonly AttentionModule _module;
    private readonly int _groups;
    private readonly int _width;
    private readonly Layer[] _layers;
    private readonly Norm? _finalNorm;
    private readonly Affine _output;
    private readonly T[] _gates;
    private readonly T[] _embeddings;
    private readonly T[] _x;
    private readonly T[] _normalized;
    private readonly T[] _projected;
    private readonly T[] _attended;
    private readonly T[] _merged;
    private readonly T[] _expanded;
    private readonly T[] _scores;
    private readonly T[] _raw;

    public AttentionEvaluator(AttentionModule module, int groups)
    {
        _module = module;
        _groups = groups;
        _width = module.Width;
        _layers = [.. module.Layers.Select(layer => new Layer(layer))];
        _finalNorm = module.FinalNorm is { } norm ? new Norm(norm, _width) : null;
        _output = new Affine(module.Output);
        _gates = new T[_width];
        _embeddings = new T[groups * module.EmbeddingWidth];
        _x = new T[groups * _width];
        _normalized = new T[groups * _width];
        _attended = new T[groups * _width];
        _projected = new T[groups * _layers[0].Projection.Stride];
        _merged = new T[groups * _layers[0].Merge.Stride];
        _expanded = new T[groups * _layers[0].Expand.Stride];
        _scores = new T[groups];
        _raw = new T[groups * _output.Stride];
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
        if (_module.Gates is { } gates)
        {
            Values(gates).CopyTo(_gates, 0);
            for (int i = 0; i < _gates.Length; i++)
            {
                _gates[i] = T.One / (T.One + T.Exp(-_gates[i]));
            }
        }
        else
        {
            Array.Fill(_gates, T.One);
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
            layer.Norm1.Apply(_x, _normalized);
            layer.Projection.Apply(_normalized, _width, _groups, _projected);
            Attend(layer.Heads, layer.Projection.Stride);
            layer.Merge.Apply(_attended, _width, _groups, _merged);
            AddRows(_merged, layer.Merge.Stride);

            layer.Norm2.Apply(_x, _normalized);
            layer.Expand.Apply(_normalized, _width, _groups, _expanded);
            for (int i = 0; i < _expanded.Length; i++)
            {
                _expanded[i] = T.Max(_expanded[i], T.Zero);
            }

            layer.Contract.Apply(_expanded, layer.Expand.Stride, _groups, _merged);
            AddRows(_merged, layer.Contract.Stride);
        }

        _finalNorm?.Apply(_x, _x);
        _output.Apply(_x, _width, _groups, _raw);
        for (int g = 0; g < _groups; g++)
        {
            for (int i = 0; i < AttentionModule.Outputs; i++)
            {
                raw[(g * AttentionModule.Outputs) + i] = double.CreateTruncating(_raw[(g * _output.Stride) + i]);
            }
        }
    }

    private static T[] Values(Tensor tensor)
    {
        using Tensor cpu = tensor.detach().cpu();
        return cpu.data<T>().ToArray();
    }

    private void LoadFeatures(ReadOnlySpan<double> features)
    {
        int embedding = _module.EmbeddingWidth;
        for (int g = 0; g < _groups; g++)
        {
            Span<T> row = _x.AsSpan(g * _width, _width);
            for (int c = 0; c < _width; c++)
            {
                T value = c < _width - embedding
                    ? T.CreateTruncating(features[(g * _width) + c])
                    : _embeddings[(g * embedding) + c - (_width - embedding)];
                row[c] = value * _gates[c];
            }
        }
    }

    /// <summary>Scaled dot-product attention of each group over all groups, head by head.</summary>
    private void Attend(int heads, int stride)
    {
        int depth = _width / heads;
        T scale = T.One / T.Sqrt(T.CreateChecked(depth));
        Array.Clear(_attended);
        for (int g = 0; g < _groups; g++)
        {
            for (int h = 0; h < heads; h++)
            {
                ReadOnlySpan<T> query = _projected.AsSpan((g * stride) + (h * depth), depth);
                T largest = T.NegativeInfinity;
                for (int other = 0; other < _groups; other++)
                {
                    ReadOnlySpan<T> key = _projected.AsSpan((other * stride) + _width + (h * depth), depth);
                    T score = T.Zero;
                    for (int i = 0; i < depth; i++)
                    {
                        score += query[i] * key[i];
                    }

                    _scores[other] = score * scale;
                    largest = T.Max(largest, _scores[other]);
                }

                T sum = T.Zero;
                for (int other = 0; other < _groups; other++)
                {
                    sum += _scores[other] = T.Exp(_scores[other] - largest);
                }

                Span<T> result = _attended.AsSpan((g * _width) + (h * depth), depth);
                for (int other = 0; other < _groups; other++)
                {
                    ReadOnlySpan<T> value = _projected.AsSpan((other * stride) + (2 * _width) + (h * depth), depth);
                    T share = _scores[other] / sum;
                    for (int i = 0; i < depth; i++)
                    {
                        result[i] += share * value[i];
                    }
                }
            }
        }
    }

    private void AddRows(T[] rows, int stride)
    {
        for (int g = 0; g < _groups; g++)
        {
            for (int c = 0; c < _width; c++)
            {
                _x[(g * _width) + c] += rows[(g * stride) + c];
            }
        }
    }

    /// <summary>y = W·x + b.</summary>
    private sealed class Affine(Linear map)
    {
        private readonly int _inputs = (int)map.weight.shape[1];
        private readonly int _outputs = (int)map.weight.shape[0];
        private T[] _weight = [];
        private T[] _bias = [];

        /// <summary>The length of a row of outputs, padding included.</summary>
        public int Stride => (_outputs + Vector<T>.Count - 1) / Vector<T>.Count * Vector<T>.Count;

        public void Refresh()
        {
            T[] weight = Values(map.weight);
            _weight = new T[_inputs * Stride];
            _bias = new T[Stride];
            Values(map.bias!).CopyTo(_bias, 0);
            for (int output = 0; output < _outputs; output++)
            {
                for (int input = 0; input < _inputs; input++)
                {
                    _weight[(input * Stride) + output] = weight[(output * _inputs) + input];
                }
            }
        }

        public void Apply(T[] x, int xStride, int rows, T[] y)
        {
            int stride = Stride;
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<T> xs = x.AsSpan(row * xStride, _inputs);
                for (int output = 0; output < stride; output += Vector<T>.Count)
                {
                    var sum = new Vector<T>(_bias, output);
                    for (int input = 0; input < xs.Length; input++)
                    {
                        sum += new Vector<T>(_weight, (input * stride) + output) * xs[input];
                    }

                    sum.CopyTo(y, (row * stride) + output);
                }
            }
        }
    }

    /// <summary>Layer normalisation of each row.</summary>
    private sealed class Norm(LayerNorm norm, int width)
    {
        private T[] _weight = [];
        private T[] _bias = [];

        public void Refresh()
        {
            _weight = Values(norm.weight!);
            _bias = Values(norm.bias!);
        }

        public void Apply(T[] x, T[] y)
        {
            T n = T.CreateChecked(width);
            for (int start = 0; start < x.Length; start += width)
            {
                ReadOnlySpan<T> row = x.AsSpan(start, width);
                T mean = T.Zero;
                foreach (T value in row)
                {
                    mean += value;
                }

                mean /= n;
                T variance = T.Zero;
                foreach (T value in row)
                {
                    variance += (value - mean) * (value - mean);
                }

                T scale = T.One / T.Sqrt((variance / n) + NormEpsilon);
                for (int i = 0; i < width; i++)
                {
                    y[start + i] = ((row[i] - mean) * scale * _weight[i]) + _bias[i];
                }
            }
        }
    }

    private sealed class Layer(AttentionLayer layer)
    {
        public int Heads { get; } = layer.Heads;

        public Norm Norm1 { get; } = new(layer.Norm1, (int)layer.Merge.weight.shape[0]);

        public Affine Projection { get; } = new(layer.Projection);

        public Affine Merge { get; } = new(layer.Merge);

        public Norm Norm2 { get; } = new(layer.Norm2, (int)layer.Merge.weight.shape[0]);

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

using System.Runtime.CompilerServices;

namespace MetaAdamW;

/// <content>The way back through Φ: the derivatives of any number by all of Φ's parameters, from those by its outputs.</content>
internal sealed unsafe partial class AttentionEvaluator<T, TVector>
{
    private readonly Slopes? _slopes;

    public override double Differentiate(ReadOnlySpan<double> features, ReadOnlySpan<double> byRaw)
    {
        Slopes to = _slopes!;
        for (int i = 0; i < ConductorModule.Outputs; i++)
        {
            for (int g = 0; g < _groups; g++)
            {
                to.Raw[(i * _lanes) + g] = T.CreateTruncating(byRaw[(g * ConductorModule.Outputs) + i]);
            }
        }

        TurnInputs(to);
        _output.Differentiate(to.Raw, to.OutputRows, to.X, _groups, _lanes);
        _finalNorm?.Differentiate<Replace>(to.X, _trace.FinalNormal, _trace.FinalScale, to.X, _width, _groups, _lanes);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            Layer layer = _layers[i];
            TraceOfLayer at = _trace.Of(i);
            RowsOfLayer rows = to.RowsOf(i);
            layer.Contract.Differentiate(to.X, rows.Expanded, to.Expanded, _groups, _lanes);
            for (int j = 0; j < layer.Expand.Outputs * _lanes; j += TVector.Count)
            {
                TVector.WherePositive(TVector.Load(at.Expanded + j), TVector.Load(to.Expanded + j)).Store(to.Expanded + j);
            }

            layer.Expand.Differentiate(to.Expanded, rows.Normalized2, to.Normalized, _groups, _lanes);
            layer.Norm2.Differentiate<Add>(to.Normalized, at.Normal2, at.Scale2, to.X, _width, _groups, _lanes);

            layer.Merge.Differentiate(to.X, rows.Mixed, to.Mixed, _groups, _lanes);
            DifferentiateAttention(layer.Heads, in at, to);
            layer.Projection.Differentiate(to.Projected, rows.Normalized1, to.Normalized, _groups, _lanes);
            layer.Norm1.Differentiate<Add>(to.Normalized, at.Normal1, at.Scale1, to.X, _width, _groups, _lanes);
        }

        DifferentiateInput(features, to.X);
        return Parameters.GradientNorm();
    }

    /// <summary>
    /// Lays out the inputs of all maps with one row for each group, before anything needs them: a vector that is read right after its elements were
    /// written one by one has to wait for them.
    /// </summary>
    private void TurnInputs(Slopes to)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            Layer layer = _layers[i];
            TraceOfLayer at = _trace.Of(i);
            RowsOfLayer rows = to.RowsOf(i);
            layer.Norm1.Turn(at.Normal1, rows.Normalized1, to.WidthStride, _width, _groups, _lanes);
            Turn(at.Mixed, rows.Mixed, to.WidthStride, _width);
            layer.Norm2.Turn(at.Normal2, rows.Normalized2, to.WidthStride, _width, _groups, _lanes);
            Turn(at.Expanded, rows.Expanded, to.InnerStride, layer.Expand.Outputs);
        }

        Turn(_x.Start, to.OutputRows, to.WidthStride, _width);

        void Turn(T* columns, T* rows, int stride, int width)
        {
            for (int c = 0; c < width; c++)
            {
                for (int g = 0; g < _groups; g++)
                {
                    rows[(g * stride) + c] = columns[(c * _lanes) + g];
                }
            }
        }
    }

    /// <summary>
    /// With shares P, mixture M = P·V and scores S: ∂P = ∂M·Vᵀ, ∂S = P∘(∂P − Σ P∘∂P), ∂Q = ∂S·K, ∂K = ∂Sᵀ·Q and ∂V = Pᵀ·∂M. The groups that ask are in
    /// the lanes, so the last two are sums over lanes.
    /// </summary>
    private void DifferentiateAttention(int heads, in TraceOfLayer at, Slopes to)
    {
        int depth = _width / heads, lanes = _lanes, part = _width * lanes;
        for (int head = 0; head < heads; head++)
        {
            int first = head * depth * lanes;
            T* query = at.Projected + first, key = query + part, value = key + part, byMixed = to.Mixed + first;
            T* byQuery = to.Projected + first, byKey = byQuery + part, byValue = byKey + part;
            for (int lane = 0; lane < lanes; lane += TVector.Count)
            {
                DifferentiateScores(
                    at.SharesOf(head, lane), at.SumsOf(head, lane), byMixed + lane, key, value, byQuery + lane, to.Shares + lane, to.Scores + lane, depth);
            }

            T* shares = to.Shares, scores = to.Scores;
            for (int other = 0; other < _groups; other++, shares += lanes, scores += lanes)
            {
                for (int i = 0; i < depth * lanes; i += lanes)
                {
                    byKey[i + other] = DotOf(scores, query + i, lanes);
                    byValue[i + other] = DotOf(shares, byMixed + i, lanes);
                }
            }
        }
    }

    /// <summary>P, ∂S (times the scale of the scores) and ∂Q of one head and one vector of groups that ask.</summary>
    private void DifferentiateScores(T* unscaled, T* sums, T* byMixed, T* key, T* value, T* byQuery, T* shares, T* scores, int depth)
    {
        int lanes = _lanes, groups = _groups, end = depth * lanes;
        TVector inverse = TVector.Fill(T.One) / TVector.Load(sums), along = default;
        T* share = shares, score = scores;
        for (int other = 0; other < groups; other++, share += lanes, score += lanes, unscaled += TVector.Count)
        {
            T* values = value + other;
            TVector byShare = default;
            for (int i = 0; i < end; i += lanes)
            {
                byShare = TVector.MultiplyAdd(values + i, TVector.Load(byMixed + i), byShare);
            }

            TVector p = TVector.Load(unscaled) * inverse;
            along = TVector.MultiplyAdd(p, byShare, along);
            p.Store(share);
            byShare.Store(score);
        }

        share = shares;
        score = scores;
        TVector scale = TVector.Fill(T.One / T.Sqrt(T.CreateChecked(depth)));
        for (int other = 0; other < groups; other++, share += lanes, score += lanes)
        {
            (TVector.Load(share) * (TVector.Load(score) - along) * scale).Store(score);
        }

        for (int i = 0; i < end; i += lanes)
        {
            T* keys = key + i;
            score = scores;
            TVector sum = default;
            for (int other = 0; other < groups; other++, score += lanes)
            {
                sum = TVector.MultiplyAdd(keys + other, TVector.Load(score), sum);
            }

            sum.Store(byQuery + i);
        }
    }

    private static T DotOf(T* x, T* y, int lanes)
    {
        TVector sum = TVector.Load(x) * TVector.Load(y);
        for (int lane = TVector.Count; lane < lanes; lane += TVector.Count)
        {
            sum = TVector.MultiplyAdd(TVector.Load(x + lane), TVector.Load(y + lane), sum);
        }

        return TVector.Sum(sum);
    }

    /// <summary>Gates and embeddings.</summary>
    private void DifferentiateInput(ReadOnlySpan<double> features, T* byX)
    {
        if (_gatesPlace >= 0)
        {
            T* gradient = Parameters.Gradient + _gatesPlace;
            for (int c = 0; c < _width; c++)
            {
                T sum = T.Zero;
                for (int g = 0; g < _groups; g++)
                {
                    sum += byX[(c * _lanes) + g] * Input(features, g, c);
                }

                gradient[c] = sum * _gates[c] * (T.One - _gates[c]);
            }
        }

        if (_embeddingsPlace >= 0)
        {
            T* gradient = Parameters.Gradient + _embeddingsPlace;
            int width = _module.EmbeddingWidth, given = _width - width;
            for (int g = 0; g < _groups; g++)
            {
                for (int e = 0; e < width; e++)
                {
                    gradient[(g * width) + e] = byX[((given + e) * _lanes) + g] * _gates[given + e];
                }
            }
        }
    }

    /// <summary>The derivatives on the way back; one layer after the other uses the same memory. Beside the groups all are zero.</summary>
    private sealed class Slopes
    {
        private readonly PinnedMemory<T> _memory;
        private readonly T* _rows;
        private readonly int _groups;

        public Slopes(int layers, int groups, int lanes, int width, int inner)
        {
            _groups = groups;
            WidthStride = Padded(width);
            InnerStride = Padded(inner);
            int[] sizes =
            [
                ConductorModule.Outputs * lanes, width * lanes, width * lanes, 3 * width * lanes, width * lanes, inner * lanes,
                groups * lanes, groups * lanes, groups * WidthStride, layers * groups * ((3 * WidthStride) + InnerStride),
            ];
            _memory = new PinnedMemory<T>(sizes.Sum());
            int taken = 0, next = 0;
            Raw = Take();
            X = Take();
            Normalized = Take();
            Projected = Take();
            Mixed = Take();
            Expanded = Take();
            Shares = Take();
            Scores = Take();
            OutputRows = Take();
            _rows = Take();

            T* Take()
            {
                T* start = _memory.Start + taken;
                taken += sizes[next++];
                return start;
            }

            static int Padded(int length) => (length + TVector.Count - 1) / TVector.Count * TVector.Count;
        }

        /// <summary>By the outputs.</summary>
        public T* Raw { get; }

        /// <summary>By the rows between the layers.</summary>
        public T* X { get; }

        public T* Normalized { get; }

        public T* Projected { get; }

        public T* Mixed { get; }

        public T* Expanded { get; }

        /// <summary>One head's shares: for each group that answers a row of those that ask.</summary>
        public T* Shares { get; }

        /// <summary>By one head's scores, in the same way.</summary>
        public T* Scores { get; }

        /// <summary>The inputs of the last map, one row for each group.</summary>
        public T* OutputRows { get; }

        /// <summary>The length of a row as wide as Φ, and of one as wide as its inner layers, in whole vectors.</summary>
        public int WidthStride { get; }

        public int InnerStride { get; }

        /// <summary>The inputs of a layer's maps, one row for each group.</summary>
        public RowsOfLayer RowsOf(int layer)
        {
            T* start = _rows + (layer * _groups * ((3 * WidthStride) + InnerStride));
            int size = _groups * WidthStride;
            return new RowsOfLayer { Normalized1 = start, Mixed = start + size, Normalized2 = start + (2 * size), Expanded = start + (3 * size) };
        }
    }

    private struct RowsOfLayer
    {
        public T* Normalized1;
        public T* Mixed;
        public T* Normalized2;
        public T* Expanded;
    }

    private sealed partial class Affine
    {
        /// <summary>Writes ∂W, ∂b and ∂x = Wᵀ·∂y.</summary>
        /// <param name="byY">The derivatives by the outputs of the map.</param>
        /// <param name="rows">Its inputs, one row of whole vectors for each group.</param>
        /// <param name="byX">The derivatives by its inputs.</param>
        /// <param name="groups">The number of groups.</param>
        /// <param name="lanes">The same, rounded up to whole vectors.</param>
        public void Differentiate(T* byY, T* rows, T* byX, int groups, int lanes)
        {
            int inputs = _inputs, outputs = Outputs, output = 0;
            for (; output < outputs - 3; output += 4)
            {
                DifferentiateOutputs<Four>(byY, rows, output, groups, lanes);
            }

            for (; output < outputs - 1; output += 2)
            {
                DifferentiateOutputs<Two>(byY, rows, output, groups, lanes);
            }

            if (output < outputs)
            {
                DifferentiateOutputs<One>(byY, rows, output, groups, lanes);
            }

            for (int lane = 0; lane < lanes; lane += TVector.Count)
            {
                int input = 0;
                for (; input < inputs - 3; input += 4)
                {
                    DifferentiateInputs<Four>(byY + lane, byX + lane, input, lanes);
                }

                for (; input < inputs - 1; input += 2)
                {
                    DifferentiateInputs<Two>(byY + lane, byX + lane, input, lanes);
                }

                if (input < inputs)
                {
                    DifferentiateInputs<One>(byY + lane, byX + lane, input, lanes);
                }
            }
        }

        /// <summary>∂W and ∂b of several outputs at a time: the inputs are then read once, and sums need not wait for each other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void DifferentiateOutputs<TNumber>(T* byY, T* rows, int output, int groups, int lanes)
            where TNumber : struct, INumberOf
        {
            int inputs = _inputs, count = TVector.Count, stride = (inputs + count - 1) / count * count;
            T* slopes0 = byY + (output * lanes), slopes1 = slopes0 + lanes, slopes2 = slopes1 + lanes, slopes3 = slopes2 + lanes;
            T* byWeight = parameters.Gradient + _weightPlace, byBias = parameters.Gradient + _biasPlace + output;
            for (int start = 0; start < inputs; start += count)
            {
                T bias0 = T.Zero, bias1 = T.Zero, bias2 = T.Zero, bias3 = T.Zero;
                TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
                T* row = rows + start;
                for (int g = 0; g < groups; g++, row += stride)
                {
                    TVector x = TVector.Load(row);
                    sum0 = TVector.MultiplyAdd(slopes0 + g, x, sum0);
                    bias0 += slopes0[g];
                    if (TNumber.Value > 1)
                    {
                        sum1 = TVector.MultiplyAdd(slopes1 + g, x, sum1);
                        bias1 += slopes1[g];
                    }

                    if (TNumber.Value > 2)
                    {
                        sum2 = TVector.MultiplyAdd(slopes2 + g, x, sum2);
                        bias2 += slopes2[g];
                        sum3 = TVector.MultiplyAdd(slopes3 + g, x, sum3);
                        bias3 += slopes3[g];
                    }
                }

                byBias[0] = bias0;
                Keep(sum0, byWeight, (output * inputs) + start, inputs - start);
                if (TNumber.Value > 1)
                {
                    byBias[1] = bias1;
                    Keep(sum1, byWeight, ((output + 1) * inputs) + start, inputs - start);
                }

                if (TNumber.Value > 2)
                {
                    byBias[2] = bias2;
                    byBias[3] = bias3;
                    Keep(sum2, byWeight, ((output + 2) * inputs) + start, inputs - start);
                    Keep(sum3, byWeight, ((output + 3) * inputs) + start, inputs - start);
                }
            }
        }

        /// <summary>
        /// Writes a vector of a row, of which so many elements are left. What it writes beyond a row of one vector is written again with the next rows, where
        /// these are enough.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Keep(TVector sum, T* matrix, int place, int rest)
        {
            if (rest >= TVector.Count || (rest == _inputs && place + TVector.Count <= Outputs * _inputs))
            {
                sum.Store(matrix + place);
            }
            else
            {
                KeepPart(sum, matrix + place, rest);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void KeepPart(TVector sum, T* place, int count)
        {
            T* elements = stackalloc T[TVector.Count];
            sum.Store(elements);
            new Span<T>(elements, count).CopyTo(new Span<T>(place, count));
        }

        /// <summary>∂x of several inputs at a time: the derivatives by the outputs are then read once, and sums need not wait for each other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void DifferentiateInputs<TNumber>(T* byY, T* byX, int input, int lanes)
            where TNumber : struct, INumberOf
        {
            T* weight = parameters.Values + _weightPlace + input;
            TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (int output = 0; output < Outputs; output++, weight += _inputs)
            {
                TVector slope = TVector.Load(byY + (output * lanes));
                sum0 = TVector.MultiplyAdd(weight, slope, sum0);
                if (TNumber.Value > 1)
                {
                    sum1 = TVector.MultiplyAdd(weight + 1, slope, sum1);
                }

                if (TNumber.Value > 2)
                {
                    sum2 = TVector.MultiplyAdd(weight + 2, slope, sum2);
                    sum3 = TVector.MultiplyAdd(weight + 3, slope, sum3);
                }
            }

            T* result = byX + (input * lanes);
            sum0.Store(result);
            if (TNumber.Value > 1)
            {
                sum1.Store(result + lanes);
            }

            if (TNumber.Value > 2)
            {
                sum2.Store(result + (2 * lanes));
                sum3.Store(result + (3 * lanes));
            }
        }
    }

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

    private sealed partial class Norm
    {
        /// <summary>Applies weight and bias again, and lays out the result with one row for each group.</summary>
        public void Turn(T* normal, T* rows, int stride, int width, int groups, int lanes)
        {
            T* weight = parameters.Values + _weightPlace, bias = parameters.Values + _biasPlace;
            for (int c = 0; c < width; c++)
            {
                for (int g = 0; g < groups; g++)
                {
                    rows[(g * stride) + c] = (normal[(c * lanes) + g] * weight[c]) + bias[c];
                }
            }
        }

        /// <summary>Writes ∂ weight and ∂ bias, and ∂x = (∂n − mean ∂n − n·mean(∂n∘n))/σ with the normal rows n and ∂n = weight∘∂y.</summary>
        public void Differentiate<TTarget>(T* byY, T* normal, T* scales, T* byX, int width, int groups, int lanes)
            where TTarget : struct, ITarget
        {
            T* weight = parameters.Values + _weightPlace;
            T* byWeight = parameters.Gradient + _weightPlace, byBias = parameters.Gradient + _biasPlace;
            for (int c = 0; c < width; c++)
            {
                T product = T.Zero, sum = T.Zero;
                for (int place = c * lanes; place < (c * lanes) + groups; place++)
                {
                    product += byY[place] * normal[place];
                    sum += byY[place];
                }

                (byWeight[c], byBias[c]) = (product, sum);
            }

            TVector share = TVector.Fill(T.One / T.CreateChecked(width));
            for (int lane = 0; lane < lanes; lane += TVector.Count)
            {
                TVector mean = default, along = default;
                for (int c = 0; c < width; c++)
                {
                    TVector slope = TVector.Load(byY + (c * lanes) + lane) * TVector.Fill(weight[c]);
                    mean += slope;
                    along = TVector.MultiplyAdd(slope, TVector.Load(normal + (c * lanes) + lane), along);
                }

                mean *= share;
                along *= share;
                TVector scale = TVector.Load(scales + lane);
                for (int c = 0; c < width; c++)
                {
                    int place = (c * lanes) + lane;
                    TVector slope = TVector.Load(byY + place) * TVector.Fill(weight[c]);
                    TVector result = (slope - mean - (along * TVector.Load(normal + place))) * scale;
                    TTarget.Combine(TVector.Load(byX + place), result).Store(byX + place);
                }
            }
        }
    }
}

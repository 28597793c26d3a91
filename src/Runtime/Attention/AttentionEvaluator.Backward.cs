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

        _back!.Run();
        DifferentiateInput(features, to.Input);
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
            TraceOfLayer at = _pass.Of(i);
            RowsOfLayer rows = to.RowsOf(i);
            layer.Norm1.Turn(at.Normal1, rows.Normalized1, to.WidthStride, _width, _groups, _lanes);
            Turn(at.Mixed, rows.Mixed, to.WidthStride, _width);
            layer.Norm2.Turn(at.Normal2, rows.Normalized2, to.WidthStride, _width, _groups, _lanes);
            Turn(at.Expanded, rows.Expanded, to.InnerStride, layer.Expand.Outputs);
        }

        Turn(_pass.X, to.OutputRows, to.WidthStride, _width);

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

    /// <summary>Goes back from layer to layer, and says of each layer that it has been reached.</summary>
    private void DifferentiateInputs(Slopes to, ref int reached)
    {
        int last = _layers.Length - 1;
        T* byOutput = to.Of(last).Output;
        _output.DifferentiateInputs(to.Raw, _finalNorm is null ? byOutput : to.Final, _lanes);
        _finalNorm?.DifferentiateInputs(to.Final, _pass.FinalNormal, _pass.FinalScale, null, byOutput, _width, _lanes);
        for (int i = last; i >= 0; i--)
        {
            Layer layer = _layers[i];
            TraceOfLayer at = _pass.Of(i);
            SlopesOfLayer by = to.Of(i);
            layer.Contract.DifferentiateInputs(by.Output, by.Expanded, _lanes);
            for (int j = 0; j < layer.Expand.Outputs * _lanes; j += TVector.Count)
            {
                TVector.WherePositive(TVector.Load(at.Expanded + j), TVector.Load(by.Expanded + j)).Store(by.Expanded + j);
            }

            layer.Expand.DifferentiateInputs(by.Expanded, by.Normalized2, _lanes);
            layer.Norm2.DifferentiateInputs(by.Normalized2, at.Normal2, at.Scale2, by.Output, by.Middle, _width, _lanes);

            layer.Merge.DifferentiateInputs(by.Middle, to.Mixed, _lanes);
            DifferentiateAttention(layer.Heads, in at, to, by.Projected);
            layer.Projection.DifferentiateInputs(by.Projected, by.Normalized1, _lanes);
            layer.Norm1.DifferentiateInputs(
                by.Normalized1, at.Normal1, at.Scale1, by.Middle, i > 0 ? to.Of(i - 1).Output : to.Input, _width, _lanes);
            Volatile.Write(ref reached, i);
        }
    }

    /// <summary>The derivatives by the weights of each layer, as soon as it has been reached.</summary>
    private void DifferentiateWeights(Slopes to, ref int reached)
    {
        TurnInputs(to);
        _output.DifferentiateWeights(to.Raw, to.OutputRows, _groups, _lanes);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            while (Volatile.Read(ref reached) > i)
            {
                Thread.SpinWait(1);
            }

            Layer layer = _layers[i];
            TraceOfLayer at = _pass.Of(i);
            SlopesOfLayer by = to.Of(i);
            RowsOfLayer rows = to.RowsOf(i);
            layer.Contract.DifferentiateWeights(by.Output, rows.Expanded, _groups, _lanes);
            layer.Expand.DifferentiateWeights(by.Expanded, rows.Normalized2, _groups, _lanes);
            layer.Norm2.DifferentiateWeights(by.Normalized2, at.Normal2, _width, _lanes);
            layer.Merge.DifferentiateWeights(by.Middle, rows.Mixed, _groups, _lanes);
            layer.Projection.DifferentiateWeights(by.Projected, rows.Normalized1, _groups, _lanes);
            layer.Norm1.DifferentiateWeights(by.Normalized1, at.Normal1, _width, _lanes);
        }

        _finalNorm?.DifferentiateWeights(to.Final, _pass.FinalNormal, _width, _lanes);
    }

    /// <summary>
    /// With shares P, mixture M = P·V and scores S: ∂P = ∂M·Vᵀ, ∂S = P∘(∂P − Σ P∘∂P), ∂Q = ∂S·K, ∂K = ∂Sᵀ·Q and ∂V = Pᵀ·∂M. The groups that ask are in
    /// the lanes; the last two take P and ∂S turned, as sums over lanes would cost more.
    /// </summary>
    private void DifferentiateAttention(int heads, in TraceOfLayer at, Slopes to, T* byProjected)
    {
        int depth = _width / heads, lanes = _lanes, part = _width * lanes;
        for (int head = 0; head < heads; head++)
        {
            int first = head * depth * lanes;
            T* query = at.Projected + first, key = query + part, value = key + part, byMixed = to.Mixed + first;
            T* byQuery = byProjected + first, byKey = byQuery + part, byValue = byKey + part;
            for (int lane = 0; lane < lanes; lane += TVector.Count)
            {
                DifferentiateScores(
                    at.SharesOf(head, lane), at.SumsOf(head, lane), byMixed + lane, key, value, byQuery + lane, to.Shares + lane, to.Scores + lane, depth);
            }

            TurnSquare(to.Shares, to.SharesTurned);
            TurnSquare(to.Scores, to.ScoresTurned);
            for (int i = 0; i < depth * lanes; i += lanes)
            {
                Mix(query + i, to.ScoresTurned, byKey + i);
                Mix(byMixed + i, to.SharesTurned, byValue + i);
            }
        }
    }

    /// <summary>Makes rows of groups that answer from rows of groups that ask.</summary>
    private void TurnSquare(T* square, T* turned)
    {
        for (int other = 0; other < _groups; other++, square += _lanes)
        {
            for (int asking = 0; asking < _groups; asking++)
            {
                turned[(asking * _lanes) + other] = square[asking];
            }
        }
    }

    /// <summary>The sum of the rows of a square, each times a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Mix(T* numbers, T* square, T* result)
    {
        for (int lane = 0; lane < _lanes; lane += TVector.Count)
        {
            TVector sum = default;
            T* row = square + lane;
            for (int g = 0; g < _groups; g++, row += _lanes)
            {
                sum = TVector.MultiplyAdd(numbers + g, TVector.Load(row), sum);
            }

            sum.Store(result + lane);
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

    /// <summary>The sum over the groups; beside them there are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SumOf(T* x, int lanes)
    {
        TVector sum = TVector.Load(x);
        for (int lane = TVector.Count; lane < lanes; lane += TVector.Count)
        {
            sum += TVector.Load(x + lane);
        }

        return TVector.Sum(sum);
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

    /// <summary>The derivatives on the way back. Beside the groups all are zero.</summary>
    private sealed class Slopes
    {
        private readonly PinnedMemory<T> _memory;
        private readonly SlopesOfLayer[] _layers;
        private readonly T* _rows;
        private readonly int _groups;

        public Slopes(int layers, int groups, int lanes, int width, int inner)
        {
            _groups = groups;
            WidthStride = Padded(width);
            InnerStride = Padded(inner);
            int ofLayer = ((7 * width) + inner) * lanes, ofRows = groups * ((3 * WidthStride) + InnerStride);
            _memory = new PinnedMemory<T>(
                ((ConductorModule.Outputs + (3 * width) + (4 * groups)) * lanes) + (groups * WidthStride) + (layers * (ofLayer + ofRows)));
            int taken = 0;
            Raw = Take(ConductorModule.Outputs * lanes);
            Final = Take(width * lanes);
            Input = Take(width * lanes);
            Mixed = Take(width * lanes);
            Shares = Take(groups * lanes);
            Scores = Take(groups * lanes);
            SharesTurned = Take(groups * lanes);
            ScoresTurned = Take(groups * lanes);
            _layers = new SlopesOfLayer[layers];
            for (int i = 0; i < layers; i++)
            {
                _layers[i] = new SlopesOfLayer
                {
                    Output = Take(width * lanes),
                    Expanded = Take(inner * lanes),
                    Normalized2 = Take(width * lanes),
                    Middle = Take(width * lanes),
                    Projected = Take(3 * width * lanes),
                    Normalized1 = Take(width * lanes),
                };
            }

            OutputRows = Take(groups * WidthStride);
            _rows = Take(layers * ofRows);

            T* Take(int size)
            {
                T* start = _memory.Start + taken;
                taken += size;
                return start;
            }

            static int Padded(int length) => (length + TVector.Count - 1) / TVector.Count * TVector.Count;
        }

        /// <summary>By the outputs.</summary>
        public T* Raw { get; }

        /// <summary>By what the last map takes, where that has been normalised.</summary>
        public T* Final { get; }

        /// <summary>By what the first layer takes.</summary>
        public T* Input { get; }

        /// <summary>By the values that attention has mixed; of one layer at a time.</summary>
        public T* Mixed { get; }

        /// <summary>One head's shares: for each group that answers a row of those that ask.</summary>
        public T* Shares { get; }

        /// <summary>By one head's scores, in the same way.</summary>
        public T* Scores { get; }

        /// <summary>Both with a row for each group that asks.</summary>
        public T* SharesTurned { get; }

        public T* ScoresTurned { get; }

        /// <summary>The inputs of the last map, one row for each group.</summary>
        public T* OutputRows { get; }

        /// <summary>The length of a row as wide as Φ, and of one as wide as its inner layers, in whole vectors.</summary>
        public int WidthStride { get; }

        public int InnerStride { get; }

        public ref readonly SlopesOfLayer Of(int layer) => ref _layers[layer];

        /// <summary>The inputs of a layer's maps, one row for each group.</summary>
        public RowsOfLayer RowsOf(int layer)
        {
            T* start = _rows + (layer * _groups * ((3 * WidthStride) + InnerStride));
            int size = _groups * WidthStride;
            return new RowsOfLayer { Normalized1 = start, Mixed = start + size, Normalized2 = start + (2 * size), Expanded = start + (3 * size) };
        }
    }

    /// <summary>The derivatives by what a layer computes, in the order of the way back.</summary>
    private struct SlopesOfLayer
    {
        public T* Output;
        public T* Expanded;
        public T* Normalized2;

        /// <summary>By the rows between attention and the inner layer.</summary>
        public T* Middle;
        public T* Projected;
        public T* Normalized1;
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
        /// <summary>Writes ∂W and ∂b.</summary>
        /// <param name="byY">The derivatives by the outputs of the map.</param>
        /// <param name="rows">Its inputs, one row of whole vectors for each group.</param>
        /// <param name="groups">The number of groups.</param>
        /// <param name="lanes">The same, rounded up to whole vectors.</param>
        public void DifferentiateWeights(T* byY, T* rows, int groups, int lanes)
        {
            int outputs = Outputs, output = 0;
            for (; output < outputs - 3; output += 4)
            {
                DifferentiateWeights<Four>(byY, rows, output, groups, lanes);
            }

            for (; output < outputs - 1; output += 2)
            {
                DifferentiateWeights<Two>(byY, rows, output, groups, lanes);
            }

            if (output < outputs)
            {
                DifferentiateWeights<One>(byY, rows, output, groups, lanes);
            }
        }

        /// <summary>Writes ∂x = Wᵀ·∂y.</summary>
        /// <param name="byY">The derivatives by the outputs of the map.</param>
        /// <param name="byX">The derivatives by its inputs.</param>
        /// <param name="lanes">The number of groups, rounded up to whole vectors.</param>
        public void DifferentiateInputs(T* byY, T* byX, int lanes) =>
            Multiply<Replace, ByColumns>(parameters.Values + _weightPlace, _inputs, Outputs, null, byY, byX, lanes);

        /// <summary>∂W and ∂b of several outputs at a time: the inputs are then read once, and sums need not wait for each other.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void DifferentiateWeights<TNumber>(T* byY, T* rows, int output, int groups, int lanes)
            where TNumber : struct, INumberOf
        {
            int inputs = _inputs, count = TVector.Count, stride = (inputs + count - 1) / count * count;
            T* slopes0 = byY + (output * lanes), slopes1 = slopes0 + lanes, slopes2 = slopes1 + lanes, slopes3 = slopes2 + lanes;
            T* byWeight = parameters.Gradient + _weightPlace + (output * inputs), byBias = parameters.Gradient + _biasPlace + output;
            byBias[0] = SumOf(slopes0, lanes);
            if (TNumber.Value > 1)
            {
                byBias[1] = SumOf(slopes1, lanes);
            }

            if (TNumber.Value > 2)
            {
                byBias[2] = SumOf(slopes2, lanes);
                byBias[3] = SumOf(slopes3, lanes);
            }

            // From the end of the rows: see Keep.
            for (int start = stride - count; start >= 0; start -= count)
            {
                TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
                T* row = rows + start;
                for (int g = 0; g < groups; g++, row += stride)
                {
                    TVector x = TVector.Load(row);
                    sum0 = TVector.MultiplyAdd(slopes0 + g, x, sum0);
                    if (TNumber.Value > 1)
                    {
                        sum1 = TVector.MultiplyAdd(slopes1 + g, x, sum1);
                    }

                    if (TNumber.Value > 2)
                    {
                        sum2 = TVector.MultiplyAdd(slopes2 + g, x, sum2);
                        sum3 = TVector.MultiplyAdd(slopes3 + g, x, sum3);
                    }
                }

                T* place = byWeight + start;
                int rest = ((Outputs - output) * inputs) - start;
                Keep(sum0, place, rest);
                if (TNumber.Value > 1)
                {
                    Keep(sum1, place + inputs, rest - inputs);
                }

                if (TNumber.Value > 2)
                {
                    Keep(sum2, place + (2 * inputs), rest - (2 * inputs));
                    Keep(sum3, place + (3 * inputs), rest - (3 * inputs));
                }
            }
        }

        /// <summary>
        /// Writes a vector of a row; so many elements of the matrix are left. What it writes beyond the end of its row is the beginning of the rows after it,
        /// which is written later.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Keep(TVector sum, T* place, int rest)
        {
            if (rest >= TVector.Count)
            {
                sum.Store(place);
            }
            else
            {
                KeepPart(sum, place, rest);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void KeepPart(TVector sum, T* place, int count)
        {
            T* elements = stackalloc T[TVector.Count];
            sum.Store(elements);
            new Span<T>(elements, count).CopyTo(new Span<T>(place, count));
        }
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

        /// <summary>Writes ∂ weight and ∂ bias.</summary>
        public void DifferentiateWeights(T* byY, T* normal, int width, int lanes)
        {
            T* byWeight = parameters.Gradient + _weightPlace, byBias = parameters.Gradient + _biasPlace;
            for (int c = 0; c < width; c++, byY += lanes, normal += lanes)
            {
                (byWeight[c], byBias[c]) = (DotOf(byY, normal, lanes), SumOf(byY, lanes));
            }
        }

        /// <summary>Computes ∂x = (∂n − mean ∂n − n·mean(∂n∘n))/σ with the normal rows n and ∂n = weight∘∂y, and writes it to byX, with what else there is added.</summary>
        public void DifferentiateInputs(T* byY, T* normal, T* scales, T* more, T* byX, int width, int lanes)
        {
            T* weight = parameters.Values + _weightPlace;
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
                    (more == null ? result : TVector.Load(more + place) + result).Store(byX + place);
                }
            }
        }
    }
}

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

        _output.Differentiate(_x.Start, to.Raw, to.X, to.Rows, _groups, _lanes);
        _finalNorm?.Differentiate<Replace>(to.X, _trace.FinalNormal, _trace.FinalScale, to.X, _width, _lanes);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            Layer layer = _layers[i];
            TraceOfLayer at = _trace.Of(i);
            layer.Contract.Differentiate(at.Expanded, to.X, to.Expanded, to.Rows, _groups, _lanes);
            for (int j = 0; j < layer.Expand.Outputs * _lanes; j += TVector.Count)
            {
                TVector.WherePositive(TVector.Load(at.Expanded + j), TVector.Load(to.Expanded + j)).Store(to.Expanded + j);
            }

            layer.Norm2.Affine(at.Normal2, _normalized.Start, _width, _lanes);
            layer.Expand.Differentiate(_normalized.Start, to.Expanded, to.Normalized, to.Rows, _groups, _lanes);
            layer.Norm2.Differentiate<Add>(to.Normalized, at.Normal2, at.Scale2, to.X, _width, _lanes);

            layer.Merge.Differentiate(at.Mixed, to.X, to.Mixed, to.Rows, _groups, _lanes);
            DifferentiateAttention(layer.Heads, in at, to);
            layer.Norm1.Affine(at.Normal1, _normalized.Start, _width, _lanes);
            layer.Projection.Differentiate(_normalized.Start, to.Projected, to.Normalized, to.Rows, _groups, _lanes);
            layer.Norm1.Differentiate<Add>(to.Normalized, at.Normal1, at.Scale1, to.X, _width, _lanes);
        }

        DifferentiateInput(features, to.X);
        return Parameters.GradientNorm();
    }

    /// <summary>
    /// With shares P, mixture M = P·V and scores S: ∂P = ∂M·Vᵀ, ∂S = P∘(∂P − Σ P∘∂P), ∂Q = ∂S·K, ∂K = ∂Sᵀ·Q and ∂V = Pᵀ·∂M. The first two have the
    /// groups that ask in the lanes, the last two those that answer: P and ∂S are turned in between.
    /// </summary>
    private void DifferentiateAttention(int heads, in TraceOfLayer at, Slopes to)
    {
        int depth = _width / heads, lanes = _lanes, count = TVector.Count;
        TVector scale = TVector.Fill(T.One / T.Sqrt(T.CreateChecked(depth))), one = TVector.Fill(T.One);
        for (int head = 0; head < heads; head++)
        {
            int first = head * depth * lanes, part = _width * lanes;
            T* query = at.Projected + first, key = query + part, value = key + part;
            T* byQuery = to.Projected + first, byKey = byQuery + part, byValue = byKey + part;
            T* byMixed = to.Mixed + first;
            for (int lane = 0; lane < lanes; lane += count)
            {
                T* shares = at.SharesOf(head, lane);
                TVector inverse = one / TVector.Load(at.SumsOf(head, lane)), along = default;
                for (int other = 0; other < _groups; other++)
                {
                    TVector byShare = default;
                    for (int i = 0; i < depth; i++)
                    {
                        byShare = TVector.MultiplyAdd(TVector.Load(byMixed + (i * lanes) + lane), TVector.Fill(value[(i * lanes) + other]), byShare);
                    }

                    TVector share = TVector.Load(shares + (other * count)) * inverse;
                    along = TVector.MultiplyAdd(share, byShare, along);
                    share.Store(to.Shares + (other * count));
                    byShare.Store(to.Scores + (other * count));
                }

                for (int other = 0; other < _groups; other++)
                {
                    T* place = to.Scores + (other * count);
                    (TVector.Load(to.Shares + (other * count)) * (TVector.Load(place) - along) * scale).Store(place);
                }

                for (int i = 0; i < depth; i++)
                {
                    TVector sum = default;
                    for (int other = 0; other < _groups; other++)
                    {
                        sum = TVector.MultiplyAdd(TVector.Load(to.Scores + (other * count)), TVector.Fill(key[(i * lanes) + other]), sum);
                    }

                    sum.Store(byQuery + (i * lanes) + lane);
                }

                int asking = Math.Min(count, _groups - lane);
                for (int other = 0; other < _groups; other++)
                {
                    for (int g = 0; g < asking; g++)
                    {
                        to.SharesTurned[((lane + g) * lanes) + other] = to.Shares[(other * count) + g];
                        to.ScoresTurned[((lane + g) * lanes) + other] = to.Scores[(other * count) + g];
                    }
                }
            }

            for (int lane = 0; lane < lanes; lane += count)
            {
                for (int i = 0; i < depth; i++)
                {
                    TVector ofKey = default, ofValue = default;
                    for (int g = 0; g < _groups; g++)
                    {
                        ofKey = TVector.MultiplyAdd(TVector.Load(to.ScoresTurned + (g * lanes) + lane), TVector.Fill(query[(i * lanes) + g]), ofKey);
                        ofValue = TVector.MultiplyAdd(TVector.Load(to.SharesTurned + (g * lanes) + lane), TVector.Fill(byMixed[(i * lanes) + g]), ofValue);
                    }

                    ofKey.Store(byKey + (i * lanes) + lane);
                    ofValue.Store(byValue + (i * lanes) + lane);
                }
            }
        }
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

        public Slopes(int groups, int lanes, int width, int inner)
        {
            int rowLength = (Math.Max(width, inner) + TVector.Count - 1) / TVector.Count * TVector.Count;
            int[] sizes =
            [
                ConductorModule.Outputs * lanes, width * lanes, width * lanes, 3 * width * lanes, width * lanes, inner * lanes,
                groups * TVector.Count, groups * TVector.Count, groups * lanes, groups * lanes, groups * rowLength,
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
            SharesTurned = Take();
            ScoresTurned = Take();
            Rows = Take();

            T* Take()
            {
                T* start = _memory.Start + taken;
                taken += sizes[next++];
                return start;
            }
        }

        /// <summary>By the outputs.</summary>
        public T* Raw { get; }

        /// <summary>By the rows between the layers.</summary>
        public T* X { get; }

        public T* Normalized { get; }

        public T* Projected { get; }

        public T* Mixed { get; }

        public T* Expanded { get; }

        /// <summary>One head's shares, one vector of groups that ask for each group that answers.</summary>
        public T* Shares { get; }

        /// <summary>By one head's scores, laid out as <see cref="Shares"/>.</summary>
        public T* Scores { get; }

        /// <summary>The same with the groups that answer side by side.</summary>
        public T* SharesTurned { get; }

        public T* ScoresTurned { get; }

        /// <summary>Room for a map's inputs, one row for each group.</summary>
        public T* Rows { get; }
    }

    private sealed partial class Affine
    {
        /// <summary>Writes ∂W, ∂b and ∂x = Wᵀ·∂y.</summary>
        /// <param name="x">The inputs of the map.</param>
        /// <param name="byY">The derivatives by its outputs.</param>
        /// <param name="byX">Those by its inputs.</param>
        /// <param name="rows">Room for the inputs, one row for each group.</param>
        /// <param name="groups">The number of groups.</param>
        /// <param name="lanes">The same, rounded up to whole vectors.</param>
        public void Differentiate(T* x, T* byY, T* byX, T* rows, int groups, int lanes)
        {
            int inputs = _inputs, count = TVector.Count, length = (inputs + count - 1) / count * count;
            T* weight = parameters.Values + _weightPlace;
            T* byWeight = parameters.Gradient + _weightPlace, byBias = parameters.Gradient + _biasPlace;
            for (int g = 0; g < groups; g++)
            {
                for (int input = 0; input < inputs; input++)
                {
                    rows[(g * length) + input] = x[(input * lanes) + g];
                }
            }

            T* end = stackalloc T[count];
            for (int output = 0; output < Outputs; output++)
            {
                T* slope = byY + (output * lanes);
                for (int start = 0; start < length; start += count)
                {
                    TVector sum = default;
                    for (int g = 0; g < groups; g++)
                    {
                        sum = TVector.MultiplyAdd(TVector.Fill(slope[g]), TVector.Load(rows + (g * length) + start), sum);
                    }

                    if (inputs - start >= count)
                    {
                        sum.Store(byWeight + (output * inputs) + start);
                        continue;
                    }

                    sum.Store(end);
                    for (int i = start; i < inputs; i++)
                    {
                        byWeight[(output * inputs) + i] = end[i - start];
                    }
                }

                byBias[output] = SumOf(slope, lanes);
            }

            for (int lane = 0; lane < lanes; lane += count)
            {
                int input = 0;
                for (; input < inputs - 1; input += 2)
                {
                    TVector sum0 = default, sum1 = default;
                    for (int output = 0; output < Outputs; output++)
                    {
                        TVector slope = TVector.Load(byY + (output * lanes) + lane);
                        T* row = weight + (output * inputs) + input;
                        sum0 = TVector.MultiplyAdd(TVector.Fill(row[0]), slope, sum0);
                        sum1 = TVector.MultiplyAdd(TVector.Fill(row[1]), slope, sum1);
                    }

                    sum0.Store(byX + (input * lanes) + lane);
                    sum1.Store(byX + ((input + 1) * lanes) + lane);
                }

                if (input < inputs)
                {
                    TVector sum = default;
                    for (int output = 0; output < Outputs; output++)
                    {
                        sum = TVector.MultiplyAdd(TVector.Fill(weight[(output * inputs) + input]), TVector.Load(byY + (output * lanes) + lane), sum);
                    }

                    sum.Store(byX + (input * lanes) + lane);
                }
            }
        }
    }

    private sealed partial class Norm
    {
        /// <summary>Applies weight and bias again.</summary>
        public void Affine(T* normal, T* y, int width, int lanes)
        {
            T* weight = parameters.Values + _weightPlace, bias = parameters.Values + _biasPlace;
            for (int c = 0; c < width; c++)
            {
                for (int lane = c * lanes; lane < (c + 1) * lanes; lane += TVector.Count)
                {
                    TVector.MultiplyAdd(TVector.Load(normal + lane), TVector.Fill(weight[c]), TVector.Fill(bias[c])).Store(y + lane);
                }
            }
        }

        /// <summary>Writes ∂ weight and ∂ bias, and ∂x = (∂n − mean ∂n − n·mean(∂n∘n))/σ with the normal rows n and ∂n = weight∘∂y.</summary>
        public void Differentiate<TTarget>(T* byY, T* normal, T* scales, T* byX, int width, int lanes)
            where TTarget : struct, ITarget
        {
            T* weight = parameters.Values + _weightPlace;
            T* byWeight = parameters.Gradient + _weightPlace, byBias = parameters.Gradient + _biasPlace;
            for (int c = 0; c < width; c++)
            {
                TVector product = default;
                for (int lane = c * lanes; lane < (c + 1) * lanes; lane += TVector.Count)
                {
                    product = TVector.MultiplyAdd(TVector.Load(byY + lane), TVector.Load(normal + lane), product);
                }

                byWeight[c] = TVector.Sum(product);
                byBias[c] = SumOf(byY + (c * lanes), lanes);
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

    private static T SumOf(T* row, int lanes)
    {
        TVector sum = default;
        for (int lane = 0; lane < lanes; lane += TVector.Count)
        {
            sum += TVector.Load(row + lane);
        }

        return TVector.Sum(sum);
    }
}

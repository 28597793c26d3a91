namespace MetaAdamW;

/// <summary>Gathers the statistics of parameters to those of their groups (arXiv:2605.04055, section 3.3).</summary>
internal sealed class GroupReduction
{
    private readonly GroupStatistics[] _structure;
    private readonly Range[] _members;
    private readonly long[] _counts;
    private readonly bool _zeros;
    private readonly bool _logarithms;

    /// <param name="groups">The groups.</param>
    /// <param name="slots">The parameters, sorted by group.</param>
    /// <param name="needs">What the extractor reads.</param>
    /// <param name="logarithms">Whether norms enter as log(norm + 1e-12).</param>
    public GroupReduction(BoundGroups groups, ParameterSlot[] slots, StatisticKinds needs, bool logarithms)
    {
        _zeros = needs.HasFlag(StatisticKinds.Zeros);
        _logarithms = logarithms;
        _counts = [.. slots.Select(slot => slot.Count)];
        _members = new Range[groups.Count];
        _structure = StructureOf(groups);
        for (int g = 0, start = 0; g < groups.Count; g++)
        {
            _members[g] = start..(start += groups[g].Parameters.Count);
        }
    }

    /// <summary>The statistics of the groups that never change.</summary>
    public static GroupStatistics[] StructureOf(BoundGroups groups) =>
    [
        .. groups.Select(group => new GroupStatistics
        {
            MeanLogCount = group.Parameters.Average(p => Math.Log(p.Tensor.numel() + 1.0)),
            BiasShare = group.Parameters.Average(p => p.Bias ? 1.0 : 0.0),
            RelativeDepth = group.Parameters.Average(p => groups.Deepest is > 0 and { } deepest ? (p.Depth ?? 0) / (double)deepest : 0),
        }),
    ];

    /// <summary>Computes the statistics of all groups.</summary>
    public void Reduce(ReadOnlySpan<ParameterStatistics> parameters, Span<GroupStatistics> groups)
    {
        for (int g = 0; g < _members.Length; g++)
        {
            ReadOnlySpan<ParameterStatistics> members = parameters[_members[g]];
            ref GroupStatistics group = ref groups[g];
            group = _structure[g];
            double gradient = 0, first = 0, parameter = 0, second = 0, cosine = 0;
            foreach (ref readonly ParameterStatistics p in members)
            {
                gradient += Norm(p.GradientSquares);
                first += Norm(p.FirstMomentSquares);
                parameter += Norm(p.ParameterSquares);
                second += Norm(p.SecondMomentSquares);
                cosine += Cosine(in p);
            }

            double n = members.Length;
            gradient /= n;
            first /= n;
            parameter /= n;
            second /= n;
            cosine /= n;
            double gradientVariance = 0, firstVariance = 0, parameterVariance = 0, secondVariance = 0, cosineVariance = 0;
            foreach (ref readonly ParameterStatistics p in members)
            {
                gradientVariance += Square(Norm(p.GradientSquares) - gradient);
                firstVariance += Square(Norm(p.FirstMomentSquares) - first);
                parameterVariance += Square(Norm(p.ParameterSquares) - parameter);
                secondVariance += Square(Norm(p.SecondMomentSquares) - second);
                cosineVariance += Square(Cosine(in p) - cosine);
            }

            group.GradientNorm = new Moments(gradient, gradientVariance / n);
            group.FirstMomentNorm = new Moments(first, firstVariance / n);
            group.ParameterNorm = new Moments(parameter, parameterVariance / n);
            group.SecondMomentNorm = new Moments(second, secondVariance / n);
            group.Cosine = new Moments(cosine, cosineVariance / n);
            if (_zeros)
            {
                CountZeros(members, _counts.AsSpan(_members[g]), ref group);
            }
        }
    }

    private static void CountZeros(ReadOnlySpan<ParameterStatistics> members, ReadOnlySpan<long> counts, ref GroupStatistics group)
    {
        double gradient = 0, first = 0;
        for (int i = 0; i < members.Length; i++)
        {
            gradient += members[i].GradientZeros / (double)Math.Max(counts[i], 1);
            first += members[i].FirstMomentZeros / (double)Math.Max(counts[i], 1);
        }

        group.GradientZeroShare = gradient / members.Length;
        group.FirstMomentZeroShare = first / members.Length;
    }

    private static double Cosine(in ParameterStatistics p) =>
        p.GradientDotFirstMoment / Math.Max(Math.Sqrt(p.GradientSquares) * Math.Sqrt(p.FirstMomentSquares), 1e-8);

    private static double Square(double x) => x * x;

    private double Norm(double squares) => _logarithms ? Math.Log(Math.Sqrt(squares) + 1e-12) : Math.Sqrt(squares);
}

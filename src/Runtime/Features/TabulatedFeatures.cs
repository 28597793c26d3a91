namespace MetaAdamW;

/// <summary>The feature sets of the paper as a table of columns: for models that the generator has not seen.</summary>
internal sealed class TabulatedFeatures : FeatureExtractor
{
    private const int Embedding = 4;

    private readonly FeatureColumn[] _columns;
    private readonly bool _normalized;

    public TabulatedFeatures(FeatureSet set, bool timeStep, bool secondMoment, bool normalized, bool gating, int width, int heads)
    {
        if (normalized && set == FeatureSet.Enhanced)
        {
            throw new ArgumentException("normalized applies to Basic and BasicPlus; the Enhanced set has no standardised variant.", nameof(normalized));
        }

        OptionCheck.AtLeast(width, 0, nameof(width));
        OptionCheck.AtLeast(heads, 0, nameof(heads));
        _columns = FeatureColumn.Of(set, timeStep, secondMoment);
        _normalized = normalized;
        EmbeddingWidth = set == FeatureSet.Enhanced ? Embedding : 0;
        int needed = _columns.Length + EmbeddingWidth;
        Heads = heads > 0 ? heads : width > 0 ? width : needed;
        Width = width > 0 ? width : (needed + Heads - 1) / Heads * Heads;
        if (Width < needed)
        {
            throw new ArgumentOutOfRangeException(
                nameof(width), width, $"width must be {needed} or more, the number of columns of {set} with these switches; it is {width}.");
        }

        if (Width % Heads != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(heads), heads, $"heads must divide the width {Width}; it is {heads}.");
        }

        Gating = gating;
        Columns = [.. _columns.Select(column => column.Name)];
        Needs = _columns.Aggregate(StatisticKinds.None, (needs, column) => needs | column.Needs);
    }

    public override IReadOnlyList<string> Columns { get; }

    public override int Width { get; }

    public override int Heads { get; }

    public override int EmbeddingWidth { get; }

    public override bool Gating { get; }

    public override StatisticKinds Needs { get; }

    internal override (FeatureColumn[] Columns, bool Normalized)? Tabulated => (_columns, _normalized);

    public override void Extract(ReadOnlySpan<GroupStatistics> groups, double time, Span<double> features)
    {
        for (int g = 0; g < groups.Length; g++)
        {
            for (int c = 0; c < _columns.Length; c++)
            {
                features[(g * Width) + c] = _columns[c].Read(in groups[g], time);
            }
        }

        for (int c = 0; _normalized && c < _columns.Length; c++)
        {
            if (!_columns[c].IsTime)
            {
                Standardize(features, Width, c);
            }
        }
    }
}

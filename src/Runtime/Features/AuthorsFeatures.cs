namespace MetaAdamW;

/// <summary>
/// R8: with BasicPlus the authors' program computes the Enhanced columns, cut to the first D − 4, and four zeros. All other sets
/// are as in the paper.
/// </summary>
internal sealed class AuthorsFeatures : FeatureExtractor
{
    private const int Zeros = 4;

    private readonly FeatureExtractor _declared;
    private readonly FeatureColumn[] _columns;

    private AuthorsFeatures(FeatureExtractor declared)
    {
        _declared = declared;
        FeatureColumn[] enhanced = FeatureColumn.Of(FeatureSet.Enhanced, declared.Columns.Contains(FeatureColumn.Time.Name), secondMoment: false);
        _columns = enhanced[..Math.Min(enhanced.Length, declared.Width - Zeros)];
        Columns = [.. _columns.Select(column => column.Name)];
        Needs = _columns.Aggregate(StatisticKinds.None, (needs, column) => needs | column.Needs);
    }

    public override IReadOnlyList<string> Columns { get; }

    public override int Width => _declared.Width;

    public override int Heads => _declared.Heads;

    public override bool Gating => _declared.Gating;

    public override StatisticKinds Needs { get; }

    internal override (FeatureColumn[] Columns, bool Normalized)? Tabulated => (_columns, false);

    /// <summary>The extractor that the authors' program would have used where a user asks for this one.</summary>
    public static FeatureExtractor For(FeatureExtractor declared) =>
        FeatureColumn.Of(FeatureSet.BasicPlus, timeStep: false, secondMoment: false).All(column => declared.Columns.Contains(column.Name))
            ? new AuthorsFeatures(declared)
            : declared;

    public override void Extract(ReadOnlySpan<GroupStatistics> groups, double time, Span<double> features)
    {
        for (int g = 0; g < groups.Length; g++)
        {
            for (int c = 0; c < _columns.Length; c++)
            {
                features[(g * Width) + c] = _columns[c].Read(in groups[g], time);
            }
        }
    }
}

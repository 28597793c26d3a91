namespace MetaAdamW.Tasks.Contenders;

/// <summary>The features of a model, some of them blank: Φ keeps its size, but sees zeros there.</summary>
/// <param name="whole">The model's features.</param>
/// <param name="blank">What is in the names of the columns that are blank, as "‖∇‖".</param>
internal sealed class BlankedFeatures(FeatureExtractor whole, string blank) : FeatureExtractor
{
    private readonly int[] blanks =
        [.. whole.Columns.Index().Where(column => column.Item.Contains(blank, StringComparison.Ordinal)).Select(column => column.Index)];

    public override IReadOnlyList<string> Columns => whole.Columns;

    public override int Width => whole.Width;

    public override int Heads => whole.Heads;

    public override int EmbeddingWidth => whole.EmbeddingWidth;

    public override bool Gating => whole.Gating;

    public override StatisticKinds Needs => whole.Needs;

    public override void Extract(ReadOnlySpan<GroupStatistics> groups, double time, Span<double> features)
    {
        whole.Extract(groups, time, features);
        for (var row = 0; row < groups.Length; row++)
            foreach (var column in blanks)
                features[row * Width + column] = 0;
    }
}

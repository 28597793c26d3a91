using MetaAdamW.Generators.Model;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>The width and the heads of feature rows: what would fit.</summary>
internal static class FeatureShape
{
    /// <summary>The smallest width that holds all columns and that the heads divide.</summary>
    public static int FittingWidth(int columns, int heads) => heads <= 1 ? columns : (int)Math.Min(int.MaxValue, ((long)columns + heads - 1) / heads * heads);

    /// <summary>The largest number of heads, at most as many as are asked for, that divides the width.</summary>
    public static int FittingHeads(int width, int heads)
    {
        int fitting = Math.Max(1, Math.Min(heads, width));
        while (width % fitting != 0)
        {
            fitting--;
        }

        return fitting;
    }

    /// <summary>Whether width and heads are what MAW3010 lets pass.</summary>
    public static bool IsInRange(this FeatureSpec features) => features is { DeclaredWidth: >= 0, DeclaredHeads: >= 0 };

    /// <summary>Whether the width that is written down, if one is, holds all columns.</summary>
    public static bool HoldsColumns(this FeatureSpec features) => features.DeclaredWidth == 0 || features.DeclaredWidth >= features.ColumnCount;
}

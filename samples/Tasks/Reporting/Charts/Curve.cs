namespace MetaAdamW.Tasks.Reporting.Charts;

/// <summary>A point of a curve.</summary>
/// <param name="X">Its place.</param>
/// <param name="Y">Its value: over several seeds their mean.</param>
/// <param name="Deviation">The seeds' sample standard deviation; 0 with one.</param>
internal readonly record struct CurvePoint(double X, double Y, double Deviation = 0);

/// <summary>A curve of a chart, and the single seeds that it is the mean of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Color">Number of its colour in the style sheet.</param>
/// <param name="Points">Its points, all finite.</param>
internal sealed record Curve(string Name, int Color, IReadOnlyList<CurvePoint> Points)
{
    /// <summary>The single seeds, drawn thin; none where there is but one.</summary>
    public IReadOnlyList<IReadOnlyList<CurvePoint>> Seeds { get; init; } = [];

    /// <summary>The mean of some seeds' curves as far as all of them reach.</summary>
    public static Curve Over(string name, int color, IEnumerable<IEnumerable<(double X, double Y)>> seeds)
    {
        List<List<CurvePoint>> all = [.. seeds.Select(seed => seed.Select(p => new CurvePoint(p.X, p.Y)).ToList()).Where(seed => seed.Count > 0)];
        var reached = all.Count > 0 ? all.Min(seed => seed.Count) : 0;
        return new(name, color, [.. Enumerable.Range(0, reached).Select(i => all.ConvertAll(seed => seed[i])).Where(IsFinite).Select(Mean)])
        {
            Seeds = all.Count > 1 ? [.. all.Select(seed => seed.FindAll(p => double.IsFinite(p.Y))).Where(seed => seed.Count > 0)] : [],
        };
    }

    private static bool IsFinite(List<CurvePoint> points) => points.TrueForAll(p => double.IsFinite(p.Y));

    private static CurvePoint Mean(List<CurvePoint> points)
        => new(points.Average(p => p.X), points.Average(p => p.Y), Outcome.SampleDeviation(points.ConvertAll(p => p.Y)));
}

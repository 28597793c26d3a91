namespace MetaAdamW.Tasks.Training;

/// <summary>Sorts metrics, the best first; what is no number comes last.</summary>
internal static class MetricOrder
{
    public static double Key(double metric, bool higherIsBetter)
        => double.IsNaN(metric) ? double.PositiveInfinity : higherIsBetter ? -metric : metric;
}

using MathNet.Numerics.Distributions;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>The difference of two contenders over seeds that both ran: same weights, same batches.</summary>
/// <param name="Seeds">Number of pairs.</param>
/// <param name="Change">The change of the mean, as a share of the reference's.</param>
/// <param name="Mean">Mean of contender − reference.</param>
/// <param name="HalfWidth">Half width of its 95 % interval by Student's t; NaN with one pair.</param>
internal sealed record PairedDifference(int Seeds, double Change, double Mean, double HalfWidth)
{
    private const double Confidence = 0.95;

    public double Low => Mean - HalfWidth;

    public double High => Mean + HalfWidth;

    /// <summary>Whether the interval leaves zero out.</summary>
    public bool IsClear => Math.Abs(Mean) > HalfWidth;

    /// <summary>The difference over pairs; pairs with a number that is not one are left out.</summary>
    public static PairedDifference Of(IEnumerable<(double Reference, double Contender)> pairs)
    {
        var numbers = pairs.Where(p => double.IsFinite(p.Reference) && double.IsFinite(p.Contender)).ToList();
        if (numbers.Count == 0)
            return new(0, double.NaN, double.NaN, double.NaN);
        var differences = numbers.ConvertAll(p => p.Contender - p.Reference);
        return new(
            numbers.Count, numbers.Average(p => p.Contender) / numbers.Average(p => p.Reference) - 1, differences.Average(),
            numbers.Count < 2
                ? double.NaN
                : StudentT.InvCDF(location: 0, scale: 1, freedom: numbers.Count - 1, p: (1 + Confidence) / 2)
                    * Outcome.SampleDeviation(differences) / Math.Sqrt(numbers.Count));
    }
}

using System.Globalization;

namespace MetaAdamW.SideBySide;

/// <summary>One of those that are compared.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Run">Does the work so many times and gives the seconds of each.</param>
internal sealed record Contender(string Name, Func<int, double[]> Run);

/// <summary>Seconds for one unit of work of a contender: one median for each round.</summary>
internal sealed record Measured(string Name, double[] Rounds)
{
    public double Median => Statistics.Median(Rounds);

    /// <summary>This over another of the same rounds, round by round: whatever else the machine did in a round fell on both.</summary>
    public Ratio Over(Measured other, double scale = 1) => new([.. Rounds.Zip(other.Rounds, (mine, theirs) => mine / (theirs * scale))]);
}

/// <summary>A ratio of two contenders, one for each round.</summary>
internal sealed record Ratio(double[] Rounds)
{
    public double Median => Statistics.Median(Rounds);

    /// <summary>Median and the middle half of the rounds.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Median:F3} ({Statistics.Quantile(Rounds, 0.25):F3}–{Statistics.Quantile(Rounds, 0.75):F3})");
}

/// <summary>Lets contenders work in turn.</summary>
internal static class Alternation
{
    /// <summary>Measures all, each in a block of about <paramref name="seconds"/> in every round, in an order that turns from round to round.</summary>
    public static Dictionary<string, Measured> Measure(IReadOnlyList<Contender> contenders, int rounds, double seconds)
    {
        int[] counts = new int[contenders.Count];
        for (int i = 0; i < contenders.Count; i++)
        {
            contenders[i].Run(1);
            double once = contenders[i].Run(1)[0];
            counts[i] = Math.Clamp((int)(seconds / once), 1, 2000);
            if (counts[i] > 1)
            {
                // The runtime compiles what is called often a second time, in the background.
                counts[i] = Math.Clamp((int)(seconds / Statistics.Median(contenders[i].Run(Math.Min(counts[i], 200)))), 1, 2000);
            }
        }

        var medians = contenders.Select(_ => new double[rounds]).ToArray();
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Count; turn++)
            {
                int i = (turn + round) % contenders.Count;
                medians[i][round] = Statistics.Median(contenders[i].Run(counts[i]));
            }
        }

        return contenders.Select((contender, i) => new Measured(contender.Name, medians[i])).ToDictionary(m => m.Name);
    }
}

internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>A quantile, linear between the values beside it.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}

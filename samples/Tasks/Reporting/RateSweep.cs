using System.Text.Json.Serialization;

namespace MetaAdamW.Tasks.Reporting;

/// <summary>How a contender's rate was chosen: by short runs on one seed.</summary>
/// <param name="Contender">The contender's name.</param>
/// <param name="Seed">The seed of the runs.</param>
/// <param name="Epochs">Their epochs.</param>
/// <param name="Points">What each rate reached.</param>
/// <param name="Chosen">The rate with the best metric.</param>
internal sealed record RateSweep(
    [property: JsonPropertyName("optimizer")] string Contender, long Seed, int Epochs, IReadOnlyList<SweepPoint> Points, double Chosen);

/// <summary>The best validation metric with a rate.</summary>
internal sealed record SweepPoint(double Rate, double Metric);

using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// From the statistics of parameters to F on a device (arXiv:2605.04055, section 3.3): what <see cref="GroupReduction"/> and the
/// extractor do on the host.
/// </summary>
/// <remarks>
/// An extractor that is neither the generator's nor from <see cref="FeatureExtractor.Create"/> knows host numbers alone: for it the
/// statistics of the groups are read back in each step.
/// </remarks>
internal sealed class TensorFeatures : IDisposable
{
    private readonly FeatureExtractor _extractor;
    private readonly bool _logarithms;
    private readonly Device _device;
    private readonly GroupStatistics[] _groups;
    private readonly Tensor _mean;
    private readonly Tensor _group;
    private readonly Tensor _structure;
    private readonly Tensor _rows;
    private readonly Tensor _standardized;
    private readonly Tensor _padding;

    public TensorFeatures(BoundGroups groups, ParameterSlot[] slots, FeatureExtractor extractor, bool logarithms, Device device, ScalarType precision)
    {
        _extractor = extractor;
        _logarithms = logarithms;
        _device = device;
        _groups = GroupReduction.StructureOf(groups);
        FeatureColumn[] columns = extractor.Tabulated?.Columns ?? [];
        bool normalized = extractor.Tabulated is { Normalized: true };
        using DisposeScope scope = NewDisposeScope();
        _mean = Table(
            [.. groups.SelectMany((group, g) => slots.Select(slot => slot.Group == g ? 1.0 / group.Parameters.Count : 0))], precision, groups.Count, slots.Length);
        _group = Table([.. slots.Select(slot => (double)slot.Group)], ScalarType.Int64, slots.Length);
        _structure = Table(
            [.. _groups.Select(s => s.MeanLogCount), .. _groups.Select(s => s.BiasShare), .. _groups.Select(s => s.RelativeDepth)], precision, 3, groups.Count);
        _rows = Table([.. columns.Select(column => (double)column.Row)], ScalarType.Int64, columns.Length);
        _standardized = Table([.. columns.Select(column => normalized && !column.IsTime ? 1.0 : 0)], ScalarType.Bool, columns.Length, 1);
        _padding = zeros(groups.Count, extractor.Width - columns.Length, dtype: precision, device: device).DetachFromDisposeScope();

        Tensor Table(double[] values, ScalarType dtype, params long[] shape) => Mirror.Upload(values, device, dtype, shape).DetachFromDisposeScope();
    }

    /// <summary>F, G × D, and whether all gradients are finite.</summary>
    /// <param name="state">The rows of <c>measure_state</c>.</param>
    /// <param name="gradients">The rows of <c>measure_gradients</c>.</param>
    /// <param name="columnsOfState">For each parameter its column in <paramref name="state"/>.</param>
    /// <param name="columnsOfGradients">For each parameter its column in <paramref name="gradients"/>.</param>
    /// <param name="signs">For each parameter −1 where its moments hold the gradient with the other sign, else 1.</param>
    /// <param name="time">The time feature.</param>
    public (Tensor Features, Tensor Finite) Extract(
        Tensor state, Tensor gradients, Tensor columnsOfState, Tensor columnsOfGradients, Tensor signs, double time)
    {
        using Scalar t = time;
        (Tensor statistics, Tensor finite) = ForeachScript.Call<(Tensor, Tensor)>(
            "reduce", state, gradients, columnsOfState, columnsOfGradients, signs, _mean, _group, _structure, t, _logarithms);
        Tensor features = _extractor.Tabulated is null
            ? OnHost(statistics, time)
            : ForeachScript.Call<Tensor>("features", statistics, _rows, _standardized, _padding);
        return (features, finite);
    }

    public void Dispose()
    {
        foreach (Tensor table in (Tensor[])[_mean, _group, _structure, _rows, _standardized, _padding])
        {
            table.Dispose();
        }
    }

    private Tensor OnHost(Tensor statistics, double time)
    {
        double[] all = statistics.to(ScalarType.Float64).cpu().data<double>().ToArray();
        for (int g = 0; g < _groups.Length; g++)
        {
            ref GroupStatistics group = ref _groups[g];
            group.GradientNorm = MomentsIn(0, g);
            group.FirstMomentNorm = MomentsIn(1, g);
            group.ParameterNorm = MomentsIn(2, g);
            group.Cosine = MomentsIn(3, g);
            group.SecondMomentNorm = MomentsIn(4, g);
            group.GradientZeroShare = At(15, g);
            group.FirstMomentZeroShare = At(16, g);
        }

        double[] features = new double[_groups.Length * _extractor.Width];
        _extractor.Extract(_groups, time, features);
        return Mirror.Upload(features, _device, statistics.dtype, _groups.Length, _extractor.Width);

        double At(int row, int group) => all[(row * _groups.Length) + group];

        Moments MomentsIn(int row, int group) => new(At(row, group), At(row + 5, group));
    }
}

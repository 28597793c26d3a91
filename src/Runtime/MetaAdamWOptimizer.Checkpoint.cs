using static TorchSharp.torch;

namespace MetaAdamW;

public sealed partial class MetaAdamWOptimizer
{
    /// <summary>The tensors of the optimizer's state, named by the parameters they belong to.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> StateTensors()
    {
        _path.Forget();
        foreach (ParameterSlot slot in _layout.Slots)
        {
            yield return ($"moments.{slot.Bound.Name}.first", slot.State.FirstMoment);
            yield return ($"moments.{slot.Bound.Name}.second", slot.State.Second);
            if (slot.State.Master is { } master)
            {
                yield return ($"moments.{slot.Bound.Name}.master", master);
            }

            if (slot.State.Trace is { } trace)
            {
                yield return ($"moments.{slot.Bound.Name}.trace", trace);
            }
        }

        foreach ((string name, Tensor tensor) in _learner.Learned.Select(p => (p.Name, (Tensor)p.Tensor)))
        {
            yield return ($"{Conductor.Role}.{name}", tensor);
        }

        int index = 0;
        foreach (Tensor moment in _learner.Moments)
        {
            yield return ($"{Conductor.Role}-moments.{index++}", moment);
        }

        index = 0;
        foreach (Tensor moment in _path.OnlineMoments)
        {
            yield return ($"{Conductor.Role}-online-moments.{index++}", moment);
        }
    }

    /// <summary>The optimizer's state beside tensors.</summary>
    internal CheckpointManifest Describe() => new()
    {
        Options = CheckpointFile.Describe(_options),
        Features = $"{string.Join(", ", _extractor.Columns)}; width {_extractor.Width}, embedding {_extractor.EmbeddingWidth}",
        Groups = [.. Groups.Select(g => new CheckpointGroup($"'{g.Name}' ({string.Join(", ", g.Parameters.Select(p => p.Name))})", g.Options.Text()))],
        Rates =
        [
            .. _parameter_groups.Select(g => ((ParamGroup)g).Options).Select(o => new CheckpointRates(
                o.LearningRate!.Value, o.InitialLearningRate, o.Betas!.Value.First, o.Betas.Value.Second, o.Epsilon!.Value, o.WeightDecay!.Value, o.Maximize!.Value)),
        ],
        Steps = Steps,
        SkippedSteps = SkippedSteps,
        HeldSteps = HeldSteps,
        LastMetaUpdate = _lastMetaUpdate,
        MetaUpdates = _learner.Updates,
        SkippedMetaUpdates = SkippedMetaUpdates,
        ClippedMetaUpdates = ClippedMetaUpdates,
        ParameterSteps = [.. _layout.Slots.Select(slot => slot.State.Step)],
        Trains = [.. _layout.Slots.Select(slot => slot.Parameter.requires_grad)],
        Alpha = [.. _path.Alpha],
        Beta = [.. _path.Beta],
        Online = _path.Progress,
        Drawn = [],
        Notes = [],
        Tensors = [],
    };

    /// <summary>Takes over what <see cref="Describe()"/> gave; the tensors have been copied already.</summary>
    internal void Adopt(CheckpointManifest saved)
    {
        foreach ((TorchSharp.Modules.ParamGroup group, CheckpointRates rates) in _parameter_groups.Zip(saved.Rates))
        {
            Options options = ((ParamGroup)group).Options;
            options.LearningRate = rates.LearningRate;
            options.InitialLearningRate = rates.InitialLearningRate;
            options.Betas = (rates.Beta1, rates.Beta2);
            options.Epsilon = rates.Epsilon;
            options.WeightDecay = rates.WeightDecay;
            options.Maximize = rates.Maximize;
        }

        Steps = saved.Steps;
        SkippedSteps = saved.SkippedSteps;
        HeldSteps = saved.HeldSteps;
        SkippedMetaUpdates = saved.SkippedMetaUpdates;
        _learner.Clipped = saved.ClippedMetaUpdates;
        _lastMetaUpdate = saved.LastMetaUpdate;
        _learner.Updates = saved.MetaUpdates;
        foreach ((ParameterSlot slot, long step) in _layout.Slots.Zip(saved.ParameterSteps))
        {
            slot.State.Step = step;
        }

        foreach ((ParameterSlot slot, bool trains) in _layout.Slots.Zip(saved.Trains))
        {
            slot.Parameter.requires_grad = trains;
        }

        _path.SetFactors(saved.Alpha, saved.Beta);
        RefreshAttention();
        _path.Progress = saved.Online;
    }
}

using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW;

public sealed partial class MetaAdamWOptimizer
{
    /// <summary>
    /// Goes on with a model that was moved to another device or converted to another type, which replaces all its parameters:
    /// <c>model.to(CUDA); optimizer.Follow(model);</c>
    /// </summary>
    /// <param name="model">The model; its parameters are found by the names that they had when the optimizer was made.</param>
    /// <remarks>
    /// Moments, counts and Φ go where the parameters are, and training goes on as if nothing had happened. A parameter that became
    /// half precision gets a master copy from the values that it has now. <see cref="Conductor"/> keeps its weights in new tensors.
    /// </remarks>
    /// <exception cref="ParamGroupBindingException">A parameter is not in the model, or has another shape. Nothing was changed.</exception>
    public void Follow(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Dictionary<string, Parameter> found = model.named_parameters().ToDictionary(p => p.name, p => p.parameter, StringComparer.Ordinal);
        string[] problems =
        [
            .. _layout.Slots.Where(slot => !found.ContainsKey(slot.Bound.Name)).Select(slot => $"{slot.Bound.Name}: not in the model"),
            .. _layout.Slots.Where(slot => found.TryGetValue(slot.Bound.Name, out Parameter? p) && !p.shape.SequenceEqual(slot.State.FirstMoment.shape))
                .Select(slot => $"{slot.Bound.Name}: ({string.Join(", ", found[slot.Bound.Name].shape)}) in the model, ({string.Join(", ", slot.State.FirstMoment.shape)}) here"),
        ];
        if (problems.Length > 0)
        {
            throw new ParamGroupBindingException("the model", problems);
        }

        using IDisposable noGrad = no_grad();
        OnlineProgress? progress = _path.Progress;
        _state.Clear();
        foreach (ParameterSlot slot in _layout.Slots)
        {
            var state = new State(this, found[slot.Bound.Name]);
            state.TakeOver(slot.State);
            _state[found[slot.Bound.Name].Handle] = state;
            slot.State.Dispose();
        }

        foreach (ParamGroup group in _parameter_groups.Cast<ParamGroup>())
        {
            group.Replace(found);
        }

        Conductor.to(found[Groups.Parameters[0].Name].device);
        var learner = new MetaLearner(_options, Conductor, _terms) { Updates = _learner.Updates, Clipped = _learner.Clipped };
        foreach ((Tensor moment, Tensor old) in learner.Moments.Zip(_learner.Moments))
        {
            moment.copy_(old);
        }

        _learner.Dispose();
        _learner = learner;
        _layout.Gradients.Dispose();
        _layout = new Layout(this, Groups.On(found));
        using StepPath previous = _path;
        _path = Choose(_layout.Groups, _layout.Slots);
        _path.Continue(previous, progress);
    }
}

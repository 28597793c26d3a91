using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>The shape of a recurrent network, its parameters, and what its kinds share.</summary>
/// <remarks>
/// The parameters belong to the module itself: for each layer and direction weight_ih, weight_hh, bias_ih and bias_hh, with the
/// suffix _l{layer} and, backwards, _reverse. All start uniform in ±1/√(hidden size).
/// </remarks>
internal sealed class RecurrentNetwork
{
    private readonly Module owner;
    private readonly OrderedDict<string, Parameter> registry;
    private readonly string[] names;

    public RecurrentNetwork(Module owner, OrderedDict<string, Parameter> registry, long inputSize, long hiddenSize, long layers, long gates, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
    {
        if (layers < 1) throw new ArgumentOutOfRangeException(nameof(layers), layers, "A recurrent network has at least one layer.");
        if (dropout is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "The probability of dropout is between 0 and 1.");

        this.owner = owner;
        this.registry = registry;
        HiddenSize = hiddenSize;
        Layers = layers;
        HasBias = bias;
        BatchFirst = batchFirst;
        Dropout = dropout;
        Bidirectional = bidirectional;

        var names = new List<string>();
        var bound = 1 / Math.Sqrt(hiddenSize);
        for (long layer = 0; layer < layers; layer++)
        {
            foreach (var suffix in bidirectional ? [$"_l{layer}", $"_l{layer}_reverse"] : (string[])[$"_l{layer}"])
            {
                Register("weight_ih" + suffix, gates * hiddenSize, layer == 0 ? inputSize : hiddenSize * Directions);
                Register("weight_hh" + suffix, gates * hiddenSize, hiddenSize);
                if (!bias) continue;
                Register("bias_ih" + suffix, gates * hiddenSize);
                Register("bias_hh" + suffix, gates * hiddenSize);
            }
        }
        this.names = [.. names];
        foreach (var parameter in Parameters) init.uniform_(parameter, -bound, bound);

        void Register(string name, params long[] shape)
        {
            var parameter = new Parameter(empty(shape, dtype, device));
            parameter.DetachFromDisposeScope();
            owner.register_parameter(name, parameter);
            names.Add(name);
        }
    }

    public long HiddenSize { get; }

    public long Layers { get; }

    public bool HasBias { get; }

    public bool BatchFirst { get; }

    public double Dropout { get; }

    public bool Bidirectional { get; }

    public long Directions => Bidirectional ? 2 : 1;

    public bool Training => owner.training;

    /// <summary>The parameters in the order in which the operators take them.</summary>
    public Tensor[] Parameters => [.. names.Select(name => registry[name])];

    /// <summary>The state before the first step of a batch.</summary>
    public Tensor InitialState(Tensor input)
    {
        if (input.ndim != 3) throw new ArgumentException($"input must have 3 dimensions, got {input.ndim}", nameof(input));
        return InitialState(input, input.shape[BatchFirst ? 0 : 1]);
    }

    /// <summary>The state before the first step of a packed batch.</summary>
    public Tensor InitialState(PackedSequence input)
    {
        using var first = Aten.select(input.batch_sizes, 0, 0);
        return InitialState(input.data, first.ToScalar().ToInt64());
    }

    private Tensor InitialState(Tensor like, long batch) => zeros([Directions * Layers, batch, HiddenSize], like.dtype, like.device);
}

/// <summary>Long short-term memory, several layers in one or both directions.</summary>
/// <remarks>
/// Parameters per layer k: weight_ih_lk [4 hidden, in], weight_hh_lk [4 hidden, hidden], bias_ih_lk and bias_hh_lk [4 hidden]
/// (gates in the order input, forget, cell, output), then the same with _reverse.
/// </remarks>
public sealed class LSTM : Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private readonly RecurrentNetwork network;

    internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype) : base(nameof(LSTM))
        => network = new(this, _internal_params, inputSize, hiddenSize, numLayers, 4, bias, batchFirst, dropout, bidirectional, device, dtype);

    /// <summary>Runs the network.</summary>
    /// <param name="input">Steps of shape [L, N, in], or [N, L, in] when the batch is first.</param>
    /// <param name="h0_c0">The state before the first step, two of shape [layers × directions, N, hidden]; zeros by default.</param>
    /// <returns>The last layer's outputs [L, N, hidden × directions] and the state after the last step.</returns>
    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        using var scope = NewDisposeScope();
        var (h, c) = h0_c0 ?? (network.InitialState(input), network.InitialState(input));
        var result = Aten.lstm(input, [h, c], network.Parameters, network.HasBias, network.Layers, network.Dropout, network.Training, network.Bidirectional, network.BatchFirst);
        return scope.MoveToOuter(result.Item1, result.Item2, result.Item3);
    }

    /// <inheritdoc cref="forward"/>
    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    /// <summary>Runs the network over sequences of several lengths.</summary>
    /// <param name="input">The packed sequences.</param>
    /// <param name="h0_c0">The states before the first step, in the order of the packed sequences; zeros by default.</param>
    public (PackedSequence, Tensor, Tensor) call(PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
    {
        using var scope = NewDisposeScope();
        var (h, c) = h0_c0 is { } given ? (input.Sorted(given.Item1), input.Sorted(given.Item2)) : (network.InitialState(input), network.InitialState(input));
        var result = Aten.lstm(input.data, input.batch_sizes, [h, c], network.Parameters, network.HasBias, network.Layers, network.Dropout, network.Training, network.Bidirectional);
        var (hn, cn) = scope.MoveToOuter(input.Unsorted(result.Item2), input.Unsorted(result.Item3));
        return (input.With(result.Item1).MoveToOuterDisposeScope(), hn, cn);
    }

    /// <summary>Does nothing: the operators find the parameters wherever they are.</summary>
    public void flatten_parameters()
    {
    }
}

/// <summary>Gated recurrent units, several layers in one or both directions.</summary>
/// <remarks>
/// Parameters as of <see cref="LSTM"/>, with three gates in the order reset, update, new.
/// </remarks>
public sealed class GRU : Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly RecurrentNetwork network;

    internal GRU(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype) : base(nameof(GRU))
        => network = new(this, _internal_params, inputSize, hiddenSize, numLayers, 3, bias, batchFirst, dropout, bidirectional, device, dtype);

    /// <summary>Runs the network.</summary>
    /// <param name="input">Steps of shape [L, N, in], or [N, L, in] when the batch is first.</param>
    /// <param name="h0">The state before the first step, of shape [layers × directions, N, hidden]; zeros by default.</param>
    /// <returns>The last layer's outputs [L, N, hidden × directions] and the state after the last step.</returns>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
    {
        using var scope = NewDisposeScope();
        var result = Aten.gru(input, h0 ?? network.InitialState(input), network.Parameters, network.HasBias, network.Layers, network.Dropout, network.Training, network.Bidirectional, network.BatchFirst);
        return scope.MoveToOuter(result.Item1, result.Item2);
    }

    /// <inheritdoc cref="forward"/>
    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    /// <summary>Runs the network over sequences of several lengths.</summary>
    /// <param name="input">The packed sequences.</param>
    /// <param name="h0">The states before the first step, in the order of the packed sequences; zeros by default.</param>
    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null)
    {
        using var scope = NewDisposeScope();
        var result = Aten.gru(input.data, input.batch_sizes, h0 is null ? network.InitialState(input) : input.Sorted(h0), network.Parameters, network.HasBias, network.Layers, network.Dropout, network.Training, network.Bidirectional);
        return (input.With(result.Item1).MoveToOuterDisposeScope(), input.Unsorted(result.Item2).MoveToOuterDisposeScope());
    }

    /// <summary>Does nothing: the operators find the parameters wherever they are.</summary>
    public void flatten_parameters()
    {
    }
}

/// <summary>Plain recurrent units, several layers in one or both directions.</summary>
/// <remarks>Parameters as of <see cref="LSTM"/>, with a single gate.</remarks>
public sealed class RNN : Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly RecurrentNetwork network;
    private readonly NonLinearities nonLinearity;

    internal RNN(long inputSize, long hiddenSize, long numLayers, NonLinearities nonLinearity, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype) : base(nameof(RNN))
    {
        network = new(this, _internal_params, inputSize, hiddenSize, numLayers, 1, bias, batchFirst, dropout, bidirectional, device, dtype);
        this.nonLinearity = nonLinearity;
    }

    /// <summary>Runs the network.</summary>
    /// <param name="input">Steps of shape [L, N, in], or [N, L, in] when the batch is first.</param>
    /// <param name="h0">The state before the first step, of shape [layers × directions, N, hidden]; zeros by default.</param>
    /// <returns>The last layer's outputs [L, N, hidden × directions] and the state after the last step.</returns>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0)
    {
        using var scope = NewDisposeScope();
        h0 ??= network.InitialState(input);
        var result = nonLinearity == NonLinearities.ReLU
            ? Aten.rnn_relu(input, h0, network.Parameters, network.HasBias, network.Layers, network.Dropout, network.Training, network.Bidirectional, network.BatchFirst)
            : Aten.rnn_tanh(input, h0, network.Parameters, network.HasBias, network.Layers, network.Dropout, network.Training, network.Bidirectional, network.BatchFirst);
        return scope.MoveToOuter(result.Item1, result.Item2);
    }

    /// <inheritdoc cref="forward"/>
    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    /// <summary>Runs the network over sequences of several lengths.</summary>
    /// <param name="input">The packed sequences.</param>
    /// <param name="h0">The states before the first step, in the order of the packed sequences; zeros by default.</param>
    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null)
    {
        using var scope = NewDisposeScope();
        var state = h0 is null ? network.InitialState(input) : input.Sorted(h0);
        var result = nonLinearity == NonLinearities.ReLU
            ? Aten.rnn_relu(input.data, input.batch_sizes, state, network.Parameters, network.HasBias, network.Layers, network.Dropout, network.Training, network.Bidirectional)
            : Aten.rnn_tanh(input.data, input.batch_sizes, state, network.Parameters, network.HasBias, network.Layers, network.Dropout, network.Training, network.Bidirectional);
        return (input.With(result.Item1).MoveToOuterDisposeScope(), input.Unsorted(result.Item2).MoveToOuterDisposeScope());
    }

    /// <summary>Does nothing: the operators find the parameters wherever they are.</summary>
    public void flatten_parameters()
    {
    }

    /// <summary>The bias of the input of a layer, or null.</summary>
    public Parameter? get_bias_ih(long idx) => OwnParameter($"bias_ih_l{idx}");

    /// <summary>The bias of the state of a layer, or null.</summary>
    public Parameter? get_bias_hh(long idx) => OwnParameter($"bias_hh_l{idx}");

    /// <summary>The weight of the input of a layer, or null.</summary>
    public Parameter? get_weight_ih(long idx) => OwnParameter($"weight_ih_l{idx}");

    /// <summary>The weight of the state of a layer, or null.</summary>
    public Parameter? get_weight_hh(long idx) => OwnParameter($"weight_hh_l{idx}");
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>One step of long short-term memory.</summary>
public sealed class LSTMCell : Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
{
    private readonly long hiddenSize;

    internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(LSTMCell))
    {
        this.hiddenSize = hiddenSize;
        weight_ih = new Parameter(empty(4 * hiddenSize, inputSize, dtype, device));
        weight_hh = new Parameter(empty(4 * hiddenSize, hiddenSize, dtype, device));
        if (bias)
        {
            bias_ih = new Parameter(empty(4 * hiddenSize, dtype, device));
            bias_hh = new Parameter(empty(4 * hiddenSize, dtype, device));
        }
        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in parameters()) init.uniform_(parameter, -bound, bound);
    }

    /// <summary>The bias of the input, [4 hidden], or null. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? bias_ih { get => OwnParameter(nameof(bias_ih)); set => SetOwnParameter(nameof(bias_ih), value); }

    /// <summary>The bias of the state, [4 hidden], or null. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? bias_hh { get => OwnParameter(nameof(bias_hh)); set => SetOwnParameter(nameof(bias_hh), value); }

    /// <summary>The weight of the input, [4 hidden, in]. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? weight_ih { get => OwnParameter(nameof(weight_ih)); set => SetOwnParameter(nameof(weight_ih), value); }

    /// <summary>The weight of the state, [4 hidden, hidden]. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? weight_hh { get => OwnParameter(nameof(weight_hh)); set => SetOwnParameter(nameof(weight_hh), value); }

    /// <summary>Does a step.</summary>
    /// <param name="input">The input, [N, in].</param>
    /// <param name="h0_c0">The state before, two of [N, hidden]; zeros by default.</param>
    /// <returns>The state after.</returns>
    public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
    {
        using var scope = NewDisposeScope();
        var (h, c) = h0_c0 ?? (InitialState(input), InitialState(input));
        var result = Aten.lstm_cell(input, [h, c], weight_ih!, weight_hh!, bias_ih, bias_hh);
        return scope.MoveToOuter(result.Item1, result.Item2);
    }

    /// <inheritdoc cref="forward"/>
    public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    private Tensor InitialState(Tensor input) => zeros([input.shape[0], hiddenSize], input.dtype, input.device);
}

/// <summary>One step of gated recurrent units.</summary>
public sealed class GRUCell : Module<Tensor, Tensor?, Tensor>
{
    private readonly long hiddenSize;

    internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype) : base(nameof(GRUCell))
    {
        this.hiddenSize = hiddenSize;
        weight_ih = new Parameter(empty(3 * hiddenSize, inputSize, dtype, device));
        weight_hh = new Parameter(empty(3 * hiddenSize, hiddenSize, dtype, device));
        if (bias)
        {
            bias_ih = new Parameter(empty(3 * hiddenSize, dtype, device));
            bias_hh = new Parameter(empty(3 * hiddenSize, dtype, device));
        }
        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in parameters()) init.uniform_(parameter, -bound, bound);
    }

    /// <summary>The bias of the input, [3 hidden], or null. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? bias_ih { get => OwnParameter(nameof(bias_ih)); set => SetOwnParameter(nameof(bias_ih), value); }

    /// <summary>The bias of the state, [3 hidden], or null. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? bias_hh { get => OwnParameter(nameof(bias_hh)); set => SetOwnParameter(nameof(bias_hh), value); }

    /// <summary>The weight of the input, [3 hidden, in]. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? weight_ih { get => OwnParameter(nameof(weight_ih)); set => SetOwnParameter(nameof(weight_ih), value); }

    /// <summary>The weight of the state, [3 hidden, hidden]. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? weight_hh { get => OwnParameter(nameof(weight_hh)); set => SetOwnParameter(nameof(weight_hh), value); }

    /// <summary>Does a step.</summary>
    /// <param name="input">The input, [N, in].</param>
    /// <param name="h0">The state before, [N, hidden]; zeros by default.</param>
    /// <returns>The state after.</returns>
    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        using var scope = NewDisposeScope();
        return Aten.gru_cell(input, h0 ?? InitialState(input), weight_ih!, weight_hh!, bias_ih, bias_hh).MoveToOuterDisposeScope();
    }

    private Tensor InitialState(Tensor input) => zeros([input.shape[0], hiddenSize], input.dtype, input.device);
}

/// <summary>One step of plain recurrent units.</summary>
public sealed class RNNCell : Module<Tensor, Tensor?, Tensor>
{
    private readonly long hiddenSize;
    private readonly NonLinearities nonLinearity;

    internal RNNCell(long inputSize, long hiddenSize, NonLinearities nonLinearity, bool bias, Device? device, ScalarType? dtype) : base(nameof(RNNCell))
    {
        this.hiddenSize = hiddenSize;
        this.nonLinearity = nonLinearity;
        weight_ih = new Parameter(empty(hiddenSize, inputSize, dtype, device));
        weight_hh = new Parameter(empty(hiddenSize, hiddenSize, dtype, device));
        if (bias)
        {
            bias_ih = new Parameter(empty(hiddenSize, dtype, device));
            bias_hh = new Parameter(empty(hiddenSize, dtype, device));
        }
        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in parameters()) init.uniform_(parameter, -bound, bound);
    }

    /// <summary>The bias of the input, [hidden], or null. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? bias_ih { get => OwnParameter(nameof(bias_ih)); set => SetOwnParameter(nameof(bias_ih), value); }

    /// <summary>The bias of the state, [hidden], or null. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? bias_hh { get => OwnParameter(nameof(bias_hh)); set => SetOwnParameter(nameof(bias_hh), value); }

    /// <summary>The weight of the input, [hidden, in]. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? weight_ih { get => OwnParameter(nameof(weight_ih)); set => SetOwnParameter(nameof(weight_ih), value); }

    /// <summary>The weight of the state, [hidden, hidden]. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? weight_hh { get => OwnParameter(nameof(weight_hh)); set => SetOwnParameter(nameof(weight_hh), value); }

    /// <summary>Does a step.</summary>
    /// <param name="input">The input, [N, in].</param>
    /// <param name="h0">The state before, [N, hidden]; zeros by default.</param>
    /// <returns>The state after.</returns>
    public override Tensor forward(Tensor input, Tensor? h0 = null)
    {
        using var scope = NewDisposeScope();
        var h = h0 ?? InitialState(input);
        var result = nonLinearity == NonLinearities.ReLU
            ? Aten.rnn_relu_cell(input, h, weight_ih!, weight_hh!, bias_ih, bias_hh)
            : Aten.rnn_tanh_cell(input, h, weight_ih!, weight_hh!, bias_ih, bias_hh);
        return result.MoveToOuterDisposeScope();
    }

    private Tensor InitialState(Tensor input) => zeros([input.shape[0], hiddenSize], input.dtype, input.device);
}

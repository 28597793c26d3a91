using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>One computation that is compared with the oracle.</summary>
/// <param name="Make">Makes the module, if there is one.</param>
/// <param name="Run">Computes the outputs from the module and the inputs.</param>
public sealed record ParityCase(Func<nn.Module?> Make, Func<nn.Module?, Tensor[], Tensor[]> Run)
{
    // A row of the table of differences, and the element type for which TorchSharp differs; null for both types.
    private (string Row, ScalarType? Type)? difference;
    private string? untried;

    /// <summary>A function of tensors.</summary>
    public static ParityCase Of(Func<Tensor[], Tensor> run) => new(() => null, (_, x) => [run(x)]);

    /// <summary>A function with several results.</summary>
    public static ParityCase Of(Func<Tensor[], Tensor[]> run) => new(() => null, (_, x) => run(x));

    /// <summary>A module with one input.</summary>
    public static ParityCase Of(Func<nn.Module<Tensor, Tensor>> make) => Of(make, (module, x) => module.call(x[0]));

    /// <summary>A module with two inputs, such as a loss.</summary>
    public static ParityCase Of(Func<nn.Module<Tensor, Tensor, Tensor>> make) => Of(make, (module, x) => module.call(x[0], x[1]));

    /// <summary>A module with three inputs.</summary>
    public static ParityCase Of(Func<nn.Module<Tensor, Tensor, Tensor, Tensor>> make) => Of(make, (module, x) => module.call(x[0], x[1], x[2]));

    /// <summary>Any module.</summary>
    public static ParityCase Of<T>(Func<T> make, Func<T, Tensor[], Tensor> run) where T : nn.Module => new(make, (module, x) => [run((T)module!, x)]);

    /// <summary>Any module with several results.</summary>
    public static ParityCase Of<T>(Func<T> make, Func<T, Tensor[], Tensor[]> run) where T : nn.Module => new(make, (module, x) => run((T)module!, x));

    /// <summary>The same, with other results on TorchSharp.</summary>
    /// <param name="row">The row of the table of differences.</param>
    /// <param name="type">The only element type for which they are others; null for both.</param>
    public ParityCase Differing(string row, ScalarType? type = null) => this with { difference = (row, type) };

    /// <summary>The same, not to be tried on TorchSharp.</summary>
    /// <param name="row">The row of the table of differences.</param>
    public ParityCase Untried(string row) => this with { untried = row };

    /// <summary>Runs a comparison of the case, as far as TorchSharp allows.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="comparison">Throws when the numbers are not those that are expected.</param>
    public void Compare(ScalarType type, Action comparison)
    {
        if (untried is not null)
            OnTorchSharp.Untried(untried, comparison);
        else
            OnTorchSharp.MayDiffer(difference is (var row, var only) && (only ?? type) == type ? row : null, comparison);
    }

    /// <summary>The same in evaluation mode.</summary>
    public ParityCase Evaluated() => this with {
        Make = () =>
        {
            var module = Make()!;
            module.eval();
            return module;
        },
    };
}

using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>One computation that is compared with the oracle.</summary>
/// <param name="Make">Makes the module, if there is one.</param>
/// <param name="Run">Computes the outputs from the module and the inputs.</param>
public sealed record ParityCase(Func<nn.Module?> Make, Func<nn.Module?, Tensor[], Tensor[]> Run)
{
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

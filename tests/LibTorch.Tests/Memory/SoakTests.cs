using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.Memory;

/// <summary>
/// Long training keeps memory where it was. The environment variable METAADAMW_SOAK_STEPS sets the number of steps; 100000
/// is the full test.
/// </summary>
/// <remarks>
/// What other tests leave to do must not be measured: the project file compiles methods once, because the runtime compiles
/// those that became hot again in the background.
/// </remarks>
public class SoakTests(ITestOutputHelper output)
{
    private const int WarmUp = 1_000;
    private const double AllowedGrowth = 5;

    private static int Steps =>
        int.TryParse(Environment.GetEnvironmentVariable("METAADAMW_SOAK_STEPS"), CultureInfo.InvariantCulture, out int steps) ? steps : 10_000;

    [Fact]
    public void Training_in_scopes() => Soak(step => {
        using DisposeScope scope = NewDisposeScope();
        step();
    });

    [Fact]
    public void Training_without_any_Dispose() => Soak(step => step());

    private void Soak(Action<Action> run)
    {
        using Sequential model = Sequential(Linear(8, 16), ReLU(), Linear(16, 1));
        using AdamW optimizer = optim.AdamW(model.parameters());

        void Step()
        {
            Tensor input = rand(32, 8);
            Tensor target = rand(32, 1);
            optimizer.zero_grad();
            Tensor loss = functional.mse_loss(model.call(input), target);
            loss.backward();
            optimizer.step();
        }

        for (int i = 0; i < WarmUp; i++)
            run(Step);
        (long tensorsBefore, double sizeBefore) = Measure();
        for (int i = WarmUp; i < Steps; i++)
            run(Step);
        (long tensorsAfter, double sizeAfter) = Measure();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Steps} steps: {tensorsBefore} tensors and {sizeBefore:F1} MiB after {WarmUp}, {tensorsAfter} and {sizeAfter:F1} MiB at the end."));
        Assert.Equal(tensorsBefore, tensorsAfter);
        Assert.True(sizeAfter - sizeBefore <= AllowedGrowth, $"The process grew from {sizeBefore:F1} to {sizeAfter:F1} MiB.");
    }

    /// <summary>Live tensors and the resident size in MiB, when finalizers have run.</summary>
    private static (long Tensors, double Size) Measure()
    {
        for (int i = 0; i < 3; i++) {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return (Tensor.TotalCount, Environment.WorkingSet / 1048576.0);
    }
}

using System.Diagnostics;
using System.Globalization;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace MetaAdamW.SideBySide;

/// <summary>Peaks of memory over a training step and over a meta-update, each in a process of its own.</summary>
internal sealed class MemorySection(Page page)
{
    private static readonly string[] Cases = ["operators", "fused", "meta", "exact", "differences", "cleared", "own"];

    public void Write(IReadOnlyList<string> names, int threads)
    {
        page.Heading(
            "Memory",
            "The peak over one training step (forward, backward, the optimizer's step) in steady state, or over one meta-update that follows it: the bytes "
            + "in tensors, in MiB, and in brackets the process's resident size. The last columns say what the meta-update needs at most beyond FusedAdamW's "
            + "training step, in copies of the parameters. 'Cleared' is central differences after zero_grad(set_to_none: true): a meta-update keeps the gradients that it finds.");
        page.Header(
            "model", "parameters", "AdamW in TorchSharp's manner", "FusedAdamW", "MetaAdamW", "meta-update, exact", "central differences", "cleared", "exact, last step's gradient",
            "exact − FusedAdamW", "central differences − FusedAdamW", "cleared − FusedAdamW");
        foreach (string name in names)
        {
            Dictionary<string, (long Parameters, long Tensors, long Resident)> peaks = Cases.ToDictionary(c => c, c => Child(name, c, threads));
            double copy = peaks["fused"].Parameters;
            page.Row(
            [
                name,
                MiB(peaks["fused"].Parameters),
                .. Cases.Select(c => $"{MiB(peaks[c].Tensors)} ({MiB(peaks[c].Resident)})"),
                .. new[] { "exact", "differences", "cleared" }.Select(c => ((peaks[c].Tensors - peaks["fused"].Tensors) / copy).ToString("F2", CultureInfo.InvariantCulture)),
            ]);
        }
    }

    /// <summary>Measures one case and prints bytes of parameters, peak of tensors, peak resident.</summary>
    public static void Measure(string name, string what, int threads)
    {
        set_num_threads(threads);
        MemoryMeter.Watch();
        using Subject subject = Subject.Create(name);
        using optim.Optimizer optimizer = what switch
        {
            "operators" => optim.AdamW(subject.Model.parameters().ToList(), 5e-4, weight_decay: 1e-2),
            "fused" => new FusedAdamW(subject.Model.parameters(), 5e-4, weight_decay: 1e-2),
            "differences" or "cleared" => subject.Optimizer(subject.Options(1) with { SecondDerivatives = SecondDerivatives.CentralDifferences }),
            "own" => subject.Optimizer(subject.Options(1) with { FirstGradient = FirstGradientSource.LastStep }),
            _ => subject.Optimizer(subject.Options(1)),
        };
        Tensor[] batch = subject.Batch!();
        var meta = new MetaObjective<Tensor[]>(subject.Model, subject.Loss!, Again(batch), Again(batch));
        using Tensor loss = tensor(1.0);
        bool updates = what is "exact" or "differences" or "cleared" or "own";
        subject.Model.train();
        for (int i = 0; i < 3; i++)
        {
            bool last = i == 2;
            if (last && !updates)
            {
                Forget();
            }

            subject.ForwardBackward(batch);
            optimizer.step();
            if (updates)
            {
                if (what == "cleared")
                {
                    ((MetaAdamWOptimizer)optimizer).zero_grad(set_to_none: true);
                }

                if (last)
                {
                    Forget();
                }

                ((MetaAdamWOptimizer)optimizer).MetaUpdate(meta, loss);
            }
        }

        long resident = long.Parse(
            File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) * 1024;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{subject.Model.parameters().Sum(p => p.numel() * p.element_size())} {MemoryMeter.Read().Peak} {resident}"));
    }

    /// <summary>Takes both peaks anew.</summary>
    private static void Forget()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        File.WriteAllText("/proc/self/clear_refs", "5");
        MemoryMeter.Watch();
    }

    private static IEnumerable<Tensor[]> Again(Tensor[] batch)
    {
        while (true)
        {
            yield return batch;
        }
    }

    private static (long Parameters, long Tensors, long Resident) Child(string name, string what, int threads)
    {
        using Process child = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [.. Environment.GetCommandLineArgs()[..1].Where(a => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"), "--measure-memory", name, what, "--threads", $"{threads}"])
        {
            RedirectStandardOutput = true,
        })!;
        string[] numbers = child.StandardOutput.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        child.WaitForExit();
        return child.ExitCode == 0 && numbers is [var parameters, var tensors, var resident]
            ? (long.Parse(parameters, CultureInfo.InvariantCulture), long.Parse(tensors, CultureInfo.InvariantCulture), long.Parse(resident, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"Measuring the memory of {name}, {what} failed: its message is above.");
    }

    private static string MiB(long bytes) => (bytes / 1048576.0).ToString("F1", CultureInfo.InvariantCulture);
}

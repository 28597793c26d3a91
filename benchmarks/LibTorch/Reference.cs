using System.Diagnostics;
using System.Globalization;

namespace MetaAdamW.LibTorch.Benchmarks;

/// <summary>PyTorch in a process of its own, which works only while it is asked to.</summary>
internal sealed class Reference : IDisposable
{
    private readonly Process process;

    public Reference(string python)
    {
        process = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "reference.py")]) {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    public string Ask(string request)
    {
        process.StandardInput.WriteLine(request);
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch has ended: its message is above.");
    }

    public double[] Times(string request) => [.. Ask(request).Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

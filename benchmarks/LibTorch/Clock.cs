using System.Diagnostics;

namespace MetaAdamW.LibTorch.Benchmarks;

/// <summary>What is taken for time; reference.py has the same two.</summary>
internal sealed class Clock
{
    private readonly Func<double> read;

    private Clock(string name, Func<double> read) => (Name, this.read) = (name, read);

    public static Clock Wall { get; } = new("wall", () => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);

    /// <summary>The time that processors have worked for this process, all threads together.</summary>
    public static Clock Processor { get; } = new("processor", () => Environment.CpuUsage.TotalTime.TotalSeconds);

    public string Name { get; }

    public double Seconds => read();
}

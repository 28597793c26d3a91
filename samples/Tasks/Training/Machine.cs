using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Training;

/// <summary>Where and with what a run began.</summary>
/// <param name="Version">Version of this project.</param>
/// <param name="Torch">Name and version of torch's library for .NET.</param>
/// <param name="Net">Version of .NET.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Processors">Processors that the process may use.</param>
/// <param name="Threads">Threads that torch uses.</param>
/// <param name="Device">"cpu" or "cuda".</param>
internal sealed record Machine(string Version, string Torch, string Net, string System, int Processors, int Threads, string Device)
{
    /// <summary>What the processor is called.</summary>
    public string Processor { get; init; } = "";

    /// <summary>Version of libtorch.</summary>
    public string LibTorch { get; init; } = "";

    public static Machine Here(string device) => new(
        VersionOf(typeof(MetaAdamWOptimizer).Assembly),
        $"{typeof(Tensor).Assembly.GetName().Name} {VersionOf(typeof(Tensor).Assembly)}",
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        Environment.ProcessorCount, get_num_threads(), device)
    {
        Processor = NameOfProcessor(),
        LibTorch = __version__,
    };

    private static string NameOfProcessor()
    {
        const string Information = "/proc/cpuinfo";
        var line = File.Exists(Information) ? File.ReadLines(Information).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null
            ? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static string VersionOf(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";
}

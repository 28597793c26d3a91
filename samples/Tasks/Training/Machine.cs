using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaAdamW.Tasks.Training;

/// <summary>Where and with what a run began.</summary>
/// <param name="Version">Version of this project.</param>
/// <param name="Torch">Name and version of torch's library.</param>
/// <param name="Net">Version of .NET.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Processors">Processors that the process may use.</param>
/// <param name="Threads">Threads that torch uses.</param>
/// <param name="Device">"cpu" or "cuda".</param>
internal sealed record Machine(string Version, string Torch, string Net, string System, int Processors, int Threads, string Device)
{
    public static Machine Here(string device) => new(
        VersionOf(typeof(MetaAdamWOptimizer).Assembly),
        $"{typeof(Tensor).Assembly.GetName().Name} {VersionOf(typeof(Tensor).Assembly)}",
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        Environment.ProcessorCount, get_num_threads(), device);

    private static string VersionOf(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";
}

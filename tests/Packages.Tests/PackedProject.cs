using System.Diagnostics;
using System.Reflection;

namespace MetaAdamW.Packages.Tests;

/// <summary>The packages of <c>src/</c>, packed once for all tests into a folder of their own.</summary>
public sealed class PackedProject : IDisposable
{
    private static readonly Dictionary<string, string?> Metadata = typeof(PackedProject).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value);

    public PackedProject()
    {
        Folder = Directory.CreateTempSubdirectory("packages-").FullName;
        foreach (var project in new[] { "LibTorch", "Runtime" })
        {
            var (code, output) = Dotnet(RepositoryRoot, "pack", $"src/{project}", "-c", Metadata["Configuration"]!, "--nologo", "-v", "quiet",
                $"-p:Torch={Metadata["Torch"]}", "-o", Folder);
            Assert.True(code == 0, $"dotnet pack src/{project} failed:\n{output}");
        }
    }

    public static string RepositoryRoot => Metadata["RepositoryRoot"]!;

    /// <summary>Where the .nupkg files are.</summary>
    public string Folder { get; }

    public string PathOf(string package) => Assert.Single(Directory.GetFiles(Folder, $"{package}.*.nupkg"));

    public static (int ExitCode, string Output) Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test host sets variables for MSBuild and the SDK that must not leak into another build.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

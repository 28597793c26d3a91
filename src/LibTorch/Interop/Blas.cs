namespace TorchSharp.Interop;

/// <summary>
/// Says once a process, on standard error, that libtorch multiplies matrices with the reference BLAS, which is some 70 times
/// slower than OpenBLAS. The environment variable METAADAMW_NO_BLAS_WARNING or the AppContext switch
/// MetaAdamW.NoBlasWarning, set to true, silences it.
/// </summary>
internal static class Blas
{
    private static int looked;

    /// <summary>To be called when libtorch is loaded.</summary>
    public static void WarnOnce()
    {
        if (Interlocked.Exchange(ref looked, 1) != 0 || !OperatingSystem.IsLinux() || IsSilenced)
            return;
        try {
            if (Warning(File.ReadLines("/proc/self/maps")) is { } warning)
                Console.Error.WriteLine(warning);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException) {
            // Nothing to say without a look at what is loaded.
        }
    }

    /// <summary>The warning, or null where another BLAS is loaded, or none that can be told.</summary>
    /// <param name="maps">The lines of /proc/self/maps.</param>
    internal static string? Warning(IEnumerable<string> maps)
    {
        string? reference = null;
        foreach (string line in maps) {
            int path = line.IndexOf('/');
            if (path < 0)
                continue;
            string file = Path.GetFileName(line[path..]);
            if (file.Contains("openblas") || file.Contains("mkl") || file.Contains("blis") || file.Contains("atlas"))
                return null;
            // Other implementations call themselves libblas.so too, but in a folder of their own.
            if (file.StartsWith("libblas.so", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(line[path..])) == "blas")
                reference = line[path..];
        }
        return reference is null
            ? null
            : $"MetaAdamW.LibTorch: libtorch uses the reference BLAS ({reference}), which is very slow. "
                + "Install OpenBLAS (Debian, Ubuntu: apt-get install libopenblas0-pthread). METAADAMW_NO_BLAS_WARNING=1 silences this.";
    }

    private static bool IsSilenced =>
        Environment.GetEnvironmentVariable("METAADAMW_NO_BLAS_WARNING") is { Length: > 0 } value && value != "0"
        || AppContext.TryGetSwitch("MetaAdamW.NoBlasWarning", out bool silenced) && silenced;
}

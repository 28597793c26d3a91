using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MetaAdamW.Tasks.Training;

/// <summary>The process's resident memory in a run, in bytes: libraries, data and all.</summary>
/// <param name="Start">Before the model was made.</param>
/// <param name="Peak">The peak.</param>
/// <param name="IsOfRun">Whether the peak is this run's alone; else it is that of the process up to the run's end.</param>
internal readonly record struct MemoryUse(long Start, long Peak, bool IsOfRun)
{
    /// <summary>Begins to measure: what was freed goes back to the system, and Linux forgets the peak so far.</summary>
    public static MemoryUse Begin()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TrimHeap();
        var isOfRun = ForgetPeak();
        var now = Environment.WorkingSet;
        return new(now, now, isOfRun);
    }

    /// <summary>Lets the peak begin anew.</summary>
    /// <returns>Whether it does: there is no way but on Linux, and a sandbox may forbid it.</returns>
    public static bool ForgetPeak()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The measurement up to now.</summary>
    public MemoryUse Now() => this with { Peak = Math.Max(Peak, PeakOfProcess()) };

    /// <summary>Gives back what glibc keeps of the run before.</summary>
    private static void TrimHeap()
    {
        try
        {
            _ = malloc_trim(0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // another C library
        }
    }

    [DllImport("libc")]
    private static extern int malloc_trim(nuint pad);

    private static long PeakOfProcess()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/self/status"))
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    return 1024 * long.Parse(line.AsSpan(6).Trim().TrimEnd("kB ").TrimEnd(), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}

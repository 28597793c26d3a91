using System.Diagnostics;
using System.Text.Json;

namespace MetaAdamW.Samples.Tests;

/// <summary>Chromium without a window.</summary>
internal static class Browser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>What a page did.</summary>
    /// <param name="Dom">The document after its scripts ran.</param>
    /// <param name="Console">What it wrote to the console, errors too.</param>
    /// <param name="Requests">Every address that the page asked another host for.</param>
    internal sealed record Visit(string Dom, IReadOnlyList<string> Console, IReadOnlyList<string> Requests);

    /// <summary>The browser's path.</summary>
    /// <exception cref="InvalidOperationException">There is none; the set-up of the tests installs it.</exception>
    public static string Path { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("no Chromium on the PATH: eng/setup.sh --tests installs it");

    public static Visit Open(string file)
    {
        using var profile = new TemporaryFolder();
        var netLog = profile.At("net.json");
        var start = new ProcessStartInfo(Path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={profile.At("profile")}", "--enable-logging=stderr",
            $"--log-net-log={netLog}", "--virtual-time-budget=3000", "--dump-dom", new Uri(file).AbsoluteUri,
        ])
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var dom = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(dom, [.. error.Result.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))], Requests(netLog));
    }

    // What the browser asks for on its own account, updates and the time, has no origin.
    private static List<string> Requests(string netLog)
    {
        using var log = JsonDocument.Parse(File.ReadAllText(netLog));
        return
        [
            .. log.RootElement.GetProperty("events").EnumerateArray()
                .Select(e => e.TryGetProperty("params", out var p) && p.ValueKind == JsonValueKind.Object ? p : default)
                .Where(p => p.ValueKind == JsonValueKind.Object && p.TryGetProperty("initiator", out var i) && i.GetString() != "not an origin")
                .Select(p => p.GetProperty("url").GetString()!).Distinct(),
        ];
    }
}

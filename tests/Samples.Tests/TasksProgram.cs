using System.Diagnostics;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Samples.Tests;

/// <summary>The tasks program as a process of its own.</summary>
internal static class TasksProgram
{
    /// <summary>What a process left behind.</summary>
    internal sealed record Result(int ExitCode, string Output, string Error);

    public static Result Run(params string[] arguments) => Run(typeof(TrainingTask).Assembly.Location, new Dictionary<string, string>(), arguments);

    public static Result Run(string assembly, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }
}

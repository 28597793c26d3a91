using System.Diagnostics;
using System.Globalization;
using System.Text;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Samples.Tests;

/// <summary>The tasks program as a process of its own.</summary>
internal static class TasksProgram
{
    /// <summary>What a process left behind.</summary>
    internal sealed record Result(int ExitCode, string Output, string Error);

    public static Result Run(params string[] arguments) => Run(typeof(TrainingTask).Assembly.Location, new Dictionary<string, string>(), arguments);

    /// <summary>Runs the program and sends it the signal of Ctrl-C, once, when a line starts with a text.</summary>
    public static Result Interrupt(string line, params string[] arguments)
    {
        using var process = Start(typeof(TrainingTask).Assembly.Location, new Dictionary<string, string>(), arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = new StringBuilder();
        var isSent = false;   // a second signal would end the process as it stands
        while (process.StandardOutput.ReadLine() is { } said)
        {
            output.AppendLine(said);
            if (!isSent && (isSent = said.StartsWith(line, StringComparison.Ordinal)))
                Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        }
        process.WaitForExit();
        return new(process.ExitCode, output.ToString(), error.Result);
    }

    /// <summary>Runs the program and kills it when a file has appeared for so many times; returns the exit code.</summary>
    public static int Kill(string file, int times, params string[] arguments)
    {
        using var process = Start(typeof(TrainingTask).Assembly.Location, new Dictionary<string, string>(), arguments);
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        for (var (wasThere, count) = (File.Exists(file), 0); count < times && !process.HasExited;)
        {
            var isThere = File.Exists(file);
            count += isThere && !wasThere ? 1 : 0;
            wasThere = isThere;
        }
        process.Kill();
        process.WaitForExit();
        return process.ExitCode;
    }

    public static Result Run(string assembly, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(assembly, environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }

    private static Process Start(string assembly, IReadOnlyDictionary<string, string> environment, string[] arguments)
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
        return Process.Start(start)!;
    }
}

using System.Globalization;

namespace MetaAdamW.Runtime.Tests;

/// <summary>Programs that tests run as processes of their own: to be killed, or to measure themselves.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        set_num_threads(1);
        switch (args)
        {
            case ["train", var checkpoint, var steps]:
                InterruptedTraining.Run(checkpoint, int.Parse(steps, CultureInfo.InvariantCulture));
                return 0;
            case ["soak", var steps]:
                LongTraining.Run(int.Parse(steps, CultureInfo.InvariantCulture));
                return 0;
            default:
                Console.Error.WriteLine("train CHECKPOINT STEPS, or soak STEPS; the tests are run by `dotnet test`");
                return 2;
        }
    }

    /// <summary>Starts one of the programs.</summary>
    public static System.Diagnostics.Process Start(params string[] args) =>
        System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(Program).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        })!;
}

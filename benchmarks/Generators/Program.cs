using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MetaAdamW.Generators.Benchmarks;

// report [--models N] [--rounds N]: the page in docs/. Anything else is BenchmarkDotNet's.
if (args is ["report", ..])
{
    new Report(Option("--models", 1_000), Option("--rounds", 15)).Write(Path.Combine(RepositoryRoot(), "docs", "benchmarks-generators.md"));
}
else
{
    // In this process: the project that is compiled takes its references from it. A build of 1,000 models is slow, and runs often.
    Job inProcess = Job.Default.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromHours(1), logOutput: true));
    BenchmarkSwitcher.FromAssembly(typeof(GeneratorBenchmark).Assembly).Run(args, DefaultConfig.Instance.AddJob(inProcess.AsMutator()));
}

int Option(string name, int otherwise) =>
    Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

static string RepositoryRoot()
{
    for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        if (File.Exists(Path.Combine(folder.FullName, "MetaAdamW.Gen.sln")))
        {
            return folder.FullName;
        }
    }

    throw new DirectoryNotFoundException("The program does not run inside the repository.");
}

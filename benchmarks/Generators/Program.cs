using System.Globalization;
using BenchmarkDotNet.Running;
using MetaAdamW.Generators.Benchmarks;

// report [--models N] [--rounds N]: the page in docs/. Anything else is BenchmarkDotNet's.
if (args is ["report", ..])
{
    new Report(Option("--models", 1_000), Option("--rounds", 15)).Write(Path.Combine(RepositoryRoot(), "docs", "benchmarks-generators.md"));
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(GeneratorBenchmark).Assembly).Run(args);
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

using MetaAdamW.LibTorch.Benchmarks;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using MetaAdamW.SideBySide;
using TorchSharp;

// dotnet run -c Release --project benchmarks/SideBySide
//   [--threads N] [--rounds N] [--seconds S] [--only step|attention|meta|memory] [--model NAME] [--python PATH]
// Without --only and --model it writes docs/benchmarks.md.
int threads = int.Parse(Text("--threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
if (Array.IndexOf(args, "--measure-memory") is >= 0 and var at)
{
    MemorySection.Measure(args[at + 1], args[at + 2], threads);
    return;
}

int rounds = int.Parse(Text("--rounds", "9"), CultureInfo.InvariantCulture);
double seconds = double.Parse(Text("--seconds", "0.3"), CultureInfo.InvariantCulture);
string only = Text("--only", ""), chosen = Text("--model", "");
string[] models = chosen == "" ? Subject.All : [chosen];
string[] tasks = [.. models.Intersect(Subject.Tasks)];

var page = new Page();
using var reference = new Reference(Text("--python", "/usr/bin/python3"));
page.Line("# Benchmarks");
page.Line();
page.Line("Written by `dotnet run -c Release --project benchmarks/SideBySide`, which measures everything in turn, so that whatever else the machine does "
    + "falls on all. Only ratios within the page mean something.");
page.Line();
page.Line($"{Processor()}, {Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB; {RuntimeInformation.OSDescription}; "
    + $"{RuntimeInformation.FrameworkDescription}; libtorch {torch.__version__} under C#, PyTorch {reference.Ask("version")} under Python; "
    + $"{rounds} rounds of {seconds.ToString(CultureInfo.InvariantCulture)} s; {DateTime.UtcNow.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}.");

var step = new StepSection(page, reference, rounds, seconds);
foreach (int count in only is "" or "step" ? new[] { 1, threads }.Distinct() : [])
{
    step.Write(models, count);
}

if (only is "" or "attention")
{
    step.WriteAttention();
}

if (only is "" or "meta" && tasks.Length > 0)
{
    new MetaUpdateSection(page, rounds, seconds).Write(tasks, threads);
}

if (only is "" or "memory" && tasks.Length > 0)
{
    new MemorySection(page).Write(tasks, threads);
}

if (only == "" && chosen == "")
{
    string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
    File.WriteAllText(Path.Combine(root, "docs", "benchmarks.md"), page.ToString());
}

string Text(string option, string fallback) => Array.IndexOf(args, option) is >= 0 and var place && place + 1 < args.Length ? args[place + 1] : fallback;

static string Processor() => File.Exists("/proc/cpuinfo")
    && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
    ? line[(line.IndexOf(':') + 1)..].Trim()
    : RuntimeInformation.ProcessArchitecture.ToString();

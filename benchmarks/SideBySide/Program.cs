using MetaAdamW.LibTorch.Benchmarks;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using MetaAdamW.SideBySide;
using TorchSharp;

// dotnet run -c Release --project benchmarks/SideBySide
//   [--threads N] [--rounds N] [--seconds S] [--python PATH] [--out FILE]
//   [--only step,attention,learning,meta,memory] [--step MODELS] [--learning MODELS] [--meta MODELS] [--memory MODELS]     names with commas between them
// It writes docs/benchmarks.md, or FILE. The meta-update of a large model takes a minute a round.
int threads = int.Parse(Text("--threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
if (Array.IndexOf(args, "--measure-memory") is >= 0 and var at)
{
    MemorySection.Measure(args[at + 1], args[at + 2], threads);
    return;
}

int rounds = int.Parse(Text("--rounds", "9"), CultureInfo.InvariantCulture);
double seconds = double.Parse(Text("--seconds", "0.3"), CultureInfo.InvariantCulture);
string[] sections = List("--only", ["step", "attention", "learning", "meta", "memory"]);
string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
string file = Text("--out", Path.Combine(root, "docs", "benchmarks.md"));

var page = new Page();
using var reference = new Reference(Text("--python", "/usr/bin/python3"));
page.Line("# Benchmarks");
page.Line();
page.Line($"Written by `dotnet run -c Release --project benchmarks/SideBySide{(args.Length > 0 ? $" -- {string.Join(' ', args)}" : "")}`, which measures everything in turn, so that whatever else the machine does "
    + "falls on all. Only ratios within the page mean something.");
page.Line();
page.Line($"{Processor()}, {Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB; {RuntimeInformation.OSDescription}; "
    + $"{RuntimeInformation.FrameworkDescription}; libtorch {torch.__version__} under C#, PyTorch {reference.Ask("version")} under Python; "
    + $"{rounds} rounds of {seconds.ToString(CultureInfo.InvariantCulture)} s; {DateTime.UtcNow.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}.");

var step = new StepSection(page, reference, rounds, seconds);
foreach (int count in sections.Contains("step") ? new[] { 1, threads }.Distinct() : [])
{
    step.Write(List("--step", Subject.All), count);
}

if (sections.Contains("attention"))
{
    step.WriteAttention();
}

var learning = new LearningSection(page, rounds, seconds);
foreach (int count in sections.Contains("learning") ? new[] { 1, threads }.Distinct() : [])
{
    learning.Write(List("--learning", Subject.All), count);
}

if (sections.Contains("meta"))
{
    var meta = new MetaUpdateSection(page, rounds, seconds);
    meta.Write(List("--meta", Subject.Tasks), threads);
    meta.WriteObjectives(threads);
}

if (sections.Contains("memory"))
{
    new MemorySection(page).Write(List("--memory", Subject.Tasks), threads);
}

File.WriteAllText(file, page.ToString());

string[] List(string option, string[] all) => Text(option, "") is { Length: > 0 } given ? given.Split(',') : all;

string Text(string option, string fallback) => Array.IndexOf(args, option) is >= 0 and var place && place + 1 < args.Length ? args[place + 1] : fallback;

static string Processor() => File.Exists("/proc/cpuinfo")
    && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
    ? line[(line.IndexOf(':') + 1)..].Trim()
    : RuntimeInformation.ProcessArchitecture.ToString();

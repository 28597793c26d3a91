using System.Globalization;
using System.Reflection;
using System.Text;
using MetaAdamW.LibTorch.Benchmarks;
using TorchSharp;

// Both sides work in turn, in blocks of about half a second, so that whatever else the machine does falls on both.
int threads = Option("--threads", Environment.ProcessorCount), rounds = Option("--rounds", 7);
// With --clock processor the processor's time is taken, not the wall's: with one thread a busy machine disturbs it little.
Clock clock = Text("--clock", "wall") == "processor" ? Clock.Processor : Clock.Wall;
string python = Text("--python", "/usr/bin/python3");
string? only = Text("--task", "") is { Length: > 0 } name ? name : null;

torch.set_num_threads(threads);
using var reference = new Reference(python);
reference.Ask($"threads {threads}");
reference.Ask($"clock {clock.Name}");
string version = reference.Ask("version");

var page = new StringBuilder();
Write("# src/LibTorch beside PyTorch");
Write("");
Write($"Written by `dotnet run -c Release --project benchmarks/LibTorch`. libtorch {torch.__version__} under C#, PyTorch {version} under Python, "
    + $"{threads} thread{(threads > 1 ? "s" : "")} each, on {Environment.ProcessorCount} processors; both took turns. Medians of {clock.Name} time.");
Write("");
Write("## One call");
Write("");
Write("Nanoseconds for a call on tensors of 1 or 16 elements: from C#, from Python, and inside libtorch's own interpreter (TorchScript), "
    + "which shows the operator's own work. C# adds the difference of the first and the last.");
Write("");
Write("| operator | C# | Python | TorchScript | C# adds |");
Write("|---|---|---|---|---|");
foreach (string call in only is null ? CallCost.Names : []) {
    Func<int, (double Ours, double Bare)> ours = CallCost.Prepare(call, clock);
    reference.Ask($"prepare-call {call}");
    const int Count = 20_000;
    ours(Count);
    reference.Times($"calls {Count}");
    var results = new List<(double Ours, double Bare, double Python)>();
    for (int round = 0; round < 3 * rounds; round++) {
        (double mine, double bare) = ours(Count);
        results.Add((mine, bare, reference.Times($"calls {Count}")[0]));
    }
    double nanoseconds = 1e9, here = Median(results.Select(r => r.Ours)), there = Median(results.Select(r => r.Python)), alone = Median(results.Select(r => r.Bare));
    Write(FormattableString.Invariant(
        $"| `{call}` | {here * nanoseconds:F0} | {there * nanoseconds:F0} | {alone * nanoseconds:F0} | {(here - alone) * nanoseconds:F0} |"));
}

Write("");
Write("## One training step");
Write("");
Write("Milliseconds for forward, backward and AdamW, at the paper's batch and at one of 2, where each call's cost shows.");
Write("");
Write("| task | batch | C# | Python | ratio |");
Write("|---|---|---|---|---|");
foreach ((string task, long paper) in TrainingStep.Tasks.Where(task => only is null || task.Name == only)) {
    foreach (long batch in new[] { 2, paper }) {
        using TrainingStep step = TrainingStep.Create(task, batch);
        reference.Ask($"prepare {task} {batch}");
        Time(step, clock, 2);
        double once = reference.Times("steps 2")[1];
        int block = Math.Clamp((int)(0.5 / once), 1, 50);
        // The runtime compiles what is called often a second time, in the background.
        if (block > 1) {
            Time(step, clock, 4 * block);
            reference.Times($"steps {block}");
        }
        List<double> ours = [], theirs = [];
        for (int round = 0; round < rounds; round++) {
            ours.AddRange(Time(step, clock, block));
            theirs.AddRange(reference.Times($"steps {block}"));
        }
        double mine = Median(ours), other = Median(theirs);
        Write(FormattableString.Invariant($"| {task} | {batch} | {mine * 1e3:F2} | {other * 1e3:F2} | {mine / other:F3} |"));
    }
}

if (only is null) {
    string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
    File.WriteAllText(Path.Combine(root, "docs", "benchmarks-libtorch.md"), page.ToString());
}

void Write(string line)
{
    Console.WriteLine(line);
    page.Append(line).Append('\n');
}

static double[] Time(TrainingStep step, Clock clock, int count)
{
    var times = new double[count];
    for (int i = 0; i < count; i++) {
        double start = clock.Seconds;
        step.Run();
        times[i] = clock.Seconds - start;
    }
    return times;
}

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}

int Option(string option, int fallback) => int.Parse(Text(option, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

string Text(string option, string fallback) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;

using System.Globalization;
using System.Reflection;
using System.Text;
using MetaAdamW.LibTorch.Benchmarks;
using TorchSharp;

// Usage: dotnet run -c Release --project benchmarks/LibTorch [-- OPTIONS]
//   --threads N      threads of each side (all processors)
//   --rounds N       how often the sides change (21)
//   --task NAME      one task alone, and no file is written
//   --python PATH    a Python that has torch (/usr/bin/python3)
//   --clock NAME     wall, or processor: what processors have worked for each side. On a busy machine take processor with
//                    one thread, and OPENBLAS_NUM_THREADS=1 in the environment, for OpenBLAS counts its own threads.
int threads = Number("--threads", Environment.ProcessorCount), rounds = Number("--rounds", 21);
Clock clock = Text("--clock", "wall") == "processor" ? Clock.Processor : Clock.Wall;
string only = Text("--task", "");

torch.set_num_threads(threads);
using var reference = new Reference(Text("--python", "/usr/bin/python3"));
reference.Ask($"threads {threads}");
reference.Ask($"clock {clock.Name}");

var page = new StringBuilder();
Write($"""
    # src/LibTorch beside PyTorch

    Written by `dotnet run -c Release --project benchmarks/LibTorch`.

    {Machine.Description}. libtorch {torch.__version__} under C#, {reference.Ask("version")}. {threads} thread{(threads > 1 ? "s" : "")} each, {clock.Name} time.

    Both sides work in turn, in {rounds} short rounds, so that whatever else the machine does falls on both. A ratio is the median of the
    ratios of the rounds; the spread is where the middle half of them lies.

    """);

if (only.Length == 0) {
    Write("""
        ## One call

        Nanoseconds for a call on tensors of at most 16 elements, each on the result of the one before: from C#, from Python, and inside
        libtorch's own interpreter (TorchScript), which has neither. C# adds what its calls take beyond those: at most 1000 is the aim.

        | operator | C# | Python | TorchScript | C# adds | spread |
        |---|---|---|---|---|---|
        """);
    foreach (string name in CallCost.Names) {
        const int Count = 10_000;
        const double Nano = 1e9;
        var call = new CallCost(name);
        reference.Ask($"prepare-call {name}");
        for (int i = 0; i < 5; i++)
            (_, _, _) = (call.FromCSharp(Count, clock), call.InTorchScript(Count, clock), reference.Times($"calls {Count}"));
        var times = new List<(double Ours, double Bare, double Python)>();
        for (int round = 0; round < 2 * rounds; round++)
            times.Add((call.FromCSharp(Count, clock), call.InTorchScript(Count, clock), reference.Times($"calls {Count}")[0]));
        var added = new Sample(times.Select(t => (t.Ours - t.Bare) * Nano));
        Write(FormattableString.Invariant(
            $"| `{name}` | {Median(t => t.Ours)} | {Median(t => t.Python)} | {Median(t => t.Bare)} | {added.Median:F0} | {added.Quartiles.Low:F0} to {added.Quartiles.High:F0} |"));

        string Median(Func<(double Ours, double Bare, double Python), double> side) =>
            (new Sample(times.Select(side)).Median * Nano).ToString("F0", CultureInfo.InvariantCulture);
    }
    Write("");
}

Write("""
    ## One training step

    Milliseconds for forward, backward and AdamW, at the paper's batch and at one of 2, where each call's cost shows. At most 1.1 is the aim.

    | task | batch | C# | Python | ratio | spread |
    |---|---|---|---|---|---|
    """);
foreach ((string task, long paper) in TrainingStep.Tasks.Where(task => only.Length == 0 || task.Name == only)) {
    foreach (long batch in new[] { 2, paper }) {
        using TrainingStep step = TrainingStep.Create(task, batch);
        reference.Ask($"prepare {task} {batch}");
        step.Run(2, clock);
        double once = reference.Times("steps 2")[1];
        int block = Math.Clamp((int)(0.2 / once), 1, 50);
        // The runtime compiles what is called often a second time, in the background.
        step.Run(block > 1 ? 8 * block : 1, clock);
        reference.Times($"steps {block}");

        var times = new List<(double Ours, double Theirs)>();
        for (int round = 0; round < rounds; round++) {
            // Who goes first changes, so that a load that comes or goes favours neither.
            double theirs = round % 2 == 0 ? 0 : reference.Times($"steps {block}").Average();
            double ours = step.Run(block, clock).Average();
            times.Add((ours, round % 2 == 0 ? reference.Times($"steps {block}").Average() : theirs));
        }
        Sample mine = new(times.Select(t => t.Ours)), other = new(times.Select(t => t.Theirs)), ratio = new(times.Select(t => t.Ours / t.Theirs));
        Write(FormattableString.Invariant(
            $"| {task} | {batch} | {mine.Median * 1e3:F2} | {other.Median * 1e3:F2} | {ratio.Median:F2} | {ratio.Quartiles.Low:F2} to {ratio.Quartiles.High:F2} |"));
    }
}

if (only.Length == 0) {
    string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
    File.WriteAllText(Path.Combine(root, "docs", "benchmarks-libtorch.md"), page.ToString());
}

void Write(string text)
{
    Console.WriteLine(text);
    page.Append(text).Append('\n');
}

int Number(string option, int fallback) => int.Parse(Text(option, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

string Text(string option, string fallback) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : fallback;

using System.Diagnostics;
using System.Globalization;
using MetaAdamW.ForwardBackward;
using MetaAdamW.Tasks.Models;
using static TorchSharp.torch;

// The C# side of forward_backward.py. Reads lines "MODEL PASSES" and answers each with the milliseconds of every pass.
set_num_threads(int.Parse(args[0], CultureInfo.InvariantCulture));
manual_seed(42);
var inputs = randn(64, OilTemperatureTransformer.Hours);
var targets = randn(64);
var models = new Dictionary<string, nn.Module<Tensor, Tensor>>
{
    ["all"] = new EveryPosition(),
    ["last"] = new OilTemperatureTransformer(),
};

while (Console.ReadLine()?.Split(' ') is [var name, var passes])
{
    var model = models[name];
    var times = new double[int.Parse(passes, CultureInfo.InvariantCulture)];
    for (var i = 0; i < times.Length; i++)
    {
        using var scope = NewDisposeScope();
        var start = Stopwatch.GetTimestamp();
        model.zero_grad();
        nn.functional.mse_loss(model.call(inputs), targets).backward();
        times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
    Console.WriteLine(string.Join(' ', times.Select(t => t.ToString("F3", CultureInfo.InvariantCulture))));
}

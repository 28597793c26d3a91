using System.Globalization;
using MetaAdamW.MetaUpdateBenchmark;
using MetaAdamW.Tasks.Models;
using static TorchSharp.torch;

// The cost of a meta-update in forward and backward passes of the same model: `MetaUpdate [ROUNDS] [THREADS]`.
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15;
if (args.Length > 1)
    set_num_threads(int.Parse(args[1], CultureInfo.InvariantCulture));
manual_seed(42);

foreach (var batch in (int[])[64, 1])
    Comparison.Print(Comparison.Run($"etth1, batch {batch}", new OilTemperatureTransformer(), (model, options) => model.CreateMetaAdamW(options), batch, rounds));

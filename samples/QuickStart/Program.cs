using MetaAdamW;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// Airline departures in the United States, hour by hour, January to June 2001: forecast an hour from the week before it.
const int Week = 7 * 24, Steps = 2000, BatchSize = 64;
float[] hours = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "us-departures-2001.csv")).Skip(1).Select(row => float.Parse(row.Split(',')[1]) / 1000)];
var windows = tensor(hours).unfold(0, Week + 1, 1);      // one row: a week, and the hour after it
var train = windows.narrow(0, 0, 3000);
var validation = windows.narrow(0, 3000, 500);
var test = windows.narrow(0, 3500, windows.shape[0] - 3500);

manual_seed(42);
using var model = new Forecaster(Week);
using var optimizer = model.CreateMetaAdamW(new() { LearningRate = 1e-3, TotalSteps = Steps, WarmupSteps = 200, MetaPeriod = 20 });
var meta = new MetaObjective<Forecaster, Tensor>(model, Loss, Batches(train), Batches(validation));

foreach (var (step, batch) in Batches(train).Take(Steps).Index())
{
    using var scope = NewDisposeScope();
    optimizer.zero_grad();
    var loss = Loss(model, batch);
    loss.backward();
    optimizer.step();
    optimizer.MetaUpdate(meta);                          // does nothing until it is due
    if (step % 500 == 0)
        Console.WriteLine($"step {step,4}  loss {loss.item<float>():F5}");
}

using var _ = no_grad();
var lastWeek = functional.mse_loss(test.narrow(1, 0, 1), test.narrow(1, Week, 1)).item<float>();
Console.WriteLine($"squared error on six weeks never seen: same hour last week {lastWeek:F5}, model {Loss(model, test).item<float>():F5}");
foreach (var group in optimizer.Groups)
    Console.WriteLine($"{group.Name,-8} {group.Count,6} parameters");

static Tensor Loss(Forecaster model, Tensor rows) => functional.mse_loss(model.call(rows.narrow(1, 0, Week)), rows.narrow(1, Week, 1));

static IEnumerable<Tensor> Batches(Tensor rows)
{
    while (true)
        yield return rows.index_select(0, randint(rows.shape[0], BatchSize, ScalarType.Int64));
}

[ParamGroup]                                             // this model is optimised by MetaAdamW
[Priority(MetaTerm.LossDecrease, 3)]
public sealed partial class Forecaster : Module<Tensor, Tensor>
{
    [ParamGroup("hidden")] private readonly Linear hidden;
    [ParamGroup("head", WeightDecay = 0)] private readonly Linear head;

    public Forecaster(int inputs) : base(nameof(Forecaster))
    {
        hidden = Linear(inputs, 64);
        head = Linear(64, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor week) => head.forward(functional.relu(hidden.forward(week)));
}

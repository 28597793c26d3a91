namespace MetaAdamW.Runtime.Tests;

/// <summary>The oracle's models, value for value.</summary>
internal static class Models
{
    public static OracleModel Create(string name, ScalarType dtype = ScalarType.Float64)
    {
        OracleModel model = name switch
        {
            "mlp" => new Mlp(dtype),
            "wide" => new Mlp(dtype, hidden: 44_000),
            "transformer" => new Transformer(dtype),
            "resnet" => new ResNet(dtype),
            "lstm" => new Recurrent(dtype),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
        Lcg.Fill(model.named_parameters().Select(p => (p.name, p.parameter)), 7);
        return model;
    }
}

internal abstract class OracleModel(string name, ScalarType dtype, long[] inputs, long[] outputs) : nn.Module<Tensor, Tensor>(name)
{
    public ScalarType Type { get; } = dtype;

    public (Tensor Input, Tensor Target) Batch(int seed)
    {
        var lcg = new Lcg((ulong)seed);
        return (lcg.Tensor(inputs).to(Type), lcg.Tensor(outputs).to(Type));
    }

    public Tensor Loss((Tensor Input, Tensor Target) batch) => call(batch.Input).sub(batch.Target).pow(2).mean();
}

internal sealed class Mlp : OracleModel
{
    /// <summary>A table in which groups have ranges and numbers of their own, and one is frozen.</summary>
    public static readonly ParamGroupTable GroupsWithOptions = new(
        "Mlp",
        [
            new ParamGroupSpec("wide") { AlphaRange = 1.7, BetaRange = 0.3, Beta1 = 0.7, Beta2 = 0.95, LearningRateScale = 2 },
            new ParamGroupSpec("half") { AlphaRange = 0, BetaRange = 2, WeightDecay = 0.3 },
            new ParamGroupSpec("still") { AlphaRange = 1.2, Frozen = true },
        ],
        [
            new ParamSpec("fc1.weight", LayerKind.Linear, "wide"), new ParamSpec("fc2.weight", LayerKind.Linear, "half"),
            new ParamSpec("fc1.bias", LayerKind.Linear, "still"), new ParamSpec("fc2.bias", LayerKind.Linear, null),
        ]);

    private readonly Linear fc1;
    private readonly Linear fc2;

    public Mlp(ScalarType dtype, int hidden = 7)
        : base("mlp", dtype, [4, 5], [4, 3])
    {
        fc1 = nn.Linear(5, hidden, dtype: dtype);
        fc2 = nn.Linear(hidden, 3, dtype: dtype);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => fc2.call(fc1.call(x).tanh());
}

internal sealed class Block : nn.Module<Tensor, Tensor>
{
    private readonly long _heads;
    private readonly LayerNorm norm1;
    private readonly Linear attn_in;
    private readonly Linear attn_out;
    private readonly LayerNorm norm2;
    private readonly Linear ffn1;
    private readonly Linear ffn2;

    public Block(long d, long heads, long ff, ScalarType dtype)
        : base("block")
    {
        _heads = heads;
        norm1 = nn.LayerNorm([d], dtype: dtype);
        attn_in = nn.Linear(d, 3 * d, hasBias: false, dtype: dtype);
        attn_out = nn.Linear(d, d, dtype: dtype);
        norm2 = nn.LayerNorm([d], dtype: dtype);
        ffn1 = nn.Linear(d, ff, dtype: dtype);
        ffn2 = nn.Linear(ff, d, dtype: dtype);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        (long n, long t, long d) = (x.shape[0], x.shape[1], x.shape[2]);
        Tensor[] parts = [.. attn_in.call(norm1.call(x)).chunk(3, -1).Select(y => y.reshape(n, t, _heads, d / _heads).transpose(1, 2))];
        Tensor a = parts[0].matmul(parts[1].transpose(2, 3)).div(Math.Sqrt(d / _heads)).softmax(-1);
        x = x + attn_out.call(a.matmul(parts[2]).transpose(1, 2).reshape(n, t, d));
        return x + ffn2.call(ffn1.call(norm2.call(x)).relu());
    }
}

internal sealed class Transformer : OracleModel
{
    private readonly Linear project;
    private readonly ModuleList<Block> layers;
    private readonly Linear head;

    public Transformer(ScalarType dtype)
        : base("transformer", dtype, [3, 6, 1], [3, 1])
    {
        project = nn.Linear(1, 8, dtype: dtype);
        layers = new ModuleList<Block>([.. Enumerable.Range(0, 4).Select(_ => new Block(8, 2, 12, dtype))]);
        head = nn.Linear(8, 1, dtype: dtype);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = project.call(x);
        foreach (Block layer in layers)
        {
            x = layer.call(x);
        }

        return head.call(x.select(1, x.shape[1] - 1));
    }
}

internal sealed class ResNet : OracleModel
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d norm1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d norm2;
    private readonly Linear head;

    public ResNet(ScalarType dtype)
        : base("resnet", dtype, [3, 2, 5, 5], [3, 3])
    {
        conv1 = nn.Conv2d(2, 4, 3, 1, 1, bias: false, dtype: dtype);
        norm1 = nn.BatchNorm2d(4, dtype: dtype);
        conv2 = nn.Conv2d(4, 4, 3, 1, 1, bias: false, dtype: dtype);
        norm2 = nn.BatchNorm2d(4, dtype: dtype);
        head = nn.Linear(4, 3, dtype: dtype);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        x = norm1.call(conv1.call(x)).relu();
        x = (x + norm2.call(conv2.call(x))).relu();
        return head.call(x.mean([2L, 3L]));
    }
}

internal sealed class Recurrent : OracleModel
{
    private readonly LSTM lstm;
    private readonly Linear head;

    public Recurrent(ScalarType dtype)
        : base("lstm", dtype, [3, 5, 3], [3, 2])
    {
        lstm = nn.LSTM(3, 4, batchFirst: true, dtype: dtype);
        head = nn.Linear(4, 2, dtype: dtype);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        (Tensor y, _, _) = lstm.call(x);
        return head.call(y.select(1, y.shape[1] - 1));
    }
}

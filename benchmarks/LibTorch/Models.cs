using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Benchmarks;

// The five models of torch's own layers, the same as in reference.py, so that both sides make the same calls. The models of
// samples/Tasks are made to train fast instead: they draw their dropout in C#, leave out positions that nothing reads, score only
// the words that are asked for, and have attention of their own. Compared with these, PyTorch would do more work.
//
// Python drops what a layer computes on the way as soon as it returns, and the next one works in the same memory. The dispose
// scopes of the larger layers do that here; with the step's own scope alone ResNet-18 touches a quarter more pages at each step.

/// <summary>Self-attention and feed-forward network, each on the normalised input and added to it.</summary>
internal sealed class EncoderLayer : Module<Tensor, Tensor?, Tensor>
{
    private readonly LayerNorm norm1 = LayerNorm(128), norm2 = LayerNorm(128);
    private readonly MultiheadAttention attention = MultiheadAttention(128, 4, 0.2);
    private readonly Linear linear1 = Linear(128, 512), linear2 = Linear(512, 128);
    private readonly Dropout dropout = Dropout(0.2), dropout1 = Dropout(0.2), dropout2 = Dropout(0.2);

    public EncoderLayer() : base(nameof(EncoderLayer)) => RegisterComponents();

    public override Tensor forward(Tensor x, Tensor? mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor normal = norm1.call(x);
        x = x + dropout1.call(attention.call(normal, normal, normal, null, false, mask).Item1);
        return (x + dropout2.call(linear2.call(dropout.call(functional.relu(linear1.call(norm2.call(x))))))).MoveToOuterDisposeScope();
    }
}

/// <summary>ETTh1: a window of 96 values to the next one.</summary>
internal sealed class Forecaster : Module<Tensor, Tensor>
{
    private readonly Linear project = Linear(1, 128), head1 = Linear(128, 128), head2 = Linear(128, 1);
    private readonly ModuleList<EncoderLayer> layers = ModuleList(new EncoderLayer(), new EncoderLayer());
    private readonly Tensor positions = randn(96, 1, 128);

    public Forecaster() : base(nameof(Forecaster)) => RegisterComponents();

    public override Tensor forward(Tensor windows)
    {
        Tensor x = project.call(windows) + positions;
        foreach (EncoderLayer layer in layers)
            x = layer.call(x, null);
        return head2.call(functional.relu(head1.call(x[-1])));
    }
}

/// <summary>WikiText-2: each word from those before it.</summary>
internal sealed class LanguageModel : Module<Tensor, Tensor>
{
    private readonly Embedding tokens = Embedding(10000, 128), positions = Embedding(128, 128);
    private readonly ModuleList<EncoderLayer> layers = ModuleList(new EncoderLayer(), new EncoderLayer());
    private readonly LayerNorm norm = LayerNorm(128);
    private readonly Linear head = Linear(128, 10000);
    private readonly Tensor mask = full(127, 127, float.NegativeInfinity).triu(1);
    private readonly Tensor places = arange(127).unsqueeze(1);

    public LanguageModel() : base(nameof(LanguageModel)) => RegisterComponents();

    public override Tensor forward(Tensor text)
    {
        Tensor x = tokens.call(text) + positions.call(places);
        foreach (EncoderLayer layer in layers)
            x = layer.call(x, mask);
        return head.call(norm.call(x));
    }
}

/// <summary>Multi30k: a sentence of one language to one of another.</summary>
internal sealed class Translator : Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding tokens = Embedding(10000, 256);
    private readonly Transformer transformer = Transformer(256, 8, 4, 4, 1024, 0.2);
    private readonly Linear head = Linear(256, 10000);
    private readonly Tensor positions = randn(32, 1, 256);
    private readonly Tensor mask = full(32, 32, float.NegativeInfinity).triu(1);

    public Translator() : base(nameof(Translator)) => RegisterComponents();

    public override Tensor forward(Tensor source, Tensor target) =>
        head.call(transformer.call(Embed(source), Embed(target), null!, mask));

    private Tensor Embed(Tensor text) => tokens.call(text) * 16 + positions;
}

/// <summary>Two convolutions with a way round them.</summary>
internal sealed class Block : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1, conv2;
    private readonly BatchNorm2d bn1, bn2;
    private readonly Sequential? shortcut;

    public Block(long inputs, long outputs, long stride) : base(nameof(Block))
    {
        conv1 = Conv2d(inputs, outputs, 3, stride, 1, bias: false);
        bn1 = BatchNorm2d(outputs);
        conv2 = Conv2d(outputs, outputs, 3, 1, 1, bias: false);
        bn2 = BatchNorm2d(outputs);
        if (stride != 1 || inputs != outputs)
            shortcut = Sequential(Conv2d(inputs, outputs, 1, stride, bias: false), BatchNorm2d(outputs));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor y = bn2.call(conv2.call(functional.relu(bn1.call(conv1.call(x)))));
        return functional.relu(y + (shortcut is null ? x : shortcut.call(x))).MoveToOuterDisposeScope();
    }
}

/// <summary>CIFAR-10: ResNet-18 for small images.</summary>
internal sealed class ResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv = Conv2d(3, 64, 3, 1, 1, bias: false);
    private readonly BatchNorm2d bn = BatchNorm2d(64);
    private readonly Sequential blocks = Sequential(
        new Block(64, 64, 1), new Block(64, 64, 1), new Block(64, 128, 2), new Block(128, 128, 1),
        new Block(128, 256, 2), new Block(256, 256, 1), new Block(256, 512, 2), new Block(512, 512, 1));
    private readonly AdaptiveAvgPool2d pool = AdaptiveAvgPool2d(1);
    private readonly Linear head = Linear(512, 10);
    private readonly Dropout dropout = Dropout(0.2);

    public ResNet() : base(nameof(ResNet)) => RegisterComponents();

    public override Tensor forward(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return dropout.call(head.call(pool.call(blocks.call(functional.relu(bn.call(conv.call(images))))).flatten(1))).MoveToOuterDisposeScope();
    }
}

/// <summary>IMDB: whether a review praises.</summary>
internal sealed class SentimentLstm : Module<Tensor, Tensor>
{
    private readonly Embedding tokens = Embedding(25000, 32);
    private readonly LSTM lstm = LSTM(32, 64, 2, batchFirst: true, dropout: 0.2, bidirectional: true);
    private readonly Dropout dropout = Dropout(0.2);
    private readonly Linear head = Linear(128, 2);

    public SentimentLstm() : base(nameof(SentimentLstm)) => RegisterComponents();

    public override Tensor forward(Tensor text)
    {
        (_, Tensor hidden, _) = lstm.call(tokens.call(text));
        return head.call(dropout.call(cat([hidden[-2], hidden[-1]], 1)));
    }
}

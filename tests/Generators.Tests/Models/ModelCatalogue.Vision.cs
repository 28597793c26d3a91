namespace MetaAdamW.Tests.Models;

internal static partial class ModelCatalogue
{
    /// <summary>Networks as people write them, with their forward passes: images and generative models.</summary>
    private static IEnumerable<TestModel> VisionNetworks() =>
    [
        new TestModel("ResNet", """
            public sealed class BasicBlock : Module<Tensor, Tensor>
            {
                public const int expansion = 1;
                private readonly Conv2d conv1, conv2;
                private readonly BatchNorm2d bn1, bn2;
                private readonly Module<Tensor, Tensor> shortcut;

                public BasicBlock(int in_planes, int planes, int stride) : base("basic")
                {
                    conv1 = Conv2d(in_planes, planes, kernel_size: 3, stride: stride, padding: 1, bias: false);
                    bn1 = BatchNorm2d(planes);
                    conv2 = Conv2d(planes, planes, kernel_size: 3, stride: 1, padding: 1, bias: false);
                    bn2 = BatchNorm2d(planes);
                    if (stride != 1 || in_planes != expansion * planes)
                        shortcut = Sequential(Conv2d(in_planes, expansion * planes, kernel_size: 1, stride: stride, bias: false), BatchNorm2d(expansion * planes));
                    else
                        shortcut = Sequential();
                    RegisterComponents();
                }

                public override Tensor forward(Tensor t)
                {
                    var y = bn2.forward(conv2.forward(functional.relu(bn1.forward(conv1.forward(t)))));
                    return functional.relu(y + shortcut.forward(t));
                }
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                [ParamGroup("stem")] private readonly Module<Tensor, Tensor> layers;
                private readonly Linear fc;
                private int in_planes = 8;

                public Net() : this([2, 1, 2], classes: 10) { }

                public Net(int[] num_blocks, int classes) : base("resnet")
                {
                    var modules = new List<(string, Module<Tensor, Tensor>)>();
                    modules.Add(("conv1", Conv2d(3, 8, kernel_size: 3, stride: 1, padding: 1, bias: false)));
                    modules.Add(("bn1", BatchNorm2d(8)));
                    modules.Add(("relu1", ReLU(inplace: true)));
                    MakeLayer(modules, 8, num_blocks[0], 1);
                    MakeLayer(modules, 16, num_blocks[1], 2);
                    MakeLayer(modules, 32, num_blocks[2], 2);
                    modules.Add(("pool", AdaptiveAvgPool2d(new long[] { 1, 1 })));
                    modules.Add(("flatten", Flatten()));
                    layers = Sequential(modules);
                    fc = Linear(32 * BasicBlock.expansion, classes);
                    RegisterComponents();
                }

                private void MakeLayer(List<(string, Module<Tensor, Tensor>)> modules, int planes, int count, int stride)
                {
                    var strides = new List<int> { stride };
                    for (var i = 0; i < count - 1; i++) { strides.Add(1); }

                    for (var i = 0; i < strides.Count; i++)
                    {
                        modules.Add(($"blck-{planes}-{i}", new BasicBlock(in_planes, planes, strides[i])));
                        in_planes = planes * BasicBlock.expansion;
                    }
                }

                public override Tensor forward(Tensor input) => fc.forward(layers.forward(input));
            }
            """) { IsExact = false },
        new TestModel("UNet", """
            public sealed class DoubleConv : Module<Tensor, Tensor>
            {
                private readonly Sequential double_conv;
                public DoubleConv(int inputs, int outputs, int? middle = null) : base("double_conv")
                {
                    middle ??= outputs;
                    double_conv = Sequential(
                        Conv2d(inputs, middle.Value, 3, padding: 1, bias: false), BatchNorm2d(middle.Value), ReLU(true),
                        Conv2d(middle.Value, outputs, 3, padding: 1, bias: false), BatchNorm2d(outputs), ReLU(true));
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => double_conv.forward(x);
            }

            public sealed class Up : Module<Tensor, Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> up;
                private readonly DoubleConv conv;
                public Up(int inputs, int outputs, bool bilinear = true) : base("up")
                {
                    if (bilinear)
                    {
                        up = Identity();
                        conv = new DoubleConv(inputs, outputs, inputs / 2);
                    }
                    else
                    {
                        up = ConvTranspose2d(inputs, inputs / 2, 2, stride: 2);
                        conv = new DoubleConv(inputs, outputs);
                    }

                    RegisterComponents();
                }
                public override Tensor forward(Tensor x, Tensor skip) => conv.forward(torch.cat([skip, up.forward(x)], dim: 1));
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleDict<DoubleConv> down = new();
                private readonly ModuleDict<Up> up = new();
                private readonly DoubleConv bottom;
                [ParamGroup("head", WeightDecay = 0)] private readonly Conv2d head;

                public Net() : base("unet")
                {
                    var widths = new[] { 4, 8, 16 };
                    int inputs = 1;
                    foreach (var width in widths)
                    {
                        down.Add($"down{width}", new DoubleConv(inputs, width));
                        inputs = width;
                    }

                    bottom = new DoubleConv(inputs, 2 * inputs);
                    foreach (var width in widths.Reverse())
                        up[$"up{width}"] = new Up(width * 2, width, bilinear: false);
                    head = Conv2d(widths.First(), 2, kernel_size: 1);
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x) => head.call(x);
            }
            """),
        Structure("VariationalAutoencoder", """
            private readonly Sequential encoder, decoder;
            private readonly Linear mu, logVariance;
            public int LatentSize { get; init; }
            public Net() : this(latent: 3) { }
            public Net(int latent, params int[] hidden) : base("vae")
            {
                if (hidden.Length == 0) hidden = [20, 10];
                LatentSize = latent;
                encoder = Mlp([28, .. hidden]);
                mu = Linear(hidden[^1], latent);
                logVariance = Linear(hidden[^1], latent);
                decoder = Mlp([latent, .. hidden.Reverse(), 28]);
                RegisterComponents();
            }
            private static Sequential Mlp(IReadOnlyList<int> sizes)
            {
                var layers = new List<Module<Tensor, Tensor>>();
                for (int i = 1; i < sizes.Count; i++)
                {
                    layers.Add(Linear(sizes[i - 1], sizes[i]));
                    if (i < sizes.Count - 1) layers.Add(LeakyReLU(0.2));
                }
                return Sequential(layers.ToArray());
            }
            private Tensor Reparameterize(Tensor m, Tensor v) => m + torch.randn_like(v) * torch.exp(0.5 * v);
            """, isExact: false),
        Structure("GanInOneModel", """
            [ParamGroup("generator", LearningRateScale = 2)] private readonly Generator generator;
            [ParamGroup("discriminator")] private readonly Discriminator discriminator;
            public Net() : base("gan")
            {
                generator = new Generator(Sizes.Latent, Sizes.Features);
                discriminator = Discriminator.Create(Sizes.Features);
                RegisterComponents();
            }
            """, """
            public static class Sizes { public const int Latent = 10, Features = 4; }
            public sealed class Generator : Module<Tensor, Tensor>
            {
                private readonly Sequential main;
                internal Generator(int latent, int features) : base("generator")
                {
                    main = Sequential(
                        ("project", ConvTranspose2d(latent, features * 4, 4, bias: false)), ("norm1", BatchNorm2d(features * 4)), ("relu1", ReLU()),
                        ("up", ConvTranspose2d(features * 4, features, 4, stride: 2, padding: 1, bias: false)), ("norm2", BatchNorm2d(features)), ("relu2", ReLU()),
                        ("image", ConvTranspose2d(features, 3, 4, stride: 2, padding: 1, bias: false)), ("tanh", Tanh()));
                    RegisterComponents();
                    foreach (var (name, parameter) in main.named_parameters()) init.normal_(parameter, 0.0, 0.02);
                }
                %forward%
            }
            public sealed class Discriminator : Module<Tensor, Tensor>
            {
                private readonly ModuleList<Module<Tensor, Tensor>> main;
                private Discriminator(params Module<Tensor, Tensor>[] layers) : base("discriminator") { main = new(layers); RegisterComponents(); }
                public static Discriminator Create(int features) => new(Conv2d(3, features, 4, 2, 1), LeakyReLU(0.2), Conv2d(features, 2 * features, 4, 2, 1, bias: false), BatchNorm2d(2 * features), Conv2d(2 * features, 1, 4));
                %forward%
            }

            """),
        new TestModel("VisionTransformer", """
            public abstract class Named<TIn> : Module<TIn, Tensor>
            {
                protected Named(string? name = null) : base(name ?? "named") { }
            }

            public sealed class PatchEmbedding : Named<Tensor>
            {
                private readonly Conv2d proj;
                public int NumPatches { get; }
                public PatchEmbedding(int image, int patch, int channels, int width) : base(nameof(PatchEmbedding))
                {
                    NumPatches = (image / patch) * (image / patch);
                    proj = Conv2d(channels, width, (patch, patch), stride: (patch, patch));
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => proj.call(x).flatten(2).transpose(1, 2);
            }

            public sealed class EncoderBlock : Named<Tensor>
            {
                private readonly LayerNorm norm1, norm2;
                private readonly MultiheadAttention attention;
                private readonly Sequential mlp;
                public EncoderBlock(int width, int heads, double ratio = 4.0)
                {
                    norm1 = LayerNorm(new long[] { width });
                    norm2 = LayerNorm([width]);
                    attention = MultiheadAttention(width, heads);
                    int hidden = (int)(width * ratio);
                    mlp = Sequential(("fc1", Linear(width, hidden)), ("act", GELU()), ("fc2", Linear(hidden, width)));
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => x + mlp.call(norm2.call(x));
            }

            [ParamGroup, Features(FeatureSet.BasicPlus)]
            public sealed partial class Net : Named<Tensor>
            {
                private readonly PatchEmbedding patch_embed;
                private readonly Parameter cls_token, pos_embed;
                private readonly Sequential blocks;
                private readonly LayerNorm norm;
                private readonly Linear head;

                public Net() : this(image: 16, patch: 4, depth: 2) { }

                public Net(int image, int patch, int depth, int width = 8, int heads = 2, int classes = 5) : base("vit")
                {
                    patch_embed = new(image, patch, 3, width);
                    cls_token = Parameter(torch.zeros(1, 1, width));
                    pos_embed = Parameter(torch.zeros(1, patch_embed.NumPatches + 1, width));
                    blocks = Sequential(Enumerable.Range(0, depth).Select(_ => new EncoderBlock(width, heads)));
                    norm = LayerNorm(width);
                    head = Linear(width, classes);
                    init.trunc_normal_(pos_embed, std: 0.02);
                    RegisterComponents();
                    apply(m => { if (m is Linear l) init.xavier_uniform_(l.weight); });
                }

                public override Tensor forward(Tensor x) => head.call(norm.call(x));
            }
            """) { IsExact = false },
        Structure("MobileNet", """
            private static readonly (int expand, int channels, int count, int stride)[] Settings = { (1, 4, 1, 1), (6, 6, 2, 2), (6, 8, 1, 2) };
            private readonly Module<Tensor, Tensor> features;
            private readonly Sequential classifier;
            public Net() : base("mobilenet")
            {
                var list = new List<Module<Tensor, Tensor>> { ConvBn(3, 8, 2) };
                var input = 8;
                foreach (var (expand, channels, count, stride) in Settings)
                {
                    for (int i = 0; i < count; i++)
                    {
                        list.Add(new InvertedResidual(input, channels, i == 0 ? stride : 1, expand));
                        input = channels;
                    }
                }
                list.Add(ConvBn(input, 32, 1));
                features = Sequential(list);
                classifier = Sequential(Dropout(0.2), Linear(32, 10));
                RegisterComponents();
            }
            private static Sequential ConvBn(int inputs, int outputs, int stride) =>
                Sequential(Conv2d(inputs, outputs, 3, stride, 1, bias: false), BatchNorm2d(outputs), ReLU6());
            """, """
            public sealed class InvertedResidual : Module<Tensor, Tensor>
            {
                private readonly Sequential conv;
                private readonly bool useShortcut;
                public InvertedResidual(int inputs, int outputs, int stride, int expand) : base("inverted")
                {
                    var hidden = (int)Math.Round((double)inputs * expand);
                    useShortcut = stride == 1 && inputs == outputs;
                    var layers = new List<Module<Tensor, Tensor>>();
                    if (expand != 1)
                    {
                        layers.AddRange(new Module<Tensor, Tensor>[] { Conv2d(inputs, hidden, 1, bias: false), BatchNorm2d(hidden), ReLU6() });
                    }
                    layers.AddRange([Conv2d(hidden, hidden, 3, stride: stride, padding: 1, groups: hidden, bias: false), BatchNorm2d(hidden), ReLU6(), Conv2d(hidden, outputs, 1, bias: false), BatchNorm2d(outputs)]);
                    conv = Sequential(layers);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => useShortcut ? x + conv.call(x) : conv.call(x);
            }

            """),
        Structure("DenseNet", """
            private readonly Sequential features = Sequential();
            private readonly Linear classifier;
            public Net() : base("densenet")
            {
                const int growth = 4;
                long channels = 2 * growth;
                features.append("conv0", Conv2d(3, channels, 7, stride: 2, padding: 3, bias: false));
                int[] config = new int[3] { 2, 3, 1 };
                for (int i = 0; i < config.Length; ++i)
                {
                    features.append($"denseblock{i + 1}", new DenseBlock(config[i], channels, growth));
                    channels += config[i] * growth;
                    if (i == config.Length - 1) continue;
                    features.append($"transition{i + 1}", Sequential(("norm", BatchNorm2d(channels)), ("conv", Conv2d(channels, channels / 2, 1, bias: false))));
                    channels /= 2;
                }
                features.append("norm5", BatchNorm2d(channels));
                classifier = Linear(channels, 10);
                RegisterComponents();
            }
            """, """
            public sealed class DenseBlock : Module<Tensor, Tensor>
            {
                private readonly ModuleList<DenseLayer> layers = new();
                public DenseBlock(int count, long channels, int growth) : base("dense")
                {
                    int i = 0;
                    while (i < count) layers.append(new DenseLayer(channels + i++ * growth, growth));
                    RegisterComponents();
                }
                %forward%
            }
            public sealed class DenseLayer : Module<Tensor, Tensor>
            {
                private readonly BatchNorm2d norm1;
                private readonly Conv2d conv1;
                public DenseLayer(long channels, int growth) : base("layer") { norm1 = BatchNorm2d(channels); conv1 = Conv2d(channels, growth, 3, padding: 1L, bias: false); RegisterComponents(); }
                %forward%
            }

            """),
        Structure("SiameseTwins", """
            private readonly Module<Tensor, Tensor> left, right;
            private readonly Bilinear distance = Bilinear(4, 4, 1);
            public Net() : base("siamese")
            {
                left = right = Tower(6, 4);
                RegisterComponents();
            }
            private static Sequential Tower(int inputs, int outputs) => Sequential(("map", Linear(inputs, outputs)), ("norm", LayerNorm(outputs)));
            """),
    ];
}

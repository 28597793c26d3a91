namespace MetaAdamW.Tests.Models;

internal static partial class ModelCatalogue
{
    /// <summary>Networks as people write them, with their forward passes: text and sequences.</summary>
    private static IEnumerable<TestModel> SequenceNetworks() =>
    [
        new TestModel("GptWithTiedHead", """
            public sealed record GptConfig(int Vocabulary = 65, int Block = 32, int Layers = 3, int Heads = 2, int Width = 16, double Dropout = 0.1, bool Bias = false);

            public sealed class CausalSelfAttention : Module<Tensor, Tensor>
            {
                private readonly Linear c_attn, c_proj;
                private readonly Dropout resid_dropout;
                private readonly Tensor mask;
                private readonly int heads;

                public CausalSelfAttention(GptConfig config) : base(nameof(CausalSelfAttention))
                {
                    if (config.Width % config.Heads != 0) throw new ArgumentException("heads do not divide the width", nameof(config));
                    c_attn = Linear(config.Width, 3 * config.Width, hasBias: config.Bias);
                    c_proj = Linear(config.Width, config.Width, hasBias: config.Bias);
                    resid_dropout = Dropout(config.Dropout);
                    heads = config.Heads;
                    mask = torch.tril(torch.ones(config.Block, config.Block)).view(1, 1, config.Block, config.Block);
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x)
                {
                    long b = x.shape[0], t = x.shape[1], c = x.shape[2];
                    var parts = c_attn.forward(x).split(c, 2);
                    Tensor q = Split(parts[0]), k = Split(parts[1]), v = Split(parts[2]);
                    var a = torch.matmul(q, k.transpose(-2, -1)) / Math.Sqrt(c / heads);
                    var y = torch.matmul(functional.softmax(a, -1), v).transpose(1, 2).contiguous().view(b, t, c);
                    return resid_dropout.forward(c_proj.forward(y));
                    Tensor Split(Tensor z) => z.view(b, t, heads, c / heads).transpose(1, 2);
                }
            }

            public sealed class GptMlp : Module<Tensor, Tensor>
            {
                private readonly Linear c_fc;
                private readonly GELU gelu;
                private readonly Linear c_proj;

                public GptMlp(GptConfig config) : base("mlp")
                {
                    (c_fc, gelu, c_proj) = (Linear(config.Width, 4 * config.Width, config.Bias), GELU(), Linear(4 * config.Width, config.Width, config.Bias));
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x) => c_proj.forward(gelu.forward(c_fc.forward(x)));
            }

            public sealed class GptBlock : Module<Tensor, Tensor>
            {
                private readonly LayerNorm ln_1;
                private readonly CausalSelfAttention attn;
                private readonly LayerNorm ln_2;
                private readonly GptMlp mlp;

                public GptBlock(GptConfig config) : base("block")
                {
                    ln_1 = LayerNorm(config.Width, bias: config.Bias);
                    attn = new(config);
                    ln_2 = LayerNorm(config.Width, bias: config.Bias);
                    mlp = new(config);
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x)
                {
                    x = x + attn.forward(ln_1.forward(x));
                    return x + mlp.forward(ln_2.forward(x));
                }
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                private readonly ModuleDict<torch.nn.Module> transformer;
                [ParamGroup("head", WeightDecay = 0)] private readonly Linear lm_head;

                public Net() : this(new GptConfig()) { }

                public Net(GptConfig config) : base("gpt")
                {
                    var blocks = new ModuleList<GptBlock>();
                    for (int i = 0; i < config.Layers; i++)
                        blocks.Add(new GptBlock(config));
                    transformer = ModuleDict<torch.nn.Module>(
                        ("wte", Embedding(config.Vocabulary, config.Width)), ("wpe", Embedding(config.Block, config.Width)),
                        ("h", blocks), ("ln_f", LayerNorm(config.Width, bias: config.Bias)));
                    lm_head = Linear(config.Width, config.Vocabulary, hasBias: false);
                    lm_head.weight = ((Embedding)transformer["wte"]).weight;
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x) => lm_head.forward(x);
            }
            """) { IsExact = false },
        new TestModel("LstmSequenceToSequence", """
            public sealed class Encoder : Module<Tensor, (Tensor, Tensor, Tensor)>
            {
                private readonly Embedding embedding;
                private readonly LSTM rnn;

                public Encoder(long vocabulary, long width, long hidden, int layers) : base("encoder")
                {
                    embedding = Embedding(vocabulary, width, padding_idx: 0);
                    rnn = LSTM(width, hidden, layers, batchFirst: true, bidirectional: true);
                    RegisterComponents();
                }

                public override (Tensor, Tensor, Tensor) forward(Tensor x) => rnn.call(embedding.call(x));
            }

            public sealed class Decoder : Module<Tensor, Tensor, Tensor>
            {
                private readonly Embedding embedding;
                private readonly LSTMCell[] unseen = [];
                private readonly ModuleList<LSTMCell> cells;
                private readonly Linear output;

                public Decoder(long vocabulary, long width, long hidden, int layers) : base("decoder")
                {
                    embedding = Embedding(vocabulary, width);
                    cells = ModuleList(Enumerable.Range(0, layers).Select(i => LSTMCell(i == 0 ? width : hidden, hidden)).ToArray());
                    output = Linear(hidden, vocabulary);
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x, Tensor state) => output.call(embedding.call(x) + state);
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor, Tensor>
            {
                private const int Source = 50, Target = 60, Width = 8, Hidden = 12;
                [ParamGroup("encoder")] private readonly Encoder encoder = new(Source, Width, Hidden, 2);
                [ParamGroup("decoder", LearningRateScale = 0.5)] private readonly Decoder decoder = new(Target, Width, 2 * Hidden, 2);

                public Net() : base("seq2seq") => RegisterComponents();

                public override Tensor forward(Tensor source, Tensor target)
                {
                    var (_, h, _) = encoder.call(source);
                    return decoder.call(target, h);
                }
            }
            """),
        new TestModel("MixtureOfExperts", """
            public sealed class Expert(long width, long inner) : Module<Tensor, Tensor>("expert")
            {
                private readonly Linear up = Linear(width, inner, hasBias: false), gate = Linear(width, inner, hasBias: false), down = Linear(inner, width, hasBias: false);
                public override Tensor forward(Tensor x) => down.call(functional.silu(gate.call(x)) * up.call(x));
            }

            public sealed class SparseMlp : Module<Tensor, Tensor>
            {
                private readonly ParameterList router = new();
                private readonly ModuleList<Expert> experts = new();
                private readonly Parameter? shared_gate;

                public SparseMlp(long width, int count, bool shared) : base("moe")
                {
                    foreach (var _ in Enumerable.Range(0, count))
                    {
                        router.Add(Parameter(torch.randn(width) * 0.02));
                        experts.Add(new Expert(width, 2 * width));
                    }

                    if (shared) shared_gate = Parameter(torch.zeros(width, 1));
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x) => x;
            }

            [ParamGroup]
            public sealed partial class Net : Module<Tensor, Tensor>
            {
                [ParamGroup("experts")] private readonly ModuleList<SparseMlp> layers = new(new SparseMlp(6, 3, true), new SparseMlp(6, 4, false));
                private readonly LayerNorm norm = LayerNorm(6);
                public Net() : base("moe") => RegisterComponents();
                public override Tensor forward(Tensor x) { foreach (var layer in layers) x = x + layer.call(norm.call(x)); return x; }
            }
            """),
        new TestModel("LlamaStyleDecoder", """
            public class RMSNorm : Module<Tensor, Tensor>
            {
                private readonly double _eps;
                public Parameter weight;
                public RMSNorm(long dim, double eps = 1e-6) : base("rmsnorm")
                {
                    _eps = eps;
                    weight = new Parameter(torch.ones(dim));
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => x * torch.rsqrt(x.pow(2).mean([-1], keepdim: true) + _eps) * weight;
            }

            public class GroupedQueryAttention : Module<Tensor, Tensor>
            {
                private readonly Linear q_proj, k_proj, v_proj, o_proj;
                public GroupedQueryAttention(ModelArgs args) : base("attention")
                {
                    var headDim = args.Dim / args.Heads;
                    var kvHeads = args.KeyValueHeads ?? args.Heads;
                    q_proj = Linear(args.Dim, args.Heads * headDim, hasBias: false);
                    k_proj = Linear(args.Dim, kvHeads * headDim, hasBias: false);
                    v_proj = Linear(args.Dim, kvHeads * headDim, hasBias: false);
                    o_proj = Linear(args.Heads * headDim, args.Dim, hasBias: false);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => o_proj.call(q_proj.call(x));
            }

            public class FeedForward : Module<Tensor, Tensor>
            {
                private readonly Linear w1, w2, w3;
                public FeedForward(long dim, long hidden, long multiple) : base("ff")
                {
                    hidden = 2 * hidden / 3;
                    hidden = multiple * ((hidden + multiple - 1) / multiple);
                    w1 = Linear(dim, hidden, hasBias: false);
                    w2 = Linear(hidden, dim, hasBias: false);
                    w3 = Linear(dim, hidden, hasBias: false);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => w2.call(functional.silu(w1.call(x)) * w3.call(x));
            }

            public class DecoderBlock : Module<Tensor, Tensor>
            {
                public GroupedQueryAttention attention { get; private set; }
                [field: ComponentName(Name = "feed_forward")] public FeedForward FeedForward { get; }
                private readonly RMSNorm attention_norm, ffn_norm;
                public DecoderBlock(ModelArgs args) : base("block")
                {
                    attention = new GroupedQueryAttention(args);
                    FeedForward = new FeedForward(args.Dim, 4 * args.Dim, args.MultipleOf);
                    attention_norm = new RMSNorm(args.Dim);
                    ffn_norm = new RMSNorm(args.Dim, args.Eps);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => FeedForward.call(ffn_norm.call(x));
            }

            public struct ModelArgs
            {
                public ModelArgs() { }
                public int Dim { get; set; } = 24;
                public int Layers { get; set; } = 2;
                public int Heads { get; set; } = 4;
                public int? KeyValueHeads { get; set; } = 2;
                public int Vocabulary { get; set; } = 40;
                public int MultipleOf { get; set; } = 16;
                public float Eps { get; set; } = 1e-5f;
            }

            [ParamGroup]
            public partial class Net : Module<Tensor, Tensor>
            {
                private readonly Embedding tok_embeddings;
                private readonly ModuleList<Module<Tensor, Tensor>> layers;
                private readonly RMSNorm norm;
                private readonly Linear output;
                public Net() : this(new ModelArgs { Layers = 3, Vocabulary = 33 }) { }
                public Net(ModelArgs args) : base("llama")
                {
                    tok_embeddings = Embedding(args.Vocabulary, args.Dim);
                    layers = ModuleList<Module<Tensor, Tensor>>();
                    for (var i = 0; i < args.Layers; ++i) layers.Add(new DecoderBlock(args));
                    norm = new RMSNorm(args.Dim);
                    output = nn.Linear(args.Dim, args.Vocabulary, hasBias: false);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => output.call(norm.call(tok_embeddings.call(x)));
            }
            """) { IsExact = false },
        Structure("TextCnn", """
            private static readonly long[] Widths = { 3, 4, 5 };
            private readonly Embedding embedding = Embedding(30, 8);
            private readonly ModuleList<Conv1d> convolutions;
            private readonly Linear classifier;
            public Net() : base("textcnn")
            {
                convolutions = new ModuleList<Conv1d>((from width in Widths select Conv1d(8, 10, width)).ToArray());
                classifier = Linear(10 * Widths.Length, 2);
                RegisterComponents();
            }
            """),
        Structure("GruWithAttention", """
            private readonly GRU rnn;
            private readonly Parameter query;
            private readonly Linear? projection;
            private readonly Module<Tensor, Tensor> head;
            public Net() : base("gru")
            {
                const int hidden = 5;
                int directions = Bidirectional ? 2 : 1;
                rnn = GRU(3, hidden, numLayers: 2, bidirectional: Bidirectional, dropout: 0.1);
                query = Parameter(torch.empty(hidden * directions));
                init.normal_(query, 0, 0.02);
                projection = directions == 1 ? null : Linear(hidden * directions, hidden);
                head = projection is null ? Linear(hidden, 1) : Sequential(("drop", Dropout()), ("out", Linear(hidden, 1)));
                RegisterComponents();
            }
            private static bool Bidirectional => true;
            """),
        Structure("TemporalConvolutions", """
            private readonly Sequential network;
            private readonly Linear head;
            public Net() : base("tcn")
            {
                int[] channels = [4, 8, 8];
                var layers = new List<(string name, Module<Tensor, Tensor> layer)>();
                for (var i = 0; i < channels.Length; i++)
                {
                    var dilation = (int)Math.Pow(2, i);
                    var inputs = i == 0 ? 1 : channels[i - 1];
                    layers.Add(($"level{i}", new TemporalBlock(inputs, channels[i], 3, dilation)));
                }
                network = Sequential(layers);
                head = Linear(channels[^1], 1);
                RegisterComponents();
            }
            """, """
            public sealed class TemporalBlock : Module<Tensor, Tensor>
            {
                private readonly Conv1d conv1, conv2;
                private readonly Conv1d? downsample;
                public TemporalBlock(int inputs, int outputs, int kernel, int dilation) : base("block")
                {
                    conv1 = Conv1d(inputs, outputs, kernel, padding: (kernel - 1) * dilation, dilation: dilation);
                    conv2 = Conv1d(outputs, outputs, kernel, padding: (kernel - 1) * dilation, dilation: dilation);
                    downsample = inputs != outputs ? Conv1d(inputs, outputs, 1) : null;
                    RegisterComponents();
                }
                %forward%
            }

            """),
        Structure("PatchForecaster", """
            private readonly Linear embed;
            private readonly Parameter positions, token;
            private readonly TransformerEncoder encoder;
            private readonly Sequential head;
            public Net() : this(Settings.Default with { Width = 12 }) { }
            private Net(Settings s) : base(s.Name)
            {
                int patches = (s.Window - s.Patch) / s.Stride + 1;
                embed = Linear(s.Patch, s.Width);
                positions = Parameter(torch.zeros(1, patches, s.Width), requires_grad: true);
                token = Parameter(torch.randn(1, 1, s.Width));
                encoder = TransformerEncoder(TransformerEncoderLayer(s.Width, 2, s.Width * s.Factor, dropout: s.Dropout), 2);
                head = Sequential(Flatten(), Linear(patches * s.Width, s.Horizon));
                RegisterComponents();
            }
            """, """
            public sealed record Settings
            {
                public static Settings Default { get; } = new() { Window = 48, Horizon = 12 };
                public string Name { get; init; } = "patches";
                public required int Window { get; init; }
                public required int Horizon { get; init; }
                public int Patch { get; init; } = 8;
                public int Stride => Patch / 2;
                public int Width { get; init; } = 16;
                public int Factor { get; init; } = 2;
                public double Dropout { get; init; } = 0.1;
            }

            """),
    ];
}

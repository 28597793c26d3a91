using MetaAdamW.Tasks.Models;
using static TorchSharp.torch;

namespace MetaAdamW.Samples.Tests;

public class ModelTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Dropout_leaves_out_the_given_share_and_keeps_the_mean(double p)
    {
        const int count = 1_000_003;   // no multiple of a vector
        var mask = new float[count];

        Dropout.Fill(mask, 0x1234_5678_9abc_def0, p);

        var deviation = Math.Sqrt(p * (1 - p) / count);
        Assert.InRange(mask.Count(v => v == 0) / (double)count, p - 5 * deviation, p + 5 * deviation);
        Assert.All(mask.Distinct(), v => Assert.True(v == 0 || v == (float)(1 / (1 - p))));
    }

    [Fact]
    public void Dropout_is_independent_of_places_lanes_and_seeds()
    {
        const int count = 1 << 20;
        const double p = 0.5;
        var a = new float[count];
        var b = new float[count];
        Dropout.Fill(a, 1, p);
        Dropout.Fill(b, 2, p);

        foreach (var distance in (int[])[1, 2, 4, 8, 16, 96, 128, 512, 4_096])
            Agree(i => a[i] == a[i + distance], count - distance);
        Agree(i => a[i] == b[i], count);
        for (var lane = 0; lane < 8; lane++)
            Agree(i => a[8 * i + lane] == 0, count / 8);

        // an event of probability one half, so its share lies within five standard deviations of it
        static void Agree(Func<int, bool> isEqual, int trials)
            => Assert.InRange(Enumerable.Range(0, trials).Count(isEqual) / (double)trials, 0.5 - 2.5 / Math.Sqrt(trials), 0.5 + 2.5 / Math.Sqrt(trials));
    }

    [Fact]
    public void Dropout_follows_torchs_generator_and_has_a_gradient()
    {
        using var scope = NewDisposeScope();
        var x = ones(64, 50, requires_grad: true);

        manual_seed(5);
        var first = Dropout.Apply(x, 0.2, training: true);
        var second = Dropout.Apply(x, 0.2, training: true);
        manual_seed(5);
        var again = Dropout.Apply(x, 0.2, training: true);
        again.sum().backward();

        Assert.Equal(first.data<float>().ToArray(), again.data<float>().ToArray());
        Assert.NotEqual(first.data<float>().ToArray(), second.data<float>().ToArray());
        Assert.Equal(first.data<float>().ToArray(), x.grad!.data<float>().ToArray());
        Assert.Same(x, Dropout.Apply(x, 0.2, training: false));
    }

    [Fact]
    public void Encoding_the_last_position_alone_gives_what_encoding_all_gives()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = new EncoderLayer(width: 16, heads: 4, inner: 32, dropout: 0.2);
        layer.eval();
        var x = randn(3, 11, 16);

        var all = layer.forward(x).narrow(1, 10, 1).contiguous().data<float>().ToArray();
        var last = layer.Encode(x, wanted: 1).contiguous().data<float>().ToArray();

        Assert.All(all.Zip(last), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Attention_is_the_softmax_of_scaled_products_for_each_head()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        manual_seed(1);
        using var attention = new Attention(width: 8, heads: 2, dropout: 0);
        var x = randn(1, 5, 8);

        var actual = attention.forward(x, x);

        var parameters = attention.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var projected = nn.functional.linear(x[0], parameters["projection.weight"], parameters["projection.bias"]);
        var heads = new List<Tensor>();
        for (var head = 0; head < 2; head++)
        {
            var (q, k, v) = (projected.narrow(1, 4 * head, 4), projected.narrow(1, 8 + 4 * head, 4), projected.narrow(1, 16 + 4 * head, 4));
            heads.Add(nn.functional.softmax(q.matmul(k.transpose(0, 1)) / 2, -1).matmul(v));
        }
        var expected = nn.functional.linear(cat(heads, 1), parameters["output.weight"], parameters["output.bias"]);
        Assert.All(
            expected.contiguous().data<float>().ToArray().Zip(actual[0].contiguous().data<float>().ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void The_etth1_model_has_the_papers_parameters_in_the_papers_five_groups()
    {
        using var model = new OilTemperatureTransformer();
        using var optimizer = model.CreateMetaAdamW();

        // input 256, two layers of (3 · 128² + 3 · 128 + 128² + 128 + 4 · 128 + 2 · 128 · 512 + 512 + 128), head 129
        Assert.Equal(256 + 2 * 198_272 + 129, model.parameters().Sum(p => p.numel()));
        Assert.Equal(
            ["attention/middle/bias", "attention/middle/weight", "layernorm/middle/bias", "linear/middle/bias", "linear/middle/weight"],
            optimizer.Groups.Select(group => group.Name).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, long, string[]> PaperModels => new()
    {
        // tokens 10,000 · 128, positions 128², two layers of 198,272, norm 2 · 128, head 128 · 10,000 + 10,000
        {
            "wikitext2", 1_280_000 + 16_384 + 2 * 198_272 + 256 + 1_290_000,
            ["attention/middle/bias", "attention/middle/weight", "embedding/middle/weight", "layernorm/middle/bias", "linear/middle/bias", "linear/middle/weight"]
        },
        // words 10,000 · 256; encoder layers of 4 · 256² + 4 · 256 + 2 · 256 · 1,024 + 1,280 + 4 · 256; decoder layers with one
        // attention and one norm more; two norms; head 256 · 10,000 + 10,000
        {
            "multi30k", 2_560_000 + 4 * 789_760 + 4 * 1_053_440 + 2 * 512 + 2_570_000,
            [
                "attention/deep/bias", "attention/deep/weight", "attention/middle/bias", "attention/middle/weight", "attention/shallow/bias",
                "attention/shallow/weight", "embedding/middle/weight", "layernorm/deep/bias", "layernorm/middle/bias", "layernorm/shallow/bias",
                "linear/deep/bias", "linear/deep/weight", "linear/middle/bias", "linear/middle/weight", "linear/shallow/bias", "linear/shallow/weight",
            ]
        },
        // torchvision's resnet18 has 11,689,512: its first kernel has 49 places in place of 9, its head 1,000 classes
        {
            "cifar10", 11_689_512 - 3 * 64 * (49 - 9) - 990 * 513,
            ["linear/middle/bias", "linear/middle/weight", "other/middle/bias", "other/middle/weight"]
        },
        // words 25,000 · 32; for each direction of the first layer 256 · (32 + 64 + 2), of the second 256 · (128 + 64 + 2); 128 · 2 + 2
        {
            "imdb", 800_000 + 2 * 256 * (98 + 194) + 258,
            ["embedding/middle/weight", "linear/middle/bias", "linear/middle/weight", "other/middle/bias", "other/middle/weight"]
        },
    };

    [Theory]
    [MemberData(nameof(PaperModels))]
    public void A_model_has_the_papers_parameters_in_fine_grained_groups(string task, long parameters, string[] groups)
    {
        var (model, optimizer) = Create(task);
        using (model)
        using (optimizer)
        {
            Assert.Equal(parameters, model.parameters().Sum(p => p.numel()));
            Assert.Equal(groups, optimizer.Groups.Select(group => group.Name).Order(StringComparer.Ordinal));
        }

        static (nn.Module, MetaAdamWOptimizer) Create(string task)
        {
            switch (task)
            {
                case "wikitext2":
                    var words = new WikiTextTransformer(10_000);
                    return (words, words.CreateMetaAdamW());
                case "multi30k":
                    var translation = new TranslationTransformer(10_000);
                    return (translation, translation.CreateMetaAdamW());
                case "cifar10":
                    var images = new ResNet18();
                    return (images, images.CreateMetaAdamW());
                default:
                    var reviews = new ReviewLstm(25_000);
                    return (reviews, reviews.CreateMetaAdamW());
            }
        }
    }

    [Fact]
    public void A_word_depends_on_none_after_it()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        manual_seed(1);
        using var model = new WikiTextTransformer(vocabulary: 50, width: 16);
        model.eval();
        var words = randint(2, 50, [2, 30], ScalarType.Int64);
        var changed = words.clone();
        changed[.., 20] = 7;
        changed[.., 21..] = 9;

        var before = model.call(words);
        var after = model.call(changed);

        Assert.True(before.narrow(1, 0, 20).allclose(after.narrow(1, 0, 20), 1e-5, 1e-6));
        Assert.False(before[.., 20].allclose(after[.., 20], 1e-3, 1e-4));
    }

    [Fact]
    public void A_translation_depends_neither_on_later_words_nor_on_padding()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        manual_seed(1);
        using var model = new TranslationTransformer(vocabulary: 50, width: 16);
        model.eval();
        var source = randint(4, 50, [1, 9], ScalarType.Int64);
        var target = randint(4, 50, [1, 7], ScalarType.Int64);
        var places = arange(5);

        var alone = model.call(source, target, places);
        var padded = model.call(
            cat([source, zeros([1, 6], ScalarType.Int64)], 1), cat([target.narrow(1, 0, 5), zeros([1, 8], ScalarType.Int64)], 1), places);

        Assert.True(alone.allclose(padded, 1e-4, 1e-5));
    }

    [Fact]
    public void Wikitext2_starts_with_a_deviation_of_one_fiftieth_and_no_bias()
    {
        manual_seed(1);
        using var model = new WikiTextTransformer(vocabulary: 2_000);

        foreach (var (name, parameter) in model.named_parameters())
            if (parameter.dim() > 1)
                Assert.Equal(0.02, parameter.std().item<float>(), 1e-3);
            else
                Assert.Equal(name.Contains("norm", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0, parameter.mean().item<float>(), 1e-6);
    }

    [Fact]
    public void The_forecast_model_has_its_declared_groups_and_the_fine_grained_ones()
    {
        using var model = new DepartureTransformer();
        using var optimizer = model.CreateMetaAdamW();

        Assert.Equal(
            [
                "attention/middle/bias", "attention/middle/weight", "head", "input", "layernorm/middle/bias", "linear/middle/bias",
                "linear/middle/weight",
            ],
            optimizer.Groups.Select(group => group.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Positions_are_sine_and_cosine()
    {
        using var table = Initial.Positions(96, 128);

        Assert.Equal([1L, 96, 128], table.shape);
        Assert.Equal(Math.Sin(5 * Math.Pow(10_000, -6 / 128.0)), table[0, 5, 6].item<float>(), 1e-6);
        Assert.Equal(Math.Cos(5 * Math.Pow(10_000, -6 / 128.0)), table[0, 5, 7].item<float>(), 1e-6);
    }
}

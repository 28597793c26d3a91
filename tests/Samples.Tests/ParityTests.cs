using MetaAdamW.Tasks.Models;
using static TorchSharp.torch;

namespace MetaAdamW.Samples.Tests;

/// <summary>
/// The tasks' models, small and without dropout, against PyTorch's own layers: from the same weights and batches, the losses of
/// 20 AdamW steps. In float32 PyTorch differs from itself in float64 by up to 3e-7.
/// </summary>
public class ParityTests
{
    private const int Steps = 20;
    private const double Tolerance = 1e-5;

    [Fact]
    public void Etth1_learns_as_in_pytorch()
    {
        using var model = new OilTemperatureTransformer(width: 16, dropout: 0);

        Compare("etth1", model, (oracle, step)
            => nn.functional.mse_loss(model.call(oracle.Tensor("series")[step]), oracle.Tensor("wanted")[step]));
    }

    [Fact]
    public void Wikitext2_learns_as_in_pytorch()
    {
        using var model = new WikiTextTransformer(vocabulary: 97, width: 16, dropout: 0);

        Compare("wikitext2", model, (oracle, step) =>
        {
            var words = oracle.Tensor("words")[step];
            var scores = model.call(words.narrow(1, 0, words.shape[1] - 1));
            return nn.functional.cross_entropy(scores.flatten(0, 1), words.narrow(1, 1, words.shape[1] - 1).flatten(), ignore_index: 0);
        });
    }

    [Fact]
    public void Chargpt_learns_as_in_pytorch()
    {
        using var model = new CharacterGpt(vocabulary: 97, width: 16);

        Compare("chargpt", model, (oracle, step) =>
        {
            var characters = oracle.Tensor("words")[step];
            var scores = model.call(characters.narrow(1, 0, characters.shape[1] - 1));
            return nn.functional.cross_entropy(scores.flatten(0, 1), characters.narrow(1, 1, characters.shape[1] - 1).flatten());
        });
    }

    [Fact]
    public void Multi30k_learns_as_in_pytorch()
    {
        using var model = new TranslationTransformer(vocabulary: 97, width: 16, dropout: 0);

        Compare("multi30k", model, (oracle, step) =>
        {
            var target = oracle.Tensor("target")[step];
            var known = target.narrow(1, 0, target.shape[1] - 1);
            var wanted = target.narrow(1, 1, target.shape[1] - 1).flatten();
            var places = wanted.ne(TranslationTransformer.Padding).nonzero().flatten();
            Assert.True(places.numel() < wanted.numel());
            return nn.functional.cross_entropy(model.call(oracle.Tensor("source")[step], known, places), wanted.index_select(0, places));
        });
    }

    [Fact]
    public void Imdb_learns_as_in_pytorch()
    {
        using var model = new ReviewLstm(vocabulary: 97, width: 8, hidden: 12, dropout: 0);

        Compare("imdb", model, (oracle, step)
            => nn.functional.cross_entropy(model.call(oracle.Tensor("words")[step]), oracle.Tensor("labels")[step]));
    }

    [Fact]
    public void Cifar10_learns_as_in_pytorch()
    {
        using var model = new ResNet18(width: 4, dropout: 0);

        Compare("cifar10", model, (oracle, step) =>
        {
            var mean = tensor([0.4914f, 0.4822f, 0.4465f], 3, 1, 1);
            var deviation = tensor([0.2023f, 0.1994f, 0.2010f], 3, 1, 1);
            var images = (oracle.Tensor("images")[step].to_type(ScalarType.Float32) / 255 - mean) / deviation;
            return nn.functional.cross_entropy(model.call(images), oracle.Tensor("labels")[step]);
        });
    }

    private static void Compare(string task, nn.Module model, Func<OracleFile, long, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var oracle = new OracleFile(task + ".safetensors");
        oracle.Initialise(model);
        using var optimizer = optim.AdamW(model.parameters().ToList(), 5e-4, 0.9, 0.999, 1e-8, 1e-2);
        var expected = oracle.Numbers("losses");
        Assert.Equal(Steps, expected.Length);

        for (var step = 0; step < Steps; step++)
        {
            optimizer.zero_grad();
            var actual = loss(oracle, step);
            actual.backward();
            optimizer.step();
            var error = Math.Abs(actual.item<float>() / expected[step] - 1);
            Assert.True(error <= Tolerance, $"step {step}: {actual.item<float>()}, PyTorch {expected[step]}");
        }
    }
}

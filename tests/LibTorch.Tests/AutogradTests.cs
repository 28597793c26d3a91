using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests;

public class AutogradTests
{
    [Fact]
    public void BackwardSumsGradientsInLeaves()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        Tensor loss = (x * x * 2).sum();
        loss.backward();
        Assert.Equal([4f, 8f, 12f], x.grad!.data<float>().ToArray());
        (x * 10).sum().backward();
        Assert.Equal([14f, 18f, 22f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void GradCanBeDifferentiatedAgain()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(3.0, requires_grad: true);
        Tensor cube = x * x * x;
        Tensor first = autograd.grad([cube], [x], retain_graph: true, create_graph: true)[0];
        Tensor second = autograd.grad([first], [x])[0];
        Assert.Equal(27.0, first.item<double>());
        Assert.Equal(18.0, second.item<double>());
    }

    [Fact]
    public void UnusedInputsComeBackInvalid()
    {
        using var scope = NewDisposeScope();
        Tensor used = tensor(1f, requires_grad: true), unused = tensor(1f, requires_grad: true);
        IList<Tensor> gradients = autograd.grad([used * 2], [used, unused], allow_unused: true);
        Assert.False(gradients[0].IsInvalid);
        Assert.True(gradients[1].IsInvalid);
    }

    [Fact]
    public void ErrorsAreExceptionsWithTorchsMessage()
    {
        using var scope = NewDisposeScope();
        Tensor used = tensor(1f, requires_grad: true), unused = tensor(1f, requires_grad: true);
        OnTorchSharp.Untried("errors in autograd.grad", () => {
            var unusedError = Assert.Throws<ExternalException>(() => autograd.grad([used * 2], [unused]));
            Assert.Contains("One of the differentiated Tensors appears to not have been used in the graph", unusedError.Message);
        });
        Tensor loss = used * 2 * used;
        loss.backward();
        var freedError = Assert.Throws<ExternalException>(() => loss.backward());
        Assert.Contains("Trying to backward through the graph a second time", freedError.Message);
    }

    [Fact]
    public void NoGradEndsWithItsScope()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        using (no_grad()) {
            Assert.False(is_grad_enabled());
            Assert.False((x + 1).requires_grad);
            using (enable_grad())
                Assert.True((x + 1).requires_grad);
        }
        Assert.True((x + 1).requires_grad);
    }

    [Fact]
    public void RecordingIsSwitchedPerThread()
    {
        using var scope = NewDisposeScope();
        Tensor x = ones(2, requires_grad: true);
        using (set_grad_enabled(false)) {
            Assert.False(is_grad_enabled() || (x + 1).requires_grad);
            using (set_grad_enabled())
                Assert.True(is_grad_enabled() && (x + 1).requires_grad);
            Assert.False(is_grad_enabled());
            bool other = false;
            var thread = new Thread(() => other = is_grad_enabled());
            thread.Start();
            thread.Join();
            Assert.True(other);
        }
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void TensorsOfInferenceModeNeverTakePartInDifferentiation()
    {
        using var scope = NewDisposeScope();
        Tensor weight = ones(2, requires_grad: true), made;
        Assert.False(is_inference_mode_enabled());
        using (inference_mode()) {
            Assert.True(is_inference_mode_enabled());
            Assert.False(is_grad_enabled());
            made = weight * 2;
            Assert.False(made.requires_grad);
            using (inference_mode(false)) {
                Assert.False(is_inference_mode_enabled());
                Assert.True((weight * 2).requires_grad);
            }
            Assert.True(is_inference_mode_enabled());
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True((weight * 2).requires_grad);
        Assert.Contains("Inference tensors cannot be saved for backward", Assert.Throws<ExternalException>(() => weight * made).Message);
    }

    [Fact]
    public void ResultsKeepTheirGradientsWhenAsked()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2.0 }).with_requires_grad(), kept = x * x, dropped = x * 3;
        kept.retain_grad();
        (kept * tensor(new[] { 5.0, 7.0 }) + dropped).sum().backward();
        Assert.Equal([5, 7], kept.grad!.data<double>().ToArray());
        Assert.Null(dropped.grad);
        Assert.Equal([13, 31], x.grad!.data<double>().ToArray());
        Assert.False(kept.is_leaf);
        Assert.False(x.detach().with_requires_grad(false).requires_grad);
        Assert.Contains("requires_grad=False", Assert.Throws<ExternalException>(() => ones(1).retain_grad()).Message);
    }

    [Fact]
    public void BackwardTakesWeightsAndInputs()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2.0 }, requires_grad: true), y = tensor(new[] { 3.0, 4.0 }, requires_grad: true);
        Tensor product = x * x * y;
        product.backward([tensor(new[] { 1.0, 10.0 })], create_graph: true, inputs: [x]);
        Assert.Null(y.grad);
        Tensor first = x.grad!;
        Assert.Equal([6, 160], first.data<double>().ToArray());
        // The graph of the gradient: its derivative by x is 2 y w.
        Assert.Equal([6, 80], autograd.grad([first.sum()], [x])[0].data<double>().ToArray());
    }
}

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
        var unusedError = Assert.Throws<ExternalException>(() => autograd.grad([used * 2], [unused]));
        Assert.Contains("One of the differentiated Tensors appears to not have been used in the graph", unusedError.Message);
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
}

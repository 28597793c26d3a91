using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests;

public class JitTests
{
    private const string Script = """
        def norms(xs: List[Tensor]) -> List[Tensor]:
            return torch._foreach_norm(xs)
        def two(x: Tensor, k: float) -> Tuple[Tensor, Tensor]:
            return x * k, x + k
        def mixed(x: Tensor, n: int, b: bool):
            return (x, n) if b else (x + 1, n + 1)
        def count(xs: List[Tensor]) -> int:
            return len(xs)
        def maybe(x: Optional[Tensor]) -> bool:
            return x is None
        def numbers(n: int) -> List[int]:
            return [n, n + 1]
        def less(x: Tensor, y: Tensor) -> Tensor:
            return x - y
        def fails(x: Tensor) -> Tensor:
            return x.reshape(7)

        """;

    private static readonly jit.CompilationUnit Unit = jit.compile(Script);

    [Fact]
    public void ListsOfTensorsGoInAndOut()
    {
        using var scope = NewDisposeScope();
        Tensor[] norms = Unit.invoke<Tensor[]>("norms", (object)new[] { tensor(new[] { 3f, 4f }), tensor(new[] { 1f }) });
        Assert.Equal([5f, 1f], norms.Select(n => n.item<float>()));
    }

    [Fact]
    public void TuplesNumbersAndNone()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1f, 2f });
        var (product, sum) = Unit.invoke<(Tensor, Tensor)>("two", x, 3.0);
        Assert.Equal([3f, 6f], product.data<float>().ToArray());
        Assert.Equal([4f, 5f], sum.data<float>().ToArray());
        var (same, number) = Unit.invoke<(object, object)>("mixed", x, 5, true);
        Assert.Equal([1f, 2f], ((Tensor)same).data<float>().ToArray());
        Assert.Equal(5, ((Scalar)number).ToInt64());
        Assert.Equal(3, Unit.invoke<Scalar>("count", (object)new[] { x, x, x }).ToInt64());
        Assert.True(Unit.invoke<Scalar>("maybe", (object?)null).ToBoolean());
        Assert.Equal([7L, 8L], Unit.invoke<Scalar[]>("numbers", 7L).Select(s => s.ToInt64()));
    }

    [Fact]
    public void ArgumentsOfOneTypeAreAList()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(3, Unit.invoke<Tensor, Scalar>("count", ones(1), ones(2), ones(3)).ToInt64());
        Assert.Equal([5f, 1f], Unit.invoke<Tensor, Tensor[]>("norms", tensor(new[] { 3f, 4f }), tensor(new[] { 1f })).Select(n => n.item<float>()));
        Assert.Throws<InvalidCastException>(() => Unit.invoke<Tensor, string>("norms", tensor(5.0), tensor(2.0)));
        Assert.Equal(3, Unit.invoke<Tensor>("less", tensor(5.0), tensor(2.0)).item<double>());
    }

    [Fact]
    public void MistakesAreExceptions()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<NotImplementedException>(() => Unit.invoke("count", new List<Tensor>()));
        OnTorchSharp.Differs("null in lists", () => Assert.Throws<ArgumentException>(() => Unit.invoke("count", (object)new Tensor[] { null! })));
        Assert.Contains("shape '[7]' is invalid", Assert.Throws<ExternalException>(() => Unit.invoke("fails", ones(2))).Message);
        Assert.Throws<ArgumentNullException>(() => jit.compile(""));
        OnTorchSharp.Untried("mistakes in scripts", () => {
            Assert.Throws<MissingMethodException>(() => Unit.invoke("absent"));
            Assert.Contains("undefined value y", Assert.Throws<ExternalException>(() => jit.compile("def f(x):\n    return y\n")).Message);
            jit.CompilationUnit disposed = jit.compile("def f(x):\n    return x\n");
            disposed.Dispose();
            disposed.Dispose();
            Assert.Throws<ObjectDisposedException>(() => disposed.invoke("f", ones(1)));
        });
    }

    [Fact]
    public void GradientsFlowThroughScripts()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1f, 2f }, requires_grad: true);
        var (product, _) = Unit.invoke<(Tensor, Tensor)>("two", x, 3.0);
        product.sum().backward();
        Assert.Equal([3f, 3f], x.grad!.data<float>().ToArray());
        using (no_grad())
            Assert.False(Unit.invoke<(Tensor, Tensor)>("two", x, 3.0).Item1.requires_grad);
    }
}

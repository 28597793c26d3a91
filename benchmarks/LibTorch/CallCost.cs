using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Benchmarks;

/// <summary>
/// What a call of an operator on very small tensors costs, the operator's own work included. Each call takes the result of
/// the one before, so that no call can be left out; reference.py does the same.
/// </summary>
internal sealed class CallCost
{
    public static readonly string[] Names = ["add", "mul_", "matmul", "sum", "view", "cat"];

    // The same calls inside libtorch's interpreter: what is left when neither C# nor Python is there.
    private const string Script =
        """
        def add(r: Tensor, other: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = r + other
            return r
        def mul_(r: Tensor, other: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = r.mul_(1.0)
            return r
        def matmul(r: Tensor, other: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = torch.matmul(r, other)
            return r
        def sum(r: Tensor, other: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = r.sum([0], True)
            return r
        def view(r: Tensor, other: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = r.view([2, 8])
            return r
        def cat(r: Tensor, other: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = torch.cat([r, other])
            return r

        """;

    private readonly string name;
    private readonly Tensor first, other;
    private readonly Func<Tensor, Tensor> call;
    private readonly jit.CompilationUnit unit = jit.compile(Script);

    public CallCost(string name)
    {
        this.name = name;
        (first, other, call) = name switch {
            "add" => (ones(1), ones(1), r => r + other!),
            "mul_" => (ones(1), ones(1), r => r.mul_(1.0)),
            "matmul" => (ones(4, 4), eye(4), r => torch.matmul(r, other!)),
            "sum" => (ones(1, 16), ones(1), r => r.sum(0, keepdim: true)),
            "view" => (ones(4, 4), ones(1), r => r.view(2, 8)),
            "cat" => (ones(1), empty(0), (Func<Tensor, Tensor>)(r => cat([r, other!]))),
            _ => throw new ArgumentException($"There is no call {name}."),
        };
    }

    /// <summary>Seconds for a call from C#.</summary>
    public double FromCSharp(int count, Clock clock)
    {
        using IDisposable guard = no_grad();
        double start = clock.Seconds;
        Tensor result = first.alias();
        for (int i = 0; i < count; i++) {
            Tensor next = call(result);
            if (!ReferenceEquals(next, result))
                result.Dispose();
            result = next;
        }
        double seconds = clock.Seconds - start;
        result.Dispose();
        return seconds / count;
    }

    /// <summary>Seconds for a call inside libtorch.</summary>
    public double InTorchScript(int count, Clock clock)
    {
        using IDisposable guard = no_grad();
        double start = clock.Seconds;
        unit.invoke<Tensor>(name, first, other, (long)count).Dispose();
        return (clock.Seconds - start) / count;
    }
}

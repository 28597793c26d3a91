using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Benchmarks;

/// <summary>What a call of an operator on very small tensors costs, the operator's own work included.</summary>
internal static class CallCost
{
    public static readonly string[] Names = ["add", "mul_", "matmul", "sum", "view", "cat"];

    // The same calls inside libtorch's interpreter: what is left when neither C# nor Python is there.
    private const string Script =
        """
        def add(one: Tensor, other: Tensor, matrix: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = one + other
            return one
        def mul_(one: Tensor, other: Tensor, matrix: Tensor, n: int) -> Tensor:
            for i in range(n):
                one.mul_(1.0)
            return one
        def matmul(one: Tensor, other: Tensor, matrix: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = torch.matmul(matrix, matrix)
            return one
        def sum(one: Tensor, other: Tensor, matrix: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = matrix.sum([1])
            return one
        def view(one: Tensor, other: Tensor, matrix: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = matrix.view([2, 8])
            return one
        def cat(one: Tensor, other: Tensor, matrix: Tensor, n: int) -> Tensor:
            for i in range(n):
                r = torch.cat([one, other])
            return one

        """;

    /// <summary>Seconds for a call from C#, and for one inside libtorch.</summary>
    public static Func<int, (double Ours, double Bare)> Prepare(string name, Clock clock)
    {
        Tensor one = ones(1), other = ones(1), matrix = ones(4, 4);
        Action body = name switch {
            "add" => () => (one + other).Dispose(),
            "mul_" => () => one.mul_(1.0),
            "matmul" => () => torch.matmul(matrix, matrix).Dispose(),
            "sum" => () => matrix.sum(1).Dispose(),
            "view" => () => matrix.view(2, 8).Dispose(),
            _ => () => torch.cat([one, other]).Dispose(),
        };
        var unit = jit.compile(Script);
        return count => {
            using IDisposable guard = no_grad();
            double start = clock.Seconds;
            for (int i = 0; i < count; i++)
                body();
            double ours = (clock.Seconds - start) / count;
            start = clock.Seconds;
            unit.invoke<Tensor>(name, one, other, matrix, (long)count);
            return (ours, (clock.Seconds - start) / count);
        };
    }
}

using TorchSharp;

namespace MetaAdamW;

/// <summary>
/// The two passes of a step as TorchScript over lists of tensors, compiled once in a process: one call from here for all parameters
/// of a kernel. Scalars that differ from parameter to parameter come as 0-dimensional tensors on the device.
/// </summary>
internal static class OperatorScript
{
    private const string Source = """
        def norms(x: List[Tensor]) -> Tensor:
            return torch.stack(torch._foreach_norm(x)).to(torch.float64)

        def dots(x: List[Tensor], y: List[Tensor]) -> Tensor:
            sums: List[Tensor] = []
            for product in torch._foreach_mul(x, y):
                sums.append(product.sum())
            return torch.stack(sums).to(torch.float64)

        def zeros(x: List[Tensor]) -> Tensor:
            counts: List[Tensor] = []
            for t in x:
                counts.append((t == 0).sum())
            return torch.stack(counts).to(torch.float64)

        def update(g: List[Tensor], m: List[Tensor], v: List[Tensor], p: List[Tensor], numbers: Tensor) -> None:
            shrink, size, root, beta1, take1, beta2, take2, epsilon = numbers.unbind(0)
            torch._foreach_mul_(m, beta1.unbind(0))
            torch._foreach_add_(m, torch._foreach_mul(g, take1.unbind(0)))
            torch._foreach_mul_(v, beta2.unbind(0))
            squares = torch._foreach_mul(g, g)
            torch._foreach_mul_(squares, take2.unbind(0))
            torch._foreach_add_(v, squares)
            direction = torch._foreach_sqrt(v)
            torch._foreach_mul_(direction, root.unbind(0))
            torch._foreach_add_(direction, epsilon.unbind(0))
            torch._foreach_reciprocal_(direction)
            torch._foreach_mul_(direction, m)
            torch._foreach_mul_(direction, size.unbind(0))
            torch._foreach_mul_(p, shrink.unbind(0))
            torch._foreach_sub_(p, direction)

        """;

    public static torch.jit.CompilationUnit Unit { get; } = torch.jit.compile(Source);
}

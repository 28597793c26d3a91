# The parts of a step on any device, in TorchScript: compiled once a process (see ForeachScript.cs), called once for each bucket of
# tensors. Nothing here reads a value back: what depends on values (a gradient that is not finite, a factor that is not) is chosen by
# masks on the device. Only what libtorch 1.13 and 2.x both have is used.


def measure_state(values: List[Tensor], first: List[Tensor], second: List[Tensor],
                  of_first: bool, of_values: bool, of_second: bool, zeros: bool, precision: Tensor) -> Tensor:
    """The rows norm of m, norm of p, norm of v, share of zeros in m, one column for each tensor; what is not asked for is zero."""
    unknown = torch.zeros([len(first)], dtype=precision.dtype, device=precision.device)
    rows = [unknown, unknown, unknown, unknown]
    if of_first:
        rows[0] = torch.stack(torch._foreach_norm(first)).to(precision.dtype)
    if of_values:
        rows[1] = torch.stack(torch._foreach_norm(values)).to(precision.dtype)
    if of_second:
        rows[2] = torch.stack(torch._foreach_norm(second)).to(precision.dtype)
    if zeros:
        rows[3] = share_of_zeros(first, precision)
    return torch.stack(rows)


def measure_gradients(gradients: List[Tensor], first: List[Tensor], dots: bool, zeros: bool, precision: Tensor) -> Tensor:
    """The rows norm of g, dot product of g and m, share of zeros in g, one column for each tensor."""
    # Norms in half precision would overflow.
    wide = [g.to(first[0].dtype) for g in gradients]
    unknown = torch.zeros([len(wide)], dtype=precision.dtype, device=precision.device)
    rows = [torch.stack(torch._foreach_norm(wide)).to(precision.dtype), unknown, unknown]
    if dots:
        products: List[Tensor] = []
        for g, m in zip(wide, first):
            products.append(torch.dot(g.flatten(), m.flatten()))
        rows[1] = torch.stack(products).to(precision.dtype)
    if zeros:
        rows[2] = share_of_zeros(wide, precision)
    return torch.stack(rows)


def share_of_zeros(tensors: List[Tensor], precision: Tensor) -> Tensor:
    return torch.stack([x.eq(0).sum().to(precision.dtype) / x.numel() for x in tensors])


def reduce(state: Tensor, gradients: Tensor, columns_of_state: Tensor, columns_of_gradients: Tensor, signs: Tensor,
           mean: Tensor, group: Tensor, structure: Tensor, time: float, logarithms: bool) -> Tuple[Tensor, Tensor]:
    """The statistics of the groups, one row for each kind (FeatureColumn.Row), and whether all gradients are finite.

    The columns say for each of the N parameters where in `state` and `gradients` its numbers stand. `mean` is the G x N matrix of
    1/N within each group, `group` the group of each parameter.
    """
    of_state = state[:, columns_of_state]
    of_gradients = gradients[:, columns_of_gradients]
    norm_g = of_gradients[0]
    norm_m = of_state[0]
    finite = all_finite(norm_g)
    cosine = of_gradients[1] * signs / (norm_g * norm_m).clamp(min=1e-8)
    norms = torch.stack([norm_g, norm_m, of_state[1], of_state[2]])
    if logarithms:
        norms = (norms + 1e-12).log()
    x = torch.stack([norms[0], norms[1], norms[2], cosine, norms[3]])
    means = x.matmul(mean.t())
    variances = (x - means[:, group]).square().matmul(mean.t())
    shares = torch.stack([of_gradients[2], of_state[3]]).matmul(mean.t())
    times = torch.full_like(means[0:1], time)
    return torch.cat([means, variances, variances.sqrt(), shares, structure, times]), finite


def all_finite(x: Tensor) -> Tensor:
    """isfinite by operators that META has in libtorch 1 too: infinity - infinity and NaN - NaN are NaN."""
    return (x - x).eq(0).all()


def features(statistics: Tensor, rows: Tensor, standardized: Tensor, padding: Tensor) -> Tensor:
    """F, G x D: the chosen rows as columns, those that ask for it standardised over the groups, then zeros."""
    x = statistics[rows]
    centred = x - x.mean(1, keepdim=True)
    deviation = (centred.square().sum(1, keepdim=True) / max(x.size(1) - 1, 1)).sqrt()
    z = centred / (deviation + 1e-8) if x.size(1) > 1 else torch.zeros_like(x)
    return torch.cat([torch.where(standardized, z, x).t(), padding], 1)


def modulate(raw: Tensor, mapped: Tensor, finite: Tensor, factors: Tensor, counts: Tensor):
    """The factors of this step, in place: what the conductor's output was mapped to, or, where a gradient or the output is not finite, those that
    are there."""
    sound = all_finite(raw)
    factors.copy_(torch.where(finite & sound, mapped, factors))
    skipped = torch.bitwise_not(finite)
    held = finite & torch.bitwise_not(sound)
    counts.add_(torch.stack([skipped, held]).to(counts.dtype))


def update(gradients: List[Tensor], first: List[Tensor], second: List[Tensor], values: List[Tensor], halves: List[Tensor],
           steps: Tensor, moving: Tensor, group: Tensor, rates: Tensor, factors: Tensor, finite: Tensor,
           beta1: float, beta2: float, maximize: bool, divides_decay: bool, widen_first: bool):
    """Equations 1 to 4 for the tensors that have a gradient; where a gradient is not finite, everything stays as it is.

    `steps` counts each tensor's updates, `moving` are those of them that have a gradient now, `rates` the rows learning rate, decay
    and epsilon. With alpha: p <- p * (1 - lr*decay*alpha*beta) - alpha*lr * (m / correction1) / (sqrt(v / correction2) + epsilon).
    """
    steps.index_add_(0, moving, finite.to(steps.dtype).expand(moving.size(0)))
    t = steps[moving].clamp(min=1)
    correction1 = 1 - torch.pow(beta1, t)
    root2 = (1 - torch.pow(beta2, t)).sqrt()
    own = factors[group[moving]]
    lr, decay, epsilon = rates[:, moving].unbind(0)
    rate = lr * decay * own[:, 0] * own[:, 1]
    if divides_decay:
        rate = rate / correction1
    one = torch.ones_like(t)
    dtype = first[0].dtype
    shrink = torch.where(finite, 1 - rate, one).to(dtype)
    scale = torch.where(finite, lr * own[:, 0] * root2 / correction1, one - 1).to(dtype)
    bound = torch.where(finite, epsilon * root2, one).to(dtype)
    keep1 = torch.where(finite, beta1 * one, one).to(dtype)
    keep2 = torch.where(finite, beta2 * one, one).to(dtype)

    # A selection, not a product: zero times NaN is NaN. threshold_backward(x, c, 0.5) is x where c > 0.5, else 0. It does less work
    # in bfloat16, and is not there for float16 on CPUs.
    if widen_first:
        gradients = [g.to(dtype) for g in gradients]
    clean = [torch.threshold_backward(g, finite.to(g.dtype), 0.5).to(dtype) for g in gradients]
    torch._foreach_mul_(first, torch.unbind(keep1))
    torch._foreach_add_(first, clean, alpha=beta1 - 1 if maximize else 1 - beta1)
    torch._foreach_mul_(second, torch.unbind(keep2))
    torch._foreach_addcmul_(second, clean, clean, 1 - beta2)
    denominators = torch._foreach_sqrt(second)
    torch._foreach_add_(denominators, torch.unbind(bound))
    directions = torch._foreach_mul(first, torch.unbind(scale))
    torch._foreach_mul_(values, torch.unbind(shrink))
    torch._foreach_addcdiv_(values, directions, denominators, -1.0)
    for half, value in zip(halves, values):
        half.copy_(value)


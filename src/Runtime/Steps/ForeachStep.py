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


def modulate(raw: Tensor, mapped: Tensor, finite: Tensor, factors: Tensor, counts: Tensor) -> Tensor:
    """The factors of this step, in place: what the conductor's output was mapped to, or, where a gradient or the output is not finite, those that
    are there. Returns whether they are new."""
    sound = all_finite(raw)
    factors.copy_(torch.where(finite & sound, mapped, factors))
    skipped = torch.bitwise_not(finite)
    held = finite & torch.bitwise_not(sound)
    counts.add_(torch.stack([skipped, held]).to(counts.dtype))
    return finite & sound


def measure_last(gradients: List[Tensor], first: List[Tensor], second: List[Tensor], values: List[Tensor], steps: Tensor, moving: Tensor,
                 table: Tensor, places: Tensor) -> Tensor:
    """What g says of the update that left m, v and p: the rows g*u, g*p, u*u with u = (m / correction1) / (sqrt(v) / root2 + epsilon). `table` has the
    numbers of that update (see slopes), `places` are the columns of these tensors in it."""
    last = table[:, places]
    t = steps[moving].clamp(min=1)
    correction1 = 1 - torch.pow(last[4], t)
    root2 = (1 - torch.pow(last[5], t)).sqrt()
    dtype = first[0].dtype
    denominators = torch._foreach_sqrt(second)
    torch._foreach_add_(denominators, torch.unbind((last[3] * root2).to(dtype)))
    along: List[Tensor] = []
    along_value: List[Tensor] = []
    squares: List[Tensor] = []
    for g, m, d, p in zip(gradients, first, denominators, values):
        x = g.to(dtype).flatten()
        u = (m / d).flatten()
        along.append(torch.dot(x, u))
        along_value.append(torch.dot(x, p.flatten()))
        squares.append(torch.dot(u, u))
    scale = root2 / correction1
    return torch.stack([
        torch.stack(along).to(last.dtype) * scale, torch.stack(along_value).to(last.dtype), torch.stack(squares).to(last.dtype) * scale * scale])


def slopes(rows_found: Tensor, gradients: Tensor, columns: Tensor, last: Tensor, factors: Tensor, group: Tensor, cosine: bool, relative: bool) -> Tensor:
    """The derivatives of the loss by the factors of the last update, G x 4; those by lambda1 and lambda2 are zero. Relative ones are less what the groups
    have in common: the mean of those by the logarithms of the factors.

    `columns` say for each of the N parameters where in `rows_found`, the rows of measure_last, and in `gradients`, those of measure_gradients, its numbers
    stand. `last` has its numbers in that update: whether it moved, learning rate, decay, epsilon, beta1, beta2, and -1 where the loss is maximised.
    """
    found = rows_found[:, columns]
    norms = gradients[0][columns]
    moved = last[0] > 0
    lr = last[1]
    alpha = factors[group, 0]
    beta = factors[group, 1]
    rate = lr * last[2]
    before = (found[1] + lr * alpha * found[0]) / (1 - rate * alpha * beta)
    nothing = torch.zeros_like(lr)
    by_alpha = torch.where(moved, -last[6] * (lr * found[0] + beta * rate * before), nothing)
    by_beta = torch.where(moved, -last[6] * alpha * rate * before, nothing)
    sums = torch.zeros([4, factors.size(0)], dtype=factors.dtype, device=factors.device)
    rows = torch.stack([by_alpha, by_beta, torch.where(moved, norms * norms, nothing), torch.where(moved, lr * lr * found[2], nothing)])
    sums.index_add_(1, group, rows)
    by_factor = sums[0:2]
    if cosine:
        scale = sums[2].sqrt() * sums[3].sqrt()
        by_factor = torch.where(scale > 0, by_factor / scale, torch.zeros_like(by_factor))
    if relative:
        last_factors = factors.t()[0:2]
        moving = (sums[3] > 0) & (last_factors > 0)
        mean = (by_factor * last_factors).sum(1, keepdim=True) / (sums[3] > 0).sum().clamp(min=1)
        by_factor = torch.where(moving, by_factor - mean / last_factors, by_factor)
    return torch.cat([by_factor, torch.zeros_like(by_factor)]).t()


def observe(x: Tensor, last: Tensor, finite: Tensor, means: Tensor, squares: Tensor, weight: Tensor) -> Tensor:
    """The running mean and square of the derivatives (SignalStatistics), in place. Returns whether there are any: whether a parameter moved in the last
    update, and all gradients are finite."""
    sound = (last[0] > 0).any() & finite
    share = 0.02 * sound.to(x.dtype)
    clean = torch.where(sound, x, torch.zeros_like(x))
    means.mul_(1 - share).add_(share * clean)
    squares.mul_(1 - share).add_(share * clean * clean)
    weight.mul_(1 - share).add_(share)
    return sound


def stand_out(x: Tensor, means: Tensor, squares: Tensor, weight: Tensor, limit: float) -> Tensor:
    """What has a signal-to-noise ratio above the limit; the rest is zero, and so is all before the second observation."""
    mean = means / weight
    ratio = (mean * mean / (squares / weight - mean * mean).clamp(min=0)).sqrt()
    return torch.where((ratio >= limit) & (weight > 0.03), x, torch.zeros_like(x))


def descend(gradient: Tensor, sound: Tensor, moments: List[Tensor], counts: Tensor, rate: float, limit: float) -> Tensor:
    """What a conductor's parameters change by. `counts` are the updates made, left out and scaled down; with moments it is Adam."""
    norm = gradient.norm()
    made = sound & all_finite(norm)
    above = norm > limit
    zero = torch.zeros_like(gradient)
    scaled = torch.where(above, gradient * (limit / norm), gradient)
    step = torch.where(made, scaled, zero)
    counts.add_(torch.stack([made, sound & torch.bitwise_not(made), made & above]).to(counts.dtype))
    if len(moments) > 0:
        t = counts[0].clamp(min=1).to(gradient.dtype)
        share = made.to(gradient.dtype)
        moments[0].mul_(1 - 0.1 * share).add_(0.1 * step)
        moments[1].mul_(1 - 0.001 * share).add_(0.001 * step * step)
        first = moments[0] / (1 - torch.pow(0.9, t))
        second = moments[1] / (1 - torch.pow(0.999, t))
        step = torch.where(made, first / (second.sqrt() + 1e-8), zero)
    return -rate * step


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


using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class ReductionsParityTests : MemberParity
{
    [Fact]
    public void Reductions_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("x.sum()", x.sum(), torch.sum(x));
        Same("x.sum(dtype=torch.float32)", x.sum(ScalarType.Float32), torch.sum(x, ScalarType.Float32));
        Same("x.sum(1)", x.sum(1), torch.sum(x, 1));
        Same("x.sum(1, keepdim=True)", x.sum(1, true), torch.sum(x, 1, true));
        Same("x.sum((0, 1))", x.sum(new long[] { 0, 1 }));
        Same("x.sum([0, 1])", x.sum((ReadOnlySpan<long>)[0, 1]), torch.sum(x, (ReadOnlySpan<long>)[0, 1]));
        Same("k.sum((0, 2))", k.sum(0, 2));
        Same("k.sum((0, 1, 2))", k.sum(0, 1, 2));
        Same("x.prod()", x.prod(), torch.prod(x));
        Same("x.prod(1)", x.prod(1), torch.prod(x, 1));
        Same("x.mean()", x.mean(), torch.mean(x));
        Same("x.mean(1)", x.mean([1]), torch.mean(x, [1]));
        Same("x.mean((0, 1), keepdim=True, dtype=torch.float32)",
            x.mean([0, 1], true, ScalarType.Float32), torch.mean(x, [0, 1], true, ScalarType.Float32));
        Same("x.std()", x.std(), torch.std(x));
        Same("x.std(False)", x.std(false), torch.std(x, false));
        Same("x.var()", x.var(), torch.var(x));
        Same("x.var(False)", Differs("variance", () => x.var(false)), Differs("variance", () => torch.var(x, false)));
        Same("x.std(1)", x.std(1), torch.std(x, 1));
        Same("x.var(1)", x.var(1), torch.var(x, 1));
        Same("x.std([1])", x.std(new long[] { 1 }), torch.std(x, new long[] { 1 }));
        Same("x.var([1])", x.var(new long[] { 1 }), torch.var(x, new long[] { 1 }));
        Same("x.std([1], unbiased=False)", x.std((ReadOnlySpan<long>)[1], false));
        Same("x.var([1], unbiased=False)", x.var((ReadOnlySpan<long>)[1], false));
        Same("x.float().std(1, keepdim=True)",
            Differs("variance", () => x.std(1, true, true, ScalarType.Float32)), Differs("variance", () => torch.std(x, 1, true, true, ScalarType.Float32)));
        Same("k.std((0, 2))", k.std((0L, 2L)), torch.std(k, (0L, 2L)));
        Same("k.var((0, 2))", k.var((0L, 2L)), torch.var(k, (0L, 2L)));
        Same("k.std((0, 1, 2))", k.std((0L, 1L, 2L)), torch.std(k, (0L, 1L, 2L)));
        Same("k.var((0, 1, 2))", k.var((0L, 1L, 2L)), torch.var(k, (0L, 1L, 2L)));
        Same("torch.std_mean(x)", x.std_mean(), torch.std_mean(x));
        Same("torch.var_mean(x)", x.var_mean(), Differs("variance", () => torch.var_mean(x)));
        Same("torch.std_mean(x, 1)", x.std_mean(1), torch.std_mean(x, 1));
        Same("torch.var_mean(x, 1)", x.var_mean(1), torch.var_mean(x, 1));
        Same("torch.std_mean(x, [1])", x.std_mean(new long[] { 1 }), torch.std_mean(x, new long[] { 1 }));
        Same("torch.var_mean(x, [1])", x.var_mean(new long[] { 1 }), torch.var_mean(x, new long[] { 1 }));
        Same("torch.std_mean(x, (1,))", x.std_mean((ReadOnlySpan<long>)[1]), torch.std_mean(x, (ReadOnlySpan<long>)[1]));
        Same("torch.var_mean(x, (1,))", x.var_mean((ReadOnlySpan<long>)[1]), torch.var_mean(x, (ReadOnlySpan<long>)[1]));
        Same("torch.std_mean(k, (0, 2))", k.std_mean((0L, 2L)), torch.std_mean(k, (0L, 2L)));
        Same("torch.var_mean(k, (0, 2))", k.var_mean((0L, 2L)), torch.var_mean(k, (0L, 2L)));
        Same("torch.std_mean(k, (0, 1, 2))", k.std_mean((0L, 1L, 2L)), torch.std_mean(k, (0L, 1L, 2L)));
        Same("torch.var_mean(k, (0, 1, 2))", k.var_mean((0L, 1L, 2L)), torch.var_mean(k, (0L, 1L, 2L)));
        Same("x.max()", x.max(), torch.max(x));
        Same("x.max(1)", x.max(1), torch.max(x, 1));
        Same("torch.max(x, y)", x.max(y));
        Same("x.min()", x.min(), torch.min(x));
        Same("x.min(1)", x.min(1), torch.min(x, 1));
        Same("torch.min(x, y)", x.min(y));
        Same("x.amax([1], keepdim=True)", x.amax(new long[] { 1 }, true), torch.amax(x, new long[] { 1 }, true));
        Same("x.amax([1])", x.amax(new long[] { 1 }), torch.amax(x, new long[] { 1 }));
        Same("x.amax([0, 1])", x.amax((ReadOnlySpan<long>)[0, 1]), torch.amax(x, (ReadOnlySpan<long>)[0, 1]));
        Same("x.amin([1], keepdim=True)", x.amin(new long[] { 1 }, true), torch.amin(x, new long[] { 1 }, true));
        Same("x.amin([0, 1])", x.amin((ReadOnlySpan<long>)[0, 1]), torch.amin(x, (ReadOnlySpan<long>)[0, 1]));
        Same("x.amin(1)", x.amin(1));
        Same("x.aminmax()", x.aminmax(), torch.aminmax(x));
        Same("x.aminmax(dim=1)", x.aminmax(1), torch.aminmax(x, 1));
        Same("x.argmax()", x.argmax(), torch.argmax(x));
        Same("x.argmax(1)", x.argmax(1), torch.argmax(x, 1));
        Same("x.argmin()", x.argmin(), torch.argmin(x));
        Same("x.argmin(1)", x.argmin(1), torch.argmin(x, 1));
        Same("x.argsort(1)", x.argsort(1), torch.argsort(x, 1));
        Same("x.argsort(1, descending=True)", x.argsort(1, true), torch.argsort(x, 1, true));
        Same("m.all()", m.all(), torch.all(m));
        Same("m.all(1)", m.all(1), torch.all(m, 1));
        Same("m.any()", m.any(), torch.any(m));
        Same("m.any(1)", m.any(1), torch.any(m, 1));
        Same("x.median()", x.median(), torch.median(x));
        Same("n.nanmedian()", n.nanmedian(), torch.nanmedian(n));
        Same("i.mode()", i.mode(), torch.mode(i));
        Same("n.nanmean()", Untried("nanmean", () => n.nanmean()), Untried("nanmean", () => torch.nanmean(n)));
        Same("n.nanmean(1)", Untried("nanmean", () => n.nanmean(1)), Untried("nanmean", () => torch.nanmean(n, 1)));
        Same("n.nansum()", n.nansum(), torch.nansum(n));
        Same("x.quantile(q)", x.quantile(q), torch.quantile(x, q));
        Same("x.quantile(q, 1)", x.quantile(q, 1), torch.quantile(x, q, 1));
        Same("n.nanquantile(q, 1)", n.nanquantile(q, 1), torch.nanquantile(n, q, 1));
        Same("x.norm()", x.norm(), torch.norm(x));
        Same("x.norm(3)", x.norm(3f), torch.norm(x, 3f));
        Same("x.norm(3, dim=1, keepdim=True)", x.norm(1, true, 3f), torch.norm(x, 1, true, 3f));
        Same("x.dist(y)", x.dist(y), torch.dist(x, y));
        Same("x.dist(y, 3)", x.dist(y, 3f), torch.dist(x, y, 3f));
        Same("x.logsumexp(1)", x.logsumexp(1), torch.logsumexp(x, 1));
        Same("x.logcumsumexp(1)", x.logcumsumexp(1), torch.logcumsumexp(x, 1));
        Same("x.cumsum(1)", x.cumsum(1), torch.cumsum(x, 1));
        Same("x.cumprod(1)", x.cumprod(1), torch.cumprod(x, 1));
        Same("x.cummax(1)", x.cummax(1), torch.cummax(x, 1));
        Same("x.cummin(1)", x.cummin(1), torch.cummin(x, 1));
        Same("i.count_nonzero()", i.count_nonzero(), torch.count_nonzero(i));
        Same("i.count_nonzero(1)", i.count_nonzero(new long[] { 1 }), torch.count_nonzero(i, new long[] { 1 }));
        Same("i.unique()", i.unique(), torch.unique(i));
        Same("torch.unique(i, return_inverse=True, return_counts=True)", i.unique(true, true, true), torch.unique(i, true, true, true));
        Same("torch.unique(i, dim=0)", i.unique(true, false, false, 0), torch.unique(i, dim: 0));
        Same("torch.unique_consecutive(i, return_inverse=True, return_counts=True)",
            i.unique_consecutive(true, true), torch.unique_consecutive(i, true, true));
        Same("b.bincount()", torch.bincount(b));
        Same("b.bincount(wb, 12)", b.bincount(wb, 12), torch.bincount(b, wb, 12));
        Same("x.histc(4, -1, 1)", x.histc(4, -1, 1), torch.histc(x, 4, -1, 1));
        Same("x.topk(2)", x.topk(2), torch.topk(x, 2));
        Same("x.topk(1, 0, largest=False)", x.topk(1, 0, false), torch.topk(x, 1, 0, false));
        Same("x.kthvalue(2, 1)", x.kthvalue(2, 1), torch.kthvalue(x, 2, 1));
        Same("x.kthvalue(2, 1, keepdim=True)", Tensor.kthvalue(x, 2, 1, true));
        Same("x.sort(1)", x.sort(1), torch.sort(x, 1));
        Same("x.sort(1, descending=True)", x.sort(1, true, true), torch.sort(x, 1, true, true));
        Same("x.msort()", x.msort(), torch.msort(x));
        Same("x.cov()", x.cov(), torch.cov(x));
        Same("x.corrcoef()", x.corrcoef(), torch.corrcoef(x));
        Same("torch.trapezoid(x)", x.trapezoid(), torch.trapezoid(x));
        Same("torch.trapezoid(x, dx=0.5, dim=0)", x.trapezoid(0.5, 0), torch.trapezoid(x, 0.5, 0));
        Same("torch.trapezoid(x, p)", x.trapezoid(p), torch.trapezoid(x, p));
        Same("torch.cumulative_trapezoid(x, dx=0.5, dim=0)", x.cumulative_trapezoid(0.5, 0), torch.cumulative_trapezoid(x, 0.5, 0));
        Same("torch.cumulative_trapezoid(x, p)", x.cumulative_trapezoid(p), torch.cumulative_trapezoid(x, p));
        Same("torch.trapz(x, p)", torch.trapz(x, p));
        Same("torch.trapz(x, dx=0.5, dim=0)", torch.trapz(x, 0.5, 0));
        Same("x.diff()", x.diff(), torch.diff(x));
        Same("x.diff(1, 0, x, y)", x.diff(1, 0, x, y), torch.diff(x, 1, 0, x, y));
        Same("x.renorm(2, 0, 0.5)", x.renorm(2f, 0, 0.5f), torch.renorm(x, 2f, 0, 0.5f));
        Same("s.trace()", s.trace(), torch.trace(s));
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class IndexingParityTests : MemberParity
{
    [Fact]
    public void Indexing_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("x.select(1, 2)", x.select(1, 2), torch.select(x, 1, 2));
        Same("x.narrow(1, 1, 2)", x.narrow(1, 1, 2), torch.narrow(x, 1, 1, 2));
        Same("k[:, :, 0:3:2]", k.slice(2, 0, 3, 2));
        Same("x.index_select(1, cut)", x.index_select(1, cut), torch.index_select(x, 1, cut));
        Same("x.index_add(1, cut, y2, alpha=2)",
            x.index_add(1, cut, y2, 2), torch.index_add(x, 1, cut, y2, 2), x.clone().index_add_(1, cut, y2, 2),
            torch.index_add_(x.clone(), 1, cut, y2, 2));
        Same("x.index_copy(1, cut, y2)",
            x.index_copy(1, cut, y2), torch.index_copy(x, 1, cut, y2), x.clone().index_copy_(1, cut, y2),
            torch.index_copy_(x.clone(), 1, cut, y2));
        Same("x.index_fill(1, cut, 0.5)",
            x.index_fill(1, cut, 0.5), torch.index_fill(x, 1, cut, 0.5), x.clone().index_fill_(1, cut, 0.5),
            torch.index_fill_(x.clone(), 1, cut, 0.5));
        Same("x.gather(1, gi)", x.gather(1, gi), torch.gather(x, 1, gi));
        Same("x.gather(1, gi)", torch.gather(x, 1, gi, true));
        Same("x.scatter(1, gi, y2)",
            x.scatter(1, gi, y2), torch.scatter(x, 1, gi, y2), x.clone().scatter_(1, gi, y2), torch.scatter_(x.clone(), 1, gi, y2));
        Same("x.scatter_add(1, gi, y2)",
            x.scatter_add(1, gi, y2), torch.scatter_add(x, 1, gi, y2), x.clone().scatter_add_(1, gi, y2),
            torch.scatter_add_(x.clone(), 1, gi, y2));
        Same("x.select_scatter(v, 0, 1)", x.select_scatter(v, 0, 1), torch.select_scatter(x, v, 0, 1));
        Same("torch.ops.aten.slice_scatter(x, y2, 1, 0, 2, 1)", x.slice_scatter(y2, 1, 0, 2, 1), torch.slice_scatter(x, y2, 1, 0, 2, 1));
        Same("s.diagonal_scatter(v)", s.diagonal_scatter(v), torch.diagonal_scatter(s, v));
        Same("x.masked_fill(m, 0.5)", x.masked_fill(m, 0.5), x.clone().masked_fill_(m, 0.5));
        Same("x.masked_scatter(m, y)", x.masked_scatter(m, y), x.clone().masked_scatter_(m, y));
        Same("x.masked_select(m)", x.masked_select(m), torch.masked_select(x, m));
        Same("x.take(gi)", x.take(gi), torch.take(x, gi));
        Same("x.take_along_dim(gi)", x.take_along_dim(gi), x.take_along_dim([0L, 2L, 1L, 2L]));
        Same("x.take_along_dim(gi, 1)", x.take_along_dim(gi, 1), torch.take_along_dim(x, gi, 1));
        Same("i.nonzero()", i.nonzero(), torch.nonzero(i));
        Same("i.nonzero()[:, 1:2]", i.nonzero_as_list()[1]);
        Same("i.argwhere()", i.argwhere(), torch.argwhere(i));
        Same("y", x.clone().copy_(y), empty_like(x).copy_(y, true), empty(0, dtype: float64).set_(y));
        Same("torch.full_like(x, 0.5)", x.clone().fill_(0.5), full_like(x, 0.5));
        Same("torch.zeros_like(x)", x.clone().zero_(), zeros_like(x));
    }
}

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
        Same("x[0].take_along_dim(torch.tensor([2, 0]), 0)", x[0].take_along_dim([2L, 0L], 0), torch.take_along_dim(x[0], [2L, 0L], 0));
        Same("x.index_put((torch.tensor([0, 1]), torch.tensor([2, 0])), torch.tensor(2.5, dtype=x.dtype))",
            x.index_put_(2.5, tensor(new[] { 0L, 1L }), tensor(new[] { 2L, 0L })));
        Same("i.nonzero()", i.nonzero(), torch.nonzero(i));
        Same("i.nonzero()[:, 1:2]", i.nonzero_as_list()[1]);
        Same("i.argwhere()", i.argwhere(), torch.argwhere(i));
        Same("y", x.clone().copy_(y), empty_like(x).copy_(y, true), Unrecorded(() => empty(0, dtype: float64).set_(y)));
        Same("torch.full_like(x, 0.5)", x.clone().fill_(0.5), full_like(x, 0.5));
        Same("torch.zeros_like(x)", x.clone().zero_(), zeros_like(x));
    }

    [Fact]
    public void Numbers_as_indices_give_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("k6[1]", k6[1], k6[-1]);
        Same("k6[1, 0]", k6[1, 0]);
        Same("k6[1, 0, 1]", k6[1, 0, 1]);
        Same("k6[1, 0, 1, 0]", k6[1, 0, 1, 0]);
        Same("k6[1, 0, 1, 0, 1]", k6[1, 0, 1, 0, 1]);
        Same("k6[1, 0, 1, 0, 1, 2]", k6[1, 0, 1, 0, 1, 2]);
        Same("k6[None][0, 1, 0, 1, 0, 1, 2]", k6.unsqueeze(0)[0, 1, 0, 1, 0, 1, 2], k6.unsqueeze(0)[new long[] { 0, 1, 0, 1, 0, 1, 2 }]);
        Same("gradient(lambda t: t[1], k6)", Gradient(t => t[1], k6));
        Same("gradient(lambda t: t[1, 0], k6)", Gradient(t => t[1, 0], k6));
        Same("gradient(lambda t: t[1, 0, 1], k6)", Gradient(t => t[1, 0, 1], k6));
        Same("gradient(lambda t: t[1, 0, 1, 0], k6)", Gradient(t => t[1, 0, 1, 0], k6));
        Same("gradient(lambda t: t[1, 0, 1, 0, 1], k6)", Gradient(t => t[1, 0, 1, 0, 1], k6));
        Same("gradient(lambda t: t[1, 0, 1, 0, 1, 2], k6)", Gradient(t => t[1, 0, 1, 0, 1, 2], k6), Gradient(t => t[new long[] { 1, 0, 1, 0, 1, 2 }], k6));
    }

    [Fact]
    public void Assigned_parts_give_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("k6.index_put((one,), three)", Set(t => t[1] = three));
        Same("k6.index_put((one, one - 1), three)", Set(t => t[1, 0] = three));
        Same("k6.index_put((one, one - 1, one), three)", Set(t => t[1, 0, 1] = three));
        Same("k6.index_put((one, one - 1, one, one - 1), three)", Set(t => t[1, 0, 1, 0] = three));
        Same("k6.index_put((one, one - 1, one, one - 1, one), three)", Set(t => t[1, 0, 1, 0, 1] = three));
        Same("k6.index_put((one, one - 1, one, one - 1, one, one + 1), three)",
            Set(t => t[1, 0, 1, 0, 1, 2] = three), Set(t => t[new long[] { 1, 0, 1, 0, 1, 2 }] = three));
        Same("k6.index_put((one, one - 1, one, one - 1, one), v)",
            Set(t => t[1, 0, 1, 0, 1] = v), Differs("assigned parts", () => Set(t => t[1, 0, 1, 0, 1] = v.reshape(1, 1, 3))), Set(t => t[1, 0, 1, 0, 1, ..] = v));
        Same("gradient(lambda t: k6.index_put((one, one - 1, one, one - 1, one), t), v)", Gradient(t => Put(k6, t), v));
        Same("gradient(lambda t: t.clone().index_put((one, one - 1, one, one - 1, one), v), k6)", Gradient(t => Put(t.clone(), v), k6));

        Tensor Set(Action<Tensor> assignment)
        {
            Tensor target = k6;
            assignment(target);
            return target;
        }

        Tensor Put(Tensor target, Tensor part)
        {
            target[1, 0, 1, 0, 1] = part;
            return target;
        }
    }
}

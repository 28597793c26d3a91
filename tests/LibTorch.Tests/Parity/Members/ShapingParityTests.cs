using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class ShapingParityTests : MemberParity
{
    [Fact]
    public void Shaping_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("k.view(3, 8)", k.view(3, 8));
        Same("k.view_as(k8)", k.view_as(k8));
        Same("torch.view_as_complex(r)", r.view_as_complex(), torch.view_as_complex(r));
        Same("torch.view_as_real(c)", c.view_as_real(), torch.view_as_real(c));
        Same("k.reshape(4, -1)", k.reshape(4, -1), torch.reshape(k, 4, -1));
        Same("k.flatten()", k.flatten(), torch.flatten(k));
        Same("k.flatten(1)", k.flatten(1), torch.flatten(k, 1));
        Same("k.unflatten(2, (2, 2))", k.unflatten(2, 2, 2), torch.unflatten(k, 2, 2, 2));
        Same("k.unflatten(2, [2, 2])", k.unflatten(2, new Size((2, 2))), torch.unflatten(k, 2, new Size((2, 2))));
        Same("k.ravel()", k.ravel(), torch.ravel(k));
        Same("k1.squeeze()", k1.squeeze(), torch.squeeze(k1), k1.clone().squeeze_(), torch.squeeze_(k1.clone()));
        Same("k1.squeeze(0)", k1.squeeze(0), torch.squeeze(k1, 0), k1.clone().squeeze_(0), torch.squeeze_(k1.clone(), 0));
        Same("x.unsqueeze(1)", x.unsqueeze(1), torch.unsqueeze(x, 1), x.clone().unsqueeze_(1), torch.unsqueeze_(x.clone(), 1));
        Same("k.transpose(0, 2)",
            k.transpose(0, 2), torch.transpose(k, 0, 2), k.clone().transpose_(0, 2), k.swapaxes(0, 2), torch.swapaxes(k, 0, 2),
            k.swapdims(0, 2), torch.swapdims(k, 0, 2));
        Same("x.t()", x.t(), torch.t(x));
        Same("x.adjoint()", x.adjoint(), torch.adjoint(x));
        Same("k.permute(2, 0, 1)", k.permute(2, 0, 1), torch.permute(k, 2, 0, 1));
        Same("k.permute([2, 0, 1])", k.permute((IEnumerable<long>)[2, 0, 1]));
        Same("k.movedim([0, 1], [1, 2])",
            k.movedim([0, 1], [1, 2]), torch.movedim(k, [0, 1], [1, 2]), k.moveaxis([0, 1], [1, 2]), torch.moveaxis(k, [0, 1], [1, 2]));
        Same("k.movedim(0, 2)", torch.movedim(k, 0, 2), torch.moveaxis(k, 0, 2));
        Same("k.moveaxis((0, 1), (1, 2))", torch.moveaxis(k, (0, 1), (1, 2)));
        Same("k.moveaxis((0, 1, 2), (1, 2, 0))", torch.moveaxis(k, (0, 1, 2), (1, 2, 0)));
        Same("k.unsqueeze(0).moveaxis((0, 1, 2, 3), (1, 2, 3, 0))", torch.moveaxis(k.unsqueeze(0), (0, 1, 2, 3), (1, 2, 3, 0)));
        Same("v.expand(2, 3)", v.expand(2, 3));
        Same("v.expand(2, 3)",
            v.expand((ReadOnlySpan<long>)[2, 3]), v.expand(new long[] { 2, 3 }, false), v.expand(new Size((2, 3))), v.expand_as(x),
            v.broadcast_to(2, 3), torch.broadcast_to(v, 2, 3));
        Same("torch.broadcast_tensors(v, x)[0]", torch.broadcast_tensors(v, x)[0]);
        Same("x.repeat(2, 1, 2)", x.repeat(2, 1, 2));
        Same("x.repeat_interleave(2)", x.repeat_interleave(2), torch.repeat_interleave(x, 2));
        Same("x.repeat_interleave(rep, 1)", x.repeat_interleave(rep, 1), torch.repeat_interleave(x, rep, 1));
        Same("x.tile(2, 2)", x.tile([2, 2]), torch.tile(x, [2, 2]));
        Same("x.flip(0, 1)", x.flip(0, 1), torch.flip(x, 0, 1));
        Same("x.fliplr()", x.fliplr(), torch.fliplr(x));
        Same("x.flipud()", x.flipud(), torch.flipud(x));
        Same("x.roll(1)", x.roll(1), torch.roll(x, 1));
        Same("x.roll(1, 0)", x.roll(1, 0), torch.roll(x, 1, 0));
        Same("x.roll((1, 2), (0, 1))", x.roll((1L, 2L), (0L, 1L)), torch.roll(x, (1L, 2L), (0L, 1L)));
        Same("k.roll((1, 1, 2), (0, 1, 2))", k.roll((1L, 1L, 2L), (0L, 1L, 2L)), torch.roll(k, (1L, 1L, 2L), (0L, 1L, 2L)));
        Same("x.roll([1], [1])", x.roll(new long[] { 1 }, new long[] { 1 }), torch.roll(x, new long[] { 1 }, new long[] { 1 }));
        Same("x.roll([1], [0])", x.roll(new long[] { 1 }), torch.roll(x, new long[] { 1 }));
        Same("x.roll([1, 1], [0, 1])",
            x.roll((ReadOnlySpan<long>)[1, 1], (ReadOnlySpan<long>)[0, 1]),
            torch.roll(x, (ReadOnlySpan<long>)[1, 1], (ReadOnlySpan<long>)[0, 1]));
        Same("x.rot90()", x.rot90(), torch.rot90(x));
        Same("x.rot90(3, (1, 0))", x.rot90(3, (1L, 0L)), torch.rot90(x, 3, (1L, 0L)));
        Same("k.split(2, 2)", k.split(2, 2));
        Same("k.split([1, 3], 2)", k.split((ReadOnlySpan<long>)[1, 3], 2), k.split(new long[] { 1, 3 }, 2), torch.split(k, [1, 3], 2));
        Same("k.split([1, 1, 0])", k.split(1, 1, 0));
        Same("k.split([1, 1])", k.split(new long[] { 1, 1 }));
        Same("k.tensor_split(2, 2)", k.tensor_split(2, 2), torch.tensor_split(k, 2, 2));
        Same("k.tensor_split([1, 3], 2)", k.tensor_split(new long[] { 1, 3 }, 2), torch.tensor_split(k, new long[] { 1, 3 }, 2));
        Same("k.tensor_split(cut, 2)", k.tensor_split(cut, 2), torch.tensor_split(k, cut, 2));
        Same("k.vsplit(2)", k.vsplit(2));
        Same("k.vsplit([1])", k.vsplit(new long[] { 1 }), torch.vsplit(k, new long[] { 1 }));
        Same("k.vsplit(1)", k.vsplit(one));
        Same("k.hsplit(3)", k.hsplit(3), torch.hsplit(k, 3));
        Same("k.hsplit([1])", k.hsplit(new long[] { 1 }), torch.hsplit(k, new long[] { 1 }));
        Same("k.hsplit(one)", k.hsplit(one), torch.hsplit(k, one));
        Same("k.hsplit((1, 2))", torch.hsplit(k, (1, 2)));
        Same("k.hsplit((1, 2, 3))", torch.hsplit(k, (1, 2, 3)));
        Same("k.hsplit((0, 1, 2, 3))", torch.hsplit(k, (0, 1, 2, 3)));
        Same("k.dsplit(2)", k.dsplit(2), torch.dsplit(k, 2));
        Same("k.dsplit([1])", k.dsplit(new long[] { 1 }), torch.dsplit(k, new long[] { 1 }));
        Same("k.dsplit((1, 2))", k.dsplit((1L, 2L)), torch.dsplit(k, (1L, 2L)));
        Same("k.dsplit((1, 2, 3))", k.dsplit((1L, 2L, 3L)), torch.dsplit(k, (1L, 2L, 3L)));
        Same("k.dsplit((0, 1, 2, 3))", k.dsplit((0L, 1L, 2L, 3L)), torch.dsplit(k, (0L, 1L, 2L, 3L)));
        Same("k.dsplit([0, 2])", k.dsplit(cut), torch.dsplit(k, cut));
        Same("k.chunk(2, 2)", k.chunk(2, 2), torch.chunk(k, 2, 2));
        Same("k.unbind(1)", k.unbind(1), torch.unbind(k, 1));
        Same("k.unfold(2, 2, 1)", k.unfold(2, 2, 1));
        Same("k.as_strided((2, 2), (1, 3), 1)", k.as_strided([2, 2], [1, 3], 1));
        Same("torch.atleast_1d(torch.tensor(0.5, dtype=torch.float64))", tensor(0.5).atleast_1d(), torch.atleast_1d(tensor(0.5)).Single());
        Same("torch.atleast_2d(v)", v.atleast_2d(), torch.atleast_2d(v).Single());
        Same("torch.atleast_3d(v)", v.atleast_3d(), torch.atleast_3d(v).Single());
        Same("k.diagonal(1, 1, 2)", k.diagonal(1, 1, 2), torch.diagonal(k, 1, 1, 2));
        Same("s.diag()", s.diag(), torch.diag(s));
        Same("v.diag(1)", v.diag(1), torch.diag(v, 1));
        Same("v.diag_embed()", v.diag_embed(), torch.diag_embed(v));
        Same("v.diag_embed(1, 0, 1)", v.diag_embed(1, 0, 1), torch.diag_embed(v, 1, 0, 1));
        Same("v.diagflat(1)", v.diagflat(1), torch.diagflat(v, 1));
        Same("s.tril()", s.tril(), torch.tril(s), s.clone().tril_(), torch.tril_(s.clone()));
        Same("s.tril(-1)", s.tril(-1), torch.tril(s, -1), s.clone().tril_(-1), torch.tril_(s.clone(), -1));
        Same("s.triu()", s.triu(), torch.triu(s), s.clone().triu_(), torch.triu_(s.clone()));
        Same("s.triu(1)", s.triu(1), torch.triu(s, 1), s.clone().triu_(1), torch.triu_(s.clone(), 1));
        Same("torch.vander(v)", v.vander(), torch.vander(v));
        Same("torch.vander(v, 2, increasing=True)", v.vander(2, true), torch.vander(v, 2, true));
        Same("x.T", x.T, x.mT);
        Same("c.H", c.H, c.mH);
        Same("c.real", c.real, torch.real(c));
        Same("c.imag", c.imag, torch.imag(c));
    }
}

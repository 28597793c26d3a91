using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class LinearAlgebraParityTests : MemberParity
{
    [Fact]
    public void LinearAlgebra_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("a.matmul(b4)", a.matmul(b4), torch.matmul(a, b4));
        Same("a.mm(b4)", a.mm(b4), torch.mm(a, b4));
        Same("k.bmm(kt)", k.bmm(kt), torch.bmm(k, kt));
        Same("a.mv(v4)", a.mv(v4), torch.mv(a, v4));
        Same("v.dot(w)", v.dot(w), torch.dot(v, w));
        Same("v.vdot(w)", v.vdot(w), torch.vdot(v, w));
        Same("x.inner(y)", x.inner(y), torch.inner(x, y));
        Same("v.outer(w)", v.outer(w), torch.outer(v, w), v.ger(w), torch.ger(v, w));
        Same("ab.addmm(a, b4, beta=0.5, alpha=2)",
            ab.addmm(a, b4, 0.5f, 2f), torch.addmm(ab, a, b4, 0.5f, 2f), ab.clone().addmm_(a, b4, 0.5f, 2f),
            torch.addmm_(ab.clone(), a, b4, 0.5f, 2f));
        Same("v.addmv(a, v4, beta=0.5, alpha=2)",
            v.addmv(a, v4, 0.5f, 2f), torch.addmv(v, a, v4, 0.5f, 2f), v.clone().addmv_(a, v4, 0.5f, 2f),
            torch.addmv_(v.clone(), a, v4, 0.5f, 2f));
        Same("s.addr(v, w, beta=0.5, alpha=2)",
            s.addr(v, w, 0.5f, 2f), torch.addr(s, v, w, 0.5f, 2f), s.clone().addr_(v, w, 0.5f, 2f), torch.addr_(s.clone(), v, w, 0.5f, 2f));
        Same("kk.addbmm(k, kt, beta=0.5, alpha=2)",
            kk.addbmm(k, kt, 0.5f, 2f), torch.addbmm(kk, k, kt, 0.5f, 2f), kk.clone().addbmm_(k, kt, 0.5f, 2f),
            torch.addbmm_(kk.clone(), k, kt, 0.5f, 2f));
        Same("kkk.baddbmm(k, kt, beta=0.5, alpha=2)",
            Differs("baddbmm", () => kkk.baddbmm(k, kt, 0.5f, 2f)), Differs("baddbmm", () => torch.baddbmm(kkk, k, kt, 0.5f, 2f)));
        Same("torch.tensordot(k, kt, ([2], [1]))", k.tensordot(kt, [2], [1]), torch.tensordot(k, kt, [2], [1]));
        Same("torch.tensordot(k, kt, [[2], [1]])", k.tensordot(kt, [(2L, 1L)]), torch.tensordot(k, kt, [(2L, 1L)]));
        Same("torch.tensordot(a, b4, 1)", Differs("tensordot", () => a.tensordot(b4, 1)), Differs("tensordot", () => torch.tensordot(a, b4, 1)));
        Same("x.kron(y)", x.kron(y), torch.kron(x, y));
        Same("s.cholesky()", s.cholesky(), torch.cholesky(s));
        Same("s.cholesky(True)", s.cholesky(true), torch.cholesky(s, true));
        Same("torch.cholesky_inverse(s.cholesky())", s.cholesky().cholesky_inverse(), torch.cholesky_inverse(torch.cholesky(s)));
        Same("torch.cholesky_solve(ab, s.cholesky())", ab.cholesky_solve(s.cholesky()), torch.cholesky_solve(ab, s.cholesky()));
        Same("s.det()", s.det(), torch.det(s));
        Same("s.logdet()", s.logdet(), torch.logdet(s));
        Same("torch.slogdet(s)", torch.slogdet(s));
        Same("s.inverse()", s.inverse(), torch.inverse(s));
        Same("a.pinverse()", a.pinverse(), torch.pinverse(a));
        Same("s.matrix_exp()", s.matrix_exp(), torch.matrix_exp(s));
        Same("s.matrix_power(3)", s.matrix_power(3), torch.matrix_power(s, 3));
        Same("a @ b4", torch.chain_matmul(a, b4));
        Same("torch.einsum('bij,bjk->bik', k, kt)", torch.einsum("bij,bjk->bik", k, kt));
        Same("torch.cdist(x, y)", torch.cdist(x, y));
        Same("torch.cdist(x, y, 3.)", torch.cdist(x, y, 3, compute_mode.donot_use_mm_for_euclid_dist));
        Same("torch.orgqr(b4, v.sigmoid())", torch.orgqr(b4, v.sigmoid()));
    }
}

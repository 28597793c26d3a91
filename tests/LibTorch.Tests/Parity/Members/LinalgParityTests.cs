using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class LinalgParityTests : MemberParity
{
    [Fact]
    public void Linalg_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("torch.linalg.cholesky(s)", linalg.cholesky(s), linalg.cholesky_ex(s).L);
        Same("torch.linalg.cond(s)", linalg.cond(s));
        Same("torch.linalg.cond(s, 1)", linalg.cond(s, 1), linalg.cond(s, 1.0));
        Same("torch.linalg.cond(s, 'fro')", linalg.cond(s, "fro"));
        Same("torch.linalg.cross(x, y)", linalg.cross(x, y));
        Same("torch.linalg.det(s)", linalg.det(s), torch.det(s));
        Same("torch.linalg.slogdet(s)", linalg.slogdet(s));
        Same("torch.linalg.diagonal(k)", linalg.diagonal(k));
        Same("torch.linalg.eigvals(s).real.sort()[0]", linalg.eigvals(s).real.sort().Values);
        Same("torch.linalg.eig(s)[0].real.sort()[0]", linalg.eig(s).Item1.real.sort().Values);
        Same("torch.linalg.eigvalsh(s)", linalg.eigh(s).Item1, linalg.eigvalsh(s), linalg.eigvalsh(s, 'U'));
        Same("torch.linalg.inv(s)", linalg.inv(s), Differs("linalg.inv_ex", () => linalg.inv_ex(s).L));
        Same("torch.linalg.lstsq(ab, s)[0]", linalg.lstsq(ab, s).Solution, linalg.lstsq(ab, s, 1e-12).Solution);
        Same("torch.linalg.lu(s)", linalg.lu(s));
        Same("torch.linalg.lu_factor(s)[0]", linalg.lu_factor(s).LU);
        Same("torch.linalg.solve(s, ab)",
            linalg.lu_solve(linalg.lu_factor(s).LU, linalg.lu_factor(s).Pivots!, ab), linalg.solve(s, ab), linalg.solve_ex(s, ab).result);
        Same("torch.linalg.matrix_exp(s)", linalg.matrix_exp(s));
        Same("torch.linalg.matrix_norm(a)", linalg.matrix_norm(a));
        Same("torch.linalg.matrix_norm(a, 1)", linalg.matrix_norm(a, 1.0));
        Same("torch.linalg.matrix_rank(a)", linalg.matrix_rank(a), linalg.matrix_rank(a, tensor(0.01)));
        Same("torch.linalg.multi_dot([a, b4, s])", linalg.multi_dot([a, b4, s]));
        Same("a", linalg.multi_dot([a]));
        Same("torch.linalg.norm(a)", linalg.norm(a));
        Same("torch.linalg.norm(a, 1)", linalg.norm(a, 1), linalg.norm(a, 1.0));
        Same("torch.linalg.norm(a, 'nuc')", linalg.norm(a, "nuc"));
        Same("torch.linalg.pinv(a)", linalg.pinv(a), linalg.pinv(a, tensor(1e-12, dtype: float64)));
        Same("torch.linalg.qr(a, 'complete')", linalg.qr(a, linalg.QRMode.Complete));
        Same("torch.linalg.solve_triangular(s, ab, upper=True)",
            linalg.solve_triangular(s, ab, true), Unrecorded(() => linalg.solve_triangular(s, ab, true, @out: empty(0, dtype: float64))));
        Same("torch.linalg.svdvals(a)", linalg.svd(a, false).S, linalg.svdvals(a));
        Same("a", Recomposed(linalg.svd(a, false)));
        Same("torch.linalg.tensorinv((torch.eye(12, dtype=torch.float64) * 2).reshape(3, 4, 12), 2)",
            linalg.tensorinv(eye(12, dtype: float64).mul(2).reshape(3, 4, 12), 2));
        Same("torch.linalg.tensorsolve(s.reshape(3, 3, 1), v, [0])", linalg.tensorsolve(s.reshape(3, 3, 1), v, [0]));
        Same("torch.linalg.vander(v, N=2)", linalg.vander(v, 2));
        Same("torch.linalg.vecdot(x, y)", linalg.vecdot(x, y), Unrecorded(() => linalg.vecdot(x, y, @out: empty(0, dtype: float64))));
        Same("torch.linalg.vector_norm(a, 3, 1, True)", linalg.vector_norm(a, 3, [1], true));
        Same("torch.linalg.householder_product(b4, v.sigmoid())", linalg.householder_product(b4, v.sigmoid()));
    }

    private static object Recomposed((Tensor U, Tensor S, Tensor Vh) parts) => Unrecorded(() => (parts.U * parts.S).matmul(parts.Vh));
}

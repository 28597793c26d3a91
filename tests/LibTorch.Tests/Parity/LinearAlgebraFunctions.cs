using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity;

/// <summary>The functions of <see cref="linalg"/>, each with a case of the oracle that it must agree with.</summary>
internal static class LinearAlgebraFunctions
{
    public static MemberRow[] Rows { get; } = [
        new("linalg_cholesky/0", t => linalg.cholesky(t[0])),
        new("linalg_cholesky_ex/0", t => linalg.cholesky_ex(t[0])),
        new("linalg_cond/0", t => linalg.cond(t[0])),
        new("linalg_cond/1", t => linalg.cond(t[0], 1)),
        new("linalg_cond/1", t => linalg.cond(t[0], 1.0)),
        new("linalg_cond.p_str/0", t => linalg.cond(t[0], "fro")),
        new("linalg_cross/0", t => linalg.cross(t[0], t[1])),
        new("linalg_det/0", t => linalg.det(t[0])),
        new("linalg_eig/0", t => linalg.eig(t[0])),
        new("linalg_eigh/0", t => linalg.eigh(t[0])),
        new("linalg_eigvals/0", t => linalg.eigvals(t[0])),
        new("linalg_eigvalsh/0", t => linalg.eigvalsh(t[0])),
        new("linalg_householder_product/0", t => linalg.householder_product(t[0], t[1])),
        new("linalg_inv/0", t => linalg.inv(t[0])),
        new("linalg_inv_ex/0", t => linalg.inv_ex(t[0]), "linalg.inv_ex"),
        new("linalg_lstsq/0", t => linalg.lstsq(t[0], t[1])),
        new("linalg_lu/0", t => linalg.lu(t[0])),
        new("linalg_lu_factor/0", t => linalg.lu_factor(t[0])),
        new("linalg_lu_solve/0", t => linalg.lu_solve(t[0], t[1], t[2])),
        new("linalg_matrix_exp/0", t => linalg.matrix_exp(t[0])),
        new("linalg_matrix_norm.str_ord/1", t => linalg.matrix_norm(t[0], "nuc")),
        new("linalg_matrix_norm/1", t => linalg.matrix_norm(t[0], 2.0, keepdim: true)),
        new("linalg_matrix_rank.atol_rtol_float/1", t => linalg.matrix_rank(t[0], 0.1, hermitian: true)),
        new("linalg_matrix_rank.atol_rtol_tensor/0", t => linalg.matrix_rank(t[0], t[1])),
        new("linalg_multi_dot/0", t => linalg.multi_dot((IList<Tensor>)[t[0], t[1], t[2]])),
        new("linalg_norm/0", t => linalg.norm(t[0])),
        new("linalg_norm.ord_str/0", t => linalg.norm(t[0], "fro")),
        new("linalg_norm/2", t => linalg.norm(t[0], 2.0, new long[] { 0 }, true)),
        new("linalg_norm/2", t => linalg.norm(t[0], 2, new long[] { 0 }, true)),
        new("linalg_pinv/0", t => linalg.pinv(t[0], 0.01)),
        new("linalg_pinv.rcond_tensor/0", t => linalg.pinv(t[0], t[1])),
        new("linalg_qr/0", t => linalg.qr(t[0])),
        new("linalg_slogdet/0", t => linalg.slogdet(t[0])),
        new("linalg_solve/0", t => linalg.solve(t[0], t[1])),
        new("linalg_solve_ex/0", t => linalg.solve_ex(t[0], t[1])),
        new("linalg_solve_triangular/1", t => linalg.solve_triangular(t[0], t[1], false, false)),
        new("linalg_svd/0", t => linalg.svd(t[0], false)),
        new("linalg_svdvals/0", t => linalg.svdvals(t[0])),
        new("linalg_tensorinv/1", t => linalg.tensorinv(t[0], 1L)),
        new("linalg_vander/1", t => linalg.vander(t[0], 2L)),
        new("linalg_vecdot/0", t => linalg.vecdot(t[0], t[1])),
        new("linalg_vector_norm/1", t => linalg.vector_norm(t[0], 3.0, new long[] { 1 }, true)),
    ];
}

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra; all functions take stacks of matrices.</summary>
    public static class linalg
    {
        /// <summary>What <see cref="qr"/> computes.</summary>
        public enum QRMode
        {
            /// <summary>As many columns of Q as the smaller dimension has.</summary>
            Reduced = 0,
            /// <summary>All columns of Q.</summary>
            Complete = 1,
            /// <summary>R alone.</summary>
            R = 2,
        }

        /// <summary>The Cholesky factor, lower triangular, of symmetric positive-definite matrices.</summary>
        public static Tensor cholesky(Tensor input) => Aten.linalg_cholesky(input);

        /// <summary>The Cholesky factor, and for each matrix 0 or the order of its first minor that isn't positive.</summary>
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) => Aten.linalg_cholesky_ex(input, check_errors: check_errors);

        /// <summary>The condition number in the 2-norm.</summary>
        public static Tensor cond(Tensor input) => Aten.linalg_cond(input);

        /// <summary>The condition number in a norm.</summary>
        public static Tensor cond(Tensor input, int p) => Aten.linalg_cond(input, p);

        /// <summary>The condition number in a norm.</summary>
        public static Tensor cond(Tensor input, double p) => Aten.linalg_cond(input, p);

        /// <summary>The condition number in a norm: <c>fro</c> or <c>nuc</c>.</summary>
        public static Tensor cond(Tensor input, string p) => Aten.linalg_cond(input, p);

        /// <summary>The cross product over a dimension of size 3.</summary>
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Aten.linalg_cross(input, other, dim);

        /// <summary>The determinant.</summary>
        public static Tensor det(Tensor input) => Aten.linalg_det(input);

        /// <summary>The sign and the logarithm of the absolute value of the determinant.</summary>
        public static (Tensor, Tensor) slogdet(Tensor input) => Aten.linalg_slogdet(input);

        /// <summary>The diagonal of two dimensions, as a view and last dimension.</summary>
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => input.diagonal(offset, dim1, dim2);

        /// <summary>Eigenvalues and eigenvectors.</summary>
        public static (Tensor, Tensor) eig(Tensor input) => Aten.linalg_eig(input);

        /// <summary>Eigenvalues and eigenvectors of symmetric matrices.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Aten.linalg_eigh(input, UPLO.ToString());

        /// <summary>Eigenvalues.</summary>
        public static Tensor eigvals(Tensor input) => Aten.linalg_eigvals(input);

        /// <summary>Eigenvalues of symmetric matrices.</summary>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Aten.linalg_eigvalsh(input, UPLO.ToString());

        /// <summary>The first columns of a product of Householder reflections.</summary>
        public static Tensor householder_product(Tensor A, Tensor tau) => Aten.linalg_householder_product(A, tau);

        /// <summary>The inverse matrix.</summary>
        public static Tensor inv(Tensor input) => Aten.linalg_inv(input);

        /// <summary>The inverse matrix, and for each 0 or where it is singular.</summary>
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) => Aten.linalg_inv_ex(input, check_errors: check_errors);

        /// <summary>Least squares: solution, residuals, rank and singular values.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) => Aten.linalg_lstsq(input, other);

        /// <summary>Least squares, singular values below rcond of the largest counting as 0.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) => Aten.linalg_lstsq(input, other, rcond);

        /// <summary>Permutation, lower and upper factor.</summary>
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Aten.linalg_lu(input, pivot: pivot);

        /// <summary>Both factors in one matrix, and the pivots.</summary>
        public static (Tensor LU, Tensor? Pivots) lu_factor(Tensor input, bool pivot = true) => Aten.linalg_lu_factor(input, pivot: pivot);

        /// <summary>The matrix exponential.</summary>
        public static Tensor matrix_exp(Tensor input) => Aten.linalg_matrix_exp(input);

        /// <summary>A norm of matrices: <c>fro</c> or <c>nuc</c>.</summary>
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_matrix_norm(input, ord, dims ?? [-2, -1], keepdim);

        /// <summary>A norm of matrices: 1, 2, infinity, or one of them with a minus sign.</summary>
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Aten.linalg_matrix_norm(input, ord, dims ?? [-2, -1], keepdim);

        /// <summary>The rank: the number of singular values above the tolerances.</summary>
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Aten.linalg_matrix_rank(input, atol: atol, rtol: rtol, hermitian: hermitian);

        /// <summary>The rank: the number of singular values above the tolerances.</summary>
        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Aten.linalg_matrix_rank(input, atol: atol, rtol: rtol, hermitian: hermitian);

        /// <summary>The product of matrices, in the cheapest order.</summary>
        /// <exception cref="ArgumentException">There are none.</exception>
        public static Tensor multi_dot(IList<Tensor> tensors) => tensors.Count switch {
            0 => throw new ArgumentException("There are no matrices.", nameof(tensors)),
            1 => tensors[0].alias(),
            _ => Aten.linalg_multi_dot(Span(tensors)),
        };

        /// <summary>A norm of vectors or matrices, by the number of dimensions.</summary>
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) => Aten.linalg_norm(input, ord, dims, keepdim);

        /// <summary>A norm of vectors or matrices, by the number of dimensions.</summary>
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Aten.linalg_norm(input, (Scalar?)ord, dims, keepdim);

        /// <summary>A norm of vectors or matrices, by the number of dimensions.</summary>
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => Aten.linalg_norm(input, (Scalar?)ord, dims, keepdim);

        /// <summary>The 2-norm of vectors, or the Frobenius norm of matrices.</summary>
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Aten.linalg_norm(input, (Scalar?)null, dims, keepdim);

        /// <summary>The pseudo-inverse.</summary>
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Aten.linalg_pinv(input, atol: atol, rtol: rtol, hermitian: hermitian);

        /// <summary>The pseudo-inverse.</summary>
        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            Aten.linalg_pinv(input, atol: atol, rtol: rtol, hermitian: hermitian);

        /// <summary>An orthogonal and an upper triangular factor.</summary>
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Aten.linalg_qr(input, mode.ToString().ToLowerInvariant());

        /// <summary>Solves A X = B, or X A = B.</summary>
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Aten.linalg_solve(A, B, left: left);

        /// <summary>Solves A X = B, or X A = B, and says for each 0 or where A is singular.</summary>
        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            Aten.linalg_solve_ex(A, B, left: left, check_errors: check_errors);

        /// <summary>Solves A X = B, or X A = B, with a triangular A.</summary>
        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) =>
            Tensor.Into(@out, Aten.linalg_solve_triangular(A, B, upper: upper, left: left, unitriangular: unitriangular));

        /// <summary>The singular value decomposition.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Aten.linalg_svd(input, fullMatrices);

        /// <summary>The singular values.</summary>
        public static Tensor svdvals(Tensor input) => Aten.linalg_svdvals(input);

        /// <summary>The inverse of a tensor as a linear map of its last dimensions to its first.</summary>
        public static Tensor tensorinv(Tensor input, long ind) => Aten.linalg_tensorinv(input, ind);

        /// <summary>Solves tensordot(A, X) = B.</summary>
        public static Tensor tensorsolve(Tensor A, Tensor B, long[] dims) => Aten.linalg_tensorsolve(A, B, dims);

        /// <summary>A norm of vectors.</summary>
        public static Tensor vector_norm(Tensor input, double ord = 2d, long[]? dims = null, bool keepdim = false) => Aten.linalg_vector_norm(input, ord, dims, keepdim);

        /// <summary>The Vandermonde matrix.</summary>
        public static Tensor vander(Tensor input, long? N = null) => Aten.linalg_vander(input, N: N);

        /// <summary>The dot products over a dimension.</summary>
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) => Tensor.Into(@out, Aten.linalg_vecdot(x, y, dim: dim));

        /// <summary>Solves A X = B, or X A = B, with the factors of A that <see cref="lu_factor"/> returned.</summary>
        public static Tensor lu_solve(Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor? @out = null) =>
            Tensor.Into(@out, Aten.linalg_lu_solve(LU, pivots, B, left: left, adjoint: adjoint));
    }
}

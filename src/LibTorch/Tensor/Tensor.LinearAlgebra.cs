namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>beta times this stack of matrices and alpha times the products of two.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Aten.baddbmm(this, batch1, batch2, beta, alpha);

        /// <summary>The products of two stacks of matrices.</summary>
        public Tensor bmm(Tensor batch2) => Aten.bmm(this, batch2);

        /// <summary>The Kronecker product.</summary>
        public Tensor kron(Tensor other) => Aten.kron(this, other);

        /// <summary>All products of two vectors' elements, as a matrix.</summary>
        public Tensor outer(Tensor vec2) => Aten.outer(this, vec2);

        /// <summary>All products of two vectors' elements, as a matrix.</summary>
        public Tensor ger(Tensor vec2) => outer(vec2);

        /// <summary>The dot products over the last dimensions.</summary>
        public Tensor inner(Tensor vec2) => Aten.inner(this, vec2);

        /// <summary>The inverse matrix.</summary>
        public Tensor inverse() => Aten.linalg_inv(this);

        /// <summary>beta times this matrix and alpha times the sum of the products of two stacks.</summary>
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Aten.addbmm(this, batch1, batch2, beta, alpha);

        /// <summary>In place: beta times this matrix and alpha times the sum of the products of two stacks.</summary>
        /// <returns>This tensor.</returns>
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Aten.addbmm_(this, batch1, batch2, beta, alpha);

        /// <summary>beta times this matrix and alpha times the product of two.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Aten.addmm(this, mat1, mat2, beta, alpha);

        /// <summary>In place: beta times this matrix and alpha times the product of two.</summary>
        /// <returns>This tensor.</returns>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Aten.addmm_(this, mat1, mat2, beta, alpha);

        /// <summary>beta times this vector and alpha times the product of a matrix and a vector.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) => Aten.addmv(this, mat, vec, beta, alpha);

        /// <summary>In place: beta times this vector and alpha times the product of a matrix and a vector.</summary>
        /// <returns>This tensor.</returns>
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) => Aten.addmv_(this, mat, vec, beta, alpha);

        /// <summary>beta times this matrix and alpha times the outer product of two vectors.</summary>
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1.0f, float alpha = 1.0f) => Aten.addr(this, vec1, vec2, beta, alpha);

        /// <summary>In place: beta times this matrix and alpha times the outer product of two vectors.</summary>
        /// <returns>This tensor.</returns>
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1.0f, float alpha = 1.0f) => Aten.addr_(this, vec1, vec2, beta, alpha);

        /// <summary>The product summed over given dimensions of both, or over the last of this and the first of the other.</summary>
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Aten.tensordot(this, b, dims1, dims2);

        /// <summary>The product summed over given dimensions of both, or over the last of this and the first of the other.</summary>
        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            Aten.tensordot(this, b, Array.ConvertAll(dims, d => d.Item1), Array.ConvertAll(dims, d => d.Item2));

        /// <summary>The Cholesky factor of symmetric positive-definite matrices.</summary>
        public Tensor cholesky(bool upper = false) => Aten.linalg_cholesky(this, upper: upper);

        /// <summary>The inverse of the matrix with this Cholesky factor.</summary>
        public Tensor cholesky_inverse(bool upper = false) => Aten.cholesky_inverse(this, upper);

        /// <summary>Solves equations with the matrix that has the Cholesky factor input2.</summary>
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => Aten.cholesky_solve(this, input2, upper);

        /// <summary>The determinant.</summary>
        public Tensor det() => Aten.linalg_det(this);

        /// <summary>The logarithm of the determinant.</summary>
        public Tensor logdet() => Aten.logdet(this);

        /// <summary>The matrix product; of vectors their dot product, of more dimensions a product for each.</summary>
        public Tensor matmul(Tensor target) => Aten.matmul(this, target);

        /// <summary>The product of two matrices.</summary>
        public Tensor mm(Tensor target) => Aten.mm(this, target);

        /// <summary>The product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => Aten.mv(this, target);

        /// <summary>The matrix exponential.</summary>
        public Tensor matrix_exp() => Aten.linalg_matrix_exp(this);

        /// <summary>The matrix to a whole power.</summary>
        public Tensor matrix_power(int n) => Aten.linalg_matrix_power(this, n);

        /// <summary>The dot product of the conjugate of a vector and another.</summary>
        public Tensor vdot(Tensor target) => Aten.vdot(this, target);

        /// <summary>The dot product of two vectors.</summary>
        public Tensor dot(Tensor target) => Aten.dot(this, target);

        /// <summary>The pseudo-inverse matrix.</summary>
        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => Aten.linalg_pinv(this, rcond, hermitian);
    }
}

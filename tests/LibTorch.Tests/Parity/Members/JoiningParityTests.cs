using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class JoiningParityTests : MemberParity
{
    [Fact]
    public void Joining_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("torch.tensor(torch.broadcast_shapes((2, 1, 3), (1, 4, 1)))", tensor(broadcast_shapes([2, 1, 3], [1, 4, 1]).Shape));
        Same("torch.tensor(torch.broadcast_shapes((2, 1), (3,), (4, 1, 1)))",
            Differs("broadcast_shapes", () => tensor(broadcast_shapes([2, 1], [3], [4, 1, 1]).Shape)));
        Same("torch.cat([x, y], 1)",
            torch.cat([x, y], 1), torch.cat(new[] { x, y }, 1), torch.cat(new List<Tensor> { x, y }, 1), torch.concat([x, y], 1),
            torch.concat(new[] { x, y }, 1), torch.concat(new List<Tensor> { x, y }, 1), torch.concatenate([x, y], 1),
            torch.concatenate(new[] { x, y }, 1), torch.concatenate(new List<Tensor> { x, y }, 1));
        Same("torch.stack([x, y], 1)",
            torch.stack([x, y], 1), torch.stack(new List<Tensor> { x, y }, 1), torch.stack(Enumerable.Repeat(x, 1).Append(y), 1));
        Same("torch.hstack((x, y))",
            torch.hstack(x, y), torch.hstack((ReadOnlySpan<Tensor>)[x, y]), torch.hstack((IList<Tensor>)[x, y]),
            torch.hstack((IEnumerable<Tensor>)[x, y]));
        Same("torch.vstack((x, y))",
            torch.vstack(new[] { x, y }), torch.vstack((ReadOnlySpan<Tensor>)[x, y]), torch.vstack((IList<Tensor>)[x, y]),
            torch.row_stack(x, y), torch.row_stack((ReadOnlySpan<Tensor>)[x, y]), torch.row_stack((IList<Tensor>)[x, y]));
        Same("torch.column_stack((v, w))",
            torch.column_stack(v, w), torch.column_stack((ReadOnlySpan<Tensor>)[v, w]), torch.column_stack((IList<Tensor>)[v, w]));
        Same("torch.dstack((x, y))",
            torch.dstack(x, y), torch.dstack((ReadOnlySpan<Tensor>)[x, y]), torch.dstack((IList<Tensor>)[x, y]),
            torch.dstack((IEnumerable<Tensor>)[x, y]));
        Same("torch.block_diag(x, s)", torch.block_diag(x, s), Tensor.block_diag(x, s));
        Same("torch.cartesian_prod(v, w)",
            torch.cartesian_prod(v, w), torch.cartesian_prod((ReadOnlySpan<Tensor>)[v, w]), torch.cartesian_prod((IList<Tensor>)[v, w]));
        Same("torch.combinations(v)", torch.combinations(v));
        Same("torch.combinations(v, 3, True)", torch.combinations(v, 3, true));
        Same("torch.meshgrid(v, w, indexing='ij')", torch.meshgrid([v, w]));
        Same("torch.meshgrid(v, w, indexing='xy')", torch.meshgrid([v, w], "xy"));
        Same("torch.searchsorted(v.msort(), x)", torch.searchsorted(v.msort(), x));
        Same("torch.searchsorted(v.msort(), 0.1, out_int32=True, right=True)", torch.searchsorted(v.msort(), 0.1, true, true, null));
        Same("torch.bucketize(x, v.msort(), out_int32=True, right=True)",
            x.bucketize(v.msort(), true, true), torch.bucketize(x, v.msort(), true, true));
        Same("torch.complex(x, y)", torch.complex(x, y));
        Same("torch.polar(p, y)", torch.polar(p, y));
        Same("torch.tril_indices(3, 4, 1)", torch.tril_indices(3, 4, 1));
        Same("torch.triu_indices(3, 4, -1)", torch.triu_indices(3, 4, -1));
        Same("torch.linspace(-1, 2, 5, dtype=torch.float64)", torch.linspace(-1, 2, 5, dtype: float64));
        Same("torch.logspace(-1, 2, 5, 2, dtype=torch.float64)", torch.logspace(-1, 2, 5, 2, dtype: float64));
        Same("torch.arange(7)", torch.arange(7), torch.arange(0, 7));
        Same("torch.arange(1, 2, 0.25)", torch.arange(1, 2, 0.25));
        Same("torch.eye(2, 3)", torch.eye(2, 3));
        Same("torch.eye(3, dtype=torch.float64)", torch.eye(3, dtype: float64));
        Same("torch.bartlett_window(7, dtype=torch.float64)", torch.bartlett_window(7, dtype: float64));
        Same("torch.blackman_window(7, dtype=torch.float64)", torch.blackman_window(7, dtype: float64));
        Same("torch.hamming_window(7, dtype=torch.float64)", Differs("hamming_window", () => torch.hamming_window(7, dtype: float64)));
        Same("torch.hann_window(7, False, dtype=torch.float64)", torch.hann_window(7, false, dtype: float64));
        Same("torch.kaiser_window(7, dtype=torch.float64)", torch.kaiser_window(7, dtype: float64));
        Same("torch.stft(wave, 8, 4, window=hann, return_complex=False)",
            wave.stft(8, 4, window: hann), torch.stft(wave, 8, 4, window: hann));
        Same("torch.istft(torch.stft(wave, 8, 4, window=hann, return_complex=True), 8, 4, window=hann)",
            wave.stft(8, 4, window: hann, return_complex: true).istft(8, 4, window: hann),
            torch.istft(torch.stft(wave, 8, 4, window: hann, return_complex: true), 8, 4, window: hann));
        Same("torch.tensor([[0, 0, 3.], [4, 0, 0]], dtype=torch.float64)",
            torch.sparse_coo_tensor(tensor(new long[,] { { 0, 1 }, { 2, 0 } }), tensor(new[] { 3.0, 4.0 }), [2, 3]).to_dense(),
            Untried("torch.sparse", () => torch.sparse(tensor(new long[,] { { 0, 1 }, { 2, 0 } }), tensor(new[] { 3.0, 4.0 }), [2, 3]).to_dense()));
        Same("x.to_sparse()._values()", x.to_sparse().SparseValues, x.to_sparse(2).SparseValues);
        Same("x.to_sparse()._indices()", x.to_sparse().SparseIndices);
    }
}

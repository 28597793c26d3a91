namespace TorchSharp.Modules;

/// <summary>The rows of some tensors; item i is the list of their i-th rows. See torch.utils.data.TensorDataset.</summary>
public class TensorDataset : torch.utils.data.IterableDataset
{
    private readonly torch.Tensor[] tensors;

    internal TensorDataset(torch.Tensor[] tensors)
    {
        if (tensors is null or [])
            throw new ArgumentNullException(nameof(tensors));
        long rows = tensors[0].shape[0];
        if (tensors.Any(tensor => tensor.shape[0] != rows))
            throw new ArgumentException("All tensors must have the same first dimension size.", nameof(tensors));
        // Own handles to the same memory, so that the caller may dispose theirs.
        this.tensors = [.. tensors.Select(tensor => Aten.alias(tensor).DetachFromDisposeScope())];
    }

    /// <summary>The number of rows.</summary>
    public override long Count => tensors[0].shape[0];

    /// <summary>The tensors' rows of one number.</summary>
    /// <param name="index">The row's number, from 0.</param>
    public IList<torch.Tensor> this[long index] => GetTensor(index);

    /// <inheritdoc/>
    public override IList<torch.Tensor> GetTensor(long index) => [.. tensors.Select(tensor => Aten.select(tensor, 0, index))];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) {
            foreach (torch.Tensor tensor in tensors)
                tensor.Dispose();
        }
        base.Dispose(disposing);
    }
}

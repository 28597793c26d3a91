namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum of all elements.</summary>
        /// <param name="type">The type to sum in; when null, the elements', or Int64 for whole numbers.</param>
        public Tensor sum(ScalarType? type = null) => Aten.sum(this, type);
    }
}

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements as another type; the tensor itself (a second object for it) when it is of that type.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            Tensor result = Aten.to(this, type, non_blocking, copy);
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}

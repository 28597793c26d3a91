namespace TorchSharp;

public static partial class torch
{
    // What the overloads of std, var, ... come to, and what writes into a tensor that the caller gives.
    public partial class Tensor
    {
        private Tensor Std(long[] dimensions, bool unbiased, bool keepdim, ScalarType? type)
        {
            using Tensor? converted = Converted(type);
            return Aten.std(converted ?? this, dimensions, unbiased, keepdim);
        }

        private Tensor Var(long[] dimensions, bool unbiased, bool keepdim, ScalarType? type)
        {
            using Tensor? converted = Converted(type);
            return Aten.var(converted ?? this, dimensions, unbiased, keepdim);
        }

        private (Tensor, Tensor) StdMean(long[] dimensions, bool unbiased, bool keepdim, ScalarType? type)
        {
            using Tensor? converted = Converted(type);
            return Aten.std_mean(converted ?? this, dimensions, unbiased, keepdim);
        }

        private (Tensor, Tensor) VarMean(long[] dimensions, bool unbiased, bool keepdim, ScalarType? type)
        {
            using Tensor? converted = Converted(type);
            return Aten.var_mean(converted ?? this, dimensions, unbiased, keepdim);
        }

        private Tensor? Converted(ScalarType? type) => type is { } given && given != dtype ? to(given) : null;

        internal static Tensor Into(Tensor? target, Tensor result)
        {
            if (target is null)
                return result;
            using (result) {
                Aten.resize_(target, result.shape);
                return Aten.copy_(target, result);
            }
        }
    }
}

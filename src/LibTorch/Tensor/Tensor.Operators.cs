namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
#pragma warning disable CS1591 // Operators say what they do.
        public static Tensor operator +(Tensor left, Tensor right) => Aten.add(left, right);
        public static Tensor operator +(Tensor left, Scalar right) => Aten.add(left, right);
        public static Tensor operator +(Scalar left, Tensor right) => Aten.add(right, left);
        public static Tensor operator +(Tensor left, int right) => Aten.add(left, right);
        public static Tensor operator +(Tensor left, long right) => Aten.add(left, right);
        public static Tensor operator +(Tensor left, float right) => Aten.add(left, right);
        public static Tensor operator +(Tensor left, double right) => Aten.add(left, right);
        public static Tensor operator +(int left, Tensor right) => Aten.add(right, left);
        public static Tensor operator +(long left, Tensor right) => Aten.add(right, left);
        public static Tensor operator +(float left, Tensor right) => Aten.add(right, left);
        public static Tensor operator +(double left, Tensor right) => Aten.add(right, left);

        public static Tensor operator *(Tensor left, Tensor right) => Aten.mul(left, right);
        public static Tensor operator *(Tensor left, Scalar right) => Aten.mul(left, right);
        public static Tensor operator *(Scalar left, Tensor right) => Aten.mul(right, left);
        public static Tensor operator *(Tensor left, int right) => Aten.mul(left, right);
        public static Tensor operator *(Tensor left, long right) => Aten.mul(left, right);
        public static Tensor operator *(Tensor left, float right) => Aten.mul(left, right);
        public static Tensor operator *(Tensor left, double right) => Aten.mul(left, right);
        public static Tensor operator *(int left, Tensor right) => Aten.mul(right, left);
        public static Tensor operator *(long left, Tensor right) => Aten.mul(right, left);
        public static Tensor operator *(float left, Tensor right) => Aten.mul(right, left);
        public static Tensor operator *(double left, Tensor right) => Aten.mul(right, left);

        public static Tensor operator -(Tensor left, Tensor right) => Aten.sub(left, right);
        public static Tensor operator -(Tensor left, Scalar right) => Aten.sub(left, right);
        public static Tensor operator -(Scalar left, Tensor right) => Aten.rsub(right, left);
        public static Tensor operator -(Tensor left, int right) => Aten.sub(left, right);
        public static Tensor operator -(Tensor left, long right) => Aten.sub(left, right);
        public static Tensor operator -(Tensor left, float right) => Aten.sub(left, right);
        public static Tensor operator -(Tensor left, double right) => Aten.sub(left, right);
        public static Tensor operator -(int left, Tensor right) => Aten.rsub(right, left);
        public static Tensor operator -(long left, Tensor right) => Aten.rsub(right, left);
        public static Tensor operator -(float left, Tensor right) => Aten.rsub(right, left);
        public static Tensor operator -(double left, Tensor right) => Aten.rsub(right, left);
        public static Tensor operator -(Tensor tensor) => Aten.neg(tensor);

        public static Tensor operator /(Tensor left, Tensor right) => Aten.div(left, right);
        public static Tensor operator /(Tensor left, Scalar right) => Aten.div(left, right);
        public static Tensor operator /(Scalar left, Tensor right) => Over(left, right);
        public static Tensor operator /(Tensor left, int right) => Aten.div(left, right);
        public static Tensor operator /(Tensor left, long right) => Aten.div(left, right);
        public static Tensor operator /(Tensor left, float right) => Aten.div(left, right);
        public static Tensor operator /(Tensor left, double right) => Aten.div(left, right);
        public static Tensor operator /(int left, Tensor right) => Over(left, right);
        public static Tensor operator /(long left, Tensor right) => Over(left, right);
        public static Tensor operator /(float left, Tensor right) => Over(left, right);
        public static Tensor operator /(double left, Tensor right) => Over(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Aten.remainder(left, right);
        public static Tensor operator %(Tensor left, Scalar right) => Aten.remainder(left, right);
        public static Tensor operator %(Tensor left, int right) => Aten.remainder(left, right);
        public static Tensor operator %(Tensor left, long right) => Aten.remainder(left, right);
        public static Tensor operator %(Tensor left, float right) => Aten.remainder(left, right);
        public static Tensor operator %(Tensor left, double right) => Aten.remainder(left, right);

        public static Tensor operator &(Tensor left, Tensor right) => Aten.bitwise_and(left, right);
        public static Tensor operator |(Tensor left, Tensor right) => Aten.bitwise_or(left, right);
        public static Tensor operator ^(Tensor left, Tensor right) => Aten.bitwise_xor(left, right);
        public static Tensor operator ~(Tensor left) => Aten.bitwise_not(left);
#pragma warning restore CS1591

        // As PyTorch does it: the reciprocal, then the product.
        private static Tensor Over(Scalar left, Tensor right)
        {
            using Tensor inverse = Aten.reciprocal(right);
            return Aten.mul(inverse, left);
        }
    }
}

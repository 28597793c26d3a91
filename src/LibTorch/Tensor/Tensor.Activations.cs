namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>x where it is above the threshold, else the value.</summary>
        public Tensor threshold(Scalar threshold, Scalar value) => Aten.threshold(this, threshold, value);

        /// <summary>In place: x where it is above the threshold, else the value.</summary>
        /// <returns>This tensor.</returns>
        public Tensor threshold_(Scalar threshold, Scalar value) => Aten.threshold_(this, threshold, value);

        /// <summary>The exponentials of a dimension, divided by their sum.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.softmax(this, dim, dtype);

        /// <summary>log(1 + exp(beta x)) / beta; x itself where beta x is above the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => Aten.softplus(this, beta, threshold);

        /// <summary>max(x, 0).</summary>
        public Tensor relu() => Aten.relu(this);

        /// <summary>In place: max(x, 0).</summary>
        /// <returns>This tensor.</returns>
        public Tensor relu_() => Aten.relu_(this);

        /// <summary>min(max(x, 0), 6).</summary>
        public Tensor relu6() => Aten.relu6(this);

        /// <summary>In place: min(max(x, 0), 6).</summary>
        /// <returns>This tensor.</returns>
        public Tensor relu6_() => Aten.relu6_(this);

        /// <summary>x where it is positive, else x times the mean of lower and upper: the form used outside of training.</summary>
        public Tensor rrelu(double lower = 1.0 / 8.0, double upper = 1.0 / 3.0) => Aten.rrelu(this, lower, upper);

        /// <summary>In place: x where it is positive, else x times the mean of lower and upper: the form used outside of training.</summary>
        /// <returns>This tensor.</returns>
        public Tensor rrelu_(double lower = 1.0 / 8.0, double upper = 1.0 / 3.0) => Aten.rrelu_(this, lower, upper);

        /// <summary>max(x, 0) + min(alpha (exp(x / alpha) - 1), 0).</summary>
        public Tensor celu() => Aten.celu(this, 1);

        /// <summary>max(x, 0) + min(alpha (exp(x / alpha) - 1), 0).</summary>
        public Tensor celu(Scalar alpha) => Aten.celu(this, alpha);

        /// <summary>In place: max(x, 0) + min(alpha (exp(x / alpha) - 1), 0).</summary>
        /// <returns>This tensor.</returns>
        public Tensor celu_() => Aten.celu_(this, 1);

        /// <summary>In place: max(x, 0) + min(alpha (exp(x / alpha) - 1), 0).</summary>
        /// <returns>This tensor.</returns>
        public Tensor celu_(Scalar alpha) => Aten.celu_(this, alpha);

        /// <summary>x where it is positive, else alpha (exp(x) - 1).</summary>
        public Tensor elu(double alpha = 1) => Aten.elu(this, alpha);

        /// <summary>x where it is positive, else alpha (exp(x) - 1).</summary>
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.elu(this, alpha, scale, input_scale);

        /// <summary>In place: x where it is positive, else alpha (exp(x) - 1).</summary>
        /// <returns>This tensor.</returns>
        public Tensor elu_(double alpha = 1) => Aten.elu_(this, alpha);

        /// <summary>In place: x where it is positive, else alpha (exp(x) - 1).</summary>
        /// <returns>This tensor.</returns>
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => Aten.elu_(this, alpha, scale, input_scale);

        /// <summary>x times the distribution function of the normal distribution at x.</summary>
        public Tensor gelu() => Aten.gelu(this);

        /// <summary>In place: x times the distribution function of the normal distribution at x.</summary>
        /// <returns>This tensor.</returns>
        public Tensor gelu_() => Aten.gelu_(this);

        /// <summary>The first half of a dimension times the logistic function of the second.</summary>
        public Tensor glu(long dim = -1) => Aten.glu(this, dim);

        /// <summary>min(max(x / 6 + 1/2, 0), 1).</summary>
        public Tensor hardsigmoid() => Aten.hardsigmoid(this);

        /// <summary>In place: min(max(x / 6 + 1/2, 0), 1).</summary>
        /// <returns>This tensor.</returns>
        public Tensor hardsigmoid_() => Aten.hardsigmoid_(this);

        /// <summary>x times hardsigmoid(x).</summary>
        public Tensor hardswish() => Aten.hardswish(this);

        /// <summary>In place: x times hardsigmoid(x).</summary>
        /// <returns>This tensor.</returns>
        public Tensor hardswish_() => Aten.hardswish_(this);

        /// <summary>x, but not below min nor above max.</summary>
        public Tensor hardtanh(Scalar min, Scalar max) => Aten.hardtanh(this, min, max);

        /// <summary>In place: x, but not below min nor above max.</summary>
        /// <returns>This tensor.</returns>
        public Tensor hardtanh_(Scalar min, Scalar max) => Aten.hardtanh_(this, min, max);

        /// <summary>x where it is positive, else x times the slope.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Aten.leaky_relu(this, negative_slope);

        /// <summary>In place: x where it is positive, else x times the slope.</summary>
        /// <returns>This tensor.</returns>
        public Tensor leaky_relu_(Scalar negative_slope) => Aten.leaky_relu_(this, negative_slope);

        /// <summary>The scaled exponential linear unit.</summary>
        public Tensor selu() => Aten.selu(this);

        /// <summary>In place: the scaled exponential linear unit.</summary>
        /// <returns>This tensor.</returns>
        public Tensor selu_() => Aten.selu_(this);

        /// <summary>x times the logistic function of x.</summary>
        public Tensor silu() => Aten.silu(this);

        /// <summary>In place: x times the logistic function of x.</summary>
        /// <returns>This tensor.</returns>
        public Tensor silu_() => Aten.silu_(this);

        /// <summary>The logarithm of the logistic function.</summary>
        public Tensor log_sigmoid() => Aten.log_sigmoid(this);

        /// <summary>The channels regrouped: the groups' first ones, then their second ones, ...</summary>
        public Tensor channel_shuffle(long groups) => Aten.channel_shuffle(this, groups);

        /// <summary>x where it is positive, else x times a learned slope.</summary>
        public Tensor prelu(Tensor target) => Aten.prelu(this, target);

        /// <summary>The logistic function, 1 / (1 + exp(-x)).</summary>
        public Tensor sigmoid() => Aten.sigmoid(this);

        /// <summary>In place: the logistic function, 1 / (1 + exp(-x)).</summary>
        /// <returns>This tensor.</returns>
        public Tensor sigmoid_() => Aten.sigmoid_(this);

        /// <summary>The logarithm of the softmax of a dimension.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.log_softmax(this, dim, dtype);
    }
}

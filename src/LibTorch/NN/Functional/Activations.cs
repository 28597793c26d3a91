namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The modules' arithmetic as functions. In-place forms overwrite the input and return an alias of it.</summary>
        public static partial class functional
        {
            /// <summary>max(x, 0).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? Aten.relu_(x).Share() : Aten.relu(x);

            /// <summary>min(max(x, 0), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => hardtanh(x, 0.0, 6.0, inplace);

            /// <summary>max(x, 0) + negative_slope * min(x, 0).</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false)
                => inplace ? Aten.leaky_relu_(input, negative_slope).Share() : Aten.leaky_relu(input, negative_slope);

            /// <summary>A leaky ReLU with the mean of the slopes.</summary>
            public static Tensor rrelu(Tensor x, double lower = 1.0 / 8.0, double upper = 1.0 / 3.0, bool inplace = false) => rrelu(x, lower, upper, false, inplace);

            /// <summary>A leaky ReLU with slopes drawn from the range while training, and their mean otherwise.</summary>
            internal static Tensor rrelu(Tensor x, double lower, double upper, bool training, bool inplace)
                => inplace ? Aten.rrelu_(x, lower, upper, training).Share() : Aten.rrelu(x, lower, upper, training);

            /// <summary>A leaky ReLU with the slopes of a tensor, one in all or one a channel.</summary>
            public static Tensor prelu(Tensor input, Tensor weight) => Aten.prelu(input, weight);

            /// <summary>x above 0, alpha (exp(x) - 1) below.</summary>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? Aten.elu_(x, alpha).Share() : Aten.elu(x, alpha);

            /// <summary>x above 0, alpha (exp(x / alpha) - 1) below.</summary>
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => inplace ? Aten.celu_(x, alpha).Share() : Aten.celu(x, alpha);

            /// <summary>The ELU whose constants keep mean 0 and variance 1.</summary>
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? Aten.selu_(x).Share() : Aten.selu(x);

            /// <summary>x times the normal distribution function of x.</summary>
            public static Tensor gelu(Tensor x) => gelu(x, false);

            /// <inheritdoc cref="gelu(Tensor)"/>
            public static Tensor gelu(Tensor x, bool inplace) => gelu(x, Modules.GELU.Approximate.none, inplace);

            /// <inheritdoc cref="gelu(Tensor)"/>
            public static Tensor gelu(Tensor x, Modules.GELU.Approximate approximate, bool inplace = false)
            {
                var formula = approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none";
                return inplace ? Aten.gelu_(x, formula).Share() : Aten.gelu(x, formula);
            }

            /// <summary>The first half along a dimension times the sigmoid of the second.</summary>
            public static Tensor glu(Tensor input, long dim = -1) => Aten.glu(input, dim);

            /// <summary>x where |x| is above lambda, else 0.</summary>
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => Aten.hardshrink(x, lambda);

            /// <summary>(x + 3) / 6, clamped to [0, 1].</summary>
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => inplace ? Aten.hardsigmoid_(input).Share() : Aten.hardsigmoid(input);

            /// <summary>x times <see cref="hardsigmoid"/> of x.</summary>
            public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? Aten.hardswish_(input).Share() : Aten.hardswish(input);

            /// <summary>x clamped to a range.</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false)
                => inplace ? Aten.hardtanh_(x, min_val, max_val).Share() : Aten.hardtanh(x, min_val, max_val);

            /// <summary>The logarithm of the sigmoid.</summary>
            public static Tensor logsigmoid(Tensor x) => Aten.log_sigmoid(x);

            /// <summary>The logarithm of the softmax along a dimension.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => Aten.log_softmax(x, dim);

            /// <summary>x tanh(softplus(x)).</summary>
            public static Tensor mish(Tensor x, bool inplace = false) => inplace ? Aten.mish_(x).Share() : Aten.mish(x);

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Tensor sigmoid(Tensor x) => Aten.sigmoid(x);

            /// <inheritdoc cref="sigmoid(Tensor)"/>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? Aten.sigmoid_(x).Share() : Aten.sigmoid(x);

            /// <summary>x sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Aten.silu_(x).Share() : Aten.silu(x);

            /// <summary>Exponentials that sum to 1 along a dimension.</summary>
            /// <param name="input">The logits.</param>
            /// <param name="dim">The dimension.</param>
            /// <param name="dtype">What to convert to first; nothing by default.</param>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => Aten.softmax(input, dim, dtype);

            /// <summary>Softmax over the channels of images.</summary>
            public static Tensor softmax2d(Tensor x) => softmax(x, -3);

            /// <summary>Softmax of -x.</summary>
            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = Aten.neg(x);
                return softmax(negative, dim);
            }

            /// <summary>log(1 + exp(beta x)) / beta; x itself where beta x is above the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1.0, double threshold = 20.0) => Aten.softplus(x, beta, threshold);

            /// <summary>x moved towards 0 by lambda.</summary>
            public static Tensor softshrink(Tensor x, double lambda = 0.5) => Aten.softshrink(x, lambda);

            /// <summary>x / (1 + |x|).</summary>
            public static Tensor softsign(Tensor x, bool inplace = false)
            {
                using var magnitude = Aten.abs(x);
                using var denominator = Aten.add(magnitude, 1);
                return inplace ? Aten.div_(x, denominator).Share() : Aten.div(x, denominator);
            }

            /// <summary>The hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? Aten.tanh_(x).Share() : Aten.tanh(x);

            /// <summary>x - tanh(x).</summary>
            public static Tensor tanhshrink(Tensor x, bool inplace = false)
            {
                using var tanh = Aten.tanh(x);
                return inplace ? Aten.sub_(x, tanh).Share() : Aten.sub(x, tanh);
            }

            /// <summary>x where it is above the threshold, else a value.</summary>
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false)
                => inplace ? Aten.threshold_(x, threshold, value).Share() : Aten.threshold(x, threshold, value);
        }
    }
}

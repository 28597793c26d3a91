namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Initial values, written in place and outside the graph. Each function returns its tensor.</summary>
        public static class init
        {
            /// <summary>What follows a layer, for <see cref="calculate_gain"/>.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,

                /// <summary>Nothing, after a convolution.</summary>
                Conv1D = 1,

                /// <summary>Nothing, after a convolution.</summary>
                Conv2D = 2,

                /// <summary>Nothing, after a convolution.</summary>
                Conv3D = 3,

                /// <summary>Nothing, after a transposed convolution.</summary>
                ConvTranspose1D = 4,

                /// <summary>Nothing, after a transposed convolution.</summary>
                ConvTranspose2D = 5,

                /// <summary>Nothing, after a transposed convolution.</summary>
                ConvTranspose3D = 6,

                /// <summary>A sigmoid.</summary>
                Sigmoid = 7,

                /// <summary>A hyperbolic tangent.</summary>
                Tanh = 8,

                /// <summary>A ReLU.</summary>
                ReLU = 9,

                /// <summary>A leaky ReLU.</summary>
                LeakyReLU = 10,
            }

            /// <summary>Whether variances are kept forwards or backwards.</summary>
            public enum FanInOut
            {
                /// <summary>Forwards.</summary>
                FanIn = 0,

                /// <summary>Backwards.</summary>
                FanOut = 1,
            }

            /// <summary>The recommended gain.</summary>
            /// <param name="nonlinearity">What follows the layer.</param>
            /// <param name="param">The negative slope of a leaky ReLU.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2.0),
                NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1 + (param * param))),
                _ => 1.0,
            };

            /// <summary>How many inputs an output has and how many outputs an input.</summary>
            /// <param name="tensor">The weight of a linear or convolution layer.</param>
            /// <exception cref="ArgumentException">It has fewer than 2 dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw new ArgumentException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
                long field = 1;
                foreach (var size in shape.AsSpan(2)) field *= size;
                return (shape[1] * field, shape[0] * field);
            }

            /// <summary>Ones.</summary>
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            /// <summary>Zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            /// <summary>One value everywhere.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val)
            {
                using var ungraded = no_grad();
                return Aten.fill_(tensor, val);
            }

            /// <summary>The identity matrix.</summary>
            /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.ndim != 2) throw new ArgumentException("Only tensors with 2 dimensions are supported");
                using var ungraded = no_grad();
                using var identity = eye(tensor.shape[0], tensor.shape[1], tensor.dtype, tensor.device);
                return Aten.copy_(tensor, identity);
            }

            /// <summary>The convolution that passes its input through, as far as there are channels.</summary>
            /// <exception cref="ArgumentException">The tensor has not 3, 4 or 5 dimensions.</exception>
            public static Tensor dirac_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length is < 3 or > 5) throw new ArgumentException("Only tensors with 3, 4, or 5 dimensions are supported");
                using var ungraded = no_grad();
                using var scope = NewDisposeScope();
                Aten.zero_(tensor);
                for (long channel = 0; channel < Math.Min(shape[0], shape[1]); channel++)
                {
                    var element = Aten.select(Aten.select(tensor, 0, channel), 0, channel);
                    foreach (var size in shape.AsSpan(2)) element = Aten.select(element, 0, size / 2);
                    Aten.fill_(element, 1);
                }
                return tensor;
            }

            /// <summary>Independent values uniform in [low, high).</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
            {
                using var ungraded = no_grad();
                return Aten.uniform_(tensor, low, high, generator);
            }

            /// <summary>Independent normal values.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
            {
                using var ungraded = no_grad();
                return Aten.normal_(tensor, mean, std, generator);
            }

            /// <summary>Independent normal values, restricted to a range.</summary>
            /// <param name="tensor">The tensor.</param>
            /// <param name="mean">The mean of the unrestricted distribution.</param>
            /// <param name="std">Its standard deviation.</param>
            /// <param name="a">The least value.</param>
            /// <param name="b">The greatest value.</param>
            /// <param name="generator">Where random numbers come from; the default generator by default.</param>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator? generator = null)
            {
                using var ungraded = no_grad();
                // The inverse distribution function of uniform values; erfinv takes 2 cdf - 1.
                var least = 2 * NormalDistribution((a - mean) / std) - 1;
                var greatest = 2 * NormalDistribution((b - mean) / std) - 1;
                Aten.uniform_(tensor, least, greatest, generator);
                Aten.erfinv_(tensor);
                Aten.mul_(tensor, std * Math.Sqrt(2.0));
                Aten.add_(tensor, mean);
                return Aten.clamp_(tensor, a, b);
            }

            /// <summary>A (semi-)orthogonal matrix, uniformly distributed; further dimensions count as columns.</summary>
            /// <exception cref="ArgumentException">The tensor has fewer than 2 dimensions.</exception>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                if (tensor.ndim < 2) throw new ArgumentException("Only tensors with 2 or more dimensions are supported");
                using var ungraded = no_grad();
                using var scope = NewDisposeScope();
                var rows = tensor.shape[0];
                var columns = tensor.numel() / rows;
                var gaussian = Aten.normal_(empty(rows, columns, tensor.dtype, tensor.device), 0, 1);
                if (rows < columns) gaussian = Aten.t(gaussian);
                var (q, r) = Aten.linalg_qr(gaussian, "reduced");
                // The signs make the distribution uniform.
                q = Aten.mul(q, Aten.sign(Aten.diagonal(r, 0, 0, 1)));
                if (rows < columns) q = Aten.t(q);
                Aten.copy_(tensor, Aten.reshape(q, tensor.shape));
                return Aten.mul_(tensor, gain);
            }

            /// <summary>Normal values, with a share of each column set to 0.</summary>
            /// <param name="tensor">A matrix.</param>
            /// <param name="sparsity">The share of zeros.</param>
            /// <param name="std">The standard deviation of the others.</param>
            /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                if (tensor.ndim != 2) throw new ArgumentException("Only tensors with 2 dimensions are supported");
                using var ungraded = no_grad();
                using var scope = NewDisposeScope();
                var (rows, columns) = (tensor.shape[0], tensor.shape[1]);
                var zeros = (long)Math.Ceiling(sparsity * rows);
                Aten.normal_(tensor, 0, std);
                for (long column = 0; column < columns; column++)
                {
                    var chosen = Aten.slice(Aten.randperm(rows, ScalarType.Int64, device: tensor.device), 0, 0, zeros, 1);
                    Aten.index_fill_(Aten.select(tensor, 1, column), 0, chosen, 0);
                }
                return tensor;
            }

            /// <summary>Uniform values that keep variances through a layer with a (leaky) ReLU.</summary>
            /// <param name="tensor">The weight.</param>
            /// <param name="a">The negative slope.</param>
            /// <param name="mode">The direction.</param>
            /// <param name="nonlinearity">What follows the layer.</param>
            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3.0) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal values that keep variances through a layer with a (leaky) ReLU.</summary>
            /// <inheritdoc cref="kaiming_uniform_"/>
            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
                => normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <summary>Uniform values that keep variances about equal in both directions.</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var bound = Math.Sqrt(3.0) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal values that keep variances about equal in both directions. (TorchSharp draws uniform ones.)</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => normal_(tensor, 0, XavierDeviation(tensor, gain));

            /// <inheritdoc cref="xavier_uniform_"/>
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            /// <inheritdoc cref="xavier_normal_"/>
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static double NormalDistribution(double x)
            {
                using var argument = tensor(x / Math.Sqrt(2.0), ScalarType.Float64, CPU);
                using var erf = Aten.erf(argument);
                return (1 + erf.ToScalar().ToDouble()) / 2;
            }
        }
    }
}

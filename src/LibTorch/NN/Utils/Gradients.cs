using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales the gradients of all parameters together so that their norm is at most a limit.</summary>
            /// <param name="tensors">The parameters; those without gradient don't count.</param>
            /// <param name="max_norm">The limit.</param>
            /// <param name="norm_type">The degree of the norm; infinity takes the greatest absolute value.</param>
            /// <returns>The norm before. Reading it waits for the device.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var ungraded = no_grad();
                using var scope = NewDisposeScope();
                var gradients = Gradients(tensors);
                if (gradients.Length == 0) return 0;

                var device = gradients[0].device;
                var norms = gradients.Select(gradient => Aten.to(Aten.linalg_vector_norm(gradient, norm_type), device, gradient.dtype)).ToArray();
                var total = Aten.linalg_vector_norm(Aten.stack(norms, 0), norm_type).ToScalar().ToDouble();
                // A norm that is not finite scales too, as in torch: then nothing finite remains, and nobody overlooks it.
                var factor = max_norm / (total + 1e-6);
                if (!(factor >= 1)) foreach (var gradient in gradients) Aten.mul_(gradient, factor);
                return total;
            }

            /// <summary>Clamps each element of the gradients to ±a limit.</summary>
            /// <param name="tensors">The parameters; those without gradient don't count.</param>
            /// <param name="clip_value">The limit.</param>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var ungraded = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in Gradients(tensors)) Aten.clamp_(gradient, -clip_value, clip_value);
            }

            /// <summary>All elements of the parameters in one dimension.</summary>
            /// <param name="tensors">The parameters, in order.</param>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return Aten.cat(tensors.Select(parameter => Aten.reshape(parameter, [-1])).ToArray(), 0).MoveToOuterDisposeScope();
            }

            /// <summary>Makes the parameters views of consecutive parts of a vector: their elements are the vector's from now on.</summary>
            /// <param name="vec">The vector; what it has too much is left alone.</param>
            /// <param name="tensors">The parameters, in order; they stay the objects that they are.</param>
            /// <exception cref="ArgumentException">The vector is too short; then nothing was changed.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                Parameter[] parameters = [.. tensors];
                var elements = parameters.Sum(parameter => parameter.numel());
                if (vec.ndim != 1 || vec.numel() < elements)
                {
                    throw new ArgumentException($"Expected a vector of at least {elements} elements, got [{string.Join(", ", vec.shape)}].", nameof(vec));
                }

                using var scope = NewDisposeScope();
                var source = Aten.detach(vec);
                long start = 0;
                foreach (var parameter in parameters)
                {
                    var end = start + parameter.numel();
                    parameter.SetData(Aten.view(Aten.slice(source, 0, start, end, 1), parameter.shape));
                    start = end;
                }
            }

            private static Tensor[] Gradients(IEnumerable<Parameter> parameters) => [.. parameters.Select(parameter => parameter.grad).OfType<Tensor>()];
        }
    }

    public partial class Tensor
    {
        /// <summary>Takes over the elements, shape and type of another tensor, which shares them from then on.</summary>
        internal unsafe void SetData(Tensor data)
        {
            Native.Check(Native.mt_tensor_set_data(Handle, data.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(data);
        }
    }
}

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Derivatives of functions.</summary>
        public static partial class functional
        {
            /// <summary>The derivatives of all elements of a function's results with respect to all elements of its inputs.</summary>
            /// <param name="function">The function.</param>
            /// <param name="inputs">Where.</param>
            /// <returns>
            /// For each result, and in it for each input, a tensor whose shape is that of the result followed by that of the input.
            /// </returns>
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor[]> function, params Tensor[] inputs)
            {
                using DisposeScope scope = NewDisposeScope();
                using IDisposable recording = enable_grad();
                Tensor[] points = Array.ConvertAll(inputs, static input => input.detach().requires_grad_());
                var jacobians = new List<Tensor>();
                foreach (Tensor output in function(points)) {
                    Tensor flat = output.reshape(-1);
                    long count = flat.numel();
                    var rows = new Tensor[points.Length][];
                    for (int k = 0; k < rows.Length; k++)
                        rows[k] = new Tensor[count];
                    for (long j = 0; j < count; j++) {
                        bool constant = !flat.requires_grad;
                        IList<Tensor>? gradients = constant ? null : grad([flat[j]], points, retain_graph: true, allow_unused: true);
                        for (int k = 0; k < points.Length; k++)
                            rows[k][j] = gradients is null || gradients[k].IsInvalid ? zeros_like(points[k]) : gradients[k];
                    }
                    for (int k = 0; k < points.Length; k++) {
                        long[] shape = [.. output.shape, .. points[k].shape];
                        Tensor all = count == 0 ? zeros(shape, points[k].dtype, points[k].device) : stack(rows[k]).view(shape);
                        jacobians.Add(all.detach().MoveToOuterDisposeScope());
                    }
                }
                return jacobians;
            }

            /// <inheritdoc cref="jacobian(Func{Tensor[], Tensor[]}, Tensor[])"/>
            public static Tensor jacobian(Func<Tensor, Tensor> function, Tensor inputs) =>
                jacobian((Tensor[] x) => [function(x[0])], [inputs]).Single();

            /// <inheritdoc cref="jacobian(Func{Tensor[], Tensor[]}, Tensor[])"/>
            public static IEnumerable<Tensor> jacobian(Func<Tensor, Tensor[]> function, Tensor inputs) =>
                jacobian((Tensor[] x) => function(x[0]), [inputs]);

            /// <inheritdoc cref="jacobian(Func{Tensor[], Tensor[]}, Tensor[])"/>
            public static IEnumerable<Tensor> jacobian(Func<Tensor[], Tensor> function, params Tensor[] inputs) =>
                jacobian((Tensor[] x) => [function(x)], inputs);
        }
    }
}

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Differentiation.</summary>
    public static unsafe partial class autograd
    {
        /// <summary>The sum of the gradients of outputs with respect to inputs.</summary>
        /// <param name="outputs">What is differentiated.</param>
        /// <param name="inputs">With respect to what.</param>
        /// <param name="grad_outputs">
        /// The vector of the vector-Jacobian product, a tensor for each output; may be left out, or null, for outputs of one element.
        /// </param>
        /// <param name="retain_graph">Whether the graph is kept for another pass.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves; ask for <paramref name="retain_graph"/> too.</param>
        /// <param name="allow_unused">Whether an input may have no part in the outputs.</param>
        /// <returns>A gradient for each input; of one that was not used, a tensor whose IsInvalid is true.</returns>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">
        /// An input was not used and may not be, the graph was freed, or a shape doesn't fit.
        /// </exception>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] outputHandles = Handles(outputs), inputHandles = Handles(inputs), gradHandles = Handles(grad_outputs);
            var results = new nint[inputHandles.Length];
            fixed (nint* outputPointer = outputHandles, inputPointer = inputHandles, gradPointer = gradHandles, resultPointer = results)
                Native.Check(Native.mt_grad(outputPointer, outputHandles.Length, inputPointer, inputHandles.Length, gradPointer, gradHandles.Length,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, resultPointer));
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(results, static handle => new Tensor(handle));
        }

        /// <summary>Adds the gradients of tensors to the <c>grad</c> of the leaves that they depend on.</summary>
        /// <param name="tensors">What is differentiated.</param>
        /// <param name="grad_tensors">A tensor for each, or null for those of one element.</param>
        /// <param name="retain_graph">Whether the graph is kept for another pass; null: as <paramref name="create_graph"/>.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="inputs">The only tensors whose <c>grad</c> changes; all leaves when null.</param>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">The graph was freed, or a shape doesn't fit.</exception>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            nint[] handles = Handles(tensors), gradHandles = Handles(grad_tensors), inputHandles = Handles(inputs);
            int retain = retain_graph switch { null => -1, true => 1, false => 0 };
            fixed (nint* pointer = handles, gradPointer = gradHandles, inputPointer = inputHandles)
                Native.Check(Native.mt_backward(pointer, handles.Length, gradPointer, gradHandles.Length, retain, create_graph ? 1 : 0, inputPointer, inputHandles.Length));
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        /// <param name="tensor">What is differentiated.</param>
        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        /// <inheritdoc cref="backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        /// <param name="tensor">What is differentiated.</param>
        /// <param name="grad_tensor">The vector of the vector-Jacobian product.</param>
        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        /// <summary>Makes failing backward passes name the forward operator, until the result is disposed.</summary>
        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        /// <inheritdoc cref="AnomalyMode(bool, bool)"/>
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);

        private static nint[] Handles(IList<Tensor>? tensors)
        {
            if (tensors is null)
                return [];
            var handles = new nint[tensors.Count];
            for (int i = 0; i < handles.Length; i++)
                handles[i] = tensors[i]?.Handle ?? 0;
            return handles;
        }
    }
}

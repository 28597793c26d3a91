using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>Whether operators on this tensor are recorded for differentiation.</summary>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">
        /// Set on a tensor that isn't a leaf, or to true on one of whole numbers.
        /// </exception>
        public bool requires_grad
        {
            get
            {
                int result;
                Native.Check(Native.mt_tensor_requires_grad(Handle, &result));
                GC.KeepAlive(this);
                return result != 0;
            }
            set
            {
                Native.Check(Native.mt_tensor_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        /// <summary>Sets <see cref="requires_grad"/>.</summary>
        /// <returns>This tensor.</returns>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Sets <see cref="requires_grad"/>.</summary>
        /// <returns>This tensor.</returns>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Whether the tensor is no result of recorded operators.</summary>
        public bool is_leaf
        {
            get
            {
                int result;
                Native.Check(Native.mt_tensor_is_leaf(Handle, &result));
                GC.KeepAlive(this);
                return result != 0;
            }
        }

        /// <summary>The gradient that backward passes have summed up, or null. Each read makes a new object.</summary>
        public Tensor? grad
        {
            get
            {
                nint result;
                Native.Check(Native.mt_tensor_grad(Handle, &result));
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result);
            }
            set
            {
                Native.Check(Native.mt_tensor_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>Makes backward passes store a gradient here although the tensor isn't a leaf.</summary>
        public void retain_grad()
        {
            Native.Check(Native.mt_tensor_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        /// <summary>Adds this tensor's gradient to the <see cref="grad"/> of the leaves that it depends on.</summary>
        public void backward() => backward(null);

        /// <inheritdoc cref="autograd.backward(IList{Tensor}, IList{Tensor}, bool?, bool, IList{Tensor})"/>
        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same elements, without a part in differentiation.</summary>
        public Tensor detach() => Aten.detach(this);

        /// <summary>Takes this tensor out of the graph that made it.</summary>
        /// <returns>This tensor.</returns>
        public Tensor detach_() => Aten.detach_(this);
    }
}

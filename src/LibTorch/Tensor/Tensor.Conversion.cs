using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The tensor on a device and of a type; itself, as a second object, where neither differs.</summary>
        /// <param name="type">The element type.</param>
        /// <param name="device">Where.</param>
        /// <param name="copy">Whether to copy even then.</param>
        /// <param name="disposeAfter">Whether to dispose this object.</param>
        /// <param name="non_blocking">Whether a copy between pinned memory and a device may go on after the call.</param>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Aten.to(this, device, type, non_blocking, copy));

        /// <inheritdoc cref="to(ScalarType, Device, bool, bool, bool)"/>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Aten.to(this, type, non_blocking, copy));

        /// <inheritdoc cref="to(ScalarType, Device, bool, bool, bool)"/>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Aten.to(this, device, dtype, non_blocking, copy));

        /// <inheritdoc cref="to(ScalarType, Device, bool, bool, bool)"/>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <inheritdoc cref="to(ScalarType, Device, bool, bool, bool)"/>
        /// <param name="deviceType">The kind of device.</param>
        /// <param name="deviceIndex">Which of its kind; -1 is the current one.</param>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <inheritdoc cref="to(ScalarType, Device, bool, bool, bool)"/>
        /// <param name="other">A tensor of the type and on the device.</param>
        public Tensor to(Tensor other, bool non_blocking = false) => Aten.to(this, other, non_blocking);

        /// <inheritdoc cref="to(ScalarType, bool, bool, bool)"/>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(type, copy, disposeAfter, non_blocking);

        /// <summary>The tensor in the type of another.</summary>
        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        /// <summary>The tensor as a function converts it.</summary>
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);

        /// <summary>The tensor in a type.</summary>
        public Tensor type(ScalarType dtype) => to(dtype);

        /// <summary>The tensor on the processor.</summary>
        public Tensor cpu() => to(CPU);

        /// <summary>The tensor on a CUDA device.</summary>
        /// <param name="device">Which; the current one when null.</param>
        /// <param name="non_blocking">Whether a copy from pinned memory may go on after the call.</param>
        /// <exception cref="ArgumentException">The device isn't a CUDA one.</exception>
        public Tensor cuda(Device? device = null, bool non_blocking = false) =>
            device is { type: not DeviceType.CUDA }
                ? throw new ArgumentException("Not a CUDA device.", nameof(device))
                : to(device ?? CUDA, non_blocking: non_blocking);

        /// <summary>The tensor on Apple's graphics processor.</summary>
        public Tensor mps(bool non_blocking = false) => to(MPS, non_blocking: non_blocking);

#pragma warning disable CS1591 // The tensor in the type that the name says.
        public Tensor @bool() => to(ScalarType.Bool);
        public Tensor @byte() => to(ScalarType.Byte);
        public Tensor @char() => to(ScalarType.Int8);
        public Tensor @short() => to(ScalarType.Int16);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor half() => to(ScalarType.Float16);
        public Tensor bfloat16() => to(ScalarType.BFloat16);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);
        public Tensor cfloat() => to(ScalarType.ComplexFloat32);
        public Tensor cdouble() => to(ScalarType.ComplexFloat64);
#pragma warning restore CS1591

        /// <summary>A copy.</summary>
        public Tensor clone() => Aten.clone(this);

        /// <summary>The same elements under another object, with a part of its own in differentiation.</summary>
        public Tensor alias() => Aten.alias(this);

        /// <summary>The tensor with its elements in the order of their indices: itself, or a copy.</summary>
        public Tensor contiguous() => Aten.contiguous(this);

        /// <summary>A copy in memory that a CUDA device can read directly.</summary>
        public Tensor pin_memory() => Aten.pin_memory(this);

        /// <summary>Whether the elements are in memory that a CUDA device can read directly.</summary>
        public bool is_pinned() => Aten.is_pinned(this);

        /// <summary>The tensor with all elements stored.</summary>
        public Tensor to_dense() => Aten.to_dense(this);

        /// <summary>The tensor with only those elements stored that aren't 0.</summary>
        public Tensor to_sparse() => Aten.to_sparse(this);

        /// <inheritdoc cref="to_sparse()"/>
        /// <param name="sparse_dim">How many dimensions, from the first, are stored that way.</param>
        public Tensor to_sparse(int sparse_dim) => Aten.to_sparse(this, sparse_dim);

        /// <summary>The elements as nested lists of <see cref="Scalar"/>; of a tensor without dimensions, its one.</summary>
        public object tolist()
        {
            if (dim() == 0)
                return ToScalar();
            var list = new System.Collections.ArrayList();
            for (long i = 0, count = size(0); i < count; i++) {
                using Tensor slice = this[i];
                list.Add(slice.tolist());
            }
            return list;
        }

#pragma warning disable CS1591 // Conversions say what they do.
        public static implicit operator Tensor(byte value) => tensor(value);
        public static implicit operator Tensor(sbyte value) => tensor(value);
        public static implicit operator Tensor(short value) => tensor(value);
        public static implicit operator Tensor(int value) => tensor(value);
        public static implicit operator Tensor(long value) => tensor(value);
        public static implicit operator Tensor(float value) => tensor(value);
        public static implicit operator Tensor(double value) => tensor(value);
        public static implicit operator Tensor(bool value) => tensor(value);
        public static implicit operator Tensor((float, float) value) => tensor(value);
        public static implicit operator Tensor(Complex value) => tensor(value);
        public static implicit operator Tensor(byte[] value) => tensor(value);
        public static implicit operator Tensor(sbyte[] value) => tensor(value);
        public static implicit operator Tensor(short[] value) => tensor(value);
        public static implicit operator Tensor(int[] value) => tensor(value);
        public static implicit operator Tensor(long[] value) => tensor(value);
        public static implicit operator Tensor(float[] value) => tensor(value);
        public static implicit operator Tensor(double[] value) => tensor(value);
        public static implicit operator Tensor(bool[] value) => tensor(value);
        public static implicit operator Tensor((float, float)[] value) => tensor(value);
        public static implicit operator Tensor(Complex[] value) => tensor(value);

        // TorchSharp declares this conversion only to forbid it.
        public static implicit operator Tensor(Scalar scalar) => throw new InvalidOperationException("Should not be called.");

        public static explicit operator float(Tensor value) => value.ToSingle();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator bool(Tensor value) => value.ToBoolean();
#pragma warning restore CS1591

        private Tensor After(bool dispose, Tensor result)
        {
            if (dispose)
                Dispose();
            return result;
        }
    }
}

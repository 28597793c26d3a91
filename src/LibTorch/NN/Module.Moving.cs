using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Moves and converts everything below; see <see cref="ModuleExtensionMethods.to{T}(T, Device, ScalarType, bool)"/>.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                CheckTarget(dtype);
                _toEpilog(dtype, CheckTarget(device.type, device.index), non_blocking);
                return this;
            }

            /// <summary>Moves everything below; see <see cref="ModuleExtensionMethods.to{T}(T, Device, bool)"/>.</summary>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                _toEpilog(null, CheckTarget(deviceType, deviceIndex), non_blocking);
                return this;
            }

            /// <summary>Converts everything below; see <see cref="ModuleExtensionMethods.to{T}(T, ScalarType, bool)"/>.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                CheckTarget(dtype);
                _toEpilog(dtype, null, non_blocking);
                return this;
            }

            /// <summary>Moves and converts everything below to where another tensor is.</summary>
            /// <param name="other">The tensor to follow.</param>
            /// <param name="non_blocking">Whether copies from pinned memory may be asynchronous.</param>
            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            /// <summary>Converts children, own parameters and own buffers.</summary>
            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            /// <summary>Moves and converts children, own parameters and own buffers.</summary>
            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog(dtype, device, non_blocking);

            /// <summary>Moves children, own parameters and own buffers.</summary>
            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) => _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>
            /// Moves and converts children, own parameters and own buffers.
            /// </summary>
            /// <remarks>
            /// As in TorchSharp, a parameter or buffer that has to change is replaced by a new object, in the registry and in the
            /// fields that hold it, and the old one is disposed: build optimizers after the move. Only floating-point and complex
            /// tensors change their type.
            /// </remarks>
            /// <param name="dtype">The new element type, or null.</param>
            /// <param name="device">The new device, or null.</param>
            /// <param name="non_blocking">Whether copies from pinned memory may be asynchronous.</param>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (dtype is null && device is null) throw new ArgumentNullException(nameof(dtype), $"{nameof(dtype)} and {nameof(device)} are both null.");

                foreach (var (_, child) in named_children())
                {
                    if (device is null) child._to(dtype!.Value, non_blocking);
                    else if (dtype is null) child._to(device.type, device.index, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }

                (string, Parameter)[] parameters = [.. _internal_params];
                foreach (var (name, parameter) in parameters)
                {
                    if (parameter.IsInvalid || !ReplaceParameter(dtype, device, parameter, out var moved)) continue;
                    _internal_params[name] = moved!;
                    ReplaceInFields(parameter, moved!);
                    parameter.Dispose();
                }

                (string, (Tensor, bool))[] buffers = [.. _internal_buffers];
                foreach (var (name, (buffer, persistent)) in buffers)
                {
                    if (buffer.IsInvalid || !ReplaceBuffer(dtype, device, buffer, out var moved)) continue;
                    _internal_buffers[name] = (moved!, persistent);
                    ReplaceInFields(buffer, moved!);
                    buffer.Dispose();
                }

                if (device is not null)
                {
                    _deviceType = device.type;
                    _deviceIndex = device.index;
                }
            }

            /// <summary>Makes the moved copy of a buffer; the buffer itself stays as it is.</summary>
            /// <returns>False when the buffer is already there, and <paramref name="result"/> is null.</returns>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = null;
                var (type, place) = TargetOf(buffer, dtype, device);
                if (IsAt(buffer, type, place)) return false;

                using var ungraded = no_grad();
                result = Aten.to(buffer, place, type, copy: true).DetachFromDisposeScope();
                return true;
            }

            /// <summary>Makes the moved copy of a parameter, its gradient included; the parameter itself stays as it is.</summary>
            /// <returns>False when parameter and gradient are already there, and <paramref name="p"/> is null.</returns>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                using var gradient = param.grad;
                var (type, place) = TargetOf(param, dtype, device);
                if (IsAt(param, type, place) && (gradient is null || IsAt(gradient, type, place))) return false;

                // Without this the copy would be part of the graph, and no leaf that collects gradients.
                using var ungraded = no_grad();
                p = new Parameter(Aten.to(param, place, type, copy: true), param.requires_grad);
                p.DetachFromDisposeScope();
                if (gradient is not null)
                {
                    using var moved = Aten.to(gradient, place, type, copy: true);
                    p.grad = moved.with_requires_grad(gradient.requires_grad);
                }
                return true;
            }

            /// <summary>What a layer's <c>device</c> and <c>dtype</c> arguments default to.</summary>
            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null)
                => (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static (ScalarType Type, Device Place) TargetOf(Tensor tensor, ScalarType? dtype, Device? device)
                => (dtype is { } type && (tensor.is_floating_point() || tensor.is_complex()) ? type : tensor.dtype, device ?? tensor.device);

            private static bool IsAt(Tensor tensor, ScalarType type, Device place)
                => tensor.dtype == type && tensor.device_type == place.type && (place.index < 0 || tensor.device_index == place.index);

            private static void CheckTarget(ScalarType dtype)
            {
                if (!is_floating_point(dtype) && !is_complex(dtype)) throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}");
            }

            private static Device CheckTarget(DeviceType type, int index)
            {
                if (type == DeviceType.CUDA && !cuda.is_available()) throw new InvalidOperationException("CUDA is not available.");
                return new Device(type, type == DeviceType.CUDA ? index : -1);
            }

            private void ReplaceInFields(Tensor old, Tensor replacement)
            {
                foreach (var (_, field) in FieldsOf(GetType()))
                {
                    if (typeof(Tensor).IsAssignableFrom(field.FieldType) && ReferenceEquals(field.GetValue(this), old)) field.SetValue(this, replacement);
                }
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private static readonly ConcurrentDictionary<Type, (string Name, FieldInfo Field)[]> ComponentFields = new();

            private bool _areComponentsRegistered;

            /// <summary>
            /// Registers the submodules, parameters and buffers that the fields hold now, under the names of the fields.
            /// </summary>
            /// <remarks>
            /// <para>Instance fields of any visibility count, those of base classes too; of two fields with one name the most
            /// derived wins. A field that is null, or whose name is registered already, is passed over; a
            /// <see cref="Utils.ComponentNameAttribute"/> replaces the name; any tensor that is no <see cref="Parameter"/> becomes a
            /// persistent buffer. Properties do not count, but the backing field of an auto-property does, under its compiler
            /// name.</para>
            /// <para>Only the first call does anything. So it belongs at the end of the constructor of the most derived class:
            /// what a derived constructor assigns after the base has called it is not seen, exactly as in TorchSharp.</para>
            /// </remarks>
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered) return;

                foreach (var (component, field) in FieldsOf(GetType()))
                {
                    if (_internal_submodules.ContainsKey(component) || _internal_params.ContainsKey(component) || _internal_buffers.ContainsKey(component)) continue;

                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(component, module); break;
                        case Parameter parameter: register_parameter(component, parameter); break;
                        case Tensor tensor: register_buffer(component, tensor); break;
                    }
                }

                _areComponentsRegistered = true;
            }

            /// <summary>Registers a submodule, after it has registered its own components; null removes the name.</summary>
            /// <param name="name">A name without dots.</param>
            /// <param name="submodule">The module, or null.</param>
            /// <exception cref="ArgumentException">The name is empty or contains a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module? submodule)
            {
                if (submodule is null || submodule.IsDisposed)
                {
                    _internal_submodules.Remove(name);
                    return;
                }

                if (string.IsNullOrEmpty(name)) throw new ArgumentException("module name can't be empty string \"\"");
                if (name.Contains('.')) throw new ArgumentException($"module name can't contain \".\", got: {name}");
                if (_internal_submodules.ContainsKey(name)) throw new InvalidOperationException($"Sub-module {name} is already registered.");

                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            /// <inheritdoc cref="register_module(string, Module?)"/>
            /// <param name="name">A name without dots.</param>
            /// <param name="module">The module, or null.</param>
            public void add_module(string name, Module? module) => register_module(name, module);

            /// <summary>Registers a parameter.</summary>
            /// <param name="name">Its name; dots are allowed.</param>
            /// <param name="param">The parameter.</param>
            /// <exception cref="ArgumentNullException">The parameter is null or disposed.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid) throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                if (!_internal_params.TryAdd(name, param)) throw new InvalidOperationException($"Parameter {name} is already registered.");
            }

            /// <summary>Registers a buffer: state that is no parameter.</summary>
            /// <param name="name">Its name.</param>
            /// <param name="tensor">The buffer.</param>
            /// <param name="persistent">Whether it is part of <see cref="state_dict"/>.</param>
            /// <exception cref="ArgumentNullException">The tensor is null or disposed.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid) throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                if (!_internal_buffers.TryAdd(name, (tensor, persistent))) throw new InvalidOperationException($"Tensor {name} is already registered.");
            }

            /// <summary>Registers, replaces or (with null) removes a parameter.</summary>
            /// <param name="name">Its name.</param>
            /// <param name="value">The parameter; a tensor that is none counts as null.</param>
            protected void ConditionallyRegisterParameter(string name, Tensor? value) => ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Registers, replaces or (with null) removes a parameter.</summary>
            /// <param name="name">Its name.</param>
            /// <param name="value">The parameter, or null.</param>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null) _internal_params.Remove(name);
                else _internal_params[name] = value;
            }

            /// <summary>Registers, replaces or (with null) removes a buffer.</summary>
            /// <param name="name">Its name.</param>
            /// <param name="value">The buffer, or null.</param>
            /// <param name="persistent">Whether it is part of <see cref="state_dict"/>.</param>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null) _internal_buffers.Remove(name);
                else _internal_buffers[name] = (value, persistent);
            }

            /// <summary>Forgets the submodules without disposing them.</summary>
            protected void ClearModules() => _internal_submodules.clear();

            /// <summary>The own parameter of that name.</summary>
            private protected Parameter? OwnParameter(string name) => _internal_params.TryGetValue(name, out var parameter) ? parameter : null;

            /// <summary>The own buffer of that name.</summary>
            private protected Tensor? OwnBuffer(string name) => _internal_buffers.TryGetValue(name, out var buffer) ? buffer.Item1 : null;

            /// <summary>
            /// What the setter of a layer's parameter property does: the module takes the parameter over, out of any dispose scope,
            /// and disposes the one it had.
            /// </summary>
            private protected void SetOwnParameter(string name, Parameter? value)
            {
                var old = OwnParameter(name);
                if (ReferenceEquals(old, value)) return;
                value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(name, value);
                old?.Dispose();
            }

            /// <summary>The same for a buffer.</summary>
            private protected void SetOwnBuffer(string name, Tensor? value)
            {
                var old = OwnBuffer(name);
                if (ReferenceEquals(old, value)) return;
                value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(name, value);
                old?.Dispose();
            }

            // Order and shadowing are those of TorchSharp: per type what reflection gives, then the base type, first name wins.
            private static (string Name, FieldInfo Field)[] FieldsOf(Type type) => ComponentFields.GetOrAdd(type, static type =>
            {
                var seen = new HashSet<string>();
                var fields = new List<(string, FieldInfo)>();
                for (Type? current = type; current is not null && current != typeof(object); current = current.BaseType)
                {
                    foreach (var field in current.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                    {
                        if (seen.Add(field.Name)) fields.Add((field.ComponentName(), field));
                    }
                }
                return fields.ToArray();
            });
        }
    }
}

using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks: modules, their functional forms, initial values.</summary>
    public static partial class nn
    {
        /// <summary>
        /// The base class of all neural network modules: a tree of named parameters, buffers and submodules.
        /// </summary>
        /// <remarks>
        /// Assign submodules, parameters and buffers to fields and call <see cref="RegisterComponents"/> at the end of the
        /// constructor. Registered components are moved by <c>to()</c>, saved by <see cref="save(string, IList{string}?)"/>
        /// and disposed with the module.
        /// </remarks>
        public partial class Module : IDisposable
        {
            /// <summary>The device of the last move; CPU before any.</summary>
            protected DeviceType _deviceType = DeviceType.CPU;

            /// <summary>The device index of the last move; -1 where the device type has none.</summary>
            protected int _deviceIndex = -1;

            /// <summary>Registered submodules in registration order.</summary>
            protected OrderedDict<string, Module> _internal_submodules = new();

            /// <summary>Registered buffers in registration order, each with a flag that says whether it is saved.</summary>
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = new();

            /// <summary>Registered parameters in registration order.</summary>
            protected OrderedDict<string, Parameter> _internal_params = new();

            /// <summary>The name given to the constructor.</summary>
            protected string? name;

            private bool _training = true;
            private int _disposed;

            /// <summary>Creates an empty module in training mode.</summary>
            /// <param name="name">What <see cref="GetName"/> answers; by convention the class name.</param>
            protected Module(string name) => this.name = name;

            /// <summary>True once the module was disposed: it then counts as absent, as a null reference does.</summary>
            internal bool IsDisposed => Volatile.Read(ref _disposed) != 0;

            /// <summary>The name of the module's kind.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name!;

            /// <summary>True in training mode (the initial state), false after <see cref="eval"/>.</summary>
            public virtual bool training => _training;

            /// <summary>Sets training mode for this module and everything below it.</summary>
            /// <param name="train">False selects evaluation mode: dropout passes through, batch norm uses its running statistics.</param>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children()) child.train(train);
            }

            /// <summary>Sets evaluation mode; the same as <c>train(false)</c>.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls a function on every submodule, children before their parent, and last on this module.</summary>
            /// <param name="fn">The function.</param>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in _internal_submodules) child.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Clears the gradient of every parameter.</summary>
            /// <param name="set_to_none">True drops the gradients, false overwrites them with zeros.</param>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var (_, parameter) in named_parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null) continue;
                    if (set_to_none) parameter.grad = null;
                    else Aten.zero_(gradient);
                }
            }

            /// <summary>Disposes the module's own parameters and buffers and every module below it.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>The dispose pattern's overridable part; safe to call more than once.</summary>
            /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || Interlocked.Exchange(ref _disposed, 1) != 0) return;
                foreach (var (_, (buffer, _)) in _internal_buffers) buffer.Dispose();
                foreach (var (_, parameter) in _internal_params) parameter.Dispose();
                foreach (var (_, child) in named_children()) child.Dispose();
            }
        }
    }
}

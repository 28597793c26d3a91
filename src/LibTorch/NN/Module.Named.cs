using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// The parameters with their dotted names: the module's own in registration order, then each submodule's, depth first.
            /// </summary>
            /// <remarks>
            /// A parameter that is reachable under several names is listed once, under the first; that holds for any two
            /// wrappers of the same libtorch tensor, where TorchSharp compares the wrappers and lists an embedding tied to a head
            /// twice. Disposed parameters are left out.
            /// </remarks>
            /// <param name="recurse">False stops at this module's own parameters.</param>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<IntPtr>();
                foreach (var (name, parameter) in _internal_params)
                {
                    if (!parameter.IsInvalid && seen.Add(parameter.Handle)) yield return (name, parameter);
                }

                if (!recurse) yield break;
                foreach (var (child, module) in _internal_submodules)
                {
                    foreach (var (name, parameter) in module.named_parameters(true))
                    {
                        if (!parameter.IsInvalid && seen.Add(parameter.Handle)) yield return ($"{child}.{name}", parameter);
                    }
                }
            }

            /// <inheritdoc cref="named_parameters(bool)"/>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            /// <summary>The buffers with their dotted names, in the order and with the rules of <see cref="named_parameters(bool)"/>.</summary>
            /// <param name="recurse">False stops at this module's own buffers.</param>
            /// <param name="include_nonpersistent">
            /// False leaves out the buffers that are not saved. (TorchSharp leaves them out always.)
            /// </param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<IntPtr>();
                foreach (var (name, (buffer, persistent)) in _internal_buffers)
                {
                    if ((persistent || include_nonpersistent) && !buffer.IsInvalid && seen.Add(buffer.Handle)) yield return (name, buffer);
                }

                if (!recurse) yield break;
                foreach (var (child, module) in _internal_submodules)
                {
                    foreach (var (name, buffer) in module.named_buffers(true, include_nonpersistent))
                    {
                        if (!buffer.IsInvalid && seen.Add(buffer.Handle)) yield return ($"{child}.{name}", buffer);
                    }
                }
            }

            /// <inheritdoc cref="named_buffers(bool, bool)"/>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            /// <summary>The direct submodules with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children()
            {
                foreach (var (name, module) in _internal_submodules) yield return (name, module);
            }

            /// <summary>The direct submodules.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);

            /// <summary>All modules below this one with their dotted names: the direct ones first, then what is below each.</summary>
            /// <remarks>This module itself is not listed, as in TorchSharp and unlike PyTorch.</remarks>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (child, module) in named_children())
                {
                    foreach (var (name, descendant) in module.named_modules()) yield return ($"{child}.{name}", descendant);
                }
            }

            /// <inheritdoc cref="named_modules"/>
            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            /// <summary>The parameter with that dotted name, or null.</summary>
            /// <param name="target">The name.</param>
            public virtual Parameter? get_parameter(string target)
            {
                if (_internal_params.TryGetValue(target, out var parameter)) return parameter;
                return Below(target, out var child, out var rest) ? child.get_parameter(rest) : null;
            }

            /// <summary>Whether there is a parameter with that dotted name.</summary>
            /// <param name="target">The name.</param>
            public virtual bool has_parameter(string target)
                => _internal_params.ContainsKey(target) || (Below(target, out var child, out var rest) && child.has_parameter(rest));

            /// <summary>The buffer with that dotted name, or null.</summary>
            /// <param name="target">The name.</param>
            public virtual Tensor? get_buffer(string target)
            {
                if (_internal_buffers.TryGetValue(target, out var buffer)) return buffer.Item1;
                return Below(target, out var child, out var rest) ? child.get_buffer(rest) : null;
            }

            /// <summary>Whether there is a buffer with that dotted name.</summary>
            /// <param name="target">The name.</param>
            public virtual bool has_buffer(string target)
                => _internal_buffers.ContainsKey(target) || (Below(target, out var child, out var rest) && child.has_buffer(rest));

            private bool Below(string target, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Module? child, out string rest)
            {
                child = null;
                rest = string.Empty;
                var dot = target.IndexOf('.');
                if (dot < 0) return false;
                var first = target[..dot];
                rest = target[(dot + 1)..];
                foreach (var (name, module) in named_children())
                {
                    if (name == first) { child = module; return true; }
                }
                return false;
            }
        }
    }
}

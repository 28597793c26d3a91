using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <inheritdoc cref="Modules.Sequential"/>
        public static Sequential Sequential() => new();

        /// <inheritdoc cref="Modules.Sequential"/>
        /// <param name="modules">Names and modules, in order.</param>
        public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => Sequential((IEnumerable<(string, Module<Tensor, Tensor>)>)modules);

        /// <inheritdoc cref="Modules.Sequential"/>
        /// <param name="modules">The modules, in order; they get the names "0", "1" and so on.</param>
        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

        /// <inheritdoc cref="Modules.Sequential"/>
        /// <param name="modules">Names and modules, in order.</param>
        public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) => Sequential((IEnumerable<Tuple<string, Module<Tensor, Tensor>>>)modules);

        /// <inheritdoc cref="Modules.Sequential"/>
        /// <param name="modules">Names and modules, in order.</param>
        public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules)
        {
            var result = new Sequential();
            foreach (var (name, submodule) in modules) result.Add(name, submodule);
            return result;
        }

        /// <inheritdoc cref="Modules.Sequential"/>
        /// <param name="modules">Names and modules, in order.</param>
        public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) => Sequential(modules.Select(m => (m.Item1, m.Item2)));

        /// <inheritdoc cref="Modules.Sequential"/>
        /// <param name="modules">The modules, in order; they get the names "0", "1" and so on.</param>
        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules)
        {
            var result = new Sequential();
            foreach (var module in modules) result.Add(module);
            return result;
        }

        /// <inheritdoc cref="Modules.ModuleList{T}"/>
        /// <param name="modules">The modules.</param>
        public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

        /// <inheritdoc cref="Modules.ModuleList{T}"/>
        /// <param name="modules">The modules.</param>
        public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);

        /// <inheritdoc cref="Modules.ModuleDict{T}"/>
        /// <param name="modules">Names and modules.</param>
        public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

        /// <inheritdoc cref="Modules.ModuleDict{T}"/>
        /// <param name="modules">Names and modules.</param>
        public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
        {
            var result = new ModuleDict<T>();
            foreach (var (name, module) in modules) result.Add(name, module);
            return result;
        }
    }
}

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls can be observed and changed.</summary>
        /// <typeparam name="TPreHook">Called before forward; may replace the inputs.</typeparam>
        /// <typeparam name="TPostHook">Called after forward; may replace the result.</typeparam>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            /// <summary>Hooks on the inputs, by key.</summary>
            protected Dictionary<string, TPreHook> pre_hooks = [];

            /// <summary>Hooks on the result, by key.</summary>
            protected Dictionary<string, TPostHook> post_hooks = [];

            /// <summary>Hooks that see only the module, before forward, by key.</summary>
            protected Dictionary<string, Action<Module>> module_pre_hooks = [];

            /// <summary>Hooks that see only the module, after forward, by key.</summary>
            protected Dictionary<string, Action<Module>> module_post_hooks = [];

            /// <inheritdoc cref="Module(string)"/>
            protected HookableModule(string name) : base(name) { }

            private protected bool HasHooks => (pre_hooks.Count | post_hooks.Count | module_pre_hooks.Count | module_post_hooks.Count) != 0;

            /// <summary>Adds a hook that runs after forward and may replace its result (null keeps it).</summary>
            /// <param name="hook">The hook.</param>
            /// <returns>What takes it away again.</returns>
            public HookRemover register_forward_hook(TPostHook hook) => Added(post_hooks, hook);

            /// <summary>Adds a hook that runs before forward and may replace its inputs (null keeps them).</summary>
            /// <param name="hook">The hook.</param>
            /// <returns>What takes it away again.</returns>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Added(pre_hooks, hook);

            /// <summary>Adds a hook that runs after forward.</summary>
            /// <param name="hook">The hook.</param>
            /// <returns>What takes it away again.</returns>
            public HookRemover register_forward_hook(Action<Module> hook) => Added(module_post_hooks, hook);

            /// <summary>Adds a hook that runs before forward.</summary>
            /// <param name="hook">The hook.</param>
            /// <returns>What takes it away again.</returns>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Added(module_pre_hooks, hook);

            private HookRemover Added<THook>(Dictionary<string, THook> hooks, THook hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                _ = pre_hooks.Remove(key) || post_hooks.Remove(key) || module_pre_hooks.Remove(key) || module_post_hooks.Remove(key);
            }

            /// <summary>Takes a hook away.</summary>
            /// <param name="module">The module that has it.</param>
            /// <param name="key">Its key.</param>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                /// <summary>Takes the hook away; a second call does nothing.</summary>
                public void remove() => module.Remove(key);
            }
        }
    }
}

using System.Text;
using TorchSharp.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>TorchScript.</summary>
    public static partial class jit
    {
        /// <summary>Compiles TorchScript functions; classes in the text are ignored.</summary>
        /// <param name="script">The text, ending in a line break.</param>
        /// <exception cref="ArgumentNullException">The text is empty.</exception>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">The text is not TorchScript; the message says where.</exception>
        public static CompilationUnit compile(string script)
        {
            if (string.IsNullOrEmpty(script))
                throw new ArgumentNullException(nameof(script), "empty script");
            nint unit;
            fixed (byte* text = Encoding.UTF8.GetBytes(script + '\0'))
                Native.Check(Native.mt_jit_compile(text, &unit));
            return new CompilationUnit(unit);
        }

        /// <summary>Compiled functions. They may be called on several threads at once.</summary>
        public class CompilationUnit : IDisposable
        {
            private readonly Dictionary<string, nint> functions = [];
            private nint handle;

            internal CompilationUnit(nint handle) => this.handle = handle;

            /// <summary>Releases the functions.</summary>
            ~CompilationUnit() => Dispose(false);

            /// <summary>Releases the functions.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Calls a function.</summary>
            /// <param name="name">Its name.</param>
            /// <param name="objs">
            /// The arguments: Tensor, Scalar, a number, a truth value, Tensor[] (a list) or null (None). Pass a single Tensor[] as
            /// <c>(object)list</c>, else C# takes its tensors for the arguments.
            /// </param>
            /// <returns>
            /// Tensor, Scalar, string or null; for a list Tensor[], Scalar[] or object[]; for a tuple of up to five a C# tuple (of
            /// Tensor, of Scalar, or of object), of more what a list would be.
            /// </returns>
            /// <exception cref="MissingMethodException">There is no such function.</exception>
            /// <exception cref="NotImplementedException">An argument is of another type.</exception>
            /// <exception cref="System.Runtime.InteropServices.ExternalException">The function failed.</exception>
            public object? invoke(string name, params object?[] objs)
            {
                nint function = Find(name);
                Value* arguments = stackalloc Value[objs.Length];
                var lists = new List<nint[]>();
                for (int i = 0; i < objs.Length; i++)
                    arguments[i] = Argument(objs[i], lists);
                Value result;
                Native.Check(Native.mt_jit_invoke(function, arguments, objs.Length, &result));
                GC.KeepAlive(objs);
                GC.KeepAlive(lists);
                GC.KeepAlive(this);
                return Result(result);
            }

            /// <inheritdoc cref="invoke(string, object[])"/>
            /// <typeparam name="TResult">The type of the result.</typeparam>
            public TResult invoke<TResult>(string name, params object?[] inputs) => (TResult)invoke(name, inputs)!;

            /// <inheritdoc cref="invoke(string, object[])"/>
            /// <remarks>As in TorchSharp, the function gets all inputs as one argument, a list.</remarks>
            /// <typeparam name="T">The type of the list's elements.</typeparam>
            /// <typeparam name="TResult">The type of the result.</typeparam>
            public TResult invoke<T, TResult>(string name, params T[] inputs) => (TResult)invoke(name, (object)inputs)!;

            /// <inheritdoc cref="Dispose()"/>
            /// <param name="disposing">False when called by the finalizer.</param>
            protected virtual void Dispose(bool disposing) => Native.mt_jit_release(Interlocked.Exchange(ref handle, 0));

            private nint Find(string name)
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
                lock (functions) {
                    ObjectDisposedException.ThrowIf(handle == 0, this);
                    if (!functions.TryGetValue(name, out nint function)) {
                        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
                            Native.Check(Native.mt_jit_function(handle, text, &function));
                        if (function == 0)
                            throw new MissingMethodException($"The script has no function '{name}'.");
                        functions.Add(name, function);
                    }
                    return function;
                }
            }

            // Lists of handles are pinned arrays, kept by the caller until the call is over.
            private static Value Argument(object? value, List<nint[]> lists)
            {
                switch (value) {
                case null:
                    return default;
                case Tensor tensor:
                    return Value.Of(tensor);
                case Scalar scalar:
                    return Value.Of(scalar);
                case double number:
                    return Value.Of(number);
                case float number:
                    return Value.Of((double)number);
                case long number:
                    return Value.Of(number);
                case int number:
                    return Value.Of((long)number);
                case bool truth:
                    return Value.Of(truth);
                case Tensor[] tensors:
                    if (Array.Exists(tensors, static tensor => tensor is null))
                        throw new ArgumentException("A list of tensors for TorchScript can't hold null.");
                    nint[] handles = GC.AllocateUninitializedArray<nint>(tensors.Length, pinned: true);
                    Value.CopyHandles(tensors, handles);
                    lists.Add(handles);
                    return Value.Tensors((nint*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(handles, 0), handles.Length);
                default:
                    throw new NotImplementedException($"Passing arguments of type {value.GetType().Name} to TorchScript.");
                }
            }

            private static object? Result(Value value)
            {
                switch (value.Tag) {
                case Tag.None:
                    return null;
                case Tag.Tensor:
                    return value.TakeTensor();
                case Tag.TensorList:
                    return value.TakeTensors();
                case Tag.String:
                    return value.TakeText();
                case Tag.Tuple or Tag.List:
                    var items = new object?[value.Count];
                    for (int i = 0; i < items.Length; i++)
                        items[i] = Result(((Value*)value.Pointer)[i]);
                    Native.mt_free(value.Pointer);
                    return value.Tag == Tag.Tuple && items.Length <= 5 ? Tuple(items) : List(items);
                default:
                    return value.TakeScalar();
                }
            }

            private static object List(object?[] items) =>
                items.Length == 0 ? items
                : items.All(static item => item is Tensor) ? Array.ConvertAll(items, static item => (Tensor)item!)
                : items.All(static item => item is Scalar) ? Array.ConvertAll(items, static item => (Scalar)item!)
                : items;

            private static object? Tuple(object?[] items) => List(items) switch {
                Tensor[] tensors => Tuple(tensors),
                Scalar[] scalars => Tuple(scalars),
                _ => Tuple<object?>(items),
            };

            private static object? Tuple<T>(T[] items) => items switch {
                [] => null,
                [var a] => a,
                [var a, var b] => (a, b),
                [var a, var b, var c] => (a, b, c),
                [var a, var b, var c, var d] => (a, b, c, d),
                [var a, var b, var c, var d, var e] => (a, b, c, d, e),
                _ => items,
            };
        }
    }
}

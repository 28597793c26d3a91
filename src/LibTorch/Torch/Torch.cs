using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Torch's functions, types and namespaces, as TorchSharp names them.</summary>
public static unsafe partial class torch
{
    /// <summary>The version of libtorch.</summary>
    public static string __version__ { get; } = Marshal.PtrToStringUTF8((nint)Native.mt_version())!;

    /// <summary>Opens a dispose scope on this thread: it disposes the tensors that are made while it is open.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    /// <summary>The innermost open dispose scope of this thread, or null.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Calls a function inside a dispose scope of its own; the result alone survives it.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}

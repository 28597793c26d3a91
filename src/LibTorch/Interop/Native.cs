using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Interop;

/// <summary>The functions of libmetaadamw_torch. Those that return an error text are to be called inside <see cref="Check"/>.</summary>
internal static unsafe partial class Native
{
    private const string Library = "metaadamw_torch";

    /// <exception cref="ExternalException">The call failed; the message is libtorch's.</exception>
    internal static void Check(byte* error)
    {
        if (error is not null)
            Throw(error);
    }

    private static void Throw(byte* error)
    {
        string message = Marshal.PtrToStringUTF8((nint)error)!;
        mt_free(error);
        throw new ExternalException(message);
    }

    [LibraryImport(Library)] internal static partial void mt_free(void* memory);
    [LibraryImport(Library)] internal static partial byte* mt_version();

    // operators.cpp
    [LibraryImport(Library)] internal static partial byte* mt_operator(byte* name, byte* overload, nint* result);
    [LibraryImport(Library)] internal static partial byte* mt_call(nint handle, Value* arguments, int count, Value* results, int resultCount);

    // tensor.cpp
    [LibraryImport(Library)] internal static partial void mt_tensor_release(nint handle);
    [LibraryImport(Library)] internal static partial nint mt_tensor_share(nint handle);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_info(nint handle, TensorInfo* info);
    [LibraryImport(Library)]
    internal static partial byte* mt_from_blob(void* data, long* sizes, int dimensions, int dtype, delegate* unmanaged<nint, void> release, nint context, nint* result);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_data(nint handle, void** data);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_storage(nint handle, void** data, long* bytes);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_requires_grad(nint handle, int* result);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_set_requires_grad(nint handle, int value);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_is_leaf(nint handle, int* result);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_grad(nint handle, nint* result);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_set_grad(nint handle, nint value);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_retain_grad(nint handle);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_set_data(nint handle, nint data);
    [LibraryImport(Library)] internal static partial byte* mt_tensor_version(nint handle, long* result);

    // autograd.cpp
    [LibraryImport(Library)]
    internal static partial byte* mt_backward(nint* tensors, int count, nint* grads, int gradCount, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [LibraryImport(Library)]
    internal static partial byte* mt_grad(nint* outputs, int count, nint* inputs, int inputCount, nint* grads, int gradCount, int retainGraph, int createGraph, int allowUnused, nint* results);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int mt_grad_mode();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void mt_set_grad_mode(int enabled);
    [LibraryImport(Library)] internal static partial byte* mt_inference_mode_enter(int enabled, nint* guard);
    [LibraryImport(Library)] internal static partial void mt_inference_mode_leave(nint guard);
    [LibraryImport(Library)] internal static partial int mt_inference_mode();
    [LibraryImport(Library)] internal static partial void mt_anomaly_mode(int* enabled, int* checkNan);
    [LibraryImport(Library)] internal static partial void mt_set_anomaly_mode(int enabled, int checkNan);

    // context.cpp
    [LibraryImport(Library)] internal static partial byte* mt_manual_seed(ulong seed);
    [LibraryImport(Library)] internal static partial byte* mt_generator_default(int deviceType, int deviceIndex, nint* result);
    [LibraryImport(Library)] internal static partial byte* mt_generator_new(ulong seed, int deviceType, int deviceIndex, nint* result);
    [LibraryImport(Library)] internal static partial void mt_generator_release(nint handle);
    [LibraryImport(Library)] internal static partial byte* mt_generator_set_seed(nint handle, ulong seed);
    [LibraryImport(Library)] internal static partial byte* mt_generator_seed(nint handle, ulong* seed);
    [LibraryImport(Library)] internal static partial byte* mt_generator_state(nint handle, nint* state);
    [LibraryImport(Library)] internal static partial byte* mt_generator_set_state(nint handle, nint state);
    [LibraryImport(Library)] internal static partial int mt_threads();
    [LibraryImport(Library)] internal static partial byte* mt_set_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_interop_threads();
    [LibraryImport(Library)] internal static partial byte* mt_set_interop_threads(int count);
    [LibraryImport(Library)] internal static partial int mt_default_dtype();
    [LibraryImport(Library)] internal static partial byte* mt_set_default_dtype(int dtype);
    [LibraryImport(Library)] internal static partial byte* mt_cuda(int* devices, int* cudnn);
    [LibraryImport(Library)] internal static partial byte* mt_cuda_manual_seed(ulong seed, int all);
    [LibraryImport(Library)] internal static partial byte* mt_cuda_synchronize(int device);

    // memory.cpp
    [LibraryImport(Library)] internal static partial byte* mt_memory_watch();
    [LibraryImport(Library)] internal static partial void mt_memory_read(long* now, long* peak);

    // jit.cpp
    [LibraryImport(Library)] internal static partial byte* mt_jit_compile(byte* script, nint* result);
    [LibraryImport(Library)] internal static partial void mt_jit_release(nint unit);
    [LibraryImport(Library)] internal static partial byte* mt_jit_function(nint unit, byte* name, nint* result);
    [LibraryImport(Library)] internal static partial byte* mt_jit_invoke(nint function, Value* arguments, int count, Value* result);
}

using System.Text;

namespace TorchSharp.Interop;

/// <summary>An ATen operator, looked up in libtorch's dispatcher at its first call and kept for the life of the process.</summary>
internal sealed unsafe class Operator(string name, string overload)
{
    private nint handle;

    /// <summary>Calls the operator.</summary>
    /// <param name="arguments">The arguments in the schema's order.</param>
    /// <param name="count">How many there are; the schema's defaults stand for those after them.</param>
    /// <param name="results">Room for the results.</param>
    /// <param name="resultCount">How many results to return; further ones are dropped.</param>
    /// <exception cref="NotSupportedException">This libtorch lacks the operator.</exception>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The operator failed.</exception>
    public void Call(Value* arguments, int count, Value* results, int resultCount)
    {
        nint found = handle;
        if (found == 0)
            found = handle = Find();
        byte* error = Native.mt_call(found, arguments, count, results, resultCount);
        if (error is not null)
            Native.Check(error);
    }

    // Two threads may both look it up; they find the same.
    private nint Find()
    {
        Blas.WarnOnce();
        nint found;
        fixed (byte* nameText = Encoding.UTF8.GetBytes(name + '\0'), overloadText = Encoding.UTF8.GetBytes(overload + '\0'))
            Native.Check(Native.mt_operator(nameText, overloadText, &found));
        if (found == 0) {
            string full = overload.Length > 0 ? $"{name}.{overload}" : name;
            throw new NotSupportedException($"libtorch {torch.__version__} has no operator {full}.");
        }
        return found;
    }
}

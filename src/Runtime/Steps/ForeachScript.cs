using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>The functions of <c>ForeachStep.py</c>, compiled once a process.</summary>
internal static class ForeachScript
{
    private static readonly Lazy<jit.CompilationUnit> Unit = new(Compile);
    private static int _compilations;

    /// <summary>How often the script was compiled in this process.</summary>
    public static int Compilations => _compilations;

    /// <summary>Calls a function that returns something.</summary>
    /// <param name="function">Its name in the script; it must be there.</param>
    /// <param name="arguments">Numbers go as <see cref="TorchSharp.Scalar"/>: a temporary one could be collected during the call.</param>
    public static T Call<T>(string function, params object[] arguments)
    {
        T result = Unit.Value.invoke<T>(function, arguments);
        GC.KeepAlive(arguments);
        return result;
    }

    /// <summary>Calls a function that works in place.</summary>
    public static void Call(string function, params object[] arguments)
    {
        _ = Unit.Value.invoke(function, arguments);
        GC.KeepAlive(arguments);
    }

    private static jit.CompilationUnit Compile()
    {
        const string Resource = "ForeachStep.py";
        using Stream stream = typeof(ForeachScript).Assembly.GetManifestResourceStream(Resource)
            ?? throw new FileNotFoundException($"The assembly has no resource '{Resource}'.");
        using var reader = new StreamReader(stream);
        Interlocked.Increment(ref _compilations);
        return jit.compile(reader.ReadToEnd());
    }
}

using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests;

public class NativeLibraryTests
{
    private static readonly IEnumerable<MethodInfo> Functions =
        typeof(Native).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Where(method => method.Name.StartsWith("mt_", StringComparison.Ordinal));

    private static string LibraryPath => Path.Combine(AppContext.BaseDirectory, "libmetaadamw_torch.so");

    [Fact]
    public void EveryDeclaredFunctionIsThere()
    {
        nint library = NativeLibrary.Load(LibraryPath);
        Assert.All(Functions, function => Assert.True(NativeLibrary.TryGetExport(library, function.Name, out _), function.Name));
    }

    [Fact]
    public void NothingElseIsExported()
    {
        // binutils come with every g++.
        using Process nm = Process.Start(new ProcessStartInfo("nm", ["-D", "--defined-only", LibraryPath]) { RedirectStandardOutput = true })!;
        string[] symbols = nm.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        nm.WaitForExit();
        Assert.Equal(Functions.Select(function => function.Name).Order(), symbols.Select(line => line.Split(' ')[^1]).Order());
    }

    [Fact]
    public void AMissingOperatorIsNamed()
    {
        var missing = new Operator("aten::frobnicate", "Tensor");
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => Call(missing));
        Assert.Equal($"libtorch {__version__} has no operator aten::frobnicate.Tensor.", error.Message);

        static unsafe void Call(Operator missing) => missing.Call(null, 0, null, 0);
    }

    [Fact]
    public void TooFewArgumentsAreAnError()
    {
        // Those that have defaults may be left out: that is what a newer libtorch's new arguments are to older schemas.
        using Tensor x = ones(2), y = ones(2);
        Assert.Equal([2f, 2f], Call(new Operator("aten::add", "Tensor"), x, y).data<float>().ToArray());
        Assert.Contains("wants an argument more", Assert.Throws<ExternalException>(() => Call(new Operator("aten::addcmul", ""), x, y)).Message);

        static unsafe Tensor Call(Operator op, Tensor x, Tensor y)
        {
            Value* arguments = stackalloc Value[] { Value.Of(x), Value.Of(y) };
            Value result;
            op.Call(arguments, 2, &result, 1);
            return result.TakeTensor();
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(99)]
    public void AnElementTypeThatIsNoneIsAnError(int number)
    {
        // Libtorch takes the number for an index, and the process ends.
        string message = $"libtorch {__version__} has no element type of number {number}";
        Assert.Equal(message, Assert.Throws<ExternalException>(() => zeros(2, dtype: (ScalarType)number)).Message);
        using Tensor x = ones(2);
        Assert.Equal(message, Assert.Throws<ExternalException>(() => x.to((ScalarType)number)).Message);
        Assert.Equal(message, Assert.Throws<ExternalException>(() => set_default_dtype((ScalarType)number)).Message);
    }

    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", true)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libblas.so.3", false)]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3", false)]
    [InlineData("/usr/lib/x86_64-linux-gnu/libm.so.6", false)]
    public void TheReferenceBlasIsToldFromOthers(string path, bool warns)
    {
        string[] maps = ["7f0000000000-7f0000001000 r--p 00000000 00:00 0", $"7f0000002000-7f0000003000 r-xp 00000000 08:01 42    {path}"];
        Assert.Equal(warns, Blas.Warning(maps)?.Contains("libopenblas0-pthread") ?? false);
        Assert.Null(Blas.Warning([.. maps, "7f0000004000-7f0000005000 r-xp 00000000 08:01 43    /usr/lib/libopenblas.so.0"]));
    }
}

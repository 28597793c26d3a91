using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests;

public class PrintingTests
{
    private static string Text(Tensor tensor, TorchSharp.TensorStringStyle style) => tensor.ToString(style, null, null, CultureInfo.InvariantCulture, "\n");

    [Fact]
    public void TheDefaultIsMetadata()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).ToString());
        Assert.Equal("[], type = Int64, device = cpu", tensor(5L).ToString());
        Assert.Equal("[2], type = Float32, device = meta", zeros(2, device: META).ToString(numpy));
    }

    [Fact]
    public void NumpyNests()
    {
        using var scope = NewDisposeScope();
        Tensor x = arange(12, dtype: float32).reshape(3, 4) / 8;
        Assert.Equal("[[0, 0.125, 0.25, 0.375]\n [0.5, 0.625, 0.75, 0.875]\n [1, 1.125, 1.25, 1.375]]", Text(x, numpy));
        Assert.Equal("[0, 1, 2, ... 7, 8, 9]", Text(arange(10), numpy));
        Assert.Equal("[[[True]]]", Text(ones(1, 1, 1).@bool(), numpy));
        Assert.Equal("[]", Text(empty(0), numpy));
        Assert.StartsWith("[[0, 1]\n [2, 3]\n [4, 5]\n ...\n [14, 15]", Text(arange(20).reshape(10, 2), numpy));
    }

    [Fact]
    public void JuliaAlignsColumns()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1f, -20.5f, 300f, float.NaN }, [2, 2]);
        Assert.Equal("[2x2], type = Float32, device = cpu\n   1 -20.5\n 300   NaN\n", Text(x, julia));
        Assert.Equal("[], type = Float64, device = cpu, value = 0.33333", Text(tensor(1.0 / 3), julia));
        Assert.Equal("[1x1x2], type = Int64, device = cpu\n[0,..,..] =\n 0 1\n", Text(arange(2).reshape(1, 1, 2), julia));
        Assert.Equal("[40], type = Int64, device = cpu\n 0 1 2 ...\n", arange(40).ToString(julia, width: 10, newLine: "\n"));
    }

    [Fact]
    public void CSharpWritesArrays()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("[2], type = Float32, device = cpu, value = float [] {1f, 2f}", Text(tensor(new[] { 1f, 2f }), csharp));
        Assert.Equal("[2x2], type = Int64, device = cpu, value = \nlong [,] {\n {0L, 1L},\n {2L, 3L}\n}", Text(arange(4).reshape(2, 2), csharp));
    }

    [Fact]
    public void EveryStyleHasAMethod()
    {
        using var scope = NewDisposeScope();
        CultureInfo invariant = CultureInfo.InvariantCulture;
        Tensor x = tensor(new[] { 1f, -20.5f, 300f, 1f / 3 }, [2, 2]);
        Assert.Equal("[2x2], type = Float32, device = cpu", x.metastr());
        Assert.Equal("[[1, -20.5]\n [300, 0.33333]]", x.npstr(newLine: "\n", cultureInfo: invariant));
        Assert.Equal("[[1, -20]\n [3e+02, 0.33]]", x.npstr("g2", newLine: "\n", cultureInfo: invariant));
        Assert.Equal("[2x2], type = Float32, device = cpu\n   1   -20.5\n 300 0.33333\n", x.jlstr(newLine: "\n", cultureInfo: invariant));
        Assert.Equal("[2x2], type = Float32, device = cpu\n   1 ...\n 300 ...\n", x.jlstr(width: 10, newLine: "\n", cultureInfo: invariant));
        Assert.Equal("[2x2], type = Float32, device = cpu, value = \nfloat [,] {\n {1f, -20.5f},\n {300f, 0.33333f}\n}", x.cstr(newLine: "\n", cultureInfo: invariant));
        Assert.Equal(x.npstr(), x.str(style: numpy));
        Assert.Equal(x.jlstr(), x.str());
        Assert.Equal(x.ToString(), x.ToString(false));
        Assert.Equal(x.str("g2", 10, "\n", invariant), x.ToString(true, "g2", 10, invariant, "\n"));
        Assert.Equal("1,5", tensor(1.5).npstr(cultureInfo: CultureInfo.GetCultureInfo("de-DE")));
        Assert.Equal("[1+2i, 3, 4i]", tensor(new[] { (1f, 2f), (3f, 0f), (0f, 4f) }).npstr(cultureInfo: invariant));
    }

    [Fact]
    public void PrintWritesToTheConsole()
    {
        using var scope = NewDisposeScope();
        using var written = new StringWriter();
        TextWriter console = Console.Out;
        Tensor x = arange(3);
        try {
            Console.SetOut(written);
            Assert.Same(x, x.print(style: numpy));
        } finally {
            Console.SetOut(console);
        }
        Assert.Equal("[0, 1, 2]" + Environment.NewLine, written.ToString());
    }

    [Fact]
    public void DefaultsCanBeSet()
    {
        using var scope = NewDisposeScope();
        Tensor x = arange(40, dtype: float64).reshape(4, 10) / 3;
        string before = x.str();
        CultureInfo culture = CultureInfo.CurrentCulture;
        try {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            set_printoptions(numpy, "f1", newLine: "|", maxRows: 2, maxColumns: 3);
            Assert.Equal(numpy, torch.TensorStringStyle);
            Assert.Equal("[[0.0, 0.3, ... 3.0]| ...| [10.0, 10.3, ... 13.0]]", x.str());
            set_printoptions(julia);
            Assert.Equal("[4x10], type = Float64, device = cpu|  0.0  0.3  0.7", x.str()[..52]);
            set_printoptions(precision: 2, linewidth: 16, sci_mode: true, maxRows: 4);
            Assert.Equal(" 3.33E+000 ...", x.str().Split('|')[2]);
            set_printoptions(precision: 3);
            Assert.StartsWith("  0.000  0.333", x.str(width: 40).Split('|')[1], StringComparison.Ordinal);
            torch.TensorStringStyle = csharp;
            Assert.StartsWith("[4x10], type = Float64, device = cpu, value = |double [,] {", x.str(), StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => torch.TensorStringStyle = TorchSharp.TensorStringStyle.Default);
        } finally {
            set_printoptions(julia, "g5", 100, Environment.NewLine, 6, 6);
            CultureInfo.CurrentCulture = culture;
        }
        Assert.Equal(before, x.str());
    }
}

using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace MetaAdamW.Tests;

/// <summary>The tests run in the compiler that their project names: the oldest, one in between, the newest.</summary>
public sealed class CompilerTests
{
    [Fact]
    public void TheCompilerIsTheOneTheProjectNames()
    {
        string named = Assert.Single(typeof(CompilerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>(), a => a.Key == "Roslyn").Value!;
        Assert.Equal(Version.Parse(named), Version.Parse(typeof(CSharpCompilation).Assembly.GetName().Version!.ToString(3)));
    }
}

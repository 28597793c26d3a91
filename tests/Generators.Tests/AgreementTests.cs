using System.Reflection;
using MetaAdamW.Tests.Harness;
using MetaAdamW.Tests.Models;
using TorchSharp;

namespace MetaAdamW.Tests;

/// <summary>The compile-time table against the live module: each parameter in exactly one group, names and counts right.</summary>
public sealed class AgreementTests
{
    public static TheoryData<TestModel> Models => [.. ModelCatalogue.All];

    [Theory]
    [MemberData(nameof(Models))]
    public void TheTableFitsTheLiveModel(TestModel model)
    {
        Assembly assembly = TestCompiler.Load(TestCompiler.Compile(model.Source));
        LiveAgreement.Check(assembly.GetType("Net", throwOnError: true)!, model.IsExact);
    }

    [Fact]
    public void ThereAreEnoughModels() => Assert.True(ModelCatalogue.All.Count >= 40, $"{ModelCatalogue.All.Count} models");
}

/// <summary>Compares a generated table with an object of its class.</summary>
internal static class LiveAgreement
{
    public static void Check(Type type, bool isExact)
    {
        using var scope = torch.NewDisposeScope();
        var table = (ParamGroupTable)type.GetProperty("ParamGroups", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        using var model = (torch.nn.Module)Activator.CreateInstance(type)!;
        BoundGroups groups = table.Bind(model);

        List<(string Name, long Count)> live = [.. model.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, p.parameter.numel()))];
        Assert.Equal(live.Select(p => p.Name), groups.Parameters.Where(p => p.Tensor.requires_grad).Select(p => p.Name));
        foreach ((string name, long count) in live)
        {
            ParamSpec spec = Assert.Single(table.Parameters, s => s.Matches(name));
            if (isExact)
            {
                Assert.DoesNotContain("**", spec.Pattern, StringComparison.Ordinal);
                Assert.Equal(count, spec.Count);
                Assert.False(spec.Optional, $"{name} is optional");
            }
        }
    }
}

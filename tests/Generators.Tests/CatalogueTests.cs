using System.Reflection;
using MetaAdamW.Generators.Parsing;
using MetaAdamW.Tests.Models;
using TorchSharp;
using TorchSharp.Modules;

namespace MetaAdamW.Tests;

/// <summary>The catalogue of layers is complete: what TorchSharp has is in it, and the other way round.</summary>
public sealed class CatalogueTests
{
    private static readonly HashSet<string> Containers = ["Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict"];

    [Fact]
    public void EveryLayerWithParametersIsKnown()
    {
        foreach (Type type in LayerTypes())
        {
            bool holdsParameters = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Any(p => p.PropertyType == typeof(Parameter));
            Assert.True(!holdsParameters || LayerCatalogue.Contains(type.Name), $"{type.Name} has parameters but is not in the catalogue");
        }
    }

    [Fact]
    public void EveryEntryIsALayerAndHasALiveTest()
    {
        HashSet<string> types = [.. LayerTypes().Select(t => t.Name)];
        Assert.All(LayerCatalogue.Names, name => Assert.Contains(name, types));
        Assert.All(LayerCatalogue.Names, name => Assert.Contains(ModelCatalogue.LayerCalls.Values, call => call.StartsWith(name + "(", StringComparison.Ordinal)));
    }

    private static IEnumerable<Type> LayerTypes() => typeof(Linear).Assembly.GetTypes()
        .Where(t => t.IsPublic && !t.IsAbstract && t.Namespace == "TorchSharp.Modules" && t.IsSubclassOf(typeof(torch.nn.Module))
            && !Containers.Contains(t.Name.Split('`')[0]));
}

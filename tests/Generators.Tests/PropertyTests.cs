using System.Reflection;
using MetaAdamW.Tests.Harness;
using MetaAdamW.Tests.Models;
using TorchSharp;
using TorchSharp.Utils;

namespace MetaAdamW.Tests;

/// <summary>Random models: what the table says is what reflection over the live module finds.</summary>
public sealed class PropertyTests
{
    private const int Cases = 500;
    private const int PerCompilation = 25;

    [Fact]
    public void TablesOfRandomModelsFitTheLiveModules()
    {
        List<string> failures = [];
        for (int first = 0; first < Cases; first += PerCompilation)
        {
            int[] seeds = [.. Enumerable.Range(first, PerCompilation)];
            string[] sources = [.. seeds.Select(s => new RandomModels(s).Write($"Net{s}"))];
            Assembly assembly = TestCompiler.Load(TestCompiler.CompileAs($"Random{first}", sources));
            for (int i = 0; i < seeds.Length; i++)
            {
                try
                {
                    Check(assembly.GetType($"Net{seeds[i]}Parts.Net{seeds[i]}", throwOnError: true)!);
                }
                catch (Exception failure)
                {
                    failures.Add($"seed {seeds[i]}: {(failure.InnerException ?? failure).Message}\n{sources[i]}");
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {Cases}:\n{string.Join("\n", failures.Take(3))}");
    }

    private static void Check(Type type)
    {
        using var scope = torch.NewDisposeScope();
        using var model = (torch.nn.Module)Activator.CreateInstance(type)!;
        List<(string Name, long Count)> live = [.. model.named_parameters().Select(p => (p.name, p.parameter.numel()))];
        var table = (ParamGroupTable)type.GetProperty("ParamGroups", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        if (live.Count == 0)
        {
            Assert.Empty(table.Parameters);
            return;
        }

        BoundGroups bound = table.Bind(model);
        Dictionary<string, string> groups = Groups(bound);
        Dictionary<string, string> fineGrained = Groups(BoundGroups.FineGrained(model));
        Assert.Equal(live.Select(p => p.Name), groups.Keys);
        foreach ((string name, long count) in live)
        {
            ParamSpec spec = Assert.Single(table.Parameters, s => s.Matches(name));
            Assert.Equal(count, spec.Count);
            Assert.False(spec.Optional, $"{name} is optional");
            ParamGroupSpec? declared = DeclaredGroup(model, name.Split('.'));
            Assert.Equal(declared?.Name ?? fineGrained[name], groups[name]);
            Assert.Equal(declared ?? new GroupOptions(), bound.Single(g => g.Name == groups[name]).Options);
            Assert.Equal(declared is { Frozen: true }, !model.get_parameter(name)!.requires_grad);
        }
    }

    private static Dictionary<string, string> Groups(BoundGroups groups) =>
        groups.Parameters.ToDictionary(p => p.Name, p => groups[p.Group].Name, StringComparer.Ordinal);

    /// <summary>The group that attributes give a parameter: on the way from the model inwards the first that speaks.</summary>
    private static ParamGroupSpec? DeclaredGroup(torch.nn.Module module, ReadOnlySpan<string> path)
    {
        string part = path[0];
        torch.nn.Module? child = module.named_children().Where(c => c.name == part).Select(c => c.module).FirstOrDefault();
        if (module.GetType().Assembly != typeof(torch).Assembly)
        {
            FieldInfo[] fields = [.. Fields(module.GetType())];
            FieldInfo? field = fields.FirstOrDefault(f => ComponentName(f) == part)
                ?? fields.FirstOrDefault(f => child is not null && ReferenceEquals(f.GetValue(module), child));
            if (field is not null && Attribute(field) is var (attribute, member))
            {
                return SpecOf(attribute, attribute.Name ?? member);
            }

            if (module.GetType().GetCustomAttribute<ParamGroupAttribute>(inherit: false) is { Name: { } name } ofClass)
            {
                return SpecOf(ofClass, name);
            }
        }

        return child is null || path.Length < 2 ? null : DeclaredGroup(child, path[1..]);
    }

    private static ParamGroupSpec SpecOf(ParamGroupAttribute attribute, string name)
    {
        return new(name)
        {
            LearningRateScale = attribute.LearningRateScale,
            WeightDecay = Given(attribute.WeightDecay),
            Beta1 = Given(attribute.Beta1),
            Beta2 = Given(attribute.Beta2),
            AlphaRange = Given(attribute.AlphaRange),
            BetaRange = Given(attribute.BetaRange),
            Frozen = attribute.Frozen,
        };

        static double? Given(double option) => double.IsNaN(option) ? null : option;
    }

    private static (ParamGroupAttribute Attribute, string Member)? Attribute(FieldInfo field)
    {
        MemberInfo member = field.Name.StartsWith('<') ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)])! : field;
        return member.GetCustomAttribute<ParamGroupAttribute>() is { } attribute ? (attribute, member.Name) : null;
    }

    private static string ComponentName(FieldInfo field) => field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;

    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type is not null && type.Assembly != typeof(torch).Assembly; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}

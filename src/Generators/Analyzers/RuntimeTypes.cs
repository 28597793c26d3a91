using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>Names of the runtime's types that rules look for.</summary>
internal static class RuntimeTypes
{
    public const string Optimizer = "MetaAdamW.MetaAdamWOptimizer";
    public const string Options = "MetaAdamW.MetaAdamWOptions";
    public const string ObjectiveKind = "MetaAdamW.MetaObjectiveKind";
    public const string StepRecord = "MetaAdamW.StepRecord";
    public const string HuwTask = "MetaAdamW.HuwTask";
    public const string MetaPriorities = "MetaAdamW.MetaPriorities";

    private const string Objective = "MetaAdamW.MetaObjective";

    /// <summary>Whether the type is a meta-objective, of batches of any type.</summary>
    public static bool IsObjective(ITypeSymbol? type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (KnownTypes.Is(t, Objective))
            {
                return true;
            }
        }

        return false;
    }
}

using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW2003: a task that gives no loss.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskSignatureAnalyzer() : TaskAnalyzer(TaskDiagnostics.TaskSignature)
{
    private protected override void Analyze(INamedTypeSymbol type, List<(ISymbol Member, AttributeData Attribute)> tasks, SymbolAnalysisContext context)
    {
        foreach ((ISymbol member, _) in tasks)
        {
            ITypeSymbol result = (member as IMethodSymbol)?.ReturnType ?? ((IPropertySymbol)member).Type;
            bool isHalfTyped = result.TypeKind == TypeKind.Error
                || (member as IMethodSymbol)?.Parameters.Any(p => p.Type.TypeKind == TypeKind.Error) == true;
            if (!isHalfTyped && !TaskReading.HasTaskSignature(member))
            {
                string more = !KnownTypes.IsTensor(result) ? ""
                    : member is IPropertySymbol ? " and be readable"
                    : ", be no generic method and take its parameters by value";
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(member), member.Name, more));
            }
        }
    }
}

/// <summary>MAW2004: two tasks with one name.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateTaskAnalyzer() : TaskAnalyzer(TaskDiagnostics.DuplicateTask)
{
    private protected override void Analyze(INamedTypeSymbol type, List<(ISymbol Member, AttributeData Attribute)> tasks, SymbolAnalysisContext context)
    {
        foreach (var same in tasks.GroupBy(t => TaskReading.NameOf(t.Member, t.Attribute), StringComparer.Ordinal))
        {
            foreach ((ISymbol member, AttributeData attribute) in same.Skip(1))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, member), same.Key));
            }
        }
    }
}

/// <summary>MAW2005: one task alone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SingleTaskAnalyzer() : TaskAnalyzer(TaskDiagnostics.SingleTask)
{
    private protected override void Analyze(INamedTypeSymbol type, List<(ISymbol Member, AttributeData Attribute)> tasks, SymbolAnalysisContext context)
    {
        if (tasks is [var (member, attribute)])
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, member), member.Name, type.Name));
        }
    }
}

/// <summary>MAW2007: tasks whose methods take different parameters.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DifferentParametersAnalyzer() : TaskAnalyzer(TaskDiagnostics.DifferentParameters)
{
    private protected override void Analyze(INamedTypeSymbol type, List<(ISymbol Member, AttributeData Attribute)> tasks, SymbolAnalysisContext context)
    {
        List<IMethodSymbol> methods = [.. tasks.Select(t => t.Member).OfType<IMethodSymbol>().Where(m => m.Parameters.Length > 0)];
        foreach (IMethodSymbol method in methods.Skip(1))
        {
            if (!TaskReading.SameParameters(method, methods[0]))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(method), method.Name, methods[0].Name));
            }
        }
    }
}

/// <summary>MAW2008: a task in a class that is no model.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskOutsideModelAnalyzer() : TaskAnalyzer(TaskDiagnostics.TaskOutsideModel)
{
    private protected override void Analyze(INamedTypeSymbol type, List<(ISymbol Member, AttributeData Attribute)> tasks, SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(type, KnownTypes.ParamGroupAttribute) is null)
        {
            foreach ((ISymbol member, AttributeData attribute) in tasks)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, member), member.Name, type.Name));
            }
        }
    }
}

/// <summary>A rule about the tasks of a class.</summary>
public abstract class TaskAnalyzer : ModelAnalyzer
{
    private protected TaskAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                List<(ISymbol, AttributeData)> tasks = [.. TaskReading.Tasks(type)];
                if (tasks.Count > 0)
                {
                    Analyze(type, tasks, symbol);
                }
            },
            SymbolKind.NamedType);

    private protected abstract void Analyze(INamedTypeSymbol type, List<(ISymbol Member, AttributeData Attribute)> tasks, SymbolAnalysisContext context);
}

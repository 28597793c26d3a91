using MetaAdamW.Generators.Diagnostics;
using MetaAdamW.Generators.Model;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MetaAdamW.Generators.Analyzers;

/// <summary>MAW3001: a learning-rate scale that is not positive and finite.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidScaleAnalyzer() : GroupOptionAnalyzer(OptionDiagnostics.InvalidScale)
{
    private protected override void Analyze(ISymbol target, AttributeData attribute, SymbolAnalysisContext context)
    {
        if (attribute.TryGet("LearningRateScale", out double scale) && !(scale > 0 && !double.IsInfinity(scale)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, target), AttributeArgument.Named("LearningRateScale"), Text(scale)));
        }
    }
}

/// <summary>MAW3002: a weight decay out of range.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidDecayAnalyzer() : GroupOptionAnalyzer(OptionDiagnostics.InvalidDecay)
{
    private protected override void Analyze(ISymbol target, AttributeData attribute, SymbolAnalysisContext context)
    {
        // NaN leaves the decay to the optimizer.
        if (attribute.TryGet("WeightDecay", out double decay) && !double.IsNaN(decay) && decay is not (>= 0 and <= 1))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, target), AttributeArgument.Named("WeightDecay"), Text(decay)));
        }
    }
}

/// <summary>MAW3007: options on a class that names no group.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionsWithoutGroupAnalyzer() : GroupOptionAnalyzer(OptionDiagnostics.OptionsWithoutGroup)
{
    private protected override void Analyze(ISymbol target, AttributeData attribute, SymbolAnalysisContext context)
    {
        if (target is INamedTypeSymbol && attribute.ConstructorArguments.IsEmpty && attribute.NamedArguments is [var first, ..])
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, target), AttributeArgument.Named(first.Key), first.Key));
        }
    }
}

/// <summary>A rule about the options of one <c>[ParamGroup]</c>.</summary>
public abstract class GroupOptionAnalyzer : ClassAnalyzer
{
    private protected GroupOptionAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Analyze(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        if (ModelAttribute(type) is { } own)
        {
            Analyze(type, own, context);
        }

        foreach ((ISymbol member, AttributeData attribute) in GroupedMembers(type))
        {
            Analyze(member, attribute, context);
        }
    }

    private protected abstract void Analyze(ISymbol target, AttributeData attribute, SymbolAnalysisContext context);

    private protected static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>MAW3003: heads that do not divide the width.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HeadsDoNotDivideAnalyzer() : FeatureAnalyzer(OptionDiagnostics.HeadsDoNotDivide)
{
    private protected override void Analyze(INamedTypeSymbol type, AttributeData attribute, FeatureSpec features, SymbolAnalysisContext context)
    {
        int heads = features.DeclaredHeads, width = features.DeclaredWidth;
        if (heads < 0)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, type), AttributeArgument.Named("Heads"), heads, Math.Max(width, features.ColumnCount), "use a positive number"));
        }
        else if (heads > 0 && width > 0 && width % heads != 0)
        {
            int next = ((Math.Max(width, features.ColumnCount) + heads - 1) / heads) * heads;
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, type), AttributeArgument.Named("Width"), heads, width, $"use Width = {next}, or leave it out"));
        }
    }
}

/// <summary>MAW3004: a width that does not hold the columns.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WidthTooSmallAnalyzer() : FeatureAnalyzer(OptionDiagnostics.WidthTooSmall)
{
    private protected override void Analyze(INamedTypeSymbol type, AttributeData attribute, FeatureSpec features, SymbolAnalysisContext context)
    {
        if (features.DeclaredWidth != 0 && features.DeclaredWidth < features.ColumnCount)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule, LocationOf(attribute, type), AttributeArgument.Named("Width"), $"FeatureSet.{features.Set}", features.ColumnCount, features.DeclaredWidth));
        }
    }
}

/// <summary>MAW3006: a switch that the feature set does not know.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwitchWithoutEffectAnalyzer() : FeatureAnalyzer(OptionDiagnostics.SwitchWithoutEffect)
{
    private protected override void Analyze(INamedTypeSymbol type, AttributeData attribute, FeatureSpec features, SymbolAnalysisContext context)
    {
        if (features.Set != FeatureSet.Enhanced)
        {
            return;
        }

        foreach (KeyValuePair<string, TypedConstant> option in attribute.NamedArguments)
        {
            if (option is { Key: "Normalized", Value.Value: true } or { Key: "SecondMoment" })
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, type), AttributeArgument.Named(option.Key), option.Key));
            }
        }
    }
}

/// <summary>MAW3008: features of a class that is no model.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FeaturesOutsideModelAnalyzer() : FeatureAnalyzer(OptionDiagnostics.FeaturesOutsideModel)
{
    private protected override void Analyze(INamedTypeSymbol type, AttributeData attribute, FeatureSpec features, SymbolAnalysisContext context)
    {
        if (ModelAttribute(type) is null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, type), type.Name));
        }
    }
}

/// <summary>A rule about <c>[Features]</c>.</summary>
public abstract class FeatureAnalyzer : ClassAnalyzer
{
    private protected FeatureAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Analyze(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(type, KnownTypes.FeaturesAttribute) is { } attribute)
        {
            Analyze(type, attribute, FeatureReading.OfAttribute(attribute), context);
        }
    }

    private protected abstract void Analyze(INamedTypeSymbol type, AttributeData attribute, FeatureSpec features, SymbolAnalysisContext context);
}

/// <summary>MAW3005: normalised features of a model with one group.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NeedsGroupsAnalyzer() : ReadingAnalyzer(OptionDiagnostics.NeedsGroups)
{
    private protected override void Analyze(ModelReading reading, SymbolAnalysisContext context)
    {
        if (KnownTypes.Find(reading.Type, KnownTypes.FeaturesAttribute) is { } attribute
            && FeatureReading.OfAttribute(attribute) is { Normalized: true, Set: not FeatureSet.Enhanced }
            && KnownTypes.Find(reading.Type, KnownTypes.ParamGroupAttribute) is not null
            && reading.ToSpec().Summary is [{ Name: { } only }])
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, LocationOf(attribute, reading.Type), reading.Type.Name, only));
        }
    }
}

using System.Composition;
using System.Globalization;
using MetaAdamW.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.CodeFixes;

/// <summary>Passes a task's parameters by value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PassByValueFix() : DocumentFix("MAW2003")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        // Only `in` changes nothing for callers and body.
        if (node.FirstAncestorOrSelf<ParameterSyntax>() is not { Modifiers: [{ RawKind: (int)SyntaxKind.InKeyword }] } parameter)
        {
            return null;
        }

        ParameterSyntax byValue = parameter.WithModifiers(default).WithLeadingTrivia(parameter.GetLeadingTrivia());
        return new($"Take '{parameter.Identifier.ValueText}' by value", root.ReplaceNode(parameter, byValue));
    }
}

/// <summary>Gives a task a name of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RenameTaskFix() : DocumentFix("MAW2004")
{
    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member
            || model.GetDeclaredSymbol(member) is not { ContainingType: { } type } symbol
            || KnownTypes.Find(symbol, KnownTypes.HuwTaskAttribute)?.ApplicationSyntaxReference is not { } reference
            || root.FindNode(reference.Span).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
        {
            return null;
        }

        HashSet<string> taken = [.. TaskReading.Tasks(type)
            .Where(t => !SymbolEqualityComparer.Default.Equals(t.Member, symbol))
            .Select(t => TaskReading.NameOf(t.Member, t.Attribute))];
        string name = symbol.Name;
        for (int i = 2; taken.Contains(name); i++)
        {
            name = symbol.Name + i.ToString(CultureInfo.InvariantCulture);
        }

        AttributeSyntax changed = name == symbol.Name
            ? AttributeSyntaxEdits.WithoutArgument(attribute, "Name") ?? attribute
            : AttributeSyntaxEdits.WithNamedText(attribute, "Name", name);
        return new($"Call the task '{name}'", root.ReplaceNode(attribute, changed));
    }
}

/// <summary>Makes the only task a plain loss, with the priority that goes with it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RemoveTaskFix() : DocumentFix("MAW2005")
{
    private static readonly string[] TaskAttributes = [KnownTypes.HuwTaskAttribute, KnownTypes.PriorityAttribute];

    private protected override DocumentChange? Fix(SyntaxNode root, SyntaxNode node, Diagnostic diagnostic, SemanticModel model)
    {
        if (node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
        {
            return null;
        }

        List<AttributeSyntax> attributes = [.. member.AttributeLists.SelectMany(l => l.Attributes).Where(IsOfTask)];
        SyntaxNode changed = root.TrackNodes(attributes);
        foreach (AttributeSyntax attribute in attributes)
        {
            changed = AttributeSyntaxEdits.Remove(changed, changed.GetCurrentNode(attribute)!) ?? changed;
        }

        return new("Make it a plain loss", changed);

        bool IsOfTask(AttributeSyntax attribute) =>
            model.GetSymbolInfo(attribute).Symbol?.ContainingType is { } type && TaskAttributes.Any(name => KnownTypes.Is(type, name));
    }
}

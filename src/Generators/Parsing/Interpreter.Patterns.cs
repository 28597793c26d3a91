using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

/// <summary>Decides patterns, where the value that they look at is known well enough.</summary>
internal sealed partial class Interpreter
{
    private Value EvaluateSwitch(ISwitchExpressionOperation choice, Frame frame)
    {
        Value value = Evaluate(choice.Value, frame);
        List<IOperation> possible = [];
        foreach (ISwitchExpressionArmOperation arm in choice.Arms)
        {
            bool? matches = Matches(value, arm.Pattern, arm.Guard, frame);
            if (matches != false)
            {
                possible.Add(arm.Value);
            }

            if (matches == true)
            {
                break;
            }
        }

        return possible.Count == 1 ? Evaluate(possible[0], frame) : Either(possible, frame);
    }

    /// <summary>Whether a pattern and the condition after it hold; null where that is not known.</summary>
    private bool? Matches(Value value, IPatternOperation pattern, IOperation? guard, Frame frame)
    {
        bool? matches = Matches(value, pattern, frame);
        if (matches == false || guard is null)
        {
            return matches;
        }

        return Evaluate(guard, frame) is ConstantValue { Constant: bool holds } ? (holds ? matches : false) : null;
    }

    /// <summary>Whether a value matches; variables of the pattern are declared whatever comes out.</summary>
    private bool? Matches(Value value, IPatternOperation pattern, Frame frame)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return true;

            case IConstantPatternOperation constant:
                return Matches(value, Evaluate(constant.Value, frame));

            case INegatedPatternOperation negated:
                return !Matches(value, negated.Pattern, frame);

            case IBinaryPatternOperation both:
                bool? left = Matches(value, both.LeftPattern, frame), right = Matches(value, both.RightPattern, frame);
                return both.OperatorKind == BinaryOperatorKind.And ? left & right : left | right;

            case IRelationalPatternOperation relational:
                return Folding.Binary(relational.OperatorKind, value, Evaluate(relational.Value, frame)) is ConstantValue { Constant: bool holds } ? holds : null;

            case ITypePatternOperation type:
                return IsOfType(value, type.MatchedType);

            case IDeclarationPatternOperation declaration:
                Declare(declaration.DeclaredSymbol, value, frame);
                return declaration.MatchesNull ? true : IsOfType(value, declaration.InputType, declaration.MatchedType);

            case IRecursivePatternOperation recursive:
                Declare(recursive.DeclaredSymbol, value, frame);
                bool? matches = IsOfType(value, recursive.InputType, recursive.MatchedType);
                foreach (IPropertySubpatternOperation part in recursive.PropertySubpatterns)
                {
                    Value member = part.Member switch
                    {
                        IFieldReferenceOperation { Field: var field } => ReadMember(value, field.OriginalDefinition, field.Type),
                        IPropertyReferenceOperation { Property: var property } when BackingField(property) is { } backing => ReadMember(value, backing, property.Type),
                        _ => UnknownValue.Untyped,
                    };
                    matches &= Matches(member, part.Pattern, frame);
                }

                return recursive.DeconstructionSubpatterns.IsEmpty ? matches : MatchesParts(value, recursive, frame) & matches;

            default:
                return null;
        }
    }

    private bool? MatchesParts(Value value, IRecursivePatternOperation pattern, Frame frame)
    {
        bool? matches = true;
        IReadOnlyList<Value> parts = Parts(value, pattern.DeconstructionSubpatterns.Length);
        for (int i = 0; i < pattern.DeconstructionSubpatterns.Length; i++)
        {
            matches &= Matches(i < parts.Count ? parts[i] : UnknownValue.Untyped, pattern.DeconstructionSubpatterns[i], frame);
        }

        return matches;
    }

    private static void Declare(ISymbol? variable, Value value, Frame frame)
    {
        if (variable is not null)
        {
            frame.Declare(variable, value);
        }
    }

    private static bool? Matches(Value value, Value label) =>
        Folding.Binary(BinaryOperatorKind.Equals, value, label) is ConstantValue { Constant: bool equal } ? equal : null;

    // Of what it is declared as, a value is unless it is null.
    private bool? IsOfType(Value value, ITypeSymbol declared, ITypeSymbol? type)
    {
        ITypeSymbol plain = declared is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : declared;
        return type is null || SymbolEqualityComparer.Default.Equals(plain, type)
            ? value switch { ConstantValue { Constant: null } => false, UnknownValue or ChoiceValue => null, _ => true }
            : IsOfType(value, type);
    }

    /// <summary>Whether a value is of a type and not null; null where that is not known.</summary>
    private bool? IsOfType(Value value, ITypeSymbol type) => value switch
    {
        ConstantValue { Constant: null } => false,
        ConstantValue { Enumeration: { } enumeration } => SymbolEqualityComparer.Default.Equals(enumeration, type) ? true : null,
        ConstantValue { Constant: { } constant } => type.SpecialType switch
        {
            SpecialType.System_Object => true,
            SpecialType.System_Boolean => constant is bool,
            SpecialType.System_String => constant is string,
            SpecialType.System_Int32 => constant is int ? true : null,
            SpecialType.System_Int64 => constant is long ? true : null,
            SpecialType.System_Double => constant is double ? true : null,
            _ => null,
        },
        ObjectValue known => compilation.ClassifyCommonConversion(known.Type, type) is { IsImplicit: true, IsUserDefined: false } ? true
            : type.TypeKind == TypeKind.Class && type is INamedTypeSymbol { IsGenericType: false } && known.Type is { IsGenericType: false } ? false
            : null,
        _ => null,
    };
}

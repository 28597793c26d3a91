using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MetaAdamW.Generators.Parsing;

/// <summary>Arithmetic on constants, as C# does it, where an unknown operand makes an unknown result.</summary>
internal static class Folding
{
    public static bool TryInteger(Value value, out long number)
    {
        switch ((value as ConstantValue)?.Constant)
        {
            case long l: number = l; return true;
            case int i: number = i; return true;
            case short s: number = s; return true;
            case byte b: number = b; return true;
            case sbyte b: number = b; return true;
            case ushort s: number = s; return true;
            case uint u: number = u; return true;
            case char c: number = c; return true;
            case ulong u when u <= long.MaxValue: number = (long)u; return true;
            default: number = 0; return false;
        }
    }

    /// <summary>A constant as a type holds it. Numbers keep their types, whose ranges and rounding arithmetic depends on.</summary>
    public static Value Convert(Value value, ITypeSymbol? type)
    {
        if (value is not ConstantValue { Constant: { } constant } || type is null)
        {
            return value;
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying })
        {
            return Convert(value, underlying) is ConstantValue member ? new ConstantValue(member.Constant) { Enumeration = type } : UnknownValue.Untyped;
        }

        return TryInteger(value, out long number) ? ToType(number, type.SpecialType) ?? value
            : constant is double or float && TryReal(value, out double real) ? ToType(real, type.SpecialType) ?? value
            : value;
    }

    /// <summary>An enumeration's members as <c>Enum.GetValues</c> has them: in order of their numbers, negative ones last.</summary>
    public static IEnumerable<IFieldSymbol> MembersOf(ITypeSymbol enumeration) =>
        enumeration.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue)
            .OrderBy(f => f.ConstantValue is ulong number ? number : unchecked((ulong)System.Convert.ToInt64(f.ConstantValue, CultureInfo.InvariantCulture)));

    private static Value? ToType(long number, SpecialType type) => unchecked(type switch
    {
        SpecialType.System_SByte => Value.Of((sbyte)number),
        SpecialType.System_Byte => Value.Of((byte)number),
        SpecialType.System_Int16 => Value.Of((short)number),
        SpecialType.System_UInt16 => Value.Of((ushort)number),
        SpecialType.System_Char => Value.Of((char)number),
        SpecialType.System_Int32 => Value.Of((int)number),
        SpecialType.System_UInt32 => Value.Of((uint)number),
        SpecialType.System_Int64 => Value.Of(number),
        SpecialType.System_UInt64 => Value.Of((ulong)number),
        SpecialType.System_Single => Value.Of((float)number),
        SpecialType.System_Double => Value.Of((double)number),
        _ => null,
    });

    private static Value? ToType(double real, SpecialType type) => type switch
    {
        SpecialType.System_Single => Value.Of((float)real),
        SpecialType.System_Double => Value.Of(real),
        >= SpecialType.System_Char and <= SpecialType.System_UInt64 =>
            // C# leaves the result open outside of the range.
            Math.Abs(real) < long.MaxValue && ToType((long)real, type) is { } whole && TryReal(whole, out double kept) && kept == Math.Truncate(real)
                ? whole
                : UnknownValue.Untyped,
        _ => null,
    };

    public static Value Unary(UnaryOperatorKind kind, Value operand)
    {
        if (operand is ConstantValue { Constant: bool flag } && kind == UnaryOperatorKind.Not)
        {
            return Value.Of(!flag);
        }

        if (TryInteger(operand, out long number))
        {
            bool isLong = IsLong(operand);
            return kind switch
            {
                UnaryOperatorKind.Minus => Integer(unchecked(-number), isLong),
                UnaryOperatorKind.Plus => operand,
                UnaryOperatorKind.BitwiseNegation => Integer(~number, isLong),
                _ => UnknownValue.Untyped,
            };
        }

        return kind == UnaryOperatorKind.Minus && TryReal(operand, out double real) ? Value.Of(-real) : UnknownValue.Untyped;
    }

    public static Value Binary(BinaryOperatorKind kind, Value left, Value right)
    {
        if (TryInteger(left, out long a) && TryInteger(right, out long b))
        {
            return kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift
                ? Shift(((ConstantValue)left).Constant!, a, kind == BinaryOperatorKind.LeftShift, (int)b)
                : Integers(kind, a, b, IsLong(left) || IsLong(right));
        }

        if (TryReal(left, out double x) && TryReal(right, out double y))
        {
            return Reals(kind, x, y);
        }

        if (left is ConstantValue { Constant: bool p } && right is ConstantValue { Constant: bool q })
        {
            return kind switch
            {
                BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => Value.Of(p && q),
                BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => Value.Of(p || q),
                BinaryOperatorKind.ExclusiveOr or BinaryOperatorKind.NotEquals => Value.Of(p != q),
                BinaryOperatorKind.Equals => Value.Of(p == q),
                _ => UnknownValue.Untyped,
            };
        }

        if (kind == BinaryOperatorKind.Add && (IsText(left) || IsText(right)))
        {
            return Text(left) is { } head && Text(right) is { } tail ? Value.Of(head + tail) : UnknownValue.Untyped;
        }

        if (left is ConstantValue { Constant: string or null } s && right is ConstantValue { Constant: string or null } t)
        {
            return kind switch
            {
                BinaryOperatorKind.Equals => Value.Of(Equals(s.Constant, t.Constant)),
                BinaryOperatorKind.NotEquals => Value.Of(!Equals(s.Constant, t.Constant)),
                _ => UnknownValue.Untyped,
            };
        }

        if (kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals && IsNullCheck(left, right) is { } isNull)
        {
            return Value.Of(isNull == (kind == BinaryOperatorKind.Equals));
        }

        return UnknownValue.Untyped;
    }

    /// <summary>A function of <c>System.Math</c> on numbers, or null where it is none of these or an argument is not known.</summary>
    public static Value? Call(string function, IReadOnlyList<Value> arguments)
    {
        switch (arguments)
        {
            case [var left, var right] when TryInteger(left, out long a) && TryInteger(right, out long b) && function is "Max" or "Min":
                return Value.Of(function == "Max" ? Math.Max(a, b) : Math.Min(a, b));

            case [var left, var right] when TryReal(left, out double x) && TryReal(right, out double y):
                return function switch
                {
                    "Max" => Value.Of(Math.Max(x, y)),
                    "Min" => Value.Of(Math.Min(x, y)),
                    "Pow" => Value.Of(Math.Pow(x, y)),
                    _ => null,
                };

            case [var only] when TryReal(only, out double z):
                return function switch
                {
                    "Round" => Value.Of(Math.Round(z)),
                    "Floor" => Value.Of(Math.Floor(z)),
                    "Ceiling" => Value.Of(Math.Ceiling(z)),
                    "Truncate" => Value.Of(Math.Truncate(z)),
                    "Sqrt" => Value.Of(Math.Sqrt(z)),
                    "Abs" => Value.Of(Math.Abs(z)),
                    _ => null,
                };

            default:
                return null;
        }
    }

    /// <summary>A method of a text that gives the same under every culture, or null.</summary>
    public static Value? Call(string method, string text) => method switch
    {
        "ToLowerInvariant" => Value.Of(text.ToLowerInvariant()),
        "ToUpperInvariant" => Value.Of(text.ToUpperInvariant()),
        "Trim" => Value.Of(text.Trim()),
        _ => null,
    };

    /// <summary>Text of a constant as an interpolated string shows it under any culture; null where that depends on one.</summary>
    public static string? Text(Value value) => value switch
    {
        ConstantValue { Enumeration: { } enumeration, Constant: { } number } => NameOf(enumeration, number),
        ConstantValue { Constant: string text } => text,
        ConstantValue { Constant: char c } => c.ToString(),
        ConstantValue { Constant: bool flag } => flag ? "True" : "False",
        ConstantValue { Constant: null } => "",
        _ when TryInteger(value, out long number) && number >= 0 => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The same in a format: that of whole numbers with leading zeros, as <c>D2</c>; null for others.</summary>
    public static string? Text(Value value, string format) =>
        format is ['D' or 'd', ..] && value is ConstantValue { Enumeration: null, Constant: not char } && TryInteger(value, out _)
        && (format.Length == 1 ? 0 : byte.TryParse(format.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out byte digits) ? digits : -1) is var width and >= 0
            ? Text(value)?.PadLeft(width, '0')
            : null;

    /// <summary>The member's name; null where no member, or more than one, has the number.</summary>
    private static string? NameOf(ITypeSymbol enumeration, object number) =>
        MembersOf(enumeration).Where(m => number.Equals(m.ConstantValue)).Take(2).ToList() is [var only] ? only.Name : null;

    private static bool IsLong(Value value) => value is ConstantValue { Constant: long or ulong };

    private static bool IsText(Value value) => value is ConstantValue { Constant: string };

    private static bool? IsNullCheck(Value left, Value right)
    {
        bool leftNull = left is ConstantValue { Constant: null };
        bool rightNull = right is ConstantValue { Constant: null };
        Value other = leftNull ? right : left;
        return (leftNull || rightNull) && other is not (UnknownValue or ChoiceValue) ? leftNull && rightNull : null;
    }

    private static Value Integers(BinaryOperatorKind kind, long a, long b, bool isLong) => kind switch
    {
        BinaryOperatorKind.Add => Integer(unchecked(a + b), isLong),
        BinaryOperatorKind.Subtract => Integer(unchecked(a - b), isLong),
        BinaryOperatorKind.Multiply => Integer(unchecked(a * b), isLong),
        // Nothing is divided by zero, and nothing overflows, at compile time.
        BinaryOperatorKind.Divide when b is not (0 or -1) => Integer(a / b, isLong),
        BinaryOperatorKind.Remainder when b is not (0 or -1) => Integer(a % b, isLong),
        BinaryOperatorKind.And => Integer(a & b, isLong),
        BinaryOperatorKind.Or => Integer(a | b, isLong),
        BinaryOperatorKind.ExclusiveOr => Integer(a ^ b, isLong),
        BinaryOperatorKind.Equals => Value.Of(a == b),
        BinaryOperatorKind.NotEquals => Value.Of(a != b),
        BinaryOperatorKind.LessThan => Value.Of(a < b),
        BinaryOperatorKind.LessThanOrEqual => Value.Of(a <= b),
        BinaryOperatorKind.GreaterThan => Value.Of(a > b),
        BinaryOperatorKind.GreaterThanOrEqual => Value.Of(a >= b),
        _ => UnknownValue.Untyped,
    };

    private static Value Shift(object constant, long number, bool left, int by) => constant switch
    {
        long l => Value.Of(left ? l << by : l >> by),
        ulong l => Value.Of(left ? l << by : l >> by),
        uint i => Value.Of(left ? i << by : i >> by),
        _ => Value.Of(left ? (int)number << by : (int)number >> by),
    };

    private static Value Reals(BinaryOperatorKind kind, double x, double y) => kind switch
    {
        BinaryOperatorKind.Add => Value.Of(x + y),
        BinaryOperatorKind.Subtract => Value.Of(x - y),
        BinaryOperatorKind.Multiply => Value.Of(x * y),
        BinaryOperatorKind.Divide => Value.Of(x / y),
        BinaryOperatorKind.LessThan => Value.Of(x < y),
        BinaryOperatorKind.LessThanOrEqual => Value.Of(x <= y),
        BinaryOperatorKind.GreaterThan => Value.Of(x > y),
        BinaryOperatorKind.GreaterThanOrEqual => Value.Of(x >= y),
        _ => UnknownValue.Untyped,
    };

    private static bool TryReal(Value value, out double number)
    {
        switch ((value as ConstantValue)?.Constant)
        {
            case double d: number = d; return true;
            case float f: number = f; return true;
            default:
                bool isInteger = TryInteger(value, out long integer);
                number = integer;
                return isInteger;
        }
    }

    private static Value Integer(long number, bool isLong) => isLong ? Value.Of(number) : Value.Of(unchecked((int)number));
}

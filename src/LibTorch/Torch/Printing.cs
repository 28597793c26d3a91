using System.Globalization;

namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, element type and device alone.</summary>
    Metadata,
    /// <summary>As Julia does it: matrices with aligned columns.</summary>
    Julia,
    /// <summary>As NumPy does it: nested brackets.</summary>
    Numpy,
    /// <summary>As a C# array would be written.</summary>
    CSharp,
    /// <summary>As <see cref="torch.TensorStringStyle"/> says.</summary>
    Default,
}

public static partial class torch
{
    private static TensorStringStyle style = TensorStringStyle.Julia;

    /// <summary>The style of print() and str() that are told none.</summary>
    /// <exception cref="ArgumentException">Set to Default.</exception>
    public static TensorStringStyle TensorStringStyle
    {
        get => style;
        set => style = value != TensorStringStyle.Default ? value : throw new ArgumentException("The style cannot be set to 'Default'");
    }

#pragma warning disable CS1591 // Short names of the styles.
    public const TensorStringStyle julia = TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;
#pragma warning restore CS1591

    internal static string FloatFormat { get; private set; } = "g5";

    internal static string NewLine { get; private set; } = Environment.NewLine;

    internal static int LineWidth { get; private set; } = 100;

    internal static int MaxRows { get; private set; } = 6;

    internal static int MaxColumns { get; private set; } = 6;

    /// <summary>Sets how tensors are written as text; what is null stays.</summary>
    /// <param name="style">The style.</param>
    /// <param name="floatFormat">The .NET format of floating-point numbers.</param>
    /// <param name="linewidth">The characters of a line.</param>
    /// <param name="newLine">What ends a line.</param>
    /// <param name="maxRows">The most rows that are written.</param>
    /// <param name="maxColumns">The most columns that are written.</param>
    public static void set_printoptions(TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        TensorStringStyle = style ?? TensorStringStyle;
        FloatFormat = floatFormat ?? FloatFormat;
        LineWidth = linewidth ?? LineWidth;
        NewLine = newLine ?? NewLine;
        MaxRows = maxRows ?? MaxRows;
        MaxColumns = maxColumns ?? MaxColumns;
    }

    /// <inheritdoc cref="set_printoptions(TensorStringStyle?, string, int?, string, int?, int?)"/>
    /// <param name="precision">The digits after the point.</param>
    /// <param name="sci_mode">Whether with an exponent.</param>
    public static void set_printoptions(int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, (sci_mode ? "E" : "F") + precision.ToString(CultureInfo.InvariantCulture), linewidth, newLine, maxRows, maxColumns);

    public partial class Tensor
    {
        /// <summary>Shape, element type and device.</summary>
        public override string ToString() => IsInvalid ? "" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        /// <inheritdoc cref="ToString(TensorStringStyle, string, int?, CultureInfo, string)"/>
        /// <param name="disamb">Whether to write the elements; else shape, element type and device alone.</param>
        public string ToString(bool disamb, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? ToString(TensorStringStyle, fltFormat, width, cultureInfo, newLine) : ToString();

        /// <summary>The tensor as text.</summary>
        /// <param name="style">The style.</param>
        /// <param name="fltFormat">The .NET format of floating-point numbers; the default one when null, as for the rest.</param>
        /// <param name="width">The characters of a line.</param>
        /// <param name="cultureInfo">How numbers are written.</param>
        /// <param name="newLine">What ends a line.</param>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (style == TensorStringStyle.Default)
                style = TensorStringStyle;
            if (style == TensorStringStyle.Metadata || is_meta)
                return ToString();
            using DisposeScope scope = NewDisposeScope();
            using IDisposable unrecorded = no_grad();
            return new TensorText(this, fltFormat ?? FloatFormat, width ?? LineWidth, cultureInfo ?? CultureInfo.CurrentCulture, newLine ?? NewLine).ToString(style);
        }
    }
}

public static partial class TensorExtensionMethods
{
    /// <inheritdoc cref="torch.Tensor.ToString(TensorStringStyle, string, int?, CultureInfo, string)"/>
    public static string str(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    /// <summary>The tensor as Julia would write it.</summary>
    public static string jlstr(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Julia, fltFormat, width, cultureInfo, newLine);

    /// <summary>Shape, element type and device.</summary>
    public static string metastr(this torch.Tensor tensor) => tensor.ToString();

    /// <summary>The tensor as NumPy would write it.</summary>
    public static string npstr(this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    /// <summary>The tensor as a C# array would be written.</summary>
    public static string cstr(this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.CSharp, fltFormat, width, cultureInfo, newLine);

    /// <summary>Writes the tensor to standard output.</summary>
    /// <returns>The tensor.</returns>
    public static torch.Tensor print(this torch.Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null, CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }
}

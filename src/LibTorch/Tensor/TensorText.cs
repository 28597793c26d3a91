using System.Globalization;
using System.Numerics;
using System.Text;

namespace TorchSharp;

/// <summary>Writes the elements of a tensor.</summary>
internal sealed class TensorText(torch.Tensor tensor, string format, int width, CultureInfo culture, string newLine)
{
    private const string Left = "...";

    /// <exception cref="ArgumentException">There is no such style.</exception>
    public string ToString(TensorStringStyle style)
    {
        using torch.Tensor here = tensor.detach().cpu();
        var text = new StringBuilder();
        switch (style) {
        case TensorStringStyle.Numpy:
            Nested(text, here, here.dim(), "[", "]", "", separated: false);
            break;
        case TensorStringStyle.CSharp:
            CSharp(text, here);
            break;
        case TensorStringStyle.Julia:
            Julia(text, here);
            break;
        default:
            throw new ArgumentException($"Unsupported tensor string style: {style}", nameof(style));
        }
        return text.ToString();
    }

    private void CSharp(StringBuilder text, torch.Tensor here)
    {
        (string? name, string suffix) = here.dtype switch {
            torch.ScalarType.Bool => ("bool", ""),
            torch.ScalarType.Byte => ("byte", ""),
            torch.ScalarType.Int8 => ("sbyte", ""),
            torch.ScalarType.Int16 => ("short", ""),
            torch.ScalarType.Int32 => ("int", ""),
            torch.ScalarType.Int64 => ("long", "L"),
            torch.ScalarType.Float32 => ("float", "f"),
            torch.ScalarType.Float64 => ("double", ""),
            torch.ScalarType.BFloat16 => ("bfloat16", "f"),
            torch.ScalarType.Float16 => ("float16", "f"),
            torch.ScalarType.ComplexFloat32 => ("complex32", ""),
            torch.ScalarType.ComplexFloat64 => ("complex64", ""),
            _ => ((string?)null, ""),
        };
        text.Append(tensor);
        if (name is null)
            return;
        text.Append(", value = ");
        long dimensions = here.dim();
        if (dimensions == 0) {
            text.Append(Element(here));
            return;
        }
        if (dimensions > 1)
            text.Append(newLine);
        text.Append(name).Append(" [").Append(',', (int)dimensions - 1).Append("] ");
        if (dimensions == 1) {
            Nested(text, here, dimensions, "{", "}", suffix, separated: true);
            return;
        }
        text.Append('{').Append(newLine).Append(' ');
        Slices(text, here, dimensions, "{", "}", suffix, separated: true);
        text.Append(newLine).Append('}');
    }

    private void Nested(StringBuilder text, torch.Tensor part, long depth, string open, string close, string suffix, bool separated)
    {
        if (part.dim() == 0) {
            text.Append(Element(part)).Append(suffix);
            return;
        }
        text.Append(open);
        if (part.dim() == 1)
            text.Append(Row(part, suffix));
        else
            Slices(text, part, depth, open, close, suffix, separated);
        text.Append(close);
    }

    private void Slices(StringBuilder text, torch.Tensor part, long depth, string open, string close, string suffix, bool separated)
    {
        long count = part.size(0), dimensions = part.dim();
        string between = separated ? "," + newLine : string.Concat(Enumerable.Repeat(newLine, (int)dimensions - 1));
        long leading = count <= torch.MaxRows ? count : torch.MaxRows - torch.MaxRows / 2;
        for (long i = 0; i < count; i++) {
            if (i > 0)
                text.Append(between).Append(' ', (int)(depth - dimensions + 1));
            if (i == leading) {
                text.Append(Left);
                i = count - torch.MaxRows / 2 - 1;
                continue;
            }
            Nested(text, part[i], depth, open, close, suffix, separated);
        }
    }

    private string Row(torch.Tensor row, string suffix)
    {
        long count = row.size(0);
        if (count <= torch.MaxColumns)
            return string.Join(", ", Enumerable.Range(0, (int)count).Select(i => Element(row[i]) + suffix));
        int trailing = torch.MaxColumns / 2;
        IEnumerable<string> first = Enumerable.Range(0, torch.MaxColumns - trailing).Select(i => Element(row[i]) + suffix);
        IEnumerable<string> last = Enumerable.Range(0, trailing).Select(i => Element(row[count - trailing + i]) + suffix);
        return $"{string.Join(", ", first)}, {Left} {string.Join(", ", last)}";
    }

    private void Julia(StringBuilder text, torch.Tensor here)
    {
        text.Append(tensor);
        switch (here.dim()) {
        case 0:
            text.Append(", value = ").Append(Element(here));
            break;
        case 1:
            text.Append(newLine);
            Matrix(text, here.unsqueeze(0));
            break;
        case 2:
            text.Append(newLine);
            Matrix(text, here);
            break;
        default:
            Matrices(text, here, "[");
            break;
        }
    }

    private void Matrices(StringBuilder text, torch.Tensor part, string indices)
    {
        for (long i = 0; i < part.size(0); i++) {
            if (part.dim() > 3) {
                Matrices(text, part[i], $"{indices}{i},");
                continue;
            }
            text.Append(newLine).Append($"{indices}{i},..,..] =").Append(newLine);
            Matrix(text, part[i]);
        }
    }

    // Columns are as wide as their widest element; those that the line has no room for are left out.
    private void Matrix(StringBuilder text, torch.Tensor matrix)
    {
        long rows = matrix.size(0), columns = matrix.size(1);
        var cells = new List<string>[rows];
        for (long i = 0; i < rows; i++) {
            cells[i] = [];
            int room = width;
            for (long j = 0; j < columns; j++) {
                string cell = Element(matrix[i, j]);
                if (room < cell.Length + Left.Length + 1)
                    break;
                cells[i].Add(cell);
                room -= cell.Length + 1;
            }
        }
        int shown = cells.Length == 0 ? 0 : cells.Min(static row => row.Count);
        for (long i = 0; i < rows; i++) {
            for (int j = 0; j < shown; j++)
                text.Append(' ').Append(cells[i][j].PadLeft(cells.Max(row => row[j].Length)));
            if (shown < columns)
                text.Append(' ').Append(Left);
            text.Append(newLine);
        }
    }

    private string Element(torch.Tensor element)
    {
        Scalar value = element.ToScalar();
        switch (element.dtype) {
        case torch.ScalarType.Bool:
            return value.ToBoolean().ToString(culture);
        case torch.ScalarType.ComplexFloat32 or torch.ScalarType.ComplexFloat64:
            Complex number = value.ToComplexFloat64();
            string real = Real(number.Real, element.dtype), imaginary = Real(number.Imaginary, element.dtype) + "i";
            return number.Imaginary == 0 ? real : number.Real == 0 ? imaginary : $"{real}+{imaginary}";
        case torch.ScalarType type when torch.is_integral(type):
            return value.ToInt64().ToString(culture);
        default:
            return Real(value.ToDouble(), element.dtype);
        }
    }

    private string Real(double value, torch.ScalarType type) => type is torch.ScalarType.Float64 or torch.ScalarType.ComplexFloat64
        ? value.ToString(format, culture)
        : ((float)value).ToString(format, culture);
}

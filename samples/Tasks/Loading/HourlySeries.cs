using System.Globalization;

namespace MetaAdamW.Tasks.Loading;

/// <summary>One column of an hourly table, in its own units.</summary>
internal sealed record HourlySeries(DateTime Start, float[] Values)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    /// <summary>
    /// Reads one column of a comma-separated table whose first column is the hour. Every row must be one hour after the
    /// one before it: a model that counts positions would take a gap for nothing.
    /// </summary>
    /// <param name="file">The table.</param>
    /// <param name="header">The whole header line that the table must have.</param>
    /// <param name="column">The column to read.</param>
    /// <exception cref="UserException">The header differs or a row is broken; the message names the line.</exception>
    public static HourlySeries Read(DataFile file, string header, string column)
    {
        var columns = header.Split(',');
        var index = Array.IndexOf(columns, column);
        var values = new List<float>();
        DateTime start = default, previous = default;

        foreach (var (number, text) in file.Lines())
        {
            if (number == 1)
            {
                if (text != header)
                    throw file.Broken(1, $"the header is '{Shorten(text)}', expected '{header}'");
                continue;
            }

            var fields = text.Split(',');
            if (fields.Length != columns.Length)
                throw file.Broken(number, $"{fields.Length} fields, expected {columns.Length}");
            if (!DateTime.TryParseExact(fields[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour))
                throw file.Broken(number, $"'{Shorten(fields[0])}' is no time of the form {TimeFormat}");
            if (!float.TryParse(fields[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value))
                throw file.Broken(number, $"'{Shorten(fields[index])}' is no number (column {column})");
            if (values.Count == 0)
                start = hour;
            else if (hour - previous != TimeSpan.FromHours(1))
                throw file.Broken(number, $"{fields[0]} is not one hour after the row before");
            previous = hour;
            values.Add(value);
        }

        return values.Count > 0 ? new(start, [.. values]) : throw new UserException($"{file.Path} has no rows");
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}

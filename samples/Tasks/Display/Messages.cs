namespace MetaAdamW.Tasks.Display;

/// <summary>Where messages go: standard output, or standard error where the results are written to standard output.</summary>
/// <param name="Writer">The writer.</param>
/// <param name="IsTerminal">Whether somebody watches.</param>
/// <param name="IsQuiet">Whether only the final table is wanted.</param>
internal sealed record Messages(TextWriter Writer, bool IsTerminal, bool IsQuiet)
{
    /// <param name="quiet">Only the final table.</param>
    /// <param name="json">Standard output is for the results.</param>
    public static Messages For(bool quiet, bool json)
        => json ? new(Console.Error, !Console.IsErrorRedirected, quiet) : new(Console.Out, !Console.IsOutputRedirected, quiet);

    /// <summary>A line that <c>--quiet</c> leaves out.</summary>
    public void Say(string line)
    {
        if (!IsQuiet)
            Writer.WriteLine(line);
    }
}

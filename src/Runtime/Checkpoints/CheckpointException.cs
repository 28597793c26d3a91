namespace MetaAdamW;

/// <summary>A checkpoint cannot be used: the file is damaged, from a newer version, or of other training. Nothing was changed.</summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">What is wrong, one line for each difference.</param>
    public CheckpointException(string path, IReadOnlyList<string> problems)
        : base(Compose(path, problems))
    {
        Path = path;
        Problems = problems;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is wrong, one line for each difference.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Compose(string path, IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return $"The checkpoint '{path}' cannot be used:{string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}"))}";
    }
}

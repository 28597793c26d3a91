namespace MetaAdamW;

/// <summary>A group table does not fit the live model. The message lists every offender.</summary>
public sealed class ParamGroupBindingException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="problems">What is wrong, one line for each offender.</param>
    public ParamGroupBindingException(string model, IReadOnlyList<string> problems)
        : base(Compose(model, problems))
    {
        Model = model;
        Problems = problems;
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>What is wrong, one line for each offender.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Compose(string model, IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return $"The parameter groups of {model} cannot be bound:{string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}"))}";
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Commands;

/// <summary>The program's commands and options.</summary>
internal static class CommandLine
{
    private static readonly Argument<string> Task = new("task")
    {
        Description = $"one of {string.Join(", ", TrainingTask.All.Select(task => task.Name))}",
    };

    private static readonly Option<Contender?> Optimizer = new("--optimizer")
    {
        Description = $"{string.Join(", ", Contender.All.Select(contender => contender.Name))}, or one of them with changes, as published+no-time [default: metaadamw]",
        HelpName = "NAME",
        CustomParser = result => Parse(result, Contender.Find),
    };

    private static readonly Option<IReadOnlyList<Contender>?> Against = new("--against")
    {
        Description = "what MetaAdamW is compared with, the reference first [default: adamw]",
        HelpName = "LIST",
        CustomParser = result => Parse(result, text => (IReadOnlyList<Contender>)[.. Items(text).Select(Contender.Find)]),
    };

    private static readonly Option<IReadOnlyList<Contender>?> Rows = new("--rows")
    {
        Description = $"rows or sets of rows ({string.Join(", ", Ablation.Sets.Keys)}), the reference first [default: all sets]",
        HelpName = "LIST",
        CustomParser = result => Parse(result, text => Ablation.Rows(Items(text))),
    };

    private static readonly Option<IReadOnlyList<Change>?> Rates = new("--rates", "--rate")
    {
        Description = "learning rates; each contender runs with each of them",
        HelpName = "LIST",
        CustomParser = result => Parse(result, text => (IReadOnlyList<Change>)[.. Items(text).Select(rate => Change.Find($"rate={rate}"))]),
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "folder with the data (else $METAADAMW_DATA, else ../shared/data, else the publisher)",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Vocabulary = new("--vocabulary")
    {
        Description = "of multi30k: source (German words only, as published; the default) or joint",
        HelpName = "NAME",
    };

    private static readonly Option<int?> Epochs = Number("--epochs", least: 1, "epochs at most");

    private static readonly Option<int?> Limit = Number("--limit", least: 4, "training examples at most; validation takes a quarter as many");

    private static readonly Option<int?> Seed = Number("--seed", least: 0, "decides initial weights, batch order and dropout [default: 42]");

    private static readonly Option<int?> Seeds = Number("--seeds", least: 1, "number of seeds: S, S+1, ... [default: 1]");

    private static readonly Option<string> Device = new("--device")
    {
        Description = "auto, cpu or cuda",
        HelpName = "NAME",
        DefaultValueFactory = _ => "auto",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "folder for results.json, epochs.csv, report.html and the checkpoints",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Resume = new("--resume") { Description = "go on from the checkpoints in --out" };

    private static readonly Option<bool> Quiet = new("--quiet") { Description = "print only the final table" };

    private static readonly Option<bool> Json = new("--json") { Description = "print the results as JSON, and messages on standard error" };

    private static readonly Argument<string[]> Folders = new("folders")
    {
        Description = "folders that --out named",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> AsAblation = new("--ablation") { Description = "print the table of an ablation" };

    static CommandLine()
    {
        OneOf(Device, "auto", "cpu", "cuda");
        OneOf(Vocabulary, "source", "joint");
    }

    /// <summary>Parses the arguments and does what they say.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Run(string[] args)
    {
        using var cancel = new CancellationTokenSource();
        using var interrupt = CancelOn(PosixSignal.SIGINT, cancel);
        using var terminate = CancelOn(PosixSignal.SIGTERM, cancel);
        var typed = string.Join(' ', args);

        var train = new Command("train", "Train a model with one optimizer.") { Task, Optimizer };
        train.SetAction(result => StudyCommand.Run(Options(result, typed, [result.GetValue(Optimizer) ?? Contender.MetaAdamW]), cancel.Token));

        var compare = new Command("compare", "Train with AdamW and with MetaAdamW from the same weights on the same batches.") { Task, Against };
        compare.SetAction(result => StudyCommand.Run(
            Options(result, typed, [.. result.GetValue(Against) ?? [Contender.AdamW], Contender.MetaAdamW]), cancel.Token));

        var ablate = new Command("ablate", "Train with parts of the method changed or left out, and compare each with AdamW and with the published setting.") { Task, Rows };
        ablate.SetAction(result => StudyCommand.Run(Options(result, typed, result.GetValue(Rows) ?? Ablation.Rows(Ablation.Sets.Keys)) with { IsAblation = true }, cancel.Token));

        foreach (var command in (Command[])[train, compare, ablate])
            foreach (var option in (Option[])[Rates, Data, Vocabulary, Epochs, Limit, Seed, Seeds, Device, Out, Resume, Quiet, Json])
                command.Add(option);

        var report = new Command("report", "Merge the results in several folders and report them as one.") { Folders, AsAblation, Out, Json };
        report.SetAction(result => ReportCommand.Run(
            result.GetRequiredValue(Folders), result.GetValue(AsAblation), result.GetValue(Out), result.GetValue(Json)));

        var list = new Command("list", "List the tasks.");
        list.SetAction(_ => ListCommand.Run());

        var root = new RootCommand("Trains the tasks of the MetaAdamW paper with AdamW, MetaAdamW and others.") { train, compare, ablate, report, list };
        var result = root.Parse(args);
        if (result.CommandResult.Command == root && result.UnmatchedTokens is [var unknown, ..])
            throw new UserException($"unknown command '{unknown}'; there are {string.Join(", ", root.Subcommands.Select(c => c.Name))}");
        if (result.Errors.Count > 0)
            throw new UserException(result.Errors[0].Message.TrimEnd('.'));
        return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static RunOptions Options(ParseResult result, string typed, IReadOnlyList<Contender> contenders) => new()
    {
        Task = result.GetRequiredValue(Task),
        Contenders = [.. (result.GetValue(Rates) is { } rates ? rates.SelectMany(rate => contenders.Select(contender => contender.With(rate))) : contenders)
            .DistinctBy(contender => contender.Name)],
        Data = result.GetValue(Data),
        Vocabulary = result.GetValue(Vocabulary) switch { "source" => VocabularySource.Source, "joint" => VocabularySource.Joint, _ => null },
        Epochs = result.GetValue(Epochs),
        Limit = result.GetValue(Limit),
        Seed = result.GetValue(Seed) ?? 42,
        Seeds = result.GetValue(Seeds) ?? 1,
        Device = result.GetValue(Device)!,
        Out = result.GetValue(Out),
        Resume = result.GetValue(Resume),
        Quiet = result.GetValue(Quiet),
        Json = result.GetValue(Json),
        Typed = typed,
    };

    /// <summary>The first signal asks for a clean end; the next one ends the process as usual.</summary>
    private static PosixSignalRegistration CancelOn(PosixSignal signal, CancellationTokenSource cancel)
        => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = !cancel.IsCancellationRequested;
            cancel.Cancel();
        });

    private static string[] Items(string list)
        => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } items
            ? items
            : throw new UserException("the list is empty");

    /// <summary>What an option's text means; an error of the option where it means nothing.</summary>
    private static T? Parse<T>(ArgumentResult result, Func<string, T> parse)
    {
        try
        {
            return parse(result.Tokens[0].Value);
        }
        catch (UserException e)
        {
            result.AddError($"{((OptionResult)result.Parent!).Option.Name}: {e.Message}");
            return default;
        }
    }

    private static void OneOf(Option option, params string[] values)
        => option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } value && !values.Contains(value))
                result.AddError($"{option.Name} '{value}' is not known; there are {string.Join(", ", values)}");
        });

    private static Option<int?> Number(string name, int least, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least)
                return value;
            result.AddError($"{name} '{result.Tokens[0].Value}' is no whole number from {least} to {int.MaxValue}");
            return null;
        },
    };
}

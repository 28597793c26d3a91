using MetaAdamW.Tasks;
using MetaAdamW.Tasks.Commands;

try
{
    return CommandLine.Run(args);
}
catch (UserException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("cancelled");
    return 130;
}

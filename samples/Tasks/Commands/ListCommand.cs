using MetaAdamW.Tasks.Training;

namespace MetaAdamW.Tasks.Commands;

/// <summary>Prints the tasks.</summary>
internal static class ListCommand
{
    public static int Run()
    {
        foreach (var task in TrainingTask.All)
            Console.WriteLine($"{task.Name,-10} {task.Metric,-10} {task.Description}");
        return 0;
    }
}

namespace MetaAdamW.Tasks.Training;

/// <summary>Ends a run when the validation loss has not improved for a while.</summary>
internal static class EarlyStopping
{
    /// <summary>Whether to stop after these epochs.</summary>
    /// <param name="losses">Validation loss of every epoch so far.</param>
    /// <param name="patience">Epochs in a row that may pass without improvement.</param>
    /// <param name="minImprovement">What the loss must fall by, below the last improvement, to count as one.</param>
    public static bool IsDue(IEnumerable<double> losses, int patience, double minImprovement)
    {
        var best = double.PositiveInfinity;
        var waited = 0;
        foreach (var loss in losses)
        {
            if (loss < best - minImprovement)
                (best, waited) = (loss, 0);
            else
                waited++;
        }
        return waited >= patience;
    }
}

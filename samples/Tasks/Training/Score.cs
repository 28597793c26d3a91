namespace MetaAdamW.Tasks.Training;

/// <summary>How well a model did on some examples.</summary>
/// <param name="Count">What was predicted: examples, or words.</param>
/// <param name="LossSum">Sum of the loss over them.</param>
/// <param name="Correct">How many were right, where the task tells right from wrong; else 0.</param>
internal readonly record struct Score(long Count, double LossSum, long Correct = 0)
{
    public double MeanLoss => LossSum / Count;

    public double Accuracy => (double)Correct / Count;

    public static Score operator +(Score a, Score b) => new(a.Count + b.Count, a.LossSum + b.LossSum, a.Correct + b.Correct);
}

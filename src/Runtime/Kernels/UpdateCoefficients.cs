using System.Numerics;

namespace MetaAdamW;

/// <summary>The numbers of one update (arXiv:2605.04055, equations 1 to 4), rounded to T once.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct UpdateCoefficients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="rates">The rates.</param>
    /// <param name="alpha">α of the parameter's group.</param>
    /// <param name="beta">β of the parameter's group.</param>
    /// <param name="kept">What is left of the trace of the directions, where one is kept.</param>
    public UpdateCoefficients(in UpdateRates rates, double alpha, double beta, double kept = 0)
    {
        Shrink = T.CreateChecked(1 - (rates.DecayRate * alpha * beta));
        StepSize = T.CreateChecked(rates.LearningRate * alpha / rates.Correction1);
        Beta1 = T.CreateChecked(rates.Beta1);
        Take1 = T.CreateChecked(rates.Maximize ? rates.Beta1 - 1 : 1 - rates.Beta1);
        Beta2 = T.CreateChecked(rates.Beta2);
        Take2 = T.CreateChecked(1 - rates.Beta2);
        RootScale = T.CreateChecked(1 / rates.Correction2Root);
        Epsilon = T.CreateChecked(rates.Epsilon);
        Correction1 = rates.Correction1;
        TraceKept = T.CreateChecked(kept);
        TraceDirection = T.CreateChecked(rates.LearningRate / rates.Correction1);
        TraceValue = T.CreateChecked(rates.DecayRate * beta);
    }

    public T Shrink { get; }

    public T StepSize { get; }

    public T Beta1 { get; }

    public T Take1 { get; }

    public T Beta2 { get; }

    public T Take2 { get; }

    public T RootScale { get; }

    public T Epsilon { get; }

    public T TraceKept { get; }

    /// <summary>η, with the correction as in <see cref="StepSize"/>: what the direction enters the trace with.</summary>
    public T TraceDirection { get; }

    /// <summary>η·β·λ: what the parameter enters the trace with.</summary>
    public T TraceValue { get; }

    /// <summary>1 − β1^t, which is in <see cref="StepSize"/> already.</summary>
    public double Correction1 { get; }
}

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Records nothing for differentiation on this thread until the result is disposed.</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);

    /// <summary>Turns recording for differentiation on (or off) on this thread until the result is disposed.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    /// <summary>Turns recording for differentiation on or off on this thread until the result is disposed.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    /// <summary>Whether this thread records for differentiation.</summary>
    public static bool is_grad_enabled() => Native.mt_grad_mode() != 0;

    /// <summary>Makes tensors on this thread that never take part in differentiation, until the result is disposed.</summary>
    /// <remarks>Dispose the result on the thread that asked for it.</remarks>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => Native.mt_inference_mode() != 0;

    private sealed class AutoGradMode : IDisposable
    {
        private readonly int before = Native.mt_grad_mode();

        public AutoGradMode(bool enabled) => Native.mt_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => Native.mt_set_grad_mode(before);
    }

    private sealed unsafe class InferenceMode : IDisposable
    {
        private nint guard;

        public InferenceMode(bool enabled)
        {
            nint entered;
            Native.Check(Native.mt_inference_mode_enter(enabled ? 1 : 0, &entered));
            guard = entered;
        }

        // No finalizer: the guard restores state of the thread that it was made on, and finalizers run on another.
        public void Dispose() => Native.mt_inference_mode_leave(Interlocked.Exchange(ref guard, 0));
    }
}

/// <summary>
/// While it lives, backward passes name the forward operator of a failing or NaN-producing step. It is process-wide.
/// </summary>
public class AnomalyMode : IDisposable
{
    private readonly bool enabledBefore = IsEnabled;
    private readonly bool checkBefore = ShouldCheckNaN;

    /// <summary>Switches the mode until this object is disposed.</summary>
    /// <param name="enabled">On or off.</param>
    /// <param name="check_nan">Whether a NaN in a backward pass is an error.</param>
    public AnomalyMode(bool enabled, bool check_nan = true) => Native.mt_set_anomaly_mode(enabled ? 1 : 0, check_nan ? 1 : 0);

    /// <summary>Whether the mode is on.</summary>
    public static bool IsEnabled => State().Enabled;

    /// <summary>Whether a NaN in a backward pass is an error.</summary>
    public static bool ShouldCheckNaN => State().CheckNaN;

    /// <summary>Restores the mode.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Native.mt_set_anomaly_mode(enabledBefore ? 1 : 0, checkBefore ? 1 : 0);
    }

    private static unsafe (bool Enabled, bool CheckNaN) State()
    {
        int enabled, checkNaN;
        Native.mt_anomaly_mode(&enabled, &checkNaN);
        return (enabled != 0, checkNaN != 0);
    }
}

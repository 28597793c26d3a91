namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The short-time Fourier transform of signals.</summary>
        /// <param name="n_fft">The length of a transform.</param>
        /// <param name="hop_length">The distance of neighbouring windows; a quarter of n_fft when -1.</param>
        /// <param name="win_length">The length of a window; n_fft when -1.</param>
        /// <param name="window">The window; ones when null.</param>
        /// <param name="center">Whether the signal is padded so that a window is centred at its time.</param>
        /// <param name="pad_mode">How it is padded.</param>
        /// <param name="normalized">Whether the results are divided by the square root of the window's length.</param>
        /// <param name="onesided">Whether only the half that tells everything of a real signal is returned; null: when it is real.</param>
        /// <param name="return_complex">Whether the result is complex, not real with one dimension more; null: when the signal is.</param>
        public Tensor stft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor signal = this;
            if (center) {
                long[] extended = [.. Enumerable.Repeat(1L, 3 - (int)dim()), .. shape];
                Tensor padded = nn.functional.pad(view(extended), [n_fft / 2, n_fft / 2], pad_mode);
                signal = padded.view(padded.shape[^(int)dim()..]);
            }
            return Aten.stft(signal, n_fft, OrNull(hop_length), OrNull(win_length), window, normalized, onesided, return_complex ?? is_complex()).MoveToOuterDisposeScope();
        }

        /// <summary>The signals whose short-time Fourier transform this is.</summary>
        /// <inheritdoc cref="stft(long, long, long, Tensor, bool, PaddingModes, bool, bool?, bool?)"/>
        /// <param name="length">The length of the signals; as the windows say when -1.</param>
        public Tensor istft(long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
            Aten.istft(this, n_fft, OrNull(hop_length), OrNull(win_length), window, center, normalized, onesided, OrNull(length), return_complex);

        private static long? OrNull(long value) => value == -1 ? null : value;
    }

    /// <inheritdoc cref="Tensor.stft(long, long, long, Tensor, bool, PaddingModes, bool, bool?, bool?)"/>
    public static Tensor stft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, PaddingModes pad_mode = PaddingModes.Reflect, bool normalized = false, bool? onesided = null, bool? return_complex = null) =>
        input.stft(n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex);

    /// <inheritdoc cref="Tensor.istft(long, long, long, Tensor, bool, bool, bool?, long, bool)"/>
    public static Tensor istft(Tensor input, long n_fft, long hop_length = -1, long win_length = -1, Tensor? window = null, bool center = true, bool normalized = false, bool? onesided = null, long length = -1, bool return_complex = false) =>
        input.istft(n_fft, hop_length, win_length, window, center, normalized, onesided, length, return_complex);

    /// <summary>Bartlett's window.</summary>
    /// <param name="len">The length.</param>
    /// <param name="periodic">Whether it is one period of a periodic function, as Fourier transforms want it; else it is symmetric.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <exception cref="ArgumentException">The type isn't a floating-point one.</exception>
    public static Tensor bartlett_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.bartlett_window(len, periodic, WindowType(dtype), null, device ?? default_device), requires_grad);

    /// <summary>Blackman's window.</summary>
    /// <inheritdoc cref="bartlett_window"/>
    public static Tensor blackman_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.blackman_window(len, periodic, WindowType(dtype), null, device ?? default_device), requires_grad);

    /// <summary>Hamming's window, alpha - beta cos.</summary>
    /// <inheritdoc cref="bartlett_window"/>
    public static Tensor hamming_window(long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.hamming_window(len, periodic, Decimal(alpha), Decimal(beta), WindowType(dtype), null, device ?? default_device), requires_grad);

    /// <summary>Hann's window.</summary>
    /// <inheritdoc cref="bartlett_window"/>
    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.hann_window(len, periodic, WindowType(dtype), null, device ?? default_device), requires_grad);

    /// <summary>Kaiser's window.</summary>
    /// <inheritdoc cref="bartlett_window"/>
    public static Tensor kaiser_window(long len, bool periodic = true, float beta = 12.0f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Aten.kaiser_window(len, periodic, Decimal(beta), WindowType(dtype), null, device ?? default_device), requires_grad);

    // 0.54f means 0.54, not the nearest single-precision number.
    private static double Decimal(float value) => float.IsFinite(value) && Math.Abs(value) < 1e9f ? (double)(decimal)value : value;

    private static ScalarType WindowType(ScalarType? dtype)
    {
        ScalarType type = dtype ?? DefaultType;
        return is_floating_point(type) ? type : throw new ArgumentException("Only floating point types are supported.", nameof(dtype));
    }
}

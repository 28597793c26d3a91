namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Pads an input.</summary>
            /// <param name="input">The input.</param>
            /// <param name="pad">How much, before and after, of the last dimension, then of the one before it, and so on.</param>
            /// <param name="mode">What with.</param>
            /// <param name="value">The constant.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, pad.AsSpan(), mode, value);

            /// <inheritdoc cref="pad(Tensor, long[], PaddingModes, double)"/>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Reflect => Aten.pad(input, pad, "reflect", null),
                PaddingModes.Replicate => Aten.pad(input, pad, "replicate", null),
                PaddingModes.Circular => Aten.pad(input, pad, "circular", null),
                PaddingModes.Zeros => Aten.pad(input, pad, "constant", 0),
                _ => Aten.pad(input, pad, "constant", value),
            };

            /// <summary>Pads the last dimension, before and after.</summary>
            /// <inheritdoc cref="pad(Tensor, long[], PaddingModes, double)"/>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            /// <summary>Pads the last dimension, before and after, and the one before it.</summary>
            /// <inheritdoc cref="pad(Tensor, long[], PaddingModes, double)"/>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>Pads all dimensions on both sides by the same amount.</summary>
            /// <inheritdoc cref="pad(Tensor, long[], PaddingModes, double)"/>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var everywhere = new long[2 * input.ndim];
                Array.Fill(everywhere, pad);
                return functional.pad(input, everywhere, mode, value);
            }
        }
    }
}

using System.Runtime.Intrinsics;

namespace MetaAdamW;

/// <summary>The width of the vectors that the fused kernels work in.</summary>
internal enum SimdWidth
{
    /// <summary>One element at a time.</summary>
    Scalar = 0,

    /// <summary>128 bits.</summary>
    Bits128 = 128,

    /// <summary>256 bits.</summary>
    Bits256 = 256,

    /// <summary>512 bits.</summary>
    Bits512 = 512,
}

/// <summary>Which width the kernels of this process take.</summary>
internal static class SimdCapability
{
    /// <summary>The environment variable that overrides the choice: 512, 256, 128 or scalar. A width that the machine lacks works too, slowly.</summary>
    public const string Variable = "METAADAMW_SIMD";

    /// <summary>The width in use.</summary>
    public static SimdWidth Width { get; } = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The width for a setting of the environment variable.</summary>
    /// <exception cref="ArgumentException">The setting is none of the four.</exception>
    public static SimdWidth Choose(string? setting) => setting switch
    {
        null or "" => Vector512.IsHardwareAccelerated ? SimdWidth.Bits512
            : Vector256.IsHardwareAccelerated ? SimdWidth.Bits256
            : Vector128.IsHardwareAccelerated ? SimdWidth.Bits128
            : SimdWidth.Scalar,
        "512" => SimdWidth.Bits512,
        "256" => SimdWidth.Bits256,
        "128" => SimdWidth.Bits128,
        "scalar" => SimdWidth.Scalar,
        _ => throw new ArgumentException($"The environment variable {Variable} must be 512, 256, 128 or scalar; it is '{setting}'."),
    };

    /// <summary>How the width is called in texts.</summary>
    public static string Name(SimdWidth width) => width == SimdWidth.Scalar ? "no vectors" : $"{(int)width}-bit vectors";
}

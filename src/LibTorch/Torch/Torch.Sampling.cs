using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <inheritdoc cref="Tensor.bernoulli(Generator)"/>
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);

    /// <inheritdoc cref="Tensor.multinomial(long, bool, Generator)"/>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        input.multinomial(num_samples, replacement, generator);

    /// <inheritdoc cref="Tensor.poisson(Generator)"/>
    public static Tensor poisson(Tensor input, Generator? generator = null) => input.poisson(generator);

    /// <summary>Numbers of normal distributions with these means and standard deviations.</summary>
    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) => Aten.normal(mean, std, generator);

    /// <summary>Numbers of one normal distribution.</summary>
    /// <param name="mean">Its mean.</param>
    /// <param name="std">Its standard deviation.</param>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The element type; the default one when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="generator">The stream to draw from; the device's default one when null.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(size, dtype, device, requires_grad: false, generator, names).mul_(std).add_(mean).requires_grad_(requires_grad);

    /// <summary>Whole numbers drawn evenly from [low, high).</summary>
    /// <param name="low">The least number.</param>
    /// <param name="high">The number above the greatest.</param>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The element type; Int64 when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="generator">The stream to draw from; the device's default one when null.</param>
    /// <param name="names">Must be null: dimensions have no names here.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type can't hold the numbers.</exception>
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        NoNames(names);
        ScalarType type = dtype ?? ScalarType.Int64;
        ThrowIfOutside(type, low, nameof(low));
        ThrowIfOutside(type, high - 1, nameof(high));
        return Finish(Aten.randint(low, high, size.Shape, generator, type, null, device ?? default_device), requires_grad);
    }

    /// <inheritdoc cref="randint(long, long, Size, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randint(long, long, Size, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, new Size(size), dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randint(long, long, Size, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, new Size(size), dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randint(long, long, Size, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(low, high, new Size(size), dtype, device, requires_grad, generator, names);

    /// <inheritdoc cref="randint(long, long, Size, ScalarType?, Device, bool, Generator, string[])"/>
    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randint(0, high, new Size(size), dtype, device, requires_grad, generator, names);

    /// <summary>The whole numbers from 0 to n - 1 in random order.</summary>
    /// <param name="n">How many.</param>
    /// <param name="dtype">The element type; Int64 when null.</param>
    /// <param name="device">Where; the default device when null.</param>
    /// <param name="requires_grad">Whether operators on the tensor are recorded for differentiation.</param>
    /// <param name="generator">The stream to draw from; the device's default one when null.</param>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(Aten.randperm(n, generator, dtype ?? ScalarType.Int64, null, device ?? default_device), requires_grad);

    /// <summary>A truth value, even odds.</summary>
    public static bool randint_bool(Generator? generator = null) => randint_long(2, generator) == 1;

    /// <summary>A whole number drawn evenly from [0, high).</summary>
    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(0, high, generator);

    /// <summary>A whole number drawn evenly from [low, high).</summary>
    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);

    /// <summary>A whole number drawn evenly from [0, high).</summary>
    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);

    /// <summary>A whole number drawn evenly from [low, high).</summary>
    public static long randint_long(long low, long high, Generator? generator = null)
    {
        using Tensor drawn = Aten.randint(low, high, [1], generator, ScalarType.Int64, null, CPU);
        return drawn.item<long>();
    }

    /// <summary>A number drawn evenly from [0, 1).</summary>
    public static double rand_float(Generator? generator = null)
    {
        using Tensor drawn = Aten.rand([1], generator, ScalarType.Float64, null, CPU);
        return drawn.item<double>();
    }

    /// <summary>A number of the standard normal distribution.</summary>
    public static double randn_float(Generator? generator = null)
    {
        using Tensor drawn = Aten.randn([1], generator, ScalarType.Float64, null, CPU);
        return drawn.item<double>();
    }

    /// <inheritdoc cref="random.manual_seed(long)"/>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <inheritdoc cref="random.seed"/>
    public static long seed() => random.seed();

    /// <inheritdoc cref="random.initial_seed"/>
    public static long initial_seed() => random.initial_seed();

    /// <inheritdoc cref="random.get_rng_state"/>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <inheritdoc cref="random.set_rng_state(Tensor)"/>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    private static void ThrowIfOutside(ScalarType type, long value, string argument)
    {
        (long least, long greatest) = type switch {
            ScalarType.Byte => (byte.MinValue, byte.MaxValue),
            ScalarType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            ScalarType.Int16 => (short.MinValue, short.MaxValue),
            ScalarType.Int32 => (int.MinValue, (long)int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (value < least || value > greatest)
            throw new ArgumentOutOfRangeException(argument, value, $"The value is outside the range of {type}");
    }

    /// <summary>The random numbers of operators that are given no generator.</summary>
    public static partial class random
    {
        /// <summary>Starts the random numbers of all devices anew.</summary>
        /// <returns>The processor's generator.</returns>
        public static Generator manual_seed(long seed)
        {
            unsafe {
                Native.Check(Native.mt_manual_seed((ulong)seed));
            }
            return Generator.Default;
        }

        /// <summary>Starts the processor's random numbers anew from a seed that nobody can foretell.</summary>
        /// <returns>The seed.</returns>
        public static long seed()
        {
            using Generator generator = Generator.Default;
            return generator.seed();
        }

        /// <summary>The seed that the processor's random numbers started from.</summary>
        public static long initial_seed()
        {
            using Generator generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>The state of the processor's random numbers, as bytes.</summary>
        public static Tensor get_rng_state()
        {
            using Generator generator = Generator.Default;
            return generator.get_state();
        }

        /// <summary>Takes up a state that <see cref="get_rng_state"/> returned.</summary>
        public static void set_rng_state(Tensor new_state)
        {
            using Generator generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}

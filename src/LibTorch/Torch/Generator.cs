using TorchSharp.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>A stream of random numbers.</summary>
    public class Generator : IDisposable
    {
        private nint handle;

        private Generator(nint handle, Device device)
        {
            this.handle = handle;
            this.device = device;
        }

        /// <summary>A new stream.</summary>
        /// <param name="seed">Where it starts.</param>
        /// <param name="device">The device whose operators draw from it; the processor when null.</param>
        public Generator(ulong seed = 0, Device? device = null) : this(Create(seed, device ?? CPU), device ?? CPU) { }

        /// <summary>Releases the stream.</summary>
        ~Generator() => Dispose(false);

        /// <summary>The stream of the processor that operators draw from when they are given none.</summary>
        public static Generator Default => DefaultOf(CPU);

        /// <summary>The address of the native object.</summary>
        /// <exception cref="InvalidOperationException">The generator was disposed.</exception>
        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Generator invalid -- empty handle.");

        /// <summary>The device whose operators draw from it.</summary>
        public Device device { get; }

        internal static Generator DefaultOf(Device device)
        {
            nint found;
            Native.Check(Native.mt_generator_default((int)device.type, device.index, &found));
            return new Generator(found, device);
        }

        /// <summary>The state, as bytes.</summary>
        public Tensor get_state()
        {
            nint state;
            Native.Check(Native.mt_generator_state(Handle, &state));
            GC.KeepAlive(this);
            return new Tensor(state);
        }

        /// <summary>Takes up a state that <see cref="get_state"/> returned.</summary>
        public void set_state(Tensor value)
        {
            Native.Check(Native.mt_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        /// <summary>Starts the stream anew.</summary>
        /// <returns>This generator.</returns>
        public Generator manual_seed(long seed)
        {
            Native.Check(Native.mt_generator_set_seed(Handle, (ulong)seed));
            GC.KeepAlive(this);
            return this;
        }

        /// <summary>Starts the stream anew from a seed that nobody can foretell.</summary>
        /// <returns>The seed.</returns>
        public long seed()
        {
            long seed = Random.Shared.NextInt64();
            manual_seed(seed);
            return seed;
        }

        /// <summary>The seed that the stream started from.</summary>
        public long initial_seed()
        {
            ulong seed;
            Native.Check(Native.mt_generator_seed(Handle, &seed));
            GC.KeepAlive(this);
            return (long)seed;
        }

        /// <summary>Releases the stream.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <inheritdoc cref="Dispose()"/>
        /// <param name="disposing">False when called by the finalizer.</param>
        protected virtual void Dispose(bool disposing) => Native.mt_generator_release(Interlocked.Exchange(ref handle, 0));

        private static nint Create(ulong seed, Device device)
        {
            nint created;
            Native.Check(Native.mt_generator_new(seed, (int)device.type, device.index, &created));
            return created;
        }
    }
}

using TorchSharp.Interop;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>Whether there is a CUDA device.</summary>
    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>Whether there is a graphics processor of Apple's: never here.</summary>
    public static bool mps_is_available() => false;

    /// <summary>CUDA devices.</summary>
    public static partial class cuda
    {
        /// <summary>Whether there is a CUDA device.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>Whether there is a CUDA device and cuDNN.</summary>
        public static bool is_cudnn_available() => State().HasCudnn;

        /// <summary>How many CUDA devices there are.</summary>
        public static int device_count() => State().Devices;

        /// <summary>Starts the current device's random numbers anew.</summary>
        public static void manual_seed(long seed)
        {
            if (is_available())
                Native.Check(Native.mt_cuda_manual_seed((ulong)seed, 0));
        }

        /// <summary>Starts all devices' random numbers anew.</summary>
        public static void manual_seed_all(long seed)
        {
            if (is_available())
                Native.Check(Native.mt_cuda_manual_seed((ulong)seed, 1));
        }

        /// <summary>Waits until a device has done all that it was told.</summary>
        /// <param name="device">The device; the current one when null.</param>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">There is no CUDA device.</exception>
        public static void synchronize(Device? device = null) => Native.Check(Native.mt_cuda_synchronize(device?.index ?? -1));

        private static (int Devices, bool HasCudnn) State()
        {
            int devices, cudnn;
            Native.Check(Native.mt_cuda(&devices, &cudnn));
            return (devices, cudnn != 0);
        }
    }

    /// <summary>How many threads an operator uses on the processor.</summary>
    public static int get_num_threads() => Native.mt_threads();

    /// <summary>Sets how many threads an operator uses on the processor.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The number isn't above 0.</exception>
    public static void set_num_threads(int num) => Native.Check(Native.mt_set_threads(num));

    /// <summary>How many operators of a script run side by side.</summary>
    public static int get_num_interop_threads() => Native.mt_interop_threads();

    /// <summary>Sets how many operators of a script run side by side; once, before the first that does.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">It is too late, or the number isn't above 0.</exception>
    public static void set_num_interop_threads(int num) => Native.Check(Native.mt_set_interop_threads(num));
}

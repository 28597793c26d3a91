using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A multi-dimensional array of numbers on a device, with a part in differentiation.</summary>
    /// <remarks>
    /// A tensor holds a native reference until it is disposed, by the caller, by its <see cref="DisposeScope"/> or, at last, by
    /// the finalizer. Every member but <see cref="Dispose()"/>, <see cref="IsInvalid"/> and the scopes' throws
    /// InvalidOperationException after that. Dispose may be called more than once and on any thread.
    /// </remarks>
    public unsafe partial class Tensor : IDisposable, IScoped
    {
        /// <summary>So many tensors without a Dispose are left to the next garbage collection, then one is asked for.</summary>
        private const long ForgottenTensors = 4096;

        private static long totalCount;
        private static long finalizedCount;
        private static long nextCollection = ForgottenTensors;
        private static long peakCount;

        private nint handle;

        /// <param name="handle">A native reference, which the object takes over; 0 is the undefined tensor.</param>
        /// <param name="register">Whether the current dispose scope, if any, becomes the owner.</param>
        internal Tensor(IntPtr handle, bool register = true)
        {
            this.handle = handle;
            if (handle == 0) {
                GC.SuppressFinalize(this);
                return;
            }
            CountOne();
            if (register)
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
        }

        /// <summary>Releases the native reference.</summary>
        ~Tensor() => Dispose(false);

        /// <summary>Tensors that hold a native reference now, in the whole process. Two of them may share their elements.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>The most that <see cref="TotalCount"/> ever was.</summary>
        public static long PeakCount => Interlocked.Read(ref peakCount);

        /// <summary>A name for people; torch makes nothing of it.</summary>
        public string? name { get; set; }

        /// <summary>The address of the native object.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed, or never was one.</exception>
        public IntPtr Handle
        {
            get
            {
                nint current = handle;
                return current != 0 ? current : throw new InvalidOperationException("Tensor invalid -- empty handle.");
            }
        }

        /// <summary>Whether the tensor was disposed, or never was one.</summary>
        public bool IsInvalid => handle == 0;

        internal DisposeScope? OwningDisposeScope { get; set; }

        DisposeScope? IScoped.OwningDisposeScope { get => OwningDisposeScope; set => OwningDisposeScope = value; }

        LifetimeStatistics IScoped.CountersOf(ThreadDisposeScopeStatistics statistics) => statistics.TensorStatistics;

        /// <summary>A tensor of a native reference, which it takes over.</summary>
        /// <param name="handle">The address of a TensorImpl. (With TorchSharp it is that of an at::Tensor.)</param>
        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        /// <summary>Releases the native reference. Further calls do nothing.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <inheritdoc cref="Dispose()"/>
        /// <param name="disposing">False when called by the finalizer: then no other managed object is touched.</param>
        protected virtual void Dispose(bool disposing)
        {
            nint released = Interlocked.Exchange(ref handle, 0);
            if (released == 0)
                return;
            if (disposing)
                LeaveScope();
            else
                Interlocked.Increment(ref finalizedCount);
            Interlocked.Decrement(ref totalCount);
            Native.mt_tensor_release(released);
        }

        /// <summary>Gives the tensor to the enclosing dispose scope; without one, to nobody.</summary>
        /// <returns>This tensor.</returns>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of its dispose scope.</summary>
        /// <returns>This tensor.</returns>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <inheritdoc cref="DetachFromDisposeScope"/>
        [Obsolete("The method name misspells 'Detach.' Use 'DetachFromDisposeScope' instead.", false)]
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        /// <summary>Gives the tensor to the dispose scope of another.</summary>
        /// <returns>This tensor.</returns>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Gives the tensor to another dispose scope; to nobody when null.</summary>
        /// <returns>This tensor.</returns>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner)
                owner.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        /// <summary>Gives up the native reference, which the caller takes over. The object is as good as disposed.</summary>
        /// <exception cref="InvalidOperationException">The tensor was disposed.</exception>
        public IntPtr DecoupleFromNativeHandle()
        {
            nint moved = MoveHandle();
            return moved != 0 ? moved : throw new InvalidOperationException("Tensor invalid -- empty handle.");
        }

        /// <summary>Gives up the native reference, which the caller takes over; the object leaves its scope.</summary>
        internal IntPtr MoveHandle()
        {
            nint moved = Interlocked.Exchange(ref handle, 0);
            if (moved != 0) {
                LeaveScope();
                Interlocked.Decrement(ref totalCount);
                GC.SuppressFinalize(this);
            }
            return moved;
        }

        /// <summary>A second object for the same native tensor.</summary>
        internal Tensor Share()
        {
            nint shared = Native.mt_tensor_share(Handle);
            GC.KeepAlive(this);
            return new Tensor(shared);
        }

        private static void CountOne()
        {
            long total = Interlocked.Increment(ref totalCount);
            long undisposed = total + Volatile.Read(ref finalizedCount);
            if (undisposed >= Volatile.Read(ref nextCollection))
                CollectForgotten(undisposed);
            long peak = Interlocked.Read(ref peakCount);
            while (total > peak) {
                long seen = Interlocked.CompareExchange(ref peakCount, total, peak);
                if (seen == peak)
                    break;
                peak = seen;
            }
        }

        /// <summary>
        /// Lets the finalizers of forgotten tensors run. The collector sees only their small managed part and would wait for
        /// many thousands of them, each of which may hold megabytes.
        /// </summary>
        private static void CollectForgotten(long undisposed)
        {
            long expected = Volatile.Read(ref nextCollection);
            if (undisposed >= expected && Interlocked.CompareExchange(ref nextCollection, undisposed + ForgottenTensors, expected) == expected)
                GC.Collect(0, GCCollectionMode.Forced, blocking: false);
        }

        private void LeaveScope()
        {
            DisposeScopeManager.ThreadSingleton.DisposingOnCurrentScope(this);
            OwningDisposeScope?.MarkAsDisposed(this);
        }
    }
}

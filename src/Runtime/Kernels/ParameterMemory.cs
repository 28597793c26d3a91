using System.Numerics;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>Where the parameters, moments and gradients of a fused kernel lie.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class ParameterMemory<T>(ParameterSlot[] slots)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Place[] _places = new Place[slots.Length];
    private readonly int[] _versions = new int[slots.Length];
    private readonly bool[] _strided = new bool[slots.Length];
    private readonly Tensor?[] _contiguous = new Tensor?[slots.Length];

    public ref readonly Place Of(int slot) => ref _places[slot];

    /// <summary>
    /// Asks for the addresses. A parameter's memory may have been replaced since the last step, and a gradient's mostly has been; the
    /// moments are the optimizer's own.
    /// </summary>
    /// <exception cref="InvalidOperationException">A parameter is no longer what the kernel was made for.</exception>
    public void Locate()
    {
        ReleaseCopies();
        for (int i = 0; i < slots.Length; i++)
        {
            ParameterSlot slot = slots[i];
            if (slot.Count == 0)
            {
                continue;
            }

            ref Place place = ref _places[i];
            long bytes = slot.Count * sizeof(T);
            bool strided = false;
            nint parameter = TensorMemory.AddressOf(slot.Parameter, bytes, ref strided);
            if (parameter == 0)
            {
                throw new InvalidOperationException(
                    $"The parameter '{slot.Bound.Name}' has changed its size, type, layout or device since the optimizer was made: make the optimizer afterwards.");
            }

            place.Parameter = (T*)parameter;
            if (_versions[i] != slot.State.Version || slot.State.IsExposed)
            {
                place.First = (T*)TensorMemory.AddressOf(slot.State.FirstMoment);
                place.Second = (T*)TensorMemory.AddressOf(slot.State.Second);
                place.Trace = slot.State.Trace is { } trace ? (T*)TensorMemory.AddressOf(trace) : null;
                _versions[i] = slot.State.Version;
            }

            place.Gradient = slot.Gradient is not { } gradient ? null
                : slot.GradientAddress != 0 ? (T*)slot.GradientAddress
                : (T*)Contiguous(i, gradient, bytes);
        }
    }

    /// <summary>Releases the contiguous copies of gradients that were not.</summary>
    public void ReleaseCopies()
    {
        for (int i = 0; i < _contiguous.Length; i++)
        {
            _contiguous[i]?.Dispose();
            _contiguous[i] = null;
        }
    }

    private nint Contiguous(int i, Tensor gradient, long bytes)
    {
        nint address = TensorMemory.AddressOf(gradient, bytes, ref _strided[i]);
        if (address == 0)
        {
            Tensor copy = _contiguous[i] = gradient.to(slots[i].Parameter.dtype).contiguous().DetachFromDisposeScope();
            address = TensorMemory.AddressOf(copy);
        }

        return address;
    }

    /// <summary>The addresses of one parameter's arrays.</summary>
    public struct Place
    {
        public T* Parameter;
        public T* First;
        public T* Second;

        /// <summary>Null where none is kept.</summary>
        public T* Trace;

        /// <summary>Null where there is no gradient.</summary>
        public T* Gradient;

        /// <summary>The first bytes of a chunk of the parameter.</summary>
        public readonly ReadOnlySpan<byte> StartOf(long offset, int length) =>
            new(Parameter + offset, Math.Min(KeptSquares.Line.Length, length * sizeof(T)));
    }
}

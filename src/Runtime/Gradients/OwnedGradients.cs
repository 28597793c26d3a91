using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// Gradients in memory of the optimizer's: <c>zero_grad</c> lays a buffer under each parameter, the backward pass adds to it, and
/// the step reads it without asking torch for anything.
/// </summary>
/// <remarks>
/// <para>TorchSharp cannot say without a new wrapper whether a parameter's gradient still is the buffer. So a buffer is trusted only
/// from the optimizer's own <c>zero_grad</c> to the next step, and only if it is not all zeros: a gradient that was replaced right
/// after <c>zero_grad</c>, or set to null by the model's, leaves zeros behind. In every other case the step asks for the gradient as
/// <see cref="TorchGradients"/> does.</para>
/// <para>The buffers are stretches of one tensor for each type, so that clearing them is one pass.</para>
/// </remarks>
internal sealed unsafe class OwnedGradients : GradientSource
{
    /// <summary>Buffers begin at whole cache lines.</summary>
    private const int Alignment = 64;

    private readonly Dictionary<ScalarType, Tensor> _memory = [];
    private readonly Tensor?[] _buffers;
    private readonly nint[] _addresses;
    private readonly int[] _sizes;
    private readonly bool[] _trusted;

    public OwnedGradients(ParameterSlot[] slots)
        : base(slots)
    {
        _buffers = new Tensor?[slots.Length];
        _addresses = new nint[slots.Length];
        _sizes = new int[slots.Length];
        _trusted = new bool[slots.Length];
        foreach (IGrouping<ScalarType, ParameterSlot> kind in slots.Where(CanBeOwned).GroupBy(slot => slot.Parameter.dtype))
        {
            using IDisposable noGrad = no_grad();
            using DisposeScope scope = NewDisposeScope();
            int size = kind.Key == ScalarType.Float32 ? sizeof(float) : sizeof(double), step = Alignment / size;
            Tensor all = zeros(kind.Sum(slot => Aligned(slot.Count, step)), dtype: kind.Key).DetachFromDisposeScope();
            _memory.Add(kind.Key, all);
            long start = 0;
            foreach (ParameterSlot slot in kind)
            {
                _buffers[slot.Index] = all.narrow(0, start, slot.Count).view(slot.Parameter.shape).DetachFromDisposeScope();
                _sizes[slot.Index] = size;
                _addresses[slot.Index] = TensorMemory.AddressOf(_buffers[slot.Index]!);
                start += Aligned(slot.Count, step);
            }
        }
    }

    public override void Take()
    {
        foreach (ParameterSlot slot in Slots)
        {
            if (_trusted[slot.Index] && !IsZero(slot))
            {
                slot.Gradient = _buffers[slot.Index];
                slot.GradientAddress = _addresses[slot.Index];
            }
            else
            {
                slot.Gradient = Ask(slot);
            }
        }
    }

    public override void Release()
    {
        foreach (ParameterSlot slot in Slots)
        {
            if (!ReferenceEquals(slot.Gradient, _buffers[slot.Index]))
            {
                slot.Gradient?.Dispose();
            }

            slot.Gradient = null;
            slot.GradientAddress = 0;
        }

        Distrust();
    }

    public override void Zero()
    {
        foreach (Tensor memory in _memory.Values)
        {
            memory.zero_();
        }

        foreach (ParameterSlot slot in Slots)
        {
            if (_buffers[slot.Index] is not { } buffer)
            {
                using Tensor? gradient = slot.Parameter.grad;
                gradient?.zero_();
            }
            else if (slot.Parameter.requires_grad)
            {
                slot.Parameter.grad = buffer;
                _trusted[slot.Index] = true;
            }
        }
    }

    public override void Remove()
    {
        base.Remove();
        Distrust();
    }

    public override void Distrust() => Array.Clear(_trusted);

    public override void Dispose()
    {
        foreach (Tensor? tensor in _buffers.Concat(_memory.Values))
        {
            tensor?.Dispose();
        }
    }

    private static long Aligned(long count, int step) => (count + step - 1) / step * step;

    private static bool CanBeOwned(ParameterSlot slot) =>
        slot.Count > 0 && StepKernel.Fuses(slot.Parameter);

    /// <summary>Mostly the first bytes tell.</summary>
    private bool IsZero(ParameterSlot slot)
    {
        byte* start = (byte*)_addresses[slot.Index];
        long length = slot.Count * _sizes[slot.Index];
        for (long offset = 0; offset < length; offset += int.MaxValue)
        {
            if (new ReadOnlySpan<byte>(start + offset, (int)Math.Min(int.MaxValue, length - offset)).ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }
}

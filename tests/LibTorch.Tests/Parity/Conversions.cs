using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity;

/// <summary>Each way to ask for another element type or device, each with a case of the oracle that it must agree with.</summary>
internal static class Conversions
{
    public static MemberRow[] Rows { get; } = [
        new("alias/0", t => t[0].to(CPU)),
        new("alias/0", t => t[0].to("cpu")),
        new("alias/0", t => t[0].to(DeviceType.CPU)),
        new("alias/0", t => t[0].cpu()),
        new("alias/0", t => as_tensor(t[0])),
        new("to.device/0", t => t[0].to(float32, CPU)),
        new("to.device/0", t => as_tensor(t[0], float32, CPU)),
        new("to.dtype/0", t => t[0].to(float32)),
        new("to.dtype/0", t => t[0].to_type(float32)),
        new("to.dtype/0", t => t[0].type(float32)),
        new("to.dtype/0", t => t[0].type(FloatTensor)),
        new("to.dtype/0", t => as_tensor(t[0], float32)),
        new("to.dtype/0", t => FloatTensor(t[0])),
        new("to.dtype/0", t => t[0].@float()),
        new("to.dtype/1", t => t[0].bfloat16()),
        new("to.dtype/2", t => t[0].half()),
        new("to.dtype/3", t => t[0].@long()),
        new("to.dtype/3", t => LongTensor(t[0])),
        new("to.dtype/4", t => t[0].@float()),
        new("to.dtype/5", t => t[0].@bool()),
        new("to.dtype/5", t => BoolTensor(t[0])),
        new("to.dtype/6", t => t[0].@double()),
        new("to.dtype/7", t => t[0].@bool()),
        new("to.dtype/8", t => t[0].@byte()),
        new("to.dtype/8", t => ByteTensor(t[0])),
        new("to.dtype/9", t => t[0].@short()),
        new("to.dtype/9", t => ShortTensor(t[0])),
        new("to.dtype/10", t => t[0].@char()),
        new("to.dtype/11", t => t[0].cfloat()),
        new("to.dtype/12", t => t[0].@double()),
        new("to.dtype/12", t => DoubleTensor(t[0])),
        new("to.dtype/13", t => t[0].@int()),
        new("to.dtype/13", t => IntTensor(t[0])),
        new("to.dtype/14", t => t[0].cfloat()),
        new("to.dtype/15", t => t[0].cdouble()),
    ];
}

using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class OperatorsParityTests : MemberParity
{
    [Fact]
    public void Operators_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("x + y", x + y);
        Same("x - y", x - y);
        Same("x * y", x * y);
        Same("x / y", x / y);
        Same("x % y", x % y);
        Same("i & j", i & j);
        Same("i.bitwise_or(j)", i | j, j | i);
        Same("i ^ j", i ^ j);
        Same("~i", ~i);
        Same("-x", -x);
        Same("x + 2", x + 2, x + 2L, x + 2f, x + 2.0, x + (Scalar)2, 2 + x, 2L + x, 2f + x, 2.0 + x, (Scalar)2 + x);
        Same("x - 2", x - 2, x - 2L, x - 2f, x - 2.0, x - (Scalar)2);
        Same("2 - x", 2 - x, 2L - x, 2f - x, 2.0 - x, (Scalar)2 - x);
        Same("x * 2", x * 2, x * 2L, x * 2f, x * 2.0, x * (Scalar)2, 2 * x, 2L * x, 2f * x, 2.0 * x, (Scalar)2 * x);
        Same("x / 2", x / 2, x / 2L, x / 2f, x / 2.0, x / (Scalar)2);
        Same("2 / x", 2 / x, 2L / x, 2f / x, 2.0 / x, (Scalar)2 / x);
        Same("x % 2", x % 2, x % 2L, x % 2f, x % 2.0, x % (Scalar)2);
    }
}

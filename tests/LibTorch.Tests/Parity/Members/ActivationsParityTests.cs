using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

public class ActivationsParityTests : MemberParity
{
    [Fact]
    public void Activations_gives_what_PyTorch_gives()
    {
        using var scope = NewDisposeScope();
        Same("x.relu()", x.relu(), x.clone().relu_());
        Same("torch.nn.functional.relu6(x)", x.relu6(), x.clone().relu6_());
        Same("torch.nn.functional.leaky_relu(x, 0.1)", x.leaky_relu(0.1), x.clone().leaky_relu_(0.1));
        Same("torch.rrelu(x)", x.rrelu(), x.clone().rrelu_());
        Same("torch.prelu(x, z1)", x.prelu(z1));
        Same("torch.nn.functional.elu(x)", x.elu(), x.clone().elu_());
        Same("torch._C._nn.elu(x, 0.5, 1.5, 2)", x.elu(0.5, 1.5, 2), x.clone().elu_(0.5, 1.5, 2));
        Same("torch.celu(x)", x.celu(), x.clone().celu_());
        Same("torch.celu(x, 0.5)", x.celu(0.5), x.clone().celu_(0.5));
        Same("torch.selu(x)", x.selu(), x.clone().selu_());
        Same("torch.nn.functional.gelu(x)", x.gelu(), x.clone().gelu_());
        Same("torch.nn.functional.gelu(x, approximate='tanh')", x.gelu(GELU.Approximate.tanh), x.clone().gelu_(GELU.Approximate.tanh));
        Same("torch.nn.functional.silu(x)", x.silu(), x.clone().silu_());
        Same("x.sigmoid()", x.sigmoid(), torch.sigmoid(x), x.clone().sigmoid_(), torch.sigmoid_(x.clone()));
        Same("torch.nn.functional.logsigmoid(x)", x.log_sigmoid());
        Same("torch.nn.functional.hardsigmoid(x)", x.hardsigmoid(), x.clone().hardsigmoid_());
        Same("torch.nn.functional.hardswish(x)", x.hardswish(), x.clone().hardswish_());
        Same("torch.nn.functional.hardtanh(x, -0.5, 0.25)", Differs("hardtanh", () => x.hardtanh(-0.5, 0.25)), x.clone().hardtanh_(-0.5, 0.25));
        Same("torch.threshold(x, 0.1, 7)", x.threshold(0.1, 7), x.clone().threshold_(0.1, 7));
        Same("torch.nn.functional.softplus(x)", x.softplus());
        Same("torch.nn.functional.softplus(x, 2, 1)", x.softplus(2, 1));
        Same("torch.nn.functional.glu(g)", g.glu());
        Same("x.softmax(1)", x.softmax(1), torch.softmax(x, 1));
        Same("x.softmax(1, dtype=torch.float32)", x.softmax(1, ScalarType.Float32), torch.softmax(x, 1, ScalarType.Float32));
        Same("x.log_softmax(1)", x.log_softmax(1));
    }
}

using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity;

/// <summary>
/// Every operator of operators.txt, called through its generated method, against PyTorch: results, gradients of the results
/// with respect to the inputs, and gradients of those. Oracle/aten.py wrote what is expected.
/// </summary>
public class OperatorParityTests
{
    public static TheoryData<string> Operators => [.. OperatorMethod.Names];

    [Theory, MemberData(nameof(Operators))]
    public void Operator_gives_what_PyTorch_gives(string name)
    {
        OperatorMethod method = OperatorMethod.Of(name);
        OracleCase[] cases = [.. OracleCase.Of(name)];
        Assert.True(cases.Length > 0, $"No test exercises {name}: add a line to Oracle/aten.txt and run Oracle/aten.py.");
        var failures = new StringBuilder();
        foreach (OracleCase @case in cases) {
            using DisposeScope scope = NewDisposeScope();
            var inputs = new List<Tensor>();
            object?[] arguments = @case.Arguments(method.Parameters, method.Written, inputs);
            object? written = method.Written >= 0 ? arguments[method.Written] : null;
            if (Comparison.Difference(@case, inputs, written, () => method.Call(arguments)) is { } difference)
                failures.AppendLine($"{@case}\n    {difference}");
        }
        Assert.True(failures.Length == 0, failures.ToString());
    }
}

using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity;

/// <summary>A public member called as one of the oracle's cases calls its operator.</summary>
/// <param name="Case">The case's name, as in <c>add.Tensor/2</c>.</param>
/// <param name="Call">The call; it gets the case's tensors.</param>
/// <param name="Differs">Where TorchSharp gives something else, the row of the table of differences.</param>
/// <param name="Untried">What is not to be tried on TorchSharp: the row of the table of differences.</param>
internal sealed record MemberRow(string Case, Func<Tensor[], object?> Call, string? Differs = null, string? Untried = null);

/// <summary>Public members of Tensor and torch against PyTorch, with first and second gradients: one row of a table for each.</summary>
public class MemberParityTests
{
    private static readonly ILookup<string, MemberRow> Rows =
        TensorMembers1.Rows.Concat(TensorMembers2.Rows).Concat(TorchFunctions.Rows)
            .Concat(SpecialFunctions.Rows).Concat(LinearAlgebraFunctions.Rows).Concat(Conversions.Rows).ToLookup(row => row.Case);

    public static TheoryData<string> Cases => [.. Rows.Select(group => group.Key)];

    [Theory, MemberData(nameof(Cases))]
    public void Members_give_what_PyTorch_gives(string name)
    {
        OracleCase @case = OracleCase.Named(name);
        string operatorName = @case.Operator.Split('.')[0];
        bool inPlace = operatorName.EndsWith('_');
        var failures = new StringBuilder();
        foreach ((MemberRow row, int index) in Rows[name].Select((row, index) => (row, index))) {
            if (row.Untried is { } untried) {
                OnTorchSharp.Untried(untried, () => Assert.Null(Difference(row)));
                continue;
            }
            string? difference = Difference(row);
            if (row.Differs is { } known)
                OnTorchSharp.Differs(known, () => Assert.Null(difference));
            else if (difference is not null)
                failures.AppendLine($"{@case}, row {index}\n    {difference}");
        }
        Assert.True(failures.Length == 0, failures.ToString());

        string? Difference(MemberRow row)
        {
            using DisposeScope scope = NewDisposeScope();
            var inputs = new List<Tensor>();
            Tensor[] tensors = @case.Tensors(inPlace, inputs);
            try {
                return Comparison.Difference(@case, inputs, inPlace ? tensors[0] : null, () => row.Call(tensors));
            } catch (Exception exception) when (exception is not OutOfMemoryException) {
                return exception.ToString();
            }
        }
    }
}

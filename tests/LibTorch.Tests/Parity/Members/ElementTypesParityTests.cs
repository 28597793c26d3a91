using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

/// <summary>What element types become together, for every pair of them.</summary>
public class ElementTypesParityTests : MemberParity
{
    // In the order of members.py's types.
    private static readonly ScalarType[] Types = [
        uint8, int8, int16, int32, int64, float16, bfloat16, float32, float64, complex64, complex128, ScalarType.Bool,
    ];

    [Fact]
    public void Element_types_are_cast_and_promoted_as_in_PyTorch()
    {
        using var scope = NewDisposeScope();
        Same("torch.tensor([[torch.can_cast(a, b) for b in types] for a in types])", Table((a, b) => can_cast(a, b)));
        Same("torch.tensor([[place(torch.promote_types(a, b)) for b in types] for a in types])", Table((a, b) => Place(promote_types(a, b))));
    }

    [Fact]
    public void Results_have_PyTorchs_types_whether_operands_have_dimensions_or_not()
    {
        using var scope = NewDisposeScope();
        Same("torch.tensor([[place(torch.result_type(torch.ones(1, dtype=a), torch.ones(2, 1, dtype=b))) for b in types] for a in types])",
            Table((a, b) => Place(result_type(ones(1, dtype: a), ones(2, 1, dtype: b)))));
        Same("torch.tensor([[place(torch.result_type(torch.ones(1, dtype=a), torch.ones((), dtype=b))) for b in types] for a in types])",
            Table((a, b) => Place(result_type(ones(1, dtype: a), ones([], dtype: b)))));
        Same("torch.tensor([[place(torch.result_type(torch.ones((), dtype=a), torch.ones(1, dtype=b))) for b in types] for a in types])",
            Table((a, b) => Place(result_type(ones([], dtype: a), ones(1, dtype: b)))));
        Same("torch.tensor([[place(torch.result_type(torch.ones((), dtype=a), torch.ones((), dtype=b))) for b in types] for a in types])",
            Table((a, b) => Place(result_type(ones([], dtype: a), ones([], dtype: b)))));
    }

    [Fact]
    public void Limits_are_PyTorchs()
    {
        using var scope = NewDisposeScope();
        Same("torch.tensor([[torch.iinfo(t).max] for t in types[:5]])", stack(Types[..5].Select(type => tensor(new[] { max_int_value(type) }))));
        Same("torch.tensor([[t.is_floating_point, t.is_complex] for t in types])", stack(Types.Select(type => tensor(new[] { is_floating_point(type), is_complex(type) }))));
        Same("torch.tensor([[torch.is_floating_point(torch.ones(1, dtype=t)), torch.is_complex(torch.ones(1, dtype=t))] for t in types])",
            stack(Types.Select(type => ones(1, dtype: type)).Select(one => tensor(new[] { is_floating_point(one), is_complex(one) }))));
        Same("torch.tensor([torch.ones(1, dtype=t).element_size() for t in types])",
            tensor(Types.Select(type => ones(1, dtype: type).element_size()).ToArray()), tensor(Types.Select(type => ones(1, dtype: type).ElementSize).ToArray()));
    }

    private static long Place(ScalarType type) => Array.IndexOf(Types, type);

    private static Tensor Table(Func<ScalarType, ScalarType, long> entry) => stack(Types.Select(a => tensor(Types.Select(b => entry(a, b)).ToArray())));

    private static Tensor Table(Func<ScalarType, ScalarType, bool> entry) => stack(Types.Select(a => tensor(Types.Select(b => entry(a, b)).ToArray())));
}

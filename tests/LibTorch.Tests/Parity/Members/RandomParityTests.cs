using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Parity.Members;

/// <summary>Random numbers that C# gets one by one are those that PyTorch draws after the same seed.</summary>
public class RandomParityTests : MemberParity
{
    [Fact]
    public void Single_numbers_are_those_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        using Generator own = new();
        Same("drawn(lambda: torch.randint(0, 2, (1,)) == 1)", Drawn(() => tensor(new[] { randint_bool() })), tensor(new[] { randint_bool(Seeded()) }));
        Same("drawn(lambda: torch.randint(0, 1000, (1,)))",
            Drawn(() => tensor(new[] { randint_long(1000) })), tensor(new[] { randint_long(1000, Seeded()) }),
            tensor(new[] { (long)Drawn(() => randint_int(1000)) }), tensor(new[] { (long)randint_int(1000, Seeded()) }));
        Same("drawn(lambda: torch.randint(-7, 1000, (1,)))",
            Drawn(() => tensor(new[] { randint_long(-7, 1000) })), tensor(new[] { randint_long(-7, 1000, Seeded()) }),
            tensor(new[] { (long)Drawn(() => randint_int(-7, 1000)) }), tensor(new[] { (long)randint_int(-7, 1000, Seeded()) }));
        Same("drawn(lambda: torch.rand(1, dtype=torch.float64))", Drawn(() => tensor(new[] { rand_float() })), tensor(new[] { rand_float(Seeded()) }));
        Same("drawn(lambda: torch.randn(1, dtype=torch.float64))", Drawn(() => tensor(new[] { randn_float() })), tensor(new[] { randn_float(Seeded()) }));

        Generator Seeded() => own.manual_seed(1234);
    }
}

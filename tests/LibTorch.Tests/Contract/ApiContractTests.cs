using System.Reflection;
using System.Text;

namespace MetaAdamW.LibTorch.Tests.Contract;

/// <summary>
/// The public API is TorchSharp's: TorchSharp-0.107.api.txt lists each public and protected member with its names and
/// defaults, as the real assembly has it. What TorchSharp does not have stands in own-members.txt, with the reason.
/// </summary>
/// <remarks>
/// To check against the real assembly and write the list anew:
/// <c>TORCHSHARP_ASSEMBLY=/path/to/TorchSharp.dll dotnet test tests/LibTorch.Tests --filter ApiContract</c>
/// </remarks>
public class ApiContractTests
{
    private static readonly PublicApi Ours = PublicApi.OfLibrary;
    private static readonly HashSet<string> OwnMembers = ReadOwnMembers();

    [Fact]
    public void Every_public_member_is_one_of_TorchSharps()
    {
        Dictionary<string, HashSet<string>> contract = ReadContract();
        List<string> strangers = [.. Members().Where(member => !contract.GetValueOrDefault(member.Type, []).Contains(member.Line)).Select(Name)];
        Assert.True(strangers.Count == 0, $"Not in TorchSharp 0.107, or not known to be (see {nameof(ApiContractTests)}):\n{string.Join('\n', strangers)}");
    }

    [Fact]
    public void Nothing_that_was_agreed_on_is_gone()
    {
        HashSet<(string, string)> present = [.. Members()];
        List<string> gone = [.. ReadContract().SelectMany(type => type.Value.Select(line => (type.Key, line))).Where(member => !present.Contains(member)).Select(Name)];
        Assert.True(gone.Count == 0, $"No longer there:\n{string.Join('\n', gone)}");
    }

    [Fact]
    public void Own_members_are_still_needed()
    {
        HashSet<string> present = [.. Ours.TypeNames, .. Ours.TypeNames.SelectMany(type => MembersOf(type).Select(line => Name((type, line))))];
        Assert.Subset(present, OwnMembers);
    }

    [Fact]
    public void The_contract_is_the_real_assemblys()
    {
        if (Environment.GetEnvironmentVariable("TORCHSHARP_ASSEMBLY") is not { Length: > 0 } path)
            return;
        PublicApi theirs = PublicApi.Read(path);
        var agreed = new StringBuilder("# Members of TorchSharp 0.107 that src/LibTorch has too. Written by ApiContractTests; see there.\n");
        var strangers = new List<string>();
        foreach (IGrouping<string, string> type in Members().GroupBy(member => member.Type, member => member.Line)) {
            HashSet<string> available = theirs.Has(type.Key) ? theirs.AvailableIn(type.Key) : [];
            agreed.Append(type.Key).Append('\n');
            foreach (string line in type.Order(StringComparer.Ordinal)) {
                if (available.Contains(line))
                    agreed.Append("  ").Append(line).Append('\n');
                else
                    strangers.Add(Name((type.Key, line)));
            }
        }
        Assert.True(strangers.Count == 0, $"Not in {path}:\n{string.Join('\n', strangers)}");
        File.WriteAllText(Path.Combine(SourceFolder(), "TorchSharp-0.107.api.txt"), agreed.ToString());
    }

    /// <summary>Each type's members, those of base classes that TorchSharp does not have included.</summary>
    private static IEnumerable<(string Type, string Line)> Members() =>
        from type in Ours.TypeNames
        where !OwnMembers.Contains(type)
        from line in MembersOf(type)
        where !OwnMembers.Contains(Name((type, line)))
        select (type, line);

    private static IEnumerable<string> MembersOf(string type)
    {
        IEnumerable<string> ancestors = Ours.AncestorsOf(type).ToList();
        IEnumerable<string> hidden = ancestors.Select(ancestor => ancestor["is ".Length..]).Where(OwnMembers.Contains);
        return Ours.DeclaredBy(type).Select(member => member.Line)
            .Concat(hidden.SelectMany(own => Ours.DeclaredBy(own).Skip(1).Select(member => member.Line)))
            .Concat(ancestors.Where(ancestor => !OwnMembers.Contains(ancestor["is ".Length..])))
            .Distinct();
    }

    private static string Name((string Type, string Line) member) => $"{member.Type} :: {member.Line}";

    private static Dictionary<string, HashSet<string>> ReadContract()
    {
        var types = new Dictionary<string, HashSet<string>>();
        HashSet<string> current = [];
        foreach (string line in ReadLines("TorchSharp-0.107.api.txt")) {
            if (line.StartsWith("  ", StringComparison.Ordinal))
                current.Add(line[2..]);
            else
                types[line] = current = [];
        }
        return types;
    }

    private static HashSet<string> ReadOwnMembers() => [.. ReadLines("own-members.txt")];

    private static IEnumerable<string> ReadLines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Contract", file)).Where(line => line.Length > 0 && line[0] != '#');

    private static string SourceFolder() =>
        Path.Combine(typeof(ApiContractTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectFolder").Value!, "Contract");
}

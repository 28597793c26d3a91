using System.Reflection;
using System.Reflection.Emit;

namespace MetaAdamW.LibTorch.Tests.Contract;

/// <summary>
/// Which members of a library each test uses, read from IL: from a test through everything of the test assembly that it
/// calls, creates or reads, lambdas, iterators and static tables included, and one step further: what a member calls that
/// the test uses (a factory its constructor, an overload another).
/// </summary>
internal sealed class TestUses
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    private readonly Assembly tests;
    private readonly Assembly library;
    private readonly Dictionary<MethodBase, MemberInfo[]> mentions = [];

    // For each method of the library's interfaces, the library's methods that stand behind it.
    private readonly ILookup<int, int> implementations;

    public TestUses(Assembly tests, Assembly library)
    {
        this.tests = tests;
        this.library = library;
        implementations = library.GetTypes()
            .Where(type => type is { IsInterface: false, ContainsGenericParameters: false })
            .SelectMany(type => type.GetInterfaces()
                .Where(contract => contract.Assembly == library && !contract.IsGenericType)
                .Select(type.GetInterfaceMap)
                .SelectMany(map => map.InterfaceMethods.Zip(map.TargetMethods)))
            .ToLookup(pair => pair.First.MetadataToken, pair => pair.Second.MetadataToken);
        foreach (Type type in tests.GetTypes()) {
            foreach (MethodInfo test in type.GetMethods(Everything).Where(method => method.IsDefined(typeof(FactAttribute), inherit: true))) {
                foreach (int token in UsedBy(test)) {
                    if (!ByMember.TryGetValue(token, out List<string>? users))
                        ByMember[token] = users = [];
                    users.Add($"{type.Name}.{test.Name}");
                }
            }
        }
    }

    /// <summary>The tests that use a member, by the member's metadata token.</summary>
    public Dictionary<int, List<string>> ByMember { get; } = [];

    private HashSet<int> UsedBy(MethodInfo test)
    {
        var used = new HashSet<int>();
        var seen = new HashSet<MethodBase>();
        var waiting = new Stack<MethodBase>([test, .. StaticConstructor(test.DeclaringType), .. test.DeclaringType!.GetConstructors(Everything)]);
        // Theory data come from a member that only an attribute names.
        foreach (MemberDataAttribute data in test.GetCustomAttributes<MemberDataAttribute>()) {
            foreach (MemberInfo member in (data.MemberType ?? test.DeclaringType!).GetMember(data.MemberName, Everything))
                Push(member);
        }
        while (waiting.TryPop(out MethodBase? method)) {
            if (!seen.Add(method))
                continue;
            foreach (MemberInfo member in Mentioned(method))
                Push(member);
        }
        return used;

        void Push(MemberInfo member)
        {
            if (member is PropertyInfo { GetMethod: { } getter })
                member = getter;
            Type? owner = member as Type ?? member.DeclaringType;
            if (owner is null)
                return;
            if (owner.Assembly == library) {
                used.Add(member.MetadataToken);
                if (member is MethodInfo { DeclaringType.IsInterface: true } promise)
                    used.UnionWith(implementations[promise.MetadataToken]);
                if (member is MethodBase { IsAbstract: false } called) {
                    foreach (MemberInfo next in Mentioned(called).Where(next => (next as Type ?? next.DeclaringType)?.Assembly == library))
                        used.Add(next.MetadataToken);
                }
                return;
            }
            if (owner.Assembly != tests)
                return;
            if (member is MethodBase { IsAbstract: false } method)
                waiting.Push(method);
            foreach (MethodBase initializer in StaticConstructor(owner))
                waiting.Push(initializer);
            // What a class of the tests overrides, the library calls; what an iterator or a local class does, its methods say.
            if (member is ConstructorInfo && !owner.Name.StartsWith("<>c", StringComparison.Ordinal)) {
                foreach (MethodInfo own in owner.GetMethods(Everything).Where(candidate => candidate.IsVirtual && !candidate.IsAbstract)) {
                    waiting.Push(own);
                    if (own.GetBaseDefinition() is { } overridden && overridden.DeclaringType!.Assembly == library)
                        used.Add(overridden.MetadataToken);
                }
            }
        }
    }

    private static ConstructorInfo[] StaticConstructor(Type? type) => type?.TypeInitializer is { } initializer ? [initializer] : [];

    private MemberInfo[] Mentioned(MethodBase method)
    {
        if (!mentions.TryGetValue(method, out MemberInfo[]? members))
            mentions[method] = members = [.. Read(method)];
        return members;
    }

    private static IEnumerable<MemberInfo> Read(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[]? typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;) {
            short value = code[at++];
            if (value == 0xFE)
                value = (short)(0xFE00 | code[at++]);
            OpCode instruction = OpCodes[value];
            if (instruction.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok or OperandType.InlineType) {
                MemberInfo? member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments);
                if (member is not null)
                    yield return member;
            }
            at += instruction.OperandType switch {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }
}

using System.Runtime.CompilerServices;
using MetaAdamW.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Generators.Parsing;

/// <summary>What a class was read as, free of symbols.</summary>
/// <param name="Model">What the generator prints; null where the declaration makes no model that can be served.</param>
/// <param name="Findings">What the rules about readings report; null where nobody has asked yet.</param>
internal sealed record ClassReading(ModelSpec? Model, IReadOnlyList<Diagnostic>? Findings);

/// <summary>
/// Remembers what a class was read as, for as long as nothing that the reading looked at has changed. An edit makes a new
/// compilation, and so does the generator, in which the compiler would otherwise bind every model's constructors again.
/// </summary>
/// <remarks>
/// Syntax trees are immutable, and an unedited file keeps its tree from one compilation to the next. A reading holds when all the
/// trees that it looked at are still there, and when no edit elsewhere can have changed what a name means: the outline of
/// the compilation, its types and the members of its static classes, is the same, and so are the references.
/// The memory hangs on the syntax node, and goes with it; it holds trees, and no compilation.
/// </remarks>
internal static class ReadingMemory
{
    private static readonly ConditionalWeakTable<SyntaxNode, Slot> Slots = new();
    private static readonly ConditionalWeakTable<Compilation, Outline> Outlines = new();
    private static readonly ConditionalWeakTable<SyntaxTree, TreeOutline> TreeOutlines = new();

    /// <summary>What a declaration was read as, if that is remembered and <paramref name="suffices"/>, or is read as now.</summary>
    public static ClassReading Recall(
        TypeDeclarationSyntax declaration, Compilation compilation, Func<ClassReading, bool> suffices, Func<Dependencies, ClassReading> read)
    {
        Outline outline = Outlines.GetValue(compilation, Outline.Of);
        Slot slot = Slots.GetValue(declaration, static _ => new Slot());
        if (slot.Memory is { } memory && suffices(memory.Reading) && memory.Holds(compilation, outline))
        {
            return memory.Reading;
        }

        var dependencies = new Dependencies();
        dependencies.Trees.Add(declaration.SyntaxTree);
        ClassReading reading = read(dependencies);
        foreach (Location place in reading.Findings?.SelectMany(f => f.AdditionalLocations.Append(f.Location)) ?? [])
        {
            if (place.SourceTree is { } tree)
            {
                dependencies.Trees.Add(tree);
            }
        }

        slot.Memory = dependencies.IsProvisional ? null : new Memory(reading, [.. dependencies.Trees.Where(t => !IsGenerated(t))], outline);
        return reading;
    }

    // What the generator itself has written adds members to models, and a reading looks at none of them.
    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.Contains(typeof(MetaAdamWGenerator).FullName);

    /// <summary>Holds the latest memory of a declaration: generator and analyzers may come at the same time.</summary>
    private sealed class Slot
    {
        private volatile Memory? memory;

        public Memory? Memory
        {
            get => memory;
            set => memory = value;
        }
    }

    private sealed class Memory(ClassReading reading, SyntaxTree[] trees, Outline outline)
    {
        public ClassReading Reading { get; } = reading;

        public bool Holds(Compilation compilation, Outline now) => outline.Equals(now) && Array.TrueForAll(trees, compilation.ContainsSyntaxTree);
    }

    /// <summary>What one file can change in the meaning of another.</summary>
    private sealed class TreeOutline(ulong hash)
    {
        public ulong Hash { get; } = hash;

        public static TreeOutline Of(SyntaxTree tree)
        {
            var hash = new Fingerprint();
            Add(tree.GetRoot(), ref hash);
            return new TreeOutline(hash.Value);
        }

        private static void Add(SyntaxNode node, ref Fingerprint hash)
        {
            foreach (SyntaxNode child in node.ChildNodes())
            {
                switch (child)
                {
                    case UsingDirectiveSyntax use when !use.GlobalKeyword.IsKind(SyntaxKind.None):
                    case ExternAliasDirectiveSyntax:
                    case DelegateDeclarationSyntax:
                        hash.Add(child.ToString());
                        break;

                    case BaseNamespaceDeclarationSyntax space:
                        hash.Add(space.Name.ToString());
                        Add(space, ref hash);
                        hash.Add("}");
                        break;

                    case BaseTypeDeclarationSyntax type:
                        hash.Add(type.Identifier.ValueText);
                        hash.Add(type.Modifiers.ToString());
                        hash.Add((type as TypeDeclarationSyntax)?.TypeParameterList?.ToString() ?? "");
                        if (type.Modifiers.Any(SyntaxKind.StaticKeyword))
                        {
                            // Its members can be seen without its name.
                            AddMembers((TypeDeclarationSyntax)type, ref hash);
                        }

                        Add(type, ref hash);
                        hash.Add("}");
                        break;
                }
            }
        }

        private static void AddMembers(TypeDeclarationSyntax type, ref Fingerprint hash)
        {
            foreach (MemberDeclarationSyntax member in type.Members)
            {
                switch (member)
                {
                    case BaseMethodDeclarationSyntax method:
                        hash.Add(method.Modifiers.ToString());
                        hash.Add((method as MethodDeclarationSyntax)?.Identifier.ValueText ?? "");
                        hash.Add((method as MethodDeclarationSyntax)?.ReturnType.ToString() ?? "");
                        hash.Add(method.ParameterList.ToString());
                        break;

                    case BasePropertyDeclarationSyntax property:
                        hash.Add(property.Modifiers.ToString());
                        hash.Add((property as PropertyDeclarationSyntax)?.Identifier.ValueText ?? "");
                        hash.Add(property.Type.ToString());
                        break;

                    case BaseFieldDeclarationSyntax field:
                        hash.Add(field.Modifiers.ToString());
                        hash.Add(field.Declaration.Type.ToString());
                        foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                        {
                            hash.Add(variable.Identifier.ValueText);
                        }

                        break;
                }
            }
        }
    }

    /// <summary>The outline of a whole compilation.</summary>
    private sealed class Outline(ulong hash, MetadataReference[] references, CompilationOptions options)
    {
        private static WeakReference<Outline>? latest;

        public static Outline Of(Compilation compilation)
        {
            var hash = new Fingerprint();
            foreach (SyntaxTree tree in compilation.SyntaxTrees)
            {
                if (!IsGenerated(tree))
                {
                    hash.Add(TreeOutlines.GetValue(tree, TreeOutline.Of).Hash);
                }
            }

            // Most edits leave it as it was; one object for all these makes comparing them cheap.
            var outline = new Outline(hash.Value, [.. compilation.ExternalReferences], Meaningful(compilation.Options));
            if (latest is { } before && before.TryGetTarget(out Outline? last) && last.Equals(outline))
            {
                return last;
            }

            latest = new WeakReference<Outline>(outline);
            return outline;
        }

        // What is reported, and how, differs between the generator's compilation and the analyzers'. What finds files has been asked
        // already, as the references are there; the command line compiler's throws when it is compared with another build's.
        private static CompilationOptions Meaningful(CompilationOptions options) =>
            options.WithSyntaxTreeOptionsProvider(null).WithReportSuppressedDiagnostics(false)
                .WithMetadataReferenceResolver(null).WithXmlReferenceResolver(null).WithSourceReferenceResolver(null).WithStrongNameProvider(null);

        public bool Equals(Outline other) => this == other
            || (hash == other.Hash && options.Equals(other.Options) && references.SequenceEqual(other.References));

        private ulong Hash => hash;

        private MetadataReference[] References => references;

        private CompilationOptions Options => options;
    }

    /// <summary>FNV-1a over texts, 64 bits.</summary>
    private struct Fingerprint()
    {
        private const ulong Prime = 1099511628211;

        public ulong Value { get; private set; } = 14695981039346656037;

        public void Add(string text)
        {
            foreach (char c in text)
            {
                Add(c);
            }

            // Texts that are cut at other places must not look alike.
            Add((ulong)char.MaxValue);
        }

        public void Add(ulong number) => Value = unchecked((Value ^ number) * Prime);
    }
}

using System.Runtime.CompilerServices;
using MetaAdamW.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MetaAdamW.Generators.Parsing;

/// <summary>
/// Remembers what a class was read as, for as long as nothing that the reading looked at has changed. An edit makes a new
/// compilation, in which the compiler would otherwise bind every model's constructors again.
/// </summary>
/// <remarks>
/// Syntax trees are immutable, and an unedited file keeps its tree from one compilation to the next. A reading holds when all the
/// trees that it looked at are still there, and when no edit elsewhere can have changed what a name means: the outline of
/// the compilation, its types and the members of its static classes, is the same, and so are the references.
/// The memory hangs on the syntax node, and goes with it.
/// </remarks>
internal static class ReadingMemory
{
    private static readonly ConditionalWeakTable<SyntaxNode, Memory> Memories = new();
    private static readonly ConditionalWeakTable<Compilation, Outline> Outlines = new();
    private static readonly ConditionalWeakTable<SyntaxTree, TreeOutline> TreeOutlines = new();

    /// <summary>The model of a class declaration, as remembered or as <paramref name="read"/> finds it now.</summary>
    public static ModelSpec? Recall(ClassDeclarationSyntax declaration, Compilation compilation, Func<Dependencies, ModelSpec?> read)
    {
        Outline outline = Outlines.GetValue(compilation, Outline.Of);
        if (Memories.TryGetValue(declaration, out Memory? memory) && memory.Holds(compilation, outline))
        {
            return memory.Model;
        }

        var dependencies = new Dependencies();
        dependencies.Trees.Add(declaration.SyntaxTree);
        ModelSpec? model = read(dependencies);
        Memories.Remove(declaration);
        if (!dependencies.IsProvisional)
        {
            Memories.Add(declaration, new Memory(model, [.. dependencies.Trees], outline));
        }

        return model;
    }

    private sealed class Memory(ModelSpec? model, SyntaxTree[] trees, Outline outline)
    {
        public ModelSpec? Model { get; } = model;

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
                hash.Add(TreeOutlines.GetValue(tree, TreeOutline.Of).Hash);
            }

            // Most edits leave it as it was; one object for all these makes comparing them cheap.
            var outline = new Outline(hash.Value, [.. compilation.ExternalReferences], compilation.Options);
            if (latest is { } before && before.TryGetTarget(out Outline? last) && last.Equals(outline))
            {
                return last;
            }

            latest = new WeakReference<Outline>(outline);
            return outline;
        }

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

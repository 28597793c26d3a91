using System.IO.Compression;

namespace MetaAdamW.Packages.Tests;

/// <summary>What a user gets from the feed: the entries of the package, and a consumer in which it works.</summary>
public sealed class PackageTests(PackedProject packed) : IClassFixture<PackedProject>
{
    private const string Model = """
        using MetaAdamW;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        var model = new Model();
        using var optimizer = model.CreateMetaAdamW();
        model.forward(ones(2, 4)).sum().backward();
        optimizer.step();
        Console.WriteLine(string.Join(",", optimizer.Groups.Select(group => group.Name)));

        [ParamGroup]
        public sealed PARTIAL class Model : Module<Tensor, Tensor>
        {
            [ParamGroup("body")] private readonly Linear body = Linear(4, 8);
            [ParamGroup("head")] private readonly Linear head = Linear(8, 1);

            public Model() : base(nameof(Model)) => RegisterComponents();

            public override Tensor forward(Tensor input) => head.forward(functional.relu(body.forward(input)));
        }
        """;

    [Fact]
    public void TheMainPackageHoldsRuntimeAttributesAndCompilerParts()
    {
        using var package = ZipFile.OpenRead(packed.PathOf("MetaAdamW.Gen"));
        var entries = package.Entries.Select(e => e.FullName).Where(name => name.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "analyzers/dotnet/cs/MetaAdamW.CodeFixes.dll",
                "analyzers/dotnet/cs/MetaAdamW.Generators.dll",
                "lib/net8.0/MetaAdamW.Attributes.dll",
                "lib/net8.0/MetaAdamW.Runtime.dll",
            ],
            entries);
    }

    [Fact]
    public void AConsumerBuildsAndRunsAgainstThePackages()
    {
        var consumer = CreateConsumer(Model.Replace("PARTIAL", "partial"));
        var (code, output) = PackedProject.Dotnet(consumer, "run", "-c", "Release");
        Assert.True(code == 0, output);
        Assert.Equal("body,head", output.Trim().Split('\n')[^1].Trim());
    }

    [Fact]
    public void TheDiagnosticsFireInAConsumer()
    {
        var consumer = CreateConsumer(Model.Replace("PARTIAL ", ""));
        var (code, output) = PackedProject.Dotnet(consumer, "build", "-c", "Release", "--nologo");
        Assert.NotEqual(0, code);
        Assert.Contains("error MAW1001", output);
    }

    private string CreateConsumer(string program)
    {
        var folder = Directory.CreateDirectory(Path.Combine(packed.Folder, Path.GetRandomFileName())).FullName;
        var version = Path.GetFileNameWithoutExtension(packed.PathOf("MetaAdamW.Gen"))["MetaAdamW.Gen.".Length..];
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{packed.Folder}" /></packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                <RestorePackagesPath>{Path.Combine(packed.Folder, "restored")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MetaAdamW.Gen" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        return folder;
    }
}

using System.Security.Cryptography;
using System.Text;
using MetaAdamW.Tasks;
using MetaAdamW.Tasks.Loading;

namespace MetaAdamW.Samples.Tests;

/// <summary>Data sets that no folder has are fetched from who publishes them.</summary>
public sealed class PublicationTests : IDisposable
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("Ein Hund läuft.\n");
    private static readonly DataLayout Layout = new("dogs.txt");

    private readonly TemporaryFolder folder = new();
    private readonly Publisher publisher = new();

    private string Kept => folder.At("cache/dogs/dogs.txt");

    // "" is no folder, whatever METAADAMW_DATA says.
    private DataSource Source => new("") { Shared = null, Cache = folder.At("cache") };

    public void Dispose()
    {
        publisher.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_file_is_fetched_once_and_kept()
    {
        publisher.Files["dogs.txt"] = Text;

        Assert.Equal(Text, Open(publisher["dogs.txt"]));
        Assert.Equal(Text, Open(publisher["dogs.txt"]));

        Assert.Equal(["dogs.txt"], publisher.Requests);
        Assert.Equal([Kept], Directory.GetFiles(folder.At("cache"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_first_address_that_has_the_file_is_taken()
    {
        publisher.Files["torn/dogs.txt"] = publisher.Files["good/dogs.txt"] = Text;
        publisher.Files["other/dogs.txt"] = Encoding.UTF8.GetBytes("<html>moved</html>");
        publisher.Torn.Add("torn/dogs.txt");
        string[] places = ["gone/dogs.txt", "torn/dogs.txt", "other/dogs.txt", "good/dogs.txt"];

        Assert.Equal(Text, Open([.. places.Select(place => publisher[place])]));

        Assert.Equal(places, publisher.Requests);
    }

    [Fact]
    public void Where_no_address_has_it_each_is_named_with_its_reason_and_nothing_is_kept()
    {
        publisher.Files["torn/dogs.txt"] = Text;
        publisher.Files["other/dogs.txt"] = Encoding.UTF8.GetBytes("<html>moved</html>");
        publisher.Torn.Add("torn/dogs.txt");

        var error = Assert.Throws<UserException>(() => Open(publisher["gone/dogs.txt"], publisher["torn/dogs.txt"], publisher["other/dogs.txt"], "http://127.0.0.1:1/dogs.txt"));

        Assert.StartsWith("no data for dogs: ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{publisher["gone/dogs.txt"]} can't be fetched (", error.Message, StringComparison.Ordinal);
        Assert.Contains("404", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{publisher["torn/dogs.txt"]} can't be fetched (", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{publisher["other/dogs.txt"]} is not the file it was: its sha256 is ", error.Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:1/dogs.txt can't be fetched (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("name a folder that has it with --data or in METAADAMW_DATA", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("cache")));
    }

    [Fact]
    public void A_kept_file_that_has_changed_is_not_read()
    {
        publisher.Files["dogs.txt"] = Text;
        Open(publisher["dogs.txt"]);
        File.AppendAllText(Kept, "Noch einer.\n");

        var error = Assert.Throws<UserException>(() => Open(publisher["dogs.txt"]));

        Assert.StartsWith($"{Kept} is not the file that was fetched: its sha256 is ", error.Message, StringComparison.Ordinal);
        File.Delete(Kept);   // as the message says
        Assert.Equal(Text, Open(publisher["dogs.txt"]));
    }

    /// <summary>A disk that is full while the file is kept: Linux's /dev/full stands for it.</summary>
    [Fact]
    public void A_file_that_cant_be_kept_leaves_nothing_half()
    {
        publisher.Files["dogs.txt"] = Text;
        Directory.CreateDirectory(folder.At("cache/dogs"));
        File.CreateSymbolicLink($"{Kept}.{Environment.ProcessId}.partial", "/dev/full");

        var error = Assert.Throws<UserException>(() => Open(publisher["dogs.txt"]));

        Assert.StartsWith($"the fetched data can't be kept as '{Kept}': No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.At("cache/dogs")));
    }

    [Fact]
    public void A_cache_that_is_no_folder_is_named()
    {
        publisher.Files["dogs.txt"] = Text;
        folder.Write("cache", "in the way");

        var error = Assert.Throws<UserException>(() => Open(publisher["dogs.txt"]));

        Assert.StartsWith($"the fetched data can't be kept as '{Kept}': ", error.Message, StringComparison.Ordinal);
    }

    private byte[] Open(params string[] addresses)
    {
        var file = new PublishedFile(Convert.ToHexStringLower(SHA256.HashData(Text)), addresses);
        return Source.Open("dogs", [Layout], new Publication(Layout, file))[0][0].Content.ToArray();
    }
}

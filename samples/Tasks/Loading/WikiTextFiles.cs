namespace MetaAdamW.Tasks.Loading;

/// <summary>Where WikiText-2 is.</summary>
internal static class WikiTextFiles
{
    // In "raw" text every word is spelled out; in the other form the publisher has replaced rare ones by <unk>.
    private static readonly DataLayout[] Layouts =
    [
        .. DataLayout.Below(["wikitext2", ""], "train.txt.gz", "valid.txt.gz"),
        .. DataLayout.Below(["wikitext2", ""], "train.txt", "valid.txt"),
        .. DataLayout.Below(["wikitext-2-raw", ""], "wiki.train.raw", "wiki.valid.raw"),
        .. DataLayout.Below(["wikitext-2", ""], "wiki.train.tokens", "wiki.valid.tokens"),
        .. DataLayout.Below(["wikitext2", ""], "wikitext-2-raw-v1.zip!wikitext-2-raw/wiki.train.raw", "wikitext-2-raw-v1.zip!wikitext-2-raw/wiki.valid.raw"),
        .. DataLayout.Below(["wikitext2", ""], "wikitext-2-v1.zip!wikitext-2/wiki.train.tokens", "wikitext-2-v1.zip!wikitext-2/wiki.valid.tokens"),
    ];

    private static readonly Publication Publication = new(
        new("wikitext-2-raw-v1.zip!wikitext-2-raw/wiki.train.raw", "wikitext-2-raw-v1.zip!wikitext-2-raw/wiki.valid.raw"),
        new PublishedFile(
            "ef7edb566e3e2b2d31b29c1fdb0c89a4cc683597484c3dc2517919c615435a11",
            "https://s3.amazonaws.com/research.metamind.io/wikitext/wikitext-2-raw-v1.zip",
            "https://huggingface.co/datasets/ggml-org/ci/resolve/main/wikitext-2-raw-v1.zip"));

    /// <summary>The training text and the validation text.</summary>
    /// <exception cref="UserException">They can't be had.</exception>
    public static IReadOnlyList<DataFile>[] Open(DataSource source, string task) => source.Open(task, Layouts, Publication);
}

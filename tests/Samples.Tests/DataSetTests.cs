using MetaAdamW.Tasks.Loading;
using MetaAdamW.Tasks.Workloads;
using TorchSharp;

namespace MetaAdamW.Samples.Tests;

/// <summary>What the loaders make of each form in which the data sets are found.</summary>
public class DataSetTests
{
    private static readonly string[] Batches =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    [Fact]
    public void Wikitext_blocks_are_cut_line_by_line_with_the_commonest_words()
    {
        using var folder = new TemporaryFolder();
        var line = string.Join(' ', Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? "the" : i % 3 == 0 ? "<unk>" : $"rare{i}"));
        folder.Write("wikitext2/train.txt", $" = A Title = \n \n {line} \n");
        folder.Write("wikitext2/valid.txt", string.Join(' ', Enumerable.Repeat("the new", 64)) + "\n");

        var text = WikiText.Read(new DataSource(folder.Root));

        Assert.Equal(["<pad>", "<unk>", "the"], text.Vocabulary.Words.Take(3));
        Assert.Equal(2 * WikiText.BlockLength, text.Train.Length);   // the last 44 words are dropped
        Assert.Equal([2, text.Vocabulary.Words.ToList().IndexOf("rare1"), 2, 1], text.Train[..4]);   // the publisher's <unk> is the unknown word
        Assert.Equal([2, 1], text.Validation[..2]);   // a word that only validation has is unknown
    }

    [Fact]
    public void Characters_that_are_common_in_the_training_text_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        folder.Write("wikitext2/train.txt", new string('b', 120) + new string('é', 150) + new string('z', 99) + "\n");
        folder.Write("wikitext2/valid.txt", "bézx" + new string('x', 200));

        var text = Characters.Read(new DataSource(folder.Root));

        Assert.Equal(("éb", 3), (text.Known, text.Count));
        Assert.Equal(370, text.Train.Length);
        Assert.Equal([2, 1, 0, 0], text.Validation[..4]);
    }

    [Fact]
    public void Windows_of_characters_are_followed_by_the_next_one()
    {
        var text = new Characters("abc", [.. Enumerable.Range(0, 300).Select(i => (byte)(i % 251))], [.. Enumerable.Range(0, 700).Select(i => (byte)(i % 250))]);
        var workload = new CharacterWorkload(new(), text, limit: 16);

        using var batch = torch.NewDisposeScope();
        var train = workload.TrainBatch([3, 0], torch.CPU);
        var validation = workload.ValidationBatch([0, 3], torch.CPU);

        Assert.Equal((4, 4), (workload.TrainCount, workload.ValidationCount));   // 4 windows of 64 and the character after; limit / 4
        Assert.Equal([192L, 193], train.Words[0].data<long>().ToArray()[..2]);
        Assert.Equal([193L, 194], train.Next[0].data<long>().ToArray()[..2]);
        Assert.Equal(Enumerable.Range(1, 64).Select(i => (long)i), train.Next[1].data<long>().ToArray());
        Assert.Equal([0L, 6 * 64 % 250], validation.Words.index_select(1, torch.tensor([0L])).data<long>().ToArray());   // 10 windows, 4 spread over them
    }

    public static TheoryData<string> WikiTextForms => ["wikitext2/txt", "txt.gz", "wikitext-2/tokens", "wikitext-2-raw/raw", "tokens.zip", "raw.zip"];

    [Theory]
    [MemberData(nameof(WikiTextForms))]
    public void Wikitext_is_the_same_in_every_form(string form)
    {
        using var folder = new TemporaryFolder();
        using var plain = new TemporaryFolder();
        SyntheticData.Write(plain, "wikitext2");
        var (train, valid) = (SyntheticData.WikiText["train"], SyntheticData.WikiText["valid"]);
        switch (form)
        {
            case "tokens.zip":
                folder.Write("wikitext-2-v1.zip", SyntheticData.Zip(("wikitext-2/wiki.test.tokens", []), ("wikitext-2/wiki.valid.tokens", valid), ("wikitext-2/wiki.train.tokens", train)));
                break;
            case "raw.zip":
                folder.Write("wikitext2/wikitext-2-raw-v1.zip", SyntheticData.Zip(("wikitext-2-raw/wiki.valid.raw", valid), ("wikitext-2-raw/wiki.train.raw", train)));
                break;
            case "txt.gz":
                folder.Write("train.txt.gz", TemporaryFolder.Gzip(train));
                folder.Write("valid.txt.gz", TemporaryFolder.Gzip(valid));
                break;
            case "wikitext2/txt":
                folder.Write("wikitext2/train.txt", train);
                folder.Write("wikitext2/valid.txt", valid);
                break;
            default:
                var (place, kind) = (form.Split('/')[0], form.Split('/')[1]);
                folder.Write($"{place}/wiki.train.{kind}", train);
                folder.Write($"{place}/wiki.valid.{kind}", valid);
                break;
        }

        var expected = WikiText.Read(new DataSource(plain.Root));
        var actual = WikiText.Read(new DataSource(folder.Root));

        Assert.Equal(expected.Vocabulary.Words, actual.Vocabulary.Words);
        Assert.Equal(expected.Train, actual.Train);
        Assert.Equal(expected.Validation, actual.Validation);
        Assert.True(expected.Train.Length > 20 * WikiText.BlockLength);
    }

    [Fact]
    public void Translations_share_a_vocabulary_of_one_side_or_of_both()
    {
        using var folder = new TemporaryFolder();
        folder.Write("multi30k/train.de", "Der Hund, der läuft.\nDer Hund schläft im T-Shirt.\n");
        folder.Write("multi30k/train.en", "The dog that runs.\nThe dog sleeps in a T-Shirt.\n");
        folder.Write("multi30k/val.de", "Der Hund bellt.\n");
        folder.Write("multi30k/val.en", "The dog barks.\n");

        var source = ParallelText.Read(new DataSource(folder.Root), VocabularySource.Source);
        var joint = ParallelText.Read(new DataSource(folder.Root), VocabularySource.Joint);

        // words that the training sentences have at least twice, the commoner first, else by their spelling
        Assert.Equal(["<pad>", "<unk>", "<bos>", "<eos>", ".", "Der", "Hund"], source.Vocabulary.Words);
        Assert.Equal(["<pad>", "<unk>", "<bos>", "<eos>", ".", "Der", "Hund", "T-Shirt", "The", "dog"], joint.Vocabulary.Words);
        Assert.Equal([2, 5, 6, 1, 1, 1, 4, 3], source.Train.Sources[0]);
        Assert.Equal([2, 1, 1, 1, 1, 4, 3], source.Train.Targets[0]);
        Assert.Equal([2, 8, 9, 1, 1, 1, 7, 4, 3], joint.Train.Targets[1]);
        Assert.Equal([2, 8, 9, 1, 4, 3], joint.Validation.Targets[0]);
    }

    [Fact]
    public void A_long_sentence_loses_its_last_words_and_keeps_its_end()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["train.de", "train.en", "val.de", "val.en"])
            folder.Write(name, string.Join(' ', Enumerable.Repeat("ja nein", 50)) + "\n");

        var text = ParallelText.Read(new DataSource(folder.Root), VocabularySource.Source);

        Assert.Equal(ParallelText.Length, text.Train.Sources[0].Length);
        Assert.Equal([2, 4, 5], text.Train.Sources[0][..3]);
        Assert.Equal([4, 5, 3], text.Train.Sources[0][^3..]);
    }

    [Theory]
    [InlineData("data/task1/raw/", ".gz")]
    [InlineData("multi30k/", "")]
    [InlineData("", ".gz")]
    public void Multi30k_is_the_same_in_every_form(string place, string ending)
    {
        using var folder = new TemporaryFolder();
        using var plain = new TemporaryFolder();
        SyntheticData.Write(plain, "multi30k");
        foreach (var (name, content) in SyntheticData.Multi30k)
            folder.Write(place + name + ending, ending.Length > 0 ? TemporaryFolder.Gzip(content) : content);

        var expected = ParallelText.Read(new DataSource(plain.Root), VocabularySource.Joint);
        var actual = ParallelText.Read(new DataSource(folder.Root), VocabularySource.Joint);

        Assert.Equal(expected.Vocabulary.Words, actual.Vocabulary.Words);
        Assert.Equal(expected.Train.Sources, actual.Train.Sources);
        Assert.Equal(expected.Validation.Targets, actual.Validation.Targets);
    }

    [Theory]
    [InlineData("A man's T-Shirt, 30 cm wide.", "A man's T-Shirt , 30 cm wide .")]
    [InlineData("Zwei Männer – »schön«!", "Zwei Männer – » schön « !")]
    [InlineData("'quoted' rock-'n'-roll- x", "' quoted ' rock - ' n ' - roll - x")]
    [InlineData("  \t ", "")]
    public void Sentences_fall_into_words_and_signs(string text, string expected)
    {
        var words = new List<Range>();

        Tokenizer.Sentence(text, words);

        Assert.Equal(expected, string.Join(' ', words.Select(word => text[word])));
    }

    [Theory]
    [InlineData("a great film.<br /><br />\"really\": it's (so) good!", "a great film . really it ' s ( so ) good !")]
    [InlineData("one;two,three?<b>", "one two , three ? <b>")]
    [InlineData("x\u0085y\u00a0z", "x y z")]
    public void Reviews_fall_into_words_as_torchtexts_basic_english(string text, string expected)
    {
        var words = new List<Range>();

        Tokenizer.Review(text, words);

        Assert.Equal(expected, string.Join(' ', words.Select(word => text[word])));
    }

    [Theory]
    [InlineData("tsv")]
    [InlineData("imdb/tsv.gz")]
    [InlineData("aclImdb")]
    [InlineData("tar.gz")]
    public void Imdb_is_the_same_in_every_form(string form)
    {
        using var folder = new TemporaryFolder();
        using var plain = new TemporaryFolder();
        SyntheticData.Write(plain, "imdb");
        (string Name, byte[] Content)[] tree =
        [
            .. SyntheticData.Imdb.Select(review => ($"aclImdb/{review.Split}/{review.Name}.txt", SyntheticData.Bytes(review.Text))),
            ("aclImdb/train/unsup/0_0.txt", SyntheticData.Bytes("no label")), ("aclImdb/README", SyntheticData.Bytes("read me")),
        ];
        switch (form)
        {
            case "tsv":
                folder.Write("train.tsv", SyntheticData.ImdbTable("train"));
                folder.Write("test.tsv", SyntheticData.ImdbTable("test"));
                break;
            case "imdb/tsv.gz":
                folder.Write("imdb/train.tsv.gz", TemporaryFolder.Gzip(SyntheticData.ImdbTable("train")));
                folder.Write("imdb/test_1.tsv.gz", TemporaryFolder.Gzip(SyntheticData.ImdbTable("test")));
                break;
            case "aclImdb":
                foreach (var (name, content) in tree)
                    folder.Write(name, content);
                break;
            default:
                folder.Write("aclImdb_v1.tar.gz", SyntheticData.TarGz(tree));
                break;
        }

        var expected = Reviews.Read(new DataSource(plain.Root));
        var actual = Reviews.Read(new DataSource(folder.Root));

        Assert.Equal((48, 16), (actual.Train.Count, actual.Validation.Count));
        Assert.Equal(expected.Vocabulary.Words, actual.Vocabulary.Words);
        Assert.Equal(expected.Train.Words, actual.Train.Words);
        Assert.Equal(expected.Train.Labels, actual.Train.Labels);
        Assert.Equal(expected.Validation.Words, actual.Validation.Words);
    }

    [Fact]
    public void A_review_is_lowered_cut_and_padded()
    {
        using var folder = new TemporaryFolder();
        var often = string.Join(' ', Enumerable.Repeat("Good", 300));
        folder.Write("train.tsv", $"label\trating\tid\ttext\n0\t1\tneg/0_1\tGOOD rare\n1\t9\tpos/0_9\t{often}\n");
        folder.Write("test.tsv", "label\trating\tid\ttext\n1\t7\tpos/0_7\tgood \"x\"\n");

        var reviews = Reviews.Read(new DataSource(folder.Root));

        Assert.Equal(["<pad>", "<unk>", "good"], reviews.Vocabulary.Words);   // "rare" is there less than five times
        Assert.Equal([0, 1], reviews.Train.Labels);
        Assert.Equal([2, 1, 0, 0], reviews.Train.Words[..4]);
        Assert.Equal(Enumerable.Repeat(2, Reviews.Length), reviews.Train.Words[Reviews.Length..]);
        Assert.Equal([2, 1, 0], reviews.Validation.Words[..3]);
    }

    [Theory]
    [InlineData("cifar10/shards")]
    [InlineData("cifar-10-batches-bin")]
    [InlineData("tar.gz")]
    public void Cifar10_is_the_same_in_every_form(string form)
    {
        using var folder = new TemporaryFolder();
        switch (form)
        {
            case "cifar10/shards":
                SyntheticData.Write(folder, "cifar10");
                break;
            case "tar.gz":
                folder.Write("cifar-10-binary.tar.gz", SyntheticData.TarGz([.. Batches.Select((name, i) => ($"cifar-10-batches-bin/{name}", SyntheticData.Cifar10[i]))]));
                break;
            default:
                for (var i = 0; i < 6; i++)
                    folder.Write($"{form}/{Batches[i]}", SyntheticData.Cifar10[i]);
                break;
        }

        var images = Images.Read(new DataSource(folder.Root));

        Assert.Equal((40, 8), (images.Train.Count, images.Validation.Count));
        for (var i = 0; i < 40; i++)
        {
            var record = SyntheticData.Cifar10[i / 8].AsSpan(i % 8 * 3073, 3073);
            Assert.Equal(record[0], images.Train.Labels[i]);
            Assert.True(record[1..].SequenceEqual(images.Train.Pixels.AsSpan(i * ImageSet.Size, ImageSet.Size)));
        }
        Assert.Equal(SyntheticData.Cifar10[5][0], images.Validation.Labels[0]);
    }

    /// <summary>The sets in shared/data beside the repository hold what its README counts; elsewhere there is nothing to count.</summary>
    [Fact]
    public void The_real_sets_have_their_known_sizes()
    {
        var source = new DataSource(folder: null);
        if (source.Shared is null || !Directory.Exists(source.Shared))
            return;

        var text = WikiText.Read(source);
        Assert.Equal(10_000, text.Vocabulary.Count);
        Assert.Equal("the", text.Vocabulary.Words[2]);
        var pairs = ParallelText.Read(source, VocabularySource.Joint);
        Assert.Equal((29_000, 1_014, 10_000), (pairs.Train.Count, pairs.Validation.Count, pairs.Vocabulary.Count));
        var images = Images.Read(source);
        Assert.Equal((10_000, 2_000), (images.Train.Count, images.Validation.Count));
        Assert.All(Enumerable.Range(0, 10), kind => Assert.Equal(1_000, images.Train.Labels.Count(label => label == kind)));
        var reviews = Reviews.Read(source);
        Assert.Equal((25_000, 12_500, 25_000), (reviews.Train.Count, reviews.Validation.Count, reviews.Vocabulary.Count));
        Assert.Equal((12_500, 6_250), (reviews.Train.Labels.Sum(), reviews.Validation.Labels.Sum()));
    }
}

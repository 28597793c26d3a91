namespace MetaAdamW.Runtime.Tests;

public sealed class ChunkTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void EveryPieceIsDoneOnceEachTime(int threads)
    {
        var random = new System.Random(threads);
        int limit = ChunkTeam.Shared.Limit;
        for (int run = 0; run < 2000; run++)
        {
            var table = new ChunkTable([.. Enumerable.Range(0, random.Next(0, 40)).Select(_ => random.NextInt64(0, 60_000))]);
            var job = new Counting(table.All.Length);
            ChunkTeam.Shared.Alert(Math.Min(threads, limit));
            ChunkTeam.Shared.Run(job, table.Ends(Math.Min(threads, limit)), backward: run % 2 == 1);
            Assert.All(job.Done, count => Assert.Equal(1, count));
            if (run % 500 == 0)
            {
                // Long enough for the threads to fall asleep.
                Thread.Sleep(5);
            }
        }
    }

    [Fact]
    public void OptimizersOfManyThreadsShareTheTeam()
    {
        var table = new ChunkTable([200_000, 300_000]);
        Parallel.For(0, 8, _ =>
        {
            for (int run = 0; run < 200; run++)
            {
                var job = new Counting(table.All.Length);
                ChunkTeam.Shared.Run(job, new ChunkTable([200_000, 300_000]).Ends(Math.Min(2, ChunkTeam.Shared.Limit)));
                Assert.All(job.Done, count => Assert.Equal(1, count));
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    public void SharesAreEqualAndCoverAll(int threads)
    {
        var table = new ChunkTable([5, 0, 1_000_000, 7, 300_000, 12]);
        int[] ends = table.Ends(threads).ToArray();
        Assert.Equal(table.All.Length, ends[^1]);
        Assert.Equal(ends.Order(), ends);
        Assert.Equal(table.Elements, table.All.Sum(c => (long)c.Length));
        for (int i = 0; threads < 10 && i < threads; i++)
        {
            long share = table.All[(i == 0 ? 0 : ends[i - 1])..ends[i]].Sum(c => (long)c.Length);
            Assert.True(Math.Abs(share - (table.Elements / threads)) <= 17_000, $"{share} of {table.Elements}");
        }
    }

    private sealed class Counting(int chunks) : ChunkJob
    {
        public int[] Done { get; } = new int[chunks];

        public override void Run(int chunk) => Interlocked.Increment(ref Done[chunk]);
    }
}

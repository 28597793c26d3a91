using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Display;
using MetaAdamW.Tasks.Training;
using Spectre.Console;

namespace MetaAdamW.Samples.Tests;

public class DisplayTests
{
    private static readonly RunRequest Request = new(Contender.AdamW with { Title = "[odd] name" }, Seed: 5, Epochs: 2, "cpu");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Bars_show_run_epoch_loss_and_how_many_runs_there_are(int runs)
    {
        var written = new StringWriter();
        var console = AnsiConsole.Create(new() { Out = new Wide(written), Interactive = InteractionSupport.Yes, Ansi = AnsiSupport.Yes });

        console.Progress().Start(context => Tell(new BarDisplay(console, context, "MSE", runs)));

        var text = written.ToString();
        Assert.Contains("[odd] name, seed 5  epoch  1/2  train 0.70000", text, StringComparison.Ordinal);
        Assert.Contains("validation 0.60000", text, StringComparison.Ordinal);
        Assert.Contains("[odd] name, seed 5  best validation MSE 0.60000 in epoch 1; stopped early after 1", text, StringComparison.Ordinal);
        Assert.Contains("between [runs]", text, StringComparison.Ordinal);
        Assert.Equal(runs > 1, text.Contains($"of {runs}", StringComparison.Ordinal));
    }

    [Fact]
    public void Plain_lines_say_the_same()
    {
        var written = new StringWriter();

        Tell(new PlainDisplay(written, "MSE"));

        Assert.Equal(
            [
                "[odd] name, seed 5  resumed after 0 epochs and 1 steps",
                "[odd] name, seed 5  epoch  1/2  train 0.70000  validation 0.60000 *  2.0 s  optimizer 0.10 ms a step",
                "[odd] name, seed 5  best validation MSE 0.60000 in epoch 1; stopped early after 1",
                "between [runs]",
            ],
            written.ToString().TrimEnd().Split(Environment.NewLine));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_terminal_is_asked_for_where_messages_go(bool quiet)
    {
        var written = new StringWriter();

        var result = RunDisplay.Show(new Messages(written, IsTerminal: false, quiet), "MSE", 1, observer =>
        {
            observer.Note("said");
            return 7;
        });

        Assert.Equal((7, !quiet), (result, written.ToString().Contains("said", StringComparison.Ordinal)));
    }

    private static void Tell(IRunObserver display)
    {
        display.Started(Request, stepsPerEpoch: 4, resumedEpochs: 0, resumedSteps: 1);
        display.Stepped(1, 2, 0.75);
        var epoch = new EpochRecord(1, 0.7, 0.6, 0.6, 2, 0.1, null);
        display.EpochEnded(epoch, isBest: true);
        display.Ended(TrainingPartsTests.Run(Contender.AdamW, 5) with { Epochs = [epoch] });
        display.Note("between [runs]");
    }

    /// <summary>A terminal so wide that no line is cut.</summary>
    private sealed class Wide(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 200;

        public int Height => 50;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}

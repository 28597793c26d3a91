using MetaAdamW.Tasks;
using MetaAdamW.Tasks.Contenders;
using MetaAdamW.Tasks.Models;
using MetaAdamW.Tasks.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MetaAdamW.Samples.Tests;

public class ContenderTests
{
    /// <summary>The formula of AlgoPerf's NadamW in float64, written anew, on gradients that change in size and sign.</summary>
    [Fact]
    public void NadamW_is_its_formula()
    {
        const double Rate = 0.03, Beta1 = 0.9327, Beta2 = 0.99552, Epsilon = 1e-8, Decay = 0.0812;
        double[] theta = [0.5, -1.25, 3, 0], m = new double[4], v = new double[4];
        using var parameter = new Parameter(tensor(theta, dtype: ScalarType.Float64));
        using var optimizer = new NadamW([parameter], Rate, Beta1, Beta2, Epsilon, Decay);

        for (var t = 1; t <= 12; t++)
        {
            double[] g = [Math.Sin(t), 1e-3 * t, -5.0 / t, t % 3 == 0 ? 0 : 1e4];
            parameter.grad = tensor(g, dtype: ScalarType.Float64);
            optimizer.step();

            for (var i = 0; i < 4; i++)
            {
                m[i] = Beta1 * m[i] + (1 - Beta1) * g[i];
                v[i] = Beta2 * v[i] + (1 - Beta2) * g[i] * g[i];
                var ahead = (Beta1 * m[i] + (1 - Beta1) * g[i]) / (1 - Math.Pow(Beta1, t));
                theta[i] -= Rate * Decay * theta[i] + Rate * ahead / (Math.Sqrt(v[i] / (1 - Math.Pow(Beta2, t))) + Epsilon);
            }
            Assert.All(parameter.data<double>().ToArray().Zip(theta), pair => Assert.Equal(pair.Second, pair.First, 1e-12 * (1 + Math.Abs(pair.Second))));
        }
    }

    [Fact]
    public void NadamW_goes_on_from_its_state_as_if_nothing_had_been()
    {
        using var one = new Parameter(ones(3));
        using var other = new Parameter(ones(3));
        using var whole = new NadamW([one], 0.01);
        using var first = new NadamW([other], 0.01);
        Step(whole, one, 4);
        Step(first, other, 2);
        using var state = new MemoryStream();
        using (var writer = new BinaryWriter(state, System.Text.Encoding.UTF8, leaveOpen: true))
            first.save_state_dict(writer);
        state.Position = 0;

        using var second = new NadamW([other], 0.01);
        using (var reader = new BinaryReader(state))
            second.load_state_dict(reader);
        Step(second, other, 2);

        Assert.Equal(one.data<float>().ToArray(), other.data<float>().ToArray());

        static void Step(NadamW optimizer, Parameter parameter, int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                parameter.grad = tensor([1f, -2f, 0.5f]);
                optimizer.step();
            }
        }
    }

    [Fact]
    public void A_schedule_rises_straight_and_falls_as_half_a_cosine()
    {
        var schedule = new Schedule(0.1);

        Assert.Equal([0.1, 0.5, 1.0], new[] { 0L, 4, 9 }.Select(step => schedule.At(step, 100)));
        Assert.Equal(1, schedule.At(10, 100));
        Assert.Equal(0.5, schedule.At(55, 100), 1e-12);
        Assert.Equal(1 - schedule.At(20, 100), schedule.At(90, 100), 1e-12);
        Assert.InRange(schedule.At(99, 100), 1e-6, 1e-3);
        Assert.Equal(1, new Schedule(0).At(0, 3));
    }

    [Fact]
    public void A_schedule_sets_each_group_to_its_own_rate()
    {
        using var model = new WikiTextTransformer(vocabulary: 20, width: 8);
        using var optimizer = Contender.AdamWGroups.Recipe(new()).Create(model, options => model.CreateMetaAdamW(options), 10, 1);

        new Schedule(0.5).Apply(optimizer, 0, 10);
        new Schedule(0.5).Apply(optimizer, 1, 10);

        Assert.All(optimizer.ParamGroups, group => Assert.Equal(0.4 * group.InitialLearningRate, group.LearningRate, 1e-15));
        Assert.Equal([2.5e-4, 5e-4, 1e-3, 1e-3], optimizer.ParamGroups.Select(group => group.InitialLearningRate).Order());
    }

    [Fact]
    public void Groups_by_hand_hold_each_parameter_once_with_its_multipliers()
    {
        using var model = new WikiTextTransformer(vocabulary: 20, width: 8);
        var names = model.named_parameters().ToDictionary(p => p.parameter.Handle, p => p.name);

        var groups = HandSetGroups.Of(model, rate: 1, decay: 1)
            .SelectMany(group => group.Parameters.Select(p => (Name: names[p.Handle], group.Options.LearningRate, group.Options.WeightDecay))).ToList();

        Assert.Equal(names.Values.Order(), groups.Select(p => p.Name).Order());
        Assert.All(groups, p => Assert.Equal(
            p.Name.EndsWith("bias", StringComparison.Ordinal) || p.Name.Contains("norm", StringComparison.Ordinal) ? (2, 0)
            : p.Name.Contains("Embedding", StringComparison.Ordinal) ? (2, 1)
            : p.Name == "head.weight" ? (0.5, 1)
            : (1.0, 1.0), (p.LearningRate!.Value, p.WeightDecay!.Value)));
    }

    [Fact]
    public void Blank_features_are_zero_and_the_others_as_they_were()
    {
        var whole = FeatureExtractor.Create(FeatureSet.BasicPlus);
        var blanked = new BlankedFeatures(whole, "‖m‖");
        GroupStatistics[] groups = [Statistics(1), Statistics(2)];
        var (expected, actual) = (new double[2 * whole.Width], new double[2 * whole.Width]);

        whole.Extract(groups, 0.5, expected);
        blanked.Extract(groups, 0.5, actual);

        Assert.Equal(whole.Width, blanked.Width);
        Assert.Equal(2, whole.Columns.Count(name => name.Contains("‖m‖", StringComparison.Ordinal)));
        for (var i = 0; i < actual.Length; i++)
        {
            var column = i % whole.Width;
            var isBlank = column < whole.Columns.Count && whole.Columns[column].Contains("‖m‖", StringComparison.Ordinal);
            Assert.Equal(isBlank ? 0 : expected[i], actual[i]);
        }

        static GroupStatistics Statistics(double x) => new()
        {
            GradientNorm = new(x, x), FirstMomentNorm = new(2 * x, x), ParameterNorm = new(3 * x, x), SecondMomentNorm = new(4 * x, x), Cosine = new(0.1 * x, x),
        };
    }

    [Fact]
    public void Changes_add_up_in_the_order_of_the_name()
    {
        var contender = Contender.Find("published+half-period+period=50+layers=3+rate=2e-3+no-time");
        var recipe = contender.Recipe(new() { Meta = TaskSettings.Published(period: 200) });

        Assert.Equal("published+half-period+period=50+layers=3+rate=0.002+no-time", contender.Name);
        Assert.Equal((50, 3, false), (recipe.Modulation!.Options.MetaPeriod, recipe.Modulation.Options.Layers, recipe.Modulation.Options.IdentityStart));
        Assert.Equal(("time", 0.002), (recipe.Modulation.Blank, recipe.LearningRate));
        Assert.Equal((0.5, 0.0), Factors("online+no-beta+range=0.5"));
        Assert.Equal((0.0, 0.5), Factors("online+no-alpha+range=0.5"));
        Assert.Equal((0.5, 0.5), Factors("online+range=0.5"));
        Assert.Equal(100, Contender.Find("published+half-period").Recipe(new() { Meta = TaskSettings.Published(period: 200) }).Modulation!.Options.MetaPeriod);
    }

    private static (double, double) Factors(string name)
        => Contender.Find(name).Recipe(new()).Modulation!.Options is var options ? (options.AlphaRange, options.BetaRange) : default;

    /// <summary>The evidence in docs/results.md is of these changes; <c>online</c> must stay what it was measured as.</summary>
    [Fact]
    public void Online_is_the_learning_one_with_the_changes_that_were_measured()
    {
        var measured = Contender.Find("learning+fixed+relative+log-factors+mean-by-counts+range=0.3").Recipe(new()).Modulation!;
        var online = Contender.Online.Recipe(new()).Modulation!;

        // Rate and decay are the recipe's, and no meta-update asks for a rule.
        Assert.Equal(
            measured,
            online with
            {
                Options = online.Options with
                {
                    LearningRate = measured.Options.LearningRate, WeightDecay = measured.Options.WeightDecay,
                    MetaRule = measured.Options.MetaRule, MetaLearningRate = measured.Options.MetaLearningRate,
                },
            });
    }

    /// <summary>Online and direct factors move, and their logarithms keep their mean over the parameters.</summary>
    /// <remarks>A direct conductor can take the rate 0.1. Φ cannot: within some steps all groups look the same to it.</remarks>
    [Theory]
    [InlineData("online")]
    [InlineData("direct+online-rate=0.1")]
    public void Factors_that_keep_their_mean_move_between_groups(string name)
    {
        var run = Workload().Train(new(Contender.Find(name), 3, 8, "cpu"), null, false, new Interrupter(), CancellationToken.None);

        Assert.Empty(run.MetaUpdates);
        var last = run.Factors[^1].Alpha;
        Assert.True(last.Max() / last.Min() > 1.01, string.Join(", ", last));
        Assert.Equal(0, run.Groups.Zip(last).Sum(pair => pair.First.Parameters * Math.Log(pair.Second)) / run.Parameters, 1e-6);
    }

    [Fact]
    public void A_rate_that_is_given_needs_no_sweep()
    {
        Assert.NotEmpty(Contender.AdamWCosine.RateFactors);
        Assert.Empty(Contender.Find("adamw-cosine+rate=0.01").RateFactors);
        Assert.Equal((0.01, "adamw-cosine"), (Contender.AdamWCosine.At(0.01).Recipe(new()).LearningRate, Contender.AdamWCosine.At(0.01).Name));
    }

    [Fact]
    public void Recipes_that_differ_have_texts_that_differ()
    {
        var rows = Ablation.Rows(Ablation.Sets.Keys);
        var settings = new TaskSettings { Meta = TaskSettings.Published(period: 217) };

        Assert.Equal(rows.Count, rows.Select(row => row.Name).Distinct().Count());
        Assert.Equal(rows.Count, rows.Select(row => row.Recipe(settings).ToString()).Distinct().Count());
        Assert.All(rows, row => Assert.DoesNotContain(row.Name, Path.GetInvalidFileNameChars().Contains));
    }

    public static TheoryData<string> Changes => [.. Change.Switches.Select(change => change.Name), .. Change.Kinds.Select(kind => $"{kind}=2")];

    /// <summary>A row that differs from another by its name alone would look like a result; so would one in which more has changed.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_changes_what_it_says_and_nothing_else(string change)
    {
        string[] pairs = ["adam", "unsaturated", "direct", "mean-preserving", "mean-by-counts", "free", "range=2"];   // a rule and its rate, α and β

        Assert.InRange(Math.Max(Differences("published"), Differences("online")), 1, pairs.Contains(change) ? 2 : 1);

        int Differences(string name) => Settings(name).Zip(Settings($"{name}+{change}")).Count(pair => pair.First != pair.Second);
        static string[] Settings(string name) => Contender.Find(name).Recipe(new() { Meta = TaskSettings.Published(period: 217) }).ToString().Split(", ");
    }

    [Theory]
    [InlineData("published+range=3", "'range=3': AlphaRange must be between 0 and 2; it is 3")]
    [InlineData("online+layers=0", "'layers=0': '0' is no whole number from 1")]
    [InlineData("adamw+rate=0", "'rate=0': '0' is no positive number")]
    [InlineData("adamw+decay=-1", "'decay=-1': '-1' is no number from 0")]
    [InlineData("adamw+layers=2", "'layers=2' changes Φ; what it is added to has none")]
    public void A_number_that_is_out_of_range_is_named(string name, string message)
        => Assert.Equal(message, Assert.Throws<UserException>(() => Contender.Find(name)).Message);

    public static TheoryData<string> Rows => [.. Ablation.Rows(Ablation.Sets.Keys).Concat(Contender.All).Select(row => row.Name).Distinct()];

    /// <summary>Every row makes an optimizer for a model with gates and one without, and steps.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_optimises_and_its_first_loss_is_everyones(string name)
    {
        var workload = Workload();

        var run = workload.Train(new(Contender.Find(name), Seed: 3, Epochs: 2, "cpu"), null, false, new Interrupter(), CancellationToken.None);

        Assert.Equal(2, run.Epochs.Count);
        Assert.All(run.Epochs, epoch => Assert.True(double.IsFinite(epoch.ValidationLoss)));
        Assert.Equal(name == "adamw" || Contender.Find(name).Recipe(new()).Modulation is null ? 0 : 4, run.Factors.Count);
        var modulation = Contender.Find(name).Recipe(new()).Modulation;
        Assert.Equal(modulation is { Learns: true }, run.MetaUpdates.Count > 0);
        if (modulation?.Grouping == Grouping.One)
            Assert.Single(run.Groups);
        if (modulation?.Grouping == Grouping.Module)
            Assert.Contains(run.Groups, group => group.Tensors.SequenceEqual(["head.weight", "head.bias"]));
    }

    [Fact]
    public void Random_factors_are_those_that_the_published_start_has_and_stay()
    {
        var workload = Workload();

        var fixedFactors = workload.Train(new(Contender.RandomFactors, 3, 2, "cpu"), null, false, new Interrupter(), CancellationToken.None);
        var published = workload.Train(new(Contender.Published, 3, 2, "cpu"), null, false, new Interrupter(), CancellationToken.None);

        Assert.Equal(published.Factors[0].Alpha, fixedFactors.Factors[0].Alpha);
        Assert.Contains(fixedFactors.Factors[0].Alpha, alpha => Math.Abs(alpha - 1) > 0.01);
    }

    [Fact]
    public void A_run_with_a_schedule_goes_on_to_the_last_epoch()
    {
        var workload = Workload(patience: 1, minImprovement: 100);

        var constant = workload.Train(new(Contender.AdamW, 3, 4, "cpu"), null, false, new Interrupter(), CancellationToken.None);
        var scheduled = workload.Train(new(Contender.NadamW, 3, 4, "cpu"), null, false, new Interrupter(), CancellationToken.None);

        Assert.Equal((2, 4), (constant.Epochs.Count, scheduled.Epochs.Count));
    }

    private static Workload Workload(int patience = 100, double minImprovement = 1e-4)
        => new ForecastTask
        {
            Settings = new()
            {
                BatchSize = 32, Patience = patience, MinImprovement = minImprovement,
                Meta = TaskSettings.Published(period: 2, layers: 2) with { WarmupEpochs = 0 },
            },
        }.Load(new(Limit: 64));
}

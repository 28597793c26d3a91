using System.Reflection;

namespace MetaAdamW.Attributes.Tests;

/// <summary>What users write: where it may stand, how often, and what it says when nothing is said.</summary>
public sealed class AttributeTests
{
    [Theory]
    [InlineData(typeof(ParamGroupAttribute), AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property, false)]
    [InlineData(typeof(FeaturesAttribute), AttributeTargets.Class, false)]
    [InlineData(typeof(PriorityAttribute), AttributeTargets.Class | AttributeTargets.Method | AttributeTargets.Property, true)]
    [InlineData(typeof(HuwTaskAttribute), AttributeTargets.Method | AttributeTargets.Property, false)]
    public void StandsWhereItMeansSomething(Type attribute, AttributeTargets targets, bool several)
    {
        var usage = attribute.GetCustomAttribute<AttributeUsageAttribute>()!;
        Assert.Equal(targets, usage.ValidOn);
        Assert.Equal(several, usage.AllowMultiple);
        Assert.False(usage.Inherited, "a derived model is a model of its own");
    }

    [Fact]
    public void AGroupLeavesItsOptionsToTheOptimizer()
    {
        var group = new ParamGroupAttribute("head");
        Assert.Equal("head", group.Name);
        Assert.Equal(1, group.LearningRateScale);
        Assert.All((double[])[group.WeightDecay, group.Beta1, group.Beta2, group.AlphaRange, group.BetaRange], option => Assert.True(double.IsNaN(option)));
        Assert.False(group.Frozen);
        Assert.Null(new ParamGroupAttribute().Name);
    }

    [Fact]
    public void TheFeaturesAreThePapersBasicSet()
    {
        var features = new FeaturesAttribute();
        Assert.Equal(FeatureSet.Basic, features.Set);
        Assert.True(features.TimeStep);
        Assert.True(features.SecondMoment);
        Assert.False(features.Normalized || features.Gating);
        Assert.Equal((0, 0), (features.Width, features.Heads));
    }

    [Fact]
    public void APriorityIsOfATaskOrOfATermOfTheMetaLoss()
    {
        Assert.Null(new PriorityAttribute(2).Term);
        var priority = new PriorityAttribute(MetaTerm.LossDecrease, 3);
        Assert.Equal((MetaTerm.LossDecrease, 3.0), (priority.Term, priority.Value));
    }

    [Fact]
    public void ModelsThatCarryThemNeedNothingElse()
    {
        var references = typeof(ParamGroupAttribute).Assembly.GetReferencedAssemblies().Select(name => name.Name);
        Assert.Equal(["netstandard"], references);
    }
}

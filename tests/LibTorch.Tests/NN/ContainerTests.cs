using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>Sequential, ModuleList, ModuleDict, ParameterList and ParameterDict as collections.</summary>
public class ContainerTests
{
    [Fact]
    public void An_empty_chain_passes_its_input_on()
    {
        using var chain = Sequential();
        using var x = ones(2);
        using var y = chain.call(x);
        Assert.NotSame(x, y);
        Assert.Equal(2, y.sum().ToDouble());
        y.Dispose();
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void A_chain_is_made_in_many_ways()
    {
        using var scope = NewDisposeScope();
        Module<Tensor, Tensor>[] modules = [Identity(), ReLU()];
        Sequential[] chains = [
            Sequential(modules),
            Sequential((IEnumerable<Module<Tensor, Tensor>>)modules),
            Sequential(("0", modules[0]), ("1", modules[1])),
            Sequential((IEnumerable<(string, Module<Tensor, Tensor>)>)[("0", modules[0]), ("1", modules[1])]),
            Sequential(Tuple.Create("0", modules[0]), Tuple.Create("1", modules[1])),
            Sequential((IEnumerable<Tuple<string, Module<Tensor, Tensor>>>)[Tuple.Create("0", modules[0]), Tuple.Create("1", modules[1])]),
            Sequential().append(modules[0]).append("1", modules[1]),
            new Chain(modules),
            new Chain(("0", modules[0]), ("1", modules[1])),
        ];
        foreach (var chain in chains)
        {
            Assert.Equal(["0", "1"], chain.named_children().Select(c => c.name));
            Assert.Equal(modules, chain.children());
            Assert.Equal(2, chain.Count);
            Assert.Equal(0, chain.call(-ones(1)).ToDouble());
        }
    }

    [Fact]
    public void Parts_of_a_chain_share_its_modules_and_names()
    {
        using var chain = Sequential(Linear(1, 2), Linear(2, 3), Linear(3, 4));
        Assert.Same(chain.children().First(), chain[0]);
        Assert.Equal(["1", "2"], chain[1..].named_children().Select(c => c.name));
        Assert.Equal(["0", "1"], chain[..^1].named_children().Select(c => c.name));
        Assert.Equal(["1"], chain[(1, 2)].named_children().Select(c => c.name));
        Assert.Equal(["0", "1", "2"], chain[(null, null)].named_children().Select(c => c.name));
        Assert.Same(chain[1], chain[1..][0]);
        Assert.ThrowsAny<Exception>(() => chain[(0, 4)]);
    }

    [Fact]
    public void Intermediate_results_are_disposed_but_not_the_input_nor_what_is_passed_through()
    {
        var seen = new List<Tensor>();
        using var x = ones(1, 2);
        using var first = Linear(2, 2);
        using (var aliases = Sequential(first, new Watcher(seen, tensor => tensor.alias()), Tanh()))
        using (var y = aliases.call(x))
        {
            Assert.True(seen[0].IsInvalid);
            Assert.False(x.IsInvalid);
            y.sum().backward();
        }
        OnTorchSharp.Differs("what a chain passes through", () =>
        {
            seen.Clear();
            using var input = ones(1, 2);
            using var chain = Sequential(new Watcher(seen, Same), Linear(2, 2), new Watcher(seen, Same), new Watcher(seen, Same), Tanh());
            using var y = chain.call(input);
            Assert.Same(input, seen[0]);
            Assert.False(input.IsInvalid);
            Assert.Same(seen[1], seen[2]);
            Assert.True(seen[1].IsInvalid);
            y.sum().backward();
        });

        static Tensor Same(Tensor tensor) => tensor;
    }

    [Fact]
    public void Module_lists_are_lists()
    {
        using var a = Linear(1, 1);
        using var b = Linear(1, 1);
        using var c = Linear(1, 1);
        using var list = ModuleList(a, b);
        list.Add(c);
        list.Insert(0, c);
        Assert.Equal([c, a, b, c], list);
        Assert.Equal((4, false, 1, true), (list.Count, list.IsReadOnly, list.IndexOf(a), list.Contains(b)));
        list.RemoveAt(0);
        Assert.True(list.Remove(c));
        Assert.False(list.Remove(c));
        list[1] = c;
        Assert.Same(c, list[1]);
        var copy = new Linear[3];
        list.CopyTo(copy, 1);
        Assert.Equal([null!, a, c], copy);
        using (var items = list.GetEnumerator()) Assert.True(items.MoveNext() && ReferenceEquals(items.Current, a));
        list.append(b);
        list.extend([b]);
        Assert.Equal(4, list.Count);
        list.Clear();
        Assert.Empty(list);
        Assert.Empty(ModuleList());
    }

    [Fact]
    public void Module_dictionaries_keep_the_order_of_insertion()
    {
        using var a = Linear(1, 1);
        using var b = Linear(1, 1);
        using var dictionary = ModuleDict(("z", a), ("a", b));
        Assert.Equal(["z", "a"], dictionary.keys());
        Assert.Equal([a, b], dictionary.values());
        Assert.Equal(["z", "a"], dictionary.Keys);
        Assert.Equal([a, b], dictionary.Values);
        Assert.Same(b, dictionary["a"]);
        Assert.Equal(("z", a), dictionary[0]);
        dictionary[0] = ("z", b);
        Assert.Same(b, dictionary["z"]);
        dictionary[0] = ("z", a);
        Assert.True(dictionary.TryGetValue("z", out var found) && ReferenceEquals(found, a));
        Assert.True(dictionary.ContainsKey("a"));
        dictionary["a"] = a;
        Assert.Same(a, dictionary["a"]);
        dictionary.Add("c", b);
        dictionary.Add(("d", b));
        dictionary.Add(KeyValuePair.Create("e", b));
        dictionary.Insert(0, ("first", b));
        Assert.Equal(["first", "z", "a", "c", "d", "e"], dictionary.Keys);
        OnTorchSharp.Differs("keys of dictionaries", () => Assert.Equal(["first", "z", "a", "c", "d", "e"], dictionary.keys()));
        Assert.Throws<ArgumentException>(() => dictionary.Add("c", a));
        Assert.True(dictionary.Remove("c"));
        Assert.True(dictionary.Remove(("d", b)));
        dictionary.RemoveAt(0);
        Assert.Equal(3, dictionary.Count);
        Assert.True(dictionary.Contains(("z", a)));
        Assert.Equal(0, dictionary.IndexOf(("z", a)));
        var copy = new (string, Linear)[3];
        dictionary.CopyTo(copy, 0);
        Assert.Equal(["z", "a", "e"], copy.Select(entry => entry.Item1));
        Assert.Equal(["z", "a", "e"], ((IEnumerable<(string, Linear)>)dictionary).Select(entry => entry.Item1));
        OnTorchSharp.Differs("dictionaries as pairs", () => Assert.Equal(["z", "a", "e"], ((IEnumerable<KeyValuePair<string, Linear>>)dictionary).Select(entry => entry.Key)));
        using (var items = dictionary.items()) Assert.True(items.MoveNext() && items.Current.Item1 == "z");
        using (var items = dictionary.GetEnumerator()) Assert.True(items.MoveNext() && items.Current.Item1 == "z");
        OnTorchSharp.Differs("dictionaries as pairs", () =>
        {
            var pairs = new KeyValuePair<string, Linear>[4];
            dictionary.CopyTo(pairs, 1);
            Assert.Equal([null, "z", "a", "e"], pairs.Select(pair => pair.Key));
        });
        Assert.False(dictionary.IsReadOnly);
        bool pair = dictionary.Contains(KeyValuePair.Create("z", a)), other = dictionary.Contains(KeyValuePair.Create("z", b));
        Assert.True(pair);
        OnTorchSharp.Differs("dictionaries as pairs", () => Assert.False(other));
        Assert.True(dictionary.Remove(KeyValuePair.Create("z", a)) && !dictionary.ContainsKey("z"));
        dictionary.Clear();
        Assert.Empty(dictionary.keys());
        dictionary.Add("again", a);
        dictionary.clear();
        Assert.Empty(dictionary.keys());
        Assert.Empty(ModuleDict().keys());
    }

    [Fact]
    public void Parameter_lists_are_lists_that_move_with_their_module()
    {
        var (a, b) = (Parameter(ones(1)), Parameter(ones(2)));
        using var list = ParameterList(a);
        list.Add(b);
        Assert.Equal((2, 1), (list.Count, list.IndexOf(b)));
        Assert.Same(b, list.get_parameter("1"));
        Assert.True(list.has_parameter("0"));
        Assert.False(list.has_parameter("2") || list.has_parameter("x"));
        list.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, list[1].dtype);
        Assert.True(a.IsInvalid && b.IsInvalid);
        Assert.Equal(["0", "1"], list.named_parameters().Select(p => p.name));
        var first = list[0];
        Assert.True(list.Contains(first) && list.Remove(first) && !list.Remove(first));
        list.Insert(0, first);
        list.append(Parameter(ones(3)));
        list.extend([Parameter(ones(4))]);
        Assert.Equal([1, 2, 3, 4], list.Select(p => p.numel()));
        list.Dispose();
        Assert.True(first.IsInvalid);

        using var others = ParameterList(Parameter(ones(1)), Parameter(ones(2)), Parameter(ones(3)));
        var copy = new Parameter[4];
        others.CopyTo(copy, 1);
        Assert.Same(others[2], copy[3]);
        others[0] = others[2];
        Assert.Same(copy[3], others[0]);
        others.RemoveAt(0);
        using (var items = others.GetEnumerator()) Assert.True(items.MoveNext() && ReferenceEquals(items.Current, copy[2]));
        Assert.False(others.IsReadOnly);
        others.Clear();
        Assert.Empty(others);
        Array.ForEach(copy, parameter => parameter?.Dispose());
    }

    [Fact]
    public void Parameter_dictionaries_keep_the_order_of_insertion_and_move_with_their_module()
    {
        var (a, b) = (Parameter(ones(1)), Parameter(ones(2)));
        using var dictionary = ParameterDict(("z", a), ("a", b));
        Assert.Equal(["z", "a"], dictionary.named_parameters(true).Select(p => p.name));
        Assert.Equal(["z", "a"], dictionary.keys());
        Assert.Equal([1, 2], dictionary.values().Select(p => p.numel()));
        Assert.Same(a, dictionary.get_parameter("z"));
        Assert.True(dictionary.has_parameter("a") && !dictionary.has_parameter("b"));
        dictionary.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, dictionary["a"].dtype);
        Assert.True(a.IsInvalid && b.IsInvalid);
        dictionary.Add("c", Parameter(ones(3)));
        Assert.True(dictionary.Remove("z"));
        Assert.Equal(["a", "c"], dictionary.Keys);
        var last = dictionary["c"];
        dictionary.Dispose();
        Assert.True(last.IsInvalid);
    }

    [Fact]
    public void Parameter_dictionaries_are_dictionaries_and_lists()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (Parameter(ones(1)), Parameter(ones(2)), Parameter(ones(3)));
        var dictionary = ParameterDict(("z", a));
        dictionary.Add(("b", b));
        dictionary.Add(KeyValuePair.Create("c", c));
        Assert.Equal(3, dictionary.Count);
        Assert.Equal("b", dictionary[1].Item1);
        Assert.Same(b, dictionary[1].Item2);
        Assert.Equal([1, 2, 3], dictionary.Values.Select(p => p.numel()));
        Assert.True(dictionary.Contains(("b", b)) && !dictionary.Contains(("b", a)));
        Assert.True(dictionary.Contains(KeyValuePair.Create("c", c)) && dictionary.ContainsKey("c") && !dictionary.ContainsKey("d"));
        Assert.True(dictionary.TryGetValue("c", out var found) && ReferenceEquals(found, c));
        Assert.Equal((1, -1), (dictionary.IndexOf(("b", b)), dictionary.IndexOf(("b", c))));
        Assert.False(dictionary.IsReadOnly);
        using (var items = dictionary.items()) Assert.True(items.MoveNext() && items.Current.Item1 == "z");
        using (var items = dictionary.GetEnumerator()) Assert.True(items.MoveNext() && items.Current.Item1 == "z");
        var copy = new (string, Parameter)[3];
        dictionary.CopyTo(copy, 0);
        Assert.Equal(["z", "b", "c"], copy.Select(entry => entry.Item1));
        OnTorchSharp.Differs("dictionaries as pairs", () =>
        {
            var pairs = new KeyValuePair<string, Parameter>[3];
            dictionary.CopyTo(pairs, 0);
            Assert.Equal(["z", "b", "c"], pairs.Select(pair => pair.Key));
        });
        OnTorchSharp.Differs("dictionaries as pairs", () => Assert.Equal(["z", "b", "c"], ((IEnumerable<KeyValuePair<string, Parameter>>)dictionary).Select(pair => pair.Key)));
        OnTorchSharp.Differs("removing pairs", () =>
        {
            var other = ParameterDict(("b", b));
            Assert.False(other.Remove(("b", c)));
            Assert.True(other.ContainsKey("b"));
        });
        OnTorchSharp.Differs("removing pairs", () =>
        {
            var other = ParameterDict(("c", c));
            Assert.True(other.Remove(KeyValuePair.Create("c", c)));
            Assert.Empty(other.Keys);
        });
        Assert.True(dictionary.Remove(("b", b)) && dictionary.Remove("c"));
        dictionary.Insert(0, ("first", b));
        Assert.Equal(["first", "z"], dictionary.Keys);
        dictionary.RemoveAt(0);
        Assert.Equal(["z"], dictionary.Keys);
        dictionary.Clear();
        Assert.Empty(dictionary.Keys);
        dictionary.Add("z", a);
        dictionary.clear();
        Assert.Empty(dictionary.Keys);
    }

    private sealed class Chain : Sequential
    {
        public Chain(params Module<Tensor, Tensor>[] modules) : base(modules)
        {
        }

        public Chain(params (string name, Module<Tensor, Tensor> submodule)[] modules) : base(modules)
        {
        }
    }

    private sealed class Watcher(List<Tensor> seen, Func<Tensor, Tensor> pass) : Module<Tensor, Tensor>(nameof(Watcher))
    {
        public override Tensor forward(Tensor input)
        {
            seen.Add(input);
            return pass(input);
        }
    }
}

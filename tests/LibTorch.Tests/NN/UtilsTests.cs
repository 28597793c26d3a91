using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils;
using static TorchSharp.torch.nn.utils.rnn;

namespace MetaAdamW.LibTorch.Tests.NN;

/// <summary>torch.nn.utils: gradients, parameters as a vector, packed sequences.</summary>
public class UtilsTests
{
    [Fact]
    public void The_norm_of_all_gradients_together_is_clipped()
    {
        using var a = WithGradient([3, 0]);
        using var b = WithGradient([0, 4]);
        using var none = Parameter(ones(1));
        Assert.Equal(5, clip_grad_norm_([a, none, b], 10), 1e-6);
        Assert.Equal([3f, 0], Gradient(a));

        Assert.Equal(5, clip_grad_norm_([a, none, b], 1), 1e-6);
        Assert.Equal(0.6f, Gradient(a)[0], 1e-6f);
        Assert.Equal(0.8f, Gradient(b)[1], 1e-6f);
        Assert.Equal(0.8, clip_grad_norm_([a, b], 1, double.PositiveInfinity), 1e-6);
        Assert.Equal(1.4, clip_grad_norm_([a, b], 5, 1), 1e-6);
        Assert.Equal(0, clip_grad_norm_([none], 1));
    }

    [Fact]
    public void A_norm_that_is_no_number_spreads()
    {
        using var a = WithGradient([float.NaN, 1]);
        using var b = WithGradient([1, 1]);
        Assert.True(double.IsNaN(clip_grad_norm_([a, b], 1)));
        Assert.All(Gradient(b), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Each_element_of_the_gradients_is_clipped()
    {
        using var a = WithGradient([-3, 0.5f]);
        using var none = Parameter(ones(1));
        clip_grad_value_([a, none], 1);
        Assert.Equal([-1f, 0.5f], Gradient(a));
    }

    [Fact]
    public void Parameters_become_views_of_a_vector()
    {
        using var model = Linear(2, 1);
        using var vector = parameters_to_vector(model.parameters());
        Assert.Equal(3, vector.numel());
        Assert.True(vector.requires_grad);

        using var other = tensor(new[] { 1f, 2, 3 });
        var (weight, bias) = (model.weight, model.bias);
        vector_to_parameters(other, model.parameters());
        Assert.Same(weight, model.weight);
        Assert.Same(bias, model.bias);
        Assert.Equal([1, 2], weight.shape);
        Assert.Equal([1f, 2], weight.data<float>().ToArray());
        Assert.Equal([3f], bias!.data<float>().ToArray());
        Assert.True(weight is { is_leaf: true, requires_grad: true });

        other.mul_(2);
        Assert.Equal([2f, 4], weight.data<float>().ToArray());
        using var x = ones(1, 2);
        model.call(x).sum().backward();
        Assert.Equal([1f, 1], Gradient(weight));

        using var tooShort = ones(2);
        Assert.ThrowsAny<Exception>(() => vector_to_parameters(tooShort, model.parameters()));
    }

    [Fact]
    public void Sequences_are_padded_to_the_longest()
    {
        using var scope = NewDisposeScope();
        Tensor[] sequences = [tensor(new[] { 1f, 2, 3 }), tensor(new[] { 4f })];
        Assert.Equal([1f, 4, 2, 9, 3, 9], pad_sequence(sequences, padding_value: 9).data<float>().ToArray());
        Assert.Equal([1f, 2, 3, 4, 0, 0], pad_sequence(sequences, batch_first: true).data<float>().ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Packing_and_padding_are_inverse(bool batchFirst)
    {
        using var scope = NewDisposeScope();
        Tensor[] sequences = [tensor(new[] { 1f, 2 }), tensor(new[] { 3f, 4, 5 }), tensor(new[] { 6f })];
        var packed = pack_sequence(sequences, enforce_sorted: false);
        Assert.Equal([3f, 1, 6, 4, 2, 5], packed.data.data<float>().ToArray());
        Assert.Equal([3L, 2, 1], packed.batch_sizes.data<long>().ToArray());
        Assert.Equal([1L, 0, 2], packed.sorted_indices.data<long>().ToArray());
        Assert.Equal([1L, 0, 2], packed.unsorted_indices.data<long>().ToArray());

        var (padded, lengths) = pad_packed_sequence(packed, batchFirst, -1, 4);
        Assert.Equal([2L, 3, 1], lengths.data<long>().ToArray());
        Assert.True(pad_sequence([.. sequences, zeros(4)], batchFirst, -1).slice(batchFirst ? 0 : 1, 0, 3, 1).equal(padded).all().ToBoolean());

        var again = pack_padded_sequence(padded, lengths, batchFirst, enforce_sorted: false);
        Assert.True(packed.data.equal(again.data).all().ToBoolean());
        Assert.ThrowsAny<Exception>(() => pad_packed_sequence(packed, total_length: 2));
    }

    [Fact]
    public void Sorted_sequences_need_no_order()
    {
        using var scope = NewDisposeScope();
        var packed = pack_sequence([tensor(new[] { 3f, 4, 5 }), tensor(new[] { 1f, 2 })]);
        Assert.Equal([3f, 1, 4, 2, 5], packed.data.data<float>().ToArray());
        Assert.True(packed.sorted_indices.IsInvalid && packed.unsorted_indices.IsInvalid);
        Assert.ThrowsAny<Exception>(() => pack_sequence([tensor(new[] { 1f, 2 }), tensor(new[] { 3f, 4, 5 })]));
    }

    [Fact]
    public void Packed_sequences_belong_to_scopes()
    {
        using var first = ones(2);
        PackedSequence inner, outer, loose;
        using (var outside = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                inner = pack_sequence([first]);
                outer = pack_sequence([first]).MoveToOuterDisposeScope();
                loose = pack_sequence([first]).DetachFromDisposeScope();
                Assert.Same(loose, loose.MoveToOtherDisposeScope(outside));
                loose.DetachFromDisposeScope();
            }
            Assert.True(inner.data.IsInvalid);
            Assert.False(outer.data.IsInvalid);
        }
        Assert.True(outer.data.IsInvalid);
        Assert.False(loose.data.IsInvalid);
        loose.Dispose();
        loose.Dispose();
        Assert.True(loose.batch_sizes.IsInvalid);
    }

    private static Parameter WithGradient(float[] gradient)
    {
        var parameter = Parameter(zeros(gradient.Length));
        parameter.grad = tensor(gradient);
        return parameter;
    }

    private static float[] Gradient(Parameter parameter) => parameter.grad!.data<float>().ToArray();
}

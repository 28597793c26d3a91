using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAdamW.Tasks.Models;

/// <summary>
/// Multi-head attention of some positions to others (Vaswani et al., 2017): softmax(Q·Kᵀ / √w + mask)·V for each head of
/// width w.
/// </summary>
internal sealed class Attention : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly long width;
    private readonly long heads;
    private readonly double dropout;
    private readonly Linear projection;   // rows: queries, keys, values
    private readonly Linear output;

    /// <param name="width">Features of a position; a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="dropout">Share of attention weights left out in training.</param>
    public Attention(long width, long heads, double dropout) : base(nameof(Attention))
    {
        this.width = width;
        this.heads = heads;
        this.dropout = dropout;
        projection = Initial.Linear(width, 3 * width);
        output = Initial.Linear(width, width);
        RegisterComponents();
    }

    /// <summary>Lets positions attend.</summary>
    /// <param name="queries">The positions that ask: (batch, Q, width).</param>
    /// <param name="context">The positions that answer: (batch, T, width).</param>
    /// <param name="mask">What is added to the products, −∞ where none may attend: (Q, T) or (batch, 1, T); null: nothing.</param>
    /// <returns>What they gather: (batch, Q, width).</returns>
    public override Tensor forward(Tensor queries, Tensor context, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        var weight = projection.weight;
        var bias = projection.bias!;
        var q = Split(functional.linear(queries, weight.narrow(0, 0, width), bias.narrow(0, 0, width)) / Math.Sqrt(width / heads));
        var keysAndValues = functional.linear(context, weight.narrow(0, width, 2 * width), bias.narrow(0, width, 2 * width)).chunk(2, -1);
        var (k, v) = (Split(keysAndValues[0]), Split(keysAndValues[1]));

        var attention = Dropout.Apply(functional.softmax(Products(q, k, mask), -1), dropout, training);
        return output.forward(Join(attention.bmm(v), queries.shape[0])).MoveToOuterDisposeScope();
    }

    /// <summary>Q·Kᵀ + mask for each head: (batch · heads, Q, T).</summary>
    private Tensor Products(Tensor q, Tensor k, Tensor? mask)
    {
        if (mask is null)
            return q.bmm(k.transpose(1, 2));
        if (mask.dim() == 3)   // one for each sequence: the same for its heads
            mask = mask.unsqueeze(1).expand(-1, heads, -1, -1).reshape(q.shape[0], 1, k.shape[1]);
        return mask.baddbmm(q, k.transpose(1, 2));
    }

    /// <summary>(batch, T, width) to (batch · heads, T, width / heads).</summary>
    private Tensor Split(Tensor x)
        => x.view(x.shape[0], x.shape[1], heads, width / heads).transpose(1, 2).reshape(x.shape[0] * heads, x.shape[1], width / heads);

    /// <summary>(batch · heads, T, width / heads) to (batch, T, width).</summary>
    private Tensor Join(Tensor x, long batch)
        => x.view(batch, heads, x.shape[1], width / heads).transpose(1, 2).reshape(batch, x.shape[1], width);
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A table of vectors, looked up by 64-bit whole numbers of any shape.</summary>
/// <remarks>
/// The weight is one object, whenever it is asked for; so it can be tied to another layer, and is then listed once.
/// In TorchSharp every access makes a new wrapper.
/// </remarks>
public sealed class Embedding : Module<Tensor, Tensor>
{
    private readonly long padding;
    private readonly double? maximalNorm;
    private readonly double normDegree;
    private readonly bool scaleByFrequency;
    private readonly bool sparse;

    internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse) : base(nameof(Embedding))
    {
        var rows = weight.shape[0];
        if (padding_idx is { } given && (given >= rows || given < -rows))
        {
            throw new ArgumentException($"Padding_idx must be within num_embeddings: {given} of {rows}", nameof(padding_idx));
        }
        padding = padding_idx is { } index ? (index < 0 ? index + rows : index) : -1;
        maximalNorm = max_norm;
        normDegree = norm_type;
        scaleByFrequency = scale_grad_by_freq;
        this.sparse = sparse;
        this.weight = weight;
    }

    /// <summary>The table, of shape [entries, dimensions]. Setting disposes the former parameter.</summary>
    [System.Diagnostics.CodeAnalysis.DisallowNull]
    public Parameter? weight { get => OwnParameter(nameof(weight)); set => SetOwnParameter(nameof(weight), value); }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var table = weight!;
        if (maximalNorm is { } limit)
        {
            using var ungraded = no_grad();
            Aten.embedding_renorm_(table, input, limit, normDegree);
        }
        return Aten.embedding(table, input, padding, scaleByFrequency, sparse);
    }

    /// <summary>A table of independent normal values, with zeros for the padding entry.</summary>
    internal static Parameter Table(long entries, long dimensions, long? padding, Device? device, ScalarType? dtype)
    {
        var table = new Parameter(empty(entries, dimensions, dtype, device));
        init.normal_(table);
        if (padding is { } index && index < entries && index >= -entries)
        {
            using var ungraded = no_grad();
            using var row = Aten.select(table, 0, index);
            Aten.zero_(row);
        }
        return table;
    }
}

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>Packs padded sequences.</summary>
                /// <param name="input">Steps of shape [L, N, ...], or [N, L, ...] when the batch is first.</param>
                /// <param name="lengths">The length of each sequence, in main memory.</param>
                /// <param name="batch_first">Whether the batch is the first dimension.</param>
                /// <param name="enforce_sorted">Whether the sequences are sorted by falling length; false sorts them here.</param>
                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    using var scope = NewDisposeScope();
                    Tensor? sorted = null;
                    Tensor? unsorted = null;
                    if (!enforce_sorted)
                    {
                        (lengths, sorted) = Aten.sort(lengths, -1, true);
                        sorted = Aten.to(sorted, input.device, ScalarType.Int64);
                        input = Aten.index_select(input, batch_first ? 0 : 1, sorted);
                        unsorted = Aten.argsort(sorted, -1, false);
                    }
                    var (data, sizes) = Aten._pack_padded_sequence(input, lengths, batch_first);
                    return new PackedSequence(data, sizes, sorted, unsorted).MoveToOuterDisposeScope();
                }

                /// <summary>Unpacks sequences.</summary>
                /// <param name="sequence">The packed sequences.</param>
                /// <param name="batch_first">Whether the batch shall be the first dimension.</param>
                /// <param name="padding_value">What stands after the end of a sequence.</param>
                /// <param name="total_length">The length to pad to; that of the longest sequence by default.</param>
                /// <returns>The padded sequences and their lengths, in the order in which they were packed.</returns>
                /// <exception cref="ArgumentException">A sequence is longer than the length to pad to.</exception>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    using var scope = NewDisposeScope();
                    var longest = sequence.batch_sizes.shape[0];
                    if (total_length < longest)
                    {
                        throw new ArgumentException($"Expected total_length to be at least the length of the longest sequence in input, but got total_length={total_length} and max sequence length being {longest}", nameof(total_length));
                    }

                    var (padded, lengths) = Aten._pad_packed_sequence(sequence.data, sequence.batch_sizes, batch_first, padding_value, total_length ?? longest);
                    if (!sequence.unsorted_indices.IsInvalid)
                    {
                        padded = Aten.index_select(padded, batch_first ? 0 : 1, sequence.unsorted_indices);
                        lengths = Aten.index_select(lengths, 0, Aten.to(sequence.unsorted_indices, CPU, ScalarType.Int64));
                    }
                    return scope.MoveToOuter(padded, lengths);
                }

                /// <summary>Stacks sequences of several lengths, padded to the longest.</summary>
                /// <param name="sequences">Sequences of shape [length, ...].</param>
                /// <param name="batch_first">Whether the batch shall be the first dimension.</param>
                /// <param name="padding_value">What stands after the end of a sequence.</param>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0)
                    => Aten.pad_sequence(sequences.ToArray(), batch_first, padding_value);

                /// <summary>Packs sequences of several lengths.</summary>
                /// <param name="sequences">Sequences of shape [length, ...].</param>
                /// <param name="enforce_sorted">Whether they are sorted by falling length; false sorts them here.</param>
                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    using var scope = NewDisposeScope();
                    Tensor[] all = [.. sequences];
                    var lengths = tensor(all.Select(sequence => sequence.shape[0]).ToArray(), device: CPU);
                    return pack_padded_sequence(pad_sequence(all), lengths, false, enforce_sorted).MoveToOuterDisposeScope();
                }
            }
        }
    }
}

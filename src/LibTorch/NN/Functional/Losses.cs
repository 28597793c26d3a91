namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How the losses of a batch become one.</summary>
        public enum Reduction : long
        {
            /// <summary>They stay apart.</summary>
            None = 0,

            /// <summary>Their mean.</summary>
            Mean = 1,

            /// <summary>Their sum.</summary>
            Sum = 2,
        }

        public static partial class functional
        {
            /// <summary>The squared differences.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var (x, y) = Broadcast(input, target);
                return Aten.mse_loss(x, y, (long)reduction).MoveToOuterDisposeScope();
            }

            /// <summary>The absolute differences.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var (x, y) = Broadcast(input, target);
                return Aten.l1_loss(x, y, (long)reduction).MoveToOuterDisposeScope();
            }

            /// <summary>Squared differences up to beta, absolute ones above.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0)
            {
                using var scope = NewDisposeScope();
                var (x, y) = Broadcast(input, target);
                return Aten.smooth_l1_loss(x, y, (long)reduction, beta).MoveToOuterDisposeScope();
            }

            /// <summary>Half squared differences up to delta, delta times absolute ones (less delta / 2) above.</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var (x, y) = Broadcast(input, target);
                return Aten.huber_loss(x, y, (long)reduction, delta).MoveToOuterDisposeScope();
            }

            /// <summary>The negative log-likelihood of classes under log_softmax of the input.</summary>
            /// <param name="input">Logits of shape [N, C, ...] or [C].</param>
            /// <param name="target">Class indices of shape [N, ...], or probabilities of the shape of the input.</param>
            /// <param name="weight">The weight of each class, or null.</param>
            /// <param name="ignore_index">A class index that does not count.</param>
            /// <param name="reduction">How the losses become one; the mean is weighted.</param>
            /// <param name="label_smoothing">The share of the target that is spread over all classes.</param>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0)
                => Aten.cross_entropy_loss(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>The negative log-likelihood of classes.</summary>
            /// <param name="input">Log-probabilities of shape [N, C, ...] or [C].</param>
            /// <param name="target">Class indices of shape [N, ...].</param>
            /// <param name="weight">The weight of each class, or null.</param>
            /// <param name="reduction">How the losses become one; the mean is weighted.</param>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => Aten.nll_loss_nd(input, target, weight, (long)reduction, -100);

            /// <summary>The cross-entropy of probabilities.</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => Aten.binary_cross_entropy(input, target, weight, (long)reduction);

            /// <summary>The cross-entropy of the sigmoid of logits.</summary>
            /// <param name="input">The logits.</param>
            /// <param name="target">The probabilities, of the same shape.</param>
            /// <param name="weight">The weight of each loss, or null.</param>
            /// <param name="reduction">How the losses become one.</param>
            /// <param name="pos_weights">The weight of positive examples, or null.</param>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
                => Aten.binary_cross_entropy_with_logits(input, target, weight, pos_weights, (long)reduction);

            /// <summary>The Kullback-Leibler divergence, element by element; the mean is over all elements.</summary>
            /// <param name="input">Log-probabilities.</param>
            /// <param name="target">Log-probabilities, or probabilities.</param>
            /// <param name="log_target">Which of the two. (True by default, as in TorchSharp and unlike PyTorch.)</param>
            /// <param name="reduction">How the losses become one.</param>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean)
                => Aten.kl_div(input, target, (long)reduction, log_target);

            /// <summary>The negative log-likelihood of counts under a Poisson distribution.</summary>
            /// <param name="input">The rates, or their logarithms.</param>
            /// <param name="target">The counts.</param>
            /// <param name="log_input">Which of the two.</param>
            /// <param name="full">Whether to add Stirling's approximation of the constant term.</param>
            /// <param name="eps">What is added to a rate before its logarithm.</param>
            /// <param name="reduction">How the losses become one.</param>
            public static Tensor poisson_nll_loss(Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean)
                => Aten.poisson_nll_loss(input, target, log_input, full, eps, (long)reduction);

            /// <summary>The negative log-likelihood under normal distributions, element by element.</summary>
            /// <remarks>As in PyTorch; TorchSharp sums over all but the first dimension and takes the mean of the sums.</remarks>
            /// <param name="input">The means.</param>
            /// <param name="target">The values.</param>
            /// <param name="variance">The variances, of the same shape, or with a last dimension of 1, or without it.</param>
            /// <param name="full">Whether to add the constant term.</param>
            /// <param name="eps">The least variance.</param>
            /// <param name="reduction">How the losses become one.</param>
            /// <exception cref="ArgumentException">The variances have a wrong shape, or one is negative.</exception>
            public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var shape = input.shape;
                var given = variance.shape;
                if (!given.AsSpan().SequenceEqual(shape))
                {
                    if (given.AsSpan().SequenceEqual(shape.AsSpan(0, Math.Max(0, shape.Length - 1)))) variance = Aten.unsqueeze(variance, -1);
                    else if (given.Length != shape.Length || given[^1] != 1) throw new ArgumentException("variance has the wrong shape", nameof(variance));
                }
                if (Aten.any(Aten.lt(variance, 0)).ToScalar().ToBoolean()) throw new ArgumentException("variance has negative entry/entries", nameof(variance));

                var bounded = Aten.clone(variance);
                using (no_grad()) Aten.clamp_min_(bounded, eps);
                var difference = Aten.sub(input, target);
                var loss = Aten.mul(Aten.add(Aten.log(bounded), Aten.div(Aten.mul(difference, difference), bounded)), 0.5);
                if (full) loss = Aten.add(loss, 0.5 * Math.Log(2 * Math.PI));
                return Reduced(loss, reduction).MoveToOuterDisposeScope();
            }

            /// <summary>1 - cos of like pairs (target 1), max(0, cos - margin) of unlike ones (target -1).</summary>
            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean)
                => Aten.cosine_embedding_loss(input1, input2, target, margin, (long)reduction);

            /// <summary>Connectionist temporal classification.</summary>
            /// <param name="log_probs">Log-probabilities of shape [T, N, C].</param>
            /// <param name="targets">Labels of shape [N, S], or all of them in one dimension.</param>
            /// <param name="input_lengths">The length of each input.</param>
            /// <param name="target_lengths">The length of each target.</param>
            /// <param name="blank">The label for no label.</param>
            /// <param name="zero_infinity">Whether infinite losses and their gradients become 0.</param>
            /// <param name="reduction">How the losses become one; for the mean each is divided by its target's length.</param>
            public static Tensor ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean)
                => Aten.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);

            /// <summary>x where the target is 1, max(0, margin - x) where it is -1.</summary>
            /// <remarks>The default margin is 0 here and 1 in the module's factory, as in TorchSharp; PyTorch has 1 in both.</remarks>
            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean)
                => Aten.hinge_embedding_loss(input, target, margin, (long)reduction);

            /// <summary>max(0, margin - target (x₁ - x₂)).</summary>
            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean)
                => Aten.margin_ranking_loss(input1, input2, target, margin, (long)reduction);

            /// <summary>The hinge loss of several classes a sample; a target row lists them, up to the first -1.</summary>
            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => Aten.multilabel_margin_loss(input, target, (long)reduction);

            /// <summary>The mean over classes of the binary cross-entropies of logits.</summary>
            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var losses = Aten.neg(Aten.add(
                    Aten.mul(target, Aten.log_sigmoid(input)),
                    Aten.mul(Aten.rsub(target, 1), Aten.log_sigmoid(Aten.neg(input)))));
                if (weight is not null) losses = Aten.mul(losses, weight);
                return Reduced(Aten.mean(losses, [-1], false, null), reduction).MoveToOuterDisposeScope();
            }

            /// <summary>The hinge loss of one class a sample, each term to the power p.</summary>
            public static Tensor multi_margin_loss(Tensor input, Tensor target, int p = 1, double margin = 1.0, Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => Aten.multi_margin_loss(input, target, p, margin, weight, (long)reduction);

            /// <summary>log(1 + exp(-target x)).</summary>
            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => Aten.soft_margin_loss(input, target, (long)reduction);

            /// <summary>max(0, d(anchor, positive) - d(anchor, negative) + margin) with the p-norm of the difference.</summary>
            /// <param name="anchor">The anchors.</param>
            /// <param name="positive">What should be near.</param>
            /// <param name="negative">What should be far.</param>
            /// <param name="margin">How much farther.</param>
            /// <param name="p">The degree of the norm.</param>
            /// <param name="eps">What is added to each difference.</param>
            /// <param name="swap">Whether the distance of positive and negative counts where it is smaller.</param>
            /// <param name="reduction">How the losses become one.</param>
            public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false, Reduction reduction = Reduction.Mean)
                => Aten.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, (long)reduction);

            /// <summary><see cref="triplet_margin_loss"/> with a distance of one's own; <see cref="pairwise_distance"/> by default.</summary>
            public static Tensor triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1.0, bool swap = false, Reduction reduction = Reduction.Mean)
            {
                distance ??= static (x, y) => pairwise_distance(x, y);
                using var scope = NewDisposeScope();
                var near = distance(anchor, positive);
                var far = distance(anchor, negative);
                if (swap) far = Aten.minimum(far, distance(positive, negative));
                return Reduced(Aten.clamp_min(Aten.add(Aten.sub(near, far), margin), 0), reduction).MoveToOuterDisposeScope();
            }

            private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
            {
                Reduction.Mean => Aten.mean(losses),
                Reduction.Sum => Aten.sum(losses),
                _ => losses,
            };

            private static (Tensor, Tensor) Broadcast(Tensor input, Tensor target)
            {
                if (input.shape.AsSpan().SequenceEqual(target.shape)) return (input, target);
                var both = Aten.broadcast_tensors([input, target]);
                return (both[0], both[1]);
            }
        }
    }
}

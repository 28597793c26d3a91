"""Writes nn_functional.safetensors: torch.nn.functional. See nn_oracle.py."""

import os

import torch
import torch.nn.functional as F

from nn_oracle import Constant, Oracle

oracle = Oracle()


def case(name, function, *makers):
    """The makers run after the seed of the case is set."""
    oracle.seed(name)
    oracle.case(name, function, *[make() for make in makers])


def normal(*shape):
    return lambda: torch.randn(*shape)


def uniform(*shape, low=0.05, high=0.95):
    return lambda: torch.rand(*shape) * (high - low) + low


def constant(maker):
    return lambda: Constant(maker())


def classes(count, *shape):
    return lambda: torch.randint(count, shape)


def signs(*shape):
    return lambda: Constant(torch.randint(2, shape).double() * 2 - 1)


def flags(*shape):
    return lambda: torch.rand(*shape) < 0.3


x = normal(3, 5)

# Activations
case("relu", F.relu, x)
case("relu6", lambda t: F.relu6(4 * t), x)
case("leaky_relu", lambda t: F.leaky_relu(t, 0.2), x)
case("rrelu", lambda t: F.rrelu(t, 0.1, 0.3), x)
case("prelu", F.prelu, normal(3, 4, 2), normal(4))
case("elu", lambda t: F.elu(t, 1.3), x)
case("celu", lambda t: F.celu(t, 1.3), x)
case("celu_inplace", lambda t: F.celu(t.clone(), 1.3, True), x)  # rounds a constant to float
case("selu", F.selu, x)
case("gelu", F.gelu, x)
case("gelu_tanh", lambda t: F.gelu(t, approximate="tanh"), x)
case("glu", lambda t: F.glu(t, 1), normal(3, 6))
case("hardshrink", lambda t: F.hardshrink(t, 0.4), x)
case("hardsigmoid", lambda t: F.hardsigmoid(3 * t), x)
case("hardswish", lambda t: F.hardswish(3 * t), x)
case("hardtanh", lambda t: F.hardtanh(t, -0.5, 0.7), x)
case("logsigmoid", F.logsigmoid, x)
case("log_softmax", lambda t: F.log_softmax(t, 1), x)
case("mish", F.mish, x)
case("sigmoid", torch.sigmoid, x)
case("silu", F.silu, x)
case("softmax", lambda t: F.softmax(t, 1), x)
case("softmax2d", lambda t: F.softmax(t, -3), normal(2, 3, 2, 2))
case("softmin", lambda t: F.softmin(t, dim=1), x)
case("softplus", lambda t: F.softplus(t, 2.0, 1.5), x)
case("softshrink", lambda t: F.softshrink(t, 0.4), x)
case("softsign", F.softsign, x)
case("tanh", torch.tanh, x)
case("tanhshrink", F.tanhshrink, x)
case("threshold", lambda t: F.threshold(t, 0.1, -2.0), x)

# Linear maps and distances
case("linear", F.linear, normal(2, 3, 4), normal(5, 4), normal(5))
case("linear_no_bias", F.linear, normal(3, 4), normal(5, 4))
case("bilinear", F.bilinear, normal(3, 4), normal(3, 5), normal(2, 4, 5), normal(2))
case("one_hot", lambda t: F.one_hot(t, 5), classes(5, 2, 3))
case("cosine_similarity", lambda a, b: F.cosine_similarity(a, b, 1, 1e-6), x, x)
case("pairwise_distance", lambda a, b: F.pairwise_distance(a, b, 2.0, 1e-4, True), x, x)
case("pixel_shuffle", lambda t: F.pixel_shuffle(t, 2), normal(1, 8, 2, 3))
case("pixel_unshuffle", lambda t: F.pixel_unshuffle(t, 2), normal(1, 2, 4, 6))

# Normalisation
case("layer_norm", lambda t, w, b: F.layer_norm(t, [3, 4], w, b, 1e-4), normal(2, 3, 4), normal(3, 4), normal(3, 4))
case("layer_norm_plain", lambda t: F.layer_norm(t, [4]), normal(2, 3, 4))
case("group_norm", lambda t, w, b: F.group_norm(t, 2, w, b, 1e-4), normal(2, 4, 3), normal(4), normal(4))
case("batch_norm_train", lambda t, m, v, w, b: (F.batch_norm(t, m, v, w, b, True, 0.3, 1e-4), m, v), normal(3, 4, 2), constant(normal(4)), constant(uniform(4)), normal(4), normal(4))
case("batch_norm_eval", lambda t, m, v, w, b: F.batch_norm(t, m, v, w, b, False, 0.3, 1e-4), normal(3, 4, 2), constant(normal(4)), constant(uniform(4)), normal(4), normal(4))
case("instance_norm", lambda t, w, b: F.instance_norm(t, None, None, w, b, True, 0.1, 1e-4), normal(2, 3, 5), normal(3), normal(3))
case("normalize", lambda t: F.normalize(t, 3.0, 1, 1e-6), x)
case("local_response_norm", lambda t: F.local_response_norm(t, 3, 0.2, 0.75, 1.5), normal(2, 5, 3))

# Convolutions
case("conv1d", lambda t, w, b: F.conv1d(t, w, b, 2, 1, 2, 2), normal(2, 4, 9), normal(6, 2, 3), normal(6))
case("conv1d_same", lambda t, w: F.conv1d(t, w, None, 1, "same", 2), normal(2, 3, 7), normal(4, 3, 3))
case("conv2d", lambda t, w, b: F.conv2d(t, w, b, (2, 1), (1, 0), (1, 2), 1), normal(2, 3, 5, 6), normal(4, 3, 2, 3), normal(4))
case("conv2d_default", F.conv2d, normal(1, 2, 4, 4), normal(3, 2, 3, 3))
case("conv2d_same", lambda t, w: F.conv2d(t, w, None, 1, "same"), normal(1, 2, 4, 5), normal(3, 2, 3, 2))
case("conv3d", lambda t, w, b: F.conv3d(t, w, b, 1, (0, 1, 1)), normal(1, 2, 3, 4, 4), normal(2, 2, 2, 3, 2), normal(2))
case("conv3d_same", lambda t, w: F.conv3d(t, w, None, 1, "same"), normal(1, 1, 3, 3, 3), normal(2, 1, 3, 2, 3))
case("conv_transpose1d", lambda t, w, b: F.conv_transpose1d(t, w, b, 2, 1, 1, 2, 2), normal(2, 4, 5), normal(4, 3, 3), normal(6))
case("conv_transpose2d", lambda t, w, b: F.conv_transpose2d(t, w, b, (2, 1), (1, 0), (1, 0), 1), normal(1, 3, 3, 4), normal(3, 2, 3, 2), normal(2))
case("conv_transpose3d", lambda t, w: F.conv_transpose3d(t, w, None, 2), normal(1, 2, 2, 3, 2), normal(2, 2, 2, 2, 2))

# Padding
image = normal(1, 2, 4, 5)
case("pad_constant", lambda t: F.pad(t, (1, 2, 0, 3), value=1.5), image)
case("pad_reflect", lambda t: F.pad(t, (1, 2, 3, 0), "reflect"), image)
case("pad_replicate", lambda t: F.pad(t, (1, 2, 3, 0), "replicate"), image)
case("pad_circular", lambda t: F.pad(t, (1, 2, 3, 0), "circular"), image)
case("pad_everywhere", lambda t: F.pad(t, (1, 1, 1, 1)), x)
case("pad_last", lambda t: F.pad(t, (2, 1)), x)

# Pooling
sequence = normal(2, 3, 8)
image = normal(1, 2, 6, 7)
volume = normal(1, 2, 4, 5, 4)
case("max_pool1d", lambda t: F.max_pool1d(t, 3, 2, 1, 2, True), sequence)
case("max_pool1d_with_indices", lambda t: F.max_pool1d_with_indices(t, 3, 2, 1, 1, False), sequence)
case("max_pool2d", lambda t: F.max_pool2d(t, (3, 2), (2, 2), (1, 0), 1, True), image)
case("max_pool2d_square", lambda t: F.max_pool2d(t, 2), image)
case("max_pool2d_with_indices", lambda t: F.max_pool2d_with_indices(t, 3, 2, 1), image)
case("max_pool3d", lambda t: F.max_pool3d(t, 2), volume)
case("max_pool3d_with_indices", lambda t: F.max_pool3d_with_indices(t, 2, 1), volume)
case("avg_pool1d", lambda t: F.avg_pool1d(t, 3, 2, 1, False, False), sequence)
case("avg_pool2d", lambda t: F.avg_pool2d(t, (3, 2), (2, 2), (1, 0), True, False, 5), image)
case("avg_pool2d_square", lambda t: F.avg_pool2d(t, 2), image)
case("avg_pool3d", lambda t: F.avg_pool3d(t, 2, 1), volume)
case("adaptive_avg_pool1d", lambda t: F.adaptive_avg_pool1d(t, 3), sequence)
case("adaptive_avg_pool2d", lambda t: F.adaptive_avg_pool2d(t, (3, 2)), image)
case("adaptive_avg_pool2d_square", lambda t: F.adaptive_avg_pool2d(t, 2), image)
case("adaptive_avg_pool3d", lambda t: F.adaptive_avg_pool3d(t, (2, 3, 2)), volume)
case("adaptive_avg_pool3d_cube", lambda t: F.adaptive_avg_pool3d(t, 2), volume)
case("adaptive_max_pool1d", lambda t: F.adaptive_max_pool1d(t, 3, True), sequence)
case("adaptive_max_pool2d", lambda t: F.adaptive_max_pool2d(t, (3, 2), True), image)
case("adaptive_max_pool3d", lambda t: F.adaptive_max_pool3d(t, (2, 3, 2), True), volume)
case("lp_pool1d", lambda t: F.lp_pool1d(t, 2.0, 3, 2), uniform(2, 3, 8))
case("lp_pool2d", lambda t: F.lp_pool2d(t, 3.0, (2, 3), 2), uniform(1, 2, 6, 7))
case("lp_pool2d_square", lambda t: F.lp_pool2d(t, 2.0, 2), uniform(1, 2, 6, 7))

# Attention
q, k, v = normal(2, 3, 4), normal(2, 5, 4), normal(2, 5, 6)


def attention(q, k, v, mask=None, causal=False):
    # Written out: a true mask entry counts, as in PyTorch 2.
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if causal:
        mask = torch.ones(scores.shape[-2:]).tril().bool()
    if mask is not None:
        scores = scores.masked_fill(~mask, -torch.inf) if mask.dtype == torch.bool else scores + mask
    return scores.softmax(-1) @ v


case("attention", attention, q, k, v)
case("attention_added_mask", attention, q, k, v, constant(normal(2, 3, 5)))
case("attention_hidden_mask", attention, q, k, v, lambda: torch.tensor([[1, 0, 1, 1, 0], [0, 1, 1, 0, 0], [1, 1, 1, 1, 1]]).bool().expand(2, 3, 5))
case("attention_causal", lambda q, k, v: attention(q, k, v, causal=True), normal(2, 4, 3), normal(2, 4, 3), normal(2, 4, 3))

# Losses
for reduction in ("none", "mean", "sum"):
    r = {"reduction": reduction}
    case(f"mse_loss_{reduction}", lambda a, b: F.mse_loss(a, b, **r), x, x)
    case(f"l1_loss_{reduction}", lambda a, b: F.l1_loss(a, b, **r), x, x)
    case(f"smooth_l1_loss_{reduction}", lambda a, b: F.smooth_l1_loss(a, b, beta=0.7, **r), x, x)
    case(f"huber_loss_{reduction}", lambda a, b: F.huber_loss(a, b, delta=0.7, **r), x, x)
    case(f"nll_loss_{reduction}", lambda a, t, w: F.nll_loss(a, t, w, **r), normal(4, 3), classes(3, 4), constant(uniform(3)))
    case(f"cross_entropy_{reduction}", lambda a, t, w: F.cross_entropy(a, t, w, ignore_index=1, label_smoothing=0.1, **r), normal(4, 3, 2), classes(3, 4, 2), constant(uniform(3)))
    case(f"binary_cross_entropy_{reduction}", lambda a, t, w: F.binary_cross_entropy(a, t, w, **r), uniform(4, 3), constant(uniform(4, 3)), constant(uniform(4, 3)))
    case(f"binary_cross_entropy_with_logits_{reduction}", lambda a, t, w, p: F.binary_cross_entropy_with_logits(a, t, w, pos_weight=p, **r), normal(4, 3), constant(uniform(4, 3)), constant(uniform(4, 3)), constant(uniform(3)))
    case(f"kl_div_{reduction}", lambda a, t: F.kl_div(a, t, log_target=True, **r), normal(4, 3), constant(normal(4, 3)))
    case(f"poisson_nll_loss_{reduction}", lambda a, t: F.poisson_nll_loss(a, t, True, full=True, eps=1e-6, **r), normal(4, 3), constant(uniform(4, 3, high=5)))
    case(f"gaussian_nll_loss_{reduction}", lambda a, t, v: F.gaussian_nll_loss(a, t, v, full=True, eps=1e-6, **r), normal(4, 3), normal(4, 3), uniform(4, 3))
    case(f"cosine_embedding_loss_{reduction}", lambda a, b, t: F.cosine_embedding_loss(a, b, t, 0.2, **r), normal(4, 3), normal(4, 3), signs(4))
    case(f"hinge_embedding_loss_{reduction}", lambda a, t: F.hinge_embedding_loss(a, t, 1.2, **r), normal(4, 3), signs(4, 3))
    case(f"margin_ranking_loss_{reduction}", lambda a, b, t: F.margin_ranking_loss(a, b, t, 0.3, **r), normal(4), normal(4), signs(4))
    case(f"multi_label_margin_loss_{reduction}", lambda a, t: F.multilabel_margin_loss(a, t, **r), normal(2, 4), lambda: torch.tensor([[3, 0, -1, 1], [2, -1, 0, 1]]))
    case(f"multilabel_soft_margin_loss_{reduction}", lambda a, t, w: F.multilabel_soft_margin_loss(a, t, w, **r), normal(3, 4), lambda: Constant(torch.randint(2, (3, 4)).double()), constant(uniform(4)))
    case(f"multi_margin_loss_{reduction}", lambda a, t, w: F.multi_margin_loss(a, t, 2, 0.8, w, **r), normal(4, 3), classes(3, 4), constant(uniform(3)))
    case(f"soft_margin_loss_{reduction}", lambda a, t: F.soft_margin_loss(a, t, **r), normal(4, 3), signs(4, 3))
    case(f"triplet_margin_loss_{reduction}", lambda a, p, n: F.triplet_margin_loss(a, p, n, 0.9, 2, 1e-4, True, **r), normal(4, 3), normal(4, 3), normal(4, 3))
    case(f"triplet_margin_with_distance_loss_{reduction}", lambda a, p, n: F.triplet_margin_with_distance_loss(a, p, n, distance_function=lambda s, t: (s - t).abs().sum(1), margin=0.9, swap=True, **r), normal(4, 3), normal(4, 3), normal(4, 3))
    case(f"ctc_loss_{reduction}", lambda a, t, i, j: F.ctc_loss(a.log_softmax(2), t, i, j, 0, reduction, True), normal(6, 2, 4), lambda: torch.tensor([[1, 2, 2], [3, 1, 0]]), lambda: torch.tensor([6, 5]), lambda: torch.tensor([3, 2]))
case("mse_loss_broadcast", F.mse_loss, normal(3, 5), normal(5))
case("cross_entropy_probabilities", lambda a, t: F.cross_entropy(a, t), normal(4, 3), constant(uniform(4, 3)))
case("kl_div_plain_target", lambda a, t: F.kl_div(a, t, log_target=False), normal(4, 3), constant(uniform(4, 3)))
case("poisson_nll_loss_rate", lambda a, t: F.poisson_nll_loss(a, t, False), uniform(4, 3), constant(uniform(4, 3, high=5)))
case("gaussian_nll_loss_shared", lambda a, t, v: F.gaussian_nll_loss(a, t, v), normal(4, 3), normal(4, 3), uniform(4))
case("triplet_margin_with_default_distance", lambda a, p, n: F.triplet_margin_with_distance_loss(a, p, n), normal(4, 3), normal(4, 3), normal(4, 3))

oracle.write(os.path.join(os.path.dirname(os.path.abspath(__file__)), "nn_functional.safetensors"))

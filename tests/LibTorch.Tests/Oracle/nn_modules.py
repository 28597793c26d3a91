"""Writes nn_modules.safetensors: torch.nn's modules. See nn_oracle.py."""

import os

import torch
from torch import nn
from torch.nn.utils import rnn

from nn_oracle import Constant, Oracle

oracle = Oracle()


def case(name, make, *makers, call=None, train=True):
    oracle.seed(name)
    module = make().train(train)
    # Weights that start as zeros or ones would hide mistakes.
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.dim() == 1:
                parameter.add_(0.1 * torch.randn(parameter.shape))
    oracle.case(name, (lambda *inputs: call(module, *inputs)) if call else module, *[maker() for maker in makers], module=module)


def normal(*shape):
    return lambda: torch.randn(*shape)


def uniform(*shape, low=0.05, high=0.95):
    return lambda: torch.rand(*shape) * (high - low) + low


def constant(maker):
    return lambda: Constant(maker())


def indices(count, *shape):
    return lambda: torch.randint(count, shape)


x = normal(3, 5)
sequence, image, volume = normal(2, 4, 7), normal(1, 4, 5, 6), normal(1, 2, 4, 4, 4)

case("Linear", lambda: nn.Linear(5, 4), x)
case("Linear_no_bias", lambda: nn.Linear(5, 4, bias=False), x)
case("Bilinear", lambda: nn.Bilinear(5, 3, 4), x, normal(3, 3))
case("Identity", nn.Identity, x)
case("Flatten", lambda: nn.Flatten(1, 2), normal(2, 3, 2, 2))
case("Unflatten", lambda: nn.Unflatten(1, (2, 3)), normal(2, 6, 2))
case("CosineSimilarity", lambda: nn.CosineSimilarity(1, 1e-6), x, x)
case("PairwiseDistance", lambda: nn.PairwiseDistance(2.0, 1e-4, True), x, x)
case("PixelShuffle", lambda: nn.PixelShuffle(2), normal(1, 4, 2, 3))
case("PixelUnshuffle", lambda: nn.PixelUnshuffle(2), normal(1, 1, 4, 6))
# PyTorch 1.13's own has no derivative.
case("ChannelShuffle", nn.Identity, normal(1, 4, 2, 2), call=lambda m, t: t.view(1, 2, 2, 2, 2).transpose(1, 2).reshape(1, 4, 2, 2))

case("ReLU", nn.ReLU, x)
case("ReLU6", nn.ReLU6, x)
case("LeakyReLU", lambda: nn.LeakyReLU(0.2), x)
case("RReLU_eval", lambda: nn.RReLU(0.1, 0.3), x, train=False)
case("PReLU", lambda: nn.PReLU(4, 0.3), sequence)
case("ELU", lambda: nn.ELU(1.3), x)
case("CELU", lambda: nn.CELU(1.3), x)
case("SELU", nn.SELU, x)
case("GELU", nn.GELU, x)
case("GELU_tanh", lambda: nn.GELU("tanh"), x)
case("GLU", lambda: nn.GLU(0), normal(4, 3))
case("Hardshrink", lambda: nn.Hardshrink(0.4), x)
case("Hardsigmoid", nn.Hardsigmoid, x)
case("Hardswish", nn.Hardswish, x)
case("Hardtanh", lambda: nn.Hardtanh(-0.5, 0.7), x)
case("LogSigmoid", nn.LogSigmoid, x)
case("LogSoftmax", lambda: nn.LogSoftmax(1), x)
case("Mish", nn.Mish, x)
case("Sigmoid", nn.Sigmoid, x)
case("SiLU", nn.SiLU, x)
case("Softmax", lambda: nn.Softmax(0), x)
case("Softmax2d", nn.Softmax2d, normal(1, 3, 2, 2))
case("Softmin", lambda: nn.Softmin(0), x)
case("Softplus", lambda: nn.Softplus(2.0, 1.5), x)
case("Softshrink", lambda: nn.Softshrink(0.4), x)
case("Softsign", nn.Softsign, x)
case("Tanh", nn.Tanh, x)
case("Tanhshrink", nn.Tanhshrink, x)
case("Threshold", lambda: nn.Threshold(0.1, -2.0), x)

case("LayerNorm", lambda: nn.LayerNorm([3, 4], 1e-4), normal(2, 3, 4))
case("LayerNorm_plain", lambda: nn.LayerNorm(4, elementwise_affine=False), normal(2, 3, 4))
case("GroupNorm", lambda: nn.GroupNorm(2, 4, 1e-4), sequence)
for norm, shape in ((nn.BatchNorm1d, sequence), (nn.BatchNorm2d, image), (nn.BatchNorm3d, volume)):
    channels = 2 if shape is volume else 4
    name = norm.__name__
    with_statistics = lambda m, t: (m(t), m.running_mean, m.running_var, m.num_batches_tracked)
    case(name + "_train", lambda: norm(channels, 1e-4, 0.3), shape, call=with_statistics)
    case(name + "_eval", lambda: norm(channels, 1e-4, 0.3), shape, train=False)
case("BatchNorm1d_untracked", lambda: nn.BatchNorm1d(4, affine=False, track_running_stats=False), sequence, train=False)
for norm, shape in ((nn.InstanceNorm1d, sequence), (nn.InstanceNorm2d, image), (nn.InstanceNorm3d, volume)):
    case(norm.__name__, lambda: norm(2 if shape is volume else 4, 1e-4, affine=True), shape)
case("InstanceNorm1d_tracked", lambda: nn.InstanceNorm1d(4, 1e-4, 0.3, False, True), sequence, call=lambda m, t: (m(t), m.running_mean, m.running_var))
case("InstanceNorm1d_one", lambda: nn.InstanceNorm1d(4, 1e-4, affine=True), normal(4, 7))
case("LocalResponseNorm", lambda: nn.LocalResponseNorm(3, 0.2, 0.75, 1.5), sequence)

case("Conv1d", lambda: nn.Conv1d(4, 6, 3, 2, 1, 2, 2), sequence)
case("Conv1d_same_circular", lambda: nn.Conv1d(4, 2, 4, padding="same", padding_mode="circular"), sequence)
case("Conv1d_one", lambda: nn.Conv1d(4, 2, 3, bias=False), normal(4, 7))
case("Conv2d", lambda: nn.Conv2d(4, 2, (3, 2), (2, 1), (1, 0), (1, 2), 2), image)
case("Conv2d_square", lambda: nn.Conv2d(4, 2, 3, 2, 1), image)
case("Conv2d_reflect", lambda: nn.Conv2d(4, 2, (3, 2), padding=(2, 1), padding_mode="reflect"), image)
case("Conv2d_same_replicate", lambda: nn.Conv2d(4, 2, (4, 3), padding="same", padding_mode="replicate"), image)
case("Conv2d_same", lambda: nn.Conv2d(4, 2, (3, 5), padding="same"), image)
case("Conv2d_valid", lambda: nn.Conv2d(4, 2, 3, padding="valid"), image)
case("Conv3d", lambda: nn.Conv3d(2, 2, (2, 3, 2), 1, (0, 1, 1)), volume)
case("Conv3d_cube", lambda: nn.Conv3d(2, 2, 3, padding="same"), volume)
case("ConvTranspose1d", lambda: nn.ConvTranspose1d(4, 6, 3, 2, 1, 1, 2, dilation=2), sequence)
case("ConvTranspose1d_sized", lambda: nn.ConvTranspose1d(4, 2, 3, 2), sequence, call=lambda m, t: m(t, [16]))
case("ConvTranspose2d", lambda: nn.ConvTranspose2d(4, 2, (3, 2), (2, 1), (1, 0), (1, 0)), image)
case("ConvTranspose2d_square", lambda: nn.ConvTranspose2d(4, 2, 3, 2, 1, 1), image)
case("ConvTranspose3d", lambda: nn.ConvTranspose3d(2, 2, 2, 2), volume)

case("ConstantPad1d", lambda: nn.ConstantPad1d((1, 2), 1.5), sequence)
case("ConstantPad2d", lambda: nn.ConstantPad2d((1, 2, 0, 1), 1.5), image)
case("ConstantPad3d", lambda: nn.ConstantPad3d(1, 1.5), normal(1, 1, 2, 2, 2))
case("ReflectionPad1d", lambda: nn.ReflectionPad1d((1, 2)), sequence)
case("ReflectionPad2d", lambda: nn.ReflectionPad2d((1, 2, 0, 1)), image)
case("ReflectionPad3d", lambda: nn.ReflectionPad3d(1), normal(1, 1, 2, 2, 2))
case("ReplicationPad1d", lambda: nn.ReplicationPad1d((1, 2)), sequence)
case("ReplicationPad2d", lambda: nn.ReplicationPad2d((1, 2, 0, 1)), image)
case("ReplicationPad3d", lambda: nn.ReplicationPad3d(1), normal(1, 1, 2, 2, 2))
case("ZeroPad2d", lambda: nn.ZeroPad2d((1, 2, 0, 1)), image)

case("MaxPool1d", lambda: nn.MaxPool1d(3, 2, 1, 2, ceil_mode=True), sequence)
case("MaxPool2d", lambda: nn.MaxPool2d((3, 2), (2, 2), (1, 0), 1, ceil_mode=True), image)
case("MaxPool2d_square", lambda: nn.MaxPool2d(2), image)
case("MaxPool2d_indices", lambda: nn.MaxPool2d(2, return_indices=True), image)
case("MaxPool3d", lambda: nn.MaxPool3d(2, 1), volume)
case("AvgPool1d", lambda: nn.AvgPool1d(3, 2, 1, False, False), sequence)
case("AvgPool2d", lambda: nn.AvgPool2d((3, 2), (2, 2), (1, 0), True, False, 5), image)
case("AvgPool2d_square", lambda: nn.AvgPool2d(2), image)
case("AvgPool3d", lambda: nn.AvgPool3d(2, 1), volume)
case("AdaptiveAvgPool1d", lambda: nn.AdaptiveAvgPool1d(3), sequence)
case("AdaptiveAvgPool2d", lambda: nn.AdaptiveAvgPool2d((3, 2)), image)
case("AdaptiveAvgPool2d_square", lambda: nn.AdaptiveAvgPool2d(2), image)
case("AdaptiveAvgPool3d", lambda: nn.AdaptiveAvgPool3d((2, 3, 2)), volume)
case("AdaptiveMaxPool1d", lambda: nn.AdaptiveMaxPool1d(3), sequence)
case("AdaptiveMaxPool2d", lambda: nn.AdaptiveMaxPool2d((3, 2)), image)
case("AdaptiveMaxPool3d", lambda: nn.AdaptiveMaxPool3d((2, 3, 2)), volume)
case("LPPool1d", lambda: nn.LPPool1d(2.0, 3, 2), uniform(2, 4, 7))
case("LPPool2d", lambda: nn.LPPool2d(2.0, (2, 3), 2), uniform(1, 2, 5, 6))

case("Embedding", lambda: nn.Embedding(5, 3, padding_idx=1), indices(5, 2, 4))
case("Embedding_max_norm", lambda: nn.Embedding(5, 3, max_norm=0.5), indices(5, 2, 4), call=lambda m, t: m(t).clone())
case("Embedding_frequency", lambda: nn.Embedding(5, 3, scale_grad_by_freq=True), indices(5, 2, 4))
case("EmbeddingBag_mean", lambda: nn.EmbeddingBag(5, 3), indices(5, 2, 4))
case("EmbeddingBag_sum", lambda: nn.EmbeddingBag(5, 3, mode="sum"), indices(5, 6), lambda: torch.tensor([0, 2]), normal(6), call=lambda m, t, o, w: m(t, o, w))
case("EmbeddingBag_max", lambda: nn.EmbeddingBag(5, 3, mode="max"), indices(5, 2, 4))

flat = lambda output: tuple(t for part in output for t in (part if isinstance(part, tuple) else (part,)))
steps, state = normal(5, 2, 3), normal(2, 2, 4)
case("LSTM", lambda: nn.LSTM(3, 4), steps, call=lambda m, t: flat(m(t)))
case("LSTM_deep", lambda: nn.LSTM(3, 4, 2, batch_first=True, bidirectional=True), normal(2, 5, 3), normal(4, 2, 4), normal(4, 2, 4), call=lambda m, t, h, c: flat(m(t, (h, c))))
case("LSTM_no_bias", lambda: nn.LSTM(3, 4, 2, bias=False), steps, state, state, call=lambda m, t, h, c: flat(m(t, (h, c))))
case("GRU", lambda: nn.GRU(3, 4), steps)
case("GRU_deep", lambda: nn.GRU(3, 4, 2, batch_first=True, bidirectional=True), normal(2, 5, 3), normal(4, 2, 4))
case("RNN", lambda: nn.RNN(3, 4), steps)
case("RNN_relu", lambda: nn.RNN(3, 4, 2, nonlinearity="relu", bidirectional=True), steps, normal(4, 2, 4))
case("LSTMCell", lambda: nn.LSTMCell(3, 4), normal(2, 3), normal(2, 4), normal(2, 4), call=lambda m, t, h, c: m(t, (h, c)))
case("LSTMCell_from_zero", lambda: nn.LSTMCell(3, 4), normal(2, 3))
case("GRUCell", lambda: nn.GRUCell(3, 4), normal(2, 3), normal(2, 4))
case("RNNCell", lambda: nn.RNNCell(3, 4), normal(2, 3), normal(2, 4))
case("RNNCell_relu", lambda: nn.RNNCell(3, 4, nonlinearity="relu"), normal(2, 3))


def packed(m, t, lengths, *state):
    out, end = m(rnn.pack_padded_sequence(t, lengths, enforce_sorted=False), *state)
    return (*rnn.pad_packed_sequence(out, padding_value=0.5), *flat((end,)))


lengths = lambda: torch.tensor([2, 5, 3])
case("LSTM_packed", lambda: nn.LSTM(3, 4, bidirectional=True), normal(5, 3, 3), lengths, normal(2, 3, 4), normal(2, 3, 4), call=lambda m, t, n, h, c: packed(m, t, n, (h, c)))
case("GRU_packed", lambda: nn.GRU(3, 4), normal(5, 3, 3), lengths, normal(1, 3, 4), call=packed)
case("RNN_packed", lambda: nn.RNN(3, 4), normal(5, 3, 3), lengths, call=packed)

hidden_keys = lambda: torch.tensor([[False, False, False, True], [False, True, False, False]])
later = lambda n: lambda: torch.ones(n, n).triu(1).bool()
q, k = normal(3, 2, 4), normal(4, 2, 4)
case("MultiheadAttention", lambda: nn.MultiheadAttention(4, 2), q, k, k)
case("MultiheadAttention_self", lambda: nn.MultiheadAttention(4, 2, bias=False), q, call=lambda m, t: m(t, t, t))
case("MultiheadAttention_masks", lambda: nn.MultiheadAttention(4, 2), k, k, k, hidden_keys, later(4), call=lambda m, q, k, v, p, a: m(q, k, v, key_padding_mask=p, attn_mask=a))
case("MultiheadAttention_added_mask", lambda: nn.MultiheadAttention(4, 2), q, k, k, constant(normal(4, 3, 4)), call=lambda m, q, k, v, a: m(q, k, v, need_weights=False, attn_mask=a)[0])
case("MultiheadAttention_widths", lambda: nn.MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True, kdim=5, vdim=3), q, normal(4, 2, 5), normal(4, 2, 3), hidden_keys, constant(normal(3, 4)), call=lambda m, q, k, v, p, a: m(q, k, v, key_padding_mask=p, attn_mask=a))

small = dict(dim_feedforward=6, dropout=0.0)
padding = lambda: torch.tensor([[False, False, False], [False, False, True]])
case("TransformerEncoderLayer", lambda: nn.TransformerEncoderLayer(4, 2, **small), q)
case("TransformerEncoderLayer_masks", lambda: nn.TransformerEncoderLayer(4, 2, activation="gelu", **small), q, later(3), padding, call=lambda m, t, a, p: m(t, a, p))
case("TransformerEncoder", lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, **small), 2), q, constant(normal(3, 3)))
case("TransformerDecoderLayer", lambda: nn.TransformerDecoderLayer(4, 2, **small), q, k)
case("TransformerDecoderLayer_masks", lambda: nn.TransformerDecoderLayer(4, 2, activation="gelu", **small), q, k, later(3), constant(normal(3, 4)), padding, hidden_keys)
case("TransformerDecoder", lambda: nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, **small), 2), q, k)
case("Transformer", lambda: nn.Transformer(4, 2, 1, 1, **small), k, q)
case("Transformer_masks", lambda: nn.Transformer(4, 2, 1, 1, **small), k, q, later(4), later(3), constant(normal(3, 4)), hidden_keys, padding, hidden_keys)

case("Sequential", lambda: nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 2)), x)

case("MSELoss", lambda: nn.MSELoss(), x, x)
case("L1Loss", lambda: nn.L1Loss(reduction="sum"), x, x)
case("SmoothL1Loss", lambda: nn.SmoothL1Loss(beta=0.7), x, x)
case("HuberLoss", lambda: nn.HuberLoss(delta=0.7), x, x)
case("CrossEntropyLoss", nn.Identity, normal(4, 3), indices(3, 4), constant(uniform(3)), call=lambda _, a, t, w: nn.CrossEntropyLoss(w, ignore_index=1, label_smoothing=0.1)(a, t))
case("NLLLoss", lambda: nn.NLLLoss(), normal(4, 3), indices(3, 4))
case("BCELoss", lambda: nn.BCELoss(), uniform(4, 3), constant(uniform(4, 3)))
case("BCEWithLogitsLoss", nn.Identity, normal(4, 3), constant(uniform(4, 3)), constant(uniform(3)), call=lambda _, a, t, w: nn.BCEWithLogitsLoss(pos_weight=w)(a, t))
case("KLDivLoss", lambda: nn.KLDivLoss(log_target=True), normal(4, 3), constant(normal(4, 3)))
case("PoissonNLLLoss", lambda: nn.PoissonNLLLoss(True, True), normal(4, 3), constant(uniform(4, 3, high=5)))
case("GaussianNLLLoss", lambda: nn.GaussianNLLLoss(full=True), normal(4, 3), normal(4, 3), uniform(4, 3))
sign = lambda *shape: constant(lambda: torch.randint(2, shape).double() * 2 - 1)
case("CosineEmbeddingLoss", lambda: nn.CosineEmbeddingLoss(0.2), normal(4, 3), normal(4, 3), sign(4))
case("CTCLoss", lambda: nn.CTCLoss(), normal(6, 2, 4), lambda: torch.tensor([[1, 2, 2], [3, 1, 0]]), lambda: torch.tensor([6, 5]), lambda: torch.tensor([3, 2]), call=lambda m, a, t, i, j: m(a.log_softmax(2), t, i, j))
case("HingeEmbeddingLoss", lambda: nn.HingeEmbeddingLoss(), normal(4, 3), sign(4, 3))
case("MarginRankingLoss", lambda: nn.MarginRankingLoss(0.3), normal(4), normal(4), sign(4))
case("MultiLabelMarginLoss", lambda: nn.MultiLabelMarginLoss(), normal(2, 4), lambda: torch.tensor([[3, 0, -1, 1], [2, -1, 0, 1]]))
case("MultiLabelSoftMarginLoss", lambda: nn.MultiLabelSoftMarginLoss(), normal(3, 4), lambda: Constant(torch.randint(2, (3, 4)).double()))
case("MultiMarginLoss", lambda: nn.MultiMarginLoss(2, 0.8), normal(4, 3), indices(3, 4))
case("SoftMarginLoss", lambda: nn.SoftMarginLoss(), normal(4, 3), sign(4, 3))
case("TripletMarginLoss", lambda: nn.TripletMarginLoss(0.9, 2, 1e-4, True), normal(4, 3), normal(4, 3), normal(4, 3))
case("TripletMarginWithDistanceLoss", lambda: nn.TripletMarginWithDistanceLoss(distance_function=lambda s, t: (s - t).abs().sum(1), margin=0.9, swap=True), normal(4, 3), normal(4, 3), normal(4, 3))

oracle.write(os.path.join(os.path.dirname(os.path.abspath(__file__)), "nn_modules.safetensors"))

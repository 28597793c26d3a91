"""What PyTorch makes of the tasks' models: initial weights, batches, and the losses of 20 AdamW steps, at a small width and
without dropout. The models are PyTorch's own layers (nn.TransformerEncoderLayer, nn.Transformer, nn.LSTM); only the names of
the weights are those of samples/Tasks/Models.

Needs Debian's python3-torch (PyTorch 1.13). Run `python3 models.py` in this folder to write the safetensors files again:
`initial/NAME` the weights, `inputs`, `targets` and so on with one batch a step, `losses` in float64.
"""
import json
import math
import struct

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
STEPS = 20
PAD = 0


def encoder_names(theirs, ours):
    """Names of an nn.TransformerEncoderLayer's weights, and of an EncoderLayer's."""
    return {
        f"{theirs}self_attn.in_proj_": f"{ours}attention.projection.",
        f"{theirs}self_attn.out_proj.": f"{ours}attention.output.",
        f"{theirs}multihead_attn.in_proj_": f"{ours}memoryAttention.projection.",
        f"{theirs}multihead_attn.out_proj.": f"{ours}memoryAttention.output.",
        f"{theirs}": ours,
    }


def positions(length, width):
    angle = torch.arange(length)[:, None] * torch.exp(torch.arange(0, width, 2) * (-math.log(10000.0) / width))
    return torch.stack([angle.sin(), angle.cos()], -1).reshape(length, width)


class OilTemperature(nn.Module):
    names = {k: v for i in range(2) for k, v in encoder_names(f"layers.{i}.", f"layers.{i}.").items()}

    def __init__(self, width=16):
        super().__init__()
        self.width = width
        self.input = nn.Linear(1, width)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(width, 4, 4 * width, dropout=0, batch_first=True, norm_first=True) for _ in range(2))
        self.head = nn.Linear(width, 1)

    def loss(self, series, wanted):
        x = self.input(series[..., None]) + positions(series.shape[1], self.width)
        for layer in self.layers:
            x = layer(x)
        return F.mse_loss(self.head(x[:, -1]).flatten(), wanted)


class WikiText(nn.Module):
    names = {k: v for i in range(3) for k, v in encoder_names(f"layers.{i}.", f"layers.{i}.").items()}

    def __init__(self, vocabulary=97, width=16, positions=128, layers=2):
        super().__init__()
        self.tokenEmbedding = nn.Embedding(vocabulary, width)
        self.positionEmbedding = nn.Embedding(positions, width)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(width, 4, 4 * width, dropout=0, batch_first=True, norm_first=True) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary)

    def loss(self, words):
        inputs, targets = words[:, :-1], words[:, 1:]
        length = inputs.shape[1]
        mask = nn.Transformer.generate_square_subsequent_mask(length)
        x = self.tokenEmbedding(inputs) + self.positionEmbedding(torch.arange(length))
        for layer in self.layers:
            x = layer(x, mask)
        return F.cross_entropy(self.head(self.norm(x)).flatten(0, 1), targets.flatten(), ignore_index=PAD)


class Translation(nn.Module):
    names = {
        **{k: v for i in range(4) for k, v in encoder_names(f"transformer.encoder.layers.{i}.", f"encoder.{i}.").items()},
        **{k: v for i in range(4) for k, v in encoder_names(f"transformer.decoder.layers.{i}.", f"decoder.{i}.").items()},
        "transformer.encoder.norm.": "encoderNorm.",
        "transformer.decoder.norm.": "decoderNorm.",
    }

    def __init__(self, vocabulary=97, width=16):
        super().__init__()
        self.width = width
        self.embedding = nn.Embedding(vocabulary, width)
        self.transformer = nn.Transformer(width, 8, 4, 4, 4 * width, dropout=0, batch_first=True)
        self.head = nn.Linear(width, vocabulary)

    def embed(self, words):
        return self.embedding(words) * math.sqrt(self.width) + positions(words.shape[1], self.width)

    def loss(self, source, target):
        known, wanted = target[:, :-1], target[:, 1:]
        padding = source == PAD
        x = self.transformer(
            self.embed(source), self.embed(known),
            tgt_mask=nn.Transformer.generate_square_subsequent_mask(known.shape[1]),
            src_key_padding_mask=padding, memory_key_padding_mask=padding)
        return F.cross_entropy(self.head(x).flatten(0, 1), wanted.flatten(), ignore_index=PAD)


class Review(nn.Module):
    names = {}

    def __init__(self, vocabulary=97, width=8, hidden=12):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=PAD)
        self.lstm = nn.LSTM(width, hidden, 2, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(2 * hidden, 2)

    def loss(self, words, labels):
        _, (hidden, _) = self.lstm(self.embedding(words))
        return F.cross_entropy(self.fc(torch.cat([hidden[-2], hidden[-1]], 1)), labels)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        way = x if self.downsample is None else self.downsample(x)
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + way)


class ResNet(nn.Module):
    names = {}

    def __init__(self, width=4):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = nn.Sequential(Block(width, width, 1), Block(width, width, 1))
        self.layer2 = nn.Sequential(Block(width, 2 * width, 2), Block(2 * width, 2 * width, 1))
        self.layer3 = nn.Sequential(Block(2 * width, 4 * width, 2), Block(4 * width, 4 * width, 1))
        self.layer4 = nn.Sequential(Block(4 * width, 8 * width, 2), Block(8 * width, 8 * width, 1))
        self.fc = nn.Linear(8 * width, 10)

    def loss(self, images, labels):
        x = (images.float() / 255 - torch.tensor([0.4914, 0.4822, 0.4465]).view(3, 1, 1)) / torch.tensor([0.2023, 0.1994, 0.2010]).view(3, 1, 1)
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return F.cross_entropy(self.fc(F.adaptive_avg_pool2d(x, 1).flatten(1)), labels)


def sentences(count, length, least):
    """Words 2 to 96, the commoner the smaller, of lengths from `least` on, padded."""
    words = (torch.rand(STEPS, count, length) ** 2 * 94).long() + 2
    lengths = torch.randint(least, length + 1, (STEPS, count, 1))
    lengths[:, 0] = length
    return torch.where(torch.arange(length) < lengths, words, PAD)


def train(name, model, **batches):
    """Runs the steps and writes the file."""
    tensors = {}
    for theirs, parameter in model.state_dict().items():
        ours = theirs
        for old, new in model.names.items():
            if ours.startswith(old):
                ours = new + ours[len(old):]
                break
        tensors["initial/" + ours] = parameter.detach().clone()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-4, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2)
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = model.loss(*(batch[step] for batch in batches.values()))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    print(name, sum(p.numel() for p in model.parameters()), losses[0], losses[-1])
    save(name + ".safetensors", {**tensors, **batches, "losses": torch.tensor(losses, dtype=torch.float64)})


def save(path, tensors):
    kinds = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64", torch.uint8: "U8"}
    header, body = {}, b""
    for name, tensor in sorted(tensors.items(), key=lambda entry: (-entry[1].element_size(), entry[0])):
        content = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": kinds[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(content)]}
        body += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


torch.manual_seed(7)
train("etth1", OilTemperature(), series=torch.randn(STEPS, 6, 96), wanted=torch.randn(STEPS, 6))
torch.manual_seed(7)
train("wikitext2", WikiText(), words=sentences(6, 20, least=20))
torch.manual_seed(7)
train("multi30k", Translation(), source=sentences(6, 11, least=4), target=sentences(6, 13, least=4))
torch.manual_seed(7)
train("imdb", Review(), words=sentences(6, 24, least=6), labels=torch.randint(0, 2, (STEPS, 6)))
torch.manual_seed(7)
train("cifar10", ResNet(), images=torch.randint(0, 256, (STEPS, 8, 3, 16, 16), dtype=torch.uint8), labels=torch.randint(0, 10, (STEPS, 8)))
torch.manual_seed(7)
train("chargpt", WikiText(positions=64, layers=3), words=sentences(6, 20, least=20))

#!/usr/bin/python3
"""PyTorch's side of the comparison: does on request what Program.cs does, and tells the seconds that it took.

Requests, a line each: `threads N`, `clock NAME`, `version`, `prepare MODEL BATCH`, `steps N`, `prepare-call NAME`, `calls N`.
"""
import math
import platform
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.project = nn.Linear(1, 128)
        self.register_buffer("positions", torch.randn(96, 1, 128))
        self.layers = nn.ModuleList(nn.TransformerEncoderLayer(128, 4, 512, 0.2, norm_first=True) for _ in range(2))
        self.head1, self.head2 = nn.Linear(128, 128), nn.Linear(128, 1)

    def forward(self, windows):
        x = self.project(windows) + self.positions
        for layer in self.layers:
            x = layer(x)
        return self.head2(F.relu(self.head1(x[-1])))


class LanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(10000, 128), nn.Embedding(128, 128)
        self.layers = nn.ModuleList(nn.TransformerEncoderLayer(128, 4, 512, 0.2, norm_first=True) for _ in range(2))
        self.norm, self.head = nn.LayerNorm(128), nn.Linear(128, 10000)
        self.register_buffer("mask", torch.full((127, 127), -math.inf).triu(1))
        self.register_buffer("places", torch.arange(127).unsqueeze(1))

    def forward(self, text):
        x = self.tokens(text) + self.positions(self.places)
        for layer in self.layers:
            x = layer(x, self.mask)
        return self.head(self.norm(x))


class Translator(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(10000, 256)
        self.register_buffer("positions", torch.randn(32, 1, 256))
        self.transformer = nn.Transformer(256, 8, 4, 4, 1024, 0.2)
        self.head = nn.Linear(256, 10000)
        self.register_buffer("mask", torch.full((32, 32), -math.inf).triu(1))

    def forward(self, source, target):
        embed = lambda text: self.tokens(text) * 16 + self.positions
        return self.head(self.transformer(embed(source), embed(target), tgt_mask=self.mask))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = None
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.shortcut is None else self.shortcut(x)))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.bn = nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64)
        blocks, inputs = [], 64
        for outputs, stride in ((64, 1), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)):
            blocks.append(Block(inputs, outputs, stride))
            inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.pool, self.head, self.dropout = nn.AdaptiveAvgPool2d(1), nn.Linear(512, 10), nn.Dropout(0.2)

    def forward(self, images):
        x = self.blocks(F.relu(self.bn(self.conv(images))))
        return self.dropout(self.head(self.pool(x).flatten(1)))


class SentimentLstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(25000, 32)
        self.lstm = nn.LSTM(32, 64, 2, batch_first=True, dropout=0.2, bidirectional=True)
        self.dropout, self.head = nn.Dropout(0.2), nn.Linear(128, 2)

    def forward(self, text):
        _, (hidden, _) = self.lstm(self.tokens(text))
        return self.head(self.dropout(torch.cat([hidden[-2], hidden[-1]], 1)))


def prepare(name, batch):
    """A function that makes one training step."""
    torch.manual_seed(42)
    if name == "ETTh1":
        model, inputs, target = Forecaster(), [torch.randn(96, batch, 1)], torch.randn(batch, 1)
        loss = lambda output: F.mse_loss(output, target)
    elif name == "WikiText-2":
        model, inputs, target = LanguageModel(), [torch.randint(10000, (127, batch))], torch.randint(10000, (127 * batch,))
        loss = lambda output: F.cross_entropy(output.view(-1, 10000), target, ignore_index=0)
    elif name == "Multi30k":
        model, inputs = Translator(), [torch.randint(10000, (32, batch)), torch.randint(10000, (32, batch))]
        target = torch.randint(10000, (32 * batch,))
        loss = lambda output: F.cross_entropy(output.view(-1, 10000), target, ignore_index=0)
    elif name == "CIFAR-10":
        model, inputs, target = ResNet(), [torch.randn(batch, 3, 32, 32)], torch.randint(10, (batch,))
        loss = lambda output: F.cross_entropy(output, target)
    else:
        model, inputs, target = SentimentLstm(), [torch.randint(25000, (batch, 256))], torch.randint(2, (batch,))
        loss = lambda output: F.cross_entropy(output, target)
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.01)

    def step():
        optimizer.zero_grad()
        loss(model(*inputs)).backward()
        optimizer.step()

    return step


def prepare_call(name):
    """A function that calls an operator a number of times, each time on the result of the time before."""
    first, other, call = {
        "add": (torch.ones(1), torch.ones(1), lambda r, other: r + other),
        "mul_": (torch.ones(1), torch.ones(1), lambda r, other: r.mul_(1.0)),
        "matmul": (torch.ones(4, 4), torch.eye(4), lambda r, other: torch.matmul(r, other)),
        "sum": (torch.ones(1, 16), torch.ones(1), lambda r, other: r.sum(0, True)),
        "view": (torch.ones(4, 4), torch.ones(1), lambda r, other: r.view(2, 8)),
        "cat": (torch.ones(1), torch.empty(0), lambda r, other: torch.cat([r, other])),
    }[name]

    def run(count):
        result = first
        for _ in range(count):
            result = call(result, other)

    return run


def main():
    step = call = None
    clock = time.perf_counter
    for line in sys.stdin:
        request, *arguments = line.split()
        if request == "threads":
            torch.set_num_threads(int(arguments[0]))
            answer = [torch.get_num_threads()]
        elif request == "clock":
            clock = {"wall": time.perf_counter, "processor": time.process_time}[arguments[0]]
            answer = ["ready"]
        elif request == "version":
            answer = [f"PyTorch {torch.__version__} under Python {platform.python_version()}"]
        elif request == "prepare":
            step = prepare(arguments[0], int(arguments[1]))
            answer = ["ready"]
        elif request == "prepare-call":
            call = prepare_call(arguments[0])
            answer = ["ready"]
        elif request == "steps":
            answer = []
            for _ in range(int(arguments[0])):
                start = clock()
                step()
                answer.append(clock() - start)
        elif request == "calls":
            start = clock()
            with torch.no_grad():
                call(int(arguments[0]))
            answer = [(clock() - start) / int(arguments[0])]
        print(*answer, flush=True)


main()

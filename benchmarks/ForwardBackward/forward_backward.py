#!/usr/bin/env python3
"""Forward and backward pass of the ETTh1 model: this project against PyTorch, on the same libtorch and threads.

The two sides take turns, a few passes each, so that whatever else the machine does meets both. Printed are medians over all
passes, and their ratio. Two pairs are compared:

  all positions   PyTorch's torch.nn.TransformerEncoder, and the same work here
  last position   the second layer computes only the position that the head reads, written by hand on both sides;
                  this is what samples/Tasks trains with

  dotnet build -c Release benchmarks/ForwardBackward
  /usr/bin/python3 benchmarks/ForwardBackward/forward_backward.py [--rounds N] [--passes N] [--threads N]
"""
import argparse
import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

HOURS, WIDTH, HEADS, INNER, DROPOUT, BATCH = 96, 128, 4, 512, 0.2, 64


def positions():
    t = torch.arange(HOURS)[:, None].float()
    frequency = torch.exp(torch.arange(0, WIDTH, 2).float() * (-math.log(10_000) / WIDTH))
    table = torch.zeros(1, HOURS, WIDTH)
    table[0, :, 0::2], table[0, :, 1::2] = torch.sin(t * frequency), torch.cos(t * frequency)
    return table


class EveryPosition(nn.Module):
    def __init__(self):
        super().__init__()
        self.input, self.head = nn.Linear(1, WIDTH), nn.Linear(WIDTH, 1)
        layer = nn.TransformerEncoderLayer(WIDTH, HEADS, INNER, DROPOUT, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)
        self.register_buffer("positions", positions())

    def forward(self, series):
        x = self.encoder(self.input(series.unsqueeze(-1)) + self.positions)
        return self.head(x[:, -1]).flatten()


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.projection, self.output = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.linear1, self.linear2 = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x, wanted):
        def split(z):
            return z.view(z.shape[0], z.shape[1], HEADS, -1).transpose(1, 2).reshape(z.shape[0] * HEADS, z.shape[1], -1)

        def drop(z):
            return F.dropout(z, DROPOUT, self.training)

        def last(z):
            return z if wanted == z.shape[1] else z[:, -wanted:]

        context, weight, bias = self.norm1(x), self.projection.weight, self.projection.bias
        q = split(F.linear(last(context), weight[:WIDTH], bias[:WIDTH]) / math.sqrt(WIDTH // HEADS))
        k, v = (split(z) for z in F.linear(context, weight[WIDTH:], bias[WIDTH:]).chunk(2, -1))
        a = torch.bmm(drop(torch.softmax(torch.bmm(q, k.transpose(1, 2)), -1)), v)
        a = a.view(x.shape[0], HEADS, wanted, -1).transpose(1, 2).reshape(x.shape[0], wanted, WIDTH)
        y = last(x) + drop(self.output(a))
        return y + drop(self.linear2(drop(F.relu(self.linear1(self.norm2(y)), inplace=True))))


class LastPosition(nn.Module):
    def __init__(self):
        super().__init__()
        self.input, self.head = nn.Linear(1, WIDTH), nn.Linear(WIDTH, 1)
        self.layers = nn.ModuleList([Layer(), Layer()])
        self.register_buffer("positions", positions())

    def forward(self, series):
        x = self.layers[0](self.input(series.unsqueeze(-1)) + self.positions, HOURS)
        return self.head(self.layers[1](x, 1)).flatten()


def passes_here(model, inputs, targets, count):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        model.zero_grad(set_to_none=True)
        F.mse_loss(model(inputs), targets).backward()
        times.append((time.perf_counter() - start) * 1e3)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--passes", type=int, default=4, help="passes of one side before the other takes over")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()

    program = Path(__file__).parent / "bin" / "Release" / "net10.0" / "MetaAdamW.ForwardBackward.dll"
    if not program.exists():
        sys.exit(f"{program} is missing: dotnet build -c Release benchmarks/ForwardBackward")
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(options.threads)
    torch.set_num_threads(options.threads)
    torch.manual_seed(42)
    inputs, targets = torch.randn(BATCH, HOURS), torch.randn(BATCH)
    models = {"all": EveryPosition(), "last": LastPosition()}

    other = subprocess.Popen(
        ["dotnet", "exec", program, str(options.threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def passes_there(name, count):
        other.stdin.write(f"{name} {count}\n")
        other.stdin.flush()
        return [float(t) for t in other.stdout.readline().split()]

    print(f"PyTorch {torch.__version__}, {options.threads} threads; ETTh1 model, batch {BATCH}, training mode with dropout")
    print(f"{'':15}{'PyTorch':>12}{'MetaAdamW.Gen':>16}{'ratio':>9}   (medians of {options.rounds * options.passes} passes, ms)")
    for name, model in models.items():
        passes_here(model, inputs, targets, 3)
        passes_there(name, 3)
        here, there = [], []
        for _ in range(options.rounds):
            here += passes_here(model, inputs, targets, options.passes)
            there += passes_there(name, options.passes)
        a, b = statistics.median(here), statistics.median(there)
        print(f"{name + (' positions' if name == 'all' else ' position'):15}{a:12.1f}{b:16.1f}{b / a:9.3f}")
    other.stdin.close()
    other.wait()


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""PyTorch's side of the comparison: does on request what Program.cs asks for, and tells the seconds that it took.

Requests, a line each:
    threads N                          as torch.set_num_threads
    version                            PyTorch's version
    prepare NAME OPTIMIZER PHI SHAPES  parameters of these shapes, with gradients, and an optimizer
    steps NAME N                       N optimizer steps; answers with the seconds of each
    drop NAME                          forgets it

OPTIMIZER is adamw, foreach or published. PHI is LAYERS,HEADS,WIDTH,INNER. SHAPES are GROUP:ROWSxCOLUMNS... joined by commas, one a tensor.
"""
import math
import sys
import time

import torch
from torch import nn


class Published:
    """
    MetaAdamW's step in the way in which it was published: a plain loop over the parameters, whose norms are read back one by one
    (arXiv:2605.04055, sections 3.1, 3.3 and 3.4; Basic features, the second moment's norm and time).
    """

    def __init__(self, groups, layers, heads, width, inner, lr=5e-4, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.groups, self.lr, self.betas, self.eps, self.weight_decay = groups, lr, betas, eps, weight_decay
        self.width, self.steps = width, 0
        layer = nn.TransformerEncoderLayer(width, heads, inner, dropout=0.0, batch_first=True, norm_first=True)
        self.attention = nn.TransformerEncoder(layer, layers)
        self.output = nn.Linear(width, 4)
        for tensor in self.attention.parameters():
            if tensor.dim() > 1:
                nn.init.xavier_uniform_(tensor)
        self.state = {p: (torch.zeros_like(p), torch.zeros_like(p)) for group in groups for p in group}

    @torch.no_grad()
    def features(self):
        rows = []
        for group in self.groups:
            gradients, moments, values, seconds, cosines = [], [], [], [], []
            for p in group:
                m, v = self.state[p]
                gradients.append(p.grad.norm().item())
                moments.append(m.norm().item())
                values.append(p.norm().item())
                seconds.append(v.norm().item())
                cosines.append(torch.cosine_similarity(p.grad.flatten(), m.flatten(), dim=0, eps=1e-8).item())
            means = [sum(column) / len(column) for column in (gradients, moments, values, cosines, seconds)]
            row = means + [2 / (1 + math.exp(-self.steps / 1000)) - 1]
            rows.append((row + [0.0] * self.width)[: self.width])
        return torch.tensor(rows)

    @torch.no_grad()
    def step(self):
        self.steps += 1
        factors = torch.sigmoid(self.output(self.attention(self.features().unsqueeze(0)))).squeeze(0)
        beta1, beta2 = self.betas
        for group, (alpha, beta, _, _) in zip(self.groups, factors):
            alpha, beta = 1 + (alpha.item() - 0.5), 1 + (beta.item() - 0.5)
            for p in group:
                m, v = self.state[p]
                m.mul_(beta1).add_(p.grad, alpha=1 - beta1)
                v.mul_(beta2).addcmul_(p.grad, p.grad, value=1 - beta2)
                denominator = (v / (1 - beta2**self.steps)).sqrt().add_(self.eps)
                update = (m / (1 - beta1**self.steps)) / denominator
                update.add_(p, alpha=beta * self.weight_decay)
                p.add_(update, alpha=-self.lr * alpha)


def prepare(optimizer, phi, shapes):
    """A function that makes one step."""
    torch.manual_seed(42)
    groups = {}
    for text in shapes.split(","):
        group, sizes = text.split(":")
        p = nn.Parameter(torch.randn([int(size) for size in sizes.split("x")]).mul_(0.02))
        p.grad = torch.randn_like(p).mul_(0.01)
        groups.setdefault(int(group), []).append(p)
    parameters = [p for group in groups.values() for p in group]
    if optimizer == "published":
        return Published(list(groups.values()), *(int(number) for number in phi.split(","))).step
    made = torch.optim.AdamW(parameters, lr=5e-4, weight_decay=1e-2, foreach=optimizer == "foreach")
    return made.step


def main():
    prepared = {}
    for line in sys.stdin:
        request, *arguments = line.split()
        if request == "threads":
            torch.set_num_threads(int(arguments[0]))
            answer = [torch.get_num_threads()]
        elif request == "version":
            answer = [torch.__version__]
        elif request == "prepare":
            prepared[arguments[0]] = prepare(*arguments[1:])
            answer = ["ready"]
        elif request == "drop":
            del prepared[arguments[0]]
            answer = ["ready"]
        elif request == "steps":
            answer = []
            step = prepared[arguments[0]]
            for _ in range(int(arguments[1])):
                start = time.perf_counter()
                step()
                answer.append(time.perf_counter() - start)
        print(*answer, flush=True)


main()

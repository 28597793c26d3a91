#!/usr/bin/python3
"""What PyTorch 1.13 gives for the expressions in the tests of src/LibTorch's public members.

Run it with Debian's python3-torch, from any folder:

    /usr/bin/python3 tests/LibTorch.Tests/Oracle/members.py

It reads each Same("expression", ... of Parity/Members/*.cs, evaluates the expression with the inputs below, and writes
members.safetensors: the inputs as $name, the results as expression#0, expression#1, ... Complex ones are stored as view_as_real.
Where the results can be differentiated, expression' holds how their weighted sum changes with the inputs that the expression
names, and expression" how the weighted sum of that changes; each is flat, one input after the other in the order of their names.
"""
import glob
import os
import re
import warnings

import torch

from aten import save

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(5)


def normal(*shape):
    return torch.randn(*shape, dtype=torch.float64)


x, y, y2 = normal(2, 3), normal(2, 3), normal(2, 2)
p, p1 = torch.rand(2, 3, dtype=torch.float64) + 0.3, torch.rand(2, 3, dtype=torch.float64) + 1.2  # positive, above 1
u = torch.rand(2, 3, dtype=torch.float64) * 0.9 + 0.05  # inside (0, 1)
n = torch.tensor([[float("nan"), float("inf"), -0.5], [0.0, float("-inf"), 2.5]], dtype=torch.float64)
m = torch.tensor([[True, False, True], [False, False, True]])
i, j = torch.tensor([[0, 3, 3], [5, 3, 0]]), torch.tensor([[1, 3, 2], [5, 0, 4]])
b, wb = torch.tensor([1, 4, 4, 0, 9]), normal(5)
c = torch.complex(normal(2, 3), normal(2, 3))
r = normal(3, 2)
k, k1, k8, kt = normal(2, 3, 4), normal(1, 3, 1, 2), normal(4, 6), normal(2, 4, 3)
kk, kkk = normal(3, 3), normal(2, 3, 3)
s = torch.tensor([[4.0, 0.5, -0.25], [0.5, 3.0, 0.75], [-0.25, 0.75, 5.0]], dtype=torch.float64)  # symmetric positive definite
a, b4, ab = normal(3, 4), normal(4, 3), normal(3, 3)
a = torch.cat([a[:, :3] + 2 * torch.eye(3, dtype=torch.float64), a[:, 3:]], 1)
v, w, v4 = normal(3), normal(3), normal(4)
g = normal(2, 4)
q = torch.tensor([0.25, 0.6], dtype=torch.float64)
z1 = torch.tensor([0.3], dtype=torch.float64)
gi = torch.tensor([[0, 2], [1, 2]])
cut, one, rep = torch.tensor([0, 2]), torch.tensor(1), torch.tensor([1, 0, 2])
three = torch.tensor(3.0, dtype=torch.float64)
wave, hann = normal(24), torch.hann_window(8, dtype=torch.float64)
a = a[:, :4].contiguous()
k6 = normal(2, 1, 2, 1, 2, 3)
types = [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32, torch.float64,
         torch.complex64, torch.complex128, torch.bool]
INPUTS = ("x y y2 p p1 u n m i j b wb c r k k1 k8 kt kk kkk s a b4 ab v w v4 g q z1 gi cut one rep three wave hann k6").split()


def place(dtype):
    """Where a type is in types; -1 for torch.complex32, which TorchSharp does not have."""
    return types.index(dtype) if dtype in types else -1


def gradient(function, value):
    """How a weighted sum of the function's elements changes with the value."""
    value = value.clone().requires_grad_()
    result = function(value).reshape(-1)
    weights = torch.arange(1, result.numel() + 1, dtype=torch.float64).cos()
    return torch.autograd.grad((result * weights).sum(), value)[0]


def drawn(function):
    """What a function of random numbers gives after this seed."""
    torch.manual_seed(1234)
    return function()


def plain_view(value):
    return torch.view_as_real(value.resolve_conj()) if value.is_complex() else value.resolve_neg()


def plain(value):
    return plain_view(value.detach()).contiguous()


def named(expression):
    """The floating-point inputs that an expression names."""
    return [name for name in sorted(set(re.findall(r"\w+", expression))) if name in INPUTS and not globals()[name].dtype in (torch.int64, torch.bool)]


def weighted(values):
    """The sum of all elements that can be differentiated, each with a weight of its own; None if there is none."""
    total = None
    for value in values:
        if isinstance(value, torch.Tensor) and value.requires_grad:
            flat = plain_view(value).reshape(-1)
            term = (flat * torch.arange(1, flat.numel() + 1, dtype=torch.float64).cos()).sum()
            total = term if total is None else total + term
    return total


def gradients(expression):
    """The first and, where there are some, the second gradients of an expression."""
    leaves = {name: plain(globals()[name]).clone().requires_grad_() for name in named(expression)}
    inputs = {name: torch.view_as_complex(leaf) if globals()[name].is_complex() else leaf for name, leaf in leaves.items()}
    result = eval(expression, {**globals(), **inputs})
    values = result if isinstance(result, (tuple, list)) else [result]
    for _ in range(2):
        total = weighted(values)
        try:
            values = None if total is None else torch.autograd.grad(total, list(leaves.values()), create_graph=True, allow_unused=True)
        except RuntimeError:  # PyTorch has no such derivative.
            return
        if values is None:
            return
        yield torch.cat([torch.zeros(leaf.numel(), dtype=torch.float64) if value is None else value.detach().reshape(-1)
                         for value, leaf in zip(values, leaves.values())])


def main():
    tensors = {"$" + name: plain(globals()[name]) for name in INPUTS}
    for path in sorted(glob.glob(os.path.join(HERE, "../Parity/Members/*.cs"))):
        with open(path, encoding="utf-8") as file:
            expressions = re.findall(r'^ *Same\("([^"]*)",', file.read(), re.MULTILINE)
        for expression in expressions:
            result = eval(expression, globals())
            parts = result if isinstance(result, (tuple, list)) else [result]
            for number, part in enumerate(parts):
                part = part if isinstance(part, torch.Tensor) else torch.tensor(part)
                tensors[f"{expression}#{number}"] = plain(part)
            for mark, value in zip("'\"", gradients(expression)):
                tensors[expression + mark] = value
    save(os.path.join(HERE, "members.safetensors"), tensors)
    print(f"{len(tensors)} tensors")


if __name__ == "__main__":
    main()

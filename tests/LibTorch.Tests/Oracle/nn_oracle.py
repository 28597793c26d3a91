"""What the nn parity tests compare with: PyTorch's values, gradients and second gradients, in double precision.

Used by nn_functional.py and nn_modules.py; run those with a Python that has PyTorch 1.13 (Debian: python3-torch).

Of each case the output file holds, under "<case>/":
    x<i>, c<i>      input i, differentiated or constant
    p.<name>        parameters and buffers before the call
    y<i>            output i
    g.x<i>, g.p.<name>    gradients of L = sum over outputs of sum(y * weights(y))
    h.x<i>, h.p.<name>    gradients of sum over those gradients of sum(g * weights(g)), where the operator has them
with weights(t) = cos(1), cos(2), ... in the shape of t.
"""

import json
import struct
import zlib

import torch

torch.set_default_dtype(torch.float64)
TYPES = {torch.float64: "F64", torch.int64: "I64", torch.bool: "BOOL"}


class Constant:
    """An input that is not differentiated though it could be."""

    def __init__(self, tensor):
        self.tensor = tensor


def weights(tensor):
    return torch.cos(torch.arange(1, tensor.numel() + 1, dtype=torch.float64)).reshape(tensor.shape)


class Oracle:
    def __init__(self):
        self.tensors = {}

    def seed(self, name):
        """Each case has random numbers of its own, so a new case changes no other."""
        torch.manual_seed(zlib.crc32(name.encode()))

    def case(self, name, function, *inputs, module=None):
        put = lambda key, value: self.tensors.__setitem__(f"{name}/{key}", value.detach().clone())
        assert not any(key.startswith(name + "/") for key in self.tensors), name

        arguments, variables = [], {}
        for i, given in enumerate(inputs):
            tensor = (given.tensor if isinstance(given, Constant) else given).detach().clone()
            differentiable = tensor.is_floating_point() and not isinstance(given, Constant)
            put(("x" if differentiable else "c") + str(i), tensor)
            if differentiable:
                variables[f"x{i}"] = tensor.requires_grad_()
            arguments.append(tensor)
        if module is not None:
            for key, value in module.state_dict().items():
                put("p." + key, value)
            for key, value in module.named_parameters():
                if value.requires_grad:
                    variables["p." + key] = value

        outputs = function(*arguments)
        outputs = outputs if isinstance(outputs, (tuple, list)) else (outputs,)
        loss = 0
        for i, output in enumerate(outputs):
            put(f"y{i}", output)
            if output.requires_grad:
                loss = loss + (output * weights(output)).sum()
        if not torch.is_tensor(loss):
            return

        names, leaves = list(variables), list(variables.values())
        first = torch.autograd.grad(loss, leaves, create_graph=True, allow_unused=True)
        for key, gradient in zip(names, first):
            if gradient is not None:
                put("g." + key, gradient)
        second = [g for g in first if g is not None and g.requires_grad]
        if not second:
            return
        try:
            for key, gradient in zip(names, torch.autograd.grad(sum((g * weights(g)).sum() for g in second), leaves, allow_unused=True)):
                if gradient is not None:
                    put("h." + key, gradient)
        except (RuntimeError, NotImplementedError) as error:
            print(f"{name}: no second gradient ({str(error).splitlines()[0][:80]})")

    def write(self, path):
        """The safetensors format, written out here so that nothing but PyTorch is needed."""
        header, offset = {}, 0
        ordered = sorted(self.tensors.items(), key=lambda item: (-item[1].element_size(), item[0]))
        for key, value in ordered:
            size = value.numel() * value.element_size()
            header[key] = {"dtype": TYPES[value.dtype], "shape": list(value.shape), "data_offsets": [offset, offset + size]}
            offset += size
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        with open(path, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            for _, value in ordered:
                file.write(value.contiguous().numpy().tobytes())
        print(f"{path}: {len(self.tensors)} tensors, {offset + len(text)} bytes")

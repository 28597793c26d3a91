#!/usr/bin/python3
"""What PyTorch 1.13 computes for every operator of src/LibTorch/operators.txt.

Run it with Debian's python3-torch, from any folder:

    /usr/bin/python3 tests/LibTorch.Tests/Oracle/aten.py

It reads the cases of aten.txt, calls each through torch.ops (the same dispatcher that src/LibTorch calls) and writes next to it

    aten.jsonl          a line per case and element type: arguments, the results' types and shapes, which gradients exist
    aten.safetensors    the shared inputs under their names (floating-point ones in float64), and per case all its values, flattened
                        one after the other: results, first gradients, second gradients

A line of aten.txt is an operator and its cases, separated by |. A case gives the arguments in the schema's order (or name=value),
separated by blanks; the schema says how to read them: numbers, T and F, _ for None, 2,3 for lists ([] when empty), and for tensors

    N2x3    float, normal       P2x3  float, 0.3 to 2.3     U2x3  float, inside (0, 1)   S3x3  float, symmetric positive definite
    X8      float with nan, infinities, zeros, a tie        I2x3<5  int64 below 5        B2x3  bool              C2x3  complex
    Y2x3    float, sparse       {1,0}   int64 literal       {1.,2.}  float literal       {=1}  zero-dimensional literal
    {i32:1,2}  int32 literal    N or I<5 without sizes: zero-dimensional                 N0x3: empty

and #2 behind one gives another of the same kind, ! behind one keeps it from requiring gradients. Lists of tensors: [N2;N3].
Element types before a case, f32,f64: its floating inputs are cast to each in turn. Float64 and float32 are the default.
A case is named by its operator, its place in the line and, but for float64, its element type: add.Tensor/0, add.Tensor/0/f32.
`op = other` repeats the cases of another operator. In-place operators without a line repeat those of their namesake.
"""
import json
import os
import re
import sys
import warnings

import torch

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
OPERATORS = os.path.join(HERE, "../../../src/LibTorch/operators.txt")
DTYPES = {"f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
COMPLEX = {"f64": torch.complex128, "f32": torch.complex64}
SHORT = {torch.float64: "f64", torch.float32: "f32", torch.float16: "f16", torch.bfloat16: "bf16", torch.int64: "i64",
         torch.int32: "i32", torch.int16: "i16", torch.int8: "i8", torch.uint8: "u8", torch.bool: "bool",
         torch.complex128: "c128", torch.complex64: "c64"}
LITERAL = re.compile(r"^\{(i32:)?(=)?(.*)\}$")
TENSOR = re.compile(r"^([NPUSXIBCY])(\d+(?:x\d+)*)?(?:<(\d+))?(?:#(\d+))?$")
POOL = {}


def pooled(name):
    """The shared input of that name; what is random in it depends on its name alone."""
    if name not in POOL:
        literal = LITERAL.match(name)
        if literal:
            items = [item for item in literal[3].split(",") if item]
            real = any("." in item or "n" in item for item in items)
            value = torch.tensor([float(i) if real else int(i) for i in items], dtype=torch.float64 if real else torch.int32 if literal[1] else torch.int64)
            POOL[name] = value[0] if literal[2] else value
        else:
            kind, sizes, bound, number = TENSOR.match(name).groups()
            shape = [int(size) for size in sizes.split("x")] if sizes else []
            seed = 17
            for letter in name:
                seed = (seed * 31 + ord(letter)) % 2 ** 31
            generator = torch.Generator().manual_seed(seed)
            if kind == "I":
                value = torch.randint(int(bound or 10), shape, generator=generator)
            elif kind == "B":
                value = torch.rand(shape, generator=generator) < 0.5
            elif kind == "C":
                value = torch.complex(torch.randn(shape, generator=generator), torch.randn(shape, generator=generator)).to(torch.complex128)
            elif kind == "X":
                special = [float("nan"), 1.5, float("inf"), -1.5, float("-inf"), 0.0, -0.0, 1.5]
                value = torch.tensor(special, dtype=torch.float64)[:shape[0]]
            else:
                # Rounded to bfloat16, so that every element type sees the same numbers.
                value = torch.randn(shape, generator=generator) if kind in "NSY" else torch.rand(shape, generator=generator)
                if kind == "P":
                    value = value * 2 + 0.3
                elif kind == "U":
                    value = value * 0.9 + 0.05
                elif kind == "S":
                    value = value @ value.mT + 2 * torch.eye(shape[-1])
                value = value.to(torch.bfloat16).to(torch.float64)
            POOL[name] = value
    return POOL[name]


def scalar(text):
    if text in ("T", "F"):
        return text == "T"
    return float(text) if re.search(r"[.en]", text) else int(text)


class Argument:
    def __init__(self, text):
        declaration, _, default = text.partition("=")
        self.type, self.name = declaration.rsplit(" ", 1)
        self.optional = bool(default)
        self.written = "!)" in self.type
        self.type = re.sub(r"\([^)]*\)", "", self.type).replace("SymInt", "int")
        self.type = re.sub(r"\[\d+\]", "[]", self.type)


class Schema:
    def __init__(self, text):
        self.text = text
        self.name, self.overload, arguments, self.returns = re.match(r"aten::(\w+)(?:\.(\w+))?\((.*)\) -> (.*)$", text).groups()
        self.overload = self.overload or ""
        self.full = self.name + ("." + self.overload if self.overload else "")
        parts = re.findall(r"(?:[^,\[(]|\[[^\]]*\]|\([^)]*\))+", arguments)
        self.arguments = [Argument(part.strip()) for part in parts if part.strip() != "*"]


def tokenize(text):
    """Splits at blanks; a quoted token may hold some."""
    return [a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', text)]


class Case:
    """One call of an operator with one element type for its floating-point inputs."""

    def __init__(self, schema, tokens, dtype):
        self.schema, self.dtype, self.tokens = schema, dtype, {}
        names = [argument.name for argument in schema.arguments]
        for position, token in enumerate(tokens):
            name, equals, value = token.partition("=")
            if equals and name in names:
                self.tokens[name] = value
            else:
                self.tokens[names[position]] = token
        for argument in schema.arguments:
            if argument.name not in self.tokens and not argument.optional:
                raise ValueError(f"{schema.full} {tokens}: no {argument.name}")
        self.tokens = {name: self.tokens[name] for name in names if name in self.tokens}

    def floating(self):
        """Whether any input is of floating point or complex, so that the element type matters."""
        found = []
        for argument in self.schema.arguments:
            if argument.type.startswith("Tensor") and argument.name in self.tokens:
                self.parse(argument, lambda token: found.append(pooled(token.rstrip("!"))))
        return any(value.is_floating_point() or value.is_complex() for value in found)

    def parse(self, argument, tensor):
        token, kind = self.tokens[argument.name], argument.type
        if token == "_":
            return None
        if kind in ("Tensor[]", "Tensor?[]"):
            return [None if item == "_" else tensor(item) for item in token.strip("[]").split(";") if item]
        kind = kind.rstrip("?")
        if kind == "Tensor":
            return tensor(token)
        if kind == "int[]":
            return [int(item) for item in token.strip("[]").split(",") if item]
        if kind == "float[]":
            return [float(item) for item in token.strip("[]").split(",") if item]
        if kind == "ScalarType":
            return next(dtype for dtype, name in SHORT.items() if name == token)
        if kind == "int":
            return int(token)
        if kind == "float":
            return float(token)
        if kind == "bool":
            return token == "T"
        if kind == "Scalar":
            return scalar(token)
        if kind == "Generator":
            return torch.Generator().manual_seed(int(token[1:]))
        if kind == "Device":
            return torch.device(token)
        if kind == "str":
            return token
        raise ValueError(f"{self.schema.full}: nothing known of {kind}")

    def call(self, wanted, seed=1234):
        """The leaves and the results; `wanted` says by a floating-point tensor's number whether it takes a gradient."""
        leaves, places, count = [], [], 0

        def tensor(token):
            nonlocal count
            value = pooled(token.rstrip("!"))
            if not (value.is_floating_point() or value.is_complex()):
                return value.clone()
            value = value.to(DTYPES[self.dtype] if value.is_floating_point() else COMPLEX[self.dtype]).clone()
            count += 1
            if token.startswith("Y"):
                return value.to_sparse()
            if not token.endswith("!") and wanted(count - 1):
                value.requires_grad_()
                leaves.append(value)
                places.append(count - 1)
            return value

        values = {}
        for argument in self.schema.arguments:
            if argument.name in self.tokens:
                value = self.parse(argument, tensor)
                # What is written to must not be a leaf.
                if argument.written:
                    value = [v.clone() if v.requires_grad else v for v in value] if isinstance(value, list) else value.clone() if value.requires_grad else value
                values[argument.name] = value
        # torch.ops takes no argument called self by keyword.
        names = [argument.name for argument in self.schema.arguments]
        until = names.index("self") + 1 if "self" in names else 0
        operator = getattr(getattr(torch.ops.aten, self.schema.name), self.schema.overload or "default")
        torch.manual_seed(seed)
        result = operator(*[values[name] for name in names[:until]], **{name: value for name, value in values.items() if name not in names[:until]})
        if result is None:
            result = values["self"]
        return leaves, places, list(result) if isinstance(result, (tuple, list)) else [result]


def differentiable(value):
    return isinstance(value, torch.Tensor) and value.requires_grad


def weighed(values, shift):
    """The sum of the values, each with a weight of its own, as the C# side makes it too."""
    total = None
    for value in values:
        if not differentiable(value):
            continue
        flat = (torch.view_as_real(value) if value.is_complex() else value.to_dense() if value.is_sparse else value).reshape(-1)
        weights = torch.tensor([((7919 * i + shift) % 13 - 5.5) / 8 for i in range(flat.numel())], dtype=flat.dtype)
        term = (flat * weights).sum()
        total = term if total is None else total + term
    return total


def gradients(total, leaves, again):
    if not differentiable(total):
        return [None] * len(leaves)
    return list(torch.autograd.grad(total, leaves, create_graph=again, allow_unused=True))


def evaluate(case):
    """The results with as many gradients as PyTorch has for the case, and what it raises when it raises."""
    error = None
    for wanted in (lambda i: True, lambda i: i == 0, lambda i: False):
        try:
            leaves, places, results = case.call(wanted)
            first = gradients(weighed(results, 1), leaves, True) if leaves else []
            break
        except Exception as problem:
            error = problem
    else:
        return {"error": str(error).split("\n")[0]}, []
    if all(gradient is None for gradient in first):
        first, second, places = [], [], []
    else:
        try:
            second = gradients(weighed(first, 2), leaves, False)
        except RuntimeError:
            second = []
        if all(gradient is None for gradient in second):
            second = []
    description = {"leaves": places} if places else {}
    values = []
    for key, group in (("out", results), ("grad", first), ("second", second)):
        if group or key == "out":
            description[key] = [describe(value) for value in group]
            values += [flat(value) for value in group if value is not None]
    return description, values


def describe(value):
    if value is None:
        return "_"
    if isinstance(value, torch.Tensor):
        return SHORT[value.dtype] + str(list(value.shape)).replace(" ", "") + ("s" if value.is_sparse else "")
    return "bool" if isinstance(value, bool) else "int" if isinstance(value, int) else "float"


def flat(value):
    if not isinstance(value, torch.Tensor):
        value = torch.tensor(value)
    value = value.detach()
    if value.is_sparse:
        value = value.to_dense()
    if value.is_complex():
        value = torch.view_as_real(value.resolve_conj())
    return value.reshape(-1)


def save(path, tensors):
    header, blob = {}, bytearray()
    for name, value in tensors.items():
        kind = {torch.float64: "F64", torch.float32: "F32", torch.int64: "I64", torch.int32: "I32", torch.bool: "BOOL", torch.complex128: "F64"}[value.dtype]
        raw = (torch.view_as_real(value) if value.is_complex() else value).contiguous().numpy().tobytes()
        header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [len(blob), len(blob) + len(raw)]}
        if value.is_complex():
            header[name]["shape"].append(2)
        blob += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + blob)


# Whose results nobody defines.
UNDEFINED = ("empty", "empty_like", "empty_strided", "new_empty", "resize_")


def main():
    torch.set_num_threads(1)
    schemas = {}
    for line in open(OPERATORS):
        if line.startswith("aten::"):
            schema = Schema(line.strip())
            schemas[schema.full] = schema
    rows, repeated = {}, {}
    for line in open(os.path.join(HERE, "aten.txt")):
        line = line.rstrip("\n")
        if not line or line.startswith("//"):
            continue
        if " = " in line.split(" | ")[0]:
            name, other = line.split(" = ")
            repeated[name.strip()] = other.strip()
        else:
            name, *cases = line.split(" | ")
            rows.setdefault(name.strip(), []).extend(case.strip() for case in cases)
    for name, other in repeated.items():
        rows[name] = rows[other]
    missing = []
    for name in schemas:
        base, dot, overload = name.partition(".")
        twin = {"pow_.Scalar": "pow.Tensor_Scalar", "pow_.Tensor": "pow.Tensor_Tensor"}.get(name, base.rstrip("_") + dot + overload)
        if name not in rows:
            if base.endswith("_") and twin in rows:
                rows[name] = rows[twin]
            else:
                missing.append(name)
    lines, tensors = [], {}
    for name in sorted(rows):
        if name not in schemas:
            if not any(other in schemas for other in (name + "_", name)):
                print("no such operator in operators.txt:", name)
            continue
        schema = schemas[name]
        for place, text in enumerate(rows[name]):
            tokens = tokenize(text)
            dtypes = ["f64", "f32"]
            if tokens and all(item in DTYPES for item in tokens[0].split(",")):
                dtypes = tokens.pop(0).split(",")
            if not Case(schema, tokens, "f64").floating():
                dtypes = ["f64"]
            for dtype in dtypes:
                key = f"{name}/{place}" + ("" if dtype == "f64" else "/" + dtype)
                case = Case(schema, tokens, dtype)
                if not torch._C._jit_get_schemas_for_operator("aten::" + schema.name):
                    lines.append(json.dumps({"case": key, "op": name, "type": dtype, "args": case.tokens, "missing": True}, separators=(",", ":")))
                    case.floating()
                    continue
                description, values = evaluate(case)
                if "error" in description:
                    print(name, text, dtype, "RAISES", description["error"][:150])
                if schema.name in UNDEFINED:
                    description["undefined"], values = True, []
                elif values:
                    again = [flat(value) for value in case.call(lambda i: False, seed=99)[2]]
                    if any(a.shape != b.shape or not torch.equal(a.nan_to_num(), b.nan_to_num()) for a, b in zip(values, again)):
                        description["random"] = True
                lines.append(json.dumps({"case": key, "op": name, "type": dtype, "args": case.tokens, **description}, separators=(",", ":")))
                if values:
                    store = torch.float32 if dtype != "f64" else torch.float64
                    if any(value.dtype == torch.float64 for value in values):
                        store = torch.float64
                    whole = torch.cat([value.to(torch.float64) for value in values])
                    tensors[key] = whole.to(store) if dtype != "f64" and torch.equal(whole.to(store).to(torch.float64).nan_to_num(), whole.nan_to_num()) else whole
    save(os.path.join(HERE, "aten.safetensors"), {**{"$" + name: value for name, value in POOL.items()}, **tensors})
    with open(os.path.join(HERE, "aten.jsonl"), "w") as file:
        file.write("\n".join(lines) + "\n")
    print(len(lines), "cases of", len(set(json.loads(line)["op"] for line in lines)), "operators")
    if missing:
        sys.exit(f"no case for {len(missing)}: " + " ".join(missing))


if __name__ == "__main__":
    main()

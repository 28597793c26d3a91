"""Reference trajectories of MetaAdamW and AdamW for the tests: plain, slow, float64, written from the formulas alone.

Needs Debian's python3-torch (PyTorch 1.13). Run `python3 oracle.py` in this folder to write adamw.json.gz,
trajectories.json.gz, variants.json.gz and online.json.gz again, or `python3 oracle.py online` for one of them.

All inputs (parameters, Phi, batches) come from a linear congruential generator that the tests have too, so only results are
stored: base64 of little-endian float64.
"""
import base64
import gzip
import json
import math
import re
import sys

import numpy as np
import torch
from torch import nn
from torch.nn.utils.stateless import functional_call

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Lcg:
    """x <- a*x + c (mod 2^64); numbers in [-1, 1) from the upper 53 bits."""

    def __init__(self, seed):
        self.state = (seed * 2862933555777941757 + 3037000493) & 0xFFFFFFFFFFFFFFFF

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 11) / 2.0**52 - 1

    def tensor(self, *shape):
        return torch.tensor([self.next() for _ in range(math.prod(shape))]).reshape(shape)


def fill(named, seed):
    """Values by sorted names: weights of norms and gates around 1, matrices 0.3, all else 0.1."""
    lcg = Lcg(seed)
    for name in sorted(named):
        t = named[name]
        x = lcg.tensor(*t.shape)
        if ("norm" in name and name.endswith("weight")) or name == "gates":
            x = 1 + 0.1 * x
        else:
            x = (0.3 if t.dim() > 1 else 0.1) * x
        with torch.no_grad():
            t.copy_(x)


# ---------------------------------------------------------------- models (the tests have the same)
# No bias where its gradient is zero but for rounding (keys, convolutions before a batch norm): Adam would make noise a step.


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(5, 7)
        self.fc2 = nn.Linear(7, 3)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x)))

    inputs, outputs = (4, 5), (4, 3)


class Block(nn.Module):
    def __init__(self, d, heads, ff):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(d)
        self.attn_in = nn.Linear(d, 3 * d, bias=False)
        self.attn_out = nn.Linear(d, d)
        self.norm2 = nn.LayerNorm(d)
        self.ffn1 = nn.Linear(d, ff)
        self.ffn2 = nn.Linear(ff, d)

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = [y.reshape(n, t, self.heads, d // self.heads).transpose(1, 2) for y in self.attn_in(self.norm1(x)).chunk(3, -1)]
        a = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(d // self.heads), -1)
        x = x + self.attn_out((a @ v).transpose(1, 2).reshape(n, t, d))
        return x + self.ffn2(torch.relu(self.ffn1(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.project = nn.Linear(1, 8)
        self.layers = nn.ModuleList([Block(8, 2, 12) for _ in range(4)])
        self.head = nn.Linear(8, 1)

    def forward(self, x):
        x = self.project(x)
        for layer in self.layers:
            x = layer(x)
        return self.head(x[:, -1])

    inputs, outputs = (3, 6, 1), (3, 1)


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3, 1, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(4)
        self.head = nn.Linear(4, 3)

    def forward(self, x):
        x = torch.relu(self.norm1(self.conv1(x)))
        x = torch.relu(x + self.norm2(self.conv2(x)))
        return self.head(x.mean(3).mean(2))

    inputs, outputs = (3, 2, 5, 5), (3, 3)


class Recurrence(nn.Module):
    """An LSTM layer by its definition: torch's own keeps its weights where functional_call cannot replace them."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self.hidden = hidden
        self.weight_ih_l0 = nn.Parameter(torch.zeros(4 * hidden, inputs))
        self.weight_hh_l0 = nn.Parameter(torch.zeros(4 * hidden, hidden))
        self.bias_ih_l0 = nn.Parameter(torch.zeros(4 * hidden))
        self.bias_hh_l0 = nn.Parameter(torch.zeros(4 * hidden))

    def forward(self, x):
        h = c = torch.zeros(x.shape[0], self.hidden)
        for t in range(x.shape[1]):
            gates = x[:, t] @ self.weight_ih_l0.T + self.bias_ih_l0 + h @ self.weight_hh_l0.T + self.bias_hh_l0
            i, f, g, o = gates.chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
        return h


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = Recurrence(3, 4)
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        return self.head(self.lstm(x))

    inputs, outputs = (3, 5, 3), (3, 2)


MODELS = {"mlp": Mlp, "transformer": Transformer, "resnet": ResNet, "lstm": Lstm}


def batch(cls, seed):
    lcg = Lcg(seed)
    return lcg.tensor(*cls.inputs), lcg.tensor(*cls.outputs)


def make(name):
    model = MODELS[name]()
    fill(dict(model.named_parameters()), 7)
    return model


def loss_of(model, params, data):
    out = functional_call(model, params, (data[0],))
    return ((out - data[1]) ** 2).mean()


# ---------------------------------------------------------------- section 2: groups


def kind_of(model, name):
    low = name.lower()
    if "embed" in low:
        return "embedding"
    if "attn" in low or "attention" in low:
        return "attention"
    if "ffn" in low or "mlp" in low or "feed_forward" in low:
        return "ffn"
    if "norm" in low:
        return "layernorm"
    owner = model
    for part in name.split(".")[:-1]:
        owner = getattr(owner, part)
    for cls, kind in ((nn.Linear, "linear"), (nn.Embedding, "embedding"), (nn.MultiheadAttention, "attention"), (nn.LayerNorm, "layernorm")):
        if isinstance(owner, cls):
            return kind
    return "other"


def depth_of(name, compatible):
    for i, part in enumerate(name.split(".")):
        if re.fullmatch("[0-9]+", part) and not (compatible and i == 0):
            return int(part)
    return None


def group_model(model, compatible):
    names = [n for n, _ in model.named_parameters()]
    depths = {n: depth_of(n, compatible) for n in names}
    deepest = max([d for d in depths.values() if d is not None], default=None)
    keys, group = [], {}
    for n, p in model.named_parameters():
        d = depths[n]
        if d is None or deepest is None or deepest <= 1:
            bucket = "middle"
        elif d < deepest / 3:
            bucket = "shallow"
        elif d > 2 * deepest / 3:
            bucket = "deep"
        else:
            bucket = "middle"
        bias = p.dim() == 1 or n.endswith("bias")
        key = f"{kind_of(model, n)}/{bucket}/{'bias' if bias else 'weight'}"
        if key not in keys:
            keys.append(key)
        group[n] = keys.index(key)
    relative = {n: (depths[n] / deepest if depths[n] is not None and deepest else 0.0) for n in names}
    return keys, group, relative


# ---------------------------------------------------------------- section 3: features


def std0(x):
    return math.sqrt(var0(x))


def var0(x):
    m = sum(x) / len(x)
    return sum((a - m) ** 2 for a in x) / len(x)


def mean(x):
    return sum(x) / len(x)


def feature_rows(cfg, params, grads, m, v, keys, group, relative, time):
    """The columns without padding and embedding."""
    rows = []
    which = cfg["features"]
    second = cfg.get("secondMoment", True)
    length = (lambda t: math.log(t.norm().item() + 1e-12)) if cfg.get("logarithms") else (lambda t: t.norm().item())
    cut = None
    if which == "BasicPlus" and cfg["compatible"]:
        which, cut = "Enhanced", True
    for g in range(len(keys)):
        names = [n for n in params if group[n] == g]
        gn = [length(grads[n]) for n in names]
        mn = [length(m[n]) for n in names]
        pn = [length(params[n]) for n in names]
        vn = [length(v[n]) for n in names]
        cs = [(grads[n] * m[n]).sum().item() / max(grads[n].norm().item() * m[n].norm().item(), 1e-8) for n in names]
        if which == "Basic":
            row = [mean(gn), mean(mn), mean(pn), mean(cs)] + ([mean(vn)] if second else [])
        elif which == "BasicPlus":
            row = [mean(gn), mean(mn), mean(pn), mean(cs)] + ([mean(vn)] if second else [])
            row += [std0(gn), std0(mn), std0(pn), std0(cs)] + ([std0(vn)] if second else [])
        else:
            zero = lambda t: (t == 0).double().mean().item()
            row = [
                mean(gn), var0(gn), mean(mn), var0(mn),
                mean([zero(grads[n]) for n in names]), mean([zero(m[n]) for n in names]),
                mean([math.log(params[n].numel() + 1) for n in names]),
                mean([1.0 if params[n].dim() == 1 or n.endswith("bias") else 0.0 for n in names]),
                mean([relative[n] for n in names]),
            ]
        rows.append(row)
    if cfg["normalized"]:
        columns = list(zip(*rows))
        scaled = []
        for c in columns:
            if len(c) == 1:
                scaled.append([0.0])
                continue
            mu = mean(c)
            s = math.sqrt(sum((x - mu) ** 2 for x in c) / (len(c) - 1))
            scaled.append([(x - mu) / (s + 1e-8) for x in c])
        rows = [list(r) for r in zip(*scaled)]
    if cfg.get("time", True):
        rows = [r + [time] for r in rows]
    if cut:
        width = columns_of(cfg)
        rows = [(r + [0.0] * width)[: width - 4] + [0.0] * 4 for r in rows]
    return rows


def columns_of(cfg):
    """D: the columns, rounded up to a multiple of the heads."""
    second = {"Basic": 1, "BasicPlus": 2, "Enhanced": 0}[cfg["features"]] * (not cfg.get("secondMoment", True))
    columns = {"Basic": 6, "BasicPlus": 11, "Enhanced": 14}[cfg["features"]] - second - (not cfg.get("time", True))
    return -(-columns // heads_of(cfg)) * heads_of(cfg)


def heads_of(cfg):
    return {"Basic": 3, "BasicPlus": 1, "Enhanced": 2}[cfg["features"]]


def time_of(cfg, t):
    return 2 / (1 + math.exp(-t / 1000)) - 1 if cfg.get("endless") else t / STEPS


# ---------------------------------------------------------------- section 4: Phi


def phi_shapes(cfg, groups):
    if cfg.get("conductor") == "Direct":
        return {"raw": (groups, 4)}
    d, ff = columns_of(cfg), 8
    shapes = {}
    for i in range(2):
        k = f"layers.{i}."
        shapes.update({
            k + "norm1.weight": (d,), k + "norm1.bias": (d,),
            k + "projection.weight": (3 * d, d), k + "projection.bias": (3 * d,),
            k + "merge.weight": (d, d), k + "merge.bias": (d,),
            k + "norm2.weight": (d,), k + "norm2.bias": (d,),
            k + "expand.weight": (ff, d), k + "expand.bias": (ff,),
            k + "contract.weight": (d, ff), k + "contract.bias": (d,),
        })
    if cfg.get("finalNorm"):
        shapes.update({"final_norm.weight": (d,), "final_norm.bias": (d,)})
    shapes.update({"output.weight": (4, d), "output.bias": (4,)})
    if cfg["gating"]:
        shapes["gates"] = (d,)
    if cfg["features"] == "Enhanced":
        shapes["embeddings"] = (groups, 4)
    return shapes


def phi_forward(cfg, phi, rows, counts):
    if "raw" in phi:
        return (None, *factors_of(cfg, phi["raw"], counts))
    d = columns_of(cfg)
    heads = heads_of(cfg)
    x = torch.tensor(rows)
    if "embeddings" in phi:
        x = torch.cat([x, torch.zeros(x.shape[0], d - 4 - x.shape[1]), phi["embeddings"]], 1)
    else:
        x = torch.cat([x, torch.zeros(x.shape[0], d - x.shape[1])], 1)
    if "gates" in phi:
        x = x * torch.sigmoid(phi["gates"])
    features = x.detach().clone()

    def norm(x, w, b):
        mu = x.mean(1, keepdim=True)
        var = ((x - mu) ** 2).mean(1, keepdim=True)
        return (x - mu) / torch.sqrt(var + 1e-5) * w + b

    for i in range(2):
        w = {k.split(f"layers.{i}.")[1]: t for k, t in phi.items() if k.startswith(f"layers.{i}.")}
        y = norm(x, w["norm1.weight"], w["norm1.bias"]) @ w["projection.weight"].T + w["projection.bias"]
        q, k, v = y[:, :d], y[:, d : 2 * d], y[:, 2 * d :]
        out = []
        for h in range(heads):
            s = slice(h * d // heads, (h + 1) * d // heads)
            a = torch.softmax(q[:, s] @ k[:, s].T / math.sqrt(d // heads), 1)
            out.append(a @ v[:, s])
        x = x + torch.cat(out, 1) @ w["merge.weight"].T + w["merge.bias"]
        y = norm(x, w["norm2.weight"], w["norm2.bias"])
        x = x + torch.relu(y @ w["expand.weight"].T + w["expand.bias"]) @ w["contract.weight"].T + w["contract.bias"]
    if "final_norm.weight" in phi:
        x = norm(x, phi["final_norm.weight"], phi["final_norm.bias"])
    return (features, *factors_of(cfg, x @ phi["output.weight"].T + phi["output.bias"], counts))


def factors_of(cfg, raw, counts):
    """alpha, beta, lambda1, lambda2 of each group; `counts` are the elements of each."""
    s = torch.sigmoid(raw)
    factors = []
    for column, width in enumerate(cfg.get("ranges", (1, 1))):
        if cfg.get("logarithmic"):
            f = torch.exp(width * torch.tanh(raw[:, column] / width)) if width else torch.ones_like(raw[:, column])
        else:
            f = 1 + width * (s[:, column] - 0.5)
        centering = cfg.get("centering", ("None", "None"))[column]
        if centering != "None":
            weights = torch.tensor(counts if centering == "ByCount" else [1] * len(counts), dtype=torch.float64)
            f = f / torch.exp((weights * torch.log(f)).sum() / weights.sum())
        factors.append(f)
    return (*factors, s[:, 2], s[:, 3])


# ---------------------------------------------------------------- sections 1, 5, 6: a whole run

ETA, LAMBDA, B1, B2, EPS = 1e-2, 1e-1, 0.9, 0.99, 1e-8
META_RATE, META_DECAY, GATE = 1e-2, 1e-4, 1e-4
PRIORITIES = (2.0, 5.0, 0.5)
FIXED = (0.7, 1.3, 0.4)
STEPS, PERIOD = 20, 5


def run(cfg):
    cls = MODELS[cfg["model"]]
    model = make(cfg["model"])
    compatible = cfg["compatible"]
    params = {n: p.detach().clone() for n, p in model.named_parameters()}
    keys, group, relative = group_model(model, compatible)
    m = {n: torch.zeros_like(p) for n, p in params.items()}
    v = {n: torch.zeros_like(p) for n, p in params.items()}
    phi = {n: torch.zeros(s) for n, s in phi_shapes(cfg, len(keys)).items()}
    fill(phi, 11)
    for t in phi.values():
        t.requires_grad_(True)
    s = torch.zeros(3, requires_grad=True)
    train_draws, validation_draws = iter(range(1000, 9999)), iter(range(20000, 29999))
    checks = {"groups": keys, "steps": {}, "meta": {}}
    adam, online = {}, None
    counts = [sum(p.numel() for n, p in params.items() if group[n] == g) for g in range(len(keys))]

    def gradient(ps, data, create_graph=False):
        names = list(ps)
        leaves = {n: p if p.requires_grad else p.detach().requires_grad_(True) for n, p in ps.items()}
        value = loss_of(model, leaves, data)
        return value, dict(zip(names, torch.autograd.grad(value, [leaves[n] for n in names], create_graph=create_graph)))

    for t in range(1, STEPS + 1):
        _, grads = gradient(params, batch(cls, 100 + t))
        rows = feature_rows(cfg, params, grads, m, v, keys, group, relative, time_of(cfg, t))
        with torch.no_grad():
            features, alpha, beta, l1, l2 = phi_forward(cfg, phi, rows, counts)
            this_step = {"rows": rows, "before": dict(params), "alpha": alpha, "beta": beta, "u": {}}
            for n in params:
                a, b = alpha[group[n]], beta[group[n]]
                m[n] = B1 * m[n] + (1 - B1) * grads[n]
                v[n] = B2 * v[n] + (1 - B2) * grads[n] ** 2
                mh, vh = m[n] / (1 - B1**t), v[n] / (1 - B2**t)
                this_step["u"][n] = mh / (vh.sqrt() + EPS)
                decay = b * LAMBDA * params[n]
                if compatible:
                    decay = decay / (1 - B1**t)
                params[n] = params[n] - ETA * a * (mh / (vh.sqrt() + EPS) + decay)
        if cfg.get("online"):
            online = learn_online(cfg, model, phi, batch(cls, 100 + t), t, online, group, counts, checks)
            online.update(this_step)
        if t in (2, 6, 16, 20):
            checks["steps"][t] = {"rows": pack(rows), "factors": pack(torch.stack([alpha, beta, l1, l2], 1))}
        if t % PERIOD == 0 and t < STEPS and cfg.get("meta", True):
            b1 = batch(cls, next(train_draws))
            value1, g1 = gradient(params, b1)
            rows = feature_rows(cfg, params, g1, m, v, keys, group, relative, time_of(cfg, t + 1))
            _, alpha, beta, l1, l2 = phi_forward(cfg, phi, rows, counts)
            stepped = {}
            for n, p in params.items():
                if compatible:
                    u = (m[n] / (1 - B1**t)) / ((v[n] / (1 - B2**t)).sqrt() + EPS)
                else:
                    mm = B1 * m[n] + (1 - B1) * g1[n]
                    vv = B2 * v[n] + (1 - B2) * g1[n] ** 2
                    u = (mm / (1 - B1 ** (t + 1))) / ((vv / (1 - B2 ** (t + 1))).sqrt() + EPS)
                b = beta[group[n]].detach() if compatible else beta[group[n]]
                stepped[n] = p - ETA * alpha[group[n]] * (u + b * LAMBDA * p)
            l_grad = l_loss = l_gap = None
            o = cfg["objective"]
            if o in ("Combined", "Fixed", "Sum", "CombinedGapAfter", "Gradient"):
                b2 = batch(cls, next(train_draws))
                _, g2 = gradient(stepped, b2, create_graph=True)
                total = 0
                for g in range(len(keys)):
                    c1 = torch.cat([g1[n].flatten() for n in params if group[n] == g])
                    c2 = torch.cat([g2[n].flatten() for n in params if group[n] == g])
                    norms = (c1 @ c1).sqrt() * (c2 @ c2).sqrt()
                    total = total + l1[g] * (c2 @ c2) - l2[g] * (c1 @ c2) / torch.clamp(norms, min=1e-8)
                l_grad = total / len(keys)
            if o != "Gradient":
                bv = batch(cls, next(validation_draws))
                before = loss_of(model, params, bv)
                after = loss_of(model, stepped, bv)
                if o not in ("GeneralizationGap", "GapAfter"):
                    l_loss = after - before.detach()
                if o in ("CombinedGapAfter", "GapAfter"):
                    l_gap = (loss_of(model, stepped, b1) - after).abs()
                elif o != "LossDecrease":
                    if compatible:
                        other = batch(cls, next(validation_draws))
                        l_gap = (value1 - loss_of(model, params, other)).abs().detach()
                    else:
                        l_gap = (value1 - before).abs().detach()
            terms = [l_grad, l_loss, l_gap]
            if o in ("Combined", "CombinedGapAfter"):
                meta = sum(0.5 * torch.exp(-s[i]) * terms[i] + 0.5 * PRIORITIES[i] * s[i] for i in range(3))
            elif o == "Fixed":
                meta = sum(FIXED[i] * terms[i] for i in range(3))
            else:
                meta = sum(x for x in terms if x is not None)
            for n, p in phi.items():
                if n.startswith(("layers.", "final_norm.")) or n == "output.weight":
                    meta = meta + META_DECAY * p.norm()
            if "gates" in phi:
                meta = meta + GATE * phi["gates"].abs().sum()
            learned = list(phi.values()) + [s]
            grads_phi = torch.autograd.grad(meta, learned, allow_unused=True)
            grads_phi = [torch.zeros_like(p) if g is None else g for p, g in zip(learned, grads_phi)]
            named = dict(zip(list(phi) + ["log_variances"], grads_phi))
            checks["meta"][t] = {
                "terms": pack([math.nan if x is None else x.item() for x in terms]),
                "total": pack([meta.item()]),
                "gradient": digest(torch.cat([named[n].flatten() for n in sorted(named)])),
            }
            with torch.no_grad():
                for (n, p) in list(phi.items()) + [("log_variances", s)]:
                    if n == "gates" and compatible:
                        continue
                    if cfg.get("adam"):
                        a, b = adam.get(n, (torch.zeros_like(p), torch.zeros_like(p)))
                        adam[n] = a, b = 0.9 * a + 0.1 * named[n], 0.999 * b + 0.001 * named[n] ** 2
                        k = t // PERIOD
                        p -= META_RATE * (a / (1 - 0.9**k)) / ((b / (1 - 0.999**k)).sqrt() + 1e-8)
                    else:
                        p -= META_RATE * named[n]
    checks["parameters"] = digest(torch.cat([params[n].flatten() for n in sorted(params)]))
    checks["logVariances"] = pack(s.detach())
    if cfg.get("online"):
        checks["phi"] = digest(torch.cat([phi[n].flatten() for n in sorted(phi)]))
    return checks


# ---------------------------------------------------------------- section 9, item 4: learning from each step


def learn_online(cfg, model, phi, data, t, last, group, counts, checks):
    """Moves phi along the derivative of this batch's loss by the factors of the step before, which made the parameters what they are."""
    kind, rule, rate, period = cfg["online"]
    horizon, limit = cfg.get("horizon", 1), cfg.get("limit", 0)
    last = last or {"moments": {}, "updates": 0, "trace": {}, "signal": [0, 0, 0]}
    for n in last.get("u", {}):
        move = ETA * (last["u"][n] + last["beta"][group[n]] * LAMBDA * last["before"][n])
        last["trace"][n] = (1 - 1 / horizon) * last["trace"].get(n, 0) + move
    if "u" not in last or t % period:
        return last
    # The parameters as a function of the last factors; autograd does the rest.
    alpha, beta = (last[k].clone().requires_grad_(True) for k in ("alpha", "beta"))
    params = {}
    for n, p in last["before"].items():
        params[n] = p - ETA * alpha[group[n]] * (last["u"][n] + beta[group[n]] * LAMBDA * p)
        params[n].retain_grad()
    loss_of(model, params, data).backward()
    slopes = [alpha.grad.clone(), beta.grad.clone()]
    moves = {n: ETA * last["u"][n] for n in params}
    if horizon > 1:
        moves = last["trace"]
        for g in range(len(counts)):
            names = [n for n in params if group[n] == g]
            slopes[0][g] = -sum((params[n].grad * moves[n]).sum() for n in names)
            slopes[1][g] = -horizon * last["alpha"][g] * ETA * LAMBDA * sum((params[n].grad * params[n].detach()).sum() for n in names)
    if kind != "Raw":
        for g in range(len(counts)):
            names = [n for n in params if group[n] == g]
            gradient = torch.cat([params[n].grad.flatten() for n in names]).norm()
            moved = torch.cat([moves[n].flatten() for n in names]).norm()
            for s in slopes:
                s[g] = s[g] / (gradient * moved)
    if kind == "Relative":
        factors = (last["alpha"], last["beta"])
        slopes = [(s * f - (s * f).mean()) / f for s, f in zip(slopes, factors)]
    checks.setdefault("online", {})[t] = pack(torch.cat(slopes))
    mean, square, weight = last["signal"]
    x = torch.stack(slopes)
    last["signal"] = mean, square, weight = 0.98 * mean + 0.02 * x, 0.98 * square + 0.02 * x**2, 0.98 * weight + 0.02
    ratio = (mean / weight).abs() / (square / weight - (mean / weight) ** 2).clamp(min=0).sqrt()
    if limit:
        slopes = list(torch.where(ratio >= limit, x, torch.zeros_like(x)) if last["updates"] else torch.zeros_like(x))
    _, a, b, _, _ = phi_forward(cfg, phi, last["rows"], counts)
    gradients = torch.autograd.grad((slopes[0] * a).sum() + (slopes[1] * b).sum(), list(phi.values()), allow_unused=True)
    last["updates"] += 1
    k = last["updates"]
    with torch.no_grad():
        for (n, p), g in zip(phi.items(), gradients):
            g = torch.zeros_like(p) if g is None else g
            if rule == "Adam":
                first, second = last["moments"].get(n, (torch.zeros_like(p), torch.zeros_like(p)))
                last["moments"][n] = first, second = 0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g**2
                p -= rate * (first / (1 - 0.9**k)) / ((second / (1 - 0.999**k)).sqrt() + 1e-8)
            else:
                p -= rate * g
    return last


def pack(values):
    return base64.b64encode(np.asarray(torch.as_tensor(values).detach().numpy(), dtype="<f8").tobytes()).decode()


def digest(values):
    """Norm, product with a fixed vector, and 24 elements: enough to tell long vectors apart."""
    x = torch.as_tensor(values).detach()
    n = x.numel()
    return pack(torch.cat([x.norm()[None], (x @ Lcg(5).tensor(n))[None], x[[i * n // 24 for i in range(24)]]]))


def configurations():
    for model in MODELS:
        for features in ("Basic", "BasicPlus", "Enhanced"):
            for objective in ("Combined", "Gradient", "LossDecrease", "GeneralizationGap", "Fixed", "Sum", "CombinedGapAfter"):
                for compatible in (False, True):
                    if compatible and objective == "CombinedGapAfter":
                        continue
                    yield {
                        "model": model, "features": features, "objective": objective, "compatible": compatible,
                        "gating": objective in ("Combined", "LossDecrease"), "normalized": objective == "Sum" and (features == "Basic" or (features == "BasicPlus" and not compatible)),
                    }


VARIANTS = [
    {"features": "Basic", "objective": "Combined", "time": False},
    {"features": "Basic", "objective": "LossDecrease", "secondMoment": False, "gating": True},
    {"features": "Basic", "objective": "Gradient", "secondMoment": False, "normalized": True, "time": False},
    {"features": "BasicPlus", "objective": "Combined", "secondMoment": False, "time": False, "normalized": True, "gating": True},
    {"features": "BasicPlus", "objective": "Sum", "time": False, "compatible": True},
    {"features": "Enhanced", "objective": "Combined", "time": False, "gating": True},
    {"features": "Enhanced", "objective": "Fixed", "endless": True},
    {"features": "Basic", "objective": "Combined", "endless": True, "compatible": True, "gating": True},
    {"features": "Basic", "objective": "CombinedGapAfter", "compatible": True},
    {"features": "BasicPlus", "objective": "GapAfter"},
    {"features": "Basic", "objective": "Combined", "ranges": (0.5, 2), "gating": True},
    {"features": "Basic", "objective": "Combined", "logarithms": True, "finalNorm": True, "adam": True, "gating": True},
    {"features": "Enhanced", "objective": "Gradient", "finalNorm": True, "adam": True},
]


def variants():
    """What the switches change, one or a few at a time, for each model."""
    for model in MODELS:
        for variant in VARIANTS:
            yield {"model": model, "compatible": False, "gating": False, "normalized": False, **variant}


ONLINE = [
    {"features": "Basic", "online": ("Cosine", "Adam", 0.02, 1), "centering": ("ByCount", "None"), "logarithmic": True, "logarithms": True, "finalNorm": True, "meta": False},
    {"features": "Basic", "online": ("Raw", "GradientDescent", 20, 1), "ranges": (1.5, 0.7), "gating": True, "meta": False},
    {"features": "Enhanced", "online": ("Cosine", "Adam", 0.02, 3), "centering": ("Equal", "ByCount"), "gating": True},
    {"features": "Basic", "conductor": "Direct", "online": ("Cosine", "Adam", 0.02, 1), "centering": ("ByCount", "Equal"), "logarithmic": True, "ranges": (0.3, 1), "meta": False},
    {"features": "Basic", "conductor": "Direct", "online": ("Raw", "GradientDescent", 20, 2)},
    {"features": "Basic", "conductor": "Direct", "online": ("Raw", "Adam", 0.02, 1), "horizon": 5, "logarithmic": True, "meta": False},
    {"features": "Basic", "online": ("Cosine", "Adam", 0.02, 2), "horizon": 3, "limit": 0.4, "centering": ("ByCount", "None"), "logarithmic": True, "meta": False},
    {"features": "Basic", "online": ("Relative", "Adam", 0.02, 1), "centering": ("ByCount", "ByCount"), "logarithmic": True, "logarithms": True, "finalNorm": True, "meta": False},
    {"features": "Basic", "conductor": "Direct", "online": ("Relative", "Adam", 0.02, 2), "ranges": (1.5, 1), "centering": ("ByCount", "Equal")},
]


def online_configurations():
    for model in MODELS:
        for variant in ONLINE:
            yield {"model": model, "objective": "Sum", "compatible": False, "gating": False, "normalized": False, **variant}


# ---------------------------------------------------------------- plain AdamW


def adamw(dtype):
    """torch.optim.AdamW itself, 100 steps of the transformer."""
    cls = MODELS["transformer"]
    model = make("transformer").to(dtype)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-1)
    losses = []
    for t in range(100):
        x, y = (z.to(dtype) for z in batch(cls, 100 + t % 10))
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    named = dict(model.named_parameters())
    state = lambda key: pack(torch.cat([optimizer.state[named[n]][key].flatten().double() for n in sorted(named)]))
    return {
        "losses": pack(losses),
        "parameters": pack(torch.cat([named[n].detach().flatten().double() for n in sorted(named)])),
        "firstMoments": state("exp_avg"),
        "secondMoments": state("exp_avg_sq"),
    }


def write(name, value):
    with gzip.GzipFile(name, "wb", 9, mtime=0) as f:
        f.write(json.dumps(value, sort_keys=True).encode())


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["adamw", "trajectories", "variants", "online"]
    if "adamw" in wanted:
        write("adamw.json.gz", {"float32": adamw(torch.float32), "float64": adamw(torch.float64)})
    for name, cases in (("trajectories", configurations()), ("variants", variants()), ("online", online_configurations())):
        if name not in wanted:
            continue
        file, results = f"{name}.json.gz", []
        for cfg in cases:
            results.append({"configuration": cfg, "result": run(cfg)})
            print(cfg, file=sys.stderr)
        write(file, results)

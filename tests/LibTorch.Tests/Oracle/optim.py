"""Values of PyTorch's optimizers and learning-rate schedulers, for OptimizerParityTests and SchedulerParityTests.

Run with a Python that has torch 1.13 (Debian: /usr/bin/python3):  python3 optim.py > optim.jsonl
Each line is one case. Inputs are made from a formula that the tests repeat (`noise`), so only results are stored, and of
large tensors only a digest.
"""
import itertools
import json

import torch
from torch.optim import lr_scheduler as schedulers

SHAPES = [(1,), (4097,), (3, 5), (4,)]  # one element, an odd size beyond every vector width, a matrix, one left without gradients
STEPS = 12


def noise(count, seed):
    """count values in [-1, 1): exact in both languages."""
    return [(((i * 2654435761 + seed * 40503 + 12345) * 2246822519) % 2**32) / 2**31 - 1 for i in range(count)]


def tensor(shape, seed, dtype):
    return torch.tensor(noise(torch.Size(shape).numel(), seed), dtype=torch.float64).to(dtype).reshape(shape)


def digest(value):
    """Sum, sum of absolute values, first, second, middle, last but one and last element, to 9 or 16 digits."""
    digits = 9 if value.dtype == torch.float32 else 16
    flat = value.detach().double().flatten()
    picks = [flat[i].item() for i in (0, min(1, len(flat) - 1), len(flat) // 2, max(len(flat) - 2, 0), len(flat) - 1)]
    return [float(f"{x:.{digits}g}") for x in [flat.sum().item(), flat.abs().sum().item()] + picks]


OPTIMIZERS = {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam, "AdamW": torch.optim.AdamW}
STATE = {"SGD": ["momentum_buffer"], "Adam": ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"], "AdamW": ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"]}


def optimizer_cases():
    adam = [
        {},
        {"weight_decay": 0.1},
        {"amsgrad": True},
        {"maximize": True},
        {"lr": 0.03, "betas": [0.8, 0.99], "eps": 1e-4, "weight_decay": 0.05, "amsgrad": True, "maximize": True},
        {"betas": [0.0, 0.5], "weight_decay": 0.01},
    ]
    sgd = [
        {},
        {"weight_decay": 0.1},
        {"momentum": 0.9},
        {"momentum": 0.9, "dampening": 0.3},
        {"momentum": 0.9, "nesterov": True},
        {"maximize": True},
        {"momentum": 0.8, "dampening": 0.1, "weight_decay": 0.05, "maximize": True},
        {"momentum": 0.8, "nesterov": True, "weight_decay": 0.05, "maximize": True},
    ]
    yield from (("SGD", options) for options in sgd)
    yield from itertools.product(["Adam", "AdamW"], adam)


def run_optimizer(name, options, dtype):
    params = [torch.nn.Parameter(tensor(shape, 1 + i, dtype)) for i, shape in enumerate(SHAPES)]
    # The second group differs in every common option.
    options = {"lr": 0.01, "weight_decay": 0.0, **options}
    groups = [{"params": params[:2]}, {"params": params[2:], "lr": options["lr"] * 10, "weight_decay": options["weight_decay"] + 0.2}]
    optimizer = OPTIMIZERS[name](groups, **options)
    trace = []
    for step in range(STEPS):
        for i, p in enumerate(params):
            missing = i == 3 or (i == 2 and step % 3 == 1)
            p.grad = None if missing else tensor(p.shape, 100 * (step + 1) + i, dtype)
        optimizer.step()
        if step in (0, 5, STEPS - 1):
            trace.append({
                "step": step,
                "parameters": [digest(p) for p in params],
                "state": [[digest(optimizer.state[p][key]) if optimizer.state[p].get(key) is not None else None for key in STATE[name]] for p in params],
            })
    return {"kind": "optimizer", "optimizer": name, "dtype": str(dtype).removeprefix("torch."), "options": options, "trace": trace}


def sgd(momentum=0.9):
    return torch.optim.SGD([{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in (0.5, 0.05, 0.007)], lr=1.0, momentum=momentum)


def adamw():
    return torch.optim.AdamW([{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in (0.5, 0.05)], lr=1.0)


def record(optimizer):
    groups = optimizer.param_groups
    return [[g["lr"] for g in groups], [g["betas"][0] if "betas" in g else g["momentum"] for g in groups]]


METRICS = [1.0, 0.9, 0.91, 0.92, 0.9, 0.95, 0.9, 0.89995, 0.8, 0.8, 0.8, 0.8, 0.81, 0.8, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6]

# name -> (optimizer, optimizer -> scheduler)
EPOCH = {
    "LambdaLR": lambda o, **k: schedulers.LambdaLR(o, lambda e: 0.95**e, **k),
    "LambdaLR/each": lambda o, **k: schedulers.LambdaLR(o, [lambda e: 0.95**e, lambda e: 1 / (1 + e), lambda e: 1.0], **k),
    "MultiplicativeLR": lambda o, **k: schedulers.MultiplicativeLR(o, lambda e: 1 - 0.01 * e, **k),
    "MultiplicativeLR/each": lambda o, **k: schedulers.MultiplicativeLR(o, [lambda e: 1 - 0.01 * e, lambda e: 0.5, lambda e: 1.1], **k),
    "StepLR": lambda o, **k: schedulers.StepLR(o, 3, 0.5, **k),
    "MultiStepLR": lambda o, **k: schedulers.MultiStepLR(o, [2, 5, 9], 0.5, **k),
    "MultiStepLR/repeated": lambda o, **k: schedulers.MultiStepLR(o, [7, 2, 5, 5], 0.3, **k),
    "PolynomialLR": lambda o, **k: schedulers.PolynomialLR(o, 8, **k),
    "PolynomialLR/power": lambda o, **k: schedulers.PolynomialLR(o, 8, 2.5, **k),
    "ExponentialLR": lambda o, **k: schedulers.ExponentialLR(o, 0.9, **k),
    "ConstantLR": lambda o, **k: schedulers.ConstantLR(o, **k),
    "ConstantLR/options": lambda o, **k: schedulers.ConstantLR(o, 0.25, 7, **k),
    "LinearLR": lambda o, **k: schedulers.LinearLR(o, **k),
    "LinearLR/options": lambda o, **k: schedulers.LinearLR(o, 0.9, 0.1, 7, **k),
    "CosineAnnealingLR": lambda o, **k: schedulers.CosineAnnealingLR(o, 5, **k),
    "CosineAnnealingLR/minimum": lambda o, **k: schedulers.CosineAnnealingLR(o, 7, 0.001, **k),
}
CYCLES = {
    "OneCycleLR": (sgd, lambda o, **k: schedulers.OneCycleLR(o, 0.3, total_steps=15, **k)),
    "OneCycleLR/three": (sgd, lambda o, **k: schedulers.OneCycleLR(o, [0.3, 0.1, 0.02], epochs=3, steps_per_epoch=5, three_phase=True, anneal_strategy="linear", **k)),
    "OneCycleLR/betas": (adamw, lambda o, **k: schedulers.OneCycleLR(o, [0.3, 0.1], total_steps=15, pct_start=0.4, base_momentum=[0.7, 0.8], max_momentum=[0.9, 0.95], div_factor=10.0, final_div_factor=100.0, **k)),
    "OneCycleLR/plain": (adamw, lambda o, **k: schedulers.OneCycleLR(o, 0.3, total_steps=15, cycle_momentum=False, three_phase=True, **k)),
    "CyclicLR": (sgd, lambda o, **k: schedulers.CyclicLR(o, 0.01, 0.1, step_size_up=4, **k)),
    "CyclicLR/triangular2": (sgd, lambda o, **k: schedulers.CyclicLR(o, [0.01, 0.02, 0.03], [0.1, 0.2, 0.3], step_size_up=2, step_size_down=3, mode="triangular2", base_momentum=[0.5, 0.6, 0.7], max_momentum=[0.8, 0.85, 0.9], **k)),
    "CyclicLR/exp_range": (sgd, lambda o, **k: schedulers.CyclicLR(o, 0.01, 0.1, step_size_up=3, mode="exp_range", gamma=0.9, **k)),
    "CyclicLR/function": (adamw, lambda o, **k: schedulers.CyclicLR(o, 0.01, 0.1, step_size_up=3, scale_fn=lambda x: 1 / (1 + x), scale_mode="iterations", cycle_momentum=False, **k)),
}


def sequential(o):
    return schedulers.SequentialLR(o, [schedulers.ConstantLR(o, 0.1, 3), schedulers.ExponentialLR(o, 0.9), schedulers.CosineAnnealingLR(o, 4)], [3, 8])


def chained(o):
    return schedulers.ChainedScheduler([schedulers.ConstantLR(o, 0.1, 3), schedulers.ExponentialLR(o, 0.9)])


def run_scheduler(case, optimizer, make, mode):
    scheduler = make(optimizer)
    trace = [record(optimizer)]

    def step(*args):
        optimizer.step()
        scheduler.step(*args)
        trace.append(record(optimizer))

    if mode == "step":
        for _ in range(15):
            step()
    elif mode == "epoch":
        for epoch in (1, 4, 2, 9, 5, 12, 0):
            step(epoch)
    elif mode == "continued":
        for _ in range(4):
            step()
        # CyclicLR continued takes the lower bound of the momentum from the groups, where the first run has changed it.
        for group, momentum in zip(optimizer.param_groups, getattr(scheduler, "base_momentums", [])):
            group["momentum"] = momentum
        scheduler = make(optimizer, last_epoch=scheduler.last_epoch)
        trace.append(record(optimizer))
        for _ in range(6):
            step()
    elif mode == "metric":
        for metric in METRICS:
            step(metric)
    return {"kind": "scheduler", "case": case, "mode": mode, "trace": trace}


def main():
    import warnings
    warnings.simplefilter("ignore")
    for (name, options), dtype in itertools.product(optimizer_cases(), [torch.float32, torch.float64]):
        yield run_optimizer(name, options, dtype)
    for case, make in EPOCH.items():
        for mode in ("step", "epoch", "continued"):
            yield run_scheduler(case, sgd(), make, mode)
    for case, (optimizer, make) in CYCLES.items():
        for mode in ("step", "epoch", "continued"):
            yield run_scheduler(case, optimizer(), make, mode)
    yield run_scheduler("SequentialLR", sgd(), sequential, "step")
    yield run_scheduler("ChainedLR", sgd(), chained, "step")
    plateau = {
        "ReduceLROnPlateau": dict(patience=2),
        "ReduceLROnPlateau/cooldown": dict(factor=0.5, patience=1, cooldown=2, min_lr=[0.1, 0.02, 0.001]),
        "ReduceLROnPlateau/max": dict(mode="max", factor=0.5, patience=3, threshold=0.01, threshold_mode="abs", min_lr=0.01),
        "ReduceLROnPlateau/rel": dict(mode="max", factor=0.5, patience=3, threshold=0.05),
        "ReduceLROnPlateau/abs": dict(factor=0.5, patience=0, threshold=0.05, threshold_mode="abs", eps=0.01),
    }
    for case, options in plateau.items():
        yield run_scheduler(case, sgd(), lambda o: schedulers.ReduceLROnPlateau(o, **options), "metric")


if __name__ == "__main__":
    for case in main():
        print(json.dumps(case, separators=(",", ":")))

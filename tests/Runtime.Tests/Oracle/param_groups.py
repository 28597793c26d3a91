"""PyTorch's own AdamW with parameter groups that have their own rates, decays and betas, one of them frozen for a while.

Needs Debian's python3-torch (PyTorch 1.13). Run `python3 param_groups.py` in this folder to write param-groups.json.gz again.
"""
import torch

from oracle import MODELS, batch, make, pack, write

RATE, DECAY, UNFROZEN_AT, STEPS = 3e-3, 1e-1, 40, 100


def run(dtype):
    cls = MODELS["transformer"]
    model = make("transformer").to(dtype)
    parts = {"project": [], "layers": [], "head": []}
    for name, parameter in model.named_parameters():
        parts[name.split(".")[0]].append(parameter)
    for parameter in parts["project"]:
        parameter.requires_grad_(False)
    optimizer = torch.optim.AdamW(
        [
            {"params": parts["project"], "betas": (0.5, 0.9)},
            {"params": parts["layers"], "lr": 0.5 * RATE, "betas": (0.8, 0.99)},
            {"params": parts["head"], "weight_decay": 0.0, "betas": (0.9, 0.95)},
        ],
        lr=RATE, betas=(0.9, 0.999), eps=1e-8, weight_decay=DECAY,
    )
    losses = []
    for t in range(STEPS):
        if t == UNFROZEN_AT:
            for parameter in parts["project"]:
                parameter.requires_grad_(True)
        x, y = (z.to(dtype) for z in batch(cls, 100 + t % 10))
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    named = dict(model.named_parameters())
    return {
        "losses": pack(losses),
        "parameters": pack(torch.cat([named[n].detach().flatten().double() for n in sorted(named)])),
        "secondMoments": pack(torch.cat([optimizer.state[named[n]]["exp_avg_sq"].flatten().double() for n in sorted(named)])),
    }


if __name__ == "__main__":
    write("param-groups.json.gz", {"float32": run(torch.float32), "float64": run(torch.float64)})

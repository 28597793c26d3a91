"""Writes the tables of results.md anew from the CSV files beside it: python3 docs/results/tables.py"""
import csv
import itertools
import math
import pathlib
import re
from collections import defaultdict

HERE = pathlib.Path(__file__).parent
PAGE = HERE.parent / "results.md"
STUDENT = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776}  # the 97.5 % quantiles by degrees of freedom
MINUS = "\u2212"


class Runs:
    """The epochs of a file: of each optimizer, of each seed, one after another."""

    def __init__(self, file, metric="metric", higher=False):
        self.file, self.metric, self.best = file, metric, max if higher else min
        self.epochs = defaultdict(lambda: defaultdict(list))
        with open(HERE / file) as lines:
            for row in csv.DictReader(lines):
                self.epochs[row["optimizer"]][row["seed"]].append(row)

    def __contains__(self, optimizer):
        return optimizer in self.epochs

    def bests(self, optimizer, within=None):
        """The best of each seed; within some seconds of processor time, where those are given by seed."""
        if optimizer not in self:
            raise SystemExit(f"{self.file} has no runs of {optimizer}")
        found = {}
        for seed, epochs in sorted(self.epochs[optimizer].items()):
            ends = itertools.accumulate(float(epoch["processorSeconds"]) for epoch in epochs)
            values = [float(epoch[self.metric]) for epoch, end in zip(epochs, ends) if within is None or end <= within.get(seed, 0) + 1e-6]
            if values:
                found[seed] = self.best(values)
        return found

    def lasted(self, optimizer):
        """How many epochs each seed was trained for, and how much processor time that took."""
        runs = self.epochs[optimizer].items()
        return {s: len(e) for s, e in runs}, {s: sum(float(x["processorSeconds"]) for x in e) for s, e in runs}

    def at_equal_time(self, optimizer, reference):
        """The bests of both when the first of them had ended, seed by seed."""
        mine, other = self.lasted(optimizer)[1], self.lasted(reference)[1]
        within = {seed: min(mine[seed], other[seed]) for seed in mine.keys() & other.keys()}
        return self.bests(optimizer, within), self.bests(reference, within)


def signed(value, digits):
    return f"{value:+.{digits}f}".replace("-", MINUS)


def difference(ours, theirs, digits):
    """The mean of the paired differences with its 95 % interval, bold where that leaves zero out."""
    paired = [ours[seed] - theirs[seed] for seed in sorted(ours.keys() & theirs.keys())]
    mean = sum(paired) / len(paired)
    if len(paired) < 2:
        return signed(mean, digits)
    deviation = math.sqrt(sum((x - mean) ** 2 for x in paired) / (len(paired) - 1))
    half = STUDENT[len(paired) - 1] * deviation / math.sqrt(len(paired))
    text = f"{signed(mean, digits)} ± {half:.{digits}f}"
    return f"**{text}**" if abs(mean) > half else text


def mean_of(values):
    return sum(values.values()) / len(values)


def table(file, digits, rows, metric="metric", higher=False, times=False):
    """A row an optimizer: (name, title) or (name, title, what it is compared with instead of the first)."""
    runs = Runs(file, metric, higher)
    head = ["optimizer", "seed by seed", "mean", "difference"] + (["at equal time", "epochs", "processor time an epoch"] if times else [])
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for name, title, *other in rows:
        reference, best = (other or [rows[0][0]])[0], runs.bests(name)
        first = name == rows[0][0] or reference == name
        cells = [title, " / ".join(f"{v:.{digits}f}" for v in best.values()), f"{mean_of(best):.{digits}f}"]
        cells.append("" if first else difference(best, runs.bests(reference), digits))
        if times:
            epochs, seconds = runs.lasted(name)
            cells.append("" if first else difference(*runs.at_equal_time(name, reference), digits))
            cells.append(" / ".join(str(epochs[seed]) for seed in best))
            cells.append(f"{sum(seconds.values()) / sum(epochs.values()):.1f} s")
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def by_rate(file, digits, rows):
    """A row a learning rate: AdamW's runs, and the differences of the others at the same rate."""
    runs = Runs(file)
    lines = ["| rate | AdamW, seeds 42 / 43 / 44 | " + " | ".join(f"{title}: difference" for _, title in rows) + " |", "|---" * (len(rows) + 2) + "|"]
    for rate in ["0.0003", "0.001", "0.003", "0.005", "0.01", "0.02"]:
        theirs = runs.bests(f"adamw+rate={rate}")
        cells = [rate, " / ".join(f"{v:.4f}" for v in theirs.values()) + f", mean {mean_of(theirs):.4f}"]
        cells += [difference(runs.bests(f"{name}+rate={rate}"), theirs, digits) for name, _ in rows]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def by_horizon(file, digits, seed):
    """A row a horizon of the direct conductor: how one seed's runs differ from AdamW's at each rate; blank where nothing was run."""
    runs, rates = Runs(file), ["0.0003", "0.003", "0.01", "0.02"]

    def cell(name, rate):
        ours, theirs = f"{name}+rate={rate}", f"adamw+rate={rate}"
        return signed(runs.bests(ours)[seed] - runs.bests(theirs)[seed], digits) if ours in runs else ""

    lines = ["| level | horizon, steps | " + " | ".join(rates) + " |", "|---" * (len(rates) + 2) + "|"]
    for level, title, horizons in [("free", "free", [1, 10, 100, 300, 1000]), ("mean-preserving", "mean kept, groups alike", [1, 10, 100])]:
        for horizon in horizons:
            name = f"direct+cosine+{level}+range=1" + (f"+horizon={horizon}" if horizon > 1 else "")
            lines.append(f"| {title} | {horizon} | " + " | ".join(cell(name, rate) for rate in rates) + " |")
    return lines


def adamw_at(*rates):
    return [(f"adamw+rate={float(rate)}", f"AdamW at {rate}") for rate in rates]


def cosine_at(*rates):
    return [(f"adamw-cosine+rate={float(rate)}", f"AdamW, warm-up and cosine, at {rate}") for rate in rates]


def default_at(*rates):
    return [(f"online+rate={float(rate)}", f"MetaAdamW, default, at {rate}, against AdamW at {rate}", f"adamw+rate={float(rate)}") for rate in rates]


def level(width):
    """One factor for all that is free in a range, learned from a horizon that is longer than the training."""
    return f"direct+cosine+free+range={width}+horizon=1000+one-group"


ALIKE = "direct+cosine+mean-preserving+range=1"
FULL = [("adamw", "AdamW"), ("online", "MetaAdamW, default")]
NADAMW = ("nadamw", "NadamW")
IMDB = [
    ("adamw", "AdamW"), ("metaadamw+period=64", "MetaAdamW, the paper’s, K = 64"), ("online", "MetaAdamW, default"),
    *adamw_at("2.5e-4", "1e-3", "2e-3"), *default_at("1e-3", "2e-3"), *cosine_at("1e-3"), NADAMW,
]
CIFAR = [
    ("adamw", "AdamW"), ("metaadamw+period=10", "MetaAdamW, the paper’s, K = 10"), ("online", "MetaAdamW, default"),
    *adamw_at("2.5e-4", "1e-3", "2e-3"), *default_at("2e-3"), *cosine_at("5e-4"), NADAMW,
]
STEPS = [
    "adamw", "random-factors", "published", "metaadamw", "learning", "online+cosine+mean-preserving+online-rate=0.01+range=1",
    "online+online-rate=0.01+range=1", "direct+range=1", *(name for name, _ in adamw_at("1e-4", "2e-4", "1e-3")), "adamw-cosine", "nadamw",
]
PAPER = "published+period=50"
CHANGES = [
    "one-group", "module-groups", "basicplus", "enhanced", "normalized", "flip-gating", "gradient", "loss-decrease", "gap", "no-huw",
    "equal-priorities", "half-layers", "double-layers", "half-width", "double-width",
]
PAPERS = ["adamw", "random-factors", "metaadamw+period=50", PAPER, "published+period=25", "published+period=100"] \
    + [f"{PAPER}+{change}" for change in CHANGES] + ["online", "direct"]
FEATURES = {
    "gradient": "‖∇‖", "first-moment": "‖m‖", "parameter": "‖p‖", "cosine": "cos(∇, m)", "second-moment": "‖v‖", "time": "time",
}
ETTH1 = [
    ("adamw", "AdamW"), ("metaadamw", "MetaAdamW, the paper’s"), ("published", "the same, from the published start"), ("online", "MetaAdamW, default"),
    *adamw_at("2e-4", "1e-3"), ("adamw-cosine", "AdamW, warm-up and cosine, rate by a sweep"), NADAMW,
]
TABLES = {
    "etth1": lambda: table("etth1.csv", 5, ETTH1, times=True),
    "etth1-steps": lambda: table("etth1-steps.csv", 5, [(name, f"`{name}`") for name in STEPS]),
    "etth1-paper": lambda: table("etth1-paper.csv", 5, [(name, f"`{name.removeprefix(PAPER) or PAPER}`") for name in PAPERS]),
    "wikitext2": lambda: table("wikitext2.csv", 1, [
        ("adamw", "AdamW"),
        ("online", "MetaAdamW, default (`online`)"),
        ("online+range=1", "the same with a range of 1"),
        ("online+online-rate=0.01+range=1", "the same, and Φ ten times as fast"),
    ], times=True),
    "wikitext2-subset": lambda: table("wikitext2-subset.csv", 1, [
        ("adamw", "AdamW"),
        ("metaadamw+period=16", "MetaAdamW, the paper’s, K = 16"),
        ("online", "MetaAdamW, default (`online`)"),
        ("online+online-rate=0.01+range=1", "the same with a range of 1, and Φ ten times as fast"),
        ("online+cosine+mean-preserving+online-rate=0.01+range=1", "like this, with cosines, groups alike in the mean"),
        ("adamw-groups", "AdamW, groups by hand"),
        *adamw_at("1e-3"),
        *default_at("1e-3"),
        ("online+online-rate=0.01+range=1+rate=0.001", "range 1, Φ ten times as fast, at 1e-3, likewise", "adamw+rate=0.001"),
        *adamw_at("2e-3"),
        *default_at("2e-3"),
        *adamw_at("4e-3"),
        (level(1), "one factor for all, free, range 1, horizon of 1,000, at 5e-4"),
        ("adamw-cosine", "AdamW, warm-up and cosine, rate by a sweep"),
        *cosine_at("1e-3", "2e-3"),
        NADAMW,
    ]),
    "multi30k": lambda: table("multi30k.csv", 3, FULL, times=True),
    "multi30k-10000": lambda: table("multi30k-10000.csv", 3, FULL, times=True),
    "multi30k-subset": lambda: table("multi30k-subset.csv", 3, [
        ("adamw", "AdamW"), ("metaadamw+period=25", "MetaAdamW, the paper’s, K = 25"), ("online", "MetaAdamW, default"),
        *adamw_at("2.5e-4", "1e-3", "2e-3", "4e-3"), *cosine_at("5e-4", "1e-3"), NADAMW,
    ]),
    "imdb": lambda: table("imdb.csv", 4, FULL, higher=True, times=True),
    "imdb-loss": lambda: table("imdb.csv", 4, FULL, "validationLoss", times=True),
    "imdb-subset": lambda: table("imdb-subset.csv", 4, IMDB, higher=True),
    "imdb-subset-loss": lambda: table("imdb-subset.csv", 4, IMDB, "validationLoss"),
    "cifar10": lambda: table("cifar10.csv", 4, FULL, higher=True, times=True),
    "cifar10-loss": lambda: table("cifar10.csv", 4, FULL, "validationLoss", times=True),
    "cifar10-subset": lambda: table("cifar10-subset.csv", 4, CIFAR, higher=True),
    "cifar10-subset-loss": lambda: table("cifar10-subset.csv", 4, CIFAR, "validationLoss"),
    "chargpt-rates": lambda: by_rate("chargpt.csv", 3, [
        ("online", "Φ, default"),
        ("online+online-rate=0.01+range=1", "range 1, fast Φ"),
        ("online+cosine+mean-preserving+online-rate=0.01+range=1", "the same, groups alike"),
        (ALIKE, "direct, groups alike, range 1"),
    ]),
    "chargpt-levels": lambda: by_rate("chargpt.csv", 3, [
        (level(1).removesuffix("+one-group"), "a factor a group, range 1"),
        (level(1), "one factor for all, range 1"),
        (level(2), "one factor for all, range 2"),
    ]),
    "chargpt-horizons": lambda: by_horizon("chargpt.csv", 3, "42"),
    "chargpt-signals": lambda: table("chargpt.csv", 4, [(f"{name}+rate=0.003", title) for name, title in [
        ("adamw", "AdamW"),
        ("online", "Φ, default"),
        ("online+signal-limit=0.2", "the same, signals above 0.2"),
        (ALIKE, "direct, groups alike, range 1"),
        (f"{ALIKE}+signal-limit=0.2", "the same, signals above 0.2"),
        (f"{ALIKE}+horizon=10", "the same, a horizon of 10 steps"),
        ("learning+loss-decrease+direct+log-factors+mean-preserving+period=10+meta-rate=0.1", "direct, by validation gradients every 10 steps"),
    ]]),
    "chargpt-decay": lambda: table("chargpt.csv", 4, [
        ("adamw+rate=0.003", "AdamW"),
        (f"{ALIKE}+rate=0.003", "direct, groups alike, range 1: α and β"),
        (f"{ALIKE}+no-beta+rate=0.003", "α alone"),
        ("adamw+decay=0.1+rate=0.003", "AdamW, decay 0.1"),
        *((f"{name}+decay=0.1+rate=0.003", f"{title}, against AdamW, decay 0.1", "adamw+decay=0.1+rate=0.003") for name, title in [
            (ALIKE, "α and β"), (f"{ALIKE}+no-beta", "α alone"), (f"{ALIKE}+no-alpha", "β alone"),
            ("direct+cosine+free+range=2+no-alpha", "β alone, free, range 2"),
        ]),
    ]),
    "chargpt-features": lambda: table("chargpt.csv", 4, [("online+rate=0.003", "Φ, default (`online`)")] + [
        (f"online+no-{name}+rate=0.003", f"without {symbol}") for name, symbol in FEATURES.items()
    ]),
}


def main():
    page = PAGE.read_text()
    for name, make in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise SystemExit(f"results.md has no place for the table {name}")
        page = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: begin + "\n".join(make()) + "\n" + end, page, flags=re.DOTALL)
    PAGE.write_text(page)


if __name__ == "__main__":
    main()

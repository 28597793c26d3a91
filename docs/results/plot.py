"""Draws the figures of how-it-learns.md and results.md from the CSV files beside it: python3 docs/results/plot.py"""
import csv
import math
import pathlib
from collections import defaultdict

HERE = pathlib.Path(__file__).parent
STYLE = """<style>
text { font: 12px system-ui, sans-serif; fill: #333 } .title { font-weight: 600 } .frame { fill: none; stroke: #999 } .grid { stroke: #ddd }
.large { stroke: #1f6fb4 } .small { stroke: #d9822b } .line { fill: none; stroke-width: 1.4 } .key { stroke-width: 3 }
.c0 { stroke: #555; fill: #555 } .c1 { stroke: #d9822b; fill: #d9822b } .c2 { stroke: #2a8c55; fill: #2a8c55 } .c3 { stroke: #1f6fb4; fill: #1f6fb4 }
.page { fill: #fff }
@media (prefers-color-scheme: dark) { text { fill: #ccc } .grid { stroke: #333 } .page { fill: #0d1117 } .c0 { stroke: #aaa; fill: #aaa } }
</style>"""


def rows(name):
    with open(HERE / name) as file:
        return list(csv.DictReader(file))


class Panel:
    """A frame with a linear or logarithmic scale each way; log scales are given as such."""

    def __init__(self, x, y, width, height, across, up, log_x=False, log_y=False):
        self.x, self.y, self.width, self.height = x, y, width, height
        self.scale_x, self.scale_y = math.log if log_x else float, math.log if log_y else float
        self.across, self.up = [self.scale_x(v) for v in across], [self.scale_y(v) for v in up]
        self.parts = [f'<rect class="frame" x="{x}" y="{y}" width="{width}" height="{height}"/>']

    def at(self, x, y):
        (left, right), (low, high) = self.across, self.up
        y = min(max(self.scale_y(y), low), high)
        return (
            self.x + self.width * (self.scale_x(x) - left) / (right - left),
            self.y + self.height * (high - y) / (high - low),
        )

    def line(self, points, style):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.at(*p) for p in points))
        self.parts.append(f'<polyline class="line {style}" style="fill:none" points="{path}"/>')

    def dot(self, x, y, style):
        x, y = self.at(x, y)
        self.parts.append(f'<circle class="{style}" style="stroke:none" cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>')

    def ticks(self, across, up):
        for value in across:
            x, _ = self.at(value, self.unscaled())
            self.parts.append(f'<text x="{x:.1f}" y="{self.y + self.height + 15}" text-anchor="middle">{value:g}</text>')
        for value in up:
            _, y = self.at(self.unscaled_x(), value)
            self.parts.append(f'<line class="grid" x1="{self.x}" x2="{self.x + self.width}" y1="{y:.1f}" y2="{y:.1f}"/>')
            self.parts.append(f'<text x="{self.x - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')

    def unscaled(self):
        return math.exp(self.up[0]) if self.scale_y is math.log else self.up[0]

    def unscaled_x(self):
        return math.exp(self.across[0]) if self.scale_x is math.log else self.across[0]

    def title(self, text):
        self.parts.append(f'<text class="title" x="{self.x}" y="{self.y - 8}">{text}</text>')


def write(name, width, height, label, parts):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="{label}">'
    body = "\n".join(parts)
    (HERE / name).write_text(f'{head}\n{STYLE}\n<rect class="page" width="{width}" height="{height}"/>\n{body}\n</svg>\n')


def key(x, y, style, text):
    return f'<line class="{style} key" x1="{x}" x2="{x + 18}" y1="{y}" y2="{y}"/><text x="{x + 24}" y="{y + 4}">{text}</text>'


def factors():
    """α of each group over the steps, one panel for each way to keep the mean."""
    lines, losses = defaultdict(list), {}
    for row in rows("chargpt-alpha.csv"):
        lines[row["optimizer"], row["group"], int(row["parameters"])].append((int(row["step"]), float(row["alpha"])))
    for row in rows("chargpt.csv"):
        if row["seed"] == "42":
            losses[row["optimizer"]] = float(row["validationLoss"])
    titles = {
        "direct+cosine+free+range=1": "free",
        "direct+cosine+range=1": "mean kept by counts",
        "direct+cosine+mean-preserving+range=1": "mean kept, groups alike",
        "direct+range=1": "groups compared, mean by counts",
    }
    parts = []
    for i, (name, title) in enumerate(titles.items()):
        panel = Panel(60 + 390 * (i % 2), 40 + 240 * (i // 2), 330, 180, (0, 800), (0.15, 4), log_y=True)
        panel.ticks([0, 200, 400, 600, 800], [0.2, 0.5, 1, 2, 4])
        panel.title(f"{title}: loss {losses[f'{name}+rate=0.003']:.3f}")
        for (optimizer, _, parameters), points in sorted(lines.items(), key=lambda item: -item[0][2]):
            if optimizer == f"{name}+rate=0.003":
                panel.line(points, "large" if parameters > 1000 else "small")
        parts += panel.parts
    parts += [key(60, 520, "large", "weights and embeddings, 15,456 to 83,040 values"), key(450, 520, "small", "biases and norms, 384 to 577 values")]
    write("chargpt-alpha.svg", 810, 540, "The factors of the learning rate of each group over 800 steps", parts)


def rates():
    """The loss at each learning rate, and what each learns better or worse than AdamW at the same rate, seed by seed and in the mean."""
    found = defaultdict(dict)
    for row in rows("chargpt.csv"):
        name, _, rate = row["optimizer"].partition("+rate=")
        if rate:
            best = found[name, float(rate)]
            best[row["seed"]] = min(best.get(row["seed"], 9), float(row["validationLoss"]))
    ticks, mean = [3e-4, 1e-3, 3e-3, 1e-2, 2e-2], lambda values: sum(values) / len(values)

    def draw(panel, name, style, less="", shift=1.0):
        """The runs of an optimizer as dots, their means as a line; less those of another at the same rate."""
        points = []
        for rate in sorted(rate for of, rate in found if of == name):
            values = [loss - (found[less, rate][seed] if less else 0) for seed, loss in sorted(found[name, rate].items())]
            points.append((rate * shift, mean(values)))
            for value in values:
                panel.dot(points[-1][0], value, style)
        panel.line(points, style)

    losses = Panel(60, 34, 330, 270, (2.5e-4, 2.4e-2), (1.65, 2.25), log_x=True)
    losses.ticks(ticks, [1.7, 1.8, 1.9, 2, 2.1, 2.2])
    losses.title("loss")
    draw(losses, "adamw", "c0")
    draw(losses, "direct+cosine+free+range=2+horizon=1000+one-group", "c1")
    titles = {
        "direct+cosine+mean-preserving+range=1": "direct conductor, mean kept, groups alike, range 1",
        "online": "\u03a6, groups compared, mean by counts (MetaAdamWOptions.Default)",
    }
    differences = Panel(460, 34, 330, 270, (2.5e-4, 2.4e-2), (-0.06, 0.04), log_x=True)
    differences.ticks(ticks, [-0.06, -0.04, -0.02, 0, 0.02, 0.04])
    differences.title("loss less AdamW's at the same rate")
    differences.line([(2.5e-4, 0), (2.4e-2, 0)], "c0")
    for i, name in enumerate(titles):
        draw(differences, name, f"c{i + 2}", less="adamw", shift=1.04 ** (2 * i - 1))
    texts = ["AdamW", "one factor for all, free, range 2, horizon of 1,000 steps", *titles.values()]
    keys = [key(60, 344 + 20 * i, f"c{i}", text) for i, text in enumerate(texts)]
    write("chargpt-rates.svg", 810, 420, "Validation loss by learning rate", losses.parts + differences.parts + keys)


def curves():
    """Perplexity on WikiText-2 after each epoch as a share of AdamW's with the same seed, a line a seed."""
    runs = defaultdict(dict)
    for row in rows("wikitext2.csv"):
        runs[row["optimizer"], row["seed"]][int(row["epoch"])] = row
    titles = {"online": "MetaAdamWOptions.Default", "online+range=1": "range 1", "online+online-rate=0.01+range=1": "range 1, \u03a6 ten times as fast"}
    parts = []
    for i, (column, title) in enumerate([("validationLoss", "validation perplexity"), ("trainLoss", "training perplexity")]):
        panel = Panel(60 + 400 * i, 34, 330, 260, (1, 15), (0.8, 1.05))
        panel.ticks([1, 5, 10, 15], [0.8, 0.85, 0.9, 0.95, 1, 1.05])
        panel.title(f"{title}, AdamW's is 1")
        panel.line([(1, 1), (15, 1)], "c0")
        for (optimizer, seed), epochs in runs.items():
            if optimizer in titles:
                base = runs["adamw", seed]
                points = [(epoch, math.exp(float(row[column]) - float(base[epoch][column]))) for epoch, row in epochs.items() if epoch in base]
                panel.line(points, f"c{3 - list(titles).index(optimizer)}")
        parts += panel.parts
    keys = [key(60 + 230 * i, 330, f"c{3 - i}", title) for i, title in enumerate(titles.values())]
    write("wikitext2.svg", 810, 350, "Perplexity on WikiText-2 by epoch, as a share of AdamW's", parts + keys)


if __name__ == "__main__":
    factors()
    rates()
    curves()

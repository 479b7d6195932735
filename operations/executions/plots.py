"""PNG plots of statistics: outcomes over time, seconds by state, the wait for a sticker, failures.

The only importer of matplotlib, which takes a second to load: import this module on use.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from operations.executions.statistics import Statistics, outcome, spread

_COLOURS = {
    "delivered": "#0072b2",
    "undelivered": "#56b4e9",
    "nothing_heard": "#b3b3b3",
    "wish_cancelled": "#d9d9d9",
    "wish_rejected": "#f0e442",
    "spend_limit_reached": "#cc79a7",
    "picture_refused": "#e69f00",
    "running": "#009e73",
    "failed": "#d55e00",
}
"Okabe and Ito's palette, which colour-blind people can distinguish; failed stands out."
_OTHER = "#666666"
_BINS = 40
_SHARES = (("p50", "#0072b2"), ("p95", "#e69f00"), ("p99", "#d55e00"))


@dataclass(frozen=True)
class _Plot:
    name: str
    title: str
    draw: Callable[[Axes, Statistics], None]
    inches: float
    "Height."


def plots(statistics: Statistics, folder: Path, *, title: str) -> Iterator[Path]:
    """The written files, one after another; none without data."""
    folder.mkdir(parents=True, exist_ok=True)
    for plot in _worth_drawing(statistics):
        figure = Figure(figsize=(9, plot.inches), dpi=110, layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_title(f"{plot.title}\n{_label(title)}", loc="left", fontsize=10)
        plot.draw(axes, statistics)
        file = folder / f"{plot.name}.png"
        figure.savefig(file)
        yield file


def _worth_drawing(statistics: Statistics) -> Iterator[_Plot]:
    states, failures = len(statistics.seconds | statistics.waits), len(_failures_of(statistics))
    if statistics.sample:
        yield _Plot("outcomes", "Outcomes by start time", _outcomes, 4)
    if states:
        yield _Plot("states", "Seconds by state, retries included", _states, 2 + states * 0.3)
    if statistics.waited:
        yield _Plot("waiting", "From listen stop until the device had its sticker", _waiting, 4)
    if failures:
        yield _Plot("troubles", "Failures, and engines that another replaced", _failures, 2 + failures * 0.3)


def _outcomes(axes: Axes, statistics: Statistics) -> None:
    by_outcome = {
        name: [date2num(one.started) for one in statistics.sample if outcome(one) == name]
        for name in statistics.outcomes
    }
    names = sorted(by_outcome, key=lambda name: list(_COLOURS).index(name) if name in _COLOURS else -1)
    axes.hist(
        [by_outcome[name] for name in names],
        bins=_BINS,
        stacked=True,
        color=[_COLOURS.get(name, _OTHER) for name in names],
        label=[f"{_label(name)} {len(by_outcome[name])}" for name in names],
    )
    locator = AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(xlabel="UTC", ylabel="executions")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)


def _states(axes: Axes, statistics: Statistics) -> None:
    """A dot per percentile; the line from p50 to the longest shows the spread."""
    states = [(name, spread(values)) for name, values in (statistics.seconds | statistics.waits).items()]
    for place, (_, of) in enumerate(states):
        if of:
            axes.hlines(place, of.p50, of.longest, color="#cccccc", linewidth=2, zorder=1)
            for share, colour in _SHARES:
                axes.scatter(getattr(of, share), place, color=colour, s=45, zorder=2)
            axes.scatter(of.longest, place, color="#666666", marker="|", s=80, zorder=2)
    axes.set_yticks(range(len(states)), [f"{_label(name)}  n={of.n}" for name, of in states if of])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.grid(axis="x", color="#eeeeee")
    axes.set_xlabel("seconds (logarithmic)")
    for share, colour in _SHARES:
        axes.scatter([], [], color=colour, label=share)
    axes.scatter([], [], color="#666666", marker="|", label="longest")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)


def _waiting(axes: Axes, statistics: Statistics) -> None:
    axes.hist(statistics.waited, bins=_BINS, color="#56b4e9")
    of = spread(statistics.waited)
    if of:
        for share, colour in _SHARES:
            axes.axvline(getattr(of, share), color=colour, linestyle="--", label=f"{share} {getattr(of, share):.1f} s")
    axes.set_xlim(left=0)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(xlabel="seconds", ylabel=f"stickers, {len(statistics.waited)}")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)


def _label(text: str) -> str:
    """Without control characters, and without mathematics, which Matplotlib finds between two dollars."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text).replace("$", r"\$")


def _failures_of(statistics: Statistics) -> Counter[tuple[str, str]]:
    """By label and colour."""
    failed = {
        (_label(f"{error}@{state}"), _COLOURS["failed"]): count for (state, error), count in statistics.failures.items()
    }
    replaced = {
        (_label(f"{engine} unavailable: {error}"), _COLOURS["picture_refused"]): n
        for (engine, error), n in statistics.fallbacks.items()
    }
    return Counter(failed | replaced)


def _failures(axes: Axes, statistics: Statistics) -> None:
    ranked = _failures_of(statistics).most_common()
    bars = axes.barh([label for (label, _), _ in ranked], [n for _, n in ranked], color=[of for (_, of), _ in ranked])
    axes.bar_label(bars, padding=3)
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("executions")

"""Charts as vector graphics, drawn without a browser: Vega-Lite specifications in one style, safe for the colour-blind.

Each function returns the specification as plain data; `draw` makes the SVG. Colours are given by fixed values that the page's
style sheet maps to light and dark. Labels are shortened here and not by the drawing, which would cut through signs.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.report.plain import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.spatial.spread import Spread

__all__ = ["COLOURS", "draw", "forecast_spec", "heat_spec", "scatter_spec", "short", "tornado_spec"]

INK, MUTED, GRID, PAPER = "#1b1e23", "#59626f", "#d4d9e0", "#ffffff"
BLUE, ORANGE, GREEN, PALE, FAINT = "#0b63a5", "#b3500b", "#0d745a", "#a9cbe9", "#b4bbc5"
COLOURS = (INK, MUTED, GRID, PAPER, BLUE, ORANGE, GREEN, PALE, FAINT)
CELLS = ("#f2f6fb", "#cfe1f2", "#a9cbea", "#5f9fd1", "#0b63a6")
"""Cells of the heat map, from nothing to all; they stay as they are in the dark, and so do the numbers on them."""
ON_LIGHT, ON_DARK, NOTHING = "#1b1e22", "#fffffe", "#e4e6e9"
WIDTH = 310
BINS = 56
MAX_POINTS = 350
TITLE, SUBTITLE, LABEL = 42, 56, 24
_FONT = "Arial, Liberation Sans, Helvetica, sans-serif"

Spec = dict[str, Any]


def short(text: str, most: int = LABEL) -> str:
    """Return a label of at most so many signs, with signs that cannot be seen made visible."""
    text = " ".join(visible(text).split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _spec(title: str, says: str, body: Spec) -> Spec:
    axis = {
        "labelColor": INK,
        "titleColor": INK,
        "tickColor": MUTED,
        "domainColor": MUTED,
        "gridColor": GRID,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 0,
        "titleLimit": 0,
        "labelOverlap": "greedy",
        "labelSeparation": 6,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        # room to the left: the reader's font may be wider than the one the labels were measured with
        "padding": {"left": 30, "right": 16, "top": 6, "bottom": 6},
        "title": {
            "text": textwrap.wrap(visible(title), TITLE)[:3] or [""],
            "subtitle": textwrap.wrap(says, SUBTITLE),
            "anchor": "start",
            "frame": "bounds",
            "offset": 16,
            "fontSize": 14,
            "color": INK,
            "subtitleColor": MUTED,
            "subtitleFontSize": 11,
            "subtitlePadding": 4,
            "limit": 0,
        },
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "axis": axis,
            "text": {"color": INK, "fontSize": 12, "limit": 0},
            "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 12, "labelLimit": 0},
        },
        **body,
    }


def draw(spec: Spec) -> str:
    """Return a specification as SVG that takes the width it is given; its own roles and names are taken out."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(spec)
    # the page describes each chart in words: marks are not read out one by one
    svg = re.sub(r' (?:role|aria-label|aria-roledescription)="[^"]*"', "", svg)
    svg = svg.replace("<svg ", '<svg focusable="false" aria-hidden="true" ', 1)
    return svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")


def _histogram(spread: Spread, low: float, high: float) -> list[dict[str, float]]:
    """Return the mass of a distribution in even bins over the scale."""
    edges = np.linspace(low, high, BINS + 1)
    mass, _ = np.histogram(np.clip(spread.places, low, high), bins=edges, weights=spread.masses)
    return [{"from": float(edges[k]), "to": float(edges[k + 1]), "mass": float(mass[k])} for k in range(BINS)]


def forecast_spec(
    title: str,
    spread: Spread,
    ends: tuple[float, float],
    unit: str,
    rows: Sequence[tuple[str, float, float, float, str]],
) -> Spec:
    """Return the chart of one issue: where the mass lies, and under it who stands where and what simple rules say.

    Parameters
    ----------
    title
        What is drawn.
    spread
        The predictive distribution of the settlement.
    ends
        The ends of the scale.
    unit
        Its unit.
    rows
        ``(label, low, best, high, kind)`` of each line under it; kind is forecast, rule or actor.
    """
    low, high = ends
    scale = {"domain": [low, high], "nice": False}
    fifty, eighty = spread.intervals
    labels = _distinct([short(label) for label, *_ in rows])
    order = ["forecast", *labels]
    bars = [
        {"row": "forecast", "low": eighty[0], "high": eighty[1], "size": 3},
        {"row": "forecast", "low": fifty[0], "high": fifty[1], "size": 9},
    ]
    points = [{"row": "forecast", "best": spread.median, "kind": "forecast"}]
    for label, (_, start, best, end, kind) in zip(labels, rows, strict=True):
        points.append({"row": label, "best": best, "kind": kind})
        if end > start:
            bars.append({"row": label, "low": start, "high": end, "size": 3})
    ticks = {"title": short(unit) or None, "grid": True, "tickCount": 5}
    x = {"field": "best", "type": "quantitative", "scale": scale, "axis": ticks}
    y = {
        "field": "row",
        "type": "nominal",
        "sort": order,
        "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 9},
    }
    bare = {"labels": False, "ticks": False, "title": None, "grid": False}
    top: Spec = {
        "width": WIDTH,
        "height": 80,
        "data": {"values": _histogram(spread, low, high)},
        "mark": {"type": "rect", "color": PALE, "stroke": BLUE, "strokeWidth": 0.4},
        "encoding": {
            "x": {"field": "from", "type": "quantitative", "scale": scale, "axis": bare},
            "x2": {"field": "to"},
            "y": {"field": "mass", "type": "quantitative", "axis": bare | {"title": "how likely"}},
            "y2": {"datum": 0},
        },
    }
    kinds = {"domain": ["forecast", "rule", "actor"], "range": [BLUE, GREEN, ORANGE]}
    shapes = {"domain": ["forecast", "rule", "actor"], "range": ["diamond", "square", "circle"]}
    layers: list[Spec] = [
        {
            "data": {"values": [bar for bar in bars if bar["size"] == size]},
            "mark": {"type": "bar", "height": size, "color": BLUE if size == 9 else MUTED, "cornerRadius": 1},
            "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y},
        }
        for size in (3, 9)
    ]
    layers.append(
        {
            "data": {"values": points},
            "mark": {"type": "point", "filled": True, "size": 85, "opacity": 1, "stroke": PAPER, "strokeWidth": 1},
            "encoding": {
                "x": x,
                "y": y,
                "color": {"field": "kind", "type": "nominal", "scale": kinds, "legend": None},
                "shape": {"field": "kind", "type": "nominal", "scale": shapes, "legend": None},
            },
        }
    )
    says = (
        "Thick bar: half of the probability; thin bar: four fifths; diamond: the median. Circles: actors, with "
        "their ranges. Squares: simple rules."
    )
    bottom: Spec = {"width": WIDTH, "height": {"step": 21}, "layer": layers}
    return _spec(title, says, {"vconcat": [top, bottom], "spacing": 4, "resolve": {"scale": {"x": "shared"}}})


def _distinct(labels: Sequence[str]) -> list[str]:
    """Return labels with a number where shortening made two the same."""
    found: list[str] = []
    for label in labels:
        own, number = label, 2
        while own in found or own == "forecast":
            own, number = f"{short(label, LABEL - 4)} ({number})", number + 1
        found.append(own)
    return found


def tornado_spec(title: str, bars: Sequence[tuple[str, str, float, float, bool]], now: float, unit: str) -> Spec:
    """Return the tornado chart: how far each input moves the settlement; ``(actor, input, low, high, assumed)``."""
    labels = _distinct([f"{short(actor, LABEL - 2)}: {what}" for actor, what, *_ in bars])
    rows = [
        {"what": label, "a": low, "b": high, "kind": "the usual doubt" if assumed else "your range"}
        for label, (_, _, low, high, assumed) in zip(labels, bars, strict=True)
    ]
    there = [kind for kind in ("your range", "the usual doubt") if any(row["kind"] == kind for row in rows)]
    colours = {"your range": BLUE, "the usual doubt": PALE}
    y = {"field": "what", "type": "nominal", "sort": labels, "axis": {"title": None, "ticks": False, "domain": False}}
    colour = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": there, "range": [colours[kind] for kind in there]},
        "legend": {"title": None, "orient": "bottom"} if len(there) > 1 else None,
    }
    told = f"compromise{f', {short(unit, 16)}' if unit else ''}"
    ticks = {"title": told, "grid": True, "tickCount": 5}
    x = {"type": "quantitative", "scale": {"zero": False, "nice": True}, "axis": ticks}
    line = {"type": "rule", "color": INK, "strokeDash": [4, 3]}
    says = (
        f"The compromise with one input at either end of "
        f"{'its range' if there == ['your range'] else 'its range or the usual doubt'}. Dashed: the best values."
    )
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "height": 13, "stroke": BLUE, "strokeWidth": 0.6},
            "encoding": {"x": x | {"field": "a"}, "x2": {"field": "b"}, "y": y, "color": colour},
        },
        {"data": {"values": [{"now": now}]}, "mark": line, "encoding": {"x": x | {"field": "now"}}},
    ]
    return _spec(title, says, {"width": WIDTH - 50, "height": {"step": 22}, "layer": layers})


def scatter_spec(
    title: str,
    points: Sequence[tuple[float, float, str]],
    names: tuple[str, str],
    no_deal: tuple[float | None, float | None],
    marked: Sequence[tuple[float, float, str]],
    *,
    others: bool,
) -> Spec:
    """Return packages by what they are worth to two actors; ``(x, y, kind)``, kind is other, acceptable or efficient.

    `others` tells that the consent of further actors counts: then what is efficient need not look so here, and no frontier
    is drawn.
    """
    rng = np.random.default_rng(0)
    kept: list[tuple[float, float, str]] = []
    for kind in ("other", "acceptable", "efficient"):
        own = sorted({point for point in points if point[2] == kind})
        if len(own) > MAX_POINTS:
            own = [own[k] for k in sorted(rng.choice(len(own), MAX_POINTS, replace=False).tolist())]
        kept += own
    kinds = ["other", "acceptable", "efficient"]
    axes: dict[str, Spec] = {}
    for side, name in zip("xy", names, strict=True):
        ticks = {"title": f"worth to {short(name)}", "grid": True, "tickCount": 5, "titlePadding": 8}
        axes[side] = {
            "field": side,
            "type": "quantitative",
            "scale": {"zero": False, "nice": True, "padding": 8},
            "axis": ticks,
        }
    colours = {"domain": kinds, "range": [FAINT, PALE, BLUE]}
    shapes = {"domain": kinds, "range": ["circle", "circle", "diamond"]}
    layers: list[Spec] = [
        {
            "data": {"values": [{"x": x, "y": y, "kind": kind} for x, y, kind in kept]},
            "mark": {"type": "point", "filled": True, "opacity": 1, "strokeWidth": 0.8},
            "encoding": axes
            | {
                "color": {
                    "field": "kind",
                    "type": "nominal",
                    "scale": colours,
                    "legend": {"title": None, "orient": "bottom"},
                },
                "shape": {"field": "kind", "type": "nominal", "scale": shapes, "legend": None},
                "size": {
                    "field": "kind",
                    "type": "nominal",
                    "scale": {"domain": kinds, "range": [22, 34, 52]},
                    "legend": None,
                },
            },
        }
    ]
    frontier = sorted((x, y) for x, y, kind in points if kind == "efficient")
    if not others and len(frontier) > 1:
        values = [{"x": x, "y": y, "order": place} for place, (x, y) in enumerate(frontier)]
        step = {"type": "line", "color": BLUE, "strokeWidth": 1.2, "interpolate": "step-before"}
        layers.append({"data": {"values": values}, "mark": step, "encoding": axes | {"order": {"field": "order"}}})
    for side, value in zip("xy", no_deal, strict=True):
        if value is None:
            continue
        line = {"type": "rule", "color": ORANGE, "strokeDash": [5, 3]}
        layers.append({"data": {"values": [{side: value}]}, "mark": line, "encoding": {side: axes[side]}})
        # outside the plot, where no mark can lie under it
        place: Spec = {"y": -7} if side == "x" else {"x": WIDTH - 38, "align": "left"}
        text = {"type": "text", "color": ORANGE, "fontSize": 11, "text": "no deal", **place}
        layers.append({"data": {"values": [{side: value}]}, "mark": text, "encoding": {side: axes[side]}})
    if marked:
        told = [{"x": x, "y": y, "label": label} for x, y, label in marked]
        square = {"type": "point", "shape": "square", "size": 110, "color": ORANGE, "strokeWidth": 2, "filled": False}
        letters = {"type": "text", "dx": 11, "dy": -9, "fontWeight": "bold", "color": INK}
        layers.append({"data": {"values": told}, "mark": square, "encoding": axes})
        layers.append({"data": {"values": told}, "mark": letters, "encoding": axes | {"text": {"field": "label"}}})
    says = "Each mark is a package. Dashed: what no deal is worth. Squares: packages told in the text."
    if others:
        says += " More actors count than these two, so an efficient package may look beaten here."
    return _spec(title, says, {"width": WIDTH - 42, "height": 240, "layer": layers})


def heat_spec(title: str, cells: Sequence[tuple[str, str, float | None]], values: Mapping[str, str]) -> Spec:
    """Return the heat map of a package: how good its value on each issue is to each actor, from 0, the worst, to 1, the best.

    Parameters
    ----------
    title
        What is drawn.
    cells
        ``(issue, actor, share)``; no share where the issue tells nothing to the actor.
    values
        issue -> the value that the package has.
    """
    issues = dict(
        zip(values, _distinct([short(f"{short(one, 30)}: {value}", 42) for one, value in values.items()]), strict=True)
    )
    actors = list(dict.fromkeys(actor for _, actor, _ in cells))
    many = len(actors) > 4
    named = dict(zip(actors, _distinct([short(actor, 20 if many else 14) for actor in actors]), strict=True))
    rows = [
        {
            "issue": issues[issue],
            "actor": named[actor],
            "share": -1 if share is None else share,
            "text": "–" if share is None else f"{share:.0%}",
        }
        for issue, actor, share in cells
    ]
    top = {"title": None, "orient": "top", "domain": False, "ticks": False, "labelOverlap": False}
    slant = {"labelAngle": -50, "labelAlign": "left"} if many else {"labelAngle": 0}
    base = {
        "x": {"field": "actor", "type": "nominal", "sort": list(named.values()), "axis": top | slant},
        "y": {
            "field": "issue",
            "type": "nominal",
            "sort": list(issues.values()),
            "axis": {"title": None, "domain": False, "ticks": False, "labelOverlap": False},
        },
    }
    colour = {
        "field": "share",
        "type": "quantitative",
        "scale": {"type": "threshold", "domain": [-0.5, 0.2, 0.4, 0.6, 0.8], "range": [NOTHING, *CELLS]},
        "legend": None,
    }
    text = {"condition": {"test": "datum.share >= 0.8", "value": ON_DARK}, "value": ON_LIGHT}
    says = (
        "100%: the actor's best value of the issue, 0%: its worst, with the rest of the package as it is. –: the "
        "issue tells it nothing."
    )
    layers: list[Spec] = [
        {"mark": {"type": "rect", "stroke": PAPER, "strokeWidth": 2}, "encoding": base | {"color": colour}},
        {"mark": {"type": "text"}, "encoding": base | {"text": {"field": "text"}, "color": text}},
    ]
    return _spec(
        title,
        says,
        {"width": {"step": 44 if many else 84}, "height": {"step": 26}, "data": {"values": rows}, "layer": layers},
    )

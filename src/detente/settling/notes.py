"""What a reader of ``detente settles`` must know beside the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.methods import METHODS
from detente.settling.answer import FORECAST, known_domain
from detente.spatial.calibration import DOUBT
from detente.spatial.exchange import MOST
from detente.spatial.models import exchange_round, is_joint
from detente.spatial.residuals import DOMAIN, PLAIN, RESIDUALS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.settling.answer import Settles

    Floats = NDArray[np.float64]

__all__ = ["notes_of"]

MEASURED = (
    "There, with everybody weighing the same but for salience and one proposal at a time, the compromise's 80 % intervals held "
    f"{RESIDUALS[FORECAST].cover80:.0%} of the settlements of proposals they were not fitted to, its 50 % intervals "
    f"{RESIDUALS[FORECAST].cover50:.0%}; its score (CRPS, less is better) was {RESIDUALS[FORECAST].crps:.1f}, against "
    f"{PLAIN['crps_past']:.1f} from past settlements alone and {PLAIN['crps_positions']:.1f} from the positions alone."
)
"""How good the forecasts are, in a plain statement."""


def notes_of(answer: Settles) -> list[str]:
    """Return what was used, what could not be told, and what the numbers rest on."""
    said = list(answer.stands.notes)
    if known_domain(answer.domain):
        said.append(
            f"The errors that the forecasts rest on were measured in the case's own domain, {DOMAIN}. {MEASURED}"
        )
    else:
        named = f"nothing is known about {answer.domain}" if answer.domain else "the case names no domain"
        said.append(
            f"The errors that the forecasts rest on were measured on {DOMAIN}. Here {named}, so that they hold is an "
            f"assumption, and {DOUBT:.0%} of the mass is spread over the whole scale. {MEASURED}"
        )
    said += _on_issues(answer)
    if len(answer.places) > 1 and not is_joint(answer.best):
        said.append(
            "SMP is run for each issue by itself: as dimensions of one run they would need a position of everybody on "
            "each, and saliences that sum to 100 or less for each actor."
        )
    if len(answer.places) == 1:
        said.append(
            "Looked at alone, an issue has nothing to be exchanged for: the exchange model gives the compromise."
        )
    if not answer.is_too_large("spatial.exchange-equal-gain") and not exchange_round(answer.best, 0).ended:
        said.append(f"The round of exchanges had not ended by itself after {MOST:,}, and was cut off.")
    if answer.is_uncertain:
        said += _on_draws(answer)
    elif answer.asked:
        said.append(
            "No number is a range, so there is nothing to draw: only the models' own errors spread the forecast."
        )
    return [*said, *answer.doubts]


def _on_draws(answer: Settles) -> list[str]:
    counts = {
        method.id: answer.count(method.id)
        for method in METHODS.values()
        if method.question == "settles" and not answer.is_too_large(method.id)
    }
    fewer = [
        f"{METHODS[method].title} {f'{count:,}' if count else 'none'}"
        for method, count in counts.items()
        if count < answer.drawn.draws
    ]
    said = []
    if fewer:
        said.append(f"Of {answer.drawn.draws:,} draws these models got fewer, for they are slow: {', '.join(fewer)}.")
    if answer.drawn.draws > answer.predicted:
        said.append(f"The forecasts rest on the first {answer.predicted:,} of the draws.")
    return said


def _on_issues(answer: Settles) -> list[str]:
    large = [METHODS[method].title for method in METHODS if answer.is_too_large(method)]
    said = [f"Not run, for there are too many actors or issues: {', '.join(large)}."] if large else []
    for k, place in enumerate(answer.places):
        x, s, c = answer.best.one(k)
        counted = x[0][(s * c)[0] > 0]
        if not counted.size:
            said.append(f"{place.title}: nobody has both salience and capability, so no model has an answer.")
        elif len(place.stands) == 1:
            said.append(f"{place.title}: only one actor has a position, so the models put the settlement there.")
        elif counted.max() == counted.min():
            best = "" if all(stand.position.is_point for stand in place.stands) else " with their best values"
            said.append(f"{place.title}: all positions are the same{best}, so the models put the settlement there.")
        if answer.is_flat(k) and answer.doubt == 0:
            said.append(
                f"{place.title}: nobody is of another mind, and no settlement with known errors was like that, so "
                f"{DOUBT:.0%} of the mass is spread over the scale."
            )
        path = answer.found[place.name]["spatial.challenge-scholz2011"].path
        if path is not None and _cycles(path):
            said.append(f"{place.title}: the challenge model comes back to where it was and goes round in a circle.")
        collapsed = answer.found[place.name]["spatial.nash-status-quo"]
        if place.status_quo is not None and collapsed.point is None and counted.size:
            said.append(
                f"{place.title}: no place on the scale is better for everybody than the status quo, so Nash bargaining "
                "from there has no answer."
            )
    return said


def _cycles(path: Floats) -> bool:
    """Return whether positions come back to an earlier round after having left it."""
    span = max(float(path.max() - path.min()), 1e-300)
    last = path[-1]
    back = [k for k in range(len(path) - 1) if np.abs(path[k] - last).max() <= 1e-6 * span]
    return bool(back) and np.abs(path[back[0] + 1] - last).max() > 1e-6 * span

"""From a case to the bargain that the engine works on: whose worth by which form, no deal, rules, consent."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from detente.deals.bargain import Bargain, Consent
from detente.drift import by_date, status_quo
from detente.errors import LimitError, UsageError
from detente.expressions import parse
from detente.space import Frame, frame_of
from detente.trading.no_deal import NoDeal, no_deals
from detente.trading.points import with_points
from detente.utility import CARDINAL, Term, best, integral, terms_of, worth_form, worth_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from detente.case import Case
    from detente.space import BoolArray

__all__ = ["Reading", "digits_of", "read_bargain"]

MAX_TRADED = 2_000
"""Up to how many issues packages are looked at."""

NOISE = 10**12
"""What part of what is at stake counts as noise, where numbers are doubles that a program wrote out."""


@dataclass(frozen=True)
class Reading:
    """A case read for trades.

    Attributes
    ----------
    case
        The case, with points for continuous issues.
    original
        The case as it was given.
    frame
        Its issues and values.
    forms
        Actor -> the form of preference that says what packages are worth; None without preferences.
    no_deal
        Actor -> what no deal is, on the day.
    on
        The day that is asked about.
    bargain
        The engine's input.
    start
        The status quo on that day, as value positions; None where it is not said.
    by
        The form of preference that was asked for.
    notes
        What a reader must know.
    """

    case: Case
    original: Case
    frame: Frame
    forms: Mapping[str, str | None]
    no_deal: Mapping[str, NoDeal]
    on: date | None
    bargain: Bargain
    start: tuple[int, ...] | None
    by: str | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors, in file order."""
        return tuple(self.case.actors)

    @property
    def ordinal(self) -> list[str]:
        """The actors whose preferences only order packages."""
        return [actor for actor, form in self.forms.items() if form is not None and form not in CARDINAL]

    def outcome(self, digits: tuple[int, ...]) -> dict[str, str]:
        """Return a package in names."""
        pairs = zip(self.frame.issues, self.frame.values, digits, strict=True)
        return {name: values[d] for name, values, d in pairs}


def digits_of(frame: Frame, outcome: Mapping[str, str]) -> tuple[int, ...]:
    """Return a package in names as value positions."""
    pairs = zip(frame.issues, frame.values, strict=True)
    return tuple(values.index(outcome[name]) for name, values in pairs)


def consent_of(case: Case, frame: Frame, start: tuple[int, ...] | None) -> Consent:
    """Return whose consent the agreement rule of a case needs; everybody's where there is none."""
    place = {name: k for k, name in enumerate(case.actors)}
    rule = case.agreement
    if rule is None:
        return Consent(frozenset(place.values()))
    always = frozenset(place[name] for name in rule.must_include)
    pool = frozenset(place[name] for name in rule.of or case.actors) | always
    if rule.rule == "deciders":
        deciders = tuple(frozenset(place[name] for name in case.issues[issue].decided_by) for issue in frame.issues)
        return Consent(pool, rule.at_least, always, deciders, start)
    return Consent(pool, rule.at_least, always)


def _reserve(no_deal: NoDeal, terms: list[Term], frame: Frame) -> Fraction | None:
    if no_deal.number is not None:
        return Fraction(no_deal.number.best)
    if no_deal.outcomes:
        return Fraction(worth_of(terms, digits_of(frame, no_deal.outcomes[0])))
    return None


def _possible(rules: list[tuple[tuple[int, ...], BoolArray]], frame: Frame, outcome: Mapping[str, str]) -> bool:
    digits = digits_of(frame, outcome)
    return all(allowed[tuple(digits[k] for k in issues)] for issues, allowed in rules)


def _noise(case: Case, actor: str, form: str | None, terms: list[Term]) -> int:
    """Return by how much sums may differ and still count as equal: a little where a program wrote the numbers."""
    if form != "scores":
        return 0
    numbers = [
        number
        for scores in (case.preferences[actor].scores or {}).values()
        for number in (*scores.values.values(), *([scores.weight] if scores.weight else []))
    ]
    # the middle of two numbers was not written by anybody
    if not any(number.best.is_printed_double for number in numbers if number.given != 2):
        return 0
    stake = sum(max(map(abs, term.worth.ravel().tolist())) for term in terms)
    return int(stake // NOISE) + 1


def choose_forms(case: Case, by: str | None) -> dict[str, str | None]:
    """Return for each actor the form that counts: the one asked for where the actor has it, else one with a unit."""
    found: dict[str, str | None] = {}
    for actor in case.actors:
        own = case.preferences.get(actor)
        found[actor] = by if own and by in own.forms else worth_form(own)
    if by and by not in found.values():
        raise UsageError(f"No actor of this case has {by}. Leave --by out, or add {by} under preferences.")
    return found


def read_bargain(case: Case, *, on: date | None = None, by: str | None = None) -> Reading:
    """Read a case that has no errors for trades.

    Parameters
    ----------
    on
        The day that is asked about; the case's own where it is left out.
    by
        The form of preference to use for actors who have several.

    Raises
    ------
    LimitError
        Where a condition spans too many issues.
    UsageError
        Where nobody has the form asked for.
    """
    original = case
    forms = choose_forms(case, by)
    case, notes = with_points(case, forms)
    frame = frame_of(case)
    if len(frame.issues) > MAX_TRADED:
        raise LimitError(f"This case has {len(frame.issues):,} issues; up to {MAX_TRADED:,} are looked at for trades.")
    on = on or case.as_of
    reserves, said = no_deals(case, frame, on, forms)
    quo = status_quo(case)
    start = None if quo is None else digits_of(frame, by_date(case, frame, quo, on)[0])
    terms, units, without, noise = [], [], [], []
    for actor, form in forms.items():
        own = terms_of(case, frame, actor, form, best)
        reserve = _reserve(reserves[actor], own, frame) if form else Fraction(0)
        whole, unit = integral(own, reserve or Fraction(0))
        terms.append(tuple(whole))
        units.append(unit)
        without.append(None if reserve is None else int(reserve * unit))
        noise.append(_noise(case, actor, form, whole))
    rules = []
    for rule in case.impossible:
        issues, met = frame.table(parse(rule.when, case.options, tuple(case.issues)))
        rules.append((issues, ~met))
    lacking = [
        case.actors[a].name for a, s in reserves.items() if s.outcomes and not _possible(rules, frame, s.outcomes[0])
    ]
    if lacking:
        said.append(
            f"What no deal is for {' and '.join(lacking)} is impossible by the rules of the case: mend one of them."
        )
    doubled = [case.actors[actor].name for actor, slack in zip(forms, noise, strict=True) if slack]
    if doubled:
        said.append(
            f"The numbers of {' and '.join(doubled)} have 15 or more digits, as programs write doubles: sums that differ "
            "by less than a billionth of a thousandth of what is at stake count as equal."
        )
    bargain = Bargain(
        frame.sizes,
        tuple(terms),
        tuple(units),
        tuple(without),
        tuple(rules),
        consent_of(case, frame, start),
        tuple(noise) if doubled else (),
    )
    return Reading(case, original, frame, forms, reserves, on, bargain, start, by, tuple(notes + said))

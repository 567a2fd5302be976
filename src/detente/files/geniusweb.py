"""GeniusWeb JSON: linear additive profiles, each with its domain inside."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from detente.files.domain import MAX_VALUES, Domain, DomainIssue, Malformed, Party, exact, file_name, scaled
from detente.numbers import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["is_geniusweb", "read_geniusweb", "write_geniusweb"]

_KEY = "LinearAdditiveUtilitySpace"
_DISCRETE = ("DiscreteValueSetUtilities", "discreteutils")
_NUMBERS = ("NumberValueSetUtilities", "numberutils")
PLACES = 10**9


def is_geniusweb(raw: Any) -> bool:  # noqa: ANN401 - JSON
    """Return whether a JSON value is a GeniusWeb profile or domain."""
    return isinstance(raw, dict) and (_KEY in raw or "issuesValues" in raw)


def _dict(raw: Any, key: str, where: str) -> dict[str, Any]:  # noqa: ANN401 - JSON
    found = raw.get(key) if isinstance(raw, dict) else None
    if not isinstance(found, dict) or not found:
        raise Malformed(f"{where} has no {key}")
    return found


def _issues(raw: dict[str, Any], where: str) -> tuple[DomainIssue, ...]:
    found = []
    for name, values in _dict(raw, "issuesValues", where).items():
        if isinstance(values, dict) and isinstance(values.get("values"), list) and values["values"]:
            texts = tuple(map(str, values["values"]))
            if len(set(texts)) < len(texts):
                raise Malformed(f"issue {name} of {where} has a value twice")
            found.append(DomainIssue(name, texts))
        elif isinstance(values, dict) and isinstance(values.get("range"), list) and len(values["range"]) == 3:
            low, high, step = (exact(part, f"the range of {name} in {where}") for part in values["range"])
            count = (high - low) / step + 1 if step > 0 else Fraction(0)
            if not 1 <= count <= MAX_VALUES:
                raise Malformed(f"the range of {name} in {where} has no values, or more than {MAX_VALUES:,}")
            found.append(DomainIssue(name, tuple(number_text(low + step * k) for k in range(int(count)))))
        else:
            raise Malformed(f"issue {name} of {where} has neither values nor a range")
    return tuple(found)


def _one_of(raw: Any, keys: Sequence[str]) -> dict[str, Any] | None:  # noqa: ANN401 - JSON
    for key in keys:
        if isinstance(raw, dict) and isinstance(raw.get(key), dict):
            inner: dict[str, Any] = raw[key]
            return inner
    return None


def _scores(raw: Any, issue: DomainIssue, where: str) -> dict[str, Fraction]:  # noqa: ANN401 - JSON
    discrete, numbers = _one_of(raw, _DISCRETE), _one_of(raw, _NUMBERS)
    if discrete is not None:
        table = _dict(discrete, "valueUtilities", where)
        missing = [value for value in issue.values if value not in table]
        if missing:
            raise Malformed(f"{where} has no utility for {missing[0]}")
        return {value: exact(table[value], f"the utility of {value} in {where}") for value in issue.values}
    if numbers is not None:
        low, high, worst, best = (
            exact(numbers.get(key), f"{key} of {where}")
            for key in ("lowValue", "highValue", "lowUtility", "highUtility")
        )
        if low == high:
            raise Malformed(f"the values of {where} do not rise")
        return {value: worst + (exact(value, where) - low) / (high - low) * (best - worst) for value in issue.values}
    raise Malformed(f"{where} has no utilities that can be read")


def _party(name: str, raw: dict[str, Any], issues: tuple[DomainIssue, ...]) -> Party:
    utilities, weights = _dict(raw, "issueUtilities", name), _dict(raw, "issueWeights", name)
    for issue in issues:
        if issue.name not in utilities or issue.name not in weights:
            raise Malformed(f"{name} has no utilities or no weight for issue {issue.name}")
    bid = raw.get("reservationBid")
    reserve = None
    if isinstance(bid, dict):
        chosen = bid.get("issuevalues", bid)
        reserve = {key: str(value) for key, value in chosen.items()} if isinstance(chosen, dict) and chosen else None
    return Party(
        str(raw.get("name") or name),
        {issue.name: exact(weights[issue.name], f"the weight of {issue.name} in {name}") for issue in issues},
        {issue.name: _scores(utilities[issue.name], issue, f"issue {issue.name} of {name}") for issue in issues},
        reserve,
    )


def read_geniusweb(name: str, files: Sequence[tuple[str, Any]]) -> Domain:
    """Return the domain of GeniusWeb files: (name, JSON value) of profiles; domains among them are passed over.

    Raises
    ------
    Malformed
        Where a file is not of the format, or profiles speak of different issues.
    """
    profiles = [(file, raw[_KEY]) for file, raw in files if _KEY in raw]
    if not profiles or not all(isinstance(raw, dict) for _, raw in profiles):
        raise Malformed(f"{name} holds no profile: a domain alone says nothing of what anybody wants")
    inside = _dict(profiles[0][1], "domain", profiles[0][0])
    issues = _issues(inside, profiles[0][0])
    for file, raw in profiles[1:]:
        if {i.name: set(i.values) for i in _issues(_dict(raw, "domain", file), file)} != {
            issue.name: set(issue.values) for issue in issues
        }:
            raise Malformed(f"{file} does not speak of the same issues as the others")
    return Domain(str(inside.get("name") or name), issues, tuple(_party(f, raw, issues) for f, raw in profiles))


def write_geniusweb(domain: Domain) -> dict[str, str]:
    """Return GeniusWeb files, name -> text: the domain, and a profile for each party with utilities from 0 to 1."""
    inside = {"name": domain.name, "issuesValues": {i.name: {"values": list(i.values)} for i in domain.issues}}
    files = {"domain.json": json.dumps(inside, indent=1, ensure_ascii=False) + "\n"}
    for party in domain.parties:
        weights, evaluations, _ = scaled(party)
        # GeniusWeb asks for weights that sum to 1 exactly, in decimals: the last one takes what rounding leaves
        rounded = {name: Fraction(round(weight * PLACES), PLACES) for name, weight in weights.items()}
        last = next(reversed(rounded))
        rounded[last] += 1 - sum(rounded.values())
        profile = {
            "name": party.name,
            "domain": inside,
            "issueUtilities": {
                name: {"DiscreteValueSetUtilities": {"valueUtilities": {v: float(w) for v, w in table.items()}}}
                for name, table in evaluations.items()
            },
            "issueWeights": {name: float(weight) for name, weight in rounded.items()},
        }
        if party.reserve is not None:
            domain.notes.append(f"No deal of {party.name} is left out: GeniusWeb knows a bid there, no number.")
        files[file_name(party.name, ".json", files)] = json.dumps({_KEY: profile}, indent=1, ensure_ascii=False) + "\n"
    return files

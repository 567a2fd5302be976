"""NegMAS scenarios in YAML or JSON: an outcome space and linear additive utility functions with table or linear values."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from detente.files.domain import MAX_VALUES, Domain, DomainIssue, Malformed, Party, exact, file_name
from detente.numbers import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["is_negmas", "read_negmas", "write_negmas"]

_ADDITIVE = ("LinearAdditiveUtilityFunction", "LinearUtilityAggregationFunction")
_LINEAR = ("LinearUtilityFunction", "AffineUtilityFunction")


def is_negmas(raw: Any) -> bool:  # noqa: ANN401 - JSON
    """Return whether a value is a NegMAS outcome space or utility function."""
    return isinstance(raw, dict) and (
        isinstance(raw.get("issues"), list) or _type(raw).endswith(("UtilityFunction", "UFun", "AggregationFunction"))
    )


def _type(raw: dict[str, Any]) -> str:
    return str(raw.get("type") or raw.get("__python_class__") or "").rpartition(".")[2]


def _issue(raw: Any, file: str, place: int) -> DomainIssue:  # noqa: ANN401 - JSON
    if not isinstance(raw, dict) or "values" not in raw:
        raise Malformed(f"an issue of {file} has no values")
    name, values, kind = str(raw.get("name") or f"issue {place}"), raw["values"], _type(raw)
    where = f"issue {name} of {file}"
    if kind in ("ContiguousIssue", "ContinuousIssue") and isinstance(values, list) and len(values) == 2:
        low, high = exact(values[0], where), exact(values[1], where)
        if kind == "ContinuousIssue":
            return DomainIssue(name, (), (low, high))
        if not 0 <= high - low < MAX_VALUES or low.denominator != 1 or high.denominator != 1:
            raise Malformed(f"{where} has more than {MAX_VALUES:,} values, or broken ones")
        return DomainIssue(name, tuple(str(v) for v in range(int(low), int(high) + 1)))
    if not isinstance(values, list) or not 0 < len(values) <= MAX_VALUES:
        raise Malformed(f"{where} has no list of values, or more than {MAX_VALUES:,}")
    texts = tuple(str(value) for value in values)
    if len(set(texts)) < len(texts):
        raise Malformed(f"{where} has a value twice")
    return DomainIssue(name, texts)


def _scores(raw: Any, issue: DomainIssue, where: str) -> dict[str, Fraction]:  # noqa: ANN401 - JSON
    kind = _type(raw) if isinstance(raw, dict) else ""
    mapping = raw.get("mapping") if kind == "TableFun" else raw if isinstance(raw, dict) and not kind else None
    if isinstance(mapping, dict):
        table = {str(value): worth for value, worth in mapping.items()}
        missing = [value for value in issue.values if value not in table]
        if missing:
            raise Malformed(f"{where} has no value for {missing[0]}")
        return {value: exact(table[value], where) for value in issue.values}
    lines = {"IdentityFun": (1, 0), "LinearFun": (None, None), "AffineFun": (None, None), "ConstFun": (0, None)}
    if kind not in lines:
        raise Malformed(f"{where} has a value function that is not read ({kind or 'unknown'})")
    slope = Fraction(lines[kind][0] or 0) if lines[kind][0] is not None else exact(raw.get("slope"), where)
    bias = Fraction(0) if kind == "IdentityFun" else exact(raw.get("bias", 0), where)
    points = issue.values if issue.scale is None else tuple(map(number_text, issue.scale))
    return {value: slope * exact(value, f"a value of {where}") + bias for value in points}


def _party(file: str, raw: dict[str, Any], issues: tuple[DomainIssue, ...], notes: list[str]) -> Party:
    kind = _type(raw)
    name = str(raw.get("name") or file.rpartition(".")[0])
    if kind not in (*_ADDITIVE, *_LINEAR):
        raise Malformed(f"{file} has a utility function that does not add issue by issue ({kind or 'unknown'})")
    functions = raw.get("values")
    if kind in _LINEAR:
        functions = [{"type": "IdentityFun"}] * len(issues)
    weights = raw.get("weights") or [1] * len(issues)
    if isinstance(functions, dict):
        functions = [functions.get(issue.name) for issue in issues]
    if isinstance(weights, dict):
        weights = [weights.get(issue.name) for issue in issues]
    for key, listed in (("values", functions), ("weights", weights)):
        if not isinstance(listed, list) or len(listed) != len(issues):
            raise Malformed(f"{file} has not as many {key} as there are issues")
    bias = exact(raw.get("bias") or 0, f"the bias of {file}")
    scores = {
        issue.name: _scores(function, issue, f"issue {issue.name} of {file}")
        for issue, function in zip(issues, functions or [], strict=True)
    }
    reserve = raw.get("reserved_value")
    known = None if reserve is None or str(reserve).endswith("inf") else exact(reserve, f"the reserved value of {file}")
    if bias:
        notes.append(f"{file} adds {number_text(bias)} to every package; it is taken off its reserved value instead.")
        known = known - bias if known is not None else None
    return Party(
        name,
        {issue.name: exact(weight, f"a weight of {file}") for issue, weight in zip(issues, weights, strict=True)},
        scores,
        known,
    )


def read_negmas(name: str, files: Sequence[tuple[str, Any]]) -> Domain:
    """Return the domain of NegMAS files: (name, value) of the outcome space and of utility functions.

    Raises
    ------
    Malformed
        Where a file is not of the format, is not additive, or there is no outcome space.
    """
    spaces = [(file, raw) for file, raw in files if isinstance(raw.get("issues"), list)]
    functions = [(file, raw) for file, raw in files if not isinstance(raw.get("issues"), list)]
    if len(spaces) != 1 or not functions:
        raise Malformed(f"{name} needs one outcome space and at least one utility function beside it")
    file, space = spaces[0]
    issues = tuple(_issue(raw, file, place) for place, raw in enumerate(space["issues"], 1))
    notes: list[str] = []
    title = str(space.get("name") or name)
    return Domain(title, issues, tuple(_party(f, raw, issues, notes) for f, raw in functions), notes)


def write_negmas(domain: Domain) -> dict[str, str]:
    """Return NegMAS files in YAML, name -> text: the outcome space, and a utility function for each party, unscaled."""
    issues = [{"name": i.name, "type": "CategoricalIssue", "values": list(i.values)} for i in domain.issues]
    space = {"name": "domain", "type": "DiscreteCartesianOutcomeSpace", "issues": issues}
    files = {"domain.yml": _yaml(space)}
    for party in domain.parties:
        written = {
            "type": "LinearAdditiveUtilityFunction",
            "name": party.name,
            "reserved_value": float(party.reserve) if isinstance(party.reserve, Fraction) else None,
            "weights": [1.0] * len(domain.issues),
            "values": [
                {"type": "TableFun", "mapping": {v: float(w) for v, w in party.scores[issue.name].items()}}
                for issue in domain.issues
            ],
        }
        files[file_name(party.name, ".yml", files)] = _yaml(written)
    return files


def _yaml(value: object) -> str:
    import yaml

    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)

"""Import of ``.gmcr`` files: the JSON that GMCR+ and its successor write.

Options become no/yes issues with one decider, in file order; direction becomes a move line; prioritised conditions become
statements, a manual ranking becomes a ranking in Y/N patterns. What has no counterpart (coalitions kept for display,
misperceptions) is reported, never dropped in silence. The file is read as data only.
"""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any

from detente.diagnostics import Diagnostic
from detente.files.case_file import decode, read_bytes
from detente.files.domain import Malformed, slug

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_gmcr"]

MAX_OPTIONS = 200
MAX_RANKED_OPTIONS = 16
_DERIVED = {
    "payoffs", "coalitionsFull", "program", "version", "options", "decisionMakers", "infeasibles",
    "useManualPreferenceRanking", "useManualPreferenceVectors", "coalitions", "misperceptions",
}  # fmt: skip
_OPTION_KEYS = {"name", "permittedDirection"}
_MAKER_KEYS = {
    "name", "options", "preferences", "preferenceRanking", "preferenceVector", "misperceptions",
    "payoffs", "calculatedPreferences", "isCoalition", "members", "highlightBase",
}  # fmt: skip


def read_gmcr(path: Path) -> tuple[dict[str, Any] | None, list[Diagnostic]]:
    """Return the case document that a ``.gmcr`` file stands for, and what could not be carried over."""
    data = read_bytes(path, 10_000_000)
    text = data if isinstance(data, Diagnostic) else decode(data, path.name)
    if isinstance(text, Diagnostic):
        return None, [text]
    try:
        raw = json.loads(text)
        return _document(raw, path.stem)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        return None, [_wrong(f"{path.name} is not JSON ({type(error).__name__}).", line)]
    except Malformed as error:
        return None, [_wrong(f"{path.name}: {error}.", 1)]


def _wrong(message: str, line: int) -> Diagnostic:
    return Diagnostic("F011", message, "Save the model again with the program that made it.", line=line)


def _get(raw: Any, key: str, kind: type, where: str) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(raw, dict) or not isinstance(raw.get(key), kind):
        raise Malformed(f"{where} needs {key}, a {kind.__name__}")
    return raw[key]


def _rows(raw: Any, key: str) -> list[Any]:  # noqa: ANN401 - JSON
    """Return a list that may be absent."""
    found = raw.get(key) or []
    if not isinstance(found, list):
        raise Malformed(f"{key} must be a list")
    return found


def _document(raw: Any, name: str) -> tuple[dict[str, Any], list[Diagnostic]]:  # noqa: ANN401 - JSON
    options = _get(raw, "options", list, "the file")
    makers = _get(raw, "decisionMakers", list, "the file")
    if not 0 < len(options) <= MAX_OPTIONS or not makers:
        raise Malformed(f"it needs 1 to {MAX_OPTIONS} options and at least one decision maker")
    taken: set[str] = set()
    actors = [slug(str(_get(m, "name", str, "a decision maker")), taken, "actor") for m in makers]
    names = [slug(str(_get(o, "name", str, "an option")), taken, "option") for o in options]
    owners: list[list[str]] = [[] for _ in options]
    for actor, maker in zip(actors, makers, strict=True):
        for index in _get(maker, "options", list, f"decision maker {maker['name']}"):
            owners[_index(index, len(options))].append(actor)
    reason = f"assumption: as in the file {name}.gmcr"
    document: dict[str, Any] = {
        "detente": "1",
        "title": name,
        "actors": {actor: {"name": maker["name"] or actor} for actor, maker in zip(actors, makers, strict=True)},
        "issues": {
            option: {"title": raw_option["name"] or option, "decided_by": owner, "because": [reason]}
            for option, raw_option, owner in zip(names, options, owners, strict=True)
        },
    }
    rules = [_pattern(rule, len(options)) for rule in _rows(raw, "infeasibles")]
    document["impossible"] = [{"when": rule, "because": [reason]} for rule in rules]
    document["moves"] = [
        {"issue": option, "only": "forward" if way == "fwd" else "backward", "because": [reason]}
        for option, raw_option in zip(names, options, strict=True)
        if (way := _direction(raw_option)) != "both"
    ]
    ranked = bool(raw.get("useManualPreferenceRanking") or raw.get("useManualPreferenceVectors"))
    document["preferences"] = {
        actor: (_ranking(maker, rules, len(options)) if ranked else _statements(maker, names)) | {"because": [reason]}
        for actor, maker in zip(actors, makers, strict=True)
    }
    return {key: value for key, value in document.items() if value}, _left_out(raw)


def _direction(option: Any) -> str:  # noqa: ANN401 - JSON
    way = option.get("permittedDirection", "both")
    if way not in ("both", "fwd", "back"):
        raise Malformed(f"{way!r} is no direction of option {option['name']}")
    return str(way)


def _index(value: Any, count: int) -> int:  # noqa: ANN401 - JSON
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < count:
        raise Malformed(f"{value!r} is not the number of an option")
    return value


def _literals(condition: Any, count: int) -> dict[int, str]:  # noqa: ANN401 - JSON
    if not isinstance(condition, list) or not condition:
        raise Malformed(f"{condition!r} is not a condition")
    found: dict[int, str] = {}
    for literal in condition:
        if not isinstance(literal, list) or len(literal) != 2 or literal[1] not in ("Y", "N"):
            raise Malformed(f"{literal!r} is not [option, Y or N]")
        if found.setdefault(_index(literal[0], count), literal[1]) != literal[1]:
            raise Malformed(f"{condition!r} asks for Y and N of one option")
    return found


def _pattern(condition: Any, count: int) -> str:  # noqa: ANN401 - JSON
    literals = _literals(condition, count)
    return "".join(literals.get(k, "-") for k in range(count))


def _statements(maker: Any, names: list[str]) -> dict[str, Any]:  # noqa: ANN401 - JSON
    statements = []
    for condition in _rows(maker, "preferences"):
        parts = [condition]
        if isinstance(condition, dict):
            parts = _get(condition, "members", list, "a compound condition")
        written = [_condition(part, names) for part in parts]
        statements.append(written[0] if len(written) == 1 else " or ".join(f"({part})" for part in written))
    return {"statements": statements} if statements else {}


def _condition(condition: Any, names: list[str]) -> str:  # noqa: ANN401 - JSON
    literals = _literals(condition, len(names))
    return " and ".join(names[k] if sign == "Y" else f"not {names[k]}" for k, sign in literals.items())


def _states(rules: list[str], count: int) -> list[str]:
    """Return the feasible states in the file's own order: decimal, first option the lowest bit."""
    if count > MAX_RANKED_OPTIONS:
        raise Malformed(f"a ranking over more than {MAX_RANKED_OPTIONS} options is not read")
    states = ("".join(bits[::-1]) for bits in product("NY", repeat=count))
    return [s for s in states if not any(all(r in ("-", b) for r, b in zip(rule, s, strict=True)) for rule in rules)]


def _ranking(maker: Any, rules: list[str], count: int) -> dict[str, Any]:  # noqa: ANN401 - JSON
    ranking = maker.get("preferenceRanking") or maker.get("preferenceVector")
    if not isinstance(ranking, list):
        raise Malformed(f"decision maker {maker['name']} needs preferenceRanking, a list")
    states = _states(rules, count)

    def state(number: Any) -> str:  # noqa: ANN401 - JSON
        if not isinstance(number, int) or not 1 <= number <= len(states):
            raise Malformed(f"{number!r} is not the number of a feasible state")
        return states[number - 1]

    return {"ranking": [[state(n) for n in (p if isinstance(p, list) else [p])] for p in ranking]}


def _left_out(raw: Any) -> list[Diagnostic]:  # noqa: ANN401 - JSON
    found = []
    coalitions = raw.get("coalitions")
    if isinstance(coalitions, list) and any(isinstance(c, list) and len(c) > 1 for c in coalitions):
        found.append(
            Diagnostic(
                "W416",
                "The file fuses decision makers into coalitions for its own analysis; they are read one by one.",
                "Ask with --group a+b to judge a group.",
            )
        )
    if raw.get("misperceptions") or any(isinstance(m, dict) and m.get("misperceptions") for m in raw["decisionMakers"]):
        found.append(
            Diagnostic(
                "W416", "The file holds misperceptions; these are not read.", "The case is as everybody sees it."
            )
        )
    unknown = set(raw) - _DERIVED
    for part, known in (("options", _OPTION_KEYS), ("decisionMakers", _MAKER_KEYS)):
        unknown |= {f"{part}: {key}" for item in raw[part] for key in item if key not in known}
    if unknown:
        found.append(
            Diagnostic(
                "W416", f"The file holds {', '.join(sorted(unknown))}, which is not read.", "Check whether it matters."
            )
        )
    return found

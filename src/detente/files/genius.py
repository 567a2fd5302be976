"""Genius XML, domains and profiles, with Genius's own scaling: weight x evaluation / highest evaluation of the issue.

Weights are scaled to sum to 1, and the reservation value is on the scale that results. Integer and real issues follow
Genius's linear evaluators (integer: slope x (value - lower bound) + offset; real: parameter1 x value + parameter0), cut
to 0 and 1. The files are read as data: declarations of entities are refused.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from typing import TYPE_CHECKING

from detente.files.domain import MAX_VALUES, Domain, DomainIssue, Malformed, Party, exact, file_name, scaled
from detente.numbers import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["is_profile", "parse_xml", "read_genius", "write_genius"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parse_xml(text: str, name: str) -> ET.Element:
    """Return the root of an XML text; raises `Malformed`."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Malformed(f"{name} declares entities, which are not read")
    try:
        return ET.fromstring(text)  # noqa: S314 - entities are refused above
    except ET.ParseError as error:
        raise Malformed(f"{name} is not XML ({error})") from None


def is_profile(root: ET.Element) -> bool:
    """Return whether an XML tree is a party's profile, not a domain."""
    return root.find(".//weight") is not None or any("evaluation" in item.attrib for item in root.iter("item"))


def _issues(root: ET.Element, name: str) -> list[ET.Element]:
    objectives = list(root.iter("objective"))
    if not objectives:
        raise Malformed(f"{name} has no objective")
    if any(objective.find("objective") is not None for objective in objectives):
        raise Malformed(f"{name} nests objectives, which is not read")
    found = list(objectives[0].findall("issue"))
    if not found:
        raise Malformed(f"{name} has no issue")
    return found


def _number(element: ET.Element, key: str, where: str) -> Fraction:
    return exact(element.get(key), f"{key} of {where}")


def _bounds(issue: ET.Element, where: str) -> tuple[Fraction, Fraction]:
    inside = issue.find("range")
    source = issue if inside is None else inside
    low, high = _number(source, "lowerbound", where), _number(source, "upperbound", where)
    if low >= high:
        raise Malformed(f"the bounds of {where} do not rise")
    return low, high


def _kind(issue: ET.Element) -> str:
    return (issue.get("vtype") or issue.get("type") or issue.get("etype") or "discrete").lower()


def _issue(issue: ET.Element, file: str) -> DomainIssue:
    name = issue.get("name") or ""
    items = [item.get("value") or "" for item in issue.findall("item")]
    if items:
        if len(set(items)) < len(items):
            raise Malformed(f"issue {name} of {file} has a value twice")
        return DomainIssue(name, tuple(items))
    if _kind(issue) not in ("integer", "real"):
        raise Malformed(f"issue {name} of {file} has no values")
    low, high = _bounds(issue, f"issue {name} of {file}")
    if _kind(issue) == "real":
        return DomainIssue(name, (), (low, high))
    if low.denominator != 1 or high.denominator != 1 or high - low >= MAX_VALUES:
        raise Malformed(f"issue {name} of {file} has more than {MAX_VALUES:,} values, or broken ones")
    return DomainIssue(name, tuple(str(value) for value in range(int(low), int(high) + 1)))


def _cut(value: Fraction) -> Fraction:
    return min(max(value, Fraction(0)), Fraction(1))


def _evaluated(issue: ET.Element, shape: DomainIssue, file: str) -> dict[str, Fraction]:
    """Return what a profile gives each value of an issue, before weighting."""
    where = f"issue {shape.name} of {file}"
    items = {item.get("value") or "": item for item in issue.findall("item")}
    if items and shape.scale is None:
        missing = [value for value in shape.values if value not in items]
        if missing:
            raise Malformed(f"{where} has no evaluation for {missing[0]}")
        table = {value: _number(items[value], "evaluation", where) for value in shape.values}
        highest = max(table.values())
        if min(table.values()) < 0:
            raise Malformed(f"{where} has an evaluation below 0")
        return {value: worth / highest if highest else worth for value, worth in table.items()}
    evaluator = issue.find("evaluator")
    if evaluator is None:
        raise Malformed(f"{where} has no evaluator")
    kind = (evaluator.get("ftype") or "linear").lower()
    if kind != "linear":
        raise Malformed(f"{where} has a {kind} evaluator; linear ones are read")
    if shape.scale is None and _kind(issue) != "integer":
        raise Malformed(f"{where} has words for values, but no evaluation for each")
    low, high = shape.scale or (exact(shape.values[0], where), exact(shape.values[-1], where))
    if shape.scale is None:
        slope, offset = _number(evaluator, "slope", where), _number(evaluator, "offset", where)
        return {value: _cut(slope * (exact(value, where) - low) + offset) for value in shape.values}
    slope, offset = _number(evaluator, "parameter1", where), _number(evaluator, "parameter0", where)
    # where the line is cut to 0 and 1 it bends, so these points are needed too
    bends = [(bound - offset) / slope for bound in (0, 1)] if slope else []
    points = sorted({low, high, *(bend for bend in bends if low < bend < high)})
    return {number_text(point): _cut(slope * point + offset) for point in points}


def _party(root: ET.Element, name: str, issues: Sequence[DomainIssue], notes: list[str]) -> Party:
    found = {issue.get("name") or "": issue for issue in _issues(root, name)}
    if set(found) != {issue.name for issue in issues}:
        raise Malformed(f"{name} does not speak of the same issues as the others")
    raw = {weight.get("index"): weight for weight in root.iter("weight")}
    weights = {}
    for issue in issues:
        weight = raw.get(found[issue.name].get("index"))
        if weight is None:
            raise Malformed(f"{name} has no weight for issue {issue.name}")
        weights[issue.name] = _number(weight, "value", f"the weight of {issue.name} in {name}")
    total = sum(weights.values())
    if total <= 0 or min(weights.values()) < 0:
        raise Malformed(f"the weights of {name} are all 0, or one is negative")
    discount = root.find(".//discount_factor")
    if discount is not None and exact(discount.get("value"), f"the discount of {name}") not in (0, 1):
        notes.append(f"{name} discounts time by {discount.get('value')}; packages are valued at the start.")
    reservation = root.find(".//reservation")
    reserve = Fraction(0) if reservation is None else exact(reservation.get("value"), f"the reservation of {name}")
    scores = {issue.name: _evaluated(found[issue.name], issue, name) for issue in issues}
    return Party(name, {key: weight / total for key, weight in weights.items()}, scores, reserve)


def read_genius(name: str, files: Sequence[tuple[str, str]]) -> Domain:
    """Return the domain of Genius files: (name, text) of profiles, and of the domain where there is one.

    Raises
    ------
    Malformed
        Where a file is not of the format, or profiles speak of different issues.
    """
    roots = [(file, parse_xml(text, file)) for file, text in files]
    profiles = [(file, root) for file, root in roots if is_profile(root)]
    domains = [(file, root) for file, root in roots if not is_profile(root)]
    if not profiles:
        raise Malformed(f"{name} holds no profile: a domain alone says nothing of what anybody wants")
    file, root = (domains or profiles)[0]
    issues = tuple(_issue(issue, file) for issue in _issues(root, file))
    notes: list[str] = []
    return Domain(name, issues, tuple(_party(root, file, issues, notes) for file, root in profiles), notes)


def write_genius(domain: Domain) -> dict[str, str]:
    """Return Genius files, name -> text: the domain, and a profile for each party.

    Genius's utilities go from 0 to 1, so scores are scaled; a score below 0 shifts them. `Domain.notes` says how.
    """
    files = {"domain.xml": _text(_template(domain))}
    for party in domain.parties:
        weights, evaluations, turned = scaled(party)
        root = ET.Element("utility_space", number_of_issues=str(len(domain.issues)))
        top = ET.SubElement(
            root, "objective", index="0", etype="objective", type="objective", description="", name="any"
        )
        for place, issue in enumerate(domain.issues, 1):
            element = _element(top, issue, place)
            for position, value in enumerate(issue.values, 1):
                worth = repr(float(evaluations[issue.name][value]))
                ET.SubElement(element, "item", index=str(position), description="", value=value, evaluation=worth)
        for place, issue in enumerate(domain.issues, 1):
            ET.SubElement(top, "weight", index=str(place), value=repr(float(weights[issue.name])))
        ET.SubElement(root, "discount_factor", value="1.0")
        reserve = Fraction(0) if not isinstance(party.reserve, Fraction) else turned(party.reserve)
        if reserve < 0:
            domain.notes.append(f"No deal of {party.name} lies below 0 in Genius's scale; 0 is written.")
        ET.SubElement(root, "reservation", value=repr(float(max(reserve, Fraction(0)))))
        factor = turned(Fraction(1)) - turned(Fraction(0))
        domain.notes.append(
            f"{party.name}: Genius's utility is {number_text(factor)} x the case's"
            + (f" + {number_text(turned(Fraction(0)))}." if turned(Fraction(0)) else ".")
        )
        files[file_name(party.name, ".xml", files)] = _text(root)
    return files


def _element(top: ET.Element, issue: DomainIssue, place: int) -> ET.Element:
    kind = "discrete"
    return ET.SubElement(top, "issue", index=str(place), etype=kind, type=kind, vtype=kind, name=issue.name)


def _template(domain: Domain) -> ET.Element:
    root = ET.Element("negotiation_template")
    space = ET.SubElement(root, "utility_space", number_of_issues=str(len(domain.issues)))
    top = ET.SubElement(space, "objective", index="0", etype="objective", type="objective", description="", name="root")
    for place, issue in enumerate(domain.issues, 1):
        element = _element(top, issue, place)
        for position, value in enumerate(issue.values, 1):
            ET.SubElement(element, "item", index=str(position), value=value, cost="0", description="")
    return root


def _text(root: ET.Element) -> str:
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode") + "\n"
    if _CONTROL.search(text):
        raise Malformed("a name has a control character, which XML cannot hold")
    return text

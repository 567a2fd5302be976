"""Diagnostics: what is wrong in a case, where, and what to do about it.

Codes are stable: a code keeps its meaning for ever, and a retired one is not used again.
The first letter says what kind of thing went wrong; W never stops an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CODES", "Diagnostic", "Path", "nearest"]

Path: TypeAlias = tuple[str | int, ...]
"""Where in a case: keys and list positions from the top, e.g. ``("issues", "treaty", 0)``."""

CODES: dict[str, str] = {
    # the file
    "F001": "the file cannot be read",
    "F002": "the file is too large",
    "F003": "the file is not UTF-8 text",
    "F004": "the file is not well-formed YAML",
    "F005": "an alias or anchor",
    "F006": "a tag",
    "F007": "a key written twice",
    "F008": "nested too deeply",
    "F009": "not one case: empty, several documents, or no keys at the top",
    "F010": "a key that is not text",
    "F011": "an imported file is not of its format",
    "F012": "more mistakes than are listed",
    "F013": "a cell of an imported table that cannot be used",
    "F014": "a document without text",
    "F015": "a document of a kind that is not read here",
    # the shape of what is written
    "S101": "a key is missing",
    "S102": "an unknown key",
    "S103": "another shape is expected here",
    "S104": "not a number",
    "S105": "not a date or an hour",
    "S106": "neither yes nor no",
    "S107": "not a usable name",
    "S108": "a range out of order",
    "S109": "another version of the case format",
    "S110": "a because in no known form",
    "S111": "a move that says too little or too much",
    "S112": "a link that says too little or too much",
    # names
    "N201": "an unknown actor",
    "N202": "an unknown issue",
    "N203": "an unknown value",
    "N204": "an unknown source",
    "N205": "a condition that does not parse",
    "N206": "the same name twice in a list",
    "N207": "a pattern of the wrong length",
    "N208": "an unknown time zone",
    "N209": "two values of one issue compared that have no order there",
    "N210": "an unknown method",
    # what the judgements say together
    "L301": "the status quo is impossible",
    "L302": "no outcome is possible",
    "L303": "a ranking leaves outcomes out",
    "L304": "a ranking places an outcome twice",
    "L305": "one move both allowed and forbidden",
    "L307": "an agreement rule that can never be met",
    "L308": "a number outside its scale, or a scale with a value missing",
    "L309": "an hour that the zone's clocks skip or show twice",
    "L310": "a link that has nothing to hang on",
    # warnings
    "W401": "a judgement without a because",
    "W402": "a quote that is not in the source",
    "W403": "an actor who decides nothing",
    "W404": "a value nobody can reach",
    "W405": "two forms of one actor's preference disagree",
    "W406": "an agenda item without an issue",
    "W407": "more outcomes than are looked through one by one",
    "W408": "an actor without preferences",
    "W409": "a source file that is missing or not text",
    "W410": "a passage that is not in the source",
    "W411": "the status quo is not said for every issue",
    "W412": "a condition that tells no outcomes apart",
    "W413": "a move line without effect",
    "W414": "an issue that nobody can change",
    "W415": "a calendar entry before the case's own date",
    "W416": "something in an imported file has no counterpart here",
    "W417": "weights or scores that tell no values apart",
    "W418": "the calendar leads to an impossible outcome",
    "W419": "a number for no deal where nothing has a unit",
    "W420": "a no deal that the impossible rules exclude",
    "W421": "a weight below zero",
    "W422": "a capability that some actors lack",
    "W423": "an issue on which nobody has weight",
    "W424": "a proposal that nobody has confirmed",
    "W425": "a source that has changed since it was read in",
}


@dataclass(frozen=True)
class Diagnostic:
    """One finding: a stable code, where it is, what is the matter, what to do.

    Attributes
    ----------
    code
        A key of `CODES`.
    message
        What is the matter, in one sentence.
    remedy
        What to do about it, in one sentence.
    path
        Keys and list positions from the top of the case.
    file, line
        Where a person can look; line counts from 1, 0 where there is none.
    """

    code: str
    message: str
    remedy: str
    path: Path = ()
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def is_error(self) -> bool:
        """Whether the finding stops every answer (warnings, W..., do not)."""
        return not self.code.startswith("W")

    def to_dict(self) -> dict[str, object]:
        """Return the finding as the record that ``--json`` prints."""
        return {
            "code": self.code,
            "severity": "error" if self.is_error else "warning",
            "title": CODES[self.code],
            "message": self.message,
            "remedy": self.remedy,
            "path": list(self.path),
            "file": self.file,
            "line": self.line,
        }

    def __str__(self) -> str:
        """Return the finding as one line and its remedy."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        start = f"{place}: " if place else ""
        return f"{start}{self.code} {self.message} {self.remedy}".rstrip()


def nearest(word: str, known: Iterable[str]) -> str:
    """Return "Did you mean x?" or the list of known names, as the remedy for a misspelling."""
    names = list(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]!r}?"
    if not names:
        return "None is defined."
    shown = ", ".join(names[:12])
    return f"Known: {shown}{', ...' if len(names) > 12 else ''}."

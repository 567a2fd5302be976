"""People with their offices, organisations, places: capitalised words and what stands beside them.

A name counts as a person's where an office or a title stands beside it, or where it speaks. Offices are read as written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.places import country_named, zone_of
from detente.reading.words import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["Name", "find_names"]

MAX_ROLE = 9
_ROLES = frozenset(
    (
        "president minister secretary spokesman spokeswoman spokesperson envoy chancellor premier ambassador "
        "senator governor mayor general admiral colonel captain lieutenant sergeant major commander chief "
        "chairman chairwoman chair chairperson director commissioner negotiator mediator representative "
        "adviser advisor aide deputy king queen prince princess pope judge justice professor doctor attorney "
        "lawyer prosecutor officer manager coach analyst economist historian researcher scientist author "
        "editor reporter correspondent leader head founder owner executive congressman congresswoman lawmaker "
        "councillor councilman councilwoman alderman delegate treasurer strategist pollster candidate nominee "
        "teacher farmer driver nurse engineer pastor bishop archbishop rabbi imam sheriff detective inspector "
        "constable superintendent trader consultant fellow scholar activist organizer organiser organisers "
        "secretary-general coordinator rapporteur speaker whip counsel solicitor resident student fisherman "
        "pilot vice-president co-chair mp mep banker investor artist actor singer widow mother father "
        "assemblyman assemblywoman trustee administrator clerk counselor counsellor defenceman shortstop "
        "goalkeeper striker quarterback player businesswoman businessman ceo cfo coo cto showman grower "
        "cleaner carer shopkeeper baker builder keeper monk nun midwife counterpart host colleague campaigner "
        "auditor hydrologist geologist magistrate dean provost principal rector academic diplomat arbitrator "
        "steward foreman marshal brigadier"
    ).split()
)
_TITLES = frozenset(
    (
        "mr mrs ms miss dr cllr prof gen sen rep gov col lt sgt capt maj adm rev hon sir lady lord dame judge "
        "president pope king queen prince princess mayor governor senator justice sheikh ayatollah father "
        "sister brother cmdr"
    ).split()
)
_BEFORE_ROLE = frozenset(
    (
        "vice deputy prime foreign defence defense finance interior trade energy former acting interim "
        "special chief first senior assistant national security press state white house supreme federal "
        "executive general managing foreign health labour labor education agriculture transport environment "
        "police union army air force naval top lead longtime long-time veteran retired new outgoing incoming "
        "then ex campaign party opposition permanent regional provincial district county city u.s. un eu"
    ).split()
)
_ORGANISATIONS = frozenset(
    (
        "ministry department university institute committee commission council agency bank corporation corp "
        "inc ltd plc llc company co group union association organization organisation party house senate "
        "congress parliament court project fund forum network times post journal news agency authority office "
        "bureau board administration federation league alliance foundation center centre college school "
        "hospital airlines airways motors industries systems technologies partners holdings international "
        "press service navy army forces brothers society club trust observatory secretariat assembly tribunal "
        "treaty pact accord agreement convention act law initiative program programme council's front "
        "movement brigade congregation church museum works steel oil gas electric railways railway airport "
        "port institute"
    ).split()
)
_KNOWN = {
    "Kremlin",
    "Pentagon",
    "White House",
    "Capitol",
    "NATO",
    "Nato",
    "Downing Street",
    "State Department",
    "Foreign Office",
    "Congress",
    "Senate",
    "Reuters",
    "Interpol",
    "Hamas",
    "Hezbollah",
    "Taliban",
    "OPEC",
    "Opec",
    "UNICEF",
    "IMF",
    "WTO",
    "OSCE",
    "IAEA",
    "Elysee",
    "Knesset",
    "Treasury",
    "Duma",
    "Bundestag",
}
_NOT_NAMES = frozenset(
    (
        "the a an in on at for but and he she it they we i his her its their this that these those when while "
        "after before if as there with by from to of no not yes mr mrs ms dr what who why how where which "
        "some many most all both each every another other so still also yet even despite asked following "
        "during since until under over between about because although though however meanwhile monday tuesday "
        "wednesday thursday friday saturday sunday january february march april may june july august "
        "september october november december new first two three last next according speaking frontlines "
        "negotiations talks broader recent without"
    ).split()
)
_PLACES = frozenset(
    (
        "base island islands river lake sea strait gulf bay mountains valley province region county city town "
        "village square street airport harbor harbour peninsula"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``passage.text[start:end]``; `sort` is person, organisation, place or name (not known which).

    `role` is a person's office, as written; empty where none stands beside the name.
    """

    text: str
    start: int
    end: int
    sort: str
    role: str = ""


def find_names(text: str, tokens: Sequence[Token], starts: frozenset[int]) -> list[Name]:
    """Return the names of a passage in order; `starts` are the tokens that open sentences."""
    found: list[Name] = []
    at = 0
    while at < len(tokens):
        end = _run(tokens, at, starts)
        if end <= at:
            at += 1
            continue
        found += _sorted(text, tokens, at, end, starts)
        at = end
    return found


def _run(tokens: Sequence[Token], at: int, starts: frozenset[int]) -> int:
    """Return where a run of capitalised words that begins here ends; `at` where none does."""
    token = tokens[at]
    if not (token.is_word and token.is_capital) or (token.low in _NOT_NAMES and token.low not in _TITLES):
        return at
    if (
        at in starts
        and token.low not in _TITLES
        and at + 1 < len(tokens)
        and not tokens[at + 1].is_capital
        and not _speaks(tokens, at)
        and country_named(token.base) is None
    ):
        return at
    here = at + 1
    while here < len(tokens):
        token, before = tokens[here], tokens[here - 1]
        if before.text.endswith(("’s", "'s")):
            break
        if (
            token.text == "."
            and before.end == token.start
            and (
                before.low in _TITLES
                or before.low in ("inc", "corp", "co", "ltd", "jr", "sr", "st")
                or len(before.text) == 1
            )
        ):
            here += 1
            continue
        if token.is_word and token.is_capital and token.low not in WEEKDAYS:
            here += 1
            continue
        particle = (
            token.low
            in ("de", "van", "von", "der", "bin", "al", "el", "la", "da", "dos", "del", "ibn", "ben", "di", "du", "le")
            and here + 1 < len(tokens)
            and tokens[here + 1].is_capital
        )
        joined = (
            token.low == "of"
            and here + 1 < len(tokens)
            and tokens[here + 1].is_capital
            and before.low in _ORGANISATIONS | _PLACES | {"republic", "bank", "secretary", "minister"}
        )
        if particle or joined:
            here += 1
            continue
        break
    while here > at + 1 and tokens[here - 1].text == "." and tokens[here - 2].low in _TITLES:
        here -= 1
    return here


def _speaks(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at + 1].low in (
        "said",
        "says",
        "told",
        "has",
        "was",
        "is",
        "and",
        "will",
        "had",
        "also",
        "would",
        "added",
        "met",
        "wants",
        "noted",
    )


def _sorted(text: str, tokens: Sequence[Token], at: int, end: int, starts: frozenset[int]) -> list[Name]:
    """Sort one run of capitals: offices before a name are taken off it, and decide whose name it is."""
    del starts
    begin = at
    last_role = max(
        (k for k in range(at, end) if tokens[k].low.strip(".") in _ROLES or tokens[k].low in _TITLES), default=-1
    )
    organisation = any(tokens[k].base.lower() in _ORGANISATIONS for k in range(max(begin, last_role + 1), end))
    if last_role >= 0 and last_role + 1 < end:
        begin = last_role + 1
        while begin < end and not tokens[begin].is_word:
            begin += 1
    role_before = _role_before(text, tokens, at, begin)
    words = text[tokens[begin].start : tokens[end - 1].end] if begin < end else ""
    stripped = words.removesuffix("’s").removesuffix("'s") if words else ""
    if not stripped or (begin == at and last_role == end - 1 and end - at <= 2):
        return []
    start = tokens[begin].start
    stop = start + len(stripped)
    place = stripped in _KNOWN
    if place or (organisation and not role_before):
        return [Name(stripped, start, stop, "organisation")]
    country = country_named(stripped)
    if country is not None or zone_of(stripped) is not None:
        adjective = (
            country is not None and stripped not in (country.name, country.capital) and zone_of(stripped) is None
        )
        return [] if adjective else [Name(stripped, start, stop, "place")]
    if any(tokens[k].low in _PLACES for k in range(begin, end)):
        return [Name(stripped, start, stop, "place")]
    role = role_before or _role_after(text, tokens, end)
    # Joint Base Elmendorf-Richardson, U.S. Senate: more words than a person has
    if role and end - begin <= 5 and stripped.lower() not in MONTHS:
        return [Name(stripped, start, stop, "person", role)]
    titled = last_role >= at and begin > at
    if titled and tokens[at].low not in ("mr", "mrs", "ms", "miss", "dr"):
        # Gov., Lt., Judge: the title is the office as written, with the word former before it
        first = at - 1 if at and tokens[at - 1].low in ("former", "then", "retired", "ex") else at
        return [Name(stripped, start, stop, "person", text[tokens[first].start : tokens[begin - 1].end].strip())]
    acronym = (
        stripped.isupper()
        and 2 <= len(stripped) <= 6
        and end - begin == 1
        and stripped not in ("GMT", "UTC", "CET", "CEST", "BST", "EST", "EDT", "PST", "START", "UPDATE")
    )
    sort = "person" if titled else "organisation" if acronym else "name"
    return [Name(stripped, start, stop, sort)]


def _role_before(text: str, tokens: Sequence[Token], at: int, begin: int) -> str:
    """Return the office that stands before a name: "Kremlin spokesman", "former Russian president"."""
    if begin > at:
        first, last = at, begin
        while last > first and not tokens[last - 1].is_word:
            last -= 1
        if any(tokens[k].low in _ROLES for k in range(first, last)):
            while first - 1 >= 0 and at - first < MAX_ROLE and _role_word(tokens, first - 1):
                first -= 1
            return text[tokens[first].start : tokens[last - 1].end]
        return ""
    last = at - 1
    if last > 0 and tokens[last].text == ",":
        return _role_beyond_comma(text, tokens, last)
    if last < 0 or tokens[last].low not in _ROLES or tokens[last].end + 1 != tokens[at].start:
        return ""
    first = last
    while first - 1 >= 0 and last - first < MAX_ROLE and _role_word(tokens, first - 1):
        first -= 1
    return text[tokens[first].start : tokens[last].end]


def _role_beyond_comma(text: str, tokens: Sequence[Token], comma: int) -> str:
    """Return the office before a comma and a name: "the head of the delegation, Ann Lee", "the union’s president, Ann Lee"."""
    is_role = False
    for first in range(comma - 1, max(-1, comma - 1 - MAX_ROLE), -1):
        token = tokens[first]
        if not token.is_word or token.low in ("and", "that", "which", "who", "said", "says", "told"):
            return ""
        is_role = is_role or token.low in _ROLES
        opens = token.low in ("a", "an", "the", "its", "his", "her", "their") or token.text.endswith(("’s", "'s"))
        if opens and is_role and first + 1 < comma:
            return text[tokens[first + 1].start : tokens[comma - 1].end]
    return ""


def _role_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word belongs to the office after it."""
    token = tokens[at]
    if token.text.endswith(("’s", "'s")) or not token.is_word or tokens[at].end + 1 != tokens[at + 1].start:
        return False
    if token.is_capital:
        return token.low not in _NOT_NAMES or token.low in _BEFORE_ROLE
    return token.low in _BEFORE_ROLE or token.low in _ROLES


def _role_after(text: str, tokens: Sequence[Token], end: int) -> str:
    """Return the office that follows a name in commas: "David Kearn, an American academic and visiting scholar at .."."""
    if end + 1 >= len(tokens) or tokens[end].text not in ",(":
        return ""
    first = end + 1
    if tokens[first].is_number and end + 2 < len(tokens) and tokens[end + 2].text == ",":
        first = end + 3  # his age
    if first >= len(tokens):
        return ""
    if tokens[first].low in ("a", "an", "the", "its", "his", "her", "their"):
        first += 1
    here = first
    is_role = False
    while here < len(tokens) and here - first < 14:
        token = tokens[here]
        if token.text in ',.;:)(—–“"' or token.low in ("who", "which", "said", "says", "whose", "told"):
            break
        is_role = is_role or token.low.removesuffix("s") in _ROLES or token.low in _ROLES
        here += 1
    head = [tokens[k].low for k in range(first, min(here, first + 6))]
    if not is_role or not any(word in _ROLES for word in head) or here == first:
        return ""
    if (
        tokens[first].is_capital
        and tokens[first].low not in _BEFORE_ROLE
        and tokens[first].low not in _ROLES
        and country_named(tokens[first].text) is None
        and not any(word in _ROLES for word in head[:4])
    ):
        return ""
    return text[tokens[first].start : tokens[here - 1].end]

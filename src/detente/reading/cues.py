"""Cues: the words by which a text says that somebody says, thinks, demands, rules out.

Each cue has a kind (what sort of move it is) and says what may follow it, so that "said that", "ruled out ceding" and
"demands a ceasefire" are each read in their own way. The list is ours; a cue that is missing is a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.words import verb_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.tokens import Token

__all__ = ["CUE_FORMS", "KINDS", "Cue", "find_cues", "find_noun_cue", "may_be_noun"]

KINDS = ("ruled out", "demands", "offers", "is ready to", "expects", "threatens", "says")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found: its first and last token and its kind.

    `takes` is what can follow where nothing is quoted: ``clause`` (that .., or a sentence), ``object`` (a noun, a
    gerund, an infinitive), ``quoted`` (only quoted words make it a statement), ``weak``
    (the same, unless somebody reports the whole clause), ``as`` (an object, then as).
    """

    first: int
    last: int
    kind: str
    takes: str
    form: str


_CLAUSE = {
    "says": (
        "say email e-mail add tell explain note argue claim assert state announce declare acknowledge admit "
        "concede confirm deny insist maintain contend observe remark recall report reveal testify write tweet "
        "allege believe think estimate conclude reckon caution complain reiterate stress emphasize emphasise "
        "suggest warn boast joke quip reply respond retort counter comment continue point-out disclose "
        "indicate hint imply clarify repeat affirm reaffirm assure inform remind ask wonder lament muse opine "
        "protest read signal fear worry doubt suspect feel know understand recount post blog elaborate inform "
        "brief notify proclaim pronounce underline underscore speculate promise pledge vow swear agree"
    ).split(),
    "expects": ["expect", "predict", "forecast", "hope", "anticipate", "foresee", "project"],
    "threatens": ["threaten"],
    "demands": ["insist", "urge", "demand"],
    "offers": ["propose"],
}
_OBJECT = {
    "ruled out": ["reject", "refuse", "rebuff", "spurn", "veto", "exclude", "rule-out", "turn-down"],
    "demands": "demand urge want seek require call-for call-on call-upon press-for push-for appeal-to appeal-for".split(),
    "offers": ["offer", "propose", "suggest"],
    "says": ["promise", "pledge", "vow", "agree", "undertake", "commit"],
    "expects": ["expect", "hope", "predict", "forecast", "anticipate", "plan", "intend"],
    "threatens": ["threaten"],
}
_QUOTED = (
    "call describe denounce dismiss condemn criticize criticise praise hail welcome blast slam decry "
    "deride mock accuse blame brand label dub term characterize characterise deem ridicule applaud "
    "commend thank defend express voice cite quote invoke refer use coin shout yell cry scream whisper "
    "mutter murmur chant exclaim sigh laugh smile shrug nod snap scoff chide scold rail rant fume gripe "
    "grumble implore plead beg order instruct advise recommend question answer interject intone conclude "
    "begin start open close finish go end close lash-out fire-back shoot-back hit-back chime-in put see "
    "view regard portray cast paint frame tout pan trash attack apologize apologise regret lambaste "
    "castigate compare liken agree concur sing speak talk discuss mention address reference challenge "
    "dare taunt tease caution congratulate encourage reassure crow gush enthuse bellow bark growl hiss "
    "drawl deadpan demur allude opine exhort admonish rebuke reprimand vent reflect reminisce summarize "
    "summarise surmise theorize riff bemoan bill pitch sum-up spell-out pronounce publish sign print "
    "declare decide find hold rule mean love hate like prefer support oppose back endorse consider offer "
    "seek want demand promise reject refuse emphasize stress highlight echo cheer salute"
).split()
_WEAK = frozenset(
    (
        "begin start open close finish end shout cite use face know feel see put view regard love hate like "
        "prefer support oppose back consider seek want hold mean find go use retain keep"
    ).split()
)
_AS = "frame portray cast describe characterize characterise depict view regard present".split()
_READY = {"ready", "prepared", "willing", "open", "determined"}


def _table() -> dict[str, list[tuple[str, str, str]]]:
    """Return form -> (particle, kind, takes), the surest first."""
    found: dict[str, list[tuple[str, str, str]]] = {}

    def enter(lemma: str, kind: str, takes: str) -> None:
        verb, _, particle = lemma.partition("-")
        known = f"{verb} {particle}" if verb == "rule" else verb
        for form in verb_forms(known):
            found.setdefault(form, []).append((particle, kind, takes))

    for kind, lemmas in _OBJECT.items():
        for lemma in lemmas:
            enter(lemma, kind, "object")
    for kind, lemmas in _CLAUSE.items():
        for lemma in lemmas:
            enter(lemma, kind, "clause")
    for lemma in _AS:
        enter(lemma, "says", "as")
    for lemma in _QUOTED:
        enter(lemma, "says", "weak" if lemma in _WEAK else "quoted")
    for ways in found.values():
        ways.sort(key=lambda way: (not way[0], way[2] == "weak"))
    return found


_FORMS = _table()
CUE_FORMS = frozenset(_FORMS)
"""Every form of every cue verb: a noun phrase ends before it."""
_NOUNISH = frozenset(
    (
        "claim claims report reports comment comments demand demands hope hopes state states note notes "
        "remark remarks estimate estimates offer offers plan plans post posts fear fears signal signals call "
        "calls project projects promise promises pledge pledges forecast forecasts doubt doubts worry worries "
        "wonder wonders reply replies counter counters blog blogs read reads press presses order orders "
        "question questions support supports answer answers address view views cast close open end ends voice "
        "lead hold charge cry question like love hate mean back use uses study finding decree vow vows veto "
        "vetoes refuse protest protests caution feeling saying offering project mention attack talk talks "
        "sign signs print"
    ).split()
)
_NOUN_CUES = {
    "ruled out": ["refusal", "rejection", "veto"],
    "demands": "demand demands call calls insistence request requests appeal plea".split(),
    "offers": ["offer", "offers", "proposal", "proposals", "suggestion", "suggestions"],
    "expects": ["expectation", "expectations", "hope", "hopes", "prediction", "predictions", "forecast", "forecasts"],
    "threatens": ["threat", "threats"],
    "says": (
        "promise promises pledge pledges vow claim claims statement statements warning warnings assertion "
        "assertions remark remarks comment comments belief view opinion argument contention announcement "
        "admission concession assurance assurances declaration description characterization insinuation "
        "complaint observation conclusion allegation allegations accusation accusations reminder response "
        "reply retort tweet quip line words phrase"
    ).split(),
}
_NOUNS = {noun: kind for kind, nouns in _NOUN_CUES.items() for noun in nouns}


def find_cues(tokens: Sequence[Token], at: int, end: int) -> list[Cue]:
    """Return the cues that begin at a token, each way it can be read; empty for most words."""
    word = tokens[at].low
    following = tokens[at + 1].low if at + 1 < end else ""
    if word == "according" and following == "to":
        return [Cue(at, at + 1, "says", "according", "according to")]
    if word in _READY and following == "to":
        return [Cue(at, at + 1, "is ready to", "object", f"{word} to")]
    found = []
    for particle, kind, takes in _FORMS.get(word, ()):
        if not particle:
            found.append(Cue(at, at, kind, takes, word))
        elif particle == following:
            found.append(Cue(at, at + 1, kind, takes, f"{word} {particle}"))
    return found


def find_noun_cue(tokens: Sequence[Token], at: int) -> Cue | None:
    """Return the noun that stands for something said, as in "Trump’s suggestion of land swaps"."""
    kind = _NOUNS.get(tokens[at].low)
    return None if kind is None else Cue(at, at, kind, "clause", tokens[at].low)


def may_be_noun(form: str) -> bool:
    """Whether the form of a cue verb is as often a noun: "reports", "demands"."""
    return form.split(" ", maxsplit=1)[0] in _NOUNISH

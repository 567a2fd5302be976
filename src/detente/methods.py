"""METHODS: every method by its id, in one literal table. References are keys of `references.bib` beside this file.

`status` says how far a method is to be trusted: *reproduced* (numbers printed in a paper come out), *cross-checked*
(agrees with a second, independent implementation on many random conflicts), *draft* (neither yet).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from detente.deals import solutions, winner
from detente.graph import groups, once, simultaneous, stability
from detente.spatial import models
from detente.symbolic import groups as drawn_groups
from detente.symbolic import simultaneous as drawn_simultaneous
from detente.symbolic import stability as drawn

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["HOLDS_TOGETHER", "METHODS", "Method", "short_title"]


@dataclass(frozen=True)
class Method:
    """One method.

    Attributes
    ----------
    id
        Stable name, ``family.short-name``.
    title
        The field's name in words.
    question
        The verb it serves.
    judges
        ``actor``, ``group`` or ``peer`` (a peer's rule, only on request) for "what holds?"; ``package`` for "what can be
        traded?"; ``scale`` for "where does it settle?".
    function
        For "what holds?" takes `detente.graph.moves.Moves` (and, for ``group``, the groups) and returns booleans over
        (who, outcome). For "what can be traded?" takes the gains on the acceptable frontier and the units, and returns
        the points chosen; Adjusted Winner takes the points of two actors and returns a division. For "where does it
        settle?" takes a `detente.spatial.field.Field` and returns settlements over (draw, issue).
    foresight
        How far whoever is judged looks ahead, or what makes a package the chosen one, in words a reader can use.
    references
        Keys of ``references.bib``.
    status
        ``reproduced``, ``cross-checked`` or ``draft``.
    drawn
        For "what holds?" its twin over decision diagrams: takes `detente.symbolic.model.Model` and an actor or group, and
        returns the set of outcomes that are stable. None where there is none.
    path
        For models that go round by round: the positions over (round, actor, issue).
    """

    id: str
    title: str
    question: Literal["holds", "trades", "settles"]
    judges: Literal["actor", "group", "peer", "package", "scale"]
    function: Callable[..., Any]
    foresight: str
    references: tuple[str, ...]
    status: Literal["reproduced", "cross-checked", "draft"]
    path: Callable[..., Any] | None = None
    drawn: Callable[..., Any] | None = None


METHODS: dict[str, Method] = {
    method.id: method
    for method in (
        Method(
            "graph.nash", "Nash stability", "holds", "actor", stability.nash,
            "looks one move ahead: is there anything better I can reach?",
            ("nash1951", "fang1993"), "reproduced", drawn=drawn.nash,
        ),
        Method(
            "graph.gmr", "general metarational stability", "holds", "actor", stability.gmr,
            "fears any reply the others are able to make",
            ("howard1971", "fang1993"), "reproduced", drawn=drawn.gmr,
        ),
        Method(
            "graph.smr", "symmetric metarational stability", "holds", "actor", stability.smr,
            "fears any reply that it cannot mend by a move of its own",
            ("howard1971", "fang1993"), "reproduced", drawn=drawn.smr,
        ),
        Method(
            "graph.seq", "sequential stability", "holds", "actor", stability.seq,
            "fears only replies the others would want to make",
            ("fraser1984", "fang1993"), "reproduced", drawn=drawn.seq,
        ),
        Method(
            "graph.sseq", "symmetric sequential stability", "holds", "actor", stability.sseq,
            "fears replies the others would want to make and that it cannot mend",
            ("rego2017",), "cross-checked", drawn=drawn.sseq,
        ),
        Method(
            "graph.sim", "simultaneous stability", "holds", "actor", simultaneous.sim,
            "fears what the others would rather do at the same moment",
            ("fraser1984",), "reproduced", drawn=drawn_simultaneous.sim,
        ),
        Method(
            "graph.cnash", "coalition Nash stability", "holds", "group", groups.cnash,
            "the group looks one joint move ahead: is anything better for all of us?",
            ("kilgour2001", "inohara2008"), "cross-checked", drawn=drawn_groups.cnash,
        ),
        Method(
            "graph.cgmr", "coalition general metarational stability", "holds", "group", groups.cgmr,
            "the group fears any reply that leaves a member no better",
            ("inohara2008", "xu2018"), "cross-checked", drawn=drawn_groups.cgmr,
        ),
        Method(
            "graph.csmr", "coalition symmetric metarational stability", "holds", "group", groups.csmr,
            "the group fears any such reply that it cannot mend together",
            ("inohara2008", "xu2018"), "cross-checked", drawn=drawn_groups.csmr,
        ),
        Method(
            "graph.cseq", "coalition sequential stability", "holds", "group", groups.cseq,
            "the group fears only replies by moves that the others would want",
            ("inohara2008", "xu2018"), "cross-checked", drawn=drawn_groups.cseq,
        ),
        Method(
            "graph.gmr-once", "GMR, a peer's shorter sequences", "holds", "peer", once.gmr_once,
            "as GMR, but each opponent replies at most once: to repeat old tables, not for use",
            ("kinsara2014",), "cross-checked",
        ),
        Method(
            "graph.smr-once", "SMR, a peer's shorter sequences", "holds", "peer", once.smr_once,
            "as SMR, but each opponent replies at most once: to repeat old tables, not for use",
            ("kinsara2014",), "cross-checked",
        ),
        Method(
            "graph.seq-once", "SEQ, a peer's shorter sequences", "holds", "peer", once.seq_once,
            "as SEQ, but each opponent replies at most once: to repeat old tables, not for use",
            ("kinsara2014",), "reproduced",
        ),
        Method(
            "deals.nash", "Nash bargaining solution", "trades", "package", solutions.nash,
            "the product of all gains over no deal is largest",
            ("nash1950", "caragiannis2019"), "cross-checked",
        ),
        Method(
            "deals.kalai-smorodinsky", "Kalai-Smorodinsky solution", "trades", "package", solutions.kalai_smorodinsky,
            "everyone gets the largest equal share of the best it could hope for in an acceptable package",
            ("kalai1975",), "cross-checked",
        ),
        Method(
            "deals.egalitarian", "egalitarian solution", "trades", "package", solutions.egalitarian,
            "the smallest gain is largest; only telling where scores are comparable",
            ("kalai1977",), "cross-checked",
        ),
        Method(
            "deals.utilitarian", "utilitarian solution", "trades", "package", solutions.utilitarian,
            "the sum of gains is largest; only telling where scores are comparable",
            ("harsanyi1955",), "cross-checked",
        ),
        Method(
            "deals.adjusted-winner", "Adjusted Winner", "trades", "package", winner.adjusted_winner,
            "two actors divide the issues so that both have the same points; at most one issue is split",
            ("brams1996", "raiffa1982"), "reproduced",
        ),
        Method(
            "spatial.compromise", "compromise (weighted mean)", "settles", "scale", models.compromise,
            "everybody pulls towards its position, by capability x salience",
            ("vandenbos1991", "achen2006"), "reproduced",
        ),
        Method(
            "spatial.mean", "mean position", "settles", "scale", models.mean,
            "everybody with any weight counts the same: a baseline",
            ("thomson2006",), "cross-checked",
        ),
        Method(
            "spatial.median", "weighted median", "settles", "scale", models.median,
            "the position that no other beats when all vote with their weight; of several the lowest",
            ("black1958",), "reproduced",
        ),
        Method(
            "spatial.mode", "heaviest position", "settles", "scale", models.mode,
            "the position with the most weight behind it; of several the one nearest the compromise",
            ("thomson2006",), "cross-checked",
        ),
        Method(
            "spatial.middle", "middle of the scale", "settles", "scale", models.middle,
            "looks at nothing: the baseline that every model should beat",
            ("thomson2006",), "cross-checked",
        ),
        Method(
            "spatial.nash", "Nash bargaining, no deal the worst", "settles", "scale", models.nash,
            "the weighted product of gains over no deal, by distance; no deal a little worse than the far end for everybody",
            ("nash1950", "achen2006"), "reproduced",
        ),
        Method(
            "spatial.nash-status-quo", "Nash bargaining, from the status quo", "settles", "scale", models.nash_status_quo,
            "the same with the status quo as no deal; it has no answer where some would rather keep things as they are",
            ("nash1950", "schneider2010"), "cross-checked",
        ),
        Method(
            "spatial.condorcet", "probabilistic Condorcet", "settles", "scale", models.probabilistic_condorcet,
            "positions meet in votes that the stronger side wins only more often; the mean by how often each is the winner",
            ("wise2015",), "cross-checked",
        ),
        Method(
            "spatial.challenge-scholz2011", "challenge model, verified reading", "settles", "scale", models.challenge,
            "actors challenge whom they expect to win against, and give way to who can make them; the median after 8 rounds",
            ("buenodemesquita1994", "scholz2011"), "reproduced", models.challenge_path,
        ),
        Method(
            "spatial.challenge-readings", "challenge model, readings mixed", "settles", "scale", models.challenge_readings,
            "the same over four readings that publications leave open: Q 1 or 0.5, the best enforced or the nearest offer",
            ("buenodemesquita1994", "scholz2011"), "cross-checked",
        ),
        Method(
            "spatial.smp-ktab", "Spatial Model of Politics (KTAB)", "settles", "scale", models.smp,
            "actors bargain with whom it pays most to challenge and adopt what is likeliest to win, until little moves",
            ("wise2015",), "reproduced", models.smp_path,
        ),
        Method(
            "spatial.exchange-equal-gain", "exchange with equal gain", "settles", "scale", models.equal_gain,
            "pairs trade support on two issues that they weigh differently, both gaining the same; then the weighted mean",
            ("stokman1994",), "reproduced", models.equal_gain_path,
        ),
    )
}  # fmt: skip

HOLDS_TOGETHER: dict[str, tuple[str, str | None]] = {
    "nash": ("graph.nash", "graph.cnash"),
    "seq": ("graph.seq", "graph.cseq"),
    "smr": ("graph.smr", "graph.csmr"),
    "gmr": ("graph.gmr", "graph.cgmr"),
    "sseq": ("graph.sseq", None),
    "sim": ("graph.sim", None),
}
"""Concept -> the method for actors and the one for deciding groups: an outcome holds when neither upsets it."""


def short_title(method: str) -> str:
    """Return the short name of a method of the graph model as the field writes it: Nash, SEQ, SEQ of groups."""
    name, _, peer = method.removeprefix("graph.").partition("-")
    of_groups = METHODS[method].judges == "group"
    concept = name[1:] if of_groups else name
    said = "Nash" if concept == "nash" else concept.upper()
    return said + (" of groups" if of_groups else "") + (" with one move per opponent" if peer else "")

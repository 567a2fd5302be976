"""Brute-force oracle for the spatial models, written from settlement.md section 1 only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TypedDict

Floats = Sequence[float]
Table = Sequence[Sequence[float]]
Cells = Sequence[Sequence[float | None]]
State = list[list[float]]

TIE = 1e-12  # relative tolerance for exact halves in medians and for heaviest positions
MIN_GAIN = 1e-9  # an exchange gain below this (positions 0..100) is no gain


# ---------------------------------------------------------------- 1. baselines


def mean(positions: Floats) -> float:
    """Return the plain mean of the positions."""
    return math.fsum(positions) / len(positions)


def compromise(positions: Floats, weights: Floats) -> float:
    """Return sum w x / sum w, or the plain mean when all weights are zero."""
    total = math.fsum(weights)
    if total == 0:
        return mean(positions)
    return math.fsum(w * x for w, x in zip(weights, positions, strict=True)) / total


def weighted_median(positions: Floats, weights: Floats) -> list[float]:
    """Return every actor position that no other actor position beats in a weighted vote."""
    distinct = sorted(set(positions))
    slack = TIE * math.fsum(weights) * (distinct[-1] - distinct[0])
    unbeaten: list[float] = []
    for m in distinct:
        beaten = False
        for y in distinct:
            vote = math.fsum(w * (abs(x - y) - abs(x - m)) for x, w in zip(positions, weights, strict=True))
            if vote < -slack:
                beaten = True
        if not beaten:
            unbeaten.append(m)
    return unbeaten


def lower_median(positions: Floats, weights: Floats) -> float:
    """Return the smallest position whose cumulated weight reaches half of the total weight."""
    total = math.fsum(weights)
    for y in sorted(set(positions)):
        below = math.fsum(w for x, w in zip(positions, weights, strict=True) if x <= y)
        if below >= total / 2 - TIE * total:
            return y
    raise ValueError("no positions")


def mode(positions: Floats, weights: Floats) -> list[float]:
    """Return the positions that carry the largest total weight, ascending."""
    distinct = sorted(set(positions))
    heavy = [math.fsum(w for x, w in zip(positions, weights, strict=True) if x == y) for y in distinct]
    top = max(heavy)
    return [y for y, h in zip(distinct, heavy, strict=True) if h >= top - TIE * math.fsum(weights)]


# ---------------------------------------------------------- 2. Nash bargaining


def nash_product(
    z: float,
    positions: Floats,
    weights: Floats,
    low: float,
    high: float,
    power: float,
    disagreement: Floats,
) -> float | None:
    """Return sum w log(gain) at z, or None when an actor with weight > 0 has no strict gain."""
    total = 0.0
    for x, w, d in zip(positions, weights, disagreement, strict=True):
        if w <= 0:
            continue
        gain = -math.pow(abs(z - x) / (high - low), power) - d
        if gain <= 0:
            return None
        total += w * math.log(gain)
    return total


def nash_bargaining(
    positions: Floats,
    weights: Floats,
    low: float,
    high: float,
    power: float,
    disagreement: Floats,
) -> float | None:
    """Return the point of the highest weighted Nash product, by grid search and zooming."""
    if high <= low:
        raise ValueError("high must exceed low")
    left, right = low, high
    for x, w, d in zip(positions, weights, disagreement, strict=True):
        if w > 0:
            if d >= 0:
                return None
            reach = math.pow(-d, 1 / power) * (high - low)  # the actor gains within this distance
            left, right = max(left, x - reach), min(right, x + reach)
    if right - left < 1e-12 * (high - low) or not any(w > 0 for w in weights):
        return None
    best: float | None = None
    points = 20001
    while True:
        best_value = -math.inf
        step = (right - left) / (points - 1)
        grid = [left + step * k for k in range(points)]
        grid += [x for x in positions if left <= x <= right]  # kinks of |z - x|
        for z in sorted(grid):
            value = nash_product(z, positions, weights, low, high, power, disagreement)
            if value is not None and value > best_value:
                best, best_value = z, value
        if best is None or step < 1e-10 * (high - low):
            return best
        left, right = max(left, best - 2 * step), min(right, best + 2 * step)
        points = 401


# -------------------------------------------------------------- 3. PCE / Condorcet


def beat_matrix(utilities: Table, weights: Floats) -> list[list[float]]:
    """Return p[a][b], the probability that option a beats option b (0.5 on the diagonal)."""
    options = range(len(utilities[0]))

    def strength(a: int, b: int) -> float:
        return 1e-8 + sum(max(0.0, w * (u[a] - u[b])) for u, w in zip(utilities, weights, strict=True))

    return [[0.5 if a == b else strength(a, b) / (strength(a, b) + strength(b, a)) for b in options] for a in options]


def condorcet(utilities: Table, weights: Floats) -> list[float]:
    """Return the conditional PCE: probabilities proportional to prod_b p_ab."""
    raw: list[float] = []
    for row in beat_matrix(utilities, weights):
        product = 1.0
        for p in row:
            product *= p
        raw.append(product)
    total = math.fsum(raw)
    return [r / total for r in raw]


def condorcet_markov(utilities: Table, weights: Floats) -> list[float]:
    """Return the stationary distribution of the uniform-challenger chain, in exact fractions."""
    p = beat_matrix(utilities, weights)
    n = len(p)
    move = [[Fraction(0)] * n for _ in range(n)]
    for a in range(n):
        for b in range(n):
            if b != a:
                move[a][b] = Fraction(p[b][a]) / n
        move[a][a] = 1 - sum(move[a], Fraction(0))
    # Equations: sum_a pi_a move[a][b] = pi_b for b < n-1, and sum_a pi_a = 1.
    rows = [[move[a][b] - (1 if a == b else 0) for a in range(n)] + [Fraction(0)] for b in range(n - 1)]
    rows.append([Fraction(1)] * (n + 1))
    for c in range(n):
        pivot = next(r for r in range(c, n) if rows[r][c] != 0)
        rows[c], rows[pivot] = rows[pivot], rows[c]
        rows[c] = [value / rows[c][c] for value in rows[c]]
        for r in range(n):
            if r != c:
                factor = rows[r][c]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[c], strict=True)]
    return [float(rows[c][n]) for c in range(n)]


# ------------------------------------------------- 4. challenge model (Scholz, verified)


class Round(TypedDict):
    """Everything one round of the challenge model computes."""

    security: list[float]
    exponent: list[float]
    probability: list[list[float]]
    e_ij: list[list[float]]
    e_ji: list[list[float]]
    kind: list[str]
    towards: list[int | None]
    positions: list[float]


def scholz_probability(positions: Floats, weights: Floats, exponent: Floats, spread: float) -> list[list[float]]:
    """Return P(i beats j): pair votes for i over the votes of all voters on all ordered pairs."""
    n = len(positions)

    def vote(k: int, a: float, b: float) -> float:
        near_a = math.pow(abs(positions[k] - a) / spread, exponent[k])
        near_b = math.pow(abs(positions[k] - b) / spread, exponent[k])
        return weights[k] * (near_b - near_a)

    total = 0.0
    for k in range(n):
        for p in range(n):
            for q in range(n):
                total += abs(vote(k, positions[p], positions[q]))
    result = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            support = sum(max(0.0, vote(k, positions[i], positions[j])) for k in range(n))
            result[i][j] = support / total if total > 0 else 0.0
    return result


def scholz_utility(
    x_challenger: float,
    x_responder: float,
    responder_salience: float,
    probability: float,
    exponent: float,
    median: float,
    spread: float,
    q: float,
) -> float:
    """Return E(U) of the challenger for challenging the responder, with the observer's exponent."""
    d = abs(x_challenger - x_responder) / spread
    m = abs(x_challenger - median) / spread
    r = exponent
    success = 2 - 4 * math.pow(max(0.0, 0.5 - 0.5 * d), r)  # d may exceed 1 by one rounding
    failure = 2 - 4 * math.pow(0.5 + 0.5 * d, r)
    status_quo = 2 - 4 * math.pow(0.5, r)
    better = 2 - 4 * math.pow(max(0.0, 0.5 - 0.25 * (m + d)), r)
    worse = 2 - 4 * math.pow(0.5 + 0.25 * (m + d), r)
    t = 1.0 if abs(x_challenger - median) < abs(x_challenger - x_responder) else 0.0
    s = responder_salience
    challenge = s * (probability * success + (1 - probability) * failure) + (1 - s) * success
    return challenge - q * status_quo - (1 - q) * (t * better + (1 - t) * worse)


def t_margins(x: Floats, weights: Floats, median: float) -> list[float]:
    """Return how near the lower median and every T are to flipping; exact ties left out."""
    total = math.fsum(weights)
    gaps: list[float] = []
    for y in x:
        below = math.fsum(w for z, w in zip(x, weights, strict=True) if z <= y)
        gaps.append(abs(below - total / 2))
        for z in x:
            gaps.append(abs(abs(y - median) - abs(y - z)))
    return [gap for gap in gaps if gap != 0]


def challenge_round(
    positions: Floats,
    salience: Floats,
    capability: Floats,
    spread: float,
    q: float = 1.0,
    choice: str = "enforceable",
    margins: list[float] | None = None,
) -> Round:
    """Play one simultaneous round; append to margins the gap of every decision to a tie."""
    if choice not in ("enforceable", "least"):
        raise ValueError(choice)
    n = len(positions)
    x = list(positions)
    weights = [c * s for c, s in zip(capability, salience, strict=True)]
    median = lower_median(x, weights)
    if margins is not None and q != 1:
        margins += t_margins(x, weights, median)

    def expected(i: int, j: int, probability: list[list[float]], r: float) -> float:
        return scholz_utility(x[i], x[j], salience[j], probability[i][j], r, median, spread, q)

    # First pass, r = 1 everywhere: what do the others expect from challenging i?
    neutral = scholz_probability(x, weights, [1.0] * n, spread)
    security = [sum(expected(j, i, neutral, 1.0) for j in range(n) if j != i) for i in range(n)]
    top, bottom = max(security), min(security)
    exponent: list[float] = []
    for i in range(n):
        if top - bottom <= 1e-12 * max(1.0, abs(top), abs(bottom)):
            risk = 0.0  # all equally secure
        else:
            risk = (2 * security[i] - top - bottom) / (top - bottom)
        exponent.append((1 - risk / 3) / (1 + risk / 3))

    probability = scholz_probability(x, weights, exponent, spread)
    e_ij = [[0.0] * n for _ in range(n)]
    e_ji = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            if i != j:
                e_ij[i][j] = expected(i, j, probability, exponent[i])
                e_ji[i][j] = expected(j, i, probability, exponent[i])

    kinds: list[str] = []
    towards: list[int | None] = []
    after: list[float] = []
    for i in range(n):
        offers: dict[str, list[tuple[float, int, float]]] = {
            "conflict": [],
            "compromise": [],
            "capitulation": [],
        }
        for j in range(n):
            if j == i or x[j] == x[i]:
                continue  # an offer to stay where one is, is no offer
            a, b = e_ij[i][j], e_ji[i][j]
            if margins is not None:
                margins += [abs(a), abs(b), abs(abs(b) - abs(a))]
            if b > a > 0:
                offers["conflict"].append((abs(x[j] - x[i]), j, x[j]))
            elif b > 0 > a and b > abs(a):
                to = x[i] + (x[j] - x[i]) * abs(a / b)
                key = -b if choice == "enforceable" else abs(to - x[i])
                offers["compromise"].append((key, j, to))
            elif b > 0 > a and b < abs(a):
                offers["capitulation"].append((abs(x[j] - x[i]), j, x[j]))
        kind, target, to_position = "none", None, x[i]
        for name in ("conflict", "compromise", "capitulation"):
            if offers[name]:
                ordered = sorted(offers[name], key=lambda offer: (offer[0], offer[1]))
                if margins is not None:
                    margins += [o[0] - ordered[0][0] for o in ordered if o[2] != ordered[0][2]]
                kind, target, to_position = name, ordered[0][1], ordered[0][2]
                break
        kinds.append(kind)
        towards.append(target)
        after.append(to_position)
    return {
        "security": security,
        "exponent": exponent,
        "probability": probability,
        "e_ij": e_ij,
        "e_ji": e_ji,
        "kind": kinds,
        "towards": towards,
        "positions": after,
    }


def challenge_scholz(
    positions: Floats,
    salience: Floats,
    capability: Floats,
    rounds: int,
    q: float = 1.0,
    choice: str = "enforceable",
    margins: list[float] | None = None,
) -> list[list[float]]:
    """Return the position lists of the verified reading, the starting positions first."""
    spread = max(positions) - min(positions)
    history = [list(positions)]
    for _ in range(rounds):
        if spread == 0:
            history.append(list(history[-1]))
            continue
        state = challenge_round(history[-1], salience, capability, spread, q, choice, margins)
        history.append(state["positions"])
    return history


# --------------------------------------------------------------------- 5. KTAB SMP


def ktab_utility(distance: float, risk: float) -> float:
    """Return u(d, R) = (1 - d)(1 + R d)."""
    return (1 - distance) * (1 + risk * distance)


def ktab_distance(a: Floats, b: Floats, salience: Floats) -> float:
    """Return the distance of two points weighted by one actor's salience (0 if it has none)."""
    bottom = sum(s * s for s in salience)
    if bottom == 0:
        return 0.0
    top = sum((s * (p - q)) ** 2 for s, p, q in zip(salience, a, b, strict=True))
    return math.sqrt(top / bottom)


def ktab_risks(positions: Table, salience: Table, capability: Floats) -> list[float]:
    """Return R_i in [-0.5, 1] from the conditional PCE over all actors' positions with R = 0."""
    n = len(positions)
    utilities = [
        [ktab_utility(ktab_distance(positions[k], positions[a], salience[k]), 0.0) for a in range(n)] for k in range(n)
    ]
    p = condorcet(utilities, capability)
    top, bottom = max(p), min(p)
    if top - bottom <= 1e-12:
        return [0.0] * n  # 0/0 in the text
    return [(3 * p[i] - (top + 2 * bottom)) / (2 * (top - bottom)) for i in range(n)]


def ktab_challenge(
    i: int, j: int, positions: Table, salience: Table, capability: Floats, risks: Floats
) -> tuple[float, float]:
    """Return (gain, P): i's own estimate of challenging j."""
    n = len(positions)
    total = [sum(row) for row in salience]

    def u(a: int, b: int) -> float:
        risk = (2 * risks[i] + risks[a]) / 3  # i's perspective on a
        return ktab_utility(ktab_distance(positions[a], positions[b], salience[a]), risk)

    side_i = total[i] * capability[i] * (u(i, i) - u(i, j)) + 1e-10
    side_j = total[j] * capability[j] * (u(j, j) - u(j, i)) + 1e-10
    coalition_i, coalition_j = side_i, side_j
    for k in range(n):
        if k in (i, j):
            continue
        own = total[k] * capability[k] * (u(k, i) - u(k, j))
        with_i, with_j = side_i + max(0.0, own), side_j + max(0.0, -own)
        p = with_i / (with_i + with_j)
        join_i = p * (2 * u(k, i) + u(k, k)) + (1 - p) * 3 * u(k, j)
        join_j = p * 3 * u(k, i) + (1 - p) * (2 * u(k, j) + u(k, k))
        vote = total[k] * capability[k] * (join_i - join_j)
        coalition_i += max(0.0, vote)
        coalition_j += max(0.0, -vote)
    win = coalition_i / (coalition_i + coalition_j)
    fight = win * 2 * u(i, i) + (1 - win) * 2 * u(i, j)
    gain = (1 - total[j]) * 2 * u(i, i) + total[j] * fight - (u(i, i) + u(i, j))
    return gain, win


def round4(x: float) -> float:
    """Round a non-negative number half up to 4 decimals."""
    return math.floor(0.5 + x * 10000.0) / 10000.0


def ktab_bargain(i: int, j: int, win: float, positions: Table, salience: Table) -> tuple[list[float], list[float]]:
    """Return the new positions of i and j in the bargain proposed by i (4 decimals)."""
    new_i: list[float] = []
    new_j: list[float] = []
    e = 1e-6
    for k in range(len(positions[i])):
        a = salience[i][k] ** 2 * win**2
        b = salience[j][k] ** 2 * (1 - win) ** 2
        x, y = positions[i][k], positions[j][k]
        new_i.append(round4(((a + e) * x + b * y) / (a + e + b)))
        new_j.append(round4((a * x + (b + e) * y) / (a + e + b)))
    return new_i, new_j


def smp_turn(positions: Table, salience: Table, capability: Floats, margins: list[float] | None = None) -> State:
    """Play one KTAB SMP turn and return the new positions."""
    n = len(positions)
    risks = ktab_risks(positions, salience, capability)
    # A bargain is the whole state after it; the status quo comes first in everybody's list.
    start: State = [list(row) for row in positions]
    bargains: list[list[State]] = [[start] for _ in range(n)]
    for i in range(n):
        best_j, best_gain, best_win = -1, 1e-5, 0.0
        gains: list[float] = []
        for j in range(n):
            if j == i:
                continue
            gain, win = ktab_challenge(i, j, positions, salience, capability, risks)
            gains.append(gain)
            if gain > best_gain:
                best_j, best_gain, best_win = j, gain, win
        if margins is not None:
            margins += [abs(g - 1e-5) for g in gains]
            ranked = sorted([g for g in gains if g > 1e-5], reverse=True)
            margins += [ranked[0] - g for g in ranked[1:2]]
        if best_j >= 0:
            new_i, new_j = ktab_bargain(i, best_j, best_win, positions, salience)
            state = [list(row) for row in positions]
            state[i], state[best_j] = new_i, new_j
            bargains[i].append(state)
            bargains[best_j].append(state)
    after: State = []
    for k in range(n):
        if len(bargains[k]) == 1:
            after.append(list(positions[k]))
            continue
        utilities: list[list[float]] = []
        for m in range(n):
            row: list[float] = []
            for state in bargains[k]:
                values = [ktab_utility(ktab_distance(positions[m], point, salience[m]), risks[m]) for point in state]
                row.append(sum(values) / n)
            utilities.append(row)
        p = condorcet(utilities, capability)
        best = 0
        for b in range(len(p)):
            if p[b] > p[best]:
                best = b
        if margins is not None:
            chosen = bargains[k][best][k]
            margins += [p[best] - p[b] for b in range(len(p)) if b != best and bargains[k][b][k] != chosen]
        after.append(list(bargains[k][best][k]))
    return after


def total_movement(before: Table, after: Table) -> float:
    """Return the sum over actors of the Euclidean distance moved."""
    return sum(
        math.sqrt(sum((p - q) ** 2 for p, q in zip(a, b, strict=True))) for a, b in zip(before, after, strict=True)
    )


def smp_ktab(
    positions: Table,
    salience: Table,
    capability: Floats,
    max_turns: int = 100,
    margins: list[float] | None = None,
) -> list[State]:
    """Return all SMP states, the starting one first; positions and saliences on 0..1."""
    states: list[State] = [[list(row) for row in positions]]
    first = 0.0
    for turn in range(1, max_turns + 1):
        states.append(smp_turn(states[-1], salience, capability, margins))
        moved = total_movement(states[-2], states[-1])
        if turn == 1:
            first = moved
        limit = 0.02 * (first + 1e-4)
        if margins is not None and turn >= 2:
            margins.append(abs(moved - limit))
        if turn >= 2 and moved < limit:
            break
    return states


def winning_probabilities(positions: Table, salience: Table, capability: Floats) -> list[float]:
    """Return for each actor the conditional PCE probability of its (distinct) position."""
    n = len(positions)
    risks = ktab_risks(positions, salience, capability)
    distinct: list[int] = []
    place: list[int] = []
    for i in range(n):
        found = -1
        for where, k in enumerate(distinct):
            if ktab_same(positions[i], positions[k]):
                found = where  # the last one that fits, as KTAB does
        if found < 0:
            distinct.append(i)
            found = len(distinct) - 1
        place.append(found)
    utilities = [
        [ktab_utility(ktab_distance(positions[k], positions[a], salience[k]), risks[k]) for a in distinct]
        for k in range(n)
    ]
    p = condorcet(utilities, capability)
    return [p[place[i]] for i in range(n)]


def ktab_same(a: Floats, b: Floats) -> bool:
    """Tell whether two positions are equal within the tolerance 0.001."""
    return math.sqrt(sum((p - q) ** 2 for p, q in zip(a, b, strict=True))) < 0.001


# ------------------------------------------------------------- 6. position exchange


class Exchange(TypedDict):
    """i demands issue p and supplies q; j demands q and supplies p."""

    i: int
    j: int
    p: int
    q: int
    gain: float
    i_to: float
    j_to: float


class Realised(TypedDict):
    """What follows from one exchange."""

    votes: list[list[float | None]]
    outcomes: list[float]
    externality: list[float]
    group: list[str]


def exchange_total(votes: Cells, salience: Cells, capability: Floats, q: int) -> float:
    """Return S_q: sum of salience times capability over the actors present on issue q."""
    total = 0.0
    for k, c in enumerate(capability):
        s = salience[k][q]
        if votes[k][q] is not None and s is not None:
            total += s * c
    return total


def outcomes(votes: Cells, salience: Cells, capability: Floats) -> list[float]:
    """Return the compromise outcome of every issue (plain mean if nobody has weight)."""
    result: list[float] = []
    for q in range(len(votes[0])):
        xs: list[float] = []
        ws: list[float] = []
        for k, c in enumerate(capability):
            x, s = votes[k][q], salience[k][q]
            if x is not None and s is not None:
                xs.append(x)
                ws.append(s * c)
        result.append(compromise(xs, ws) if xs else math.nan)
    return result


def one_exchange(
    i: int,
    j: int,
    p: int,
    q: int,
    ideals: Cells,
    votes: Cells,
    salience: Cells,
    capability: Floats,
    sides: Floats | None = None,
) -> Exchange | None:
    """Return the equal-gain exchange in which i demands p and supplies q, if it gains."""
    x_ip, x_iq, x_jp, x_jq = ideals[i][p], ideals[i][q], ideals[j][p], ideals[j][q]
    v_iq, v_jp = votes[i][q], votes[j][p]
    s_ip, s_iq, s_jp, s_jq = salience[i][p], salience[i][q], salience[j][p], salience[j][q]
    if x_ip is None or x_iq is None or x_jp is None or x_jq is None:
        return None
    if v_iq is None or v_jp is None or votes[i][p] is None or votes[j][q] is None:
        return None
    if s_ip is None or s_iq is None or s_jp is None or s_jq is None:
        return None
    out = outcomes(votes, salience, capability)
    line = out if sides is None else sides  # the outcomes that tell left (x <= O) from right
    i_left_p, j_left_p = x_ip <= line[p], x_jp <= line[p]
    i_left_q, j_left_q = x_iq <= line[q], x_jq <= line[q]
    if i_left_p == j_left_p or i_left_q == j_left_q:
        return None  # not on opposite sides on both issues
    if s_ip * s_jq <= s_jp * s_iq:
        return None  # i does not care relatively more about p
    weight_jp, weight_iq = s_jp * capability[j], s_iq * capability[i]
    if weight_jp == 0 or weight_iq == 0:
        return None  # a supplier without weight shifts nothing
    total_p = exchange_total(votes, salience, capability, p)
    total_q = exchange_total(votes, salience, capability, q)
    # How far may the suppliers move, towards the demander's ideal, in the demander's direction?
    room_j = v_jp - x_ip if i_left_p else x_ip - v_jp
    room_i = v_iq - x_jq if j_left_q else x_jq - v_iq
    if room_j <= 0 or room_i <= 0:
        return None
    # Start with j moving fully; if i would have to move too far, let i move fully instead.
    dp = room_j * weight_jp / total_p
    dq = dp * (s_ip + s_jp) / (s_iq + s_jq)
    if dq > room_i * weight_iq / total_q:
        dq = room_i * weight_iq / total_q
        dp = dq * (s_iq + s_jq) / (s_ip + s_jp)
    # Cap: the outcome may not pass the demander's ideal.
    cap_p = out[p] - x_ip if i_left_p else x_ip - out[p]
    cap_q = out[q] - x_jq if j_left_q else x_jq - out[q]
    if dp > cap_p:
        dp = cap_p
        dq = dp * (s_ip + s_jp) / (s_iq + s_jq)
    if dq > cap_q:
        dq = cap_q
        dp = dq * (s_iq + s_jq) / (s_ip + s_jp)
    gain = dp * s_ip - dq * s_iq
    if gain <= MIN_GAIN:
        return None
    move_j, move_i = dp * total_p / weight_jp, dq * total_q / weight_iq
    return {
        "i": i,
        "j": j,
        "p": p,
        "q": q,
        "gain": gain,
        "i_to": v_iq - move_i if j_left_q else v_iq + move_i,
        "j_to": v_jp - move_j if i_left_p else v_jp + move_j,
    }


def candidates(
    ideals: Cells,
    votes: Cells,
    salience: Cells,
    capability: Floats,
    sides: Floats | None = None,
) -> list[Exchange]:
    """Return every exchange with positive gain once (p < q), in the order p, q, i, j."""
    n, issues = len(capability), len(ideals[0])
    found: list[Exchange] = []
    for p in range(issues):
        for q in range(p + 1, issues):
            for i in range(n):
                for j in range(n):
                    if i != j:
                        deal = one_exchange(i, j, p, q, ideals, votes, salience, capability, sides)
                        if deal is not None:
                            found.append(deal)
    return found


def realise(deal: Exchange, ideals: Cells, votes: Cells, salience: Cells, capability: Floats) -> Realised:
    """Return votes and outcomes after the exchange, and every actor's externality and group."""
    before = outcomes(votes, salience, capability)
    new_votes = [list(row) for row in votes]
    new_votes[deal["i"]][deal["q"]] = deal["i_to"]
    new_votes[deal["j"]][deal["p"]] = deal["j_to"]
    after = outcomes(new_votes, salience, capability)
    externality: list[float] = []
    group: list[str] = []
    for k in range(len(capability)):
        total = 0.0
        sides: list[bool] = []
        for issue in (deal["p"], deal["q"]):
            x, s = ideals[k][issue], salience[k][issue]
            if x is not None and s is not None:
                total += s * (abs(before[issue] - x) - abs(after[issue] - x))
                sides.append(x <= before[issue])
        pair = [
            [(ideals[a][issue] or 0.0) <= before[issue] for issue in (deal["p"], deal["q"])]
            for a in (deal["i"], deal["j"])
        ]
        if k in (deal["i"], deal["j"]):
            group.append("own")
        elif sides in pair:
            group.append("inner")
        else:
            group.append("outer")
        externality.append(total)
    return {"votes": new_votes, "outcomes": after, "externality": externality, "group": group}


def exchange_round(
    ideals: Cells,
    votes: Cells,
    salience: Cells,
    capability: Floats,
    limit: int = 1000,
    fixed_sides: bool = False,
) -> tuple[list[Exchange], list[list[float | None]]]:
    """Greedy order of point 5: realise the highest gain, re-evaluate everything, repeat."""
    current = [list(row) for row in votes]
    done: list[Exchange] = []
    sides = outcomes(votes, salience, capability) if fixed_sides else None
    while len(done) < limit:
        found = candidates(ideals, current, salience, capability, sides)
        if not found:
            break
        best = found[0]
        for deal in found:
            if deal["gain"] > best["gain"] + MIN_GAIN:  # first in order on ties
                best = deal
        current = realise(best, ideals, current, salience, capability)["votes"]
        done.append(best)
    return done, current

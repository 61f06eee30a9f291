#!/usr/bin/env python3
"""Writes the wide textbook models: so many stages in a line, or in a random graph in which residents only go forward.

    benches/make_wide.py line 500  > scenarios/textbook/wide-line.toml
    benches/make_wide.py graph 500 > scenarios/textbook/wide-graph.toml
    benches/make_wide.py line 5    > benches/scenarios/wide-line-5.toml      # and so on: the small ones they are held against

Nothing but Python's own library; the seed is fixed, so the same call always writes the same file.
"""

import random
import sys

SEED = 20270104
UTILISATION = 0.8
LINE_RATE = 20  # residents a day
GRAPH_RATE = 40
# A stage of the graph refers at most so far ahead, and to so many stages.
FARTHEST = 50
MOST_NEXT = 3

HEAD = """#:schema ../../docs/scenario.schema.json
# {number} stages in {shape}: does an event cost as much in a wide chain as in a small one?
#
# Source: made up for measuring speed, every number of it; written by benches/make_wide.py (seed {seed}).
# Known answer: exponential times and one queue a stage make it a network of Jackson; every stage is M/M/c, {utilisation} % busy.{answer}
# `keten theory` holds a run against it.

keten        = 1
title        = "{title}"
start        = 2027-01-01
warm_up      = "{warm_up} days"
horizon      = "{horizon} days"
seed         = {seed}
replications = 5

[arrivals.residents]
to   = "{first}"
rate = "{rate} per day"
"""


def name(stage, number):
    return f"s{stage + 1:0{len(str(number))}d}"


def line(number):
    """One worker a stage; everybody goes through all of them."""
    nexts = [[(stage + 1, 1.0)] if stage + 1 < number else [] for stage in range(number)]
    return nexts, [1] * number


def graph(number):
    """Up to three ways on from every stage, one to five workers, and every stage can be reached."""
    luck = random.Random(SEED)
    pick = lambda low, high: low + int(luck.random() * (high - low + 1))
    targets = []
    for stage in range(number):
        last = min(stage + FARTHEST, number - 1)
        ahead = {pick(stage + 1, last) for _ in range(pick(1, MOST_NEXT))} if stage < last else set()
        targets.append(ahead)
    for stage in range(1, number):
        if not any(stage in ahead for ahead in targets[:stage]):
            targets[pick(max(0, stage - FARTHEST), stage - 1)].add(stage)
    nexts = []
    for ahead in targets:
        weights = [(target, 0.2 + luck.random()) for target in sorted(ahead)]
        total = sum(weight for _, weight in weights)
        nexts.append([(target, weight / total) for target, weight in weights])
    return nexts, [pick(1, 5) for _ in range(number)]


def in_percent(shares):
    """Shares with two decimals of a percent; the last is what is left."""
    rounded = [round(100 * share, 2) for share in shares[:-1]]
    return rounded, 100 - sum(rounded)


def write(shape, number):
    nexts, workers = {"line": line, "graph": graph}[shape](number)
    rate = {"line": LINE_RATE, "graph": GRAPH_RATE}[shape]
    flow = [rate if stage == 0 else 0.0 for stage in range(number)]
    stages, teams = [], []
    for stage in range(number):
        ways = nexts[stage]
        rounded, rest = in_percent([share for _, share in ways]) if ways else ([], 0)
        shares = [f"{share:g} %" for share in rounded] + ["rest"]
        for (target, _), share in zip(ways, rounded + [rest]):
            flow[target] += flow[stage] * share / 100
        # Four decimals of a minute: busy for 80 % to more digits than a run can tell.
        minutes = 24 * 60 * UTILISATION * workers[stage] / flow[stage]
        called = name(stage, number)
        if len(ways) > 1:
            onward = ", ".join(f'{{ to = "{name(to, number)}", share = "{share}" }}' for (to, _), share in zip(ways, shares))
        else:
            onward = f'{{ to = "{name(ways[0][0], number)}" }}' if ways else '{ to = "completed" }'
        work = f'{{ exponential = {{ mean = "{minutes:.4f} minutes" }} }}'
        stages.append(f'{called} = {{ phase = "curative", team = "{called}", work = {work}, next = [{onward}] }}')
        teams.append(f'{called} = {{ workers = {workers[stage]}, open = "always" }}')
    assert all(residents > 0 for residents in flow), "every stage can be reached"
    day = 1 / (1 - UTILISATION) * UTILISATION / LINE_RATE
    answer = f"\n# A resident is in the chain for {number} × {day:g} day on average." if shape == "line" else ""
    words = {"line": "a line", "graph": "a random graph in which residents only go forward"}
    title = {"line": f"Wide: {number} stages in a line", "graph": f"Wide: {number} stages in a random graph"}
    # Long enough to fill the chain, then about a million events in all, or some hundred thousands of few stages.
    warm_up = {"line": 11 * number // 50, "graph": 365}[shape]
    horizon = {"line": max(15000 // number, warm_up), "graph": 365 if number >= 500 else 3650}[shape]
    print(HEAD.format(number=number, warm_up=warm_up, horizon=horizon, shape=words[shape], seed=SEED, utilisation=round(100 * UTILISATION), answer=answer,
                      title=title[shape], first=name(0, number), rate=rate))
    print("[teams]", *teams, "", "[stages]", *stages, sep="\n")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("line", "graph") or not sys.argv[2].isdigit() or int(sys.argv[2]) < 2:
        sys.exit(__doc__)
    write(sys.argv[1], int(sys.argv[2]))

"""The numbers of the two models, and the one line that every peer prints.

The models are the scenario files `mm1.toml` and `chain.toml` in `scenarios/textbook`; times here are in days.
"""

import json
import sys
from math import log, sqrt
from typing import NamedTuple


class Mm1:
    """One queue, one worker, from empty until the last customer has left."""

    ARRIVALS_PER_DAY = 0.9
    SERVICES_PER_DAY = 1.0
    CUSTOMERS = 200_000


class Chain:
    """Four stages with patience, priority and return, from empty for ten years."""

    DAYS = 3650.0
    ARRIVALS_PER_DAY = 20.0
    CRISIS_SHARE = 0.20

    SIGNALLING_WORKERS = 8
    SIGNALLING_MEAN = 0.35
    SIGNALLING_CV = 0.8
    SIGNALLING_GOES_ON = 0.70

    INTAKE_WORKERS = 12
    INTAKE_MEAN = 0.8
    INTAKE_PATIENCE_MEAN = 30.0
    INTAKE_GOES_ON = 0.85

    CURATIVE_PLACES = 1500
    CURATIVE_SHAPE = 2
    CURATIVE_MEAN = 120.0
    CURATIVE_GOES_ON = 0.90

    AFTERCARE_PLACES = 400
    AFTERCARE_MEAN = 30.0
    RETURN_SHARE = 0.15
    RETURN_DELAY_MEAN = 180.0


def lognormal_parameters(mean, cv):
    """Mean and standard deviation of the logarithm of a lognormal variate."""
    variance = log(1.0 + cv * cv)
    return log(mean) - variance / 2.0, sqrt(variance)


class Command(NamedTuple):
    model: str
    seed: int
    size: int | None


def command(models=("mm1", "chain")):
    """MODEL SEED [SIZE] as asked for on the command line; SIZE is customers for mm1, days for chain."""
    arguments = sys.argv[1:]
    if len(arguments) not in (2, 3) or arguments[0] not in models:
        sys.exit(f"usage: python {sys.argv[0]} {'|'.join(models)} SEED [SIZE]")
    try:
        seed, *size = (int(argument) for argument in arguments[1:])
    except ValueError:
        sys.exit(f"SEED and SIZE are whole numbers, found {' '.join(arguments[1:])}")
    if seed < 0 or any(number <= 0 for number in size):
        sys.exit(f"SEED is not negative and SIZE is above zero, found {' '.join(arguments[1:])}")
    return Command(arguments[0], seed, size[0] if size else None)


class ChainCounts:
    """What the chain reports: how many left, and the sum and number of the waits of those who started."""

    def __init__(self):
        self.arrived = 0
        self.services = 0
        self.left = 0
        self.reneged = 0
        self.sent_back = 0
        self.returned = 0
        self.wait_sum = {"signalling": 0.0, "intake": 0.0, "curative": 0.0, "crisis": 0.0, "aftercare": 0.0}
        self.wait_count = dict.fromkeys(self.wait_sum, 0)

    def events(self):
        return self.arrived + self.services + self.reneged + self.returned

    def results(self):
        counts = {"completed": self.left, "reneged": self.reneged, "returned": self.sent_back}
        means = {f"wait_{stage}": self.wait_sum[stage] / max(1, self.wait_count[stage]) for stage in self.wait_sum}
        return counts | means


def report(engine, version, asked, seconds, events, customers, results):
    """Print the one line that the comparison reads."""
    print(
        json.dumps(
            {
                "engine": engine,
                "version": version,
                "model": asked.model,
                "seed": asked.seed,
                "seconds": round(seconds, 6),
                "events": int(events),
                "customers": int(customers),
                "results": results,
            }
        )
    )


def compare(engine, version, mm1, chain):
    """Runs the model that was asked for, by a function of seed and size, and reports it."""
    asked = command()
    if asked.model == "mm1":
        outcome = mm1(asked.seed, asked.size or Mm1.CUSTOMERS)
    else:
        outcome = chain(asked.seed, asked.size or Chain.DAYS)
    report(engine, version, asked, *outcome)

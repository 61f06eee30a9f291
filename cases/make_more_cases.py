"""Writes the cases of constructs that the cases from elsewhere leave out: closed forms, and traces worked by hand.

    python3 make_more_cases.py
"""
import json
import math
from pathlib import Path

HERE = Path(__file__).parent


def case(id, title, features, source, model, run, expected, kind="theory", note=None):
    run = {"initial": "empty", **run}
    document = {"schema": "referral-case/1", "id": id, "kind": kind, "title": title, "features": features,
                "source": source, "model": model, "run": run, "expected": expected}
    if note:
        document["note"] = note
    (HERE / f"{id}.json").write_text(json.dumps(document, indent=1) + "\n")


def value(metric, number, rel, variant=None):
    one = {"metric": metric, "value": number, "relation": "=", "kind": "exact", "tolerance": {"rel": rel}}
    return {**one, "variant": variant} if variant else one


def trace(id, title, features, model, horizon, rows, note):
    rows = [dict(zip(("arrival", "start", "end", "outcome", "class"), row)) for row in rows]
    expected = [{"metric": "records", "value": rows, "relation": "=", "kind": "exact", "tolerance": {"abs": 1e-9}}]
    case(id, title, features, "worked by hand", {"time_unit": "tick", **model},
         {"warm_up": 0, "horizon": horizon, "replications": 1}, expected, "peer-trace", note)


def exponential(mean):
    return {"dist": "exponential", "mean": mean}


def constant(value):
    return {"dist": "deterministic", "value": value}


def times(at, cls=None):
    one = {"to": "desk", "process": "times", "times": at}
    return {**one, "class": cls} if cls else one


def poisson(rate, cls=None):
    one = {"to": "desk", "process": "poisson", "rate": rate}
    return {**one, "class": cls} if cls else one


LONG = {"warm_up": 500, "horizon": 20500, "replications": 20}

# --- closed forms

# Preemptive resume, M/G/1 (Conway, Maxwell & Miller 1967, ch. 8; Adan & Resing, Queueing Systems, ch. 9).
classes = [("a", 0.3, 1.0, 2.0), ("b", 0.4, 1.0, 1.0)]  # name, rate, mean, second moment (exponential; constant)
expected, below, second = [], 0.0, 0.0
for name, rate, mean, square in classes:
    up_to, second = below + rate * mean, second + rate * square
    first = second / 2 / ((1 - below) * (1 - up_to))
    sojourn = first + mean / (1 - below)
    expected += [value(f"desk.wait.mean[{name}]", first, 0.06), value(f"system.sojourn.mean[{name}]", sojourn, 0.06),
                 value(f"desk.system.mean[{name}]", rate * sojourn, 0.06),
                 value(f"desk.queue.mean[{name}]", rate * sojourn - rate * mean, 0.08),
                 value(f"desk.busy.mean[{name}]", rate * mean, 0.03)]
    below = up_to
case("T-S-18-preemptive-resume", "Two classes, one desk, the urgent interrupt", ["priority", "preemptive"],
     "Conway, Maxwell & Miller (1967), Theory of Scheduling, ch. 8",
     {"time_unit": "hour", "classes": ["a", "b"], "arrivals": [poisson(0.3, "a"), poisson(0.4, "b")],
      "stages": {"desk": {"servers": 1, "service": {"by_class": {"a": exponential(1.0), "b": constant(1.0)}},
                          "queue": {"discipline": "priority", "priority": {"a": 0, "b": 1}, "preemptive": True}}}},
     LONG, expected)

# Preemptive repeat of the same length: E[C] = (1/l + E[B]) (E[exp(l S)] - 1), B the busy period of the urgent.
rate, busy = 0.5, 0.5 / (1 - 0.25)
completion = (1 / rate + busy) * ((math.e - 1) / 1.0 - 1)  # S uniform on 0..2: E[exp(S/2)] = e - 1
case("T-S-19-preemptive-restart", "Interrupted work begins again, as long as it was", ["priority", "preemptive"],
     "Conway, Maxwell & Miller (1967), ch. 8: preemptive repeat",
     {"time_unit": "hour", "classes": ["a", "b"], "arrivals": [poisson(rate, "a"), times([0], "b")],
      "stages": {"desk": {"servers": 1,
                          "service": {"by_class": {"a": constant(0.5), "b": {"dist": "uniform", "min": 0, "max": 2}}},
                          "queue": {"discipline": "priority", "priority": {"a": 0, "b": 1}, "preemptive": "restart"}}}},
     {"warm_up": 0, "horizon": 60, "replications": 4000},
     [value("system.sojourn.mean[b]", completion, 0.08)],
     note="One resident of class b comes to an empty desk; a visit is cut off at 60 hours with negligible probability.")

# Last come, first served: the mean wait is that of first come (Kendall 1951).
case("T-S-20-lifo", "M/M/1, last come first served", ["lifo"], "Kendall (1951), J. R. Stat. Soc. B 13, 151-185",
     {"time_unit": "hour", "arrivals": [poisson(0.7)],
      "stages": {"desk": {"servers": 1, "service": exponential(1.0), "queue": {"discipline": "lifo"}}}},
     LONG, [value("desk.wait.mean", 0.7 / 0.3, 0.06), value("desk.wait.prob_positive", 0.7, 0.02),
            value("desk.queue.mean", 0.49 / 0.3, 0.08)])

# Machine repair, M/M/1//N.
number, think, service = 5, 4.0, 1.0
weights = [math.factorial(number) / math.factorial(number - n) * (service / think) ** n for n in range(number + 1)]
p = [w / sum(weights) for w in weights]
throughput = (1 - p[0]) / service
queue = sum((n - 1) * p[n] for n in range(1, number + 1))
case("T-S-21-machine-repair", "Finite population: five who come back", ["finite"],
     "Gross, Shortle, Thompson & Harris (2008), Fundamentals of Queueing Theory, 2.7",
     {"time_unit": "day", "arrivals": [{"to": "desk", "process": "finite", "population": number, "think": exponential(think)}],
      "stages": {"desk": {"servers": 1, "service": exponential(service)}}},
     {"warm_up": 200, "horizon": 10200, "replications": 20},
     [value("desk.queue.mean", queue, 0.04), value("desk.utilisation", 1 - p[0], 0.02),
      value("desk.throughput.rate", throughput, 0.02), value("desk.wait.mean", queue / throughput, 0.04),
      value("arrivals.count", throughput * 10000, 0.02)])

# Turnaround: the worker is taken for S + D, the resident for S (Pollaczek-Khinchine).
rate, stay, away = 0.4, 1.0, 0.5
second = 2 * stay ** 2 + 2 * stay * away + away ** 2
wait = rate * second / 2 / (1 - rate * (stay + away))
case("T-S-22-turnaround", "The desk stays out of use after each resident", ["turnaround"], "Pollaczek-Khinchine",
     {"time_unit": "hour", "arrivals": [poisson(rate)],
      "stages": {"desk": {"servers": 1, "service": exponential(stay), "turnaround": constant(away)}}},
     LONG, [value("desk.wait.mean", wait, 0.06), value("desk.busy.mean", rate * stay, 0.03),
            value("desk.wait.prob_positive", rate * (stay + away), 0.02)])

# Dropping out of service: the stay is the shorter of two exponentials.
stay = 1 / (1 / 2.0 + 1 / 4.0)
case("T-S-23-dropout-in-service", "Residents who leave during the work", ["dropout_in_service"],
     "M/M/1 with the shorter of two exponential times",
     {"time_unit": "hour", "arrivals": [poisson(0.5)],
      "stages": {"desk": {"servers": 1, "service": exponential(2.0), "dropout_in_service": exponential(4.0),
                          "route": {"helped": 1.0}}}},
     {**LONG, "cohort_end": 20000},
     [value("desk.wait.mean", 0.5 * stay / (1 - 0.5 * stay) * stay, 0.06), value("desk.busy.mean", 0.5 * stay, 0.03),
      value("exit.fraction[dropout:desk]", 1 / 3, 0.02), value("exit.fraction[helped]", 2 / 3, 0.02)])

# A clinic with one place a day: after each moment l^2 / 2 (1 - l) are left; in between l / 2 come on average.
rate = 0.8
waiting = rate ** 2 / 2 / (1 - rate) + rate / 2
case("T-S-24-clinic", "One place a day", ["slots"], "the discrete queue X' = max(X - 1, 0) + A with Poisson A",
     {"time_unit": "day", "arrivals": [poisson(rate)],
      "stages": {"desk": {"servers": None, "service": constant(0.25), "slots": {"period": 1, "at": [1], "places": [1]}}}},
     LONG, [value("desk.queue.mean", waiting, 0.06), value("desk.wait.mean", waiting / rate, 0.06),
            value("desk.busy.mean", rate * 0.25, 0.03)])

# Preparation: the place is taken for P + S, and the wait ends with P.
rate, ready = 0.4, 0.5
wait = rate * (2 + 2 * ready + ready ** 2) / 2 / (1 - rate * (1 + ready)) + ready
case("T-S-25-prepare", "Preparation before each talk", ["prepare"], "Pollaczek-Khinchine",
     {"time_unit": "hour", "arrivals": [poisson(rate)],
      "stages": {"desk": {"servers": 1, "service": exponential(1.0), "prepare": {"gate": None, "delay": constant(ready)}}}},
     LONG, [value("desk.wait.mean", wait, 0.05), value("system.sojourn.mean", wait + 1, 0.05)])

# Batches with means that repeat.
case("T-S-26-batches", "A batch a day, with means 2, 0 and 4", ["poisson-per-period"], "sum of the means",
     {"time_unit": "day", "arrivals": [{"to": "desk", "process": "poisson-per-period", "period": 0.5, "mean": [2, 0, 4]}],
      "stages": {"desk": {"servers": None, "service": constant(0.125)}}},
     {"warm_up": 0, "horizon": 30, "replications": 200},
     [value("arrivals.count", 120, 0.02), value("desk.busy.mean", 0.5, 0.03), value("desk.occupancy.at(0.51)", 0, 0.0),
      value("desk.occupancy.at(1.01)", 4, 0.25)])
document = json.loads((HERE / "T-S-26-batches.json").read_text())
document["expected"][2]["tolerance"] = {"abs": 1e-9}
(HERE / "T-S-26-batches.json").write_text(json.dumps(document, indent=1) + "\n")

# Two places without limit together hold a Poisson number.
def poisson_share(mean, n):
    terms = [mean ** k / math.factorial(k) for k in range(n + 1)]
    return terms[-1] / sum(terms)


case("T-S-27-together", "Two stays together", ["delay_prob"], "Erlang B of the summed occupancy",
     {"time_unit": "day", "arrivals": [{"to": "a", "process": "poisson", "rate": 2.0}],
      "stages": {"a": {"servers": None, "service": exponential(2.0), "route": {"b": 1.0}},
                 "b": {"servers": None, "service": constant(2.5)}}},
     {"warm_up": 50, "horizon": 2050, "replications": 20},
     [value("a+b.delay_prob[10]", poisson_share(9, 10), 0.05), value("a+b.delay_prob[14]", poisson_share(9, 14), 0.1)])

# Resampled at closing: open half of the time; an hour is enough with probability 1 - 1/e each time.
again = math.exp(-1)
mean = 2 * again / (1 - again) + (1 - 2 * again) / (1 - again)
case("T-S-28-resample", "Work that begins anew after closing", ["calendar", "on_close"], "geometric number of attempts",
     {"time_unit": "hour", "arrivals": [times([20 * k for k in range(50)])],
      "stages": {"desk": {"servers": {"period": 2, "pieces": [[0, 1, 1]], "on_close": "resample"},
                          "service": exponential(1.0)}}},
     {"warm_up": 0, "horizon": 1000, "replications": 100}, [value("system.sojourn.mean", mean, 0.05)],
     note="Residents come 20 hours apart; one in 20,000 finds another still there.")

# --- traces worked by hand

SERVED = "served"
trace("P-S-09-lifo", "Last come first served", ["lifo"],
      {"arrivals": [times([0, 1, 2, 3])],
       "stages": {"desk": {"servers": 1, "service": constant(2.5), "queue": {"discipline": "lifo"}}}},
      20, [(0, 0, 2.5, SERVED), (1, 7.5, 10, SERVED), (2, 2.5, 5, SERVED), (3, 5, 7.5, SERVED)],
      "At 2.5 those of 1 and 2 wait, at 5 those of 1 and 3.")

urgent = {"arrivals": [times([1, 2], "a"), times([0, 3], "b")],
          "stages": {"desk": {"servers": 1, "service": {"by_class": {"a": constant(2), "b": constant(4)}},
                              "queue": {"discipline": "priority", "priority": {"a": 0, "b": 1}, "preemptive": True}}}}
trace("P-S-10-preemptive", "The urgent interrupt, and work goes on", ["preemptive"], urgent, 20,
      [(0, 0, 8, SERVED, "b"), (1, 1, 3, SERVED, "a"), (2, 3, 5, SERVED, "a"), (3, 8, 12, SERVED, "b")],
      "Three hours of the first are left at 1; it goes on at 5, before the one of 3, who came later.")
restart = json.loads(json.dumps(urgent))
restart["stages"]["desk"]["queue"]["preemptive"] = "restart"
trace("P-S-11-preemptive-restart", "The urgent interrupt, and work begins again", ["preemptive"], restart, 20,
      [(0, 0, 9, SERVED, "b"), (1, 1, 3, SERVED, "a"), (2, 3, 5, SERVED, "a"), (3, 9, 13, SERVED, "b")],
      "The first begins again at 5 with all of its four hours.")


def closing(on_close):
    return {"arrivals": [times([0, 2, 5])],
            "stages": {"desk": {"servers": {"period": 10, "pieces": [[0, 4, 1], [6, 10, 1]], "on_close": on_close},
                                "service": constant(3)}}}


trace("P-S-12-close-finish", "Closing: work is finished first", ["on_close"], closing("finish"), 20,
      [(0, 0, 3, SERVED), (2, 3, 6, SERVED), (5, 6, 9, SERVED)], "Closed from 4 to 6.")
trace("P-S-13-close-resume", "Closing: work goes on afterwards", ["on_close"], closing("resume"), 20,
      [(0, 0, 3, SERVED), (2, 3, 8, SERVED), (5, 8, 11, SERVED)], "Closed from 4 to 6; two hours are left at 4.")
trace("P-S-14-close-restart", "Closing: work begins again", ["on_close"], closing("restart"), 20,
      [(0, 0, 3, SERVED), (2, 3, 9, SERVED), (5, 9, 12, SERVED)], "Closed from 4 to 6; it begins again at 6.")


def fewer(on_close):
    return {"arrivals": [times([0, 0.5, 1, 1])],
            "stages": {"desk": {"servers": {"period": 20, "pieces": [[0, 3, 2], [3, 8, 1], [8, 20, 2]],
                                            "on_close": on_close}, "service": constant(4)}}}


trace("P-S-15-fewer-finish", "Fewer places: work is finished, nobody new starts until fewer are busy", ["on_close"],
      fewer("finish"), 20,
      [(0, 0, 4, SERVED), (0.5, 0.5, 4.5, SERVED), (1, 4.5, 8.5, SERVED), (1, 8, 12, SERVED)],
      "At 4 one is still busy and one place is open, so nobody starts; at 4.5 one does; at 8 the second place opens.")
trace("P-S-16-fewer-restart", "Fewer places: the last to start begins again", ["on_close"], fewer("restart"), 20,
      [(0, 0, 4, SERVED), (0.5, 0.5, 8, SERVED), (1, 8, 12, SERVED), (1, 8, 12, SERVED)],
      "The second is interrupted at 3 and begins again at 4, when the first is done.")

trace("P-S-17-turnaround", "The place stays out of use after each stay", ["turnaround"],
      {"arrivals": [times([0, 1, 2])],
       "stages": {"desk": {"servers": 1, "service": constant(2), "turnaround": constant(1)}}},
      20, [(0, 0, 2, SERVED), (1, 3, 5, SERVED), (2, 6, 8, SERVED)], "Free again at 3 and at 6.")

trace("P-S-18-gate", "Preparation: a gate, then a delay", ["prepare"],
      {"arrivals": [times([0, 1, 4])],
       "stages": {"desk": {"servers": 1, "service": constant(1),
                           "prepare": {"gate": {"period": 10, "open": [[2, 5]], "resume_at": [2]}, "delay": constant(0.5)}}}},
      20, [(0, 2.5, 3.5, SERVED), (1, 4, 5, SERVED), (4, 12.5, 13.5, SERVED)],
      "The place is taken at 0, 3.5 and 5; the gate opens at 2, is open at 3.5, and has closed at 5.")

trace("P-S-19-clinic-with-staff", "Clinic moments with one member of staff", ["slots"],
      {"arrivals": [times([0, 0.5, 0.75])],
       "stages": {"desk": {"servers": 1, "service": constant(3), "slots": {"period": 2, "at": [1, 2], "places": [2, 2]}}}},
      20, [(0, 1, 4, SERVED), (0.5, 4, 7, SERVED), (0.75, 7, 10, SERVED)],
      "There are places at every hour, and somebody free at 1, 4 and 7: work ends before the clinic is held.")

trace("P-S-21-clinic-patience", "Clinic moments, and residents who give up before", ["slots", "patience"],
      {"arrivals": [times([0, 0.3, 0.6])],
       "stages": {"desk": {"servers": None, "service": constant(1), "patience": constant(0.8),
                           "slots": {"period": 1, "at": [1], "places": 1}}}},
      20, [(0, None, 0.8, "reneged"), (0.3, 1, 2, SERVED), (0.6, None, 1.4, "reneged")], "One place at 1 and at 2.")

trace("P-S-22-finite", "A population of one class and a list of another", ["finite", "lifo"],
      {"arrivals": [{"to": "desk", "process": "finite", "class": "a", "population": 2, "think": constant(3)},
                    times([3.5, 4], "b")],
       "stages": {"desk": {"servers": 1, "service": constant(2), "queue": {"discipline": "lifo"}}}},
      12, [(3, 3, 5, SERVED, "a"), (8, 9, 11, SERVED, "a"), (3.5, 7, 9, SERVED, "b"), (4, 5, 7, SERVED, "b")],
      "The first to leave comes back at 8 and goes, at 9, before the other, who has waited since 3 and is not done by 12.")

trace("P-S-20-start", "Residents who are there at the beginning", ["start"],
      {"arrivals": [times([1], "b")], "start": {"desk": {"in_service": 2, "waiting": 1, "class": "b", "class_in_service": "a"}},
       "stages": {"desk": {"servers": 2, "service": {"by_class": {"a": constant(4), "b": constant(2)}}}}},
      20, [(0, 0, 4, SERVED, "a"), (0, 0, 4, SERVED, "a"), (0, 4, 6, SERVED, "b"), (1, 4, 6, SERVED, "b")],
      "Work of those in service begins at 0.")

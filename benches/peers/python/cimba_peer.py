"""M/M/1 and the chain in cimba for Python: models compiled onto the C engine, one coroutine per resident."""

from time import perf_counter

import cimba as cb
from cimba import random

from models import Chain, Mm1, command, lognormal_parameters, report

MEAN_GAP_MM1 = 1.0 / Mm1.ARRIVALS_PER_DAY
MEAN_SERVICE_MM1 = 1.0 / Mm1.SERVICES_PER_DAY

MEAN_GAP = 1.0 / Chain.ARRIVALS_PER_DAY
CRISIS_SHARE = Chain.CRISIS_SHARE
SIGNALLING_MU, SIGNALLING_SIGMA = lognormal_parameters(Chain.SIGNALLING_MEAN, Chain.SIGNALLING_CV)
SIGNALLING_GOES_ON = Chain.SIGNALLING_GOES_ON
INTAKE_MEAN = Chain.INTAKE_MEAN
INTAKE_PATIENCE_MEAN = Chain.INTAKE_PATIENCE_MEAN
INTAKE_GOES_ON = Chain.INTAKE_GOES_ON
CURATIVE_SHAPE = float(Chain.CURATIVE_SHAPE)
CURATIVE_SCALE = Chain.CURATIVE_MEAN / Chain.CURATIVE_SHAPE
CURATIVE_GOES_ON = Chain.CURATIVE_GOES_ON
AFTERCARE_MEAN = Chain.AFTERCARE_MEAN
RETURN_SHARE = Chain.RETURN_SHARE
RETURN_DELAY_MEAN = Chain.RETURN_DELAY_MEAN

OUT_OF_PATIENCE = 1


class Queue(cb.Model):
    """M/M/1: customers are the times at which they joined."""

    customers: cb.Param[int]
    queue: cb.Store[float]
    total: float = 0.0
    time_in_system: cb.Output[float]

    @cb.process
    def arrivals(self):
        for _ in range(self.customers):
            cb.hold(random.exponential(MEAN_GAP_MM1))
            self.queue.put(cb.now())

    @cb.process
    def worker(self):
        for _ in range(self.customers):
            joined = self.queue.get()
            cb.hold(random.exponential(MEAN_SERVICE_MM1))
            self.total += cb.now() - joined

    @cb.on_end
    def measure(self):
        self.time_in_system = self.total / self.customers


class Office(cb.Model):
    """The four stages and what is counted there."""

    signalling: cb.Resource = cb.Resource(capacity=Chain.SIGNALLING_WORKERS)
    intake: cb.Resource = cb.Resource(capacity=Chain.INTAKE_WORKERS)
    curative: cb.Resource = cb.Resource(capacity=Chain.CURATIVE_PLACES)
    aftercare: cb.Resource = cb.Resource(capacity=Chain.AFTERCARE_PLACES)

    arrived: cb.Output[int]
    services: cb.Output[int]
    left: cb.Output[int]
    reneged: cb.Output[int]
    sent_back: cb.Output[int]
    returned: cb.Output[int]
    waited_signalling: cb.Output[float]
    waited_intake: cb.Output[float]
    waited_curative: cb.Output[float]
    waited_crisis: cb.Output[float]
    waited_aftercare: cb.Output[float]
    started_signalling: cb.Output[int]
    started_intake: cb.Output[int]
    started_curative: cb.Output[int]
    started_crisis: cb.Output[int]
    started_aftercare: cb.Output[int]

    @cb.on_start
    def empty(self):
        self.waited_signalling = 0.0
        self.waited_intake = 0.0
        self.waited_curative = 0.0
        self.waited_crisis = 0.0
        self.waited_aftercare = 0.0

    @cb.process
    def arrivals(self):
        while True:
            cb.hold(random.exponential(MEAN_GAP))
            self.arrived += 1
            cb.spawn(Resident, office=self, crisis=random.uniform(0.0, 1.0) < CRISIS_SHARE)


class Resident(cb.Model):
    """One resident on the way through the chain."""

    office: cb.Ref[Office]
    crisis: bool

    @cb.process
    def journey(self):
        office = self.office
        me = cb.this_process()

        joined = cb.now()
        office.signalling.acquire()
        office.waited_signalling += cb.now() - joined
        office.started_signalling += 1
        cb.hold(random.lognormal(SIGNALLING_MU, SIGNALLING_SIGMA))
        office.signalling.release()
        office.services += 1
        going_on = random.uniform(0.0, 1.0) < SIGNALLING_GOES_ON

        while going_on:
            joined = cb.now()
            me.timer_set(random.exponential(INTAKE_PATIENCE_MEAN), OUT_OF_PATIENCE)
            if office.intake.acquire() == OUT_OF_PATIENCE:
                office.reneged += 1
                break
            me.timers_clear()
            office.waited_intake += cb.now() - joined
            office.started_intake += 1
            cb.hold(random.exponential(INTAKE_MEAN))
            office.intake.release()
            office.services += 1
            if random.uniform(0.0, 1.0) >= INTAKE_GOES_ON:
                break

            joined = cb.now()
            office.curative.acquire(1, 1 if self.crisis else 0)
            waited = cb.now() - joined
            office.waited_curative += waited
            office.started_curative += 1
            if self.crisis:
                office.waited_crisis += waited
                office.started_crisis += 1
            cb.hold(random.gamma(CURATIVE_SHAPE, CURATIVE_SCALE))
            office.curative.release()
            office.services += 1
            if random.uniform(0.0, 1.0) >= CURATIVE_GOES_ON:
                break

            joined = cb.now()
            office.aftercare.acquire()
            office.waited_aftercare += cb.now() - joined
            office.started_aftercare += 1
            cb.hold(random.exponential(AFTERCARE_MEAN))
            office.aftercare.release()
            office.services += 1
            going_on = random.uniform(0.0, 1.0) < RETURN_SHARE
            if going_on:
                office.sent_back += 1
                cb.hold(random.exponential(RETURN_DELAY_MEAN))
                office.returned += 1

        office.left += 1


def timed(model, window, seed):
    """Results of one trial and the seconds it took, compiling left out."""
    experiment = cb.Experiment(model, window=window, seed=seed)
    start = perf_counter()
    results = experiment.run(workers=1, on_failure="raise")
    return results[model], perf_counter() - start


def mm1(seed, customers):
    model = Queue()
    model.customers = 1
    timed(model, cb.Window.until_idle(), seed)

    model.customers = customers
    outcome, seconds = timed(model, cb.Window.until_idle(), seed)
    return seconds, 2 * customers, customers, {"time_in_system": float(outcome.time_in_system.values[0, 0])}


def chain(seed, days):
    model = Office()
    timed(model, cb.Window(duration=1.0), seed)

    outcome, seconds = timed(model, cb.Window(duration=float(days)), seed)

    def value(name):
        return getattr(outcome, name).values[0, 0].item()

    def mean_wait(stage):
        return value(f"waited_{stage}") / max(1, value(f"started_{stage}"))

    events = value("arrived") + value("services") + value("reneged") + value("returned")
    stages = ("signalling", "intake", "curative", "crisis", "aftercare")
    results = {
        "completed": int(value("left")),
        "reneged": int(value("reneged")),
        "returned": int(value("sent_back")),
    } | {f"wait_{stage}": mean_wait(stage) for stage in stages}
    return seconds, events, value("arrived"), results


def main():
    asked = command()
    if asked.model == "mm1":
        outcome = mm1(asked.seed, asked.size or Mm1.CUSTOMERS)
    else:
        outcome = chain(asked.seed, asked.size or Chain.DAYS)
    report("cimba (Python)", f"{cb.__version__} on engine {cb.engine_version()}", asked, *outcome)


if __name__ == "__main__":
    main()

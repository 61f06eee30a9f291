"""M/M/1 and the chain in cimba for Python: models compiled onto the C engine, one coroutine per worker or place."""

from time import perf_counter

import cimba as cb
from cimba import random

from models import Chain, Mm1, compare, lognormal_parameters

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


class Resident(cb.Model):
    """One resident on one pass through the chain; who returns later makes a new pass."""

    office: cb.Ref["Office"]
    crisis: bool
    joined: float = 0.0
    ticket: int = 0

    @cb.event
    def run_out_of_patience(self):
        # False when the ticket is no longer in the queue: intake had started.
        if self.office.intake.cancel(self.ticket):
            self.office.reneged += 1
            self.office.left += 1

    @cb.event
    def come_back(self):
        self.office.returned += 1
        self.office.join_intake(self)


class Office(cb.Model):
    """The four stages, each a queue with its workers or places, and what is counted there."""

    days: cb.Param[float]
    signalling: cb.Store[Resident]
    intake: cb.PriorityStore[Resident]
    curative: cb.PriorityStore[Resident]
    aftercare: cb.Store[Resident]

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
        # Outputs of type float start as not-a-number.
        self.waited_signalling = 0.0
        self.waited_intake = 0.0
        self.waited_curative = 0.0
        self.waited_crisis = 0.0
        self.waited_aftercare = 0.0

    @cb.function
    def join_intake(self, resident: Resident) -> None:
        resident.joined = cb.now()
        resident.ticket = self.intake.enqueue(resident, 0)
        cb.schedule(resident.run_out_of_patience, random.exponential(INTAKE_PATIENCE_MEAN))

    @cb.process
    def closing(self):
        # A window that closes would still let those who wait run out of patience and those on the way back return.
        cb.hold(self.days)
        cb.end_trial()

    @cb.process
    def arrivals(self):
        while True:
            cb.hold(random.exponential(MEAN_GAP))
            self.arrived += 1
            resident = cb.spawn(Resident, office=self, crisis=random.uniform(0.0, 1.0) < CRISIS_SHARE)
            resident.joined = cb.now()
            self.signalling.put(resident)

    @cb.process(copies=Chain.SIGNALLING_WORKERS)
    def signalling_worker(self):
        while True:
            resident = self.signalling.get()
            self.waited_signalling += cb.now() - resident.joined
            self.started_signalling += 1
            cb.hold(random.lognormal(SIGNALLING_MU, SIGNALLING_SIGMA))
            self.services += 1
            if random.uniform(0.0, 1.0) < SIGNALLING_GOES_ON:
                self.join_intake(resident)
            else:
                self.left += 1

    @cb.process(copies=Chain.INTAKE_WORKERS)
    def intake_worker(self):
        while True:
            resident = self.intake.get()
            self.waited_intake += cb.now() - resident.joined
            self.started_intake += 1
            cb.hold(random.exponential(INTAKE_MEAN))
            self.services += 1
            if random.uniform(0.0, 1.0) < INTAKE_GOES_ON:
                resident.joined = cb.now()
                self.curative.put(resident, 1 if resident.crisis else 0)
            else:
                self.left += 1

    @cb.process(copies=Chain.CURATIVE_PLACES)
    def curative_place(self):
        while True:
            resident = self.curative.get()
            waited = cb.now() - resident.joined
            self.waited_curative += waited
            self.started_curative += 1
            if resident.crisis:
                self.waited_crisis += waited
                self.started_crisis += 1
            cb.hold(random.gamma(CURATIVE_SHAPE, CURATIVE_SCALE))
            self.services += 1
            if random.uniform(0.0, 1.0) < CURATIVE_GOES_ON:
                resident.joined = cb.now()
                self.aftercare.put(resident)
            else:
                self.left += 1

    @cb.process(copies=Chain.AFTERCARE_PLACES)
    def aftercare_place(self):
        while True:
            resident = self.aftercare.get()
            self.waited_aftercare += cb.now() - resident.joined
            self.started_aftercare += 1
            cb.hold(random.exponential(AFTERCARE_MEAN))
            self.services += 1
            if random.uniform(0.0, 1.0) < RETURN_SHARE:
                self.sent_back += 1
                again = cb.spawn(Resident, office=self, crisis=resident.crisis)
                cb.schedule(again.come_back, random.exponential(RETURN_DELAY_MEAN))
            else:
                self.left += 1


# Histories of the queues are recorded while the window is open; with this one they never are.
NO_HISTORIES = cb.Window(warmup=1e12, duration=1.0)


def timed(model, seed):
    """Results of one trial and the seconds it took."""
    experiment = cb.Experiment(model, window=NO_HISTORIES, seed=seed)
    start = perf_counter()
    results = experiment.run(workers=1, on_failure="raise")
    return results[model], perf_counter() - start


def mm1(seed, customers):
    model = Queue()
    model.customers = 1  # compiles
    timed(model, seed)

    model.customers = customers
    outcome, seconds = timed(model, seed)
    return seconds, 2 * customers, customers, {"time_in_system": float(outcome.time_in_system.values[0, 0])}


def chain(seed, days):
    model = Office()
    model.days = 1.0  # compiles
    timed(model, seed)

    model.days = float(days)
    outcome, seconds = timed(model, seed)

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


if __name__ == "__main__":
    compare("cimba (Python)", f"{cb.__version__} on engine {cb.engine_version()}", mm1, chain)

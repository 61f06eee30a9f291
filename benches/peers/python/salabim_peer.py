"""M/M/1 and the chain in salabim: one component per resident, one resource per stage."""

from time import perf_counter

import numpy
import salabim

from models import Chain, ChainCounts, Mm1, compare, lognormal_parameters

BATCH = 10_000

salabim.yieldless(False)


def variates(draw):
    """Endless draws of one kind, fetched from numpy by the batch."""
    while True:
        yield from draw(BATCH).tolist()


def mm1(seed, customers):
    streams = [numpy.random.default_rng(child) for child in numpy.random.SeedSequence(seed).spawn(2)]
    gaps = variates(lambda n: streams[0].exponential(1.0 / Mm1.ARRIVALS_PER_DAY, n))
    services = variates(lambda n: streams[1].exponential(1.0 / Mm1.SERVICES_PER_DAY, n))

    env = salabim.Environment(trace=False, random_seed=None)
    worker = salabim.Resource("worker", capacity=1, honor_only_first=True, monitor=False)
    time_in_system = 0.0

    class Customer(salabim.Component):
        def process(self):
            nonlocal time_in_system
            arrival = env.now()
            yield self.request(worker)
            yield self.hold(next(services))
            self.release(worker)
            time_in_system += env.now() - arrival

    class Arrivals(salabim.Component):
        def process(self):
            for _ in range(customers):
                yield self.hold(next(gaps))
                Customer()

    Arrivals()
    start = perf_counter()
    env.run()
    seconds = perf_counter() - start
    return seconds, 2 * customers, customers, {"time_in_system": time_in_system / customers}


def chain(seed, days):
    (gap_stream, class_stream, signalling_stream, intake_stream, patience_stream, curative_stream, aftercare_stream,
     delay_stream, referral_stream) = (
        numpy.random.default_rng(child) for child in numpy.random.SeedSequence(seed).spawn(9)
    )
    mu, sigma = lognormal_parameters(Chain.SIGNALLING_MEAN, Chain.SIGNALLING_CV)
    gaps = variates(lambda n: gap_stream.exponential(1.0 / Chain.ARRIVALS_PER_DAY, n))
    is_crisis = variates(lambda n: class_stream.random(n) < Chain.CRISIS_SHARE)
    signalling_work = variates(lambda n: signalling_stream.lognormal(mu, sigma, n))
    intake_work = variates(lambda n: intake_stream.exponential(Chain.INTAKE_MEAN, n))
    patience = variates(lambda n: patience_stream.exponential(Chain.INTAKE_PATIENCE_MEAN, n))
    curative_work = variates(
        lambda n: curative_stream.gamma(Chain.CURATIVE_SHAPE, Chain.CURATIVE_MEAN / Chain.CURATIVE_SHAPE, n)
    )
    aftercare_work = variates(lambda n: aftercare_stream.exponential(Chain.AFTERCARE_MEAN, n))
    delays = variates(lambda n: delay_stream.exponential(Chain.RETURN_DELAY_MEAN, n))
    shares = variates(referral_stream.random)

    env = salabim.Environment(trace=False, random_seed=None)

    def stage(name, capacity):
        # Everyone asks for one place, so when the first cannot be helped nobody can.
        return salabim.Resource(name, capacity=capacity, honor_only_first=True, monitor=False)

    signalling = stage("signalling", Chain.SIGNALLING_WORKERS)
    intake = stage("intake", Chain.INTAKE_WORKERS)
    curative = stage("curative", Chain.CURATIVE_PLACES)
    aftercare = stage("aftercare", Chain.AFTERCARE_PLACES)

    counts = ChainCounts()
    wait_sum = counts.wait_sum
    wait_count = counts.wait_count

    def started(stage_name, joined):
        wait_sum[stage_name] += env.now() - joined
        wait_count[stage_name] += 1

    class Resident(salabim.Component):
        def process(self):
            crisis = next(is_crisis)
            joined = env.now()
            yield self.request(signalling)
            started("signalling", joined)
            yield self.hold(next(signalling_work))
            self.release(signalling)
            counts.services += 1
            if next(shares) >= Chain.SIGNALLING_GOES_ON:
                counts.left += 1
                return

            while True:
                joined = env.now()
                yield self.request(intake, fail_delay=next(patience))
                if self.failed():
                    counts.reneged += 1
                    counts.left += 1
                    return
                started("intake", joined)
                yield self.hold(next(intake_work))
                self.release(intake)
                counts.services += 1
                if next(shares) >= Chain.INTAKE_GOES_ON:
                    counts.left += 1
                    return

                joined = env.now()
                yield self.request((curative, 1, 0 if crisis else 1))
                started("curative", joined)
                if crisis:
                    started("crisis", joined)
                yield self.hold(next(curative_work))
                self.release(curative)
                counts.services += 1
                if next(shares) >= Chain.CURATIVE_GOES_ON:
                    counts.left += 1
                    return

                joined = env.now()
                yield self.request(aftercare)
                started("aftercare", joined)
                yield self.hold(next(aftercare_work))
                self.release(aftercare)
                counts.services += 1
                if next(shares) >= Chain.RETURN_SHARE:
                    counts.left += 1
                    return

                counts.sent_back += 1
                yield self.hold(next(delays))
                counts.returned += 1

    class Arrivals(salabim.Component):
        def process(self):
            while True:
                yield self.hold(next(gaps))
                counts.arrived += 1
                Resident()

    Arrivals()
    start = perf_counter()
    env.run(till=days)
    seconds = perf_counter() - start
    return seconds, counts.events(), counts.arrived, counts.results()


if __name__ == "__main__":
    compare("salabim", salabim.__version__, mm1, chain)

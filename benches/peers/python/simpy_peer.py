"""M/M/1 and the chain in SimPy: one process per resident, one (priority) resource per stage."""

from time import perf_counter

import numpy
import simpy

from models import Chain, ChainCounts, Mm1, compare, lognormal_parameters

BATCH = 10_000


def variates(draw):
    """Endless draws of one kind, fetched from numpy by the batch."""
    while True:
        yield from draw(BATCH).tolist()


def mm1(seed, customers):
    streams = [numpy.random.default_rng(child) for child in numpy.random.SeedSequence(seed).spawn(2)]
    gaps = variates(lambda n: streams[0].exponential(1.0 / Mm1.ARRIVALS_PER_DAY, n))
    services = variates(lambda n: streams[1].exponential(1.0 / Mm1.SERVICES_PER_DAY, n))

    env = simpy.Environment()
    worker = simpy.Resource(env, capacity=1)
    time_in_system = 0.0

    def customer():
        nonlocal time_in_system
        arrival = env.now
        with worker.request() as turn:
            yield turn
            yield env.timeout(next(services))
        time_in_system += env.now - arrival

    def arrivals():
        for _ in range(customers):
            yield env.timeout(next(gaps))
            env.process(customer())

    start = perf_counter()
    env.process(arrivals())
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

    env = simpy.Environment()
    signalling = simpy.Resource(env, capacity=Chain.SIGNALLING_WORKERS)
    intake = simpy.Resource(env, capacity=Chain.INTAKE_WORKERS)
    curative = simpy.PriorityResource(env, capacity=Chain.CURATIVE_PLACES)
    aftercare = simpy.Resource(env, capacity=Chain.AFTERCARE_PLACES)

    counts = ChainCounts()
    wait_sum = counts.wait_sum
    wait_count = counts.wait_count

    def started(stage, joined):
        wait_sum[stage] += env.now - joined
        wait_count[stage] += 1

    def resident(crisis):
        joined = env.now
        with signalling.request() as turn:
            yield turn
            started("signalling", joined)
            yield env.timeout(next(signalling_work))
        counts.services += 1
        if next(shares) >= Chain.SIGNALLING_GOES_ON:
            counts.left += 1
            return

        while True:
            joined = env.now
            with intake.request() as turn:
                if not turn.triggered:
                    yield turn | env.timeout(next(patience))
                    if not turn.triggered:
                        counts.reneged += 1
                        counts.left += 1
                        return
                started("intake", joined)
                yield env.timeout(next(intake_work))
            counts.services += 1
            if next(shares) >= Chain.INTAKE_GOES_ON:
                counts.left += 1
                return

            joined = env.now
            with curative.request(priority=0 if crisis else 1) as turn:
                yield turn
                started("curative", joined)
                if crisis:
                    started("crisis", joined)
                yield env.timeout(next(curative_work))
            counts.services += 1
            if next(shares) >= Chain.CURATIVE_GOES_ON:
                counts.left += 1
                return

            joined = env.now
            with aftercare.request() as turn:
                yield turn
                started("aftercare", joined)
                yield env.timeout(next(aftercare_work))
            counts.services += 1
            if next(shares) >= Chain.RETURN_SHARE:
                counts.left += 1
                return

            counts.sent_back += 1
            yield env.timeout(next(delays))
            counts.returned += 1

    def arrivals():
        while True:
            yield env.timeout(next(gaps))
            counts.arrived += 1
            env.process(resident(next(is_crisis)))

    start = perf_counter()
    env.process(arrivals())
    env.run(until=days)
    seconds = perf_counter() - start
    return seconds, counts.events(), counts.arrived, counts.results()


if __name__ == "__main__":
    compare("SimPy", simpy.__version__, mm1, chain)

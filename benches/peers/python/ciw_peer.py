"""M/M/1 and the chain in Ciw: queueing networks; the delay before a return is a node with endless servers."""

from time import perf_counter

import ciw

from models import Chain, Mm1, compare, lognormal_parameters

SIGNALLING, INTAKE, CURATIVE, AFTERCARE, DELAY = range(1, 6)

# Ciw ranks a class alike at every node, while crisis goes first at the curative stage only: a crisis resident
# therefore carries the class that goes first just while there.
CLASSES = ("Crisis", "Crisis first", "Ordinary")


def mm1(seed, customers):
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=Mm1.ARRIVALS_PER_DAY)],
        service_distributions=[ciw.dists.Exponential(rate=Mm1.SERVICES_PER_DAY)],
        number_of_servers=[1],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    start = perf_counter()
    simulation.simulate_until_max_customers(customers)
    seconds = perf_counter() - start

    records = simulation.get_all_records(only=["service"])
    time_in_system = sum(record.exit_date - record.arrival_date for record in records) / len(records)
    arrivals = simulation.nodes[0].number_of_individuals
    return seconds, arrivals + len(records), len(records), {"time_in_system": time_in_system}


def chain_network():
    def for_each_class(value):
        return dict.fromkeys(CLASSES, value)

    def arrivals_at_signalling(share):
        rate = Chain.ARRIVALS_PER_DAY * share
        return [ciw.dists.Exponential(rate=rate) if share else None, None, None, None, None]

    unchanged = {own: {other: float(own == other) for other in CLASSES} for own in CLASSES}
    on_leaving_intake = unchanged | {"Crisis": {"Crisis": 0.0, "Crisis first": 1.0, "Ordinary": 0.0}}
    on_leaving_curative = unchanged | {"Crisis first": {"Crisis": 1.0, "Crisis first": 0.0, "Ordinary": 0.0}}

    mu, sigma = lognormal_parameters(Chain.SIGNALLING_MEAN, Chain.SIGNALLING_CV)
    work = [
        ciw.dists.Lognormal(mean=mu, sd=sigma),
        ciw.dists.Exponential(rate=1.0 / Chain.INTAKE_MEAN),
        ciw.dists.Gamma(shape=Chain.CURATIVE_SHAPE, scale=Chain.CURATIVE_MEAN / Chain.CURATIVE_SHAPE),
        ciw.dists.Exponential(rate=1.0 / Chain.AFTERCARE_MEAN),
        ciw.dists.Exponential(rate=1.0 / Chain.RETURN_DELAY_MEAN),
    ]
    patience = [None, ciw.dists.Exponential(rate=1.0 / Chain.INTAKE_PATIENCE_MEAN), None, None, None]
    routing = [
        [0.0, Chain.SIGNALLING_GOES_ON, 0.0, 0.0, 0.0],
        [0.0, 0.0, Chain.INTAKE_GOES_ON, 0.0, 0.0],
        [0.0, 0.0, 0.0, Chain.CURATIVE_GOES_ON, 0.0],
        [0.0, 0.0, 0.0, 0.0, Chain.RETURN_SHARE],
        [0.0, 1.0, 0.0, 0.0, 0.0],
    ]
    return ciw.create_network(
        arrival_distributions={
            "Crisis": arrivals_at_signalling(Chain.CRISIS_SHARE),
            "Crisis first": arrivals_at_signalling(0.0),
            "Ordinary": arrivals_at_signalling(1.0 - Chain.CRISIS_SHARE),
        },
        service_distributions=for_each_class(work),
        reneging_time_distributions=for_each_class(patience),
        routing=for_each_class(routing),
        number_of_servers=[
            Chain.SIGNALLING_WORKERS,
            Chain.INTAKE_WORKERS,
            Chain.CURATIVE_PLACES,
            Chain.AFTERCARE_PLACES,
            float("inf"),
        ],
        priority_classes={"Crisis": 1, "Crisis first": 0, "Ordinary": 1},
        class_change_matrices=[unchanged, on_leaving_intake, on_leaving_curative, unchanged, unchanged],
    )


def chain(seed, days):
    network = chain_network()
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    start = perf_counter()
    simulation.simulate_until_max_time(days)
    seconds = perf_counter() - start

    records = simulation.get_all_records(only=["service", "renege"], include_incomplete=True)
    arrived = simulation.nodes[0].number_of_individuals
    finished = [record for record in records if record.record_type == "service"]
    reneged = sum(record.record_type == "renege" for record in records)
    sent_back = sum(record.node == AFTERCARE and record.destination == DELAY for record in finished)
    left = reneged + sum(record.destination == -1 for record in finished)

    started = [
        record for record in records if record.record_type != "renege" and record.service_start_date is not None
    ]

    def mean_wait(node, own_class=None):
        waits = [
            record.waiting_time
            for record in started
            if record.node == node and own_class in (None, record.original_customer_class)
        ]
        return sum(waits) / max(1, len(waits))

    results = {
        "completed": left,
        "reneged": reneged,
        "returned": sent_back,
        "wait_signalling": mean_wait(SIGNALLING),
        "wait_intake": mean_wait(INTAKE),
        "wait_curative": mean_wait(CURATIVE),
        "wait_crisis": mean_wait(CURATIVE, "Crisis first"),
        "wait_aftercare": mean_wait(AFTERCARE),
    }
    return seconds, arrived + len(finished) + reneged, arrived, results


if __name__ == "__main__":
    compare("Ciw", ciw.__version__, mm1, chain)

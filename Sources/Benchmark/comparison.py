"""The kernels of the benchmark in Python: by numpy, and by numba where it is installed.

Called with the path of a request in JSON: {"seconds", "repetitions", "jobs": [{"function", "arguments"}]}. Prints
{"python", "times": [{"numpy", "numba"}]}, times in nanoseconds of CPU time per event, null where there is none.
Arrays come as the base64 of little-endian doubles. Each function returns two programs, for numpy and for numba; a
program takes a number of events and returns how many it carried out.
"""

import base64
import json
import math
import platform
import sys
import time

try:
    import numpy as np
except ImportError:
    np = None

try:
    if np is None:
        raise ImportError
    import numba
except ImportError:
    numba = None


def compiled(function):
    return numba.njit(function) if numba else None


def array(text):
    return np.frombuffer(base64.b64decode(text), dtype="<f8").copy()


# Spin networks: the direct method, averages of all spins at every flip.


def spin_network_numpy(couplings, fields, glauber, events):
    random = np.random.default_rng(1)
    count = len(fields)
    spins = np.ones(count)
    h = couplings @ spins + fields
    integrals = np.zeros(count)
    released = elapsed = 0.0
    for _ in range(events):
        stability = spins * h
        rates = 1 / (1 + np.exp(2 * stability)) if glauber else np.exp(-stability)
        sums = np.cumsum(rates)
        wait = random.exponential() / sums[-1]
        integrals += spins * wait
        elapsed += wait
        i = min(count - 1, int(np.searchsorted(sums, random.random() * sums[-1], side="right")))
        released -= 2 * stability[i]
        spins[i] = -spins[i]
        h += 2 * spins[i] * couplings[:, i]
    return released / elapsed


def spin_network_loop(columns, fields, glauber, events):
    count = len(fields)
    spins = np.ones(count)
    h = fields.copy()
    for j in range(count):
        h += columns[j]
    rates = np.empty(count)
    integrals = np.zeros(count)
    released = elapsed = 0.0
    for _ in range(events):
        total = 0.0
        for i in range(count):
            stability = spins[i] * h[i]
            rates[i] = 1 / (1 + math.exp(2 * stability)) if glauber else math.exp(-stability)
            total += rates[i]
        wait = -math.log(1 - np.random.random()) / total
        for i in range(count):
            integrals[i] += spins[i] * wait
        elapsed += wait
        target = np.random.random() * total
        flipped = 0
        while flipped < count - 1 and target >= rates[flipped]:
            target -= rates[flipped]
            flipped += 1
        released -= 2 * spins[flipped] * h[flipped]
        spins[flipped] = -spins[flipped]
        step = 2 * spins[flipped]
        for i in range(count):
            h[i] += step * columns[flipped, i]
    return released / elapsed


def spin_network(arguments):
    fields = array(arguments["fields"])
    couplings = array(arguments["couplings"]).reshape(len(fields), -1)
    glauber = arguments["glauber"]
    columns = np.ascontiguousarray(couplings.T)
    loop = compiled(spin_network_loop)

    def by_numpy(events):
        spin_network_numpy(couplings, fields, glauber, events)
        return events

    def by_numba(events):
        loop(columns, fields, glauber, events)
        return events

    return by_numpy, by_numba


# Steady states: numpy solves the linear system, numba sweeps over the states.


def rates_and_neighbours(couplings, fields):
    count = len(fields)
    states = np.arange(1 << count)
    spins = 2.0 * (states[:, None] >> np.arange(count) & 1) - 1
    return np.exp(-spins * (spins @ couplings.T + fields)), states[:, None] ^ (1 << np.arange(count))


def stationary_numpy(couplings, fields):
    rates, neighbours = rates_and_neighbours(couplings, fields)
    states = len(rates)
    matrix = np.zeros((states, states))
    for i in range(len(fields)):
        matrix[neighbours[:, i], np.arange(states)] = rates[:, i]
    matrix[np.arange(states), np.arange(states)] = -rates.sum(axis=1)
    matrix[-1] = 1
    return np.linalg.solve(matrix, np.eye(states)[-1])


def sweeps_loop(rates, exits, p):
    states, count = rates.shape
    while True:
        unbalanced = flux = 0.0
        for c in range(states):
            inflow = 0.0
            for i in range(count):
                neighbour = c ^ (1 << i)
                inflow += rates[neighbour, i] * p[neighbour]
            unbalanced += abs(inflow - p[c] * exits[c])
            flux += inflow
            p[c] = inflow / exits[c]
        if unbalanced <= 1e-12 * flux:
            return


def steady_state(arguments):
    fields = array(arguments["fields"])
    couplings = array(arguments["couplings"]).reshape(len(fields), -1)
    loop = compiled(sweeps_loop)

    def by_numpy(events):
        for _ in range(events):
            stationary_numpy(couplings, fields)
        return events

    def by_numba(events):
        for _ in range(events):
            rates, _ = rates_and_neighbours(couplings, fields)
            p = np.ones(len(rates))
            loop(rates, rates.sum(axis=1), p)
        return events

    return by_numpy, by_numba


# The ring: one jump after the other leaves numpy nothing to do.


def ring_loop(up, down, events):
    count = len(up)
    released_up = np.log(up / np.roll(down, -1))
    released_down = np.log(down / np.roll(up, 1))
    occupation = np.zeros(count)
    state = 0
    released = elapsed = 0.0
    for _ in range(events):
        total = up[state] + down[state]
        wait = -math.log(1 - np.random.random()) / total
        occupation[state] += wait
        elapsed += wait
        if np.random.random() * total < up[state]:
            released += released_up[state]
            state = 0 if state + 1 == count else state + 1
        else:
            released += released_down[state]
            state = count - 1 if state == 0 else state - 1
    return released / elapsed


def ring(arguments):
    up, down = array(arguments["up"]), array(arguments["down"])
    loop = compiled(ring_loop)

    def by_numba(events):
        loop(up, down, events)
        return events

    return None, by_numba


# Random numbers, and elementary functions of a thousand values.


def uniform_loop(values, passes):
    for _ in range(passes):
        for i in range(len(values)):
            values[i] = np.random.random()


def exponential_loop(values, passes):
    for _ in range(passes):
        for i in range(len(values)):
            values[i] = np.random.exponential()


def normal_loop(values, passes):
    for _ in range(passes):
        for i in range(len(values)):
            values[i] = np.random.standard_normal()


def random_numbers(arguments):
    distribution = arguments["distribution"]
    random = np.random.default_rng(1)
    draw = {
        "uniform": random.random,
        "exponential": random.standard_exponential,
        "normal": random.standard_normal,
    }[distribution]
    loops = {"uniform": uniform_loop, "exponential": exponential_loop, "normal": normal_loop}
    loop = compiled(loops[distribution])
    values = np.empty(1024)

    def by_numpy(events):
        passes = events // 1024 + 1
        for _ in range(passes):
            draw(out=values)
        return 1024 * passes

    def by_numba(events):
        passes = events // 1024 + 1
        loop(values, passes)
        return 1024 * passes

    return by_numpy, by_numba


def exp_loop(x, y, passes):
    for _ in range(passes):
        for i in range(len(x)):
            y[i] = math.exp(x[i])


def log_loop(x, y, passes):
    for _ in range(passes):
        for i in range(len(x)):
            y[i] = math.log(x[i])


def tanh_loop(x, y, passes):
    for _ in range(passes):
        for i in range(len(x)):
            y[i] = math.tanh(x[i])


def elementary(arguments):
    x = array(arguments["values"])
    y = np.empty_like(x)
    name = arguments["name"]
    function = getattr(np, name)
    loop = compiled({"exp": exp_loop, "log": log_loop, "tanh": tanh_loop}[name])

    def by_numpy(events):
        passes = events // len(x) + 1
        for _ in range(passes):
            function(x, out=y)
        return len(x) * passes

    def by_numba(events):
        passes = events // len(x) + 1
        loop(x, y, passes)
        return len(x) * passes

    return by_numpy, by_numba


# The double well: numpy steps all trajectories at once, numba one after the other.


def control(steps):
    quarters = 4 * np.arange(2 * steps + 1) / (2 * steps)

    def rise(u):
        return np.sin(0.5 * np.pi * np.clip(u, 0, 1)) ** 2

    return 1 - rise(quarters) + rise(quarters - 2), rise(quarters - 1) - rise(quarters - 3)


def double_well_numpy(height, tilt, duration, steps, heun, trajectories):
    random = np.random.default_rng(1)
    g, f = control(steps)
    dt = duration / steps
    x = np.where(np.arange(trajectories) % 2 == 0, 1.0, -1.0)
    work = np.zeros(trajectories)

    def change(x, old, new):
        return 4 * height * (0.5 * (g[old] - g[new]) * x * x + tilt * (f[old] - f[new]) * x)

    def force(x, k):
        return 4 * height * (g[k] * x - x * x * x + tilt * f[k])

    for step in range(steps):
        k = 2 * step
        work += change(x, k, k + 1)
        kick = math.sqrt(2 * dt) * random.standard_normal(trajectories)
        first = force(x, k + 1)
        if heun:
            x = x + 0.5 * dt * (first + force(x + dt * first + kick, k + 1)) + kick
        else:
            x = x + dt * first + kick
        work += change(x, k + 1, k + 2)
    return work.mean()


def double_well_loop(g, f, height, tilt, duration, steps, heun, trajectories):
    dt = duration / steps
    noise = math.sqrt(2 * dt)
    total = 0.0
    for trajectory in range(trajectories):
        x = 1.0 if trajectory % 2 == 0 else -1.0
        for step in range(steps):
            k = 2 * step
            work = 0.5 * (g[k] - g[k + 1]) * x * x + tilt * (f[k] - f[k + 1]) * x
            kick = noise * np.random.standard_normal()
            first = 4 * height * (g[k + 1] * x - x * x * x + tilt * f[k + 1])
            if heun:
                y = x + dt * first + kick
                second = 4 * height * (g[k + 1] * y - y * y * y + tilt * f[k + 1])
                x += 0.5 * dt * (first + second) + kick
            else:
                x += dt * first + kick
            work += 0.5 * (g[k + 1] - g[k + 2]) * x * x + tilt * (f[k + 1] - f[k + 2]) * x
            total += 4 * height * work
    return total / trajectories


def double_well(arguments):
    height, tilt, duration = arguments["barrier"], arguments["tilt"], arguments["duration"]
    steps, heun = arguments["steps"], arguments["heun"]
    g, f = control(steps)
    loop = compiled(double_well_loop)

    def by_numpy(events):
        # Enough trajectories for the arrays to pay.
        trajectories = events // steps + 4096
        double_well_numpy(height, tilt, duration, steps, heun, trajectories)
        return trajectories * steps

    def by_numba(events):
        trajectories = events // steps + 1
        loop(g, f, height, tilt, duration, steps, heun, trajectories)
        return trajectories * steps

    return by_numpy, by_numba


# The perceptron: numpy has arrays of the length of the weights, numba loops.


def perceptron_numpy(count, examples):
    random = np.random.default_rng(1)
    teacher = random.standard_normal(count)
    weights = random.standard_normal(count)
    decay = math.exp(-1 / count)
    noise = math.sqrt(1 - decay * decay)
    for _ in range(examples):
        inputs = 2.0 * random.integers(0, 2, count) - 1
        weights = decay * weights + noise * random.standard_normal(count)
        label = 1 if teacher @ inputs >= 0 else -1
        if label * (weights @ inputs) <= 0:
            weights += label / math.sqrt(count) * inputs
    return weights @ weights / count


def perceptron_loop(count, examples):
    teacher = np.random.standard_normal(count)
    weights = np.random.standard_normal(count)
    inputs = np.empty(count)
    decay = math.exp(-1 / count)
    noise = math.sqrt(1 - decay * decay)
    for _ in range(examples):
        student = taught = 0.0
        for i in range(count):
            inputs[i] = 1.0 if np.random.random() < 0.5 else -1.0
            weights[i] = decay * weights[i] + noise * np.random.standard_normal()
            student += weights[i] * inputs[i]
            taught += teacher[i] * inputs[i]
        label = 1.0 if taught >= 0 else -1.0
        if label * student <= 0:
            for i in range(count):
                weights[i] += label / math.sqrt(count) * inputs[i]
    return weights @ weights / count


def perceptron(arguments):
    count = arguments["count"]
    loop = compiled(perceptron_loop)

    def by_numpy(events):
        examples = events // count + 1
        perceptron_numpy(count, examples)
        return examples * count

    def by_numba(events):
        examples = events // count + 1
        loop(count, examples)
        return examples * count

    return by_numpy, by_numba


# Mean field: a matrix product and a tanh; numba calls the same routine for the product.


def mean_field_numpy(couplings, fields, steps):
    now = np.zeros_like(fields)
    for _ in range(steps):
        now = np.tanh(now @ couplings.T + fields)
    return now


def mean_field(arguments):
    count, batch = arguments["count"], arguments["batch"]
    couplings = array(arguments["couplings"]).reshape(count, count)
    fields = array(arguments["fields"]).reshape(batch, count)
    loop = compiled(mean_field_numpy)

    def by_numpy(events):
        mean_field_numpy(couplings, fields, events)
        return events

    def by_numba(events):
        loop(couplings, fields, events)
        return events

    return by_numpy, by_numba


def nanoseconds(program, seconds, repetitions):
    """CPU time per event of the fastest repetition, each of about so many seconds."""
    program(1)
    events = 1
    while True:
        start = time.process_time()
        program(events)
        elapsed = time.process_time() - start
        if elapsed > 0.5 * seconds:
            break
        events *= 4
    best = math.inf
    for _ in range(repetitions):
        start = time.process_time()
        done = program(events)
        best = min(best, (time.process_time() - start) / done)
    return 1e9 * best


def main():
    with open(sys.argv[1]) as file:
        request = json.load(file)
    versions = ["Python " + platform.python_version()]
    versions += ["numpy " + np.__version__ if np else "numpy is not installed"]
    versions += ["numba " + numba.__version__ if numba else "numba is not installed"]
    times = []
    for job in request["jobs"]:
        found = {"numpy": None, "numba": None}
        if np:
            by_numpy, by_numba = globals()[job["function"]](job["arguments"])
            programs = {"numpy": by_numpy, "numba": by_numba if numba else None}
            for name, program in programs.items():
                if program:
                    found[name] = nanoseconds(program, request["seconds"], request["repetitions"])
        times.append(found)
    print(json.dumps({"python": ", ".join(versions), "times": times}))


if __name__ == "__main__":
    main()

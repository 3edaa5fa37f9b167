"""The kernels of the benchmark in Python: by numpy, and where they are installed by numba, JAX and GillesPy2.

Called with the path of a request in JSON: {"seconds", "repetitions", "jobs": [{"function", "arguments"}]}. Prints
{"python", "times": [{"numpy", "numba", "jax", "gillespy"}]}, times in nanoseconds of CPU time per event, null where
there is none. Arrays come as the base64 of little-endian doubles. Each function returns its programs by these names; a
program takes a number of events and returns how many it carried out.
"""

import base64
import json
import math
import os
import platform
import resource
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

try:
    if np is None:
        raise ImportError
    os.environ["JAX_PLATFORMS"] = "cpu"
    import jax
    import jax.numpy as jnp
    from jax import lax

    jax.config.update("jax_enable_x64", True)
    # JAX starts as many threads as it sees processors: it is to see one.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
except Exception:  # One that does not work with this processor or this Python counts as absent.
    jax = None

try:
    if np is None:
        raise ImportError
    # GillesPy2 looks for its build tool on the path, where the programs of a virtual environment need not be.
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")
    import gillespy2
    from gillespy2.solvers.cpp import BuildEngine

    gillespy2.log.setLevel("ERROR")
    exact_solver = gillespy2.NumPySSASolver if BuildEngine.get_missing_dependencies() else gillespy2.SSACSolver
except Exception:
    gillespy2 = None


def compiled(function):
    return numba.njit(function) if numba else None


def jitted(function, static=None):
    return jax.jit(function, static_argnames=static) if jax else None


def array(text):
    return np.frombuffer(base64.b64decode(text), dtype="<f8").copy()


# GillesPy2 simulates reactions of molecules, and observes nothing on the way but how many of them there were. Its
# fastest exact solver is a program in C++, which it makes of the model where g++ is there.


class Reactions:
    """A model of GillesPy2 as a program: a trajectory with about so many events, which the species "events" counts."""

    def __init__(self, model):
        self.model = model
        self.solver = None

    def simulate(self, duration, points=2):
        """The numbers of molecules at so many times."""
        self.solver.model.timespan(np.linspace(0, duration, points))
        return self.solver.run(seed=1)[0]

    def build(self):
        """Compiles the model, and looks how many events it has in a unit of time."""
        self.solver = exact_solver(model=self.model)
        duration = 1.0
        while self.simulate(duration)["events"][-1] < 1000:
            duration *= 4
        self.rate = self.simulate(duration)["events"][-1] / duration

    def __call__(self, events):
        if self.solver is None:
            self.build()
        return int(self.simulate(events / self.rate)["events"][-1])


def counted_reaction(name, reactants, products, rate):
    return gillespy2.Reaction(
        name=name, reactants=reactants, products={**products, "events": 1}, propensity_function=rate)


def discrete_species(values):
    return [gillespy2.Species(name=name, initial_value=value, mode="discrete") for name, value in values.items()]


# JAX steps many systems at once, as one alone leaves it waiting for the start of its operations.
ENSEMBLE = 256


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


def spin_network_jax(columns, fields, glauber, steps):
    count = len(fields)

    def flip(_, state):
        key, spins, h, integrals, released, elapsed = state
        key, subkey = jax.random.split(key)
        uniform = jax.random.uniform(subkey, (2, ENSEMBLE))
        stability = spins * h
        rates = 1 / (1 + jnp.exp(2 * stability)) if glauber else jnp.exp(-stability)
        sums = jnp.cumsum(rates, axis=1)
        wait = -jnp.log1p(-uniform[0]) / sums[:, -1]
        integrals += spins * wait[:, None]
        target = uniform[1] * sums[:, -1]
        flipped = jnp.minimum(count - 1, jnp.sum(sums <= target[:, None], axis=1))
        here = jnp.arange(count) == flipped[:, None]
        released -= 2 * jnp.sum(jnp.where(here, stability, 0), axis=1)
        spins = jnp.where(here, -spins, spins)
        h += 2 * jnp.sum(jnp.where(here, spins, 0), axis=1)[:, None] * columns[flipped]
        return key, spins, h, integrals, released, elapsed + wait

    spins = jnp.ones((ENSEMBLE, count))
    zeros = jnp.zeros(ENSEMBLE)
    state = jax.random.key(1), spins, spins @ columns + fields, jnp.zeros_like(spins), zeros, zeros
    _, _, _, integrals, released, elapsed = lax.fori_loop(0, steps, flip, state)
    return released / elapsed, integrals


def spin_network_reactions(couplings, fields, glauber):
    """A species per spin, with one molecule where it points up, and a reaction for either flip."""
    count = len(fields)
    model = gillespy2.Model(name="spins")
    model.add_species(discrete_species({**{f"up{i}": 1 for i in range(count)}, "events": 0}))
    for i in range(count):
        h = repr(float(fields[i] - couplings[i].sum()))
        h += "".join(f" + {float(2 * couplings[i, j])!r} * up{j}" for j in range(count) if couplings[i, j] != 0)
        fall, rise = (f"1 / (1 + exp({sign}2 * ({h})))" if glauber else f"exp({other}({h}))"
                      for sign, other in (("", "-"), ("-", "")))
        model.add_reaction(counted_reaction(f"fall{i}", {f"up{i}": 1}, {}, f"up{i} * {fall}"))
        model.add_reaction(counted_reaction(f"rise{i}", {}, {f"up{i}": 1}, f"(1 - up{i}) * {rise}"))
    return model


def spin_network(arguments):
    fields = array(arguments["fields"])
    couplings = array(arguments["couplings"]).reshape(len(fields), -1)
    glauber = arguments["glauber"]
    columns = np.ascontiguousarray(couplings.T)
    loop = compiled(spin_network_loop)
    vectorised = jitted(spin_network_jax, static="glauber")

    def by_numpy(events):
        spin_network_numpy(couplings, fields, glauber, events)
        return events

    def by_numba(events):
        loop(columns, fields, glauber, events)
        return events

    def by_jax(events):
        steps = events // ENSEMBLE + 1
        jax.block_until_ready(vectorised(columns, fields, glauber, steps))
        return ENSEMBLE * steps

    # GillesPy2 compiles larger ones for minutes; and its solver in Python knows no exp.
    by_gillespy = None
    if gillespy2 and exact_solver is gillespy2.SSACSolver and len(fields) <= 64:
        by_gillespy = Reactions(spin_network_reactions(couplings, fields, glauber))
    return {"numpy": by_numpy, "numba": by_numba, "jax": by_jax, "gillespy": by_gillespy}


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


def halves(count):
    """The states with an even number of spins up, and those with an odd one: in each, where among the others the
    neighbours of its states are."""
    states = np.arange(1 << count)
    odd = np.bitwise_xor.reduce(states[:, None] >> np.arange(count) & 1, axis=1) == 1
    place = np.where(odd, np.cumsum(odd), np.cumsum(~odd)) - 1
    return [(members, place[members[:, None] ^ (1 << np.arange(count))]) for members in (states[~odd], states[odd])]


def stationary_jax(couplings, fields, classes):
    """Sweeps over the states, first those with an even number of spins up, then the others: each half is one array."""
    count = len(fields)
    spins = [2.0 * (members[:, None] >> jnp.arange(count) & 1) - 1 for members, _ in classes]
    rates = [jnp.exp(-s * (s @ couplings.T + fields)) for s in spins]
    exits = [r.sum(axis=1) for r in rates]
    inward = [rates[1 - k][classes[k][1], jnp.arange(count)] for k in range(2)]

    def half(k, p):
        inflow = jnp.sum(inward[k] * p[1 - k][classes[k][1]], axis=1)
        return inflow / exits[k], jnp.sum(jnp.abs(inflow - p[k] * exits[k])), jnp.sum(inflow)

    def sweep(state):
        p, _, _ = state
        even, unbalanced, flux = half(0, p)
        odd, more, rest = half(1, (even, p[1]))
        return (even, odd), unbalanced + more, flux + rest

    ones = tuple(jnp.ones(len(members)) for members, _ in classes)
    p, _, _ = lax.while_loop(lambda state: state[1] > 1e-12 * state[2], sweep, (ones, 1.0, 0.0))
    return p


def steady_state(arguments):
    fields = array(arguments["fields"])
    couplings = array(arguments["couplings"]).reshape(len(fields), -1)
    loop = compiled(sweeps_loop)
    vectorised = jitted(stationary_jax)
    classes = halves(len(fields))

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

    def by_jax(events):
        for _ in range(events):
            jax.block_until_ready(vectorised(couplings, fields, classes))
        return events

    return {"numpy": by_numpy, "numba": by_numba, "jax": by_jax}


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


def ring_jax(up, down, steps):
    count = len(up)
    released_up = jnp.log(up / jnp.roll(down, -1))
    released_down = jnp.log(down / jnp.roll(up, 1))

    def jump(_, now):
        key, state, occupation, released, elapsed = now
        key, subkey = jax.random.split(key)
        uniform = jax.random.uniform(subkey, (2, ENSEMBLE))
        total = up[state] + down[state]
        wait = -jnp.log1p(-uniform[0]) / total
        occupation = occupation.at[jnp.arange(ENSEMBLE), state].add(wait)
        rises = uniform[1] * total < up[state]
        released += jnp.where(rises, released_up[state], released_down[state])
        above = jnp.where(state + 1 == count, 0, state + 1)
        below = jnp.where(state == 0, count - 1, state - 1)
        return key, jnp.where(rises, above, below), occupation, released, elapsed + wait

    zeros = jnp.zeros(ENSEMBLE)
    start = jax.random.key(1), jnp.zeros(ENSEMBLE, int), jnp.zeros((ENSEMBLE, count)), zeros, zeros
    _, _, occupation, released, elapsed = lax.fori_loop(0, steps, jump, start)
    return released / elapsed, occupation


def ring_reactions(up, down):
    """One molecule that hops in a circle of species."""
    count = len(up)
    model = gillespy2.Model(name="ring")
    model.add_species(discrete_species({**{f"at{k}": int(k == 0) for k in range(count)}, "events": 0}))
    for k in range(count):
        for name, target, rate in (("rise", (k + 1) % count, up[k]), ("fall", (k - 1) % count, down[k])):
            model.add_reaction(
                counted_reaction(f"{name}{k}", {f"at{k}": 1}, {f"at{target}": 1}, f"{float(rate)!r} * at{k}"))
    return model


def ring(arguments):
    up, down = array(arguments["up"]), array(arguments["down"])
    loop = compiled(ring_loop)
    vectorised = jitted(ring_jax)

    def by_numba(events):
        loop(up, down, events)
        return events

    def by_jax(events):
        steps = events // ENSEMBLE + 1
        jax.block_until_ready(vectorised(up, down, steps))
        return ENSEMBLE * steps

    by_gillespy = Reactions(ring_reactions(up, down)) if gillespy2 else None
    return {"numba": by_numba, "jax": by_jax, "gillespy": by_gillespy}


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


def random_numbers_jax(distribution, size, passes):
    draw = getattr(jax.random, distribution)

    def again(_, state):
        key, subkey = jax.random.split(state[0])
        return key, draw(subkey, (size,))

    return lax.fori_loop(0, passes, again, (jax.random.key(1), jnp.zeros(size)))


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
    vectorised = jitted(random_numbers_jax, static=("distribution", "size"))
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

    def by_jax(events):
        # Arrays as long as pay.
        passes = events // 16384 + 1
        jax.block_until_ready(vectorised(distribution, 16384, passes))
        return 16384 * passes

    return {"numpy": by_numpy, "numba": by_numba, "jax": by_jax}


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


def elementary_jax(name, x, passes):
    function = getattr(jnp, name)
    twice = jnp.concatenate([x, x])

    # Of the same values in every pass the compiler would take the function once.
    def again(k, _):
        return function(lax.dynamic_slice(twice, (k % len(x),), (len(x),)))

    return lax.fori_loop(0, passes, again, jnp.zeros_like(x))


def elementary(arguments):
    x = array(arguments["values"])
    y = np.empty_like(x)
    name = arguments["name"]
    function = getattr(np, name)
    loop = compiled({"exp": exp_loop, "log": log_loop, "tanh": tanh_loop}[name])
    vectorised = jitted(elementary_jax, static="name")

    def by_numpy(events):
        passes = events // len(x) + 1
        for _ in range(passes):
            function(x, out=y)
        return len(x) * passes

    def by_numba(events):
        passes = events // len(x) + 1
        loop(x, y, passes)
        return len(x) * passes

    def by_jax(events):
        passes = events // len(x) + 1
        jax.block_until_ready(vectorised(name, x, passes))
        return len(x) * passes

    return {"numpy": by_numpy, "numba": by_numba, "jax": by_jax}


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


def double_well_jax(g, f, height, tilt, duration, heun, trajectories, ensembles):
    steps = len(g) // 2
    dt = duration / steps
    noise = jnp.sqrt(2 * dt)
    start = jnp.where(jnp.arange(trajectories) % 2 == 0, 1.0, -1.0)

    def change(x, old, new):
        return 4 * height * (0.5 * (g[old] - g[new]) * x * x + tilt * (f[old] - f[new]) * x)

    def force(x, k):
        return 4 * height * (g[k] * x - x * x * x + tilt * f[k])

    def step(index, state):
        key, x, work = state
        key, subkey = jax.random.split(key)
        k = 2 * index
        work += change(x, k, k + 1)
        kick = noise * jax.random.normal(subkey, (trajectories,))
        first = force(x, k + 1)
        if heun:
            x += 0.5 * dt * (first + force(x + dt * first + kick, k + 1)) + kick
        else:
            x += dt * first + kick
        return key, x, work + change(x, k + 1, k + 2)

    def ensemble(_, state):
        key, work = state
        key, _, work = lax.fori_loop(0, steps, step, (key, start, work))
        return key, work

    _, work = lax.fori_loop(0, ensembles, ensemble, (jax.random.key(1), jnp.zeros(trajectories)))
    return work / ensembles


def double_well(arguments):
    height, tilt, duration = arguments["barrier"], arguments["tilt"], arguments["duration"]
    steps, heun = arguments["steps"], arguments["heun"]
    g, f = control(steps)
    loop = compiled(double_well_loop)
    vectorised = jitted(double_well_jax, static=("heun", "trajectories"))

    def by_numpy(events):
        # Enough trajectories for the arrays to pay.
        trajectories = events // steps + 4096
        double_well_numpy(height, tilt, duration, steps, heun, trajectories)
        return trajectories * steps

    def by_numba(events):
        trajectories = events // steps + 1
        loop(g, f, height, tilt, duration, steps, heun, trajectories)
        return trajectories * steps

    def by_jax(events):
        ensembles = events // (4096 * steps) + 1
        jax.block_until_ready(vectorised(g, f, height, tilt, duration, heun, 4096, ensembles))
        return ensembles * 4096 * steps

    return {"numpy": by_numpy, "numba": by_numba, "jax": by_jax}


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


def perceptron_jax(count, examples):
    keys = jax.random.split(jax.random.key(1), 3)
    teacher = jax.random.normal(keys[0], (count,))
    decay = math.exp(-1 / count)
    noise = math.sqrt(1 - decay * decay)

    def learn(_, state):
        key, weights = state
        key, coins, kicks = jax.random.split(key, 3)
        inputs = jax.random.rademacher(coins, (count,), float)
        weights = decay * weights + noise * jax.random.normal(kicks, (count,))
        label = jnp.where(teacher @ inputs >= 0, 1.0, -1.0)
        wrong = label * (weights @ inputs) <= 0
        return key, weights + jnp.where(wrong, label / math.sqrt(count), 0.0) * inputs

    _, weights = lax.fori_loop(0, examples, learn, (keys[1], jax.random.normal(keys[2], (count,))))
    return weights @ weights / count


def perceptron(arguments):
    count = arguments["count"]
    loop = compiled(perceptron_loop)
    vectorised = jitted(perceptron_jax, static="count")

    def by_numpy(events):
        examples = events // count + 1
        perceptron_numpy(count, examples)
        return examples * count

    def by_numba(events):
        examples = events // count + 1
        loop(count, examples)
        return examples * count

    def by_jax(events):
        examples = events // count + 1
        jax.block_until_ready(vectorised(count, examples))
        return examples * count

    return {"numpy": by_numpy, "numba": by_numba, "jax": by_jax}


# Mean field: a matrix product and a tanh; numba calls the same routine for the product.


def mean_field_numpy(couplings, fields, steps):
    now = np.zeros_like(fields)
    for _ in range(steps):
        now = np.tanh(now @ couplings.T + fields)
    return now


def mean_field_jax(couplings, fields, steps):
    return lax.fori_loop(0, steps, lambda _, now: jnp.tanh(now @ couplings.T + fields), jnp.zeros_like(fields))


def mean_field(arguments):
    count, batch = arguments["count"], arguments["batch"]
    couplings = array(arguments["couplings"]).reshape(count, count)
    fields = array(arguments["fields"]).reshape(batch, count)
    loop = compiled(mean_field_numpy)
    vectorised = jitted(mean_field_jax)

    def by_numpy(events):
        mean_field_numpy(couplings, fields, events)
        return events

    def by_numba(events):
        loop(couplings, fields, events)
        return events

    def by_jax(events):
        jax.block_until_ready(vectorised(couplings, fields, events))
        return events

    return {"numpy": by_numpy, "numba": by_numba, "jax": by_jax}


def processor_time():
    """The CPU time of this process, and of those that it started and that have ended: GillesPy2 starts its solvers."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def nanoseconds(program, seconds, repetitions, starts_processes):
    """CPU time per event of the fastest repetition, each of about so many seconds.

    What starts a process is measured as the difference to a run of one event.
    """

    def spent(events):
        start = processor_time()
        return program(events), processor_time() - start

    program(1)
    few, beginning = 0, 0.0
    if starts_processes:
        few, beginning = min((spent(1) for _ in range(repetitions)), key=lambda run: run[1])
    events = 1
    while spent(events)[1] - beginning <= 0.5 * seconds:
        events *= 4
    runs = [spent(events) for _ in range(repetitions)]
    return 1e9 * min((elapsed - beginning) / (done - few) for done, elapsed in runs)


def versions():
    found = ["Python " + platform.python_version()]
    modules = {"numpy": np, "numba": numba, "JAX": jax, "GillesPy2": gillespy2}
    for name, module in modules.items():
        found.append(f"{name} {module.__version__}" if module else f"{name} is not installed")
    if gillespy2:
        found[-1] += " with " + exact_solver.__name__
    return ", ".join(found)


def main():
    with open(sys.argv[1]) as file:
        request = json.load(file)
    installed = {"numpy": np, "numba": numba, "jax": jax, "gillespy": gillespy2}
    times = []
    for job in request["jobs"]:
        programs = globals()[job["function"]](job["arguments"]) if np else {}
        found = dict.fromkeys(installed)
        for name, program in programs.items():
            if not program or not installed[name]:
                continue
            try:
                found[name] = nanoseconds(program, request["seconds"], request["repetitions"], name == "gillespy")
            except Exception as error:
                print(f"{job['function']} by {name} failed: {error}", file=sys.stderr)
        times.append(found)
    print(json.dumps({"python": versions(), "times": times}))


if __name__ == "__main__":
    main()

import PhysicalCouplings
import Reservoirs
import SensoryComplexes
import StochasticThermodynamics

/// Channels with reservoirs: a messenger with a leak, exactly and along a trajectory, and the closed forms.
let reservoirs = [
  Computation("messenger with fuel, exact and sampled") { perturbation in
    let fast = FastMessenger(direct: -0.7 * (1 + perturbation), effective: 1.4, binding: 2, beta: 2)
    let network = try FuelledMessenger(fast, speed: 10, leak: 0.1).spins(reading: SIMD2(0.4, -0.3)).network
    let p = try network.stationary
    let flows = network.flows(p)
    var ledger = EnergyLedger(channels: 4)
    var trajectory = Gillespie(network, from: 0, random: stream())
    trajectory.advance(until: 200) { ledger.add($0, of: network) }
    let apparent = network.apparentEntropyProductionRate(p) { $0 & 3 }
    return p + flows.heat + flows.work + [flows.entropyProductionRate, apparent] + ledger.heat + ledger.work
      + [
        fast.drive, fast.overhead, fast.obsolescence(parity: -1),
        fast.entropyProductionRate(flips: 0.9, current: 0.3),
      ]
  },
  Computation("cold messenger") { perturbation in
    let messenger = FastColdMessenger(first: 2 * (1 + perturbation), second: 1.7, coldBeta: 5, beta: 2)
    return [messenger.added.j12, messenger.added.j21, messenger.frustration] + messenger.overheads
      + [messenger.entropyProductionRate(flips: [0.9, 0.9], current: 0.3)]
  },
]

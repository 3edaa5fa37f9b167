import Estimation
import KernelMemory

/// Averages of a network whose states are in a table, from the time that it spends in each of them.
struct StateObservation: KernelObservation {
  let burnIn, duration: Double

  /// Whether the observation takes much longer than to prepare the control variates.
  func isWorthwhile(for network: SpinNetwork) -> Bool {
    duration * network.attemptRate >= Double(64 << network.count)
  }

  func result(_ kernel: AnySpinKernel, of network: SpinNetwork, _ method: SpinNetwork.Method) -> SpinSample {
    let (count, rate) = (network.count, network.attemptRate)
    let length = duration * rate / Double(Observation.pieces)
    let control = StateControl(network)
    kernel.relax(for: burnIn * rate)
    var magnetisations = Array(repeating: Average(), count: count)
    var flow = Average()
    var flips = 0
    for _ in 0..<Observation.pieces {
      var tally = SpinTally(spins: count, observesPairs: false, states: 1 << count)
      kernel.run(for: length, into: &tally)
      let means = control.averages(of: tally.occupations)
      flow.add(means[0] * rate)
      for spin in 0..<count { magnetisations[spin].add(means[spin + 1]) }
      flips += tally.flips
    }
    return SpinSample(
      magnetisations: magnetisations.map(\.estimate), pairAverages: nil, entropyProductionRate: flow.estimate,
      antisymmetricEntropyProductionRate: network.isSymmetric ? Estimate(0, standardError: 0) : flow.estimate,
      flips: flips, acceptance: 1, method: method, estimator: .controlled)
  }
}

/// The entropy flow and the spins of every state, with Lφ added to each: in the units of the attempt rate.
struct StateControl: ~Copyable {
  /// How many sweeps make φ. Each takes N 2^N steps; after twelve the variance is some 50 times smaller at β = 1 and couplings of
  /// the order 1/√N.
  private static let sweeps = 12
  /// With a whole step states of even and odd parity would only be exchanged.
  private static let step = 0.8

  private let count: Int
  /// How many blocks a state has: its flow, its spins, and what fills up.
  private let width: Int
  private let values: Blocks

  init(_ network: SpinNetwork) {
    count = network.count
    let (count, states) = (network.count, 1 << network.count)
    width = (count + 8) / 8
    let size = 8 * width * states
    let plain = Blocks(capacity: size)
    values = Blocks(capacity: size)
    let potentials = Blocks(capacity: size)
    let rates = Blocks(capacity: count * states)
    let exits = Blocks(capacity: states)
    var weight = 0.0
    for index in 0..<states {
      let state = SpinState((0..<count).map { index >> $0 & 1 == 1 ? 1 : -1 }, in: network)
      var (flow, exit) = (0.0, 0.0)
      for spin in 0..<count {
        let released = network.entropyFlow(of: spin, from: state)
        let rate = network.law.rate(entropyFlow: released)
        rates[index * count + spin] = rate
        plain[8 * width * index + spin + 1] = state[spin]
        flow += rate * released
        exit += rate
      }
      plain[8 * width * index] = flow
      exits[index] = exit
      weight += 1 / exit
    }
    for block in 0..<plain.count { values[block: block] = plain[block: block] }
    for _ in 0..<Self.sweeps {
      for block in 0..<width {
        var mean = SIMD8<Double>()
        for index in 0..<states { mean += values[block: index * width + block] / exits[index] }
        mean /= weight
        for index in 0..<states {
          let place = index * width + block
          potentials[block: place] = potentials[block: place] + Self.step * (values[block: place] - mean) / exits[index]
        }
        for index in 0..<states {
          var sum = plain[block: index * width + block] - exits[index] * potentials[block: index * width + block]
          for spin in 0..<count {
            sum += rates[index * count + spin] * potentials[block: (index ^ (1 << spin)) * width + block]
          }
          values[block: index * width + block] = sum
        }
      }
    }
  }

  /// The averages over a trajectory that spent so much time in each state: the flow, then the spins.
  func averages(of times: [Double]) -> [Double] {
    let total = times.reduce(0, +)
    return (0..<width).flatMap { block in
      var sum = SIMD8<Double>()
      for (index, time) in times.enumerated() { sum += time * values[block: index * width + block] }
      return (0..<8).map { sum[$0] / total }
    }
  }
}

import Estimation
import KernelMemory

/// Averages of a network whose states are in a table, from the time that it spends in each of them.
struct StateObservation: KernelObservation {
  let burnIn, duration: Double

  /// Whether the observation takes much longer than to prepare the control variates.
  func isWorthwhile(for network: SpinNetwork) -> Bool {
    network.count > 0 && duration * network.attemptRate >= Double(128 << network.count)
  }

  func result(_ kernel: AnySpinKernel, of network: SpinNetwork, _ method: SpinNetwork.Method) -> SpinSample {
    let control = StateControl(network)
    kernel.relax(for: burnIn * network.attemptRate)
    var pieces = PieceAverages(of: network, kernel, duration: duration)
    for _ in 0..<PieceAverages.pieces {
      var tally = SpinTally(spins: network.count, observesPairs: false, states: 1 << network.count)
      kernel.run(for: pieces.length, into: &tally)
      let means = control.averages(of: tally.occupations)
      if control.controlsFlow {
        pieces.add(flow: means[0] * network.attemptRate)
      } else {
        pieces.addCounted(tally, kernel)
      }
      pieces.add(spins: means[1...network.count])
      pieces.count(tally)
    }
    return pieces.sample(by: method, .controlled)
  }
}

/// The entropy flow and the spins of every state, with Lφ added to each: in the units of the attempt rate.
///
/// φ is made by sweeps of φ ← φ + step·(A + Lφ − ⟨A + Lφ⟩)/k, with the rate k of leaving a state, as in the iteration of relative values
/// of a Markov chain with waiting times. The mean is over an approximate steady state, swept along with φ: over any other weights it
/// would be carried away by states that are left slowly.
struct StateControl: ~Copyable {
  /// How many sweeps make φ, and how many the steady state that they begin with. Each takes N 2^N steps; after twelve the variance is some
  /// 50 times smaller at β = 1 and couplings of the order 1/√N.
  private static let sweeps = 12
  /// With a whole step states of even and odd parity would only be exchanged.
  private static let step = 0.8

  private let count: Int
  /// How many blocks a state has: its flow, its spins, and what fills up.
  private let width: Int
  private let values: Blocks
  /// Whether the flow fluctuates less with Lφ than without; otherwise it is to be counted. A spin that does not is left as it is.
  let controlsFlow: Bool

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
    }
    for block in 0..<plain.count { values[block: block] = plain[block: block] }
    var arrivals = Arrivals(states: states)
    for _ in 0..<Self.sweeps { arrivals.sweep(rates, exits, count, Self.step) }
    for _ in 0..<Self.sweeps {
      for block in 0..<width {
        let mean = arrivals.moments(of: values, block, width, exits).mean
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
      arrivals.sweep(rates, exits, count, Self.step)
    }
    // Where Lφ makes it worse, as it may if the sweeps were too few, it is left out.
    var isBetter = false
    for block in 0..<width {
      let after = arrivals.moments(of: values, block, width, exits).variance
      let before = arrivals.moments(of: plain, block, width, exits).variance
      for lane in 0..<8 {
        let place = 8 * block + lane
        let isUsed = after[lane] < before[lane]
        if place == 0 { isBetter = isUsed }
        guard !isUsed, place > 0 else { continue }
        for index in 0..<states { values[8 * width * index + place] = plain[8 * width * index + place] }
      }
    }
    controlsFlow = isBetter
  }

  /// How often states are come to: the stationary distribution of the jumps, nearly.
  private struct Arrivals {
    private(set) var probabilities: [Double]

    init(states: Int) { probabilities = Array(repeating: 1 / Double(states), count: states) }

    mutating func sweep(_ rates: borrowing Blocks, _ exits: borrowing Blocks, _ count: Int, _ step: Double) {
      let before = probabilities
      for index in before.indices {
        var sum = 0.0
        for spin in 0..<count {
          let other = index ^ (1 << spin)
          sum += before[other] * rates[other * count + spin] / exits[other]
        }
        probabilities[index] = (1 - step) * before[index] + step * sum
      }
    }

    /// The mean and the variance over the time that states take.
    func moments(
      of values: borrowing Blocks, _ block: Int, _ width: Int, _ exits: borrowing Blocks
    ) -> (mean: SIMD8<Double>, variance: SIMD8<Double>) {
      var weight = 0.0
      var mean = SIMD8<Double>()
      for (index, probability) in probabilities.enumerated() {
        let time = probability / exits[index]
        weight += time
        mean += time * values[block: index * width + block]
      }
      mean /= weight
      var variance = SIMD8<Double>()
      for (index, probability) in probabilities.enumerated() {
        let difference = values[block: index * width + block] - mean
        variance += probability / exits[index] / weight * difference * difference
      }
      return (mean, variance)
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

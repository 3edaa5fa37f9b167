import Estimation
import Foundation
import SpinNetworks

/// A spin network by the direct method of Gillespie: all rates by the exponential function, a linear scan, averages of all
/// spins at every flip.
struct NaiveSpinNetwork {
  let count: Int
  let beta: Double
  let isGlauber: Bool
  /// What each spin does to the others, spin by spin.
  let columns: [[Double]]
  let startFields: [Double]

  init(_ network: SpinNetwork) {
    let n = network.count
    (count, beta, isGlauber) = (n, network.beta, network.law == .glauber)
    columns = (0..<n).map { j in (0..<n).map { network.couplings[$0, j] } }
    startFields = (0..<n).map { i in (0..<n).reduce(network.fields[i]) { $0 + network.couplings[i, $1] } }
  }

  /// What ``SpinSample`` has of it.
  struct Sample {
    var magnetisations: [Estimate]
    var entropyProductionRate: Estimate
    var flips: Int
  }

  /// From all spins up; errors from 32 pieces, as in the library.
  func sample(duration: Double, seed: UInt64) -> Sample {
    var random = PlainRandomNumbers(seed: seed)
    var spins = Array(repeating: 1.0, count: count)
    var fields = startFields
    var rates = Array(repeating: 0.0, count: count)
    var integrals = Array(repeating: 0.0, count: count)
    var averages = Array(repeating: Average(), count: count)
    var released = Average()
    var flips = 0
    let length = duration / 32
    for _ in 0..<32 {
      var time = 0.0
      var heat = 0.0
      while true {
        let total = setRates(&rates, spins, fields)
        let wait = random.exponential() / total
        let stay = min(wait, length - time)
        for i in 0..<count { integrals[i] += spins[i] * stay }
        time += wait
        if time >= length { break }
        let flipped = chosen(from: rates, random.uniform() * total)
        heat -= 2 * beta * spins[flipped] * fields[flipped]
        spins[flipped] = -spins[flipped]
        let column = columns[flipped]
        for i in 0..<count { fields[i] += 2 * spins[flipped] * column[i] }
        flips += 1
      }
      for i in 0..<count {
        averages[i].add(integrals[i] / length)
        integrals[i] = 0
      }
      released.add(heat / length)
    }
    return Sample(
      magnetisations: averages.map(\.estimate), entropyProductionRate: released.estimate, flips: flips)
  }

  /// Sets the rates of all flips, and returns their sum.
  @inline(__always)
  private func setRates(_ rates: inout [Double], _ spins: [Double], _ fields: [Double]) -> Double {
    var total = 0.0
    for i in 0..<count {
      let stability = beta * spins[i] * fields[i]
      rates[i] = isGlauber ? 1 / (1 + exp(2 * stability)) : exp(-stability)
      total += rates[i]
    }
    return total
  }

  @inline(__always)
  private func chosen(from rates: [Double], _ target: Double) -> Int {
    var rest = target
    var spin = 0
    while spin < count - 1, rest >= rates[spin] {
      rest -= rates[spin]
      spin += 1
    }
    return spin
  }
}

import Dispatch
import Randomness
import StochasticThermodynamics

/// How many more events two threads make than one, by replicas.
enum ThreadScaling {
  /// The ratio of flips per second of wall-clock time of a dense network of 64 spins; best of several repetitions of each.
  static func measure(seconds: Double, repetitions: Int) -> Double {
    let network = SpinNetworkKernel.network(64, nil, .exponential)
    /// Flips per second.
    func rate(threads: Int, duration: Double) -> Double {
      let clock = ContinuousClock()
      var flips = Array(repeating: 0, count: threads)
      let elapsed = clock.measure {
        flips.withUnsafeMutableBufferPointer { flips in
          nonisolated(unsafe) let flips = flips
          DispatchQueue.concurrentPerform(iterations: threads) { replica in
            let random = RandomStream(seed: 2)["threads"][replica]
            flips[replica] = network.sample(burnIn: 0, duration: duration, random: random).flips
          }
        }
      }
      return Double(flips.reduce(0, +)) / (elapsed / .seconds(1))
    }
    // Some 10⁷ flips of 64 spins per second.
    let duration = seconds * 1e7 / 64
    var best = (one: 0.0, two: 0.0)
    for _ in 0..<repetitions {
      best.one = max(best.one, rate(threads: 1, duration: duration))
      best.two = max(best.two, rate(threads: 2, duration: duration))
    }
    return best.two / best.one
  }
}

import Dispatch
import Randomness
import SpinNetworks

/// How many more events two threads make than one, each with a network of its own.
struct ThreadScaling {
  /// Per second of wall-clock time, and per CPU-second times two: what it would be on a machine with nothing else to do.
  var wallClock: Double, undisturbed: Double

  /// Flips of a dense network of 64 spins by two threads and by one, in turns; the best of several repetitions of each.
  static func measure(seconds: Double, repetitions: Int) throws -> ThreadScaling {
    let network = try SpinNetworkKernel.network(64, nil, .exponential)
    // Some 10⁷ flips of 64 spins per second.
    let duration = seconds * 1e7 / 64
    var (one, two) = ((wall: 0.0, processor: 0.0), (wall: 0.0, processor: 0.0))
    for _ in 0..<repetitions {
      let (alone, both) = try (rates(network, duration, threads: 1), rates(network, duration, threads: 2))
      one = (max(one.wall, alone.wall), max(one.processor, alone.processor))
      two = (max(two.wall, both.wall), max(two.processor, both.processor))
    }
    return ThreadScaling(wallClock: two.wall / one.wall, undisturbed: 2 * two.processor / one.processor)
  }

  /// Flips per second, by the clock on the wall and by that of the process.
  private static func rates(
    _ network: SpinNetwork, _ duration: Double, threads: Int
  ) throws -> (wall: Double, processor: Double) {
    var flips = Array(repeating: Result<Int, any Error>.success(0), count: threads)
    let processorStart = Measurement.processorTime
    let elapsed = ContinuousClock().measure {
      flips.withUnsafeMutableBufferPointer { flips in
        nonisolated(unsafe) let flips = flips
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
          let random = RandomStream(seed: 2)["threads"][thread]
          flips[thread] = Result { try network.sample(burnIn: 0, duration: duration, random: random).flips }
        }
      }
    }
    let total = Double(try flips.reduce(0) { try $0 + $1.get() })
    return (total / (elapsed / .seconds(1)), total / (Measurement.processorTime - processorStart))
  }
}

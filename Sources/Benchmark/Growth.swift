import BenchmarkRecords
import ChildProcesses
import Companion
import Foundation
import Randomness
import SpinNetworks
import StochasticThermodynamics

/// How the time of a flip grows with the network: random sparse networks of six neighbours and more and more spins, with the
/// method that the library chooses.
enum Growth {
  private static let sizes = [2, 8, 64, 512, 4096, 32_768, 262_144, 1_000_000]

  /// Each network in a process of its own, so that it does not see the memory of others.
  static func measure(isQuick: Bool) async throws -> [BenchmarkDocument.Size] {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    var measured: [BenchmarkDocument.Size] = []
    for law in RateLaw.allCases {
      for size in isQuick ? [2, 512, 4096] : sizes {
        let outcome = try await Command.run(
          program, ["--grow", "\(law.rawValue) \(size)"] + (isQuick ? ["--quick"] : []))
        guard outcome.succeeded, let found = try? JSON.decode(BenchmarkDocument.Size.self, from: outcome.output) else {
          throw Complaint("A network of \(size) spins could not be measured: \(outcome.errors)")
        }
        measured.append(found)
      }
    }
    return measured
  }

  /// Measures one network in this process: the time of a flip as the difference of a short and a long run, so that what it
  /// takes to begin drops out.
  ///
  /// - Parameter what: law and number of spins, as in "glauber 512".
  static func measurement(of what: String, isQuick: Bool) throws -> BenchmarkDocument.Size {
    let words = what.split(separator: " ")
    guard words.count == 2, let law = RateLaw(rawValue: String(words[0])), let count = Int(words[1]), count > 1 else {
      throw Complaint("A network is named by its law and number of spins, as in 'glauber 512', and not '\(what)'.")
    }
    let network = try network(count, law)
    // Enough flips that the measurement of an acceptance, with which both runs begin, is small beside them.
    let flips = isQuick ? 4e5 : 2e6 + 2 * Double(count)
    let duration = flips / Double(count)
    var (least, most) = (Double.infinity, Double.infinity)
    var flipsBetween = 1
    var (method, acceptance) = (SpinNetwork.Method.thinning, 1.0)
    for _ in 0..<(isQuick ? 1 : 3) {
      func run(_ duration: Double) throws -> (flips: Int, seconds: Double) {
        let start = Measurement.processorTime
        let sample = try network.sample(burnIn: 0, duration: duration, random: RandomStream(seed: 2))
        (method, acceptance) = (sample.method, sample.acceptance)
        return (sample.flips, Measurement.processorTime - start)
      }
      let (short, long) = try (run(0.1 * duration), run(duration))
      (least, most) = (min(least, short.seconds), min(most, long.seconds))
      flipsBetween = long.flips - short.flips
    }
    return BenchmarkDocument.Size(
      law: law.rawValue, spins: count, method: method.rawValue, acceptance: acceptance,
      nanoseconds: 1e9 * (most - least) / Double(flipsBetween),
      peakMemory: Measurement.peakMemory)
  }

  /// Couplings N(0, 1/k) to k others, six or all there are, and fields N(0, 1/4), at β = 1.
  private static func network(_ count: Int, _ law: RateLaw) throws -> SpinNetwork {
    var random = RandomStream(seed: 1)["growth"][count]
    let neighbours = min(6, count - 1)
    var couplings: [Coupling] = []
    couplings.reserveCapacity(neighbours * count)
    for spin in 0..<count {
      var others: [Int] = []
      while others.count < neighbours {
        let other = random.index(below: count)
        guard other != spin, !others.contains(other) else { continue }
        others.append(other)
        couplings.append(
          Coupling(on: spin, by: other, strength: random.normal() / Double(neighbours).squareRoot()))
      }
    }
    return try SpinNetwork(
      couplings: CouplingMatrix(spins: count, couplings), fields: (0..<count).map { _ in 0.5 * random.normal() },
      beta: 1, law: law)
  }
}

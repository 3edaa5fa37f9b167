import BenchmarkRecords
import Companion
import Estimation
import Randomness
import SpinNetworks
import StochasticThermodynamics

/// How long an answer takes: the CPU time after which the entropy production rate of a network has an error of 1 %, and its
/// magnetisations one of 0.01, by the plain version, by counting and by control variates.
enum Answers {
  /// One way to find the answer.
  private struct Way {
    var seconds = 0.0
    var value = Average()
    /// The squares of the standard errors: of the rate, and of the spins on average.
    var rate = 0.0, spins = 0.0

    /// Adds a run.
    mutating func add(_ rate: Estimate, _ magnetisations: [Estimate], seconds: Double) {
      self.seconds += seconds
      value.add(rate.value)
      self.rate += rate.standardError * rate.standardError
      spins += magnetisations.reduce(0) { $0 + $1.standardError * $1.standardError } / Double(magnetisations.count)
    }

    /// The CPU time to an error, which falls with the root of the time.
    func seconds(toError error: Double, squares: Double) -> Double {
      let runs = Double(value.count)
      return seconds / runs * (squares / runs) / (error * error)
    }
  }

  /// The networks: those of ``SpinNetworkKernel``.
  static func measure(isQuick: Bool) throws -> [BenchmarkDocument.Answer] {
    try RateLaw.allCases.flatMap { law in
      try [8, 64, 512].flatMap { count in try answers(law, count: count, isQuick: isQuick) }
    }
  }

  private static func answers(_ law: RateLaw, count: Int, isQuick: Bool) throws -> [BenchmarkDocument.Answer] {
    let network = try SpinNetworkKernel.network(count, nil, law)
    let runs = isQuick ? 1 : 8
    let flips = isQuick ? 4e5 : 1e7
    let flipRate = Double(try network.sample(burnIn: 20, duration: 200, random: RandomStream(seed: 1)).flips) / 200
    let duration = flips / flipRate
    // The plain version needs hundreds of nanoseconds per flip, and its error no more flips.
    let plainDuration = (isQuick ? 2e4 : count > 100 ? 2e5 : 1e6) / flipRate
    let plain = NaiveSpinNetwork(network)
    var (naive, counting, controlled) = (Way(), Way(), Way())
    var estimator = SpinNetwork.Estimator.counting
    for run in 0..<runs {
      var start = Measurement.processorTime
      let sample = plain.sample(duration: plainDuration, seed: UInt64(run) + 1)
      naive.add(sample.entropyProductionRate, sample.magnetisations, seconds: Measurement.processorTime - start)
      for isControlled in [false, true] {
        start = Measurement.processorTime
        let averages = try network.steadyAverages(
          burnIn: 20, duration: duration, estimator: isControlled ? nil : .counting,
          random: RandomStream(seed: 2)["answers"][run][isControlled ? 1 : 0])
        let seconds = Measurement.processorTime - start
        if isControlled {
          controlled.add(averages.entropyProductionRate, averages.magnetisations, seconds: seconds)
          estimator = averages.estimator
        } else {
          counting.add(averages.entropyProductionRate, averages.magnetisations, seconds: seconds)
        }
      }
    }
    let rate = 0.01 * controlled.value.mean
    let difference =
      (controlled.value.mean - counting.value.mean) / ((controlled.rate + counting.rate).squareRoot() / Double(runs))
    return [
      BenchmarkDocument.Answer(
        network: "spin network, \(law.rawValue) rates", size: "N = \(count)",
        answer: "entropy production rate to 1 %", estimator: estimator.rawValue,
        naiveSeconds: naive.seconds(toError: rate, squares: naive.rate),
        countingSeconds: counting.seconds(toError: rate, squares: counting.rate),
        seconds: controlled.seconds(toError: rate, squares: controlled.rate), deviation: difference),
      BenchmarkDocument.Answer(
        network: "spin network, \(law.rawValue) rates", size: "N = \(count)", answer: "magnetisations to 0.01",
        estimator: estimator.rawValue, naiveSeconds: naive.seconds(toError: 0.01, squares: naive.spins),
        countingSeconds: counting.seconds(toError: 0.01, squares: counting.spins),
        seconds: controlled.seconds(toError: 0.01, squares: controlled.spins), deviation: nil),
    ]
  }
}

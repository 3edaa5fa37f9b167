import BenchmarkRecords
import Companion
import Estimation
import Randomness
import SpinNetworks
import StochasticThermodynamics

/// How long an answer takes: the CPU time after which the entropy production rate of a network has an error of 1 %, and its
/// magnetisations one of 0.01, by the plain version, by counting and by control variates.
enum Answers {
  /// The sum of independent estimates of one quantity, and of the squares of their errors.
  private struct Sum {
    private(set) var value = 0.0, squares = 0.0

    mutating func add(_ estimate: Estimate) {
      value += estimate.value
      squares += estimate.standardError * estimate.standardError
    }

    /// The mean of that many.
    func mean(of count: Int) -> Estimate {
      Estimate(value / Double(count), standardError: squares.squareRoot() / Double(count))
    }
  }

  /// One way to find the answer.
  private struct Way {
    private var (runs, seconds) = (0, 0.0)
    private var rates = Sum()
    private var spins: [Sum]

    init(spins count: Int) { spins = Array(repeating: Sum(), count: count) }

    /// The means over all runs.
    var rate: Estimate { rates.mean(of: runs) }
    var magnetisations: [Estimate] { spins.map { $0.mean(of: runs) } }

    /// The squares of the standard errors of a run: of the rate, and of the spins on average.
    var rateSquare: Double { rates.squares / Double(runs) }
    var spinSquare: Double { spins.reduce(0) { $0 + $1.squares } / Double(runs * spins.count) }

    /// Adds a run.
    mutating func add(_ rate: Estimate, _ magnetisations: [Estimate], seconds: Double) {
      runs += 1
      self.seconds += seconds
      rates.add(rate)
      for (spin, magnetisation) in magnetisations.enumerated() { spins[spin].add(magnetisation) }
    }

    /// The CPU time to an error, which falls with the root of the time.
    func seconds(toError error: Double, square: Double) -> Double { seconds / Double(runs) * square / (error * error) }
  }

  /// The networks: those of ``SpinNetworkKernel``.
  static func measure(isQuick: Bool) throws -> [BenchmarkDocument.Answer] {
    try RateLaw.allCases.flatMap { law in
      try [8, 64, 512].flatMap { count in try answers(law, count: count, isQuick: isQuick) }
    }
  }

  private static func answers(_ law: RateLaw, count: Int, isQuick: Bool) throws -> [BenchmarkDocument.Answer] {
    let network = try SpinNetworkKernel.network(count, nil, law)
    // Together 10⁸ flips.
    // Together 10⁸ flips.
    let runs = isQuick ? 1 : 10
    let flips = isQuick ? 4e5 : 1e7
    let flipRate = Double(try network.sample(burnIn: 20, duration: 200, random: RandomStream(seed: 1)).flips) / 200
    let duration = flips / flipRate
    // The plain version needs hundreds of nanoseconds per flip, and its error no more flips.
    let plainDuration = (isQuick ? 2e4 : count > 100 ? 2e5 : 1e6) / flipRate
    let plain = NaiveSpinNetwork(network)
    var (naive, counting, controlled) = (Way(spins: count), Way(spins: count), Way(spins: count))
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
    // Beside the master equation where there is one, else beside what was counted.
    let exact = count <= 12 ? try SpinNetworkSteadyState(of: network) : nil
    func deviation(_ found: Estimate, _ exact: Double?, _ counted: Estimate) -> Double {
      exact.map { found.deviation(from: $0) } ?? found.deviation(from: counted)
    }
    let rateDeviation = deviation(controlled.rate, exact?.entropyProductionRate, counting.rate)
    let spinDeviations = zip(controlled.magnetisations, counting.magnetisations).enumerated().map { spin, pair in
      deviation(pair.0, exact?.magnetisations[spin], pair.1)
    }
    let error = 0.01 * controlled.rate.value
    return [
      BenchmarkDocument.Answer(
        network: "spin network, \(law.rawValue) rates", size: "N = \(count)",
        answer: "entropy production rate to 1 %", estimator: estimator.rawValue,
        naiveSeconds: naive.seconds(toError: error, square: naive.rateSquare),
        countingSeconds: counting.seconds(toError: error, square: counting.rateSquare),
        seconds: controlled.seconds(toError: error, square: controlled.rateSquare), deviation: rateDeviation),
      BenchmarkDocument.Answer(
        network: "spin network, \(law.rawValue) rates", size: "N = \(count)", answer: "magnetisations to 0.01",
        estimator: estimator.rawValue, naiveSeconds: naive.seconds(toError: 0.01, square: naive.spinSquare),
        countingSeconds: counting.seconds(toError: 0.01, square: counting.spinSquare),
        seconds: controlled.seconds(toError: 0.01, square: controlled.spinSquare),
        deviation: spinDeviations.max { abs($0) < abs($1) }),
    ]
  }
}

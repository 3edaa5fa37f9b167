import ElementaryFunctions
import Estimation
import Randomness
import StochasticThermodynamics

extension ConstantRates {
  /// The laws by sampled trajectories, with a control for each.
  func sampledFindings(_ random: RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: name)
    let atRest = counts(of: matrix, from: steady, to: steady, random["steady"])
    let transient = counts(of: matrix, from: start, to: end, random["transient"])
    try integralTheorem(&findings, atRest, transient)
    detailedTheorem(&findings, atRest)
    try means(&findings, atRest, transient)
    try uncertaintyRelation(&findings, atRest)
    return try findings.checks + equilibriumFindings(random["equilibrium"], driven: atRest)
  }

  private func counts(
    of matrix: RateMatrix, from start: [Double], to end: [Double], _ random: RandomStream
  ) -> JumpCounts {
    JumpCounts(
      of: matrix, weights: weights, merged: merged, from: start, to: end, for: duration, count: Self.samples, random)
  }

  private func integralTheorem(_ findings: inout Findings, _ atRest: JumpCounts, _ transient: JumpCounts) throws {
    func add(_ subject: String, _ samples: [Double], _ quantity: CountedQuantity<Void>, _ start: [Double], wrong: Bool)
      throws
    {
      findings.equal(
        .integralTheorem, subject, meanExponential(samples), 1,
        error: try distribution(of: quantity, from: start).error(of: samples.count), isControl: wrong)
    }
    let wrongHeat = zip(atRest.system, atRest.reservoir).map { $0 - $1 }
    try add("steady state", atRest.total, entropy(steady, steady), steady, wrong: false)
    try add("transient", transient.total, entropy(start, end), start, wrong: false)
    try add("no boundary term", transient.reservoir, .entropyFlow(of: matrix), start, wrong: true)
    try add("heat of the wrong sign", wrongHeat, entropy(steady, steady).withReversedHeat, steady, wrong: true)
  }

  /// In a steady state P(s) = e^s P(−s), so that an odd function o has ⟨o⟩ = ⟨o tanh(s/2)⟩; o = tanh(s/2) is bounded, and the
  /// error estimated from the sample is good.
  private func detailedTheorem(_ findings: inout Findings, _ atRest: JumpCounts) {
    for (subject, sign, isControl) in [("reflection", 1.0, false), ("reflection with the wrong sign", -1, true)] {
      let excess = Average(
        atRest.total.map { s in
          let odd = Elementary.tanh(0.5 * sign * s)
          return odd - odd * odd
        }
      ).estimate
      findings.equal(.detailedTheorem, subject, excess.value, 0, error: excess.standardError, isControl: isControl)
    }
  }

  private func means(_ findings: inout Findings, _ atRest: JumpCounts, _ transient: JumpCounts) throws {
    let n = Double(Self.samples)
    let flow = try CountedQuantity.entropyFlow(of: matrix)
    let sigma = matrix.entropyProductionRate(steady)
    let inTransient = try moments(of: entropy(start, end), from: start)
    let meanTotal = mean(transient.total)
    let error = (inTransient.variance / n).squareRoot()
    findings.equal(.exactMean, "entropy of a transient", meanTotal, inTransient.mean, error: error)
    findings.atLeast(.secondLaw, "transient", meanTotal, 0, error: error)
    let wrong = try moments(of: entropy(steady, steady).withReversedHeat, from: steady)
    let wrongHeat = mean(zip(atRest.system, atRest.reservoir).map { $0 - $1 })
    let wrongError = (wrong.variance / n).squareRoot()
    findings.atLeast(.secondLaw, "heat of the wrong sign", wrongHeat, 0, error: wrongError, isControl: true)
    findings.equal(
      .exactMean, "heat of the wrong sign", wrongHeat, sigma * duration, error: wrongError, isControl: true)
    // What the reservoirs receive in a steady state is all that is produced.
    let released = try moments(of: flow, from: steady)
    findings.equal(
      .additivity, "reservoirs of a steady state", mean(atRest.reservoir), sigma * duration,
      error: (released.variance / n).squareRoot())
    if hasSeveralReservoirs {
      let apparent = try moments(of: .current(merged, stateCount: matrix.stateCount), from: steady)
      findings.equal(
        .additivity, "two reservoirs taken for one", mean(atRest.merged), sigma * duration,
        error: (apparent.variance / n).squareRoot(), isControl: true)
    }
  }

  /// Var(J) σt ≥ 2⟨J⟩², one-sided; its left side less its right, with the error of that difference.
  private func uncertaintyRelation(_ findings: inout Findings, _ atRest: JumpCounts) throws {
    let produced = matrix.entropyProductionRate(steady) * duration
    for (subject, samples, isControl) in [
      ("random current", atRest.current, false), ("entropy flow", atRest.reservoir, false),
      ("traffic is no current", atRest.traffic, true),
    ] {
      let excess = uncertaintyExcess(samples, produced)
      findings.atLeast(
        .uncertaintyRelation, subject, excess.value, 0, error: excess.standardError, isControl: isControl)
    }
    let exact = try moments(of: .current(weights, stateCount: matrix.stateCount), from: steady)
    let spread = Average(atRest.current.map { ($0 - exact.mean) * ($0 - exact.mean) }).estimate
    findings.equal(
      .exactMean, "variance of a current", spread.value, exact.variance, error: spread.standardError)
  }

  /// Detailed balance: every current vanishes on average, and no trajectory produces entropy.
  private func equilibriumFindings(_ random: RandomStream, driven: JumpCounts) throws -> [PropertyCheck] {
    var findings = Findings(of: "\(name), equilibrium")
    var stream = random["energies"]
    let balanced = try equilibrium(&stream)
    let p = try balanced.stationary
    let sampled = counts(of: balanced, from: p, to: p, random["trajectories"])
    let current = CountedQuantity<Void>.current(weights, stateCount: balanced.stateCount)
    let variance = try balanced.moments(of: current, from: p, for: duration).variance
    findings.equal(
      .detailedBalance, "random current", mean(sampled.current), 0,
      error: (variance / Double(Self.samples)).squareRoot())
    findings.exact(
      .detailedBalance, "largest entropy of a trajectory", sampled.total.map(abs).max() ?? 0, 0)
    let released = try moments(of: .entropyFlow(of: matrix), from: steady)
    findings.equal(
      .detailedBalance, "a driven system", mean(driven.reservoir), 0,
      error: (released.variance / Double(Self.samples)).squareRoot(), isControl: true)
    return findings.checks
  }
}

/// Var(J) σt − 2⟨J⟩² of samples of J, without the bias of ⟨J⟩², with the standard error of its linear part.
func uncertaintyExcess(_ samples: [Double], _ produced: Double) -> Estimate {
  let average = Average(samples)
  let n = Double(samples.count)
  let (mean, variance) = (average.mean, average.variance)
  let influence = Average(
    samples.map { sample in
      let offset = sample - mean
      return offset * offset * produced - 4 * mean * offset
    })
  return Estimate(
    variance * produced - 2 * (mean * mean - variance / n), standardError: influence.estimate.standardError)
}

/// The mean of samples.
func mean(_ samples: [Double]) -> Double { Average(samples).mean }

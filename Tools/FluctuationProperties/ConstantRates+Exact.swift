import ElementaryFunctions
import Randomness
import StochasticThermodynamics

extension ConstantRates {
  /// The laws by the tilted generator, with a control for each.
  func exactFindings(_ random: RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: name)
    var random = random
    try integralAndDetailedTheorems(&findings, &random)
    try secondLawAndAdditivity(&findings)
    try uncertaintyRelation(&findings)
    return try findings.checks + detailedBalance(&random)
  }

  private func integralAndDetailedTheorems(_ findings: inout Findings, _ random: inout RandomStream) throws {
    let flow = try CountedQuantity.entropyFlow(of: matrix)
    let produced = try entropy(start, end)
    func average(_ quantity: CountedQuantity<Void>, _ u: Double, from p: [Double]) throws -> Double {
      try matrix.generatingFunction(of: quantity, at: u, from: p, for: duration)
    }
    findings.exact(.integralTheorem, "steady state", try average(entropy(steady, steady), 1, from: steady), 1)
    findings.exact(.integralTheorem, "transient", try average(produced, 1, from: start), 1)
    findings.exact(.integralTheorem, "no boundary term", try average(flow, 1, from: start), 1, isControl: true)
    findings.exact(
      .integralTheorem, "heat of the wrong sign",
      try average(entropy(steady, steady).withReversedHeat, 1, from: steady), 1,
      isControl: true)
    // ⟨e^{−us}⟩ = ⟨e^{−(1−u)s}⟩ of the reverse process, which begins with the final distribution.
    let u = random.number(in: -0.5...1.5)
    let there = try average(produced, u, from: start)
    findings.exact(.detailedTheorem, "u = \(u)", there, try average(entropy(end, start), 1 - u, from: end))
    findings.exact(
      .detailedTheorem, "heat of the wrong sign", try average(produced.withReversedHeat, 1.5, from: start),
      try average(entropy(end, start).withReversedHeat, -0.5, from: end), isControl: true)
  }

  private func secondLawAndAdditivity(_ findings: inout Findings) throws {
    let total = try moments(of: entropy(start, end), from: start).mean
    let released = try moments(of: .entropyFlow(of: matrix), from: start).mean
    findings.exact(.secondLaw, "mean entropy production", total, atLeast: 0)
    findings.exact(.secondLaw, "rate at the start", matrix.entropyProductionRate(start), atLeast: 0)
    findings.exact(
      .additivity, "system and reservoirs", total,
      released + StochasticThermodynamics.entropy(end) - StochasticThermodynamics.entropy(start))
    // dS/dt = −Σ ṗ ln p, with ṗ from the generator.
    let (rate, n) = (matrix.entropyProduction(start), matrix.stateCount)
    let generator = matrix.generator
    var change = 0.0
    for to in 0..<n {
      let slope = (0..<n).reduce(0) { $0 + generator[to, $1] * start[$1] }
      change -= slope * Elementary.log(start[to])
    }
    findings.exact(.additivity, "rate of the system", rate.system, change)
    findings.exact(.additivity, "rates", rate.total, matrix.entropyProductionRate(start))
    // What a steady state releases is all that it produces, reservoir by reservoir.
    let sigma = matrix.entropyProductionRate(steady)
    let currents = matrix.currents(steady)
    let byCycles = matrix.cycles.reduce(0) { $0 + currents[$1.chord] * $1.affinity }
    findings.exact(.additivity, "cycles", byCycles, sigma)
    if hasSeveralReservoirs {
      let apparent = zip(currents, merged).reduce(0) { $0 + $1.0 * $1.1 }
      findings.exact(.additivity, "two reservoirs taken for one", apparent, sigma, isControl: true)
    }
  }

  private func uncertaintyRelation(_ findings: inout Findings) throws {
    let sigma = matrix.entropyProductionRate(steady)
    let flow = try CountedQuantity.entropyFlow(of: matrix)
    for t in [0.1 * duration, duration, 20 * duration] {
      for (label, quantity) in [
        ("entropy flow", flow), ("random current", .current(weights, stateCount: matrix.stateCount)),
      ] {
        let moments = try matrix.moments(of: quantity, from: steady, for: t)
        // Both sides per (σt)², so that they are of order one.
        let scale = max(1, sigma * t)
        findings.exact(
          .uncertaintyRelation, "\(label) for \(t)", moments.variance / scale,
          atLeast: 2 * moments.mean * moments.mean / (scale * sigma * t))
      }
    }
  }

  /// The same graph with energies instead of forces: nothing flows.
  private func detailedBalance(_ random: inout RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: "\(name), equilibrium")
    let balanced = try equilibrium(&random)
    let p = try balanced.stationary
    findings.exact(.detailedBalance, "entropy production", balanced.entropyProductionRate(p), 0)
    findings.exact(.detailedBalance, "largest current", balanced.currents(p).map(abs).max() ?? 0, 0)
    findings.exact(.detailedBalance, "largest affinity", balanced.cycles.map { abs($0.affinity) }.max() ?? 0, 0)
    findings.exact(
      .detailedBalance, "a driven system", matrix.entropyProductionRate(steady), 0, isControl: true)
    return findings.checks
  }

  /// A process on the same graph with rates e^{±Δε/2} for random energies ε.
  func equilibrium(_ random: inout RandomStream) throws -> RateMatrix {
    let energies = (0..<matrix.stateCount).map { _ in random.normal() }
    return try RateMatrix(
      stateCount: matrix.stateCount,
      edges: matrix.edges.map { edge in
        let attempts = Elementary.exp(0.4 * random.normal())
        return .init(
          from: edge.from, to: edge.to, entropyFlow: energies[edge.from] - energies[edge.to], law: .exponential,
          attemptRate: attempts)
      })
  }
}

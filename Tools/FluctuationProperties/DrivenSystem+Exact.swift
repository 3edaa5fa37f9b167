import ElementaryFunctions
import Randomness
import StochasticThermodynamics

extension DrivenSystem {
  /// The laws by the tilted generator, with a control for each.
  func exactFindings(_ random: RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: name)
    var random = random
    try workTheorems(&findings, random.number(in: -0.5...1.5))
    try entropyTheorems(&findings, random.number(in: -0.5...1.5))
    return findings.checks
  }

  private func workTheorems(_ findings: inout Findings, _ u: Double) throws {
    let back = drive.reversed
    func average(_ u: Double, _ p: [Double], _ drive: Drive<Double>, _ difference: Double) throws -> Double {
      try Elementary.exp(u * difference) * network.generatingFunction(of: work(drive), at: u, from: p, under: drive)
    }
    findings.exact(.jarzynski, "drive", try average(1, first, drive, difference), 1)
    findings.exact(.jarzynski, "reverse", try average(1, last, back, -difference), 1)
    findings.exact(
      .jarzynski, "wrong ΔF", try average(1, first, drive, difference + Self.wrongShift), 1, isControl: true)
    // ⟨e^{−uw}⟩_F = ⟨e^{−(1−u)w}⟩_R with w = W − ΔF of each process.
    let there = try average(u, first, drive, difference)
    findings.exact(.crooks, "u = \(u)", there, try average(1 - u, last, back, -difference))
    findings.exact(
      .crooks, "reverse drive not reversed", try average(0.5, first, drive, difference),
      try average(0.5, last, drive, -difference), isControl: true)
    let done = try network.moments(of: work(drive), from: first, under: drive)
    findings.exact(.secondLaw, "mean work", done.mean, atLeast: difference)
    let heat = try network.moments(of: .heat(of: network), from: first, under: drive).mean
    let energies = (network.energies(at: drive(0)), network.energies(at: drive(drive.duration)))
    let final = try network.evolve(first, under: drive)
    let change =
      zip(final, energies.1).reduce(0) { $0 + $1.0 * $1.1 } - zip(first, energies.0).reduce(0) { $0 + $1.0 * $1.1 }
    findings.exact(.firstLaw, "means", done.mean - heat, change)
  }

  private func entropyTheorems(_ findings: inout Findings, _ u: Double) throws {
    let heat = CountedQuantity.heat(of: network)
    let backwards = heat.addingSystemEntropy(from: end, to: start)
    func average(_ quantity: CountedQuantity<Double>, _ u: Double, _ p: [Double], _ drive: Drive<Double>) throws
      -> Double
    {
      try network.generatingFunction(of: quantity, at: u, from: p, under: drive)
    }
    findings.exact(.integralTheorem, "any start", try average(entropy, 1, start, drive), 1)
    findings.exact(.integralTheorem, "no boundary term", try average(heat, 1, start, drive), 1, isControl: true)
    findings.exact(
      .integralTheorem, "heat of the wrong sign", try average(entropy.withReversedHeat, 1, start, drive), 1,
      isControl: true
    )
    let there = try average(entropy, u, start, drive)
    findings.exact(.detailedTheorem, "u = \(u)", there, try average(backwards, 1 - u, end, drive.reversed))
    findings.exact(
      .detailedTheorem, "heat of the wrong sign", try average(entropy.withReversedHeat, 1.5, start, drive),
      try average(backwards.withReversedHeat, -0.5, end, drive.reversed), isControl: true)
    let total = try network.moments(of: entropy, from: start, under: drive).mean
    let released = try network.moments(of: heat, from: start, under: drive).mean
    findings.exact(.secondLaw, "mean entropy production", total, atLeast: 0)
    findings.exact(.additivity, "system and reservoir", total, released + entropyOfSystem)
    findings.exact(.additivity, "reservoir alone", total, released, isControl: true)
  }
}

import ElementaryFunctions
import Randomness
import StochasticThermodynamics

extension DrivenSystem {
  /// The laws by the tilted generator, with a control for each.
  func exactFindings(_ random: RandomStream) -> [PropertyCheck] {
    var findings = Findings(of: name)
    var random = random
    workTheorems(&findings, random.number(in: -0.5...1.5))
    entropyTheorems(&findings, random.number(in: -0.5...1.5))
    return findings.checks
  }

  private func workTheorems(_ findings: inout Findings, _ u: Double) {
    let back = drive.reversed
    func average(_ u: Double, _ p: [Double], _ drive: Drive<Double>, _ difference: Double) -> Double {
      Elementary.exp(u * difference) * network.generatingFunction(of: work(drive), at: u, from: p, under: drive)
    }
    findings.exact(.jarzynski, "drive", average(1, first, drive, difference), 1)
    findings.exact(.jarzynski, "reverse", average(1, last, back, -difference), 1)
    findings.exact(
      .jarzynski, "wrong ΔF", average(1, first, drive, difference + Self.wrongShift), 1, isControl: true)
    // ⟨e^{−uw}⟩_F = ⟨e^{−(1−u)w}⟩_R with w = W − ΔF of each process.
    let there = average(u, first, drive, difference)
    findings.exact(.crooks, "u = \(u)", there, average(1 - u, last, back, -difference))
    findings.exact(
      .crooks, "reverse drive not reversed", average(0.5, first, drive, difference),
      average(0.5, last, drive, -difference), isControl: true)
    let done = network.moments(of: work(drive), from: first, under: drive)
    findings.exact(.secondLaw, "mean work", done.mean, atLeast: difference)
    let heat = network.moments(of: .heat(of: network), from: first, under: drive).mean
    let energies = (network.energies(at: drive(0)), network.energies(at: drive(drive.duration)))
    let final = network.evolve(first, under: drive)
    let change =
      zip(final, energies.1).reduce(0) { $0 + $1.0 * $1.1 } - zip(first, energies.0).reduce(0) { $0 + $1.0 * $1.1 }
    findings.exact(.firstLaw, "means", done.mean - heat, change)
  }

  private func entropyTheorems(_ findings: inout Findings, _ u: Double) {
    let heat = CountedQuantity.heat(of: network)
    let backwards = heat.addingSystemEntropy(from: end, to: start)
    func average(_ quantity: CountedQuantity<Double>, _ u: Double, _ p: [Double], _ drive: Drive<Double>) -> Double {
      network.generatingFunction(of: quantity, at: u, from: p, under: drive)
    }
    findings.exact(.integralTheorem, "any start", average(entropy, 1, start, drive), 1)
    findings.exact(.integralTheorem, "no boundary term", average(heat, 1, start, drive), 1, isControl: true)
    findings.exact(
      .integralTheorem, "heat of the wrong sign", average(entropy.withReversedHeat, 1, start, drive), 1, isControl: true
    )
    let there = average(entropy, u, start, drive)
    findings.exact(.detailedTheorem, "u = \(u)", there, average(backwards, 1 - u, end, drive.reversed))
    findings.exact(
      .detailedTheorem, "heat of the wrong sign", average(entropy.withReversedHeat, 1.5, start, drive),
      average(backwards.withReversedHeat, -0.5, end, drive.reversed), isControl: true)
    let total = network.moments(of: entropy, from: start, under: drive).mean
    let released = network.moments(of: heat, from: start, under: drive).mean
    findings.exact(.secondLaw, "mean entropy production", total, atLeast: 0)
    findings.exact(.additivity, "system and reservoir", total, released + entropyOfSystem)
    findings.exact(.additivity, "reservoir alone", total, released, isControl: true)
  }
}

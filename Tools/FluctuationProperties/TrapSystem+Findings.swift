import ElementaryFunctions
import Estimation
import LangevinDynamics
import Randomness

extension TrapSystem {
  /// The laws by tilted Gaussians, with a control for each.
  func exactFindings(_ random: RandomStream) -> [PropertyCheck] {
    var findings = Findings(of: name)
    var random = random
    let (temperature, difference) = (process.temperature, process.freeEnergyChange)
    findings.exact(.jarzynski, "drive", process.distribution(of: dissipation, from: first).mean, 1)
    for (subject, quantity) in [("wrong ΔF", wrongDissipation), ("temperature forgotten", withoutTemperature)] {
      findings.exact(.jarzynski, subject, process.distribution(of: quantity, from: first).mean, 1, isControl: true)
    }
    // ⟨e^{−uw}⟩_F = ⟨e^{−(1−u)w}⟩_R with w = (W − ΔF)/T of each process.
    let back = process.work(times: 1 / temperature, shift: -difference)
    let u = random.number(in: -0.2...1.2)
    findings.exact(
      .crooks, "u = \(u)", process.tilted(dissipation, at: u, from: first).weight,
      process.reversed.tilted(back, at: 1 - u, from: last).weight)
    findings.exact(
      .crooks, "reverse drive not reversed", process.tilted(dissipation, at: 0.5, from: first).weight,
      process.tilted(back, at: 0.5, from: last).weight, isControl: true)
    findings.exact(.integralTheorem, "any start", process.distribution(of: entropy, from: start).mean, 1)
    findings.exact(
      .integralTheorem, "start taken for equilibrium",
      process.distribution(of: entropyWithWrongStart, from: start).mean, 1, isControl: true)
    let v = random.number(in: -0.2...1.2)
    findings.exact(
      .detailedTheorem, "u = \(v)", process.tilted(entropy, at: v, from: start).weight,
      process.reversed.tilted(process.reversed.entropy(from: end, to: start), at: 1 - v, from: end).weight)
    findings.exact(.secondLaw, "mean work", process.moments(of: dissipation, from: first).mean, atLeast: 0)
    findings.exact(.secondLaw, "mean entropy", process.moments(of: entropy, from: start).mean, atLeast: 0)
    return findings.checks
  }

  /// The laws by sampled ensembles and trajectories, with a control for each.
  func sampledFindings(_ random: RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: name)
    let forward = try works(of: process, random["forward"])
    workTheorems(&findings, forward)
    try crooks(&findings, forward, works(of: process.reversed, random["reverse"]))
    try crooks(&findings, forward, works(of: process, from: last, random["not reversed"]), isControl: true)
    try entropyTheorems(&findings, random["transient"])
    try trajectories(&findings, random["paths"])
    return findings.checks
  }

  /// The works on an ensemble in equilibrium at the first control, or from another distribution.
  private func works(
    of process: TrapProcess, from start: (mean: Double, variance: Double)? = nil, _ random: RandomStream
  ) throws -> [Double] {
    let drive = process.drive
    var ensemble =
      if let start {
        try LangevinEnsemble(
          HarmonicTrap(), at: positions(start, random["positions"]), drive(0), temperature: process.temperature,
          mobility: process.mobility, random: random)
      } else {
        try LangevinEnsemble(
          HarmonicTrap(), inEquilibriumAt: drive(0), count: Self.samples, temperature: process.temperature,
          mobility: process.mobility, random: random)
      }
    try ensemble.run(drive, timeStep: process.timeStep, integrator: .exactOrnsteinUhlenbeck)
    return ensemble.works
  }

  private func positions(_ p: (mean: Double, variance: Double), _ random: RandomStream) -> [Double] {
    var random = random
    return (0..<Self.samples).map { _ in p.mean + p.variance.squareRoot() * random.normal() }
  }

  private func workTheorems(_ findings: inout Findings, _ works: [Double]) {
    let (temperature, difference) = (process.temperature, process.freeEnergyChange)
    for (subject, quantity, shift, factor) in [
      ("drive", dissipation, difference, 1 / temperature),
      ("wrong ΔF", wrongDissipation, difference + Self.wrongShift * temperature, 1 / temperature),
      ("temperature forgotten", withoutTemperature, difference, 1),
    ] {
      let law = process.distribution(of: quantity, from: first)
      let found = meanExponential(works.lazy.map { factor * ($0 - shift) })
      findings.equal(
        .jarzynski, subject, found, 1, error: law.error(of: works.count), isControl: subject != "drive")
    }
    let exact = process.moments(of: dissipation, from: first)
    let error = (exact.variance / Double(works.count)).squareRoot()
    let found = (mean(works) - difference) / temperature
    findings.equal(.exactMean, "work", found, exact.mean, error: error)
    findings.atLeast(.secondLaw, "work", found, 0, error: error)
  }

  private func crooks(
    _ findings: inout Findings, _ forward: [Double], _ reverse: [Double], isControl: Bool = false
  ) throws {
    let subject = isControl ? "reverse drive not reversed" : "drive and reverse"
    let (temperature, difference) = (process.temperature, process.freeEnergyChange)
    if !isControl {
      let bennett = try FreeEnergyDifference.bennett(
        forward: forward.map { $0 / temperature }, reverse: reverse.map { $0 / temperature }
      ).difference
      for (subject, shift) in [("Bennett", 0), ("Bennett, wrong ΔF", Self.wrongShift)] {
        findings.equal(
          .crooks, subject, bennett.value, difference / temperature + shift, error: bennett.standardError,
          isControl: shift > 0)
      }
    }
    let there = process.halfAverage(from: first, difference: difference)
    let back = (isControl ? process : process.reversed).halfAverage(from: last, difference: -difference)
    let error = ((there.variance + back.variance) / Double(forward.count)).squareRoot()
    findings.equal(
      .crooks, subject, meanExponential(forward.lazy.map { 0.5 * ($0 - difference) / temperature }),
      meanExponential(reverse.lazy.map { 0.5 * ($0 + difference) / temperature }), error: error, isControl: isControl)
  }

  private func entropyTheorems(_ findings: inout Findings, _ random: RandomStream) throws {
    let starts = positions(start, random["positions"])
    var ensemble = try LangevinEnsemble(
      HarmonicTrap(), at: starts, process.drive(0), temperature: process.temperature, mobility: process.mobility,
      random: random)
    try ensemble.run(process.drive, timeStep: process.timeStep, integrator: .exactOrnsteinUhlenbeck)
    func surprise(_ x: Double, _ p: (mean: Double, variance: Double)) -> Double {
      0.5 * ((x - p.mean) * (x - p.mean) / p.variance + Elementary.log(2 * Double.pi * p.variance))
    }
    let system = zip(starts, ensemble.positions).map { surprise($1, end) - surprise($0, start) }
    let reservoir = ensemble.heats.map { $0 / process.temperature }
    let total = zip(system, reservoir).map { $0 + $1 }
    let wrongStart = zip(total, starts).map { $0 + surprise($1, start) - surprise($1, first) }
    for (subject, samples, quantity, isControl) in [
      ("any start", total, entropy, false),
      ("start taken for equilibrium", wrongStart, entropyWithWrongStart, true),
    ] {
      let law = process.distribution(of: quantity, from: start)
      findings.equal(
        .integralTheorem, subject, meanExponential(samples), 1, error: law.error(of: samples.count),
        isControl: isControl)
    }
    let (right, wrong) = (
      process.moments(of: entropy, from: start), process.moments(of: entropyWithReversedHeat, from: start)
    )
    let n = Double(starts.count)
    let error = (right.variance / n).squareRoot()
    findings.equal(.exactMean, "entropy production", mean(total), right.mean, error: error)
    findings.atLeast(.secondLaw, "entropy production", mean(total), 0, error: error)
    findings.atLeast(
      .secondLaw, "heat of the wrong sign", mean(zip(system, reservoir).map { $0 - $1 }), 0,
      error: (wrong.variance / n).squareRoot(),
      isControl: true)
  }

  /// Heat over temperature is ln P_F/P_R of single trajectories, and Δε = W − Q.
  private func trajectories(_ findings: inout Findings, _ random: RandomStream) throws {
    let drive = process.drive
    let (control, final) = (drive(0), drive(drive.duration))
    var (detailed, energetic, notReversed, wrongSign) = (0.0, 0.0, 0.0, 0.0)
    for (number, origin) in positions(start, random["positions"]).prefix(20).enumerated() {
      var (path, work, heat) = ([origin], 0.0, 0.0)
      for step in try LangevinTrajectory(
        HarmonicTrap(), from: origin, drive, timeStep: process.timeStep, integrator: .exactOrnsteinUhlenbeck,
        temperature: process.temperature, mobility: process.mobility, random: random[number])
      {
        path.append(step.position)
        work += step.work
        heat += step.heat
      }
      let back = Array(path.reversed())
      let released = heat / process.temperature
      let forward = process.logProbability(of: path)
      detailed = max(detailed, abs(forward - process.reversed.logProbability(of: back) - released))
      notReversed = max(notReversed, abs(forward - process.logProbability(of: back) - released))
      let trap = HarmonicTrap()
      let change = trap.energy(at: path[path.count - 1], final) - trap.energy(at: origin, control)
      energetic = max(energetic, abs(work - heat - change))
      wrongSign = max(wrongSign, abs(work + heat - change))
    }
    findings.exact(.detailedTheorem, "trajectories", detailed, 0)
    findings.exact(.detailedTheorem, "trajectories, reverse drive not reversed", notReversed, 0, isControl: true)
    findings.exact(.firstLaw, "trajectories", energetic, 0)
    findings.exact(.firstLaw, "trajectories, heat of the wrong sign", wrongSign, 0, isControl: true)
  }
}

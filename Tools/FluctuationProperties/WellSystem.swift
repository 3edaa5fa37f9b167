import ElementaryFunctions
import Estimation
import LangevinDynamics
import Randomness
import StochasticThermodynamics

/// A particle in a double well whose barrier and tilt a random drive changes: nonlinear diffusion, with the Fokker–Planck
/// equation as the exact line.
///
/// Sampled by stochastic Heun with 8 E μ dt ≤ 0.04, E the barrier: the one integrator here that is not exact. Its bias is of second
/// order in dt and cannot be seen: over 1000 seeds the mean work is off by −0.02(3) standard errors of one ensemble, ⟨exp(−W)⟩ by
/// 0.01(3).
struct WellSystem: DrawnSystem {
  /// How many particles there are in an ensemble.
  static let samples = 20_000
  /// The error that a wrong ΔF makes, in units of the temperature.
  static let wrongShift = 0.25

  let name: String
  let well: DoubleWell
  let drive: Drive<DoubleWell.Control>
  let temperature, mobility: Double

  /// Nil if it is not good to test.
  init?(_ stream: RandomStream) throws {
    var random = stream
    (temperature, mobility) = (random.number(in: 0.5...2), random.number(in: 0.5...2))
    well = try DoubleWell(barrier: temperature * random.number(in: 0.7...2), tilt: random.number(in: 0.1...0.3))
    let duration = random.number(in: 0.2...0.8) / (temperature * mobility)
    let (barrier, tilt) = (random.number(in: 0.3...1.3), random.number(in: -1...1))
    let swing = random.number(in: -0.2...0.2)
    drive = try Drive(over: duration) { time in
      let part = time / duration
      let wave = swing * Elementary.sineAndCosine(ofTurns: part).sine
      return DoubleWell.Control(barrier: 1 + (barrier - 1) * part + wave, tilt: tilt * part * (2 - part))
    }
    name = "double well, barrier \(well.barrier), T = \(temperature), μ = \(mobility), driven for \(duration)"
    guard try isGood else { return nil }
  }

  private var isGood: Bool {
    get throws {
      let forward = try line(drive, from: drive(0))
      guard half(forward, dissipated: forward.freeEnergyChange).relativeVariance <= Power.largestVariance else {
        return false
      }
      let notReversed = try line(drive, from: drive(drive.duration))
      let (there, back) = (
        half(forward, dissipated: forward.freeEnergyChange), half(notReversed, dissipated: -forward.freeEnergyChange)
      )
      return abs(there.mean - back.mean)
        > Power.controlDistance * ((there.variance + back.variance) / Double(Self.samples)).squareRoot()
    }
  }

  // MARK: - Exactly

  /// The Fokker–Planck equation of a drive, from the equilibrium of a control; with the tilts 1/T, 2/T, 1/2T, u/T and (1 − u)/T.
  func line(_ drive: Drive<DoubleWell.Control>, from control: DoubleWell.Control, u: Double = 0) throws
    -> FokkerPlanck<DoubleWell>
  {
    let beta = 1 / temperature
    var line = try FokkerPlanck(
      well, inEquilibriumAt: control, on: LineGrid(-3...3, points: 401), temperature: temperature, mobility: mobility,
      tilts: [2 * beta, 0.5 * beta, u * beta, (1 - u) * beta])
    try line.run(drive, steps: 200)
    return line
  }

  /// Mean and variance of exp(−(W − ΔF)/2T), and the variance of exp(−(W − ΔF)/T).
  private func half(
    _ line: FokkerPlanck<DoubleWell>, dissipated difference: Double
  ) -> (mean: Double, variance: Double, relativeVariance: Double) {
    let factor = Elementary.exp(0.5 * difference / temperature)
    let mean = factor * line.tilted(2).integral()
    let full = factor * factor * line.tilted(0).integral()
    return (
      mean, full - mean * mean, factor * factor * factor * factor * line.tilted(1).integral() - full * full
    )
  }

  /// The laws by the Fokker–Planck equation, with a control for each.
  func exactFindings(_ random: RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: name)
    var random = random
    let u = random.number(in: -0.3...1.3)
    let last = drive(drive.duration)
    let forward = try line(drive, from: drive(0), u: u)
    let (reverse, notReversed) = (try line(drive.reversed, from: last, u: u), try line(drive, from: last))
    let scaled = forward.freeEnergyChange / temperature
    let jarzynski = Elementary.exp(scaled) * forward.tilted(0).integral()
    findings.exact(.jarzynski, "drive", jarzynski, 1)
    findings.exact(.jarzynski, "wrong ΔF", jarzynski * Elementary.exp(Self.wrongShift), 1, isControl: true)
    let there = Elementary.exp(u * scaled) * forward.tilted(3).integral()
    findings.exact(.crooks, "u = \(u)", there, Elementary.exp((u - 1) * scaled) * reverse.tilted(4).integral())
    findings.exact(
      .crooks, "reverse drive not reversed", half(forward, dissipated: forward.freeEnergyChange).mean,
      half(notReversed, dissipated: -forward.freeEnergyChange).mean, isControl: true)
    findings.exact(.secondLaw, "mean work", forward.meanWork, atLeast: forward.freeEnergyChange)
    return findings.checks
  }

  // MARK: - Sampled

  /// The laws by ensembles, with a control for each.
  func sampledFindings(_ random: RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: name)
    let last = drive(drive.duration)
    let exact = try line(drive, from: drive(0))
    let forward = try works(drive, from: drive(0), random["forward"])
    let (difference, n) = (exact.freeEnergyChange, Double(Self.samples))
    let there = half(exact, dissipated: difference)
    for (subject, shift, isControl) in [("drive", 0.0, false), ("wrong ΔF", Self.wrongShift, true)] {
      let found = meanExponential(forward.lazy.map { ($0 - difference) / temperature - shift })
      findings.equal(
        .jarzynski, subject, found, 1, error: Elementary.exp(shift) * (there.relativeVariance / n).squareRoot(),
        isControl: isControl)
    }
    let error = (exact.workVariance / n).squareRoot()
    findings.equal(.exactMean, "work", mean(forward), exact.meanWork, error: error)
    findings.atLeast(.secondLaw, "work", mean(forward), difference, error: error)
    for (subject, drive, isControl) in [
      ("drive and reverse", drive.reversed, false), ("reverse drive not reversed", drive, true),
    ] {
      let works = try works(drive, from: last, random[subject])
      if !isControl { try bennett(&findings, forward, works, difference / temperature) }
      let back = half(try line(drive, from: last), dissipated: -difference)
      findings.equal(
        .crooks, subject, meanExponential(forward.lazy.map { 0.5 * ($0 - difference) / temperature }),
        meanExponential(works.lazy.map { 0.5 * ($0 + difference) / temperature }),
        error: ((there.variance + back.variance) / n).squareRoot(), isControl: isControl)
    }
    try firstLaw(&findings, random["paths"])
    return findings.checks
  }

  private func bennett(_ findings: inout Findings, _ forward: [Double], _ reverse: [Double], _ difference: Double)
    throws
  {
    let found = try FreeEnergyDifference.bennett(
      forward: forward.map { $0 / temperature }, reverse: reverse.map { $0 / temperature }
    ).difference
    for (subject, shift) in [("Bennett", 0), ("Bennett, wrong ΔF", Self.wrongShift)] {
      findings.equal(
        .crooks, subject, found.value, difference + shift, error: found.standardError, isControl: shift > 0)
    }
  }

  private var timeStep: Double { 0.04 / (8 * well.barrier * mobility) }

  /// The works of a drive on an ensemble in equilibrium at a control.
  private func works(
    _ drive: Drive<DoubleWell.Control>, from control: DoubleWell.Control, _ random: RandomStream
  ) throws -> [Double] {
    var ensemble = try LangevinEnsemble(
      well, inEquilibriumAt: control, count: Self.samples, temperature: temperature, mobility: mobility, random: random)
    try ensemble.run(drive, timeStep: timeStep)
    return ensemble.works
  }

  /// Δε = W − Q along single trajectories.
  private func firstLaw(_ findings: inout Findings, _ random: RandomStream) throws {
    var (missed, wrongSign) = (0.0, 0.0)
    for number in 0..<10 {
      var (work, heat, position) = (0.0, 0.0, 1.0)
      for step in try LangevinTrajectory(
        well, from: position, drive, timeStep: timeStep, temperature: temperature, mobility: mobility,
        random: random[number])
      {
        (work, heat, position) = (work + step.work, heat + step.heat, step.position)
      }
      let change = well.energy(at: position, drive(drive.duration)) - well.energy(at: 1.0, drive(0))
      missed = max(missed, abs(work - heat - change))
      wrongSign = max(wrongSign, abs(work + heat - change))
    }
    findings.exact(.firstLaw, "trajectories", missed, 0)
    findings.exact(.firstLaw, "trajectories, heat of the wrong sign", wrongSign, 0, isControl: true)
  }
}

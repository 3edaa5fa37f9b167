import ElementaryFunctions
import LangevinDynamics
import Randomness
import StochasticThermodynamics

/// A particle in a harmonic trap that a random drive moves, stiffens and pulls, all at once, in a few exact
/// Ornstein–Uhlenbeck steps, for which the theorems hold exactly whatever the length of the steps.
struct TrapSystem: DrawnSystem {
  /// How many particles there are in an ensemble.
  static let samples = 30_000
  /// The error that a wrong ΔF makes, in units of the temperature.
  static let wrongShift = 0.2

  let name: String
  let process: TrapProcess
  /// Equilibrium at the first and at the last control.
  let first, last: (mean: Double, variance: Double)
  /// A normal distribution of positions to start from, not the equilibrium; and what has become of it at the end.
  let start, end: (mean: Double, variance: Double)

  /// Nil if it is not good to test.
  init?(_ stream: RandomStream) throws {
    var random = stream
    let temperature = random.uniform() < 0.5 ? random.number(in: 0.3...0.6) : random.number(in: 1.7...3)
    process = TrapProcess(
      drive: try Self.drive(&random, temperature), temperature: temperature, mobility: random.number(in: 0.5...2),
      steps: 4 + random.index(below: 12))
    let drive = process.drive
    name = "trap, \(process.steps) steps over \(drive.duration), T = \(temperature), μ = \(process.mobility)"
    (first, last) = (process.equilibrium(at: drive(0)), process.equilibrium(at: drive(drive.duration)))
    let start = (
      mean: first.mean + 0.5 * first.variance.squareRoot() * random.normal(),
      variance: first.variance * random.number(in: 0.7...1.4)
    )
    let final = process.tilted(process.entropy(), at: 0, from: start)
    (self.start, end) = (start, (final.mean, final.variance))
    guard isSampled, showsControls else { return nil }
  }

  private static func drive(_ random: inout RandomStream, _ temperature: Double) throws -> Drive<HarmonicTrap.Control> {
    let duration = random.number(in: 0.3...2)
    let stiffness = (random.number(in: 0.5...2), random.number(in: 0.5...2))
    let scale = temperature.squareRoot()
    let (center, force, swing) = (scale * random.normal(), scale * random.normal(), random.number(in: -0.1...0.1))
    return try Drive(over: duration) { time in
      let part = time / duration
      let wave = swing * Elementary.sineAndCosine(ofTurns: part).sine
      return HarmonicTrap.Control(
        stiffness: stiffness.0 + (stiffness.1 - stiffness.0) * part + wave, center: center * (part + 2 * wave),
        force: force * part * part)
    }
  }

  /// Whether exp(−(W − ΔF)/T) and exp(−s) have variances that can be sampled.
  private var isSampled: Bool {
    process.distribution(of: dissipation, from: first).variance <= Power.largestVariance
      && process.distribution(of: entropy, from: start).variance <= Power.largestVariance
  }

  /// Whether each negative control is expected to be seen. That of a wrong ΔF is by the bound on the variance.
  private var showsControls: Bool {
    let least = Power.controlDistance
    let wrong = process.moments(of: entropyWithReversedHeat, from: start)
    let right = process.halfAverage(from: first, difference: process.freeEnergyChange)
    let notReversed = process.halfAverage(from: last, difference: -process.freeEnergyChange)
    return process.distribution(of: entropyWithWrongStart, from: start).distance(of: Self.samples) > least
      && process.distribution(of: withoutTemperature, from: first).distance(of: Self.samples) > least
      && -wrong.mean > least * (wrong.variance / Double(Self.samples)).squareRoot()
      && abs(right.mean - notReversed.mean)
        > least * ((right.variance + notReversed.variance) / Double(Self.samples)).squareRoot()
  }

  // MARK: - What is counted

  /// (W − ΔF)/T.
  var dissipation: TrapProcess.Quantity {
    process.work(times: 1 / process.temperature, shift: process.freeEnergyChange)
  }

  /// The same with a wrong ΔF.
  var wrongDissipation: TrapProcess.Quantity {
    let shift = process.freeEnergyChange + Self.wrongShift * process.temperature
    return process.work(times: 1 / process.temperature, shift: shift)
  }

  /// W − ΔF: the temperature forgotten.
  var withoutTemperature: TrapProcess.Quantity { process.work(times: 1, shift: process.freeEnergyChange) }

  /// The total entropy production from ``start``.
  var entropy: TrapProcess.Quantity { process.entropy(from: start, to: end) }

  /// The same as if the start were the equilibrium. (Without any boundary term, and with heat of the wrong sign, exp(−s) has no
  /// variance, if it has a mean: heat is unbounded here.)
  var entropyWithWrongStart: TrapProcess.Quantity { process.entropy(from: first, to: end) }

  /// The same with heat of the wrong sign.
  var entropyWithReversedHeat: TrapProcess.Quantity { process.entropy(heatSign: -1, from: start, to: end) }
}

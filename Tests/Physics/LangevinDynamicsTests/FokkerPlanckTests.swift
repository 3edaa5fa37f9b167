import ElementaryFunctions
import LangevinDynamics
import StochasticThermodynamics
import Testing

private let trap = HarmonicTrap()

/// The limit of a quantity whose error is of second order in spacing and step.
private func limit(_ quantity: (_ refinement: Int) throws -> Double) rethrows -> Double {
  let (coarse, fine) = (try quantity(1), try quantity(2))
  return fine + (fine - coarse) / 3
}

/// A trap after a drive from equilibrium, on 400 cells and in 200 steps or a multiple of both.
private func driven(
  by drive: Drive<HarmonicTrap.Control>, _ refinement: Int = 1, in range: ClosedRange<Double> = -8...9,
  tilts: [Double] = []
) throws -> FokkerPlanck<HarmonicTrap> {
  let grid = try LineGrid(range, points: 400 * refinement + 1)
  var line = try FokkerPlanck(trap, inEquilibriumAt: drive(0), on: grid, tilts: tilts)
  try line.run(drive, steps: 200 * refinement)
  return line
}

/// A trap with closed forms of the work's mean and variance and of the change of the free energy.
struct SolvedTrap: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var drive: Drive<HarmonicTrap.Control>
  var freeEnergyChange, meanWork, workVariance: Double

  /// Moving: ⟨W⟩ = v²[τ − (1 − e^(−kτ))/k], Gaussian. Force ramp: W_diss = (L²/k)(kτ − 1 + e^(−kτ))/(kτ)², Gaussian. O. Mazonka and
  /// C. Jarzynski, cond-mat/9912121 (1999). Stiffening: from the Riccati equation of ln⟨e^(−uW)⟩, by SciPy.
  static var all: [SolvedTrap] {
    get throws {
      try [
        SolvedTrap(
          testDescription: "moving", drive: .movingTrap(velocity: 1, over: 1), freeEnergyChange: 0,
          meanWork: Elementary.exp(-1), workVariance: 2 * Elementary.exp(-1)),
        SolvedTrap(
          testDescription: "force ramp", drive: .forceRamp(to: 2, over: 1), freeEnergyChange: -2,
          meanWork: 4 * Elementary.exp(-1) - 2, workVariance: 8 * Elementary.exp(-1)),
        SolvedTrap(
          testDescription: "stiffening", drive: .stiffeningTrap(from: 1, to: 4, over: 1),
          freeEnergyChange: Elementary.log(2), meanWork: 0.936042, workVariance: 0.84224),
      ]
    }
  }
}

@Suite struct FokkerPlanckTests {
  @Test(arguments: try SolvedTrap.all) func worksOfTrapsMeetTheirClosedForms(solved: SolvedTrap) throws {
    let mean = try limit { try driven(by: solved.drive, $0).meanWork }
    let variance = try limit { try driven(by: solved.drive, $0).workVariance }
    #expect(abs(mean - solved.meanWork) < 1e-6)
    #expect(abs(variance - solved.workVariance) < 5e-6)
    let line = try driven(by: solved.drive)
    #expect(abs(line.freeEnergyChange - solved.freeEnergyChange) < 1e-11)
    // Jarzynski's equality, exact for any number of steps.
    let jarzynski = Elementary.exp(-line.freeEnergyChange)
    #expect(abs(line.tilted().integral() / jarzynski - 1) < 1e-11)
    // Negative control: with the wrong sign of the work.
    let wrong = try driven(by: solved.drive, tilts: [-1]).tilted(1).integral()
    #expect(abs(wrong / jarzynski - 1) > 0.1)
  }

  /// ⟨e^(−uW)⟩ forwards is e^(−ΔF)⟨e^(−(1−u)W)⟩ of the reversed drive, for every u: the relation of G. E. Crooks, Phys. Rev. E 60, 2721
  /// (1999), for the generating function. Exact on the grid, as each step obeys detailed balance.
  @Test func aDriveAndItsReverseAreSymmetric() throws {
    let drive = try Drive.stiffeningTrap(from: 1, to: 4, over: 1)
    let tilts = [0.25, 0.75, -0.3, 1.3]
    let forward = try driven(by: drive, tilts: tilts)
    let reverse = try driven(by: drive.reversed, tilts: tilts)
    let factor = Elementary.exp(-forward.freeEnergyChange)
    for (number, opposite) in [(1, 2), (2, 1), (3, 4), (4, 3)] {
      let expected = factor * reverse.tilted(opposite).integral()
      #expect(abs(forward.tilted(number).integral() / expected - 1) < 1e-11)
      // Negative control: the reverse that is not reversed.
      #expect(abs(forward.tilted(number).integral() / (factor * forward.tilted(opposite).integral()) - 1) > 0.01)
    }
  }

  /// Mean m e^(−kt), variance s² e^(−2kt) + (1 − e^(−2kt))/k, T = 2, μ = ½.
  @Test func relaxationIsThatOfOrnsteinAndUhlenbeck() throws {
    func relaxed(_ refinement: Int) throws -> FokkerPlanck<HarmonicTrap> {
      let grid = try LineGrid(-12...12, points: 600 * refinement + 1)
      let start = try LineDensity(on: grid) { x in Elementary.exp(-(x - 3) * (x - 3) / 0.5) }
      var line = try FokkerPlanck(
        trap, from: start, HarmonicTrap.Control(stiffness: 1.5), temperature: 2, mobility: 0.5)
      try line.run(.holding(HarmonicTrap.Control(stiffness: 1.5), for: 0.8), steps: 300 * refinement)
      return line
    }
    let decay = Elementary.exp(-0.6)
    let (mean, variance) = (3 * decay, 0.25 * decay * decay + 2 / 1.5 * (1 - decay * decay))
    #expect(try abs(limit { try relaxed($0).density.mean } - mean) < 2e-6)
    #expect(try abs(limit { try relaxed($0).density.variance } - variance) < 2e-6)
    // S = ½ ln 2πe s², and D(ρ‖ρ_eq) = ½[s²k/T − 1 − ln(s²k/T)] + km²/2T.
    let entropy = 0.5 * (1 + Elementary.log(2 * Double.pi * variance))
    #expect(try abs(limit { try relaxed($0).density.entropy } - entropy) < 2e-6)
    let ratio = variance * 1.5 / 2
    let distance = 0.5 * (ratio - 1 - Elementary.log(ratio)) + 1.5 * mean * mean / 4
    #expect(try abs(limit { try relaxed($0).relativeEntropyFromEquilibrium } - distance) < 5e-6)
    // No work; the energy k⟨x²⟩/2 flows into the bath.
    let line = try relaxed(1)
    #expect(line.meanWork == 0)
    let heat = 0.75 * (9.25 - mean * mean - variance)
    #expect(try abs(limit { try relaxed($0).meanHeat } - heat) < 1e-5)
    // Negative control: the relaxation of a trap 1 % stiffer.
    #expect(abs(line.density.mean - 3 * Elementary.exp(-0.606)) > 1e-3)
  }

  /// Without a force, between walls: a cosine decays as it should on a lattice, with the rate (4D/h²) sin²(πh/2L).
  @Test func aFreeParticleDiffuses() throws {
    let grid = try LineGrid(-0.99...0.99, points: 100)
    func cosine(_ x: Double) -> Double { -Elementary.sineAndCosine(ofTurns: 0.25 * x).sine }
    let start = try LineDensity(on: grid) { 1 + cosine($0) }
    let free = HarmonicTrap.Control(stiffness: 0)
    var line = try FokkerPlanck(trap, from: start, free)
    try line.run(.holding(free, for: 0.5), steps: 2000)
    let sine = Elementary.sineAndCosine(ofTurns: 0.0025).sine
    let amplitude = Elementary.exp(-0.5 * 4 / (0.02 * 0.02) * sine * sine)
    let expected = grid.positions.map { 0.5 * (1 + amplitude * cosine($0)) }
    #expect(zip(line.density.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    // Negative control: on a line without walls the particle spreads further.
    #expect(abs(line.density.variance - (start.normalised.variance + 1)) > 0.5)
  }

  @Test func theErrorIsOfSecondOrder() throws {
    let drive = try Drive.movingTrap(velocity: 1, over: 1)
    let errors = try [1, 2, 4].map { abs(try driven(by: drive, $0).meanWork - Elementary.exp(-1)) }
    #expect(abs(errors[0] / errors[1] - 4) < 0.05)
    #expect(abs(errors[1] / errors[2] - 4) < 0.05)
  }

  /// At a frozen control the equilibrium stays, in a tilted double well across 40 k_B T and for steps of any length.
  @Test(arguments: [1, 10, 1000]) func theEquilibriumIsBoltzmanns(steps: Int) throws {
    let control = DoubleWell.Control(barrier: 0.7, tilt: 0.6)
    let grid = try LineGrid(-1.9...1.9, points: 401)
    let well = try DoubleWell()
    var line = try FokkerPlanck(well, inEquilibriumAt: control, on: grid)
    let before = line.density.values
    try line.run(.holding(control, for: 10), steps: steps)
    let after = line.density.values
    let largest = before.max() ?? 0
    #expect(zip(before, after).allSatisfy { abs($0 - $1) < 1e-12 * largest })
    #expect(zip(before, after).allSatisfy { abs($0 - $1) < 1e-9 * $0 })
    #expect(abs(line.density.integral() - 1) < 1e-12)
    #expect(line.meanWork == 0 && abs(line.meanHeat) < 1e-10 && abs(line.relativeEntropyFromEquilibrium) < 1e-11)
    // Negative control: of centred differences, p' (1 − F'h/2) = p (1 + Fh/2), the density at rest is another.
    var centred = [1.0]
    for point in 1..<grid.count {
      let forces = (well.force(at: grid.position(point - 1), control), well.force(at: grid.position(point), control))
      centred.append(
        centred[point - 1] * (1 + 0.5 * grid.spacing * forces.0) / (1 - 0.5 * grid.spacing * forces.1))
    }
    let other = try LineDensity(on: grid, values: centred).normalised.values
    #expect(!zip(before, other).allSatisfy { abs($0 - $1) < 1e-5 * largest })
  }

  /// e^(−U(x)/T) P(x → y) is symmetric in x and y.
  @Test func eachStepObeysDetailedBalance() throws {
    let control = HarmonicTrap.Control(stiffness: 2, center: 0.3)
    let grid = try LineGrid(-2...2, points: 41)
    func transition(from point: Int, force: Double = 0) throws -> [Double] {
      let start = try LineDensity(on: grid, values: (0..<41).map { $0 == point ? 1 : 0 })
      var line = try FokkerPlanck(trap, from: start, control)
      var moved = control
      moved.force = force
      try line.run(.holding(moved, for: 0.3), steps: 30)
      return line.density.values
    }
    let rest = try FokkerPlanck(trap, inEquilibriumAt: control, on: grid).density.values
    for (x, y) in [(5, 30), (18, 25), (20, 21)] {
      let ratio = (try rest[x] * transition(from: x)[y]) / (try rest[y] * transition(from: y)[x])
      #expect(abs(ratio - 1) < 1e-11)
      // Negative control: the equilibrium of another control.
      let other = (try rest[x] * transition(from: x, force: 1)[y]) / (try rest[y] * transition(from: y, force: 1)[x])
      #expect(abs(other - 1) > 0.05)
    }
  }

  /// A particle that starts at a point: the density stays positive and smooth, and spreads as it should.
  @Test func aRoughBeginningIsDamped() throws {
    let grid = try LineGrid(-8...8, points: 801)
    let start = try LineDensity(on: grid, values: (0..<801).map { $0 == 450 ? 1 : 0 })
    var line = try FokkerPlanck(trap, from: start, HarmonicTrap.Control())
    try line.run(.holding(HarmonicTrap.Control(), for: 1), steps: 200)
    let density = line.density
    #expect(density.values.allSatisfy { $0 > -1e-15 })
    #expect(abs(density.mean - Elementary.exp(-1)) < 1e-4)
    #expect(abs(density.variance - (1 - Elementary.exp(-2))) < 1e-4)
    let peak = density.values.max() ?? 0
    #expect(abs(peak - 1 / (2 * Double.pi * (1 - Elementary.exp(-2))).squareRoot()) < 1e-4)
    // Negative control: without the damping. A run of almost no time uses up the damped steps.
    var undamped = try FokkerPlanck(trap, from: start, HarmonicTrap.Control())
    try undamped.run(.holding(HarmonicTrap.Control(), for: 1e-9), steps: 1)
    try undamped.run(.holding(HarmonicTrap.Control(), for: 1), steps: 20)
    #expect(undamped.density.values.contains { $0 < -1e-3 })
  }

  @Test func partsOfADriveAddUp() throws {
    let drive = try Drive.stiffeningTrap(from: 1, to: 4, over: 1)
    let whole = try driven(by: drive)
    var line = try FokkerPlanck(trap, inEquilibriumAt: drive(0), on: whole.grid)
    try line.run(drive.part(from: 0, to: 0.25), steps: 50)
    #expect(line.time == 0.25 && line.control == drive(0.25))
    try line.run(drive.part(from: 0.25, to: 1), steps: 150)
    #expect(abs(line.time - 1) < 1e-15 && line.control == drive(1))
    #expect(abs(line.meanWork - whole.meanWork) < 1e-13 && abs(line.workVariance - whole.workVariance) < 1e-12)
    // The first law, with the mean energy k⟨x²⟩/2.
    let energy = 2 * line.density.average { $0 * $0 } - 0.5 * line.start.density.average { $0 * $0 }
    #expect(abs(line.meanWork - line.meanHeat - energy) < 1e-13)
  }

  @Test func stepsAreDoubledUntilTheWorkIsGoodEnough() throws {
    let drive = try Drive.movingTrap(velocity: 1, over: 1)
    let grid = try LineGrid(-8...9, points: 401)
    func work(_ tolerance: Double) throws -> (work: Double, steps: Int) {
      var line = try FokkerPlanck(trap, inEquilibriumAt: drive(0), on: grid)
      let steps = try line.run(drive, workTolerance: tolerance)
      return (line.meanWork, steps)
    }
    let (rough, fine) = (try work(1e-5), try work(1e-8))
    #expect(abs(rough.work - fine.work) < 1.1e-5)
    #expect(fine.steps > rough.steps && rough.steps >= 256)
  }

  /// A trap dragged at constant speed with the right jumps of its centre at both ends reaches the bound W = W₂²/τ: T. Schmiedl and
  /// U. Seifert, Phys. Rev. Lett. 98, 108301 (2007), for a density that keeps its shape.
  @Test func theLeastWorkIsReachedByTheOptimalDrive() throws {
    let optimal = try Drive(over: 2) { t in HarmonicTrap.Control(center: t <= 0 ? 0 : t >= 2 ? 1 : 0.5 * t + 0.5) }
    var line = try FokkerPlanck(trap, inEquilibriumAt: optimal(0), on: LineGrid(-8...9, points: 1701))
    try line.run(optimal, steps: 400)
    #expect(try abs(line.leastWork - 0.5) < 1e-5)
    #expect(abs(line.meanWork - 0.5) < 1e-4)
    // Every other drive needs more.
    for solved in try SolvedTrap.all {
      let line = try driven(by: solved.drive)
      #expect(try line.meanWork > line.leastWork + 0.01 && line.leastWork > line.freeEnergyChange)
    }
  }
}

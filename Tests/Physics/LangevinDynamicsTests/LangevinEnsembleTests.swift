import Estimation
import Foundation
import LangevinDynamics
import Randomness
import StochasticThermodynamics
import Testing
import Validation

@Suite struct LangevinEnsembleTests {
  private let well: DoubleWell

  init() throws { well = try DoubleWell(barrier: 3, tilt: 0.1) }

  private func ensemble(_ count: Int, _ precision: LangevinPrecision = .double) throws -> LangevinEnsemble<DoubleWell> {
    try LangevinEnsemble(
      well, inEquilibriumAt: .init(), count: count, precision: precision, random: RandomStream(seed: 51))
  }

  /// The vectorised kernel and the readable path, moved by the same normal numbers: the same bits of the positions, and work and heat to 1e-10, though the path adds
  /// the heat up step by step and the ensemble takes it from the first law. 67 trajectories fill no block of any width.
  @Test(arguments: LangevinIntegrator.allCases)
  func ensembleAndTrajectoryAreTheSame(integrator: LangevinIntegrator) throws {
    func check<L: Landscape>(_ landscape: L, _ drive: Drive<L.Control>) throws {
      var ensemble = try LangevinEnsemble(
        landscape, at: (0..<67).map { 0.01 * Double($0) }, drive(0), temperature: 1.5, mobility: 0.8,
        random: RandomStream(seed: 52))
      let starts = ensemble.positions
      let before = ensemble.energies
      try ensemble.run(drive, timeStep: 0.013, integrator: integrator)
      for (i, start) in starts.enumerated() {
        let steps = Array(
          try LangevinTrajectory(
            landscape, from: start, drive, timeStep: 0.013, integrator: integrator, temperature: 1.5, mobility: 0.8,
            random: RandomStream(seed: 52)
          ).moved(by: ensemble.noise(of: i, inRun: 0, steps: 77)))
        let (work, heat) = (steps.reduce(0) { $0 + $1.work }, steps.reduce(0) { $0 + $1.heat })
        #expect(steps.last?.position == ensemble.positions[i])
        #expect(abs(work - ensemble.works[i]) < 1e-10 && abs(heat - ensemble.heats[i]) < 1e-10)
        #expect(abs(ensemble.energies[i] - before[i] - (work - heat)) < 1e-10)
        // Negative control: the heat with the other sign.
        #expect(abs(ensemble.energies[i] - before[i] - (work + heat)) > 1e-6)
      }
    }
    try check(HarmonicTrap(), .stiffeningTrap(from: 1, to: 4, over: 1))
    if integrator != .exactOrnsteinUhlenbeck {
      try check(well, .erasure(over: 1))
      try check(DrivenCircle(), Drive(over: 1) { SIMD2(1 + $0, 2 - $0) })
    }
  }

  /// Heat is the Stratonovich integral of the force: in a resting trap of stiffness 1, Σ ½[F(x) + F(x')]Δx over a time 4 comes
  /// ever closer to it with smaller steps (for a linear force it is the same). The negative control is the Itô sum Σ F(x)Δx, too large
  /// by ∫T k dt = 4 in the mean.
  @Test func heatIsTheStratonovichIntegral() throws {
    let trap = HarmonicTrap()
    let control = HarmonicTrap.Control()
    let sums = try (0..<200).map { path in
      var position = 0.5
      var (heat, middle, ito) = (0.0, 0.0, 0.0)
      let steps = try LangevinTrajectory(
        trap, from: position, .holding(control, for: 4), timeStep: 0.01, random: RandomStream(seed: 53)[path])
      for step in steps {
        let (before, after) = (trap.force(at: position, control), trap.force(at: step.position, control))
        heat += step.heat
        middle += 0.5 * (before + after) * (step.position - position)
        ito += before * (step.position - position)
        position = step.position
      }
      return (heat, middle, ito)
    }
    #expect(sums.allSatisfy { abs($0.0 - $0.1) < 1e-12 })
    let excess = Average(sums.map { $0.2 - $0.0 }).estimate
    #expect(excess.isConsistent(with: 4, sigmas: 4.5) && !excess.isConsistent(with: 0, sigmas: 4.5))
  }

  /// More trajectories leave the first ones as they are, in every precision and for counts that fill no block.
  @Test(arguments: LangevinPrecision.allCases)
  func trajectoriesDoNotKnowEachOther(precision: LangevinPrecision) throws {
    var many = try ensemble(300, precision)
    try many.run(.erasure(over: 1), timeStep: 0.01)
    for count in [1, 8, 63, 129] {
      var few = try ensemble(count, precision)
      try few.run(.erasure(over: 1), timeStep: 0.01)
      #expect(few.positions == Array(many.positions.prefix(count)) && few.works == Array(many.works.prefix(count)))
    }
    #expect(Set(many.positions).count == 300)
  }

  /// Single precision on the same random numbers: after 10⁵ steps in a double well, the works differ by rounding alone: by
  /// less than 5e-4 k_B T on any trajectory, without bias in the mean (1.1(13)e-6 when this was written).
  @Test func singlePrecisionIsCloseToDouble() throws {
    var (double, single) = (try ensemble(128, .doubleWithFloatNormals), try ensemble(128, .float))
    try double.run(.barrierCycle(over: 20), timeStep: 2e-4)
    try single.run(.barrierCycle(over: 20), timeStep: 2e-4)
    // The normal numbers of the two precisions are the same, the trajectories are numbered in the same order.
    let gaps = zip(double.works, single.works).map { $0 - $1 }
    #expect(gaps.allSatisfy { abs($0) < 5e-4 })
    #expect(Average(gaps).estimate.isConsistent(with: 0, sigmas: 4.5) && abs(Average(gaps).mean) < 1e-5)
    #expect(gaps.contains { $0 != 0 })
  }

  /// A run in two halves does the same work in the mean, and a sudden change of the control is a work of its own: from k = 1 to
  /// 4 at rest, W = 3x²/2, of mean 3/2.
  @Test func runsAndJumps() throws {
    var jumped = try LangevinEnsemble(
      HarmonicTrap(), inEquilibriumAt: .init(), count: 50_000, random: RandomStream(seed: 54))
    let starts = jumped.positions
    try jumped.run(.holding(.init(stiffness: 4), for: 0.1), timeStep: 0.01)
    #expect(zip(jumped.works, starts).allSatisfy { abs($0 - 1.5 * $1 * $1) < 1e-12 })
    #expect(jumped.meanWork.isConsistent(with: 1.5, sigmas: 4.5))
    let drive = try Drive.stiffeningTrap(from: 1, to: 4, over: 1)
    var halves = try LangevinEnsemble(
      HarmonicTrap(), inEquilibriumAt: .init(), count: 50_000, random: RandomStream(seed: 55))
    try halves.run(drive.part(from: 0, to: 0.3), timeStep: 0.01)
    try halves.run(drive.part(from: 0.3, to: 1), timeStep: 0.01)
    #expect(halves.meanWork.isConsistent(with: 0.936042, sigmas: 4.5))
    #expect(halves.control == drive(1))
  }

  /// Steps that are too large are named, and leave the ensemble as it was.
  @Test(arguments: LangevinPrecision.allCases)
  func aBlowUpIsNamed(precision: LangevinPrecision) throws {
    var ensemble = try LangevinEnsemble(
      DoubleWell(), inEquilibriumAt: .init(), count: 100, precision: precision, random: RandomStream(seed: 56))
    let before = ensemble.positions
    let error = #expect(throws: LangevinBlowUp.self) {
      try ensemble.run(.barrierCycle(over: 2), timeStep: 0.1, integrator: .eulerMaruyama)
    }
    #expect(error?.description.contains("time step 0.1 is too large") == true)
    #expect(ensemble.positions == before && ensemble.works.allSatisfy { $0 == 0 })
    try ensemble.run(.barrierCycle(over: 2), timeStep: 1e-3, integrator: .eulerMaruyama)
    #expect(ensemble.positions.allSatisfy { $0.isFinite })
  }

  /// What is not a number, or has the wrong sign, is refused with a sentence; a mistake in the code stops the program with one.
  @Test func badParameters() async throws {
    let random = RandomStream(seed: 1)
    for positions in [[], [.nan], [0, .infinity]] as [[Double]] {
      #expect(throws: InvalidInput.self) {
        try LangevinEnsemble(HarmonicTrap(), at: positions, .init(), random: random)
      }
    }
    for wrong in [-1, .nan, .infinity] as [Double] {
      #expect(throws: InvalidInput.self) {
        try LangevinEnsemble(HarmonicTrap(), at: [0], .init(), temperature: wrong, random: random)
      }
      #expect(throws: InvalidInput.self) {
        try LangevinEnsemble(HarmonicTrap(), at: [0], .init(), mobility: wrong, random: random)
      }
      #expect(throws: InvalidInput.self) { try Drive.movingTrap(velocity: 1, over: wrong) }
      var one = try LangevinEnsemble(DoubleWell(), at: [0], .init(), random: random)
      #expect(throws: InvalidInput.self) { try one.run(.erasure(over: 1), timeStep: wrong) }
      #expect(one.positions == [0] && one.works == [0])
      #expect(throws: InvalidInput.self) { try BoltzmannDistribution(HarmonicTrap(), .init(), temperature: wrong) }
    }
    var long = try LangevinEnsemble(HarmonicTrap(), at: [0], .init(), random: random)
    #expect(throws: InvalidInput.self) { try long.run(.movingTrap(velocity: 1, over: 1e9), timeStep: 1e-3) }
    // Nothing confines the particle; without noise there is no equilibrium.
    #expect(throws: InvalidInput.self) { try BoltzmannDistribution(HarmonicTrap(), .init(stiffness: 0)) }
    #expect(throws: InvalidInput.self) { try BoltzmannDistribution(HarmonicTrap(), .init(), temperature: 0) }
    #expect(throws: InvalidInput.self) {
      try LangevinTrajectory(
        HarmonicTrap(), from: .nan, .movingTrap(velocity: 1, over: 1), timeStep: 0.1, random: random)
    }
    for control in [HarmonicTrap.Control(stiffness: .nan), .init(center: .infinity), .init(force: .nan)] {
      #expect(throws: InvalidInput.self) { try LangevinEnsemble(HarmonicTrap(), at: [0], control, random: random) }
      #expect(throws: InvalidInput.self) { try BoltzmannDistribution(HarmonicTrap(), control) }
      #expect(throws: InvalidInput.self) {
        try FokkerPlanck(HarmonicTrap(), inEquilibriumAt: control, on: LineGrid(-5...5, points: 101))
      }
      // Later in a drive: the particle is nowhere, and the ensemble as it was.
      let broken = try Drive(over: 1) { $0 < 0.5 ? HarmonicTrap.Control() : control }
      var one = try LangevinEnsemble(HarmonicTrap(), at: [0.5], .init(), random: random)
      #expect(throws: LangevinBlowUp.self) { try one.run(broken, timeStep: 0.01) }
      #expect(one.positions == [0.5] && one.works == [0])
    }
    var well = try LangevinEnsemble(DoubleWell(), at: [0], .init(), random: random)
    #expect(throws: InvalidInput.self) {
      try well.run(.erasure(over: 1), timeStep: 0.01, integrator: .exactOrnsteinUhlenbeck)
    }
    for barrier in [0, -1, .nan, .infinity] as [Double] {
      #expect(throws: InvalidInput.self) { try DoubleWell(barrier: barrier) }
    }
    for (range, points) in [(0...1, 2), (0...1, .min), (1...1, 5), (0 ... .infinity, 5)] as [(ClosedRange<Double>, Int)]
    {
      #expect(throws: InvalidInput.self) { try LineGrid(range, points: points) }
    }
    let grid = try LineGrid(0...1, points: 3)
    for values in [[1, 2], [1, .nan, 1], []] as [[Double]] {
      #expect(throws: InvalidInput.self) { try LineDensity(on: grid, values: values) }
    }
  }

  /// A pulse of the force between two steps is not stepped over where it is named: ⟨x⟩ = h (1 − e^(−0.01)) e^(−t) afterwards, and a drive
  /// without its breakpoints, in steps of 0.1, does not see it.
  @Test func breakpoints() throws {
    func mean(_ breakpoints: [Double], largestStep: Double? = nil) throws -> Double {
      let pulse = try Drive(over: 1, breakpoints: breakpoints, largestStep: largestStep) { time in
        HarmonicTrap.Control(force: 0.52 <= time && time < 0.53 ? 100 : 0)
      }
      var one = try LangevinEnsemble(HarmonicTrap(), at: [0], .init(), temperature: 0, random: RandomStream(seed: 1))
      try one.run(pulse, timeStep: 0.1, integrator: .exactOrnsteinUhlenbeck)
      return one.positions[0]
    }
    let exact = 100 * (1 - exp(-0.01)) * exp(-0.47)
    #expect(abs(try mean([0.52, 0.53]) / exact - 1) < 1e-12)
    #expect(abs(try mean([], largestStep: 1e-3) / exact - 1) < 0.01)
    #expect(try mean([]) == 0)
    // The single trajectory has the same breakpoints and the same work: U of the pulse at the place where the particle is.
    let pulse = try Drive(over: 1, breakpoints: [0.52, 0.53]) { time in
      HarmonicTrap.Control(force: 0.52 <= time && time < 0.53 ? 100 : 0)
    }
    let steps = Array(
      try LangevinTrajectory(
        HarmonicTrap(), from: 0, pulse, timeStep: 0.1, integrator: .exactOrnsteinUhlenbeck, temperature: 0,
        random: RandomStream(seed: 1)))
    #expect(abs((steps.last?.position ?? 0) / exact - 1) < 1e-12 && abs((steps.last?.time ?? 0) - 1) < 1e-12)
    #expect(abs(steps.reduce(0) { $0 + $1.work } - 100 * 100 * (1 - exp(-0.01))) < 1e-9)
  }

  /// The bits do not depend on the processor: a digest of positions and works.
  @Test func theBitsAreTheSameEverywhere() throws {
    let digests = try LangevinPrecision.allCases.map { precision in
      var ensemble = try ensemble(100, precision)
      try ensemble.run(.erasure(over: 1), timeStep: 0.01)
      return (ensemble.positions + ensemble.works).reduce(UInt64(0)) { ($0 &* 0x9E37_79B9_7F4A_7C15) ^ $1.bitPattern }
    }
    #expect(digests == [12_018_729_086_212_184_508, 15_844_314_705_434_313_437, 14_704_723_415_354_572_800])
  }
}

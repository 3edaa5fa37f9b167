import BitErasure
import ElementaryFunctions
import LangevinDynamics
import StochasticThermodynamics
import Testing

/// Erasure and its control at E = 13, A = 0.2, in the limit of fine grids and steps: by an independent program in NumPy, extrapolated
/// from 801 and 1601 points and from 1000 and 2000 steps.
struct ErasureReference: Sendable, CustomTestStringConvertible {
  var duration, work, variance, success, relativeEntropy, controlWork, controlVariance: Double
  var testDescription: String { "τ = \(duration)" }

  static let all = [
    ErasureReference(
      duration: 2, work: 3.760447571, variance: 6.535930143, success: 0.999961746, relativeEntropy: 0.692728162,
      controlWork: 3.140071286, controlVariance: 6.968689211),
    ErasureReference(
      duration: 10, work: 1.347770494, variance: 1.319037241, success: 0.999988798, relativeEntropy: 0.693016690,
      controlWork: 0.644876999, controlVariance: 1.299399426),
    ErasureReference(
      duration: 100, work: 0.758749514, variance: 0.131806443, success: 0.999885905, relativeEntropy: 0.692003060,
      controlWork: 0.064559942, controlVariance: 0.129129882),
  ]
}

@Suite struct FokkerPlanckErasureTests {
  @Test(arguments: ErasureReference.all) func erasureAgreesWithTheReference(reference: ErasureReference) throws {
    let cycle = ErasureProtocol(duration: reference.duration)
    let erasing = try cycle.outcome(of: .erasing)
    #expect(abs(erasing.meanWork / reference.work - 1) < 1e-7)
    #expect(abs(erasing.workVariance / reference.variance - 1) < 1e-7)
    #expect(abs(erasing.success - reference.success) < 2e-9)
    #expect(abs(erasing.relativeEntropy - reference.relativeEntropy) < 2e-8)
    let control = try cycle.outcome(of: .control)
    #expect(abs(control.meanWork / reference.controlWork - 1) < 1e-7)
    #expect(abs(control.workVariance / reference.controlVariance - 1) < 1e-7)
    #expect(abs(control.success - 0.5) < 1e-11 && abs(control.relativeEntropy) < 1e-10)
    // Negative control: the grid alone is not that good.
    #expect(try abs(cycle.outcomeOnGrid(of: .erasing).meanWork / reference.work - 1) > 4e-6)
  }

  /// Over a cycle ΔF = 0, and the tilted density at the end is the equilibrium: ⟨e^(−W)⟩ = 1 and ⟨e^(−W); right⟩ = ½, however few the
  /// steps. Bérut, Petrosyan and Ciliberto, EPL 103, 60002 (2013).
  @Test(arguments: [0.3, 2, 30, 200]) func exponentialAveragesAreExact(duration: Double) throws {
    for cycle in ErasureProtocol.Cycle.allCases {
      let outcome = try ErasureProtocol(duration: duration).outcomeOnGrid(of: cycle, points: 401, steps: 400)
      #expect(abs(outcome.exponentialAverage - 1) < 1e-10)
      #expect(abs(outcome.exponentialAverageOfSuccess - 0.5) < 1e-10)
      #expect(outcome.meanWork > outcome.leastWork && outcome.leastWork > -1e-10)
    }
    // Negative control: a drive that ends halfway is no cycle.
    let erasure = ErasureProtocol(duration: duration)
    var half = try FokkerPlanck(
      erasure.landscape, inEquilibriumAt: DoubleWell.Control(), on: erasure.grid(points: 401))
    try half.run(erasure.drive(.erasing).part(from: 0, to: 0.5 * duration), steps: 200)
    #expect(abs(half.tilted().integral() - 1) > 0.1)
    #expect(abs(half.tilted().integral() * Elementary.exp(half.freeEnergyChange) - 1) < 1e-10)
  }

  /// Barriers so low that the bit leaks: the work falls below ln 2. Reference: the program in NumPy.
  @Test func aLowBarrierLeaks() throws {
    let slow = try ErasureProtocol(barrier: 5, duration: 100).outcome(of: .erasing)
    #expect(abs(slow.success - 0.841992) < 2e-6 && abs(slow.meanWork - 0.594296) < 2e-6)
    #expect(slow.meanWork < Elementary.log(2) && slow.meanWork > slow.leastWork)
    let weak = try ErasureProtocol(barrier: 5, tilt: 0.05, duration: 2).outcome(of: .erasing)
    #expect(abs(weak.success - 0.693131) < 1e-6)
    // Among those that end on the right.
    #expect(abs(weak.exponentialAverageOfSuccess / weak.success - 0.721364) < 1e-6)
    #expect(abs(weak.exponentialAverageOfSuccess / weak.success - 1) > 0.2)
  }

  /// From both wells to the right one: W₂² of equilibrium and its right half.
  @Test func theDistanceToTheRightWell() throws {
    let line = try FokkerPlanck(
      DoubleWell(), inEquilibriumAt: DoubleWell.Control(), on: LineGrid(-1.9...1.9, points: 801))
    let values = line.density.values.enumerated().map { point, value in
      point < 400 ? 0 : point == 400 ? 0.5 * value : value
    }
    let right = try LineDensity(on: line.grid, values: values)
    let distance = try QuantileFunction(of: line.density).distance(to: QuantileFunction(of: right))
    #expect(abs(distance * distance - 1.787719) < 2e-5)
    // If only the side is demanded, those on the left need go to the middle only: less.
    #expect(distance * distance > 0.5 * line.density.variance)
    // ln 2, but for the cell on the barrier, which is halved.
    #expect(abs(right.normalised.relativeEntropy(from: line.density) - Elementary.log(2)) < 3e-8)
  }

  /// ⟨W⟩ − ln 2 and the control's ⟨W⟩ fall as 1/τ, and the density stays positive.
  @Test func theExcessFallsAsOneOverTheTime() throws {
    let works = try [30.0, 60].map {
      try ErasureProtocol(duration: $0).outcome(of: .control, points: 401, steps: 1000).meanWork
    }
    #expect(abs(works[0] / works[1] - 2) < 2e-3)
    let erasure = ErasureProtocol(duration: 50)
    var line = try FokkerPlanck(erasure.landscape, inEquilibriumAt: DoubleWell.Control(), on: erasure.grid())
    try line.run(erasure.drive(.erasing), steps: 1000)
    #expect(line.density.values.allSatisfy { $0 > -1e-16 })
    #expect(abs(line.density.integral() - 1) < 1e-11)
  }
}

import ElementaryFunctions
import Estimation
import LangevinDynamics
import OptimalTransport
import Randomness
import Testing
import TransportErasure

/// What an erasure with an error costs. E = 13; D is ln 2 − h(ε), and W₂² = ∫(Q₀ − Q_f)² du was found to the printed digits by an
/// independent program from 400 000 points, with the quantile functions split where Q_f jumps.
struct PartialErasure: Sendable, CustomTestStringConvertible {
  var error, relativeEntropy, squaredDistance: Double
  var testDescription: String { "ε = \(error)" }

  static let all = [
    PartialErasure(error: 0, relativeEntropy: 0.693147, squaredDistance: 1.787732),
    PartialErasure(error: 0.001, relativeEntropy: 0.685240, squaredDistance: 1.783019),
    PartialErasure(error: 0.01, relativeEntropy: 0.637146, squaredDistance: 1.742527),
    PartialErasure(error: 0.05, relativeEntropy: 0.494632, squaredDistance: 1.571531),
    PartialErasure(error: 0.1, relativeEntropy: 0.368064, squaredDistance: 1.367049),
    PartialErasure(error: 0.2, relativeEntropy: 0.192745, squaredDistance: 0.978188),
    PartialErasure(error: 0.3, relativeEntropy: 0.082283, squaredDistance: 0.613472),
    PartialErasure(error: 0.4, relativeEntropy: 0.020136, squaredDistance: 0.277499),
    PartialErasure(error: 0.49, relativeEntropy: 0.000200, squaredDistance: 0.019926),
  ]
}

@Suite struct FullControlTests {
  private let random = RandomStream(seed: 21)

  @Test(arguments: PartialErasure.all) func distancesAgreeWithTheReference(reference: PartialErasure) throws {
    let bit = TransportedBit(error: reference.error, duration: 2)
    #expect(abs(bit.relativeEntropy - reference.relativeEntropy) < 6e-7)
    #expect(try abs(bit.squaredDistance - reference.squaredDistance) < 1.2e-6)
    #expect(try abs(bit.leastWork - bit.relativeEntropy - 0.5 * bit.squaredDistance) < 1e-14)
    // Narrow wells: 4(½ − ε), from above.
    #expect(try bit.squaredDistance < 4 * (0.5 - reference.error))
  }

  @Test func theMapAndTheEquilibrium() throws {
    let bit = TransportedBit(duration: 2)
    #expect(try abs(bit.meanSquare - 0.979424) < 1e-6)
    #expect(try abs(TransportedBit(barrier: 5, duration: 2).squaredDistance - 1.565001) < 1e-6)
    let map = try bit.map
    for (x, image) in [(0.0, 0.989832), (-1, 0.912622), (1, 1.061279)] { #expect(abs(map.image(of: x) - image) < 2e-6) }
    // Negative control: pairs drawn independently, ⟨(y − x)²⟩ = 2⟨x²⟩.
    #expect(try abs(2 * (bit.meanSquare) - 1.958848) < 1e-6)
    #expect(try 2 * (bit.meanSquare) > (bit.squaredDistance) + 0.15)
  }

  /// On 801 points in 2000 steps the drive takes the bound and a little more, and arrives where it should.
  @Test(arguments: [(0.5, 0.0, 4.274331), (2, 0, 1.589747), (10, 0, 0.873859), (2, 0.1, 1.054117), (10, 0.1, 0.506254)])
  func theBoundIsReached(duration: Double, error: Double, work: Double) throws {
    let bit = TransportedBit(error: error, duration: duration)
    let found = try ExactTransport(TransportOnGrid(bit: bit, points: 801, steps: 2000), substeps: 1).compute(random)
    #expect(abs(found.meanWork - work) < 1e-3)
    let excess = found.meanWork - (try bit.leastWork)
    #expect(excess > 0 && excess < 8e-3)
    #expect(abs(found.relativeEntropy - bit.relativeEntropy) < 2e-4)
    #expect(abs(found.success - 1 + error) < 5e-5)
    #expect(abs(found.exponentialAverage - 1) < 1e-9 && abs(found.exponentialAverageOfSuccess - 0.5) < 1e-9)
  }

  /// On 201 points, in one step per landscape: the reference program.
  @Test(arguments: [(0.5, 4.320501), (1, 2.507066), (2, 1.600348), (5, 1.056318), (10, 0.874974)])
  func aCoarseGridAgreesWithTheReference(duration: Double, work: Double) throws {
    let transport = TransportOnGrid(bit: TransportedBit(duration: duration), points: 201, steps: 2000)
    let found = try ExactTransport(transport, substeps: 1).compute(random)
    #expect(abs(found.meanWork - work) < 1e-4)
    // A landscape that is held in each step dissipates more, and the less the shorter the steps are.
    let held = try ExactTransport(transport).compute(random)
    #expect(held.meanWork > found.meanWork + 1e-3)
    #expect(held.relativeEntropy < 0.6933)
  }

  /// Without the force that drives the flux the density lags behind where the drive is fast: τ = 0.05.
  @Test func withoutTheDrivingForceTheBitLags() throws {
    let bit = TransportedBit(duration: 0.05)
    func outcome(_ share: Double) throws -> TransportOutcome {
      try ExactTransport(TransportOnGrid(bit: bit, points: 401, steps: 1000, share: share), substeps: 1).compute(random)
    }
    let (driven, lagging) = (try outcome(1), try outcome(0))
    #expect(try abs(driven.meanWork - 36.600) < 5e-3 && abs(bit.leastWork - 36.448) < 1e-3)
    #expect(driven.success > 0.999999 && abs(driven.relativeEntropy - 0.693) < 1e-2)
    #expect(lagging.success < 0.99 && lagging.relativeEntropy > 3)
  }

  /// Sampled trajectories meet the jump process with the landscape held in each step; the work without the two jumps of the
  /// landscape does not, and neither does ⟨e^(−W); right⟩.
  @Test(arguments: [(0.5, 0.0, TransportGoal.density), (2, 0.1, .density), (1, 0, .side)])
  func trajectoriesMeetTheExactWork(duration: Double, error: Double, goal: TransportGoal) throws {
    let transport = TransportOnGrid(
      bit: TransportedBit(error: error, duration: duration), goal: goal, points: 101, steps: 1000)
    let exact = try ExactTransport(transport).compute(random)
    let sample = try SampledTransport(transport, trajectories: 4000, block: 0).compute(random["\(duration)"])
    for deviation in sample.deviations(from: exact) { #expect(abs(deviation) < 4.5) }
    #expect(abs(sample.work.variance / exact.workVariance - 1) < 0.15)
    // Negative control: without the jumps at both ends.
    let (drive, rest) = (try transport.drive, try transport.rest)
    let first = GridLandscape.Control(drive.energies)
    let last = (transport.steps - 1) * transport.points
    let start = try FokkerPlanck(drive.landscape, inEquilibriumAt: GridLandscape.Control(rest), on: drive.grid).density
    var inside = try FokkerPlanck(drive.landscape, from: start, first)
    let whole = try drive.cycle(restingAt: GridLandscape.Control(drive.energies, startingAt: last))
    try inside.run(whole, steps: 4 * transport.steps)
    #expect(abs(inside.meanWork - exact.meanWork) > 4 * sample.work.estimate.standardError)
    #expect(abs(inside.tilted().integral(from: 0) - 0.5) > 0.02)
  }
}

/// The least work where only the side is prescribed, and W₂². E = 13; an independent program with 3000 and 6000 points.
@Suite struct PrescribedSideTests {
  static let reference: [(duration: Double, work: Double, squaredDistance: Double)] = [
    (0.01, 57.368416, 0.494696), (0.03, 24.171385, 0.504882), (0.1, 12.066594, 0.565386), (0.2, 8.435419, 1.124367),
    (0.5, 4.128955, 1.640590), (1, 2.447535, 1.719711), (2, 1.578833, 1.754721), (10, 0.871596, 1.781268),
    (100, 0.711020, 1.787089),
  ]

  @Test(arguments: reference.indices) func theSideAgreesWithTheReference(number: Int) throws {
    let reference = Self.reference[number]
    let found = try PrescribedSide(barrier: 13, duration: reference.duration).compute(RandomStream(seed: 1))
    #expect(abs(found.work - reference.work) < 5e-6)
    #expect(abs(found.squaredDistance - reference.squaredDistance) < 1e-5)
    let prescribed = try TransportedBit(duration: reference.duration).leastWork
    #expect(found.work < prescribed)
  }

  /// Fast: ⟨x²⟩/2τ + E/2, less than a quarter of the prescribed density's W₂²/τ by the factor 3.65; slow: the bound.
  @Test func theLimits() throws {
    let bit = TransportedBit(duration: 1)
    #expect(try abs(0.5 * (bit.meanSquare) - 0.489712) < 1e-6)
    #expect(try abs(bit.squaredDistance / (0.5 * bit.meanSquare) - 3.6506) < 1e-4)
    let fast = try PrescribedSide(barrier: 13, duration: 1e-4).compute(RandomStream(seed: 1))
    #expect(abs(1e-4 * fast.work - 0.489712) < 2e-3)
    let slow = try PrescribedSide(barrier: 13, duration: 1e4).compute(RandomStream(seed: 1))
    #expect(abs(slow.work - Elementary.log(2) - 1.787732e-4) < 1e-6)
    #expect(abs(slow.squaredDistance - 1.787732) < 1e-4)
  }

  /// At other barriers: between the gain of nothing and the prescribed density, and falling with the time.
  @Test(arguments: [6.0, 9, 20]) func otherBarriers(barrier: Double) throws {
    var last = Double.infinity
    for duration in [0.01, 0.1, 0.3, 1, 10, 1000] {
      let found = try PrescribedSide(barrier: barrier, duration: duration).compute(RandomStream(seed: 1))
      #expect(try found.work < (TransportedBit(barrier: barrier, duration: duration).leastWork))
      #expect(found.work > Elementary.log(2) && found.work < last)
      last = found.work
    }
  }
}

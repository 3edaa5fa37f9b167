import BitErasure
import ElementaryFunctions
import Estimation
import LangevinDynamics
import OptimalTransport
import Randomness
import Testing
import TransportErasure

@Suite struct RestrictedControlTests {
  static let slow = Result { try SlowErasure(barrier: 13, tilt: 0.2, stretches: 16).compute(RandomStream(seed: 1)) }

  /// The lengths of the four steps, and the coefficients of the slow limit. An independent program.
  @Test func theFourSteps() throws {
    let slow = try Self.slow.get()
    for (found, length) in zip(slow.lengths, [0.753638, 0.582242, 0.534196, 0.094678]) {
      #expect(abs(found - length) < 1.5e-6)
    }
    #expect(abs(slow.smooth - 6.571212) < 3e-5 && abs(slow.control - 6.456074) < 2e-5)
    #expect(abs(slow.linear - 5.18848) < 1e-5)
    #expect(abs(slow.timed - 3.8603) < 1e-4 && abs(slow.timedControl - 2.271884) < 1e-6)
    // The corners of the best timing.
    let corners = [32, 64, 96].map { slow.timedSchedule.phases[$0] }
    for (found, corner) in zip(corners, [0.3836, 0.6799, 0.9518]) { #expect(abs(found - corner) < 2e-3) }
    // τ(W − ln 2) of the Fokker–Planck equation tends to it.
    let works = try [50.0, 100].map { try ErasureProtocol(duration: $0).outcome(of: .erasing).meanWork }
    let excess = [50 * (works[0] - Elementary.log(2)), 100 * (works[1] - Elementary.log(2))]
    #expect(abs(2 * excess[1] - excess[0] - slow.smooth) < 0.02)
  }

  /// The path that was found is better than the four steps at their best timing, and not below W₂²: that needs the whole
  /// landscape. With 18 stretches another program had found 2.71.
  @Test func theBestPath() throws {
    let slow = try Self.slow.get()
    #expect(slow.best < 2.74 && slow.best > 1.787732)
    let schedule = slow.bestSchedule
    #expect(schedule.barriers.allSatisfy { (-1e-9...1 + 1e-9).contains($0) })
    #expect(schedule.tilts.allSatisfy { (-1e-9...1 + 1e-9).contains($0) })
    // The path tilts before the barrier is down.
    #expect(schedule.tilts[schedule.barriers.indices.min { schedule.barriers[$0] < schedule.barriers[$1] } ?? 0] > 0.2)
    // In finite time, by the Fokker–Planck equation.
    for (duration, work) in [(2.0, 2.077), (10, 0.9662), (100, 0.7205)] {
      let bit = ScheduledBit(barrier: 13, tilt: 0.2, schedule: schedule, duration: duration)
      let found = try ExactSchedule(bit, points: 401, steps: 2000).compute(RandomStream(seed: 1))
      #expect(abs(found.meanWork - work) < 0.03 / duration.squareRoot())
      #expect(found.success > 0.998 && found.meanWork > found.leastWork)
      #expect(abs(found.exponentialAverageOfSuccess - 0.5) < 1e-9)
    }
  }

  /// The four steps at the best timing in finite time.
  @Test(arguments: [(2.0, 2.60196), (10, 1.07810), (100, 0.73173)])
  func theBestTiming(duration: Double, work: Double) throws {
    let bit = ScheduledBit(barrier: 13, tilt: 0.2, schedule: try Self.slow.get().timedSchedule, duration: duration)
    let found = try ExactSchedule(bit, points: 801, steps: 2000).compute(RandomStream(seed: 1))
    #expect(abs(found.meanWork - work) < 2e-3)
    // Negative control: the smooth steps take more.
    #expect(try ErasureProtocol(duration: duration).outcomeOnGrid(of: .erasing).meanWork > work + 1 / duration)
  }

  /// Heun's scheme meets the Fokker–Planck equation; a protocol that is a tenth slower does not.
  @Test func sampledSchedulesMeetTheLine() throws {
    let schedule = try Self.slow.get().bestSchedule
    func bit(_ duration: Double) -> ScheduledBit {
      ScheduledBit(barrier: 13, tilt: 0.2, schedule: schedule, duration: duration)
    }
    let exact = try ExactSchedule(bit(1), points: 401, steps: 1000).compute(RandomStream(seed: 1))
    let other = try ExactSchedule(bit(1.1), points: 401, steps: 1000).compute(RandomStream(seed: 1))
    let sample = try SampledSchedule(bit(1), timeStep: 0.1 / 104, trajectories: 100_000, block: 0)
      .compute(RandomStream(seed: 3))
    for deviation in sample.deviations(from: exact) { #expect(abs(deviation) < 4.5) }
    #expect(abs(sample.work.estimate.deviation(from: other.meanWork)) > 10)
  }

  @Test func theTiltMustHoldTheBit() {
    #expect(SlowErasure(barrier: 13, tilt: 0.2).tiltHolds && !SlowErasure(barrier: 13, tilt: 0.1).tiltHolds)
    #expect(!SlowErasure(barrier: 6, tilt: 0.2).tiltHolds && SlowErasure(barrier: 6, tilt: 0.6).tiltHolds)
  }

  @Test func schedulesAreLinearBetweenTheirCorners() throws {
    let schedule = ErasureSchedule(phases: [0, 0.25, 1], barriers: [1, 0, 1], tilts: [0, 1, 0])
    #expect(schedule.control(at: 0.125) == DoubleWell.Control(barrier: 0.5, tilt: 0.5))
    #expect(schedule.control(at: 0.25) == DoubleWell.Control(barrier: 0, tilt: 1))
    let drive = try schedule.drive(over: 4)
    #expect(drive.breakpoints == [1] && drive(4) == DoubleWell.Control(barrier: 1, tilt: 0))
  }
}

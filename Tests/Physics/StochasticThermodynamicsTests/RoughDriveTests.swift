import ElementaryFunctions
import Estimation
import Foundation
import Randomness
import StochasticThermodynamics
import Testing
import Validation

/// Two states, of which one is lifted by 3 k_B T from t = 0.35 to 0.45 of a drive of 1.
private struct Pulse {
  let network: DrivenNetwork<Double>
  let start = [0.5, 0.5]

  init() throws {
    network = try DrivenNetwork(stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber)]) { Double($0) * $1 }
  }

  func drive(_ breakpoints: [Double], from: Double = 0.35, to: Double = 0.45) throws -> Drive<Double> {
    try Drive(over: 1, breakpoints: breakpoints) { from <= $0 && $0 < to ? 3 : 0 }
  }

  /// The lifted state is left at the rate k with the sum 1 of both: p(t) = p* + (½ − p*) exp(−t). What is lifted up and has
  /// not left comes down again: ⟨W⟩ = 3 (½ − p(0.1)).
  static func meanWork(over time: Double) -> Double {
    let rest = 1 / (1 + exp(3.0))
    return 3 * (0.5 - (rest + (0.5 - rest) * exp(-time)))
  }
}

/// Drives that jump, bend and pulse.
@Suite struct RoughDriveTests {
  /// Oracle and sampler find the work of a pulse, named or not.
  @Test(arguments: [[0.35, 0.45], [0.45, 0.35, 0.35], []])
  func aPulse(breakpoints: [Double]) throws {
    let pulse = try Pulse()
    let drive = try pulse.drive(breakpoints)
    let exact = Pulse.meanWork(over: 0.1)
    let work = CountedQuantity.work(on: pulse.network, under: drive)
    let moments = try pulse.network.moments(of: work, from: pulse.start, under: drive)
    #expect(abs(moments.mean - exact) < 1e-9, "\(moments.mean) and \(exact)")
    #expect(abs(try pulse.network.generatingFunction(of: work, at: 1, from: pulse.start, under: drive) - 1) < 1e-9)
    let bounds = try RateBounds(of: pulse.network, under: drive)
    let sampled = Average(
      Ensemble(of: 40_000, random: RandomStream(seed: 1)) { stream in
        EnergyBalance(
          DrivenTrajectory(pulse.network, under: drive, within: bounds, startingIn: pulse.start, random: stream)
        ).work
      })
    #expect(sampled.estimate.isConsistent(with: exact, sigmas: 4.5))
    // The control: a pulse that lasts half as long.
    #expect(!sampled.estimate.isConsistent(with: Pulse.meanWork(over: 0.05), sigmas: 4.5))
  }

  /// The drive backwards, and a part of it, have the same jumps.
  @Test func reversedAndInParts() throws {
    let pulse = try Pulse()
    let drive = try pulse.drive([0.35, 0.45])
    let back = drive.reversed
    #expect(zip(back.breakpoints, [0.55, 0.65]).allSatisfy { abs($0 - $1) < 1e-15 } && back.breakpoints.count == 2)
    let work = CountedQuantity.work(on: pulse.network, under: back)
    let mean = try pulse.network.moments(of: work, from: pulse.start, under: back).mean
    #expect(abs(mean - Pulse.meanWork(over: 0.1)) < 1e-11)
    let part = try drive.part(from: 0.4, to: 1)
    #expect(part.breakpoints.count == 1 && abs(part.breakpoints[0] - 0.05) < 1e-15)
    // In two parts as in one.
    let first = try pulse.network.evolve(pulse.start, under: drive.part(from: 0, to: 0.4))
    let both = try pulse.network.evolve(first, under: part)
    let once = try pulse.network.evolve(pulse.start, under: drive)
    #expect(abs(both[0] - once[0]) < 1e-12)
    let times = try pulse.network.evolve(pulse.start, under: drive, at: [0, 0.35, 0.4, 0.45, 1])
    #expect(times.count == 5 && times[0] == pulse.start && abs(times[2][0] - first[0]) < 1e-12)
    #expect(abs(times[4][0] - once[0]) < 1e-12)
  }

  /// Works of a pulse are 0, 3 and −3, with known probabilities; the lattice of works has them on their points.
  @Test func theDistributionOfTheWork() throws {
    let pulse = try Pulse()
    let drive = try pulse.drive([0.35, 0.45])
    let work = try WorkDistribution(on: pulse.network, under: drive, from: pulse.start, steps: 40, spacing: 0.5)
    let rest = 1 / (1 + exp(3.0))
    // p(up at the end | up) and p(up | down) after 0.1.
    let (stays, comes) = (rest + (1 - rest) * exp(-0.1), rest - rest * exp(-0.1))
    #expect(abs(work.probability(of: 2.5...3.5) - 0.5 * (1 - stays)) < 1e-12)
    #expect(abs(work.probability(of: -3.5 ... -2.5) - 0.5 * comes) < 1e-12)
    #expect(abs(work.mean - Pulse.meanWork(over: 0.1)) < 1e-12)
  }

  /// ln P of a path and of its reverse differ by the heat, jumps of the control included.
  @Test func pathsAndTheirReverse() throws {
    let pulse = try Pulse()
    let drive = try pulse.drive([0.35, 0.45])
    let path = JumpPath(
      start: 1, jumps: [Jump(edge: 0, from: 1, to: 0), Jump(edge: 0, from: 0, to: 1)], times: [0.4, 0.9], duration: 1)
    let ratio =
      try pulse.network.logProbability(of: path, under: drive)
      - pulse.network.logProbability(of: path.reversed, under: drive.reversed)
    // The first jump comes down by 3, the second goes up by 0.
    #expect(abs(ratio - 3) < 1e-12)
  }

  /// A gate that opens for a hundredth of a piece, between all times at which rates are looked at: a trajectory stops, and
  /// says what to do.
  @Test func whatIsNotNamedIsNoticed() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = try DrivenNetwork<Double>(
        stateCount: 2,
        edges: [.init(from: 0, to: 1, law: .glauber, driving: { _ in 0 }, attemptRate: { $0 })]
      ) { _, _ in 0 }
      let drive = try Drive<Double>(over: 1) { 0.4012 < $0 && $0 < 0.4022 ? 100 : 0 }
      let bounds = try RateBounds(of: network, under: drive)
      for trajectory in Ensemble(
        of: 20_000, random: RandomStream(seed: 1),
        {
          DrivenTrajectory(network, under: drive, within: bounds, from: 0, random: $0)
        })
      {
        for _ in trajectory {}
      }
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("faster than its bound") && said.contains("name the breakpoints of the drive"), "\(said)")
    // Named, it is simulated: after 0.001 at the rate 100 · ½ each way the states are equally probable but for exp(−0.1).
    let network = try DrivenNetwork<Double>(
      stateCount: 2, edges: [.init(from: 0, to: 1, law: .glauber, driving: { _ in 0 }, attemptRate: { $0 })]
    ) { _, _ in 0 }
    let drive = try Drive<Double>(over: 1, breakpoints: [0.4012, 0.4022]) { 0.4012 < $0 && $0 < 0.4022 ? 100 : 0 }
    let exact = 0.5 * (1 - exp(-0.1))
    #expect(abs(try network.evolve([1, 0], under: drive)[1] - exact) < 1e-11)
    let bounds = try RateBounds(of: network, under: drive)
    let moved = Average(
      Ensemble(of: 20_000, random: RandomStream(seed: 2)) { stream -> Double in
        var trajectory = DrivenTrajectory(network, under: drive, within: bounds, from: 0, random: stream)
        while trajectory.next() != nil {}
        return Double(trajectory.state)
      })
    #expect(moved.estimate.isConsistent(with: exact, sigmas: 4.5))
  }

  @Test func whatMakesNoDriveIsRefused() throws {
    for duration in [0, -1, .nan, .infinity] as [Double] {
      #expect(throws: InvalidInput.self) { try Drive(over: duration) { $0 } }
      #expect(throws: InvalidInput.self) { try Drive.holding(1, for: duration) }
    }
    for time in [-0.1, 1.1, .nan] as [Double] {
      #expect(throws: InvalidInput.self) { try Drive(over: 1, breakpoints: [time]) { $0 } }
    }
    #expect(throws: InvalidInput.self) { try Drive(over: 1, largestStep: 0) { $0 } }
    let drive = try Drive(over: 1) { $0 }
    for (start, end) in [(-1, 0.5), (0.5, 0.5), (0, 2), (.nan, 1)] as [(Double, Double)] {
      #expect(throws: InvalidInput.self) { try drive.part(from: start, to: end) }
    }
    let pulse = try Pulse()
    #expect(throws: InvalidInput.self) { try pulse.network.evolve([1], under: drive) }
    #expect(throws: InvalidInput.self) { try pulse.network.evolve([1, 0], under: drive, at: [2]) }
    let wild = try Drive<Double>(over: 1) { $0 < 0.5 ? 0 : .nan }
    #expect(throws: InvalidInput.self) { try pulse.network.evolve([0.5, 0.5], under: wild) }
    #expect(throws: InvalidInput.self) { try RateBounds(of: pulse.network, under: wild) }
  }
}

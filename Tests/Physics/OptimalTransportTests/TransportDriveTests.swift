import ElementaryFunctions
import Estimation
import LangevinDynamics
import OptimalTransport
import Randomness
import StochasticThermodynamics
import Testing
import Validation

@Suite struct TransportDriveTests {
  /// The step of the energy is the inverse of the flux, over all sizes of both.
  @Test func theStepIsTheInverseOfTheFlux() {
    var count = 0
    for d in [-60, -8, -1, -1e-2, -1e-5, 0, 1e-7, 0.3, 2, 20, 90] {
      for p in [1e-30, 1e-3, 0.4] {
        for next in [1e-30, 1e-4, 0.5] {
          let rates = ScharfetterGummel.rates(d)
          let flux = rates.forward * p - rates.back * next
          // Where one term is all of the flux to rounding, the other is lost.
          let terms = [rates.forward * p, rates.back * next]
          if min(terms[0], terms[1]) < 1e-6 * max(terms[0], terms[1]) && abs(d) < 1 { continue }
          count += 1
          let found = ScharfetterGummel.step(from: p, to: next, flux: flux)
          let again = ScharfetterGummel.rates(found)
          let error = again.forward * p - again.back * next - flux
          // B(−d) = B(d) + d is known to rounding of d.
          #expect(abs(error) <= 1e-12 * max(terms[0], terms[1]) + 1e-14 * max(1, abs(d)) * max(p, next))
        }
      }
    }
    #expect(count > 40)
    // Detailed balance: without a flux the step is ln(p/p′).
    #expect(abs(ScharfetterGummel.step(from: 0.3, to: 0.1, flux: 0) - Elementary.log(3)) < 1e-13)
  }

  private static let grid = (try? LineGrid(-7...9, points: 401)) ?? { fatalError("A grid.") }()

  private func shift(_ duration: Double, share: Double = 1) throws -> TransportDrive {
    let fine = try LineGrid(-7...9, points: 6401)
    return try TransportDrive(
      along: TransportMap(
        from: TransportMapTests.gaussian(mean: 0, width: 1, on: fine),
        to: TransportMapTests.gaussian(mean: 1, width: 1, on: fine)), on: Self.grid, over: duration, steps: 400,
      share: share)
  }

  private var rest: [Double] { Self.grid.positions.map { 0.5 * $0 * $0 } }

  /// A normal density that is shifted by 1 in the time τ costs D + 1/τ = ½ + 1/τ, and arrives; dragged without the force that
  /// its velocity needs, it lags behind.
  @Test(arguments: [0.2, 1, 5]) func aShiftReachesTheBound(duration: Double) throws {
    func line(_ share: Double) throws -> FokkerPlanck<GridLandscape> {
      let drive = try shift(duration, share: share)
      let control = GridLandscape.Control(rest)
      var line = try FokkerPlanck(drive.landscape, inEquilibriumAt: control, on: Self.grid)
      try line.run(drive.cycle(restingAt: control), steps: 400)
      return line
    }
    let best = try line(1)
    #expect(abs(best.meanWork - 0.5 - 1 / duration) < 2e-3)
    #expect(abs(best.density.mean - 1) < 1e-4 && abs(best.density.variance - 1) < 2e-3)
    #expect(abs(best.tilted().integral() - 1) < 1e-9)
    // Negative control.
    #expect(try abs(line(0).density.mean - 1) > 0.1)
  }

  /// The sampler against the exact answers of the same jump process as a driven network, which knows nothing of it: mean work
  /// and final probabilities of seven points.
  @Test func trajectoriesAgreeWithTheDrivenNetwork() throws {
    let grid = try LineGrid(-3...3, points: 7)
    let rest = grid.positions.map { 0.3 * $0 * $0 }
    let fine = try LineGrid(-3.49...3.49, points: 699)
    let map = try TransportMap(
      from: TransportMapTests.gaussian(mean: -0.5, width: 1.2, on: fine),
      to: TransportMapTests.gaussian(mean: 0.8, width: 0.7, on: fine))
    let drive = try TransportDrive(along: map, on: grid, over: 1.5, steps: 6)
    let edges = (0..<6).map { point in
      DrivenNetwork<Int>.Edge(
        from: point, to: point + 1, driving: { _ in 0 },
        attemptRate: { step in
          let d = Self.step(drive, rest, step, point)
          return ScharfetterGummel.rates(d).forward * Elementary.exp(0.5 * d)
        })
    }
    let network = try DrivenNetwork(stateCount: 7, edges: edges) { point, step in
      step < 0 ? rest[point] : drive.energies(ofStep: step)[step * 7 + point]
    }
    let schedule = try Drive(over: 1.5, breakpoints: (1..<6).map { 0.25 * Double($0) }) { time in
      time <= 0 || time >= 1.5 ? -1 : min(5, Int(time / 0.25))
    }
    let start = network.equilibrium(at: -1)
    let work = try network.moments(of: .work(on: network, under: schedule), from: start, under: schedule)
    let end = try network.evolve(start, under: schedule)
    let found = try drive.trajectories(40_000, restingAt: rest, random: RandomStream(seed: 7))
    let mean = Average(found.map(\.work)).estimate
    #expect(mean.isConsistent(with: work.mean, sigmas: 4.5))
    #expect(abs(Average(found.map(\.work)).variance / work.variance - 1) < 0.05)
    for point in 0..<7 {
      let frequency = Double(found.count { $0.point == point }) / 40_000
      if let deviation = Estimate.deviation(ofFrequency: frequency, from: end[point], among: 40_000) {
        #expect(abs(deviation) < 4.5)
      }
    }
    // ⟨e^(−W)⟩ = 1 in a cycle.
    #expect(Average(found.map { Elementary.exp(-$0.work) }).estimate.isConsistent(with: 1, sigmas: 4.5))
    // Negative control: the work without the first and the last jump.
    let inside =
      mean.value - zip(start, (0..<7)).reduce(0) { $0 + $1.0 * (drive.energies(ofStep: 0)[$1.1] - rest[$1.1]) }
    #expect(abs(inside - work.mean) > 20 * mean.standardError)
  }

  private static func step(_ drive: TransportDrive, _ rest: [Double], _ step: Int, _ point: Int) -> Double {
    if step < 0 { return rest[point + 1] - rest[point] }
    let row = drive.energies(ofStep: step)
    return row[row.startIndex + point + 1] - row[row.startIndex + point]
  }

  @Test func aLandscapeOnAGridIsLinearBetweenItsPoints() throws {
    let landscape = GridLandscape(on: try LineGrid(-1...1, points: 3))
    let control = GridLandscape.Control([9, 9, 9, 2, 0, 4], startingAt: 3)
    #expect([-1.0, 0, 1].map { landscape.energy(at: $0, control) } == [2, 0, 4])
    #expect([-0.5, 0.25, 1.5].map { landscape.energy(at: $0, control) } == [1, 1, 6])
    #expect([-0.5, 0.5].map { landscape.force(at: $0, control) } == [2, -4])
  }

  @Test func impossibleDrivesAreRefused() throws {
    for (duration, steps) in [(0.0, 10), (-1, 10), (.nan, 10), (.infinity, 10), (1, 0), (1, 1 << 27)] {
      #expect(throws: InvalidInput.self) {
        let map = try TransportMap(pieces: [.init(probability: 1, first: 0, last: 1, firstImage: 1, lastImage: 2)])
        _ = try TransportDrive(along: map, on: Self.grid, over: duration, steps: steps)
      }
    }
    let drive = try shift(1)
    #expect(throws: InvalidInput.self) { try drive.trajectories(0, restingAt: rest, random: RandomStream(seed: 1)) }
    #expect(throws: InvalidInput.self) { try drive.trajectories(1, restingAt: [0], random: RandomStream(seed: 1)) }
  }
}

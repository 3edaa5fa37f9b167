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

  /// The shortest path on a grid of the controls, f from 0 to 1.6, is not shorter than the path that was found. Its cusp is where the left
  /// well ceases to count: with another leak it moves, and c hardly changes.
  @Test func theShortestPathOnAGrid() throws {
    let found = try [1e-4, 1e-6, 1e-8].map { try GridGeodesic(leak: $0).shortest() }
    let coefficients = found.map(\.coefficient)
    let best = try Self.slow.get().best
    #expect(coefficients.allSatisfy { $0 > best && $0 < 1.03 * best }, "\(coefficients)")
    #expect((coefficients.max() ?? 0) < 1.01 * (coefficients.min() ?? 0))
    let cusps = found.map { $0.cusp[1] }
    for (cusp, tilt) in zip(cusps, [0.58, 0.88, 1.36]) { #expect(abs(cusp - tilt) < 0.1, "\(cusps)") }
    // In the four steps the left side is given up while the barrier is raised, at g = 0.60.
    let geodesic = try GridGeodesic(leak: 1e-6)
    #expect(geodesic.mayLeave(at: [0.6, 1]) && !geodesic.mayLeave(at: [0.59, 1]))
    // Negative control: the four steps at their best timing are no geodesic.
    #expect(try Self.slow.get().timed > 1.3 * best)
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

/// Shortest paths between the nodes of a grid of barrier and tilt, from the bit at rest on both sides to the bit at rest on the right.
private struct GridGeodesic {
  /// The equilibria of the double well of height 13 at the controls (g, f) on both sides, and on the right one.
  let whole, right: EquilibriumFamily
  let leak: Double
  /// Nodes along g, from 0 to 1, and along f, from 0 to 1.6.
  private let barriers = 41
  private let tilts = 65

  init(leak: Double) throws {
    let base: EquilibriumFamily.Term = { x in (13 * x * x * x * x, 52 * x * x * x) }
    let terms: [EquilibriumFamily.Term] = [
      { x in (-26 * x * x, -52 * x) }, { x in (-52 * 0.2 * x, -52 * 0.2) },
    ]
    whole = try EquilibriumFamily(on: -2...2, cells: 400, base: base, terms: terms)
    right = try EquilibriumFamily(on: 0...2, cells: 200, base: base, terms: terms)
    self.leak = leak
  }

  private func control(_ node: Int) -> [Double] {
    [Double(node % barriers) / 40, 1.6 * Double(node / barriers) / 64]
  }

  /// Whether the left side may be given up.
  func mayLeave(at control: [Double]) -> Bool { whole.logOdds(below: 0, at: control) < Elementary.log(leak) }

  /// c, and the control (g, f) at which the left side is given up.
  func shortest() throws -> (coefficient: Double, cusp: [Double]) {
    let count = barriers * tilts
    let families = [whole, right]
    let metrics = families.map { family in (0..<count).map { family.metric(at: control($0)) } }
    let exits = (0..<count).map { mayLeave(at: control($0)) }
    var moves: [(g: Int, f: Int)] = []
    for g in -5...5 { for f in -5...5 where g != 0 || f != 0 { moves.append((g, f)) } }
    // Vertices: the nodes with both sides, then the nodes with the right one.
    var distance = Array(repeating: Double.infinity, count: 2 * count)
    var before = Array(repeating: -1, count: 2 * count)
    let start = barriers - 1
    distance[start] = 0
    var isChanged = true
    func shorten(_ vertex: Int, from other: Int, by length: Double) {
      if distance[other] + length < distance[vertex] - 1e-12 {
        distance[vertex] = distance[other] + length
        before[vertex] = other
        isChanged = true
      }
    }
    func speed(_ z: [Double], _ dg: Double, _ df: Double) -> Double {
      let square: Double = z[0] * dg * dg + 2 * z[1] * dg * df + z[3] * df * df
      return square.squareRoot()
    }
    while isChanged {
      isChanged = false
      for vertex in 0..<2 * count where distance[vertex].isFinite {
        let layer = vertex / count
        let node = vertex % count
        if layer == 0, exits[node] { shorten(vertex + count, from: vertex, by: 0) }
        for move in moves {
          let column = node % barriers + move.g
          let row = node / barriers + move.f
          guard (0..<barriers).contains(column), (0..<tilts).contains(row) else { continue }
          let next = column + row * barriers
          let dg = Double(move.g) / 40
          let df = 1.6 * Double(move.f) / 64
          let length = 0.5 * (speed(metrics[layer][node], dg, df) + speed(metrics[layer][next], dg, df))
          shorten(next + layer * count, from: vertex, by: length)
        }
      }
    }
    // Back along the path, whose length is then found by the quadrature of ``ControlPath``.
    var vertices = [start + count]
    while let last = vertices.last, before[last] >= 0 { vertices.append(before[last]) }
    vertices.reverse()
    var (cusp, nodes, stretches) = ([Double](), [control(start)], [EquilibriumFamily]())
    for (one, other) in zip(vertices, vertices.dropFirst()) {
      if one % count == other % count {
        cusp = control(one % count)
      } else {
        nodes.append(control(other % count))
        stretches.append(families[one / count])
      }
    }
    let length = ControlPath(through: nodes, within: stretches).length
    return (length * length, cusp)
  }
}

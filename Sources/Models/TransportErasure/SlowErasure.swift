import Cells
import ElementaryFunctions
import OptimalTransport
import Optimisation
import Randomness
import Validation

/// The equilibria of the double well under its two controls (g, f): on the whole line, and on the right half.
package struct BitFamilies: Sendable {
  /// Of all positions, and of the positive ones.
  let whole, right: EquilibriumFamily

  /// How far the line reaches: at full tilt and at rest the energy there is 45 k_B T above the wells.
  static func reach(barrier: Double, tilt: Double) -> Double {
    max(1.9, (1 + (45 / barrier).squareRoot() + 2 * abs(tilt).squareRoot()).squareRoot())
  }

  /// The families.
  ///
  /// - Parameters:
  ///   - barrier: E, in k_B T.
  ///   - tilt: A.
  ///   - cells: an even number of cells for the whole line.
  package init(barrier: Double, tilt: Double, cells: Int = 400) throws(InvalidInput) {
    let reach = Self.reach(barrier: barrier, tilt: tilt)
    let base: EquilibriumFamily.Term = { x in (barrier * x * x * x * x, 4 * barrier * x * x * x) }
    let terms: [EquilibriumFamily.Term] = [
      { x in (-2 * barrier * x * x, -4 * barrier * x) },
      { x in (-4 * barrier * tilt * x, -4 * barrier * tilt) },
    ]
    whole = try EquilibriumFamily(on: -reach...reach, cells: cells, base: base, terms: terms)
    right = try EquilibriumFamily(on: 0...reach, cells: cells / 2, base: base, terms: terms)
  }

  /// The path of the protocol in four steps: lower, tilt, raise, untilt. Once the raised well is tilted, only the right side
  /// takes part.
  var fourSteps: ControlPath {
    ControlPath(through: [[1, 0], [0, 0], [0, 1], [1, 1], [1, 0]], within: [whole, whole, whole, right])
  }
}

/// The slow limit of protocols for barrier and tilt: W − ln 2 → c/τ, and W → c/τ for the control without a tilt.
///
/// A bit is in equilibrium on both sides until it has been tilted so far that no more than a `leak` is on the left; from there
/// on only the right side takes part. Times are far below the Kramers time.
package struct SlowErasure: Cell, Validated, Hashable {
  /// The height E of the barrier at rest, in k_B T, and the largest tilt A.
  package let barrier, tilt: Double
  /// How many straight stretches the best path has.
  package let stretches: Int
  /// The probability on the left at which it is given up.
  package let leak: Double

  /// A search.
  package init(barrier: Double, tilt: Double, stretches: Int = 18, leak: Double = 1e-6) {
    (self.barrier, self.tilt, self.stretches, self.leak) = (barrier, tilt, stretches, leak)
    requireNoFlaw()
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (barrier, tilt) = (try fields.read(.barrier), try fields.read(.tilt))
    (stretches, leak) = (try fields.read(.stretches), try fields.read(.leak))
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    if !(barrier > 0 && barrier.isFinite && tilt > 0 && tilt.isFinite) {
      return "A double well that can be erased has a positive barrier and a positive tilt."
    }
    if !(4...64).contains(stretches) { return "A path has 4 to 64 stretches." }
    return leak > 0 && leak < 0.1 ? nil : "A leak is a small probability."
  }

  /// Whether the full tilt holds the bit on the right while the barrier is raised to three quarters.
  package var tiltHolds: Bool {
    guard let families = try? BitFamilies(barrier: barrier, tilt: tilt) else { return false }
    return families.whole.logOdds(below: 0, at: [0.75, 1]) < Elementary.log(leak)
  }

  /// The coefficients c, in x₀²/D·k_B T, and the protocols.
  package struct Result: Sendable, Codable, Hashable {
    /// The lengths of the four steps, in x₀.
    package var lengths: [Double]
    /// c of the four steps, each smooth, sin², and a quarter of the time; and of the same without the tilt.
    package var smooth, control: Double
    /// c of the four steps at constant speed of the controls, each a quarter of the time.
    package var linear: Double
    /// c of the four steps, and of the control, at the best timing.
    package var timed, timedControl: Double
    /// c of the best path that was found, at its best timing.
    package var best: Double
    /// The four steps at the best timing, and the best path.
    package var timedSchedule, bestSchedule: ErasureSchedule
  }

  /// The coefficients, and the best path from two starts.
  package func compute(_ random: RandomStream) throws -> Result {
    let families = try BitFamilies(barrier: barrier, tilt: tilt)
    let steps = families.fourSteps
    let lengths = (0..<4).map { steps.length(ofStretch: $0, parts: 64) }
    let total = lengths.reduce(0, +)
    // Without a tilt the two sides are alike: the barrier goes down and up.
    let down = ControlPath(through: [[1, 0], [0, 0]], within: [families.whole]).length(ofStretch: 0, parts: 64)
    let smooth = (0..<4).map { smoothExcess(steps, $0) }
    let path = try bestPath(families)
    return Result(
      lengths: lengths, smooth: smooth.reduce(0, +), control: 2 * smooth[0],
      linear: 4 * steps.divided(into: 64).excess(passing: Array(repeating: 1.0 / 64, count: 256)),
      timed: total * total, timedControl: 4 * down * down, best: Self.coefficient(path),
      timedSchedule: ErasureSchedule(steps.divided(into: 32)), bestSchedule: ErasureSchedule(path))
  }

  /// Four times ∫ζ λ′² of a step that rises as sin²(πu/2).
  private func smoothExcess(_ path: ControlPath, _ step: Int) -> Double {
    let (start, end) = (path.nodes[step], path.nodes[step + 1])
    return 4
      * ControlPath.excess(
        of: { u in
          let sine = Elementary.sineAndCosine(ofTurns: 0.25 * u).sine
          return zip(start, end).map { $0 + sine * sine * ($1 - $0) }
        }, within: path.families[step], steps: 2000)
  }

  /// c at the best shares of the time.
  private static func coefficient(_ path: ControlPath) -> Double {
    let sum = path.families.indices.reduce(0) { $0 + path.action(ofStretch: $1).squareRoot() }
    return sum * sum
  }

  // MARK: - The best path

  /// The best path that is found from the four steps and from a round one, with the corners at equal distances.
  private func bestPath(_ families: BitFamilies) throws -> ControlPath {
    let search = PathSearch(families, stretches: stretches, leak: leak)
    let hold = search.hold(atBarrier: 0.75)
    let starts = [
      [[1, 0], [0.6, 0], [0.35, 0.02], [0.1, 0.25 * hold], [0.02, 0.6 * hold], [0.1, 0.9 * hold], [0.75, hold]],
      [[1, 0], [0.02, 0], [0.02, hold], [0.75, hold]],
    ]
    let found = starts.compactMap { search.from($0 + [[1, 0]], switchAt: $0.count - 1) }
    guard let best = found.min(by: { Self.coefficient($0) < Self.coefficient($1) }) else {
      throw InvalidInput("No path was found that tilts the bit so far that it stays on the right.")
    }
    return best
  }
}

/// The search for the path of least c between the bit at rest and the bit at rest on the right, through a corner at which just
/// the leak is on the left.
private struct PathSearch {
  let families: BitFamilies
  /// How many stretches lie before and after the corner.
  let before, after: Int
  let leak: Double

  init(_ families: BitFamilies, stretches: Int, leak: Double) {
    (self.families, self.leak) = (families, leak)
    after = max(2, stretches / 6)
    before = stretches - after
  }

  /// The tilt at which the leak is on the left.
  func hold(atBarrier barrier: Double) -> Double {
    Elementary.bisection(from: 1, to: 0, tolerance: 1e-10) {
      families.whole.logOdds(below: 0, at: [barrier, $0]) < Elementary.log(leak)
    }.inside
  }

  /// The best path near a rough one whose corner has the given number.
  func from(_ corners: [[Double]], switchAt place: Int) -> ControlPath? {
    var nodes = spaced(Array(corners[...place]), before, families.whole)
    nodes += spaced(Array(corners[place...]), after, families.right).dropFirst()
    let free = 2 * (nodes.count - 2)
    let box = GlobalMaximum(
      lower: Array(repeating: 0, count: free), upper: Array(repeating: 1, count: free))
    var best: ControlPath?
    for _ in 0..<4 {
      let found = box.climbing(
        from: nodes[1...(nodes.count - 2)].flatMap { $0 }, count: 1, tolerance: 1e-3, where: { [constraint($0)] }
      ) { slope($0) }
      guard let found else { return best }
      let path = path(found.point)
      let isBetter = best.map { value(path) < value($0) } ?? true
      let gain = best.map { value($0) - value(path) } ?? .infinity
      if isBetter { best = path }
      if gain < 1e-4 { return best }
      nodes = spaced(Array(path.nodes[...before]), before, families.whole)
      nodes += spaced(Array(path.nodes[before...]), after, families.right).dropFirst()
    }
    return best
  }

  private func path(_ point: [Double]) -> ControlPath {
    let inner = stride(from: 0, to: point.count, by: 2).map { [point[$0], point[$0 + 1]] }
    return ControlPath(
      through: [[1, 0]] + inner + [[1, 0]],
      within: Array(repeating: families.whole, count: before) + Array(repeating: families.right, count: after))
  }

  private func value(_ path: ControlPath) -> Double {
    let sum = path.families.indices.reduce(0) { $0 + path.action(ofStretch: $1).squareRoot() }
    return sum * sum
  }

  /// Corners at equal distances along a polyline, its ends included.
  private func spaced(_ corners: [[Double]], _ count: Int, _ family: EquilibriumFamily) -> [[Double]] {
    let fine = ControlPath(
      through: corners, within: Array(repeating: family, count: corners.count - 1)
    ).divided(into: 8)
    var reached = [0.0]
    for stretch in fine.families.indices {
      reached.append(reached[stretch] + fine.length(ofStretch: stretch, parts: 1))
    }
    let total = reached[reached.count - 1]
    return (0...count).map { number in
      if number == 0 || number == count { return corners[number == 0 ? 0 : corners.count - 1] }
      let target = total * Double(number) / Double(count)
      let next = max(1, reached.firstIndex { $0 >= target } ?? reached.count - 1)
      let share = (target - reached[next - 1]) / max(1e-300, reached[next] - reached[next - 1])
      return zip(fine.nodes[next - 1], fine.nodes[next]).map { $0 + min(1, max(0, share)) * ($1 - $0) }
    }
  }

  /// How far the logarithm of the odds at the corner is from that of the leak.
  private func constraint(_ point: [Double]) -> GlobalMaximum.Slope {
    let place = 2 * (before - 1)
    let corner = [point[place], point[place + 1]]
    func odds(_ control: [Double]) -> Double { families.whole.logOdds(below: 0, at: control) }
    var gradient = Array(repeating: 0.0, count: point.count)
    for axis in 0..<2 {
      var (ahead, behind) = (corner, corner)
      ahead[axis] += Self.spacing
      behind[axis] -= Self.spacing
      gradient[place + axis] = (odds(ahead) - odds(behind)) / (2 * Self.spacing)
    }
    return GlobalMaximum.Slope(value: odds(corner) - Elementary.log(leak), gradient: gradient)
  }

  private static let spacing = 1e-4

  /// −c with equal shares of the time for the stretches before, and for those after the corner, and its gradient.
  private func slope(_ point: [Double]) -> GlobalMaximum.Slope {
    let path = path(point)
    let count = path.families.count
    var actions: [Double] = []
    // The derivatives of each action by the two controls at its start and the two at its end.
    var slopes: [[Double]] = []
    for stretch in 0..<count {
      let (value, slope) = action(path.families[stretch], from: path.nodes[stretch], to: path.nodes[stretch + 1])
      actions.append(value)
      slopes.append(slope)
    }
    let first = (Double(before) * actions[..<before].reduce(0, +)).squareRoot()
    let second = (Double(after) * actions[before...].reduce(0, +)).squareRoot()
    let total = first + second
    var gradient = Array(repeating: 0.0, count: point.count)
    for stretch in 0..<count {
      let weight = -total * (stretch < before ? Double(before) / first : Double(after) / second)
      for (end, node) in [stretch, stretch + 1].enumerated() where node > 0 && node < count {
        for axis in 0..<2 { gradient[2 * (node - 1) + axis] += weight * slopes[stretch][2 * end + axis] }
      }
    }
    return GlobalMaximum.Slope(value: -total * total, gradient: gradient)
  }

  /// Σ ζ_ij Δ_i Δ_j averaged over a stretch by two points of Gauss and Legendre, with its derivatives.
  private func action(
    _ family: EquilibriumFamily, from start: [Double], to end: [Double]
  ) -> (value: Double, slope: [Double]) {
    let (dg, df) = (end[0] - start[0], end[1] - start[1])
    var (value, slope) = (0.0, Array(repeating: 0.0, count: 4))
    for place in [0.5 - (1.0 / 12).squareRoot(), 0.5 + (1.0 / 12).squareRoot()] {
      let here = [start[0] + place * dg, start[1] + place * df]
      func square(_ z: [Double]) -> Double { z[0] * dg * dg + 2 * z[1] * dg * df + z[3] * df * df }
      let metric = family.metric(at: here)
      value += 0.5 * square(metric)
      let pull = [metric[0] * dg + metric[1] * df, metric[1] * dg + metric[3] * df]
      for axis in 0..<2 {
        var (ahead, behind) = (here, here)
        ahead[axis] += Self.spacing
        behind[axis] -= Self.spacing
        let change = (square(family.metric(at: ahead)) - square(family.metric(at: behind))) / (2 * Self.spacing)
        slope[axis] += 0.5 * (-2 * pull[axis] + (1 - place) * change)
        slope[2 + axis] += 0.5 * (2 * pull[axis] + place * change)
      }
    }
    return (value, slope)
  }
}

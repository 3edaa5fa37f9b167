import Validation

/// The probability distribution of the work of manipulation on a driven network, in k_B T.
///
///     let raise = try Drive<Double>(over: 1) { 2 * $0 }
///     let work = try WorkDistribution(on: levels, under: raise, from: levels.equilibrium(at: 0), steps: 1000, spacing: 0.002)
///     work.probability(of: 0.3...0.5)
///
/// The state and the work so far are followed together. Time is cut into steps of the length dt; in the middle of a step the
/// control moves on while the state is held (at a breakpoint of the drive at once), and between these works the state evolves exactly at a frozen control. Works
/// are kept on a lattice; one that falls between two points is shared by them so that the mean is right, which adds at most spacing²/4
/// per step to the variance. Nothing is shared if all energies move by whole spacings in a step, as two levels do under a ramp
/// of ΔE with spacing = |ΔE|/steps.
///
/// Probabilities are positive and normalised to rounding, and right to O(dt²). Where nothing is shared, Crooks' theorem
/// holds at every point of the lattice to rounding, for any number of steps, because the frozen evolution obeys detailed balance.
/// Trajectories without a jump make works of finite probability (atoms); they stand on single points. Time grows as
/// steps · points · states².
/// Source: of the argument, G. E. Crooks, J. Stat. Phys. 90, 1481 (1998).
public struct WorkDistribution: Sendable {
  /// The distance of two points of the lattice, in k_B T.
  public let spacing: Double
  /// The probability of each work, from the lowest possible one upwards.
  public let probabilities: [Double]
  // The number of the first point: its work in units of the spacing.
  private let first: Int

  /// The distribution at the end of a drive.
  ///
  /// - Parameters:
  ///   - network: the process; its edges are not driven.
  ///   - drive: how its control moves.
  ///   - p: the probabilities of the states at the beginning.
  ///   - steps: how many steps the time is cut into.
  ///   - spacing: the distance of two points of the lattice of works, in k_B T.
  /// - Throws: `InvalidInput` where there is no step or no positive spacing, an edge is driven, there is not one probability
  ///   per state, or the lattice is too large to be followed.
  public init<Control>(
    on network: DrivenNetwork<Control>, under drive: Drive<Control>, from p: [Double], steps: Int, spacing: Double
  ) throws(InvalidInput) {
    try network.check(p)
    try demand(
      steps > 0 && spacing > 0 && spacing.isFinite,
      "A work distribution needs steps and a positive spacing, and not \(steps) and \(spacing).")
    let n = network.stateCount
    try demand(steps <= 1_000_000, "A work distribution takes at most a million steps, and not \(steps).")
    let nodes = Self.nodes(of: drive, steps: steps)
    let controls = nodes.map(\.control)
    try demand(
      controls.allSatisfy { control in network.edges.allSatisfy { $0.driving(control) == 0 } },
      "This is the distribution of the work of manipulation: no edge may be driven.")
    let energies = controls.map(network.energies)
    try demand(energies.allSatisfy { $0.allSatisfy(\.isFinite) }, "The energies of a network are finite.")
    let farthest = zip(energies, energies.dropFirst()).reduce(0.0) { farthest, pair in
      zip(pair.0, pair.1).reduce(farthest) { max($0, abs($1.1 - $1.0)) }
    }
    try demand(
      farthest / spacing < 0x1p24, "The lattice of works has too many points: take a larger spacing than \(spacing).")
    let moves = zip(energies, energies.dropFirst()).map { before, after in
      zip(before, after).map { LatticeMove(by: ($1 - $0) / spacing) }
    }
    let (low, high) = Self.reach(of: moves)
    let points = Double(high - low + 1) * Double(n)
    try demand(
      points <= 0x1p24 && points * Double(n) * Double(nodes.count) < 1e12,
      "The lattice of works has too many points: take a larger spacing than \(spacing).")
    // n masses per point; the point 0 is that of no work.
    var masses = Array(repeating: 0.0, count: (high - low + 1) * n)
    for state in 0..<n { masses[state - low * n] = p[state] }
    for (step, node) in nodes.enumerated() {
      try Self.relax(&masses, network.rateMatrix(at: node.control), for: node.rest)
      if step + 1 < nodes.count { masses = Self.moved(masses, moves[step]) }
    }
    self.spacing = spacing
    first = low
    probabilities = stride(from: 0, to: masses.count, by: n).map { masses[$0..<$0 + n].reduce(0, +) }
  }

  /// The controls between which the control moves on, and for how long each is held: half a step on either side. At a breakpoint
  /// there are two, before and after it.
  private static func nodes<Control>(
    of drive: Drive<Control>, steps: Int
  ) -> [(control: Control, rest: Double)] {
    let stretches = drive.stretches
    return stretches.flatMap { stretch -> [(control: Control, rest: Double)] in
      let time = stretch.upperBound - stretch.lowerBound
      let count = stretches.count == 1 ? steps : max(1, Int((Double(steps) * time / drive.duration).rounded()))
      let length = time / Double(count)
      return (0...count).map { step in
        let now = step == count ? stretch.upperBound : stretch.lowerBound + Double(step) * length
        return (drive(now, within: stretch), step == 0 || step == count ? 0.5 * length : length)
      }
    }
  }

  /// How far the work moves on in a step: a whole number of spacings and a rest in 0..<1.
  private struct LatticeMove {
    let whole: Int
    let rest: Double

    init(by distance: Double) {
      // Rounding makes no rest.
      let isWhole = abs(distance - distance.rounded()) < 1e-6
      let floor = isWhole ? distance.rounded() : distance.rounded(.down)
      (whole, rest) = (Int(floor), isWhole ? 0 : distance - floor)
    }
  }

  /// The lowest and the highest point at which the work can be after any step.
  private static func reach(of moves: [[LatticeMove]]) -> (low: Int, high: Int) {
    var (low, high, lowest, highest) = (0, 0, 0, 0)
    for step in moves {
      low += step.map(\.whole).min() ?? 0
      high += step.map { $0.whole + ($0.rest > 0 ? 1 : 0) }.max() ?? 0
      (lowest, highest) = (min(lowest, low), max(highest, high))
    }
    return (lowest, highest)
  }

  /// Evolves the states at every point alike.
  private static func relax(_ masses: inout [Double], _ matrix: RateMatrix, for time: Double) throws(InvalidInput) {
    let n = matrix.stateCount
    var columns: [[Double]] = []
    for from in 0..<n { columns.append(try matrix.evolve((0..<n).map { $0 == from ? 1 : 0 }, for: time)) }
    var after = Array(repeating: 0.0, count: n)
    for point in stride(from: 0, to: masses.count, by: n) {
      for to in 0..<n {
        after[to] = 0
        for from in 0..<n { after[to] += columns[from][to] * masses[point + from] }
      }
      for state in 0..<n { masses[point + state] = after[state] }
    }
  }

  /// Adds the work of a step, another one in each state.
  private static func moved(_ masses: [Double], _ moves: [LatticeMove]) -> [Double] {
    var result = Array(repeating: 0.0, count: masses.count)
    for place in masses.indices where masses[place] != 0 {
      let move = moves[place % moves.count]
      let target = place + move.whole * moves.count
      result[target] += (1 - move.rest) * masses[place]
      if move.rest > 0 { result[target + moves.count] += move.rest * masses[place] }
    }
    return result
  }

  // MARK: - Reading

  /// The works of the lattice, one per probability, in k_B T.
  public var works: [Double] { probabilities.indices.map { Double(first + $0) * spacing } }

  /// The mean work, in k_B T.
  public var mean: Double { zip(works, probabilities).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The variance of the work, in (k_B T)².
  public var variance: Double {
    let mean = mean
    return zip(works, probabilities).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
  }

  /// The probability of a range of works, each point of the lattice spread over one spacing around it.
  ///
  /// Right to O(spacing²), if the ends of the range are not within half a spacing of an atom.
  public func probability(of range: ClosedRange<Double>) -> Double {
    // The point i covers i...i + 1 here.
    let low = max(0, range.lowerBound / spacing - Double(first) + 0.5)
    let high = min(Double(probabilities.count), range.upperBound / spacing - Double(first) + 0.5)
    guard low < high else { return 0 }
    return (Int(low.rounded(.down))..<Int(high.rounded(.up))).reduce(0) { sum, point in
      sum + probabilities[point] * (min(high, Double(point + 1)) - max(low, Double(point)))
    }
  }
}

import ElementaryFunctions
import Validation

/// A jump: which edge is crossed, and in which sense.
@frozen
public struct Jump: Sendable, Hashable {
  /// The place of the edge among those of the network.
  public let edge: Int
  /// The states before and after.
  public let from, to: Int

  /// A jump along an edge.
  @inlinable
  public init(edge: Int, from: Int, to: Int) {
    (self.edge, self.from, self.to) = (edge, from, to)
  }

  /// The jump that undoes this one, by the same edge.
  public var reversed: Jump { Jump(edge: edge, from: to, to: from) }
}

/// What a jump process did, and when.
///
///     let path = JumpPath(DrivenTrajectory(network, under: drive, within: bounds, startingIn: p, random: random))
///     try network.logProbability(of: path, under: drive)
///       - network.logProbability(of: path.reversed, under: drive.reversed)      // the heat, in k_B T
public struct JumpPath: Sendable, Hashable {
  /// The first state.
  public let start: Int
  /// The jumps, in the order of time.
  public let jumps: [Jump]
  /// The times of the jumps, from the beginning of the path.
  public let times: [Double]
  /// How long the path lasts.
  public let duration: Double

  /// A path from its jumps.
  ///
  /// - Precondition: each jump starts where the one before ended, at an increasing time within the duration.
  public init(start: Int, jumps: [Jump], times: [Double], duration: Double) {
    require(jumps.count == times.count, "Every jump has its time.")
    require(zip([start] + jumps.map(\.to), jumps).allSatisfy { $0 == $1.from }, "Jumps follow one another.")
    require(
      zip([0] + times, times + [duration]).allSatisfy { $0 <= $1 }, "Jumps happen in their order, within the path.")
    (self.start, self.jumps, self.times, self.duration) = (start, jumps, times, duration)
  }

  /// The path that these sojourns are.
  ///
  /// - Precondition: there is at least one.
  public init(_ sojourns: some Sequence<DrivenSojourn>) {
    let sojourns = Array(sojourns)
    guard let first = sojourns.first, let last = sojourns.last else {
      fatalError("A path has at least one sojourn.")
    }
    let leaving = sojourns.filter { $0.exit != nil }
    self.init(
      start: first.state, jumps: leaving.compactMap(\.exit), times: leaving.map { $0.end - first.start },
      duration: last.end - first.start)
  }

  /// The last state.
  public var end: Int { jumps.last?.to ?? start }

  /// The same backwards in time.
  public var reversed: JumpPath {
    JumpPath(
      start: end, jumps: jumps.reversed().map(\.reversed), times: times.reversed().map { duration - $0 },
      duration: duration)
  }
}

extension DrivenNetwork {
  /// The sojourns of a path under a drive, with the work and the heat along the way.
  ///
  /// - Precondition: the path does not last longer than the drive.
  public func sojourns(along path: JumpPath, under drive: Drive<Control>) -> [DrivenSojourn] {
    require(path.duration <= drive.duration, "A path cannot be longer than its drive.")
    let states = [path.start] + path.jumps.map(\.to)
    let exits = path.jumps.map(Optional.some) + [nil]
    return states.indices.map { i in
      sojourn(
        in: states[i], from: i == 0 ? 0 : path.times[i - 1], to: i == path.times.count ? path.duration : path.times[i],
        exit: exits[i], under: drive)
    }
  }

  /// ln of the probability density of a path, given its first state: Σ ln k − ∫ (exit rate) dt.
  ///
  /// The density is per unit time for each jump; a ratio of densities of a path and of its reverse has no unit. The integral
  /// of a drive that is smooth between its breakpoints is exact to about ten times the tolerance.
  ///
  /// - Throws: `InvalidInput` where a rate is not finite.
  public func logProbability(
    of path: JumpPath, under drive: Drive<Control>, tolerance: Double = 1e-13
  ) throws(InvalidInput) -> Double {
    let integrator = DormandPrince(tolerance: tolerance)
    var sum = 0.0
    for sojourn in sojourns(along: path, under: drive) where sojourn.start < sojourn.end || sojourn.exit != nil {
      for (times, stretch) in drive.stretches(in: sojourn.start...sojourn.end) {
        let hazard = try integrator.solution(
          from: [0], at: [times.lowerBound, times.upperBound], largestStep: drive.solverStep
        ) { t, _ in [exitRate(of: sojourn.state, at: drive(t, within: stretch))] }
        sum -= hazard[1][0]
      }
      if let jump = sojourn.exit { sum += Elementary.log(rate(of: jump, at: drive(sojourn.end))) }
    }
    return sum
  }

  /// A sojourn with its account of energy.
  @inlinable
  func sojourn(in state: Int, from start: Double, to end: Double, exit: Jump?, under drive: Drive<Control>)
    -> DrivenSojourn
  {
    let control = drive(end)
    return DrivenSojourn(
      state: state, start: start, end: end, exit: exit,
      manipulation: energy(of: state, at: control) - energy(of: state, at: drive(start)),
      driving: exit.map { driving(of: $0, at: control) } ?? 0, heat: exit.map { heat(of: $0, at: control) } ?? 0)
  }
}

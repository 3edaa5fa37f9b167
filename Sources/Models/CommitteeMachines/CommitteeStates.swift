import ElementaryFunctions
import LinearAlgebra
import Matrices
import Validation

/// States of rest of a committee: all of them, stable or not, along the branches in the learning rate.
extension SymmetricCommittee {
  /// A state of rest and its learning rate.
  public struct State: Sendable, Hashable, Codable {
    /// ν.
    public var rate: Double
    /// Both modes.
    public var point: Point
    /// f = U − ½ ln det V.
    public var freeEnergy: Double
  }

  /// The logarithms of κ±V± and the errors of R±κ± = h±, which vanish at rest; those of R₋ in units of R₋ where it is given.
  private func imbalance(_ point: Point, rate: Double, hint: Double, given overlap: Double?) -> [Double] {
    let force = force(at: point, rate: rate, hint: hint)
    guard force.sumStiffness > 0, machine.hiddenUnits == 1 || force.differenceStiffness > 0 else { return [.nan] }
    let others =
      machine.hiddenUnits == 1 ? 0 : Elementary.log(force.differenceStiffness * point.difference.variance)
    let turn =
      canSpecialise
      ? point.difference.overlap - force.differencePull / force.differenceStiffness : point.difference.overlap
    return [
      point.sum.overlap - force.sumPull / force.sumStiffness, Elementary.log(force.sumStiffness * point.sum.variance),
      others,
      machine.hiddenUnits == 1 ? 0 : turn / (overlap ?? 1),
    ]
  }

  /// Newton's method for four unknowns, with shorter steps where a whole one makes it worse.
  private func newton(_ start: [Double], _ equations: ([Double]) -> [Double]) -> [Double]? {
    func size(_ residual: [Double]) -> Double {
      residual.reduce(0) { $1.isFinite ? max($0, abs($1)) : .infinity }
    }
    var x = start
    var residual = equations(x)
    for _ in 0..<60 {
      guard size(residual) > 1e-14 else { return x }
      guard size(residual).isFinite else { return nil }
      var jacobian = Matrix.zeros(x.count, x.count)
      for j in x.indices {
        var moved = x
        moved[j] += 1e-7 * max(abs(x[j]), 1e-3)
        let distance = moved[j] - x[j]
        let ahead = equations(moved)
        guard ahead.count == x.count else { return nil }
        for i in x.indices { jacobian[i, j] = (ahead[i] - residual[i]) / distance }
      }
      guard let step = try? jacobian.solve(residual) else { return nil }
      var factor = 1.0
      while true {
        let candidate = zip(x, step).map { $0 - factor * $1 }
        let next = equations(candidate)
        if size(next) < size(residual) {
          (x, residual) = (candidate, next)
          break
        }
        factor *= 0.5
        // Rounding is reached, or nothing is.
        if factor < 1e-4 { return size(residual) < 1e-9 ? x : nil }
      }
    }
    return size(residual) < 1e-9 ? x : nil
  }

  /// The state of rest next to a point; nil where Newton's method finds none.
  public func state(near guess: Point, rate: Double, hint: Double = 0) -> State? {
    let start = [
      guess.sum.overlap, Elementary.log(guess.sum.variance), guess.difference.overlap,
      Elementary.log(guess.difference.variance),
    ]
    // A lonely unit has no difference mode: its unknowns are kept.
    let isLonely = machine.hiddenUnits == 1
    func point(_ x: [Double]) -> Point {
      Point([x[0], Elementary.exp(x[1]), isLonely ? 0 : x[2], isLonely ? 1 : Elementary.exp(x[3])])
    }
    let found = newton(start) { x in
      var residual = imbalance(point(x), rate: rate, hint: hint, given: nil)
      guard residual.count == 4 else { return [.nan] }
      if isLonely { (residual[2], residual[3]) = (x[2] - start[2], x[3] - start[3]) }
      return residual
    }
    return found.map { x in
      State(rate: rate, point: point(x), freeEnergy: freeEnergy(of: point(x), rate: rate, hint: hint))
    }
  }

  /// The unspecialised state of rest, R₋ = 0, to which a student without seed and hint relaxes.
  public func unspecialised(rate: Double) throws(InvalidInput) -> State {
    let end = try rest(after: .sudden(rate)).point
    guard let state = state(near: end, rate: rate) else {
      throw InvalidInput("No unspecialised state was found at the learning rate \(rate).")
    }
    return state
  }

  /// The growth rate of R₋ about an unspecialised state; the state is stable where it is negative.
  ///
  /// R₋ grows at the rate (2νr/π)(2(1 + q) − r²)^(−3/2) − κ₋, and κ₋ = 1/V₋ at rest.
  public func growthRate(at state: State) -> Double {
    let r = pairOverlap(of: state.point)
    let depth = 2 * (1 + norm(of: state.point)) - r * r
    let pull = 2 * state.rate * r / (.pi * depth * depth.squareRoot())
    return pull - 1 / state.point.difference.variance
  }

  /// The state where the unspecialised branch loses its stability, the spinodal at ν_s; nil where it does not up to `largest`.
  ///
  /// - Precondition: K = M > 1.
  public func spinodal(upTo largest: Double = 1e4) throws(InvalidInput) -> State? {
    require(canSpecialise, "Only K = M > 1 units can specialise.")
    var stable = try unspecialised(rate: 0.1)
    while growthRate(at: stable) < 0 {
      let rate = 1.15 * stable.rate
      guard rate <= largest, let next = state(near: stable.point, rate: rate) else { return nil }
      if growthRate(at: next) >= 0 { return bisected(stable, next) }
      stable = next
    }
    return nil
  }

  private func bisected(_ stable: State, _ unstable: State) -> State? {
    var here = stable
    let rates = Elementary.bisection(from: stable.rate, to: unstable.rate) { rate in
      guard let next = state(near: here.point, rate: rate) else { return false }
      here = next
      return growthRate(at: next) < 0
    }
    return state(near: here.point, rate: rates.inside)
  }

  // MARK: - The specialised branch

  /// The state of rest with a given R₋, at the learning rate that belongs to it.
  func state(withDifference overlap: Double, near guess: State, hint: Double = 0) -> State? {
    let start = [
      guess.point.sum.overlap, Elementary.log(guess.point.sum.variance), guess.rate,
      Elementary.log(guess.point.difference.variance),
    ]
    func point(_ x: [Double]) -> Point { Point([x[0], Elementary.exp(x[1]), overlap, Elementary.exp(x[3])]) }
    let found = newton(start) { x in imbalance(point(x), rate: x[2], hint: hint, given: overlap) }
    return found.map { x in
      State(rate: x[2], point: point(x), freeEnergy: freeEnergy(of: point(x), rate: x[2], hint: hint))
    }
  }

  /// The states of rest with R₋ > 0, in the order of R₋, until the learning rate exceeds `largest`.
  ///
  /// Without a hint they begin at the spinodal, where R₋ = 0, and go to smaller learning rates first where the transition is of first
  /// order; with a hint they begin without learning, at R₋ = b/k.
  ///
  /// - Precondition: K = M > 1; the hint is not negative.
  public func specialisedBranch(upTo largest: Double, hint: Double = 0) throws(InvalidInput) -> [State] {
    require(canSpecialise && hint >= 0, "Only K = M > 1 units can specialise.")
    let k = machine.stiffness
    var states: [State] = []
    var (here, overlap, growth): (State, Double, Double)
    if hint > 0 {
      let point = start(hint: hint)
      here = State(rate: 0, point: point, freeEnergy: freeEnergy(of: point, rate: 0, hint: hint))
      states.append(here)
      // At small rates the examples stiffen the trap of a difference mode more than they pull: R₋ falls, before it grows ever faster.
      var rate = 0.05 * k
      while let next = state(near: here.point, rate: rate, hint: hint), rate < largest {
        let isSteep = next.point.difference.overlap > 1.03 * here.point.difference.overlap
        here = next
        states.append(here)
        if isSteep { break }
        rate *= 1.03
      }
      (overlap, growth) = (1.03 * here.point.difference.overlap, 1.03)
    } else {
      guard let critical = try spinodal() else {
        throw InvalidInput("The student does not specialise at any learning rate up to 10⁴.")
      }
      (here, overlap, growth) = (critical, 1e-3, 1.1)
    }
    while states.count < 20_000 {
      guard let next = state(withDifference: overlap, near: here, hint: hint) else {
        throw InvalidInput("The branch of specialised states was lost at the learning rate \(here.rate).")
      }
      if next.rate > largest && overlap > 0.05 { break }
      states.append(next)
      here = next
      overlap = min(overlap * growth, overlap + 0.005)
      // Close to R₋ = 1, at large rates, steps are a part of what is left.
      overlap = min(
        overlap, here.point.difference.overlap + 0.05 * max(1e-6, 1 - here.point.difference.overlap) + 1e-12)
    }
    return states
  }

  /// Where a branch turns, and what follows of it.
  public struct Transition: Sendable, Hashable, Codable {
    /// Where the branch that begins without learning ends: the spinodal, in the hint.
    public var spinodal: State
    /// The state into which the student falls there.
    public var after: State
    /// Where the specialised branch begins: the smallest learning rate of it.
    public var first: State
    /// What is released in the fall, per line and in nats: f before less f after. 0 where the transition is continuous.
    public var released: Double
  }

  /// How the student specialises; nil where it does so continuously, without a jump.
  ///
  /// - Precondition: K = M > 1.
  public func transition(hint: Double = 0) throws(InvalidInput) -> Transition? {
    // Up to 20 % above the spinodal without a hint: the specialised branch with a hint ends below it.
    guard let critical = try spinodal() else { return nil }
    let branch = try specialisedBranch(upTo: 1.05 * critical.rate, hint: hint)
    func turn(_ place: Int, _ sign: Double) -> State? {
      guard place > 0, place + 1 < branch.count else { return nil }
      let (low, high) = (branch[place - 1].point.difference.overlap, branch[place + 1].point.difference.overlap)
      return extremum(sign, from: low, to: high, near: branch[place], hint: hint)
    }
    let rates = branch.map(\.rate)
    var spinodal = critical
    var descent = 0
    if hint > 0 {
      guard let place = rates.indices.dropLast().first(where: { rates[$0 + 1] < rates[$0] }) else { return nil }
      guard let top = turn(place, 1) else { return nil }
      (spinodal, descent) = (top, place)
    } else {
      guard rates[0] < critical.rate else { return nil }
    }
    guard let place = rates.indices.dropLast().first(where: { $0 >= descent + 1 && rates[$0 + 1] > rates[$0] }),
      let first = turn(place, -1)
    else { return nil }
    // The specialised state at the rate of the spinodal.
    guard let above = rates.indices.first(where: { $0 > place && rates[$0] >= spinodal.rate }),
      let after = state(near: branch[above].point, rate: spinodal.rate, hint: hint)
    else { return nil }
    return Transition(
      spinodal: spinodal, after: after, first: first, released: spinodal.freeEnergy - after.freeEnergy)
  }

  /// The largest (sign 1) or smallest (−1) learning rate between two values of R₋, by golden section.
  private func extremum(
    _ sign: Double, from low: Double, to high: Double, near guess: State, hint: Double
  ) -> State? {
    let ratio = 0.5 * (5.0.squareRoot() - 1)
    var (low, high, here) = (low, high, guess)
    func rate(_ overlap: Double) -> Double {
      guard let state = state(withDifference: overlap, near: here, hint: hint) else { return -.infinity }
      here = state
      return sign * state.rate
    }
    var (one, other) = (high - ratio * (high - low), low + ratio * (high - low))
    var (first, second) = (rate(one), rate(other))
    for _ in 0..<40 {
      if first > second {
        (high, other, second) = (other, one, first)
        one = high - ratio * (high - low)
        first = rate(one)
      } else {
        (low, one, first) = (one, other, second)
        other = low + ratio * (high - low)
        second = rate(other)
      }
    }
    return state(withDifference: 0.5 * (low + high), near: here, hint: hint)
  }

  /// The learning rate at which the specialised and the unspecialised state have equal free energies; nil where the transition is continuous.
  ///
  /// - Precondition: K = M > 1.
  public func coexistence() throws(InvalidInput) -> (unspecialised: State, specialised: State)? {
    guard let transition = try transition() else { return nil }
    var (plain, special) = (try unspecialised(rate: transition.first.rate), transition.after)
    func follow(_ rate: Double) -> Bool {
      guard let one = state(near: plain.point, rate: rate), let other = state(near: special.point, rate: rate),
        other.point.difference.overlap > 0.5 * transition.first.point.difference.overlap
      else { return false }
      (plain, special) = (one, other)
      return other.freeEnergy < one.freeEnergy
    }
    let rates = Elementary.bisection(from: transition.spinodal.rate, to: transition.first.rate, where: follow)
    guard follow(rates.inside) else { return nil }
    return (plain, special)
  }
}

import Cells
import ElementaryFunctions
import LinearAlgebra
import Matrices
import Optimisation
import Randomness
import Validation

/// States of least free energy, for any numbers of hidden units.
extension CommitteeMachine {
  /// A state of rest and its learning rate.
  public struct State: Sendable, Hashable {
    /// ν.
    public var rate: Double
    /// The moments of the weights.
    public var overlaps: CommitteeOverlaps
    /// f = U − ½ ln det V.
    public var freeEnergy: Double
    /// ε.
    public var error: Double
  }

  /// The state of least free energy at a learning rate: the lowest that is found from these starts and from where local searches begin
  /// anyway, which are the unspecialised student, the one whose first units are each paired with one of the teacher, and some drawn at
  /// random.
  ///
  /// f is minimised over R and the Cholesky factor of V with its gradient; see `GlobalMaximum`.
  public func leastState(rate: Double, from starts: [CommitteeOverlaps] = []) throws -> State {
    let reach = 4 + 4 / stiffness.squareRoot()
    let count = hiddenUnits * teacherUnits
    var (lower, upper) = ([Double](), [Double]())
    for place in 0..<count + hiddenUnits * (hiddenUnits + 1) / 2 {
      lower.append(isDiagonal(place - count) ? 1e-4 : -reach)
      upper.append(reach)
    }
    let points = try (starts + usualStarts).map(coordinates)
    let best = GlobalMaximum(lower: lower, upper: upper).climbing(from: points) { slope(at: $0, rate: rate) }
    let overlaps = overlaps(at: best.point)
    return State(rate: rate, overlaps: overlaps, freeEnergy: -best.value, error: error(at: overlaps))
  }

  /// Whether a place among the rows of a lower triangle is the end of its row.
  private func isDiagonal(_ place: Int) -> Bool {
    (0..<hiddenUnits).contains { $0 * ($0 + 3) / 2 == place }
  }

  private var usualStarts: [CommitteeOverlaps] {
    let width = 1 / stiffness
    func start(_ overlap: (Int, Int) -> Double) -> CommitteeOverlaps {
      CommitteeOverlaps(
        overlap: Matrix(rows: hiddenUnits, columns: teacherUnits, entry: overlap),
        variance: .diagonal((0..<hiddenUnits).map { _ in 0.3 * width }))
    }
    let common = (1 / (Double(hiddenUnits) * Double(teacherUnits))).squareRoot()
    var random = RandomStream(seed: 1)["starts"]
    return [start { _, _ in common }, start { $0 == $1 ? 0.8 : 0.1 }]
      + (0..<2).map { _ in start { _, _ in random.uniform() } }
  }

  private func coordinates(of overlaps: CommitteeOverlaps) throws -> [Double] {
    let factor = try overlaps.variance.choleskyFactor
    return overlaps.overlap.entries + (0..<hiddenUnits).flatMap { i in (0...i).map { factor[i, $0] } }
  }

  private func parts(of point: [Double]) -> (overlap: Matrix, factor: Matrix) {
    let count = hiddenUnits * teacherUnits
    let overlap = Matrix(rows: hiddenUnits, columns: teacherUnits, entries: Array(point[0..<count]))
    let factor = Matrix(rows: hiddenUnits, columns: hiddenUnits) { $0 < $1 ? 0 : point[count + $0 * ($0 + 1) / 2 + $1] }
    return (overlap, factor)
  }

  private func overlaps(at point: [Double]) -> CommitteeOverlaps {
    let (overlap, factor) = parts(of: point)
    return CommitteeOverlaps(overlap: overlap, variance: (factor * factor.transpose).symmetricPart)
  }

  /// −f and its gradient: −∂f/∂R = H − κR and −∂f/∂L = L⁻ᵀ − κL on and below the diagonal.
  private func slope(at point: [Double], rate: Double) -> GlobalMaximum.Slope {
    let (overlap, factor) = parts(of: point)
    let norm = (factor * factor.transpose + overlap * overlap.transpose).symmetricPart
    let force = force(overlap: overlap, norm: norm, rate: rate)
    let turn = force.pull - force.stiffness * overlap
    let squeeze = force.stiffness * factor
    var value = -0.5 * stiffness * norm.trace - rate * error(overlap: overlap, norm: norm)
    var gradient = turn.entries
    for i in 0..<hiddenUnits {
      value += Elementary.log(factor[i, i])
      for j in 0...i { gradient.append((i == j ? 1 / factor[i, i] : 0) - squeeze[i, j]) }
    }
    return GlobalMaximum.Slope(value: value, gradient: gradient)
  }
}

// MARK: - Equal errors

/// A student that comes to rest at a given error after a sudden start, and what it has paid per line.
package struct StudentOfError: Sendable, Hashable, Codable {
  /// ν.
  package var rate: Double
  /// I(w; T) of a line, and what was lost, in nats.
  package var information, losses: Double

  /// ΔS + Q.
  package var cost: Double { information + losses }

  /// I(w; T)/(ΔS + Q).
  package var efficiency: Double { information / cost }
}

extension CommitteeMachine {
  /// The state of least free energy with an error ε, and its cost after a sudden start: the losses are f at the start less f at rest,
  /// on any path.
  ///
  /// ε is the derivative of the least f by ν, and f is concave in ν, so that ε falls with ν.
  ///
  /// - Throws: `InvalidInput` where the error is not reached up to `largest`, or jumps over the value in a transition of first order.
  package func leastStudent(error: Double, upTo largest: Double = 1e4) throws -> StudentOfError {
    var low = try leastState(rate: 0.1)
    var high = low
    repeat {
      low = high
      guard low.rate < largest else {
        throw InvalidInput(
          "A student with K = \(hiddenUnits) does not come to the error \(error): at the learning rate \(largest) it is \(low.error)."
        )
      }
      high = try leastState(rate: min(largest, 2 * low.rate), from: [low.overlaps])
    } while high.error > error
    // The secant through both ends, and the middle where it fails to halve the interval.
    var isSecant = true
    for _ in 0..<100 {
      let width = high.rate - low.rate
      guard width > 1e-10 * high.rate, low.error - high.error > 1e-13 else { break }
      let part = isSecant ? min(0.99, max(0.01, (low.error - error) / (low.error - high.error))) : 0.5
      let next = try leastState(rate: low.rate + part * width, from: [low.overlaps, high.overlaps])
      if next.error > error { low = next } else { high = next }
      isSecant = high.rate - low.rate < 0.5 * width
      if abs(next.error - error) < 1e-10 { break }
    }
    let state = low.error - error < error - high.error ? low : high
    guard abs(state.error - error) < 1e-6 else {
      throw InvalidInput(
        "A student with K = \(hiddenUnits) has no state of least free energy with the error \(error): at the learning rate "
          + "\(high.rate) it jumps from \(low.error) to \(high.error).")
    }
    let start = start()
    let before = try freeEnergy(at: start, rate: state.rate)
    return StudentOfError(
      rate: state.rate, information: try state.overlaps.information, losses: before - state.freeEnergy)
  }
}

extension SymmetricCommittee {
  /// The learning rate at which the unspecialised student comes to rest with an error ε.
  ///
  /// - Throws: `InvalidInput` where it does not up to `largest`.
  public func unspecialisedRate(forError error: Double, upTo largest: Double = 1e4) throws(InvalidInput) -> Double {
    var here = try unspecialised(rate: 0.1)
    var last = here
    while self.error(of: here.point) > error {
      last = here
      guard here.rate < largest, let next = state(near: here.point, rate: min(largest, 1.3 * here.rate)) else {
        throw InvalidInput(
          "A student with K = \(machine.hiddenUnits) that does not specialise does not come to the error \(error): at the learning rate "
            + "\(here.rate) it is \(self.error(of: here.point)).")
      }
      here = next
    }
    return Elementary.bisection(from: last.rate, to: here.rate) { rate in
      guard let next = state(near: last.point, rate: rate) else { return false }
      return self.error(of: next.point) > error
    }.inside
  }
}

/// The balance of a student of any size that comes to rest at a given error without specialising, after a sudden start.
package struct UnspecialisedStudent: Cell {
  /// Student and teacher.
  package var machine: CommitteeMachine
  /// ε.
  package var error: Double

  /// A student.
  package init(machine: CommitteeMachine, error: Double) { (self.machine, self.error) = (machine, error) }

  /// What it found out: the learning rate and the balance of a line.
  package struct Result: Sendable, Codable, Hashable {
    /// ν.
    package var rate: Double
    /// The balance at rest.
    package var balance: SymmetricCommittee.Balance
    /// Whether the unspecialised state has the least free energy at that rate.
    package var isLeast: Bool
  }

  package func compute(_ random: RandomStream) throws -> Result {
    let committee = SymmetricCommittee(machine)
    let rate = try committee.unspecialisedRate(forError: error)
    let balance = try committee.rest(after: .sudden(rate))
    let least = try machine.leastState(rate: rate, from: [committee.overlaps(of: balance.point)])
    let own = committee.freeEnergy(of: balance.point, rate: rate)
    return Result(rate: rate, balance: balance, isLeast: least.freeEnergy > own - 1e-7)
  }
}

/// The state of least free energy with a given error.
package struct LeastStudent: Cell {
  /// Student and teacher.
  package var machine: CommitteeMachine
  /// ε.
  package var error: Double

  /// A student.
  package init(machine: CommitteeMachine, error: Double) { (self.machine, self.error) = (machine, error) }

  package func compute(_ random: RandomStream) throws -> StudentOfError { try machine.leastStudent(error: error) }
}

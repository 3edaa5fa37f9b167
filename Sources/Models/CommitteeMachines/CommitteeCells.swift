import Cells
import Randomness
import Validation

/// The balances of a symmetric committee at several times.
package struct CommitteeHistory: Cell {
  /// Student and teacher.
  package var machine: CommitteeMachine
  /// ν(t).
  package var course: LearningCourse
  /// δ and b.
  package var seed, hint: Double
  /// Ascending; in units of the inverse mobility.
  package var times: [Double]

  /// A student that learns.
  package init(machine: CommitteeMachine, course: LearningCourse, seed: Double, hint: Double, times: [Double]) {
    (self.machine, self.course, self.seed, self.hint, self.times) = (machine, course, seed, hint, times)
  }

  package func compute(_ random: RandomStream) throws -> [SymmetricCommittee.Balance] {
    try SymmetricCommittee(machine).balances(at: times, learning: course, seed: seed, hint: hint)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [SymmetricCommittee.Balance]) -> String? {
    result.count == times.count ? nil : "There is not one balance per time."
  }
}

/// The balance of a symmetric committee at rest after a course, and where the student was at the end of the course.
package struct SettledCommittee: Cell {
  /// Student and teacher.
  package var machine: CommitteeMachine
  /// ν(t).
  package var course: LearningCourse
  /// δ and b.
  package var seed, hint: Double

  /// A student that learns.
  package init(machine: CommitteeMachine, course: LearningCourse, seed: Double, hint: Double) {
    (self.machine, self.course, self.seed, self.hint) = (machine, course, seed, hint)
  }

  /// What it found out.
  package struct Result: Sendable, Codable, Hashable {
    /// The balance at rest.
    package var balance: SymmetricCommittee.Balance
    /// ε at rest.
    package var error: Double
    /// The losses until the end of the course, and W₂² from the start to there; both 0 after a sudden start.
    package var courseLosses, squaredDistance: Double
  }

  package func compute(_ random: RandomStream) throws -> Result {
    let committee = SymmetricCommittee(machine)
    let rest = try committee.rest(after: course, seed: seed, hint: hint)
    let end = try committee.balances(at: [course.duration], learning: course, seed: seed, hint: hint)[0]
    return Result(
      balance: rest, error: committee.error(of: rest.point), courseLosses: end.total.losses,
      squaredDistance: committee.squaredDistance(from: committee.start(seed: seed, hint: hint), to: end.point))
  }
}

/// All states of rest of a symmetric committee in the learning rate, and how it specialises.
package struct CommitteeBranches: Cell {
  /// Student and teacher; K = M > 1.
  package var machine: CommitteeMachine
  /// b.
  package var hint: Double
  /// The largest learning rate, in units of the one at which the unspecialised state loses its stability.
  package var largest: Double

  /// Branches.
  package init(machine: CommitteeMachine, hint: Double, largest: Double) {
    (self.machine, self.hint, self.largest) = (machine, hint, largest)
  }

  /// What it found out.
  package struct Result: Sendable, Codable, Hashable {
    /// Where the unspecialised state loses its stability without a hint.
    package var spinodal: SymmetricCommittee.State
    /// How the student specialises without a hint and in it; nil where it does so continuously.
    package var transition, transitionInHint: SymmetricCommittee.Transition?
    /// ν where both states have equal free energies without a hint.
    package var coexistence: Double?
    /// The states of rest in the hint, in the order of R₋.
    package var states: [SymmetricCommittee.State]
  }

  package func compute(_ random: RandomStream) throws -> Result {
    let committee = SymmetricCommittee(machine)
    guard let spinodal = try committee.spinodal() else {
      throw InvalidInput("\(machine.hiddenUnits) hidden units do not specialise at any learning rate up to 10⁴.")
    }
    let transition = try committee.transition()
    return Result(
      spinodal: spinodal, transition: transition,
      transitionInHint: hint > 0 ? try committee.transition(hint: hint) : transition,
      coexistence: try committee.coexistence()?.specialised.rate,
      states: try committee.specialisedBranch(upTo: largest * spinodal.rate, hint: hint))
  }
}

/// What the outputs tell of each other at a point.
package struct OutputKnowledge: Cell {
  /// Both modes of two hidden units that learn from two.
  package var point: SymmetricCommittee.Point
  /// k.
  package var stiffness: Double
  /// Values of σ that are told apart.
  package var bins: Int

  /// An evaluation.
  package init(point: SymmetricCommittee.Point, stiffness: Double, bins: Int) {
    (self.point, self.stiffness, self.bins) = (point, stiffness, bins)
  }

  /// I(τ:σ), in nats.
  package func compute(_ random: RandomStream) -> Double {
    SymmetricCommittee(CommitteeMachine(hiddenUnits: 2, stiffness: stiffness)).outputInformation(
      at: point, bins: bins)
  }
}

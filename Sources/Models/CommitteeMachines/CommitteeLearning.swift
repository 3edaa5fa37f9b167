import ElementaryFunctions
import LinearAlgebra
import Matrices
import StochasticThermodynamics
import Validation

/// A committee that learns, as matrices: any numbers of hidden units, without the symmetry of ``SymmetricCommittee``.
///
/// All weights of a line are jointly Gaussian with their teachers, with
///
///     dR/dt = −κR + H,   dV/dt = 2·1 − κV − Vκ,   heat rate = tr ṘṘᵀ − ½ tr κV̇.
///
/// With A = V⁻¹ − κ it is V̇ = AV + VA, and the cost of learning per line is
///
///     ΔS + Q = ΔI(w; T) + ∫tr ṘṘᵀ dt + ∫tr AVA dt:
///
/// what is learned, and what is lost by alignment and by compression, which is the squared speed of N(0, V) in the Wasserstein metric.
/// So ΔI ≤ ΔS + Q ≤ Σ_j [ΔS(w_j) + Q_j].
public struct CommitteeLearning: Sendable, Validated, Hashable {
  /// Student and teacher.
  public let machine: CommitteeMachine
  /// ν(t).
  public let course: LearningCourse
  /// δ: the overlap of every unit with its own of the teacher in the beginning.
  public let seed: Double
  /// b: the pull of every unit towards its own of the teacher.
  public let hint: Double

  /// A way to learn.
  ///
  /// - Precondition: the seed is smaller than the weights, δ² < 1/k.
  public init(_ machine: CommitteeMachine, course: LearningCourse, seed: Double = 0, hint: Double = 0) {
    (self.machine, self.course, self.seed, self.hint) = (machine, course, seed, hint)
    requireNoFlaw()
  }

  /// Where a line is, and what it has paid, in nats.
  public struct Balance: Sendable, Hashable, Codable {
    /// The moments of the weights.
    public var overlaps: CommitteeOverlaps
    /// ΔI(w; T), ΔS and Q.
    public var information, entropy, heat: Double
    /// ∫tr ṘṘᵀ dt and ∫tr AVA dt.
    public var alignment, compression: Double

    /// ΔS + Q.
    public var cost: Double { entropy + heat }

    /// ΔI/(ΔS + Q).
    public var efficiency: Double { information / cost }

    /// ΔS + Q − ΔI − alignment − compression: zero but for errors of integration.
    public var excess: Double { cost - information - alignment - compression }
  }

  /// The student in the beginning.
  public var start: CommitteeOverlaps { machine.start(seed: seed, hint: hint) }

  /// The force on the weights of a line at a time.
  public func force(at overlaps: CommitteeOverlaps, time: Double) -> CommitteeMachine.Force {
    machine.force(at: overlaps, rate: course(time), hint: hint)
  }

  /// The balances at these times.
  ///
  /// For learning rates that are not stiff; see ``SymmetricCommittee/balances(at:learning:seed:hint:tolerance:)`` for others.
  ///
  /// - Parameters:
  ///   - times: ascending; not negative.
  ///   - tolerance: of the Runge–Kutta method.
  public func balances(at times: [Double], tolerance: Double = 1e-10) throws -> [Balance] {
    require(times.allSatisfy { $0 >= 0 }, "Learning starts at time 0.")
    let last = times.max() ?? 0
    let stops = ([0] + course.times.filter { $0 > 0 && $0 < last } + times).sorted()
    let start = start
    let path = try DormandPrince(tolerance: tolerance).solution(
      from: start.overlap.entries + start.variance.entries + [0, 0, 0], at: stops
    ) { time, y in
      let overlaps = overlaps(of: y)
      let force = force(at: overlaps, time: time)
      let turn = force.pull - force.stiffness * overlaps.overlap
      let half = force.stiffness * overlaps.variance
      let squeeze = 2 * .identity(machine.hiddenUnits) - (half + half.transpose)
      // AVA = ½(V⁻¹ − κ)V̇ on the trace, as V̇ = AV + VA.
      let inverse = (try? overlaps.variance.inverse) ?? .diagonal(Array(repeating: .nan, count: machine.hiddenUnits))
      let speed = (turn * turn.transpose).trace
      return turn.entries + squeeze.entries + [
        speed - 0.5 * (force.stiffness * squeeze).trace, speed, 0.5 * ((inverse - force.stiffness) * squeeze).trace,
      ]
    }
    let before = (information: try start.information, entropy: try start.entropy)
    return try times.map { time in
      let y = path[stops.firstIndex(of: time) ?? 0]
      let overlaps = overlaps(of: y)
      let sums = y.suffix(3).map { $0 }
      return Balance(
        overlaps: overlaps, information: try overlaps.information - before.information,
        entropy: try overlaps.entropy - before.entropy, heat: sums[0], alignment: sums[1], compression: sums[2])
    }
  }

  private func overlaps(of y: [Double]) -> CommitteeOverlaps {
    let (units, teachers) = (machine.hiddenUnits, machine.teacherUnits)
    let overlap = Matrix(rows: units, columns: teachers, entries: Array(y[0..<units * teachers]))
    let variance = Matrix(
      rows: units, columns: units, entries: Array(y[units * teachers..<units * (teachers + units)]))
    return CommitteeOverlaps(overlap: overlap, variance: variance.symmetricPart)
  }
}

extension CommitteeLearning {
  /// Reads a way to learn.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    machine = try fields.read(.machine)
    course = try fields.read(.course)
    seed = try fields.read(.seed)
    hint = try fields.read(.hint)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    seed * seed * machine.stiffness < 1 && hint.isFinite
      ? nil : "A seed is smaller than the weights, and a hint finite."
  }
}

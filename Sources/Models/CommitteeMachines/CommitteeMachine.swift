import ElementaryFunctions
import LinearAlgebra
import Matrices
import Validation

/// A soft committee machine that learns from another one in the averaged force of very many weak examples: a network with a hidden
/// layer as a thermodynamic process.
///
/// The student has K hidden units with weights w_i, the teacher M with weights T_n, of N lines each, one per input. For an input ξ of
/// independent normal numbers the fields are x_i = w_i·ξ/√N and y_n = T_n·ξ/√N, and the outputs σ = Σ_i g(x_i) and τ = Σ_n g(y_n) with
/// g(x) = erf(x/√2). The teacher's T_n on a line are independent normal numbers. For N → ∞ the loss ε = ½⟨(σ − τ)²⟩ is a function of
/// R = wTᵀ/N (K × M) and Q = wwᵀ/N (K × K), and the force of the examples on the weights of a line has the potential
///
///     U = ½ k tr Q + ν ε(R, Q) − b Σ_i R_ii
///
/// per line, with the stiffness k of a trap about every weight, the learning rate ν, and a hint b, which pulls unit i towards unit i of
/// the teacher. The K weights of a line obey dw = (−κw + HT) dt + √2 dW with κ = k + 2ν ∂ε/∂Q and H = −ν ∂ε/∂R + b.
///
/// Units: temperature, mobility and diffusion constant are 1. Sources: order parameters and loss, D. Saad and S. A. Solla,
/// Phys. Rev. E 52, 4225 (1995); heat, K. Sekimoto, Prog. Theor. Phys. Suppl. 130, 17 (1998).
public struct CommitteeMachine: Sendable, Validated, Hashable {
  /// K, the number of hidden units of the student.
  public let hiddenUnits: Int

  /// M, the number of hidden units of the teacher.
  public let teacherUnits: Int

  /// k, the strength of the harmonic trap of every weight.
  public let stiffness: Double

  /// A student and a teacher.
  ///
  /// - Parameters:
  ///   - hiddenUnits: K, at least 1.
  ///   - teacherUnits: M, at least 1; by default as many.
  ///   - stiffness: k, positive.
  public init(hiddenUnits: Int, teacherUnits: Int? = nil, stiffness: Double = 1) {
    (self.hiddenUnits, self.teacherUnits) = (hiddenUnits, teacherUnits ?? hiddenUnits)
    self.stiffness = stiffness
    requireNoFlaw()
  }

  /// The force −κw + HT on the weights of a line.
  public struct Force: Sendable, Hashable {
    /// κ, K × K and symmetric.
    public var stiffness: Matrix

    /// H, K × M.
    public var pull: Matrix
  }

  /// κ and H at these overlaps.
  ///
  /// - Parameters:
  ///   - overlaps: of the student, with itself and with the teacher.
  ///   - rate: the learning rate ν.
  ///   - hint: b.
  public func force(at overlaps: CommitteeOverlaps, rate: Double, hint: Double = 0) -> Force {
    force(overlap: overlaps.overlap, norm: overlaps.norm, rate: rate, hint: hint)
  }

  func force(overlap: Matrix, norm: Matrix, rate: Double, hint: Double = 0) -> Force {
    let (units, factor) = (hiddenUnits, 2 * rate / .pi)
    var pull = Matrix.zeros(units, teacherUnits)
    var stiff = Matrix.zeros(units, units)
    for i in 0..<units {
      let width = 1 + norm[i, i]
      // Of κ_ii: 1/√(1 + 2Q_ii) − Σ Q_ik/E_ik + Σ R_in/D_in.
      var own = 1 / (1 + 2 * norm[i, i]).squareRoot()
      for n in 0..<teacherUnits {
        let depth = (2 * width - overlap[i, n] * overlap[i, n]).squareRoot()
        pull[i, n] = factor / depth + (i == n ? hint : 0)
        own += overlap[i, n] / depth
      }
      for j in 0..<units where j != i {
        let depth = (width * (1 + norm[j, j]) - norm[i, j] * norm[i, j]).squareRoot()
        own -= norm[i, j] / depth
        stiff[i, j] = factor / depth
      }
      stiff[i, i] = stiffness + factor * own / width
    }
    return Force(stiffness: stiff, pull: pull)
  }

  /// ε = ½⟨(σ − τ)²⟩, the generalisation error; for K weights that are zero it is M/6.
  public func error(at overlaps: CommitteeOverlaps) -> Double {
    error(overlap: overlaps.overlap, norm: overlaps.norm)
  }

  func error(overlap: Matrix, norm: Matrix) -> Double {
    var sum = Double(teacherUnits) * Double.pi / 6
    for i in 0..<hiddenUnits {
      let width = 1 + norm[i, i]
      for j in 0..<hiddenUnits { sum += arcsine(norm[i, j] / (width * (1 + norm[j, j])).squareRoot()) }
      for n in 0..<teacherUnits { sum -= 2 * arcsine(overlap[i, n] / (2 * width).squareRoot()) }
    }
    return sum / .pi
  }

  /// U = ½ k tr Q + νε − b Σ R_ii, per line.
  public func potential(at overlaps: CommitteeOverlaps, rate: Double, hint: Double = 0) -> Double {
    0.5 * stiffness * overlaps.norm.trace + rate * error(at: overlaps)
      - hint * overlaps.overlap.diagonal.reduce(0, +)
  }

  /// f = U − ½ ln det V, the free energy of a line at given teacher, up to a constant.
  ///
  /// At a constant learning rate it falls by what is lost by alignment and by compression, and is stationary at rest.
  public func freeEnergy(at overlaps: CommitteeOverlaps, rate: Double, hint: Double = 0) throws -> Double {
    potential(at: overlaps, rate: rate, hint: hint) - 0.5 * (try overlaps.variance.logDeterminant)
  }

  /// The student before it learns: at rest in its traps and the hint, apart from a seed δ of overlap with its own unit of the teacher.
  ///
  /// - Parameters:
  ///   - seed: δ, with δ² < 1/k; the variance at given teacher is less by δ².
  ///   - hint: b.
  public func start(seed: Double = 0, hint: Double = 0) -> CommitteeOverlaps {
    require(seed * seed * stiffness < 1, "A seed is smaller than the weights.")
    let paired = min(hiddenUnits, teacherUnits)
    return CommitteeOverlaps(
      overlap: Matrix(rows: hiddenUnits, columns: teacherUnits) { $0 == $1 ? seed + hint / stiffness : 0 },
      variance: .diagonal((0..<hiddenUnits).map { 1 / stiffness - ($0 < paired ? seed * seed : 0) }))
  }
}

/// arcsin x for −1 ≤ x ≤ 1.
func arcsine(_ x: Double) -> Double { Elementary.angle(x: max(0, (1 - x) * (1 + x)).squareRoot(), y: x) }

/// ½ ln(1 + x), also for small x ≥ 0.
func halfLogarithm(ofOnePlus x: Double) -> Double {
  // The factor ln(u)/(u − 1) of the rounded u = 1 + x corrects for its rounding.
  let u = 1 + x
  return u == 1 ? 0.5 * x : 0.5 * Elementary.log(u) * (x / (u - 1))
}

extension CommitteeMachine {
  /// Reads a machine.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    hiddenUnits = try fields.read(.hiddenUnits)
    teacherUnits = try fields.read(.teacherUnits)
    stiffness = try fields.read(.stiffness)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !((1...32).contains(hiddenUnits) && (1...32).contains(teacherUnits)) {
      return "A committee has between 1 and 32 hidden units."
    }
    return stiffness > 0 && stiffness.isFinite ? nil : "The stiffness must be positive and finite."
  }
}

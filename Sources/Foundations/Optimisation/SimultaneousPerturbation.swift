import ElementaryFunctions
import Matrices
import Randomness
import Validation

/// Ascent along estimates of a gradient that need two values each, however many parameters there are.
///
/// All parameters are moved at once, up or down at random: Δ_i = ±1, ĝ_i = [L(θ + cΔ) − L(θ − cΔ)] / (2cΔ_i). The mean over Δ is
/// the gradient up to c²/6 Σ_j (third derivatives), as odd moments of the signs vanish. Step k, counted from 0, is
/// a_k = a/(A + k + 1)^0.602 long and differs by c_k = c/(k + 1)^0.101.
///
///     let ascent = SimultaneousPerturbation(rate: 2, size: 0.05, stability: 50)
///     for step in 0..<1000 { ascent.step(&θ, at: step, random: stream[step]) { L($0) - L($1) } }
///
/// Source: J. C. Spall, IEEE Trans. Autom. Control 37, 332 (1992); gains: IEEE Trans. Aerosp. Electron. Syst. 34, 817 (1998).
public struct SimultaneousPerturbation: Sendable, Validated, Hashable {
  /// a, c and A.
  public var rate, size, stability: Double

  /// An ascent.
  ///
  /// - Precondition: the rate and the size are positive.
  public init(rate: Double, size: Double, stability: Double) {
    (self.rate, self.size, self.stability) = (rate, size, stability)
    requireNoFlaw()
  }

  /// Reads an ascent.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (rate, size, stability) = (try fields.read(.rate), try fields.read(.size), try fields.read(.stability))
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the gains; nil where nothing is.
  public var flaw: String? {
    rate > 0 && size > 0 && stability >= 0 ? nil : "The gains of an ascent are positive."
  }

  /// a_k.
  public func rate(at step: Int) -> Double {
    rate * Elementary.exp(-0.602 * Elementary.log(stability + Double(step) + 1))
  }

  /// c_k.
  public func size(at step: Int) -> Double { size * Elementary.exp(-0.101 * Elementary.log(Double(step) + 1)) }

  /// Signs for so many parameters.
  public static func directions(_ count: Int, random: RandomStream) -> [Double] {
    var random = random
    return (0..<count).map { _ in random.sign() }
  }

  /// ĝ.
  ///
  /// - Parameters:
  ///   - θ: where.
  ///   - directions: Δ, each ±1.
  ///   - size: c.
  ///   - difference: L at the first point less L at the second.
  public static func gradient(
    at θ: [Double], _ directions: [Double], size: Double,
    _ difference: (_ ahead: [Double], _ behind: [Double]) -> Double
  ) -> [Double] {
    require(θ.count == directions.count, "Every parameter is moved up or down.")
    let ahead = zip(θ, directions).map { $0 + size * $1 }
    let behind = zip(θ, directions).map { $0 - size * $1 }
    let slope = difference(ahead, behind) / (2 * size)
    // 1/Δ = Δ for signs.
    return directions.map { slope * $0 }
  }

  /// Step k.
  public func step(
    _ θ: inout [Double], at k: Int, random: RandomStream,
    _ difference: (_ ahead: [Double], _ behind: [Double]) -> Double
  ) {
    let directions = Self.directions(θ.count, random: random)
    let gradient = Self.gradient(at: θ, directions, size: size(at: k), difference)
    add(gradient, times: rate(at: k), to: &θ)
  }
}

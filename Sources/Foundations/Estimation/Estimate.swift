import Foundation
import Validation

/// A number with its standard error: the one type in which a result leaves a simulation.
///
///     let gain = Estimate(0.07972, standardError: 0.00012)
///     print(gain)                                    // 0.07972(12)
///     gain.isConsistent(with: 0.0797, sigmas: 4)     // true
///
/// An exact number has the standard error 0.
public struct Estimate: Sendable, Validated, Hashable {
  /// The best value.
  public var value: Double

  /// One standard deviation of the value's own distribution, not of the sample; never negative.
  public var standardError: Double

  /// How well the standard error itself is known: n − 1 where it comes from the scatter of n independent samples, infinite where
  /// the variance is known or comes from very many.
  ///
  /// The deviation from the true value, in standard errors, has Student's distribution with this number of degrees of freedom: of 8
  /// replicas one in 33 is off by more than 2.7 standard errors, not one in 144.
  public var degreesOfFreedom: Double

  /// A value with its standard error.
  ///
  /// A number without error has infinitely many degrees of freedom.
  ///
  /// - Precondition: the standard error is not negative, and there are degrees of freedom.
  public init(_ value: Double, standardError: Double, degreesOfFreedom: Double = .infinity) {
    self.value = value
    self.standardError = standardError
    // What has no error has one that is known.
    self.degreesOfFreedom = standardError == 0 && degreesOfFreedom > 0 ? .infinity : degreesOfFreedom
    requireNoFlaw()
  }

  /// Reads an estimate.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    value = try fields.read(.value)
    standardError = try fields.read(.standardError)
    degreesOfFreedom = try fields.readIfPresent(.degreesOfFreedom) ?? .infinity
    try decoder.refuseFlaw(of: self)
  }

  /// Writes the estimate; infinitely many degrees of freedom are not written.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(value, forKey: .value)
    try fields.encode(standardError, forKey: .standardError)
    if degreesOfFreedom.isFinite { try fields.encode(degreesOfFreedom, forKey: .degreesOfFreedom) }
  }

  private enum CodingKeys: CodingKey {
    case value, standardError, degreesOfFreedom
  }

  /// What is wrong with the error; nil where nothing is.
  public var flaw: String? {
    if standardError < 0 { return "A standard error cannot be negative." }
    return degreesOfFreedom <= 0 ? "The degrees of freedom of an error must be positive." : nil
  }

  /// A number that is known exactly (to rounding).
  public init(exact value: Double) {
    self.init(value, standardError: 0)
  }

  /// How many standard errors the value lies from `reference`, with sign: positive above it.
  ///
  /// Infinite where the error is zero and the values differ; zero where both agree exactly.
  public func deviation(from reference: Estimate) -> Double {
    let difference = value - reference.value
    if difference == 0 { return 0 }
    return difference / Self.quadrature(standardError, reference.standardError)
  }

  /// √(a² + b²), also where the squares are no numbers.
  private static func quadrature(_ a: Double, _ b: Double) -> Double {
    let sum = a * a + b * b
    if sum.isNormal || sum.isNaN { return sum.squareRoot() }
    let size = max(a, b)
    guard size > 0, size.isFinite else { return size }
    return size * ((a / size) * (a / size) + (b / size) * (b / size)).squareRoot()
  }

  /// How many standard errors the value lies from an exact number.
  public func deviation(from reference: Double) -> Double {
    deviation(from: Estimate(exact: reference))
  }

  /// The probability that two independent estimates of one quantity differ by at least as much as these, with either sign: by
  /// Student's distribution, which knows from how few samples the errors come.
  ///
  /// Two errors together have the degrees of freedom of F. E. Satterthwaite, Biometrics Bull. 2, 110 (1946), and at most twice as many as
  /// the one that has fewer. Where neither has an
  /// error, 1 for equal values and 0 for others; not a number where a value or an error is none.
  public func probabilityOfDeviation(from reference: Estimate) -> Double {
    let deviation = deviation(from: reference)
    if deviation.isNaN { return .nan }
    // Of two equally large samples of one variance there are twice as many as of one. More are never believed: where the
    // smaller sample happens to scatter little, Satterthwaite's formula counts the larger one alone.
    let most = 2 * min(degreesOfFreedom, reference.degreesOfFreedom)
    let both = min((self - reference).degreesOfFreedom, most)
    return studentProbability(beyond: abs(deviation), degreesOfFreedom: both)
  }

  /// Whether the two agree within `sigmas` joint standard errors, taking them as independent.
  ///
  /// A value or an error that is not a number is consistent with nothing.
  public func isConsistent(with reference: Estimate, sigmas: Double) -> Bool {
    abs(deviation(from: reference)) <= sigmas
  }

  /// Whether the estimate agrees with an exact number within `sigmas` standard errors.
  public func isConsistent(with reference: Double, sigmas: Double) -> Bool {
    isConsistent(with: Estimate(exact: reference), sigmas: sigmas)
  }
}

// MARK: - Arithmetic of independent estimates

extension Estimate {
  /// The sum of two independent estimates: errors add in quadrature.
  ///
  /// The degrees of freedom are those of F. E. Satterthwaite, Biometrics Bull. 2, 110 (1946).
  public static func + (left: Estimate, right: Estimate) -> Estimate {
    let both = quadrature(left.standardError, right.standardError)
    var (one, other) = (left.standardError * left.standardError, right.standardError * right.standardError)
    // In parts of the whole variance, so that nothing overflows.
    if !(one + other).isNormal, both > 0, both.isFinite {
      (one, other) = (left.standardError / both, right.standardError / both)
      (one, other) = (one * one, other * other)
    }
    let (a, b) = (one / (one + other), other / (one + other))
    let spread = a * a / left.degreesOfFreedom + b * b / right.degreesOfFreedom
    return Estimate(
      left.value + right.value, standardError: both,
      degreesOfFreedom: spread > 0 ? 1 / spread : .infinity)
  }

  /// The difference of two independent estimates: errors add in quadrature.
  public static func - (left: Estimate, right: Estimate) -> Estimate { left + (-1 * right) }

  /// A multiple of an estimate.
  public static func * (factor: Double, estimate: Estimate) -> Estimate {
    Estimate(
      factor * estimate.value, standardError: abs(factor) * estimate.standardError,
      degreesOfFreedom: estimate.degreesOfFreedom)
  }
}

// MARK: - In print

extension Estimate: CustomStringConvertible {
  /// The value with the error of its last digits in parentheses, as journals print it: `0.07972(12)`.
  ///
  /// The error has two digits if it starts with 1 and one digit otherwise. An exact number is printed with six
  /// significant digits, and one whose error is not known as `1.25(?)`.
  public var description: String {
    let text = formatted(significantDigits: 6)
    let isExact = standardError == 0
    return isExact && text.contains(".") && !text.contains("e") ? text.replacing(/\.?0+$/, with: "") : text
  }

  /// How many significant digits can be asked for: more than 17 say nothing about a number.
  public static let printableDigits = 1...17

  /// The value in print; an exact one with this number of significant digits, zeros at the end included. Fewer or more than
  /// ``printableDigits`` are the nearest of them. An error that is not known or infinite is `(?)` or `(∞)`.
  public func formatted(significantDigits: Int) -> String {
    let digits = min(max(significantDigits, Self.printableDigits.lowerBound), Self.printableDigits.upperBound)
    if let text = withError { return text }
    let text = Self.plain(value, significantDigits: digits)
    if standardError == 0 { return text }
    return text + (standardError.isFinite ? "(\(standardError))" : standardError.isNaN ? "(?)" : "(∞)")
  }

  /// The value with the error of its last digits; nil where there is no error that could be printed.
  private var withError: String? {
    guard standardError > 0, standardError.isFinite, value.isFinite else { return nil }
    let exponent = Int(floor(log10(max(abs(value), standardError))))
    guard exponent < -5 || exponent > 8 else { return Self.withParentheses(value, standardError) }
    // The power of ten of a number near the smallest ones is no number: two steps lead there.
    let first = exponent < -300 ? 1e-300 : 1
    let unit = pow(10, Double(exponent < -300 ? exponent + 300 : exponent))
    return Self.withParentheses(value / first / unit, standardError / first / unit).map { $0 + "e\(exponent)" }
  }

  private static func withParentheses(_ value: Double, _ error: Double) -> String? {
    guard error > 1e-300 else { return nil }
    var decimals = -Int(floor(log10(error)))
    func leading(_ places: Int) -> Int { Int((error * pow(10, Double(places))).rounded()) }
    if leading(decimals + 1) < 20 { decimals += 1 }
    let unit = pow(10, Double(-decimals))
    // Adding 0 turns −0 into 0.
    let rounded = (value / unit).rounded() * unit + 0
    if decimals <= 0 { return String(format: "%.0f(%.0f)", rounded, (error / unit).rounded() * unit) }
    return String(format: "%.\(decimals)f(%d)", rounded, leading(decimals))
  }

  /// Ordinary magnitudes without an exponent: 5057.5 with three digits is 5060.
  private static func plain(_ value: Double, significantDigits: Int) -> String {
    guard abs(value) >= 1e-5, abs(value) < 1e7 else {
      let text = String(format: "%.\(significantDigits)g", value)
      return text == "-0" ? "0" : text
    }
    let decimals = significantDigits - 1 - Int(floor(log10(abs(value))))
    if decimals <= 0 {
      let unit = pow(10, Double(-decimals))
      return String(format: "%.0f", (value / unit).rounded() * unit)
    }
    return String(format: "%.\(decimals)f", value)
  }
}

import ElementaryFunctions
import Foundation
import Testing

/// One function of `Elementary` in one format, with what it is compared to.
struct ElementaryCase<V: SIMD & Sendable>: Sendable, CustomTestStringConvertible
where V.Scalar: BinaryFloatingPoint & Sendable {
  typealias T = V.Scalar
  let testDescription: String
  /// The stated bound of the error: in ulp, or in units of 1 for the sine and the cosine.
  let bound: Double
  let isAbsolute: Bool
  let scalar: @Sendable (T) -> T
  let vector: @Sendable (V) -> V
  /// The same function by Foundation.
  let library: @Sendable (T) -> T
  /// What the library may add to the error: its own 1 ulp, or the rounding of 2πu.
  let slack: Double
  let table: String
  let ranges: [ClosedRange<T>]

  init(
    _ name: String, bound: Double, slack: Double = 1, isAbsolute: Bool = false, scalar: @escaping @Sendable (T) -> T,
    vector: @escaping @Sendable (V) -> V, library: @escaping @Sendable (T) -> T, table: String,
    ranges: [ClosedRange<T>]
  ) {
    testDescription = "\(name) of \(T.self)"
    self.bound = bound
    self.slack = slack
    self.isAbsolute = isAbsolute
    self.scalar = scalar
    self.vector = vector
    self.library = library
    self.table = table
    self.ranges = ranges
  }

  /// The largest error of a function against the table.
  func worstError(of function: (T) -> T) -> Double {
    ReferenceTable.errors(of: function, on: table, absolute: isAbsolute).max() ?? .infinity
  }

  /// Arguments evenly over the ranges, `count` each.
  func arguments(_ count: Int) -> [T] {
    ranges.flatMap { range in
      (0..<count).map { range.lowerBound + (range.upperBound - range.lowerBound) * (T($0) / T(count)) }
    }
  }
}

extension ElementaryCase<SIMD8<Double>> {
  static var all: [Self] {
    [
      Self(
        "exp", bound: 0.97, scalar: { Elementary.exp($0) }, vector: { Elementary.exp($0) },
        library: { Foundation.exp($0) }, table: ReferenceTable.expDouble,
        ranges: [-745...709.7, -2...2, -745 ... -708]),
      Self(
        "expMinusOne", bound: 1.4, scalar: { Elementary.expMinusOne($0) }, vector: { Elementary.expMinusOne($0) },
        library: { Foundation.expm1($0) }, table: ReferenceTable.expMinusOneDouble,
        ranges: [-2...2, -50...0, 0...709.7, -1e-300...1e-300]),
      Self(
        "log", bound: 0.9, scalar: { Elementary.log($0) }, vector: { Elementary.log($0) },
        library: { Foundation.log($0) }, table: ReferenceTable.logDouble,
        ranges: [0.5...2, 0x1p-1074...0x1p-1020, 1e-3...1000, 1e300...1e308]),
      Self(
        "tanh", bound: 2.4, scalar: { Elementary.tanh($0) }, vector: { Elementary.tanh($0) },
        library: { Foundation.tanh($0) }, table: ReferenceTable.tanhDouble,
        ranges: [-1...1, -25...25, -1e-300...1e-300]),
      Self(
        "logistic", bound: 1.8, slack: 2, scalar: { Elementary.logistic($0) }, vector: { Elementary.logistic($0) },
        library: { $0 < -40 ? Foundation.exp($0) : 1 / (1 + Foundation.exp(-$0)) },
        table: ReferenceTable.logisticDouble, ranges: [-5...5, -745...60]),
      Self(
        "sine", bound: 2e-16, slack: 1e-15, isAbsolute: true,
        scalar: { Elementary.sineAndCosine(ofTurns: $0).sine }, vector: { Elementary.sineAndCosine(ofTurns: $0).sine },
        library: { Foundation.sin(2 * .pi * $0) }, table: ReferenceTable.sineDouble, ranges: [0...1, 0...1e-3]),
      Self(
        "cosine", bound: 2e-16, slack: 1e-15, isAbsolute: true,
        scalar: { Elementary.sineAndCosine(ofTurns: $0).cosine },
        vector: { Elementary.sineAndCosine(ofTurns: $0).cosine },
        library: { Foundation.cos(2 * .pi * $0) }, table: ReferenceTable.cosineDouble, ranges: [0...1, 0...1e-3]),
    ]
  }
}

extension ElementaryCase<SIMD16<Float>> {
  static var all: [Self] {
    [
      Self(
        "exp", bound: 0.93, scalar: { Elementary.exp($0) }, vector: { Elementary.exp($0) },
        library: { Foundation.exp($0) }, table: ReferenceTable.expFloat, ranges: [-103...88.7, -2...2, -103 ... -87]),
      Self(
        "expMinusOne", bound: 1.2, scalar: { Elementary.expMinusOne($0) }, vector: { Elementary.expMinusOne($0) },
        library: { Float(Foundation.expm1(Double($0))) }, table: ReferenceTable.expMinusOneFloat,
        ranges: [-2...2, -25...0, 0...88.7, -1e-38...1e-38]),
      Self(
        "log", bound: 0.85, scalar: { Elementary.log($0) }, vector: { Elementary.log($0) },
        library: { Foundation.log($0) }, table: ReferenceTable.logFloat,
        ranges: [0.5...2, 0x1p-149...0x1p-125, 1e-3...1000, 1e30...1e38]),
      Self(
        "tanh", bound: 2.4, scalar: { Elementary.tanh($0) }, vector: { Elementary.tanh($0) },
        library: { Float(Foundation.tanh(Double($0))) }, table: ReferenceTable.tanhFloat,
        ranges: [-1...1, -12...12, -1e-38...1e-38]),
      Self(
        "logistic", bound: 1.8, scalar: { Elementary.logistic($0) }, vector: { Elementary.logistic($0) },
        library: { Float(1 / (1 + Foundation.exp(-Double($0)))) }, table: ReferenceTable.logisticFloat,
        ranges: [-5...5, -103...30]),
      Self(
        "sine", bound: 1e-7, slack: 6e-8, isAbsolute: true,
        scalar: { Elementary.sineAndCosine(ofTurns: $0).sine }, vector: { Elementary.sineAndCosine(ofTurns: $0).sine },
        library: { Float(Foundation.sin(2 * .pi * Double($0))) }, table: ReferenceTable.sineFloat,
        ranges: [0...1, 0...1e-3]),
      Self(
        "cosine", bound: 1e-7, slack: 6e-8, isAbsolute: true,
        scalar: { Elementary.sineAndCosine(ofTurns: $0).cosine },
        vector: { Elementary.sineAndCosine(ofTurns: $0).cosine },
        library: { Float(Foundation.cos(2 * .pi * Double($0))) }, table: ReferenceTable.cosineFloat,
        ranges: [0...1, 0...1e-3]),
    ]
  }
}

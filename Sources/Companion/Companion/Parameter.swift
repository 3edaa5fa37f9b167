/// A parameter of a figure: its default, and for the reader its meaning, its unit and its range.
///
///     struct Parameters: Codable, Sendable {
///       @Parameter("inverse temperature β of the heat bath", unit: "1/input", in: 0.01...20) var beta = 2.0
///       @Parameter("rotations φ of the gate", unit: "deg", in: -360...360, count: 1...6) var angles = [15.0, 30]
///       @Parameter("rates of the spins") var rates = RateLaw.exponential
///     }
///
/// `--help` prints this declaration, and a value outside of the range is refused with a sentence before anything runs.
/// In JSON a parameter is its value alone.
@propertyWrapper
public struct Parameter<Value: Codable & Sendable>: Codable, Sendable, ExplainedParameter {
  /// The value.
  public var wrappedValue: Value

  let meaning: String
  let unit: String
  let limits: Limits?

  /// Which values are accepted.
  enum Limits: Sendable {
    case number(ClosedRange<Double>)
    case wholeNumber(ClosedRange<Int>)
    case numbers(ClosedRange<Double>, count: ClosedRange<Int>, ascending: Bool)
    case wholeNumbers(ClosedRange<Int>, count: ClosedRange<Int>)
  }

  private init(_ value: Value, _ meaning: String, _ unit: String, _ limits: Limits?) {
    (wrappedValue, self.meaning, self.unit, self.limits) = (value, meaning, unit, limits)
  }

  /// A choice, a text or a truth value.
  public init(wrappedValue: Value, _ meaning: String) {
    self.init(wrappedValue, meaning, "", nil)
  }

  /// A number.
  ///
  /// - Parameters:
  ///   - wrappedValue: the value at paper quality.
  ///   - meaning: a noun phrase without a full stop, with the symbol that the text uses.
  ///   - unit: empty for a pure number.
  ///   - range: the values that are accepted.
  public init(wrappedValue: Value, _ meaning: String, unit: String = "", in range: ClosedRange<Double>)
  where Value == Double {
    self.init(wrappedValue, meaning, unit, .number(range))
  }

  /// A whole number.
  public init(wrappedValue: Value, _ meaning: String, unit: String = "", in range: ClosedRange<Int>)
  where Value == Int {
    self.init(wrappedValue, meaning, unit, .wholeNumber(range))
  }

  /// A list of numbers.
  ///
  /// - Parameters:
  ///   - wrappedValue: the values at paper quality.
  ///   - meaning: a noun phrase without a full stop, with the symbol that the text uses.
  ///   - unit: empty for pure numbers.
  ///   - range: the values that are accepted.
  ///   - count: how many there may be.
  ///   - ascending: whether they must ascend.
  public init(
    wrappedValue: Value, _ meaning: String, unit: String = "", in range: ClosedRange<Double>,
    count: ClosedRange<Int> = 1...100_000, ascending: Bool = true
  ) where Value == [Double] {
    self.init(wrappedValue, meaning, unit, .numbers(range, count: count, ascending: ascending))
  }

  /// A list of whole numbers.
  public init(
    wrappedValue: Value, _ meaning: String, unit: String = "", in range: ClosedRange<Int>,
    count: ClosedRange<Int> = 1...100_000
  ) where Value == [Int] {
    self.init(wrappedValue, meaning, unit, .wholeNumbers(range, count: count))
  }

  /// Reads the value; what it means is known to the declaration only.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(Value.self), "", "", nil)
  }

  /// Writes the value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }

  var value: Any { wrappedValue }

  var range: String {
    switch limits {
    case .number(let range): span(range)
    case .wholeNumber(let range): span(range)
    case .numbers(let range, let count, let ascending):
      "\(listed(count)), \(ascending ? "ascending " : "")\(span(range))"
    case .wholeNumbers(let range, let count): "\(listed(count)), \(span(range))"
    case nil: ""
    }
  }

  private func span(_ range: ClosedRange<some Any>) -> String {
    "from \(written(range.lowerBound)) to \(written(range.upperBound))"
  }

  private func listed(_ count: ClosedRange<Int>) -> String {
    switch (count.lowerBound, count.upperBound) {
    case (let least, let most) where least == most: least == 1 ? "a list of one" : "a list of \(least)"
    case (...1, 1000...): "a list"
    case (let least, 1000...): "a list of at least \(least)"
    case (...1, let most): "a list of at most \(most)"
    case (let least, let most): "a list of \(least) to \(most)"
    }
  }

  func check(_ value: Any, named name: String) throws {
    switch (limits, value) {
    case (.number(let range), let value as Double): try Complaint.unless(value, in: range, name)
    case (.wholeNumber(let range), let value as Int): try Complaint.unless(value, in: range, name)
    case (.numbers(let range, let count, let ascending), let values as [Double]):
      try checkCount(values.count, count, name)
      if ascending {
        try Complaint.unless(values, in: range, name)
      } else {
        for value in values { try Complaint.unless(value, in: range, name) }
      }
    case (.wholeNumbers(let range, let count), let values as [Int]):
      try checkCount(values.count, count, name)
      for value in values { try Complaint.unless(value, in: range, name) }
    default: break
    }
  }

  private func checkCount(_ found: Int, _ count: ClosedRange<Int>, _ name: String) throws {
    func values(_ number: Int) -> String { number == 1 ? "one value" : "\(number) values" }
    if found < count.lowerBound {
      let least = count.lowerBound
      throw Complaint("The parameter '\(name)' must list \(count.count == 1 ? "" : "at least ")\(values(least)).")
    }
    if found > count.upperBound {
      let most = count.upperBound
      throw Complaint("The parameter '\(name)' must list \(count.count == 1 ? "" : "at most ")\(values(most)).")
    }
  }
}

/// What the command line needs to know of a parameter of any type.
protocol ExplainedParameter {
  var value: Any { get }
  var meaning: String { get }
  var unit: String { get }
  /// The values that are accepted, in words; empty where all are.
  var range: String { get }
  /// Throws ``Complaint`` where a value of the same type is not accepted.
  func check(_ value: Any, named name: String) throws
}

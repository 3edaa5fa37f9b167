import Foundation

/// A figure: a question, its parameters, an experiment that answers it, and a plot of the results.
///
/// A conforming type is an executable of its own. It says what is special about the figure; everything else (command
/// line, store, random streams, threads, gnuplot) comes with the protocol:
///
///     @main struct ParityGate: Figure {
///       static let title = "…", question = "…", section = "…", minutes = 2.0
///       struct Parameters: Codable, Sendable { var beta = 2.0 }
///       static let paper = Parameters()
///       static let quick = Parameters(beta: 1)
///       let p: Parameters, run: Run
///       func simulate() throws {
///         let informations = try run.sweep("optima", over: [30, 45].map { Optimum(angle: $0, beta: p.beta) })
///         run.series("optima", ["angle": [30, 45], "information": informations])
///       }
///       static func plot(_ p: Parameters) -> Plot {
///         Plot(caption: "…", headlines: [], panels: [Panel("optima", x: Axis("φ"), y: Axis("bits"), layers: [])])
///       }
///     }
///
/// An instance is one run of the experiment.
public protocol Figure {
  /// What the figure depends on: flat, with a default for every value. A property is also the name in
  /// `--set name=value` and in JSON; numbers, whole numbers, texts, enumerations and lists of them can be set.
  associatedtype Parameters: Codable & Sendable

  /// What the figure shows, in a few words.
  static var title: String { get }

  /// The question it answers, in one sentence.
  static var question: String { get }

  /// The section of PAPER.md that discusses it.
  static var section: String { get }

  /// How long a paper-quality run takes on two cores, in minutes.
  static var minutes: Double { get }

  /// The published parameters.
  static var paper: Parameters { get }

  /// Small parameters that run the whole figure in seconds: for tests and a first look.
  static var quick: Parameters { get }

  /// The seed of the published run.
  static var seed: Int { get }

  /// The code that the figure was built from; written by the build.
  static var code: CodeDigest { get }

  /// Throws ``Complaint`` where the parameters make no sense.
  static func check(_ p: Parameters) throws

  /// The experiment with these parameters, which computes and records in this run.
  init(p: Parameters, run: Run)

  /// Runs the experiment and records its series and numbers.
  func simulate() throws

  /// How the recorded series are drawn.
  static func plot(_ p: Parameters) -> Plot
}

extension Figure {
  /// The seed of the published run is 1, unless the figure says otherwise.
  public static var seed: Int { 1 }

  /// By default all parameters are accepted.
  public static func check(_ p: Parameters) throws {}

  /// The name of the figure on the command line and of its files: the name of its type in kebab case.
  public static var slug: String { kebabCase(String(describing: Self.self)) }

  /// The program: reads the command line and runs the figure.
  public static func main() async {
    await FigureCommand<Self>.start(isRun: true)
  }
}

/// `ParityGate` → `parity-gate`.
public func kebabCase(_ name: String) -> String {
  var result = ""
  var previous: Character?
  for character in name {
    if let previous, character.isUppercase, !previous.isUppercase { result += "-" }
    result += character.lowercased()
    previous = character
  }
  return result
}

/// An error in the user's input and its remedy, in one sentence.
public struct Complaint: Error, CustomStringConvertible, LocalizedError, Hashable {
  /// The sentence.
  public let description: String

  /// The sentence.
  public var errorDescription: String? { description }

  /// A complaint.
  public init(_ description: String) { self.description = description }

  /// Complains about a parameter unless a condition holds.
  public static func unless(_ condition: Bool, _ parameter: String, _ rule: String) throws {
    if !condition { throw Complaint("The parameter '\(parameter)' \(rule).") }
  }

  /// Complains about a parameter outside of its range.
  public static func unless<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, _ parameter: String
  ) throws {
    try unless(
      range.contains(value), parameter,
      "must lie between \(written(range.lowerBound)) and \(written(range.upperBound)), and is \(written(value))")
  }

  /// Complains about a list that is empty, does not ascend or holds a value outside of the range.
  public static func unless(_ list: [Double], in range: ClosedRange<Double>, _ parameter: String) throws {
    try unless(!list.isEmpty, parameter, "must list at least one value")
    try unless(zip(list, list.dropFirst()).allSatisfy { $0 < $1 }, parameter, "must list its values in ascending order")
    for value in list { try unless(value, in: range, parameter) }
  }

  /// Complains about a simulated time, in units of 1/k0, that would take days: beyond 10⁶.
  ///
  /// - Parameters:
  ///   - time: the time, in units of 1/k0.
  ///   - parameter: the name of the parameter, a time that is given in units of the longest switching time of a spin.
  ///   - weaker: the parameters that bound the couplings.
  public static func unless(feasible time: Double, _ parameter: String, weaker: String) throws {
    guard !(time <= 1e6) else { return }
    throw Complaint(
      "The best networks switch so rarely that '\(parameter)' stands for a time of \(String(format: "%.1e", time))/k0, and no more than "
        + "\(written(1e6))/k0 can be simulated: make it smaller, or the couplings weaker by \(weaker).")
  }
}

/// A number as it appears in the name of a series: `15`, `22.5`.
public func label(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
}

/// A number as it is written in a sentence: `0.01`, `20`, `1e6`.
func written(_ value: some Any) -> String {
  let text = (value as? Double).map(label) ?? String(describing: value)
  guard !text.contains("e") else { return text.replacing("e+", with: "e").replacing("e-0", with: "e-") }
  let zeros = text.contains(".") ? 0 : text.reversed().prefix { $0 == "0" }.count
  return zeros >= 4 ? "\(text.dropLast(zeros))e\(zeros)" : text
}

/// The mantissas in every decade from `first` up to `last`, which closes the list: `decades(0.1, 1, [1, 3])` is
/// 0.1, 0.3, 1. Each is the double nearest to its decimal, so that it can be typed on the command line.
public func decades(_ first: Double, _ last: Double, _ mantissas: [Double]) -> [Double] {
  var values: [Double] = []
  for exponent in Int(log10(first).rounded())..<Int(log10(last).rounded()) {
    values += mantissas.compactMap { Double("\($0)e\(exponent)") }
  }
  return values + [last]
}

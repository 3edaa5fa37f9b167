import Estimation
import Foundation
import Provenance

/// The outcome of one run of a figure, which the figure hands to the tool that started it, as JSON on standard output.
package struct RunOutcome: Codable, Sendable, Hashable {
  /// The slug of the figure.
  package var figure: String
  /// How it ended; the tool knows more of that than the figure.
  package var state: State
  /// Why it did not finish; empty if it did.
  package var reason: String
  /// How long it took.
  package var seconds: Double
  /// How many cells it computed and how many it found in the store; nil where it ended without saying so.
  package var cellsComputed, cellsReused: Int?
  /// The names of the headline numbers.
  package var headlines: [String]
  /// All numbers.
  package var numbers: [NumberRecord]
  /// The files that it drew, as they are shown.
  package var files: [String]
  /// Of the cells that it computed, the one that took the longest; nil where it computed none.
  package var longestCell: LongestCell?

  /// The cell that took the longest: its sweep, and for how many seconds it was computed.
  package struct LongestCell: Codable, Sendable, Hashable {
    package var sweep: String
    package var seconds: Double

    /// A cell of a sweep.
    package init(sweep: String, seconds: Double) { (self.sweep, self.seconds) = (sweep, seconds) }
  }

  /// How a run ended.
  package enum State: String, Codable, Sendable {
    /// Well.
    case finished
    /// It finished and is recorded, but what was sampled disagrees with what is exact.
    case deviant = "deviates"
    /// With an error of which it told.
    case failed
    /// By the user.
    case interrupted
    /// By another signal.
    case crashed
  }

  /// How many standard errors a sampled number may lie from its exact value where its error is well known. By chance one number
  /// in two million lies farther.
  package static let allowedDeviation = 5.0

  /// Whether chance alone makes so large a deviation of less than one number in two million.
  ///
  /// - Parameter degreesOfFreedom: how well the errors are known: of few replicas large deviations are chance.
  static func isTooLarge(_ deviation: Double, degreesOfFreedom: Double) -> Bool {
    let allowed = studentProbability(beyond: allowedDeviation, degreesOfFreedom: .infinity)
    return studentProbability(beyond: abs(deviation), degreesOfFreedom: degreesOfFreedom) < allowed
  }

  /// An outcome: a figure that gives a reason has failed, and one whose sampled numbers lie too far from the exact ones
  /// deviates.
  ///
  /// - Parameter degreesOfFreedom: the fewest of the estimates of the run.
  package init(
    figure: String, reason: String = "", seconds: Double = 0, cellsComputed: Int? = nil, cellsReused: Int? = nil,
    headlines: [String] = [], numbers: [NumberRecord] = [], files: [String] = [],
    degreesOfFreedom: Double = .infinity, longestCell: LongestCell? = nil
  ) {
    self.figure = figure
    state = reason.isEmpty ? .finished : .failed
    self.reason = reason
    self.seconds = seconds
    (self.cellsComputed, self.cellsReused) = (cellsComputed, cellsReused)
    self.headlines = headlines
    self.numbers = numbers
    self.files = files
    self.longestCell = longestCell
    if state == .finished, let deviation = largestDeviation?.value,
      Self.isTooLarge(deviation, degreesOfFreedom: degreesOfFreedom)
    {
      state = .deviant
      self.reason = String(
        format:
          "A sampled number lies %.1f standard errors from its exact value, and that is no chance: the settings "
          + "are too small, or something is wrong. The run is recorded.", deviation)
    }
  }

  /// The outcome of a process: what it handed over, if anything, and how it ended.
  ///
  /// - Parameters:
  ///   - output: what it printed.
  ///   - code: its exit code, 128 + n where signal n ended it.
  package init(of figure: String, output: String, code: Int, seconds: Double) {
    let handed = try? JSON.decode(RunOutcome.self, from: output)
    self = handed ?? RunOutcome(figure: figure)
    self.seconds = seconds
    switch code {
    case 0 where handed == nil: (state, reason) = (.failed, "It ended without a word.")
    case 0: state = .finished
    case 128 + Int(SIGHUP), 128 + Int(SIGINT), 128 + Int(SIGQUIT), 128 + Int(SIGTERM):
      (state, reason) = (.interrupted, "What had been computed is stored.")
    case 129...:
      let meaning = code == 128 + Int(SIGKILL) ? ": it was killed, perhaps for want of memory" : ""
      (state, reason) = (.crashed, "Signal \(code - 128) ended it\(meaning). What had been computed is stored.")
    default:
      if state != .deviant { state = .failed }
      if reason.isEmpty { reason = "It ended with exit code \(code)." }
    }
  }

  /// Prints the outcome for the caller.
  func handOver() throws { try StandardOutput.print(JSON.canonical(self)) }

  /// The headline numbers that were recorded.
  package var headlineNumbers: [NumberRecord] {
    headlines.compactMap { name in numbers.first { $0.name == name } }
  }

  /// The deviation, in standard errors, of the sampled number that is farthest from its exact value.
  package var largestDeviation: NumberRecord? { numbers.first { $0.name == "largest-deviation" } }

  /// The end of a run as lines: headline numbers or all, and files.
  ///
  /// - Parameter hint: the command that prints the other numbers.
  package func summary(isWhole: Bool, hint: String) -> String {
    let headlines = headlineNumbers + [largestDeviation].compactMap(\.self)
    let shown = isWhole || headlines.isEmpty ? numbers : headlines
    var lines = shown.isEmpty ? [] : [Table(shown).text]
    if !files.isEmpty { lines.append(Self.short(files)) }
    if shown.count < numbers.count { lines.append("All \(numbers.count) numbers: --numbers, or \(hint)") }
    return lines.joined(separator: "\n")
  }

  /// `figures/a.gp figures/a.svg` → `figures/a.{gp,svg}`.
  static func short(_ files: [String]) -> String {
    var stems: [(stem: String, formats: [String])] = []
    for file in files {
      let format = URL(fileURLWithPath: file).pathExtension
      let stem = String(file.dropLast(format.isEmpty ? 0 : format.count + 1))
      if let place = stems.firstIndex(where: { $0.stem == stem }) {
        stems[place].formats.append(format)
      } else {
        stems.append((stem, [format]))
      }
    }
    return stems.map { stem, formats in
      formats.count == 1
        ? ([stem] + formats).filter { !$0.isEmpty }.joined(separator: ".")
        : "\(stem).{\(formats.joined(separator: ","))}"
    }.joined(separator: " ")
  }
}

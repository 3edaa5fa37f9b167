import Companion
import Foundation

extension BenchmarkDocument {
  /// The machine, the table and its notes, in Markdown.
  public var markdown: String {
    let titles = [
      "kernel", "method", "size", "per CPU-second", "ns", "instructions", "allocations", "memory, MB", "× naive",
    ]
    let header = "| " + (titles + columns.map { "× \($0.rawValue)" }).joined(separator: " | ") + " |"
    let rule = "|---|---|---|" + String(repeating: "---:|", count: titles.count - 3 + columns.count)
    return ([machine, "", header, rule] + rows.map(line) + [""] + notes + answerTable + sizeTable).joined(
      separator: "\n")
  }

  /// How long answers take, with a note.
  private var answerTable: [String] {
    guard let answers, !answers.isEmpty else { return [] }
    let header = """

      | network | size | answer | averaged by | seconds | counting, s | plain Swift, s | × counting | × naive | differs by |
      |---|---|---|---|---:|---:|---:|---:|---:|---:|
      """
    let lines = answers.map { answer in
      let measured = [answer.seconds, answer.countingSeconds, answer.naiveSeconds].map { Self.scientific($0) }
      let ratios = [answer.countingSeconds, answer.naiveSeconds].map { Self.digits($0 / answer.seconds) }
      let deviation = answer.deviation.map { String(format: "%+.1f σ", $0).replacing("-", with: "−") } ?? "–"
      return "| "
        + ([answer.network, answer.size, answer.answer, answer.estimator] + measured + ratios + [deviation])
        .joined(separator: " | ") + " |"
    }
    let note = [
      "",
      "CPU-seconds to an answer, from runs of some 10⁷ flips with their preparations, and shorter ones of the plain version: the time of a run times the square of its",
      "error over the one wanted. × counting: how many times longer counted averages take on the same kernels; × naive: the plain",
      "version. Differs by, in standard errors: from the master equation with 8 spins, else from what was counted in 10⁸ flips; of magnetisations the",
      "largest difference of all spins.",
    ]
    return [header] + lines + note
  }

  /// How the time of a flip grows, with a note.
  private var sizeTable: [String] {
    guard let sizes, !sizes.isEmpty else { return [] }
    let header = """

      | law | spins, 6 neighbours | method | tries accepted | ns per flip | × N = 512 | memory, MB |
      |---|---:|---|---:|---:|---:|---:|
      """
    let lines = sizes.map { size in
      let reference = sizes.first { $0.law == size.law && $0.spins == 512 }
      let numbers: [String] = [
        Self.digits(size.acceptance), Self.digits(size.nanoseconds),
        reference.map { Self.digits(size.nanoseconds / $0.nanoseconds) } ?? "–",
        size.peakMemory.map(Self.digits) ?? "–",
      ]
      return "| " + (["\(size.law)", "\(size.spins)", size.method] + numbers).joined(separator: " | ") + " |"
    }
    let note = [
      "",
      "CPU time of a flip in random networks, each spin with six neighbours, by the method that the library chooses.",
    ]
    return [header] + lines + note
  }

  /// Three significant digits with a power of ten: 1.23e-05.
  private static func scientific(_ value: Double) -> String { String(format: "%.2e", value) }

  /// Five rows and their main columns, in Markdown: what most figures spend their time on.
  ///
  /// - Throws: ``Complaint`` where one of the five was not measured.
  public func summary() throws -> String {
    let chosen: [(name: String, kernel: String, variant: String, size: String)] = [
      ("8 spins, by a table of all states", "spin network, exponential rates", "table (default)", "N = 8"),
      ("64 spins, by thinning", "spin network, exponential rates", "thinning (default)", "N = 64"),
      ("Brownian particle, with its work", "Langevin, double well with work", "Euler–Maruyama, double", ""),
      ("online learning of 400 weights", "online perceptron", "double", "N = 400"),
      ("normal random numbers", "random numbers", "normal", "Double"),
    ]
    let lines = try chosen.map { name, kernel, variant, size in
      guard let row = rows.first(where: { ($0.kernel, $0.variant, $0.size) == (kernel, variant, size) }) else {
        throw Complaint(
          "The measurement of speed has no row '\(kernel), \(variant), \(size)': run ./reproduce.sh bench.")
      }
      let columns =
        ["\(Self.scaled(row.eventsPerSecond)) \(row.unit)s"]
        + [row.naiveNanoseconds, row.numbaNanoseconds].map { Self.ratio($0, to: row) }
      return "| \(name) | \(columns.joined(separator: " | ")) |"
    }
    let header = """
      | kernel | in a CPU-second | × plain Swift | × numba |
      |---|---:|---:|---:|
      """
    let legend =
      "On one core of \(processor). × says how many times longer a plain program in Swift takes, and one in Python with numba."
    return ([header] + lines + ["", legend]).joined(separator: "\n")
  }

  /// The packages of Python beside which the rows stand.
  private var columns: [Package] { packages ?? [.numpy, .numba] }

  private var machine: String {
    "\(processor), \(cores) cores; \(system); \(compiler); built \(build); \(date), commit \(commit.prefix(7))"
      + (state == "clean" ? "" : " with changes") + (isQuick ? " (a quick look: the numbers are rough)." : ".")
  }

  private func line(_ row: Row) -> String {
    func known(_ value: Double?) -> String { value.map(Self.digits) ?? "–" }
    let measured: [String] = [
      row.kernel, row.variant, row.size, "\(Self.scaled(row.eventsPerSecond)) \(row.unit)s",
      Self.digits(row.nanoseconds), known(row.instructions), known(row.allocations), known(row.peakMemory),
    ]
    let ratios = ([row.naiveNanoseconds] + columns.map(row.nanoseconds(by:))).map { Self.ratio($0, to: row) }
    return "| " + (measured + ratios).joined(separator: " | ") + " |"
  }

  /// How many times longer another version takes.
  private static func ratio(_ other: Double?, to row: Row) -> String {
    other.map { digits($0 / row.nanoseconds) } ?? "–"
  }

  private var notes: [String] {
    [
      "ns: CPU time per event, best of several repetitions. × naive: how many times faster than a plain scalar version in",
      "Swift, measured in turns with it; " + columns.map { "× \($0.rawValue)" }.joined(separator: ", ")
        + ": than Python, in the same run (\(python)).",
      "Allocations and instructions are per event, from the difference of two runs. Memory: the peak of the process"
        + (idleMemory.map { ", which has \(Self.digits($0)) MB before it does anything." } ?? "."),
      "Instructions are \(instructionCounter)." + threads,
    ]
  }

  private var threads: String {
    guard let twoThreads, let twoThreadsUndisturbed else { return "" }
    let values = [twoThreads, twoThreadsUndisturbed].map { String(format: "%.2f", $0) }
    return
      " Two threads make \(values[0]) times the events of one per second of wall-clock time, and by their CPU time "
      + "\(values[1]) times with the machine to themselves."
  }

  /// Three significant digits, without exponent.
  private static func digits(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return value == 0 ? "0" : "–" }
    let places = max(0, 2 - Int(log10(value).rounded(.down)))
    let unit = pow(10, 2 - log10(value).rounded(.down))
    return String(format: "%.\(places)f", (value * unit).rounded() / unit)
  }

  /// The same in thousands, millions or thousand millions.
  private static func scaled(_ value: Double) -> String {
    for (unit, name) in [(1e9, "·10⁹"), (1e6, "·10⁶"), (1e3, "·10³")] where value >= unit {
      return digits(value / unit) + name
    }
    return digits(value)
  }
}

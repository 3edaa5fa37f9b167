import Foundation

extension BenchmarkDocument {
  /// The machine, the table and its notes, in Markdown.
  public var markdown: String {
    let header = """
      | kernel | method | size | per CPU-second | ns | instructions | allocations | memory, MB | × naive | × numpy | × numba |
      |---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|
      """
    return ([machine, "", header] + rows.map(Self.line) + [""] + notes).joined(separator: "\n")
  }

  private var machine: String {
    "\(processor), \(cores) cores; \(system); \(compiler); built \(build); \(date), commit \(commit.prefix(7))"
      + (state == "clean" ? "" : " with changes") + (isQuick ? " (a quick look: the numbers are rough)." : ".")
  }

  private static func line(_ row: Row) -> String {
    /// How many times longer another version takes.
    func ratio(_ other: Double?) -> String { other.map { digits($0 / row.nanoseconds) } ?? "–" }
    func known(_ value: Double?) -> String { value.map(digits) ?? "–" }
    let columns: [String] = [
      row.kernel, row.variant, row.size, "\(scaled(row.eventsPerSecond)) \(row.unit)s", digits(row.nanoseconds),
      known(row.instructions), known(row.allocations), known(row.peakMemory),
      ratio(row.naiveNanoseconds), ratio(row.numpyNanoseconds), ratio(row.numbaNanoseconds),
    ]
    return "| " + columns.joined(separator: " | ") + " |"
  }

  private var notes: [String] {
    [
      "ns: CPU time per event, best of several repetitions. × naive: how many times faster than a plain scalar version in",
      "Swift, measured in turns with it; × numpy, × numba: than Python, in the same run (\(python)).",
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

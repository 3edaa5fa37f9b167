import Digest
import Estimation
import Foundation
import Provenance
import Validation

/// A run of a figure, as the figure sees it: sweeps to compute, series and numbers to record.
public final class Run {
  let figure: String
  let seed: Int
  let code: CodeDigest
  let jobs: Int
  let shard: Shard
  let store: Store
  let number: Int64
  let progress: Progress
  let checkpointPeriod: Duration
  let executor: any CellExecutor
  /// What the threads share with other figures that run at the same time; nil where the run has the processors to itself.
  let tokens: Tokens?
  /// The keys of the cells that a task of a job array has to compute; nil where it is not one.
  let assigned: Set<String>?
  /// Where a task of a job array finds cells and checkpoints besides its own store.
  let sources: [Store]
  /// The keys of all cells whose results the figure was given.
  var usedKeys: [String] = []
  /// Results that are given instead of computed; see ``PublishedCells``.
  var given: [PublishedCell.Address: String] = [:]

  /// The modules whose cells the run used, with their digests.
  package internal(set) var modules: [String: String] = [:]
  package private(set) var series: [SeriesRecord] = []
  package private(set) var numbers: [NumberRecord] = []
  package private(set) var inputs: [FileRecord] = []
  /// How well the errors of numbers, by their names, and of columns, by `series.column`, are known: the degrees of
  /// freedom of those for which there are not infinitely many, of a column the fewest.
  package private(set) var degreesOfFreedom: [String: Double] = [:]
  package internal(set) var cellsComputed = 0
  package internal(set) var cellsReused = 0
  /// Of the cells that were computed, the one that took the longest.
  package internal(set) var longestCell: RunOutcome.LongestCell?

  /// - Parameters:
  ///   - checkpointPeriod: the time between two checkpoints of a staged cell.
  ///   - executor: what computes cells.
  ///   - tokens: what the threads share with other figures that run at the same time.
  ///   - assigned: the keys of the cells to compute; nil for those of the shard.
  ///   - sources: stores in which cells are looked for besides.
  package init(
    figure: String, seed: Int, code: CodeDigest, jobs: Int, shard: Shard, store: Store, number: Int64,
    progress: Progress, checkpointPeriod: Duration = .seconds(10), executor: any CellExecutor = Threads(),
    tokens: Tokens? = nil, assigned: Set<String>? = nil, sources: [Store] = []
  ) {
    self.figure = figure
    self.seed = seed
    self.code = code
    self.jobs = jobs
    self.shard = shard
    self.store = store
    self.number = number
    self.progress = progress
    self.checkpointPeriod = checkpointPeriod
    self.executor = executor
    self.tokens = tokens
    self.assigned = assigned
    self.sources = sources
  }

  /// Records a series: columns of equal length, and estimates, each of which makes two columns, `name` and
  /// `name.error`.
  ///
  ///     run.series("sampled", ["angle": angles], estimates: ["information": informations])
  ///
  /// - Precondition: the name is new and all columns are equally long.
  public func series(
    _ name: String, _ columns: KeyValuePairs<String, [Double]>, estimates: KeyValuePairs<String, [Estimate]> = [:]
  ) {
    require(!series.contains { $0.name == name }, "The series '\(name)' is recorded twice.")
    var all = columns.map { (name: $0.key, values: $0.value) }
    for (name, values) in estimates {
      all.append((name, values.map(\.value)))
      all.append((name + ".error", values.map(\.standardError)))
    }
    for (column, values) in estimates {
      record(degreesOfFreedom: values.map(\.degreesOfFreedom).min() ?? .infinity, of: "\(name).\(column)")
    }
    let length = all.first?.values.count ?? 0
    require(all.allSatisfy { $0.values.count == length }, "The columns of '\(name)' have different lengths.")
    let rows = (0..<length).map { row in all.map { $0.values[row] } }
    series.append(SeriesRecord(name: name, columns: all.map(\.name), rows: rows))
  }

  /// Records a number that is exact (to rounding).
  public func number(_ name: String, _ value: Double, unit: String = "") {
    number(name, Estimate(exact: value), unit: unit)
  }

  /// Records a number with its error.
  ///
  /// - Precondition: the name is new.
  public func number(_ name: String, _ estimate: Estimate, unit: String = "") {
    require(!numbers.contains { $0.name == name }, "The number '\(name)' is recorded twice.")
    numbers.append(
      NumberRecord(name: name, value: estimate.value, standardError: estimate.standardError, unit: unit))
    record(degreesOfFreedom: estimate.degreesOfFreedom, of: name)
  }

  private func record(degreesOfFreedom: Double, of quantity: String) {
    if degreesOfFreedom.isFinite { self.degreesOfFreedom[quantity] = degreesOfFreedom }
  }

  /// Records how well sampled numbers agree with exact ones: `sampled-points`, how many numbers were compared, and
  /// `largest-deviation`, how far the worst of them is off.
  ///
  /// - Parameter deviations: of all sampled numbers from the exact ones, with either sign, in standard errors.
  /// - Precondition: none is NaN, which a maximum would pass over.
  public func deviations(_ deviations: [Double]) {
    require(!deviations.contains { $0.isNaN }, "A deviation that is no number agrees with nothing.")
    number("largest-deviation", deviations.map(abs).max() ?? 0, unit: "standard errors")
    number("sampled-points", Double(deviations.count))
  }

  /// Reads a data file and records which bytes it held.
  ///
  /// - Throws: ``Complaint`` where the file cannot be read.
  /// - Precondition: the name is new.
  public func input(_ file: URL, named name: String) throws -> Data {
    guard let data = try? Data(contentsOf: file), let record = try? FileRecord(of: file, as: name) else {
      throw Complaint("The input file \(file.path) cannot be read.")
    }
    try add(record)
    return data
  }

  /// Records data that the run made instead of reading a file, such as a data set drawn by its generator.
  ///
  /// - Parameters:
  ///   - name: the name under which they are recorded.
  ///   - digest: the SHA-256 of their bytes, as 64 hexadecimal digits.
  ///   - bytes: how many there are.
  /// - Precondition: the name is new.
  public func input(named name: String, sha256 digest: String, bytes: Int) throws {
    require(digest.count == 64, "A SHA-256 has 64 hexadecimal digits.")
    try add(FileRecord(path: name, sha256: digest, bytes: bytes))
  }

  /// Written down at once, so that it is known of a run that does not finish, too.
  private func add(_ input: FileRecord) throws {
    require(!inputs.contains { $0.path == input.path }, "The input '\(input.path)' is recorded twice.")
    inputs.append(input)
    try store.record(inputs: [input], of: number)
  }

  /// The digest of everything that can be plotted.
  var dataDigest: String {
    get throws { sha256(try JSON.canonical(series)) }
  }
}

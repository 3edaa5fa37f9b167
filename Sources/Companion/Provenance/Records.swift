import Digest
import Foundation
import Validation

/// What is written down when a run starts.
public struct RunRecord: Sendable, Hashable {
  /// The slug of the figure.
  public var figure: String
  /// How a run's parameters compare with the published ones.
  public var quality: Quality
  /// The parameters, as JSON with sorted keys.
  public var parameters: String
  /// The seed from which all random streams derive.
  public var seed: Int
  /// Which part of the cells this run computes.
  public var shard: Shard
  /// How many cells are computed at a time.
  public var jobs: Int
  /// The digest of all code of the program.
  public var code: String
  /// The digests of its modules; empty where they are not to be written down.
  public var modules: [String: String]
  /// The compiler that built it.
  public var compiler: String

  /// A record.
  public init(
    figure: String, quality: Quality, parameters: String, seed: Int, shard: Shard, jobs: Int, code: String,
    modules: [String: String] = [:], compiler: String
  ) {
    self.figure = figure
    self.quality = quality
    self.parameters = parameters
    self.seed = seed
    self.shard = shard
    self.jobs = jobs
    self.code = code
    self.modules = modules
    self.compiler = compiler
  }

  /// What is asked for: figure, parameters, seed and all code of the program; 12 hexadecimal digits.
  public var identity: String { identity(using: ["": code]) }

  /// What determines every number of the run: figure, parameters, seed, and the code of the modules whose cells it
  /// used, by their digests; 12 hexadecimal digits.
  public func identity(using modules: [String: String]) -> String {
    String(sha256(fields: [figure, parameters, String(seed)] + Set(modules.values).sorted()).prefix(12))
  }

  /// How a run's parameters compare with the published ones.
  public enum Quality: String, Sendable, Codable {
    /// The published parameters and seed.
    case paper
    /// The small parameters for tests and a first look.
    case quick
    /// Anything else: a parameter or the seed was set by hand.
    case custom
  }
}

/// One of `count` equal parts of the cells of a run: those whose place leaves the rest `index` − 1.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
  /// Which part, 1...count, and of how many.
  public let index, count: Int

  /// All cells.
  public static let whole = Shard(index: 1, count: 1)

  private init(index: Int, count: Int) { (self.index, self.count) = (index, count) }

  /// A shard written as `i/n`; nil unless 1 ≤ i ≤ n.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], (1...max(1, count)).contains(index), count > 0
    else { return nil }
    self.init(index: index, count: count)
  }

  /// Whether the cell at this place belongs to the shard.
  public func contains(_ place: Int) -> Bool { place % count == index - 1 }

  /// `i/n`.
  public var description: String { "\(index)/\(count)" }
}

/// Which task of which job array a run is.
public struct TaskRecord: Sendable, Hashable {
  /// What runs the array, such as `slurm`.
  public var scheduler: String
  /// The number that the scheduler gave to the array.
  public var job: String
  /// Which task of the array it is.
  public var task: Int
  /// The name of the array, as its folder has it.
  public var array: String

  /// A record.
  public init(scheduler: String, job: String, task: Int, array: String) {
    (self.scheduler, self.job, self.task, self.array) = (scheduler, job, task, array)
  }
}

/// A finished cell.
public struct CellRecord: Sendable, Hashable {
  /// The digest of everything that determines the result.
  public var key: String
  /// The sweep it belongs to.
  public var sweep: String
  /// Its inputs, as JSON with sorted keys and every double to the last bit.
  public var inputs: String
  /// Which of several independent repetitions it is, from 0.
  public var replica: Int
  /// Its result, as JSON.
  public var result: String
  /// How long it took.
  public var seconds: Double

  /// A record.
  public init(key: String, sweep: String, inputs: String, replica: Int, result: String, seconds: Double) {
    self.key = key
    self.sweep = sweep
    self.inputs = inputs
    self.replica = replica
    self.result = result
    self.seconds = seconds
  }
}

/// Of which kind the cells of a sweep are.
public struct KindRecord: Sendable, Hashable {
  /// The sweep.
  public var sweep: String
  /// The type of its cells, in the compiler's encoding.
  public var type: String
  /// Whether they are computed in stages: they take minutes, and their results are published with the figure.
  public var isStaged: Bool

  /// A record.
  public init(sweep: String, type: String, isStaged: Bool) {
    (self.sweep, self.type, self.isStaged) = (sweep, type, isStaged)
  }
}

/// What came of computing a published figure again.
public struct VerdictRecord: Sendable, Hashable {
  /// The figure.
  public var figure: String
  /// The identity of the published run, and the digest of its series.
  public var published, data: String
  /// The seed with which it was computed again.
  public var seed: Int
  /// How much was computed again.
  public var scope: Scope
  /// The digest of all code of the program that computed it.
  public var code: String
  /// The commit of the sources, and the processor.
  public var commit, cpu: String
  /// Whether everything agrees with what is published.
  public var holds: Bool
  /// How many quantities were compared.
  public var quantities: Int
  /// The worst of them in a few words; empty where all are the same to the last bit.
  public var worst: String
  /// When this was written (UTC); empty before.
  public var written = ""

  /// How much of a figure was computed again.
  public enum Scope: String, Sendable, Codable {
    /// Everything.
    case whole
    /// Everything but what is published with the figure, such as finished networks.
    case examined
    /// Some cells, drawn at random.
    case part
  }

  /// A record.
  public init(
    figure: String, published: String, data: String, seed: Int, scope: Scope, code: String, commit: String,
    cpu: String, holds: Bool, quantities: Int, worst: String
  ) {
    (self.figure, self.published, self.data, self.seed, self.scope) = (figure, published, data, seed, scope)
    (self.code, self.commit, self.cpu) = (code, commit, cpu)
    (self.holds, self.quantities, self.worst) = (holds, quantities, worst)
  }
}

/// A table of numbers with named columns: what is plotted.
public struct SeriesRecord: Sendable, Hashable, Codable {
  /// Its name within the figure.
  public var name: String
  /// The names of the columns.
  public var columns: [String]
  /// The values, row by row.
  public var rows: [[Double]]

  /// A record.
  ///
  /// - Precondition: every row has one value per column, and columns have different names.
  public init(name: String, columns: [String], rows: [[Double]]) {
    require(rows.allSatisfy { $0.count == columns.count }, "Series '\(name)': a row needs one value per column.")
    require(Set(columns).count == columns.count, "Series '\(name)': two columns have one name.")
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  /// Reads a series; what the initialiser demands, a file may lack.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    columns = try container.decode([String].self, forKey: .columns)
    rows = try container.decode([[Double]].self, forKey: .rows)
    guard rows.allSatisfy({ $0.count == columns.count }), Set(columns).count == columns.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: container, debugDescription: "Series '\(name)' is not one value per row and column.")
    }
  }
}

/// A number that a run recorded.
public struct NumberRecord: Sendable, Hashable, Codable {
  /// Its name within the figure.
  public var name: String
  /// Its value and standard error; the error is 0 where the number is exact.
  public var value, standardError: Double
  /// Its unit; empty for a pure number.
  public var unit: String

  /// A record.
  public init(name: String, value: Double, standardError: Double, unit: String) {
    self.name = name
    self.value = value
    self.standardError = standardError
    self.unit = unit
  }

  /// Reads a number; a standard error cannot be negative.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    value = try container.decode(Double.self, forKey: .value)
    standardError = try container.decode(Double.self, forKey: .standardError)
    unit = try container.decode(String.self, forKey: .unit)
    guard standardError >= 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .standardError, in: container, debugDescription: "The number '\(name)' has a negative standard error.")
    }
  }
}

/// A file that was written or read, or data that a run made itself and read as it would read a file.
public struct FileRecord: Sendable, Hashable, Codable {
  /// Where it lies, relative to the repository where possible; the name of data that lie in no file.
  public var path: String
  /// The digest of its content.
  public var sha256: String
  /// Its size.
  public var bytes: Int

  /// The record of a file as it is now.
  public init(of file: URL, as path: String) throws {
    let data = try Data(contentsOf: file)
    self.init(path: path, sha256: Digest.sha256(data), bytes: data.count)
  }

  /// The record of bytes with this digest.
  public init(path: String, sha256: String, bytes: Int) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
  }
}

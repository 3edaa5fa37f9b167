import Foundation
import GRDB

/// A run as the store knows it.
public struct StoredRun: Sendable, Hashable {
  /// The number of the run in this store.
  public let id: Int64
  /// What determines every number of the run: of a finished one, figure, parameters, seed and ``modules``.
  public let identity: String
  /// The modules whose cells the run used, by name, with the digests of their code.
  public let modules: [String: String]
  /// The figure, the quality and the parameters.
  public let figure: String, quality: RunRecord.Quality, parameters: String
  /// The seed.
  public let seed: Int
  /// The digest of all code of the program.
  public let code: String
  /// Everything that was written down when it started, in order, as text: for showing.
  public let facts: [Fact]
  /// One of these facts; "unknown" where it was not written down.
  public func fact(_ name: String) -> String { facts.first { $0.name == name }?.value ?? "unknown" }
  /// How it stands.
  public let state: State
  /// Why it failed; empty if it did not.
  public let message: String
  /// How many cells it computed and how many it found in the store; 0 until it ends.
  public let cellsComputed, cellsReused: Int
  /// How long it took; 0 until it ends.
  public let seconds: Double
  /// When it started and, if it did, ended.
  public let started: String, ended: String?

  /// A named fact.
  public struct Fact: Sendable, Hashable {
    /// What it is.
    public let name: String
    /// What is known of it.
    public let value: String
  }

  /// How a run stands.
  public enum State: String, Sendable {
    /// It ended well.
    case finished
    /// It ended with an error.
    case failed
    /// It was a shard: its part is stored, and other parts were missing.
    case partial
    /// Its process is at work.
    case running
    /// Its process is gone, and it never said that it ended.
    case killed
    /// It runs or ran on another machine, or before a reboot, and never said that it ended.
    case unfinished
  }

  /// How a run ended, from its row.
  struct Ending {
    enum State: String { case finished, failed, partial }
    let state: State, message: String, cellsComputed: Int, cellsReused: Int, seconds: Double, ended: String

    init(_ row: StoredRow) throws {
      (state, message) = try (row.word("state", State.self), row.text("message"))
      (cellsComputed, cellsReused) = try (row.whole("cells_computed"), row.whole("cells_reused"))
      (seconds, ended) = try (row.seconds("seconds"), row.text("ended"))
    }
  }

  /// What was written down when a run started.
  private static let shown = [
    "seed", "shard", "jobs", "code_sha256", "compiler", "build", "git_commit", "git_state", "git_diff_sha256", "os",
    "cpu", "host", "gnuplot", "sqlite", "process",
  ]

  /// A run by its row and those of its ending, its identity and its sweeps.
  init(_ run: StoredRow, ending: StoredRow?, identity used: StoredRow?, sweeps: [StoredRow]) throws {
    id = run.id
    identity = try used?.text("identity") ?? run.text("identity")
    modules = try sweeps.reduce(into: [:]) { modules, sweep in
      let (module, digest) = try (sweep.text("module"), sweep.text("module_sha256"))
      if let other = modules[module], other != digest {
        throw sweep.fault("has another digest of the module \(module) than the same run had before")
      }
      modules[module] = digest
    }
    figure = try run.text("figure")
    quality = try run.word("quality", RunRecord.Quality.self)
    parameters = try run.text("parameters")
    seed = try run.whole("seed", in: .min ... .max)
    code = try run.text("code_sha256")
    started = try run.text("started")
    guard try Shard(run.text("shard")) != nil else { throw run.fault("has no shard") }
    facts = try Self.shown.map { Fact(name: $0, value: try run.shown($0)) }
    let ending = try ending.map(Ending.init)
    ended = ending?.ended
    message = ending?.message ?? ""
    cellsComputed = ending?.cellsComputed ?? 0
    cellsReused = ending?.cellsReused ?? 0
    seconds = ending?.seconds ?? 0
    let process = RunningProcess(
      number: try run.whole("process"), start: try run.text("process_start"), boot: try run.text("boot"))
    state =
      switch ending?.state {
      case .finished?: .finished
      case .failed?: .failed
      case .partial?: .partial
      case nil:
        switch process.isAlive {
        case .some(true): .running
        case .some(false): .killed
        case .none: .unfinished
        }
      }
  }

  /// The run with this number; nil if there is none.
  init?(_ id: Int64, _ db: Database) throws {
    guard let run = try Seal.rows(of: "runs", where: "id = ?", [id], db).first else { return nil }
    try self.init(
      run, ending: Seal.row(of: "endings", ofRun: id, db), identity: Seal.row(of: "identities", ofRun: id, db),
      sweeps: Seal.rows(of: "sweeps", ofRun: id, db))
  }
}

import Foundation
import Provenance

/// What the tasks of a job array compute: cells that one sweep of one run lacks.
package struct ArrayPlan: Codable, Sendable, Hashable {
  /// The name of the array, under which the scheduler knows it and its folder lies.
  package var name: String
  /// The figure, and the sweep that lacks cells.
  package var figure: String, sweep: String
  /// The parameters, as canonical JSON.
  package var parameters: String
  /// How they compare with the published ones.
  package var quality: RunRecord.Quality
  /// The seed.
  package var seed: Int
  /// The digest of all code of the program that has to compute them.
  package var code: String
  /// How many tasks there are, and how many cells they compute together.
  package var tasks: Int, cells: Int
  /// How many cells a task computes at a time.
  package var jobs: Int
  /// What is known of the sources: the commit, whether the tree was clean, and the uncommitted changes.
  package var commit: String, commitState: String, changes: String
  /// When it was made.
  package var made: Date

  /// A plan.
  package init(
    name: String, figure: String, sweep: String, parameters: String, quality: RunRecord.Quality, seed: Int,
    code: String,
    tasks: Int, cells: Int, jobs: Int, commit: String, commitState: String, changes: String, made: Date
  ) {
    (self.name, self.figure, self.sweep, self.parameters) = (name, figure, sweep, parameters)
    (self.quality, self.seed, self.code) = (quality, seed, code)
    (self.tasks, self.cells, self.jobs) = (tasks, cells, jobs)
    (self.commit, self.commitState, self.changes, self.made) = (commit, commitState, changes, made)
  }
}

/// The folder of a job array, which all machines share: what its tasks have to compute, what they read, and what they
/// leave.
package struct ArrayFolder: Sendable, Hashable {
  /// Where it lies.
  package let url: URL

  /// The folder at this place, which need not be there yet.
  package init(at url: URL) { self.url = url }

  /// The name of the array.
  package var name: String { url.lastPathComponent }

  private func file(_ name: String) -> URL { url.appending(path: name) }

  /// The cells that are stored already and that its figure needs to come as far as the sweep: a store that is only
  /// read.
  package var snapshot: URL { file("snapshot.sqlite") }
  /// The script that the scheduler starts for each task.
  package var script: URL { file("array.sh") }
  /// The log of a task.
  package func log(ofTask task: Int) -> URL { file("\(task).log") }
  /// The file in which a task writes down how far it is.
  package func progress(ofTask task: Int) -> URL { file("\(task).progress") }

  // MARK: - The plan

  /// Writes the plan and which cells each task computes, by their keys; the plan last, so that a folder without one
  /// means nothing.
  package func write(_ plan: ArrayPlan, keys: [[String]]) throws {
    for (task, keys) in zip(1..., keys) {
      try Data((keys.joined(separator: "\n") + "\n").utf8).write(to: file("\(task).cells"))
    }
    try Data(JSON.pretty(plan).utf8).write(to: file("plan.json"), options: .atomic)
  }

  /// The plan.
  ///
  /// - Throws: ``Complaint`` where there is none that can be read.
  package func plan() throws -> ArrayPlan {
    guard let text = try? String(contentsOf: file("plan.json"), encoding: .utf8) else {
      throw Complaint(
        "The job array \(name) has no plan in \(url.path): it is over, or its folder is not shared with this machine.")
    }
    do {
      let plan = try JSON.decode(ArrayPlan.self, from: text)
      guard plan.name == name, plan.tasks > 0, plan.jobs > 0, plan.seed >= 0 else {
        throw Complaint("It does not fit its folder.")
      }
      return plan
    } catch {
      throw Complaint("The plan of the job array \(name) cannot be used. \(JSON.sentence(of: error))")
    }
  }

  /// The keys of the cells of a task.
  package func keys(ofTask task: Int) throws -> [String] {
    guard let text = try? String(contentsOf: file("\(task).cells"), encoding: .utf8) else {
      throw Complaint("The job array \(name) has no task \(task).")
    }
    return text.split(separator: "\n").map(String.init)
  }

  /// The number that the scheduler gave the array; nil where it is not written down.
  package var job: String? {
    (try? String(contentsOf: file("job"), encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Writes down the number of the array.
  package func record(job: String) throws { try Data((job + "\n").utf8).write(to: file("job"), options: .atomic) }

  // MARK: - What tasks leave

  /// The stores that the attempts at a task have left, or those at all tasks: each has a file of its own, as a task may
  /// be run twice, and at the same time.
  package func attempts(atTask task: Int? = nil) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.filter { name in
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[2] == "sqlite", let number = Int(parts[0]) else { return false }
      return task == nil || number == task
    }.sorted().map(file)
  }

  /// Where a new attempt at a task puts its store.
  package func newAttempt(atTask task: Int) -> URL { file("\(task).\(UUID().uuidString.lowercased()).sqlite") }

  /// How far a task is: cells, and stages of cells.
  package struct Advance: Codable, Sendable, Hashable {
    package var cells = 0, stages = 0
    package init(cells: Int = 0, stages: Int = 0) { (self.cells, self.stages) = (cells, stages) }
  }

  /// How far a task says that it is.
  package func advance(ofTask task: Int) -> Advance {
    guard let text = try? String(contentsOf: progress(ofTask: task), encoding: .utf8) else { return Advance() }
    return (try? JSON.decode(Advance.self, from: text)) ?? Advance()
  }

  /// The last line that a task has written, for people; nil where it wrote nothing.
  package func lastWords(ofTask task: Int) -> String? {
    guard let handle = try? FileHandle(forReadingFrom: log(ofTask: task)) else { return nil }
    defer { try? handle.close() }
    let size = (try? handle.seekToEnd()) ?? 0
    try? handle.seek(toOffset: size > 4000 ? size - 4000 : 0)
    let text = String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
    return text.split(separator: "\n").last.map { String($0).escapingControls }
  }

  /// Removes the folder.
  ///
  /// - Parameters:
  ///   - withLogs: whether the logs of its tasks are removed, too.
  ///   - kept: stores of attempts that stay, as they could not be merged.
  package func remove(withLogs: Bool, keeping kept: Set<URL> = []) {
    let manager = FileManager.default
    // Without a plan it is no array any more, even if other files are left.
    try? manager.removeItem(at: file("plan.json"))
    guard !withLogs || !kept.isEmpty else {
      try? manager.removeItem(at: url)
      return
    }
    let names = Set(kept.map(\.lastPathComponent))
    for name in (try? manager.contentsOfDirectory(atPath: url.path)) ?? []
    where !name.hasSuffix(".log") && !names.contains(name) {
      try? manager.removeItem(at: file(name))
    }
  }
}

/// Where the job arrays that compute for one store lie: beside it, in a folder that all machines share.
package struct ClusterFolder: Sendable, Hashable {
  /// The folder.
  package let url: URL

  /// The folder of the store at a path: `runs.cluster` for `runs.sqlite`, or what a link of that name leads to.
  package init(ofStoreAt path: String) {
    url = URL(fileURLWithPath: path).absoluteURL.standardizedFileURL.deletingPathExtension()
      .appendingPathExtension("cluster").resolvingSymlinksInPath()
  }

  /// The arrays whose plan can be read, the oldest first.
  package func arrays() -> [(folder: ArrayFolder, plan: ArrayPlan)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.compactMap { name in
      let folder = ArrayFolder(at: url.appending(path: name))
      return (try? folder.plan()).map { (folder, $0) }
    }.sorted { ($0.1.made, $0.1.name) < ($1.1.made, $1.1.name) }
  }

  /// The folder for a new array of a sweep.
  ///
  /// - Throws: ``Complaint`` where it cannot be made.
  package func newArray(figure: String, sweep: String) throws -> ArrayFolder {
    let word = String(sweep.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "-" }.prefix(60))
    let mark = UUID().uuidString.lowercased().prefix(8)
    let folder = url.appending(path: "\(figure).\(word).\(mark)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw Complaint(
        "The folder \(url.path), which job arrays share, cannot be written: \(error.localizedDescription)")
    }
    return ArrayFolder(at: folder)
  }
}

import Cells
import Foundation
import Provenance
import Synchronization

/// Computes cells as job arrays of a scheduler. The process that runs the figure writes down what is to be computed in
/// a folder that all machines share, submits an array, waits for it, and merges the stores that its tasks leave. No
/// daemon, no server, no port: what there is to know of an array stands in its folder and in the scheduler's queue, so
/// that another process can go on with it.
///
/// A scheduler runs a task at least once, and some are stopped. So every attempt at a task has a store of its own; a
/// cell that is in any of them counts, whatever became of the attempt; and what is missing in the end is submitted
/// again.
package struct ClusterExecutor: CellExecutor {
  /// What a run of a figure asks of the cluster.
  package struct Options: Sendable, Hashable {
    /// How many tasks an array has; nil for as many as have enough work.
    package var tasks: Int?
    /// What a task asks for.
    package var request: ArrayRequest
    /// How often what is missing is submitted again.
    package var retries: Int

    /// Options.
    package init(tasks: Int? = nil, request: ArrayRequest = ArrayRequest(), retries: Int = 2) {
      (self.tasks, self.request, self.retries) = (tasks, request, retries)
    }
  }

  private let scheduler: any Scheduler
  private let options: Options
  private let record: RunRecord
  private let facts: Surroundings
  /// How many seconds the whole figure takes on one thread; nil where that is not known.
  private let expected: Double?
  /// The shortest and the longest time between two looks at the queue, in seconds.
  private let pauses: ClosedRange<Double>

  /// - Parameters:
  ///   - record: the run.
  ///   - facts: from what sources its program was built.
  ///   - expected: how many seconds the whole figure takes on one thread; nil where that is not known.
  ///   - pauses: the shortest and the longest time between two looks at the queue, in seconds.
  package init(
    _ scheduler: any Scheduler, _ options: Options, for record: RunRecord, in facts: Surroundings, expected: Double?,
    pauses: ClosedRange<Double> = 0.5...15
  ) {
    (self.scheduler, self.options, self.record, self.facts) = (scheduler, options, record, facts)
    (self.expected, self.pauses) = (expected, pauses)
  }

  package func compute<C: Cell>(
    _ cells: [(cell: C, key: CellKey)], of sweep: String, in run: Run
  ) throws -> [String: String] {
    let folder = ClusterFolder(ofStoreAt: run.store.path)
    let lock = try HeadLock(on: folder, of: record.figure) { run.progress.say($0) }
    defer { lock.release() }
    let interruption = Interruption { [scheduler, progress = run.progress] name in
      scheduler.cancel(arrayNamed: name)
      progress.say("the job array \(name) is cancelled; the cells that are finished are used by the next run")
    }
    defer { interruption.release() }
    let keys = cells.map(\.key)
    let wanted = Set(keys.map(\.digest))
    // What an earlier process has submitted and did not live to see finished.
    for (array, plan) in folder.arrays() where plan.figure == record.figure {
      let theirs = (1...plan.tasks).flatMap { (try? array.keys(ofTask: $0)) ?? [] }
      guard theirs.contains(where: wanted.contains) else { continue }
      guard plan.code == record.code else {
        run.progress.say("the job array \(plan.name) is of another version of the code and is left alone")
        continue
      }
      run.progress.say("goes on with the job array \(plan.name)\(array.job.map { ", job \($0)" } ?? "")")
      let follower = ArrayFollower(array, plan, scheduler, in: run, pauses: pauses)
      interruption.follow(array.name)
      try follower.follow()
      follower.tidy()
    }
    let stored = try run.store.results(ofCells: keys.map(\.digest))
    let rest = cells.filter { stored[$0.key.digest] == nil }
    if rest.isEmpty {
      run.cellsComputed += stored.count
      return stored
    }
    if options.tasks == nil, let seconds = try secondsKnown(of: rest.map(\.key), of: sweep, in: run),
      seconds < Division.leastSeconds
    {
      run.progress.say(
        "computes \(counted(rest.count, "cell")) of '\(sweep)' here, in about \(Progress.duration(seconds)) of one processor"
      )
      run.cellsComputed += stored.count
      return try Threads().compute(rest, of: sweep, in: run).merging(stored) { one, _ in one }
    }
    let kinds = cells.map { ($0.cell as? any StagedCell)?.stages ?? 0 }
    var last: ArrayFollower?
    for _ in 0...options.retries {
      let stored = try run.store.results(ofCells: keys.map(\.digest))
      let missing = keys.indices.filter { stored[keys[$0].digest] == nil }
      guard !missing.isEmpty else { break }
      if let last {
        run.progress.say(
          "'\(sweep)' lacks \(counted(missing.count, "cell")): \(last.failures.joined(separator: "; ")). What is missing is "
            + "submitted again")
      }
      let follower = try submit(missing.map { keys[$0] }, of: sweep, in: run, folder, interruption)
      run.progress.begin(
        sweep, cells: keys.count, stored: keys.count - missing.count, stages: missing.reduce(0) { $0 + kinds[$1] })
      try follower.follow()
      last = follower
      follower.tidy()
    }
    let results = try run.store.results(ofCells: keys.map(\.digest))
    run.cellsComputed += results.count
    guard results.count == wanted.count else {
      throw Complaint(
        "The sweep '\(sweep)' lacks \(counted(wanted.count - results.count, "cell")) after "
          + "\(counted(options.retries + 1, "job array")). "
          + "The last was job \(last?.job ?? "unknown"): \(last?.failures.joined(separator: "; ") ?? "none was submitted"). "
          + "Logs: \(last?.array.url.path ?? folder.url.path). What was computed is stored: the same command goes on.")
    }
    return results
  }

  /// How many seconds cells take on one thread; nil where none like them was computed before.
  private func secondsKnown(of keys: [CellKey], of sweep: String, in run: Run) throws -> Double? {
    let known = try run.store.seconds(ofCellsIn: sweep, of: record.figure, inputs: Set(keys.map(\.inputs)))
    return known.mean.map { mean in keys.reduce(0) { $0 + (known.byInputs[$1.inputs] ?? mean) } }
  }

  /// Writes down what is to be computed, and submits it.
  private func submit(
    _ keys: [CellKey], of sweep: String, in run: Run, _ folder: ClusterFolder, _ interruption: Interruption
  ) throws -> ArrayFollower {
    let array = try folder.newArray(figure: record.figure, sweep: sweep)
    do {
      let known = try run.store.seconds(ofCellsIn: sweep, of: record.figure, inputs: Set(keys.map(\.inputs)))
      let guess = known.mean ?? expected.map { $0 / Double(keys.count) } ?? Division.leastSeconds
      let seconds = keys.map { known.byInputs[$0.inputs] ?? guess }
      let processors = options.request.processors
      let tasks = Division.tasks(
        seconds: seconds.reduce(0, +), cells: keys.count, wanted: options.tasks, minutes: options.request.minutes,
        processors: processors, largest: try scheduler.largestArray())
      let parts = Division.parts(of: seconds, among: tasks)
      let digests = keys.map(\.digest)
      try run.store.extract(run: run.number, cells: run.usedKeys, checkpoints: digests, to: array.snapshot.path)
      let plan = ArrayPlan(
        name: array.name, figure: record.figure, sweep: sweep, parameters: record.parameters, quality: record.quality,
        seed: record.seed, code: record.code, tasks: tasks, cells: keys.count, jobs: processors,
        commit: facts.gitCommit,
        commitState: facts.gitState.rawValue, changes: facts.gitDiff, made: .now)
      try array.write(plan, keys: parts.map { $0.map { digests[$0] } })
      interruption.follow(array.name)
      let job = try scheduler.submit(array, plan, options.request)
      try array.record(job: job)
      run.progress.say(
        "\(counted(keys.count, "cell")) of '\(sweep)' in \(counted(tasks, "task")) of the job array \(plan.name), job \(job)"
      )
      return ArrayFollower(array, plan, scheduler, in: run, pauses: pauses)
    } catch {
      // It may be in the queue although nobody was told.
      scheduler.cancel(arrayNamed: array.name)
      array.remove(withLogs: true)
      if error is Complaint || error is StoreError { throw error }
      throw Complaint("The folder \(array.url.path) cannot be written: \(error.localizedDescription)")
    }
  }
}

/// Waits for one job array, tells how far it is, and merges what its tasks leave.
final class ArrayFollower {
  let array: ArrayFolder
  /// The number of the array.
  private(set) var job: String
  private let plan: ArrayPlan
  private let scheduler: any Scheduler
  private let run: Run
  private let pauses: ClosedRange<Double>

  /// Why tasks did not do what they had to, in a few words each: at most three.
  private(set) var failures: [String] = []
  /// The tasks of which cells are missing in the end.
  private var missing: [Int] = []
  /// Stores of attempts that are merged, and those that could not be.
  private var merged: Set<URL> = []
  private var refused: Set<URL> = []
  /// Tasks whose attempts are all merged, and how many cells that were.
  private var cellsOfTask: [Int: Int] = [:]
  /// How many cells are in the stores of two attempts: one computed them again, as it could not see the other's.
  private var repeated = 0

  /// For how long the scheduler may be silent, in seconds.
  private static let patience = 15.0 * 60

  init(
    _ array: ArrayFolder, _ plan: ArrayPlan, _ scheduler: any Scheduler, in run: Run, pauses: ClosedRange<Double>
  ) {
    (self.array, self.plan, self.scheduler, self.run, self.pauses) = (array, plan, scheduler, run, pauses)
    job = array.job ?? "unknown"
  }

  /// Waits until no task is waiting or at work, and merges.
  ///
  /// - Throws: ``Complaint`` where the scheduler is silent, ``StoreError`` where the store of the run cannot take the
  ///   cells.
  func follow() throws {
    let begun = ContinuousClock.now
    var (answered, looks) = (begun, 0)
    var over: [Int: ScheduledTask?] = [:]
    while over.count < plan.tasks {
      do {
        let tasks = try scheduler.tasks()[array.name] ?? []
        answered = .now
        looks += 1
        if job == "unknown", let found = tasks.first?.job {
          job = found
          try? array.record(job: job)
        }
        look(at: tasks, &over, mayBeNew: looks == 1)
      } catch {
        let silence = (ContinuousClock.now - answered) / .seconds(1)
        guard silence < Self.patience else {
          throw Complaint(
            "\(error) It has not answered for \(Int(silence / 60)) minutes. The job array \(plan.name) goes on: the same command waits "
              + "for it.")
        }
      }
      for task in over.keys where cellsOfTask[task] == nil { try merge(task) }
      tell(over)
      guard over.count < plan.tasks else { break }
      // Soon at first, and after a while as seldom as it matters.
      let seconds = (ContinuousClock.now - begun) / .seconds(1)
      Thread.sleep(forTimeInterval: min(max(pauses.lowerBound, seconds / 20), pauses.upperBound))
    }
    // An attempt that Slurm gave up may have written after that. And a file system of several machines may show only after
    // a while what another one has written: a task that ended well has left its cells somewhere.
    for wait in 0...4 {
      if wait > 0 { Thread.sleep(forTimeInterval: pauses.upperBound) }
      for task in 1...plan.tasks { try merge(task) }
      let finished = over.compactMap { task, last in last.map { $0.state == .finished } ?? true ? task : nil }
      guard try !lackedCells(of: finished).isEmpty else { break }
    }
    missing = try lackedCells(of: Array(1...plan.tasks))
    if repeated > 0 {
      run.progress.say(
        "\(counted(repeated, "cell")) of '\(plan.sweep)' had two attempts at once, with the same results")
    }
    note(over)
  }

  /// Which of these tasks have cells that the store of the run does not have.
  private func lackedCells(of tasks: [Int]) throws -> [Int] {
    try tasks.filter { task in
      let keys = try array.keys(ofTask: task)
      return try run.store.results(ofCells: keys).count < keys.count
    }
  }

  /// Removes the folder of the array, but for the logs if cells are missing, and for stores that could not be used.
  func tidy() { array.remove(withLogs: missing.isEmpty, keeping: refused.subtracting(merged)) }

  private var current: [ScheduledTask] = []

  private func look(at tasks: [ScheduledTask], _ over: inout [Int: ScheduledTask?], mayBeNew: Bool) {
    current = tasks
    for task in tasks where (1...plan.tasks).contains(task.number) {
      if task.isOver { over[task.number] = task } else { over[task.number] = nil }
      if task.state == .stuck {
        // It would wait for ever for somebody to look after it.
        scheduler.cancel(task: task.number, ofJob: task.job)
        over[task.number] = task
      }
    }
    // The scheduler forgets what has ended some minutes ago. What it has just taken it may not show yet.
    if mayBeNew && tasks.isEmpty { return }
    let known = Set(tasks.map(\.number))
    for number in 1...plan.tasks where !known.contains(number) && over[number] == nil {
      over.updateValue(nil, forKey: number)
    }
  }

  /// Merges what the attempts at a task have left.
  private func merge(_ task: Int) throws {
    var cells = cellsOfTask[task] ?? 0
    for file in array.attempts(atTask: task) where !merged.contains(file) {
      let attempt: Store
      do {
        attempt = try Store(existingAt: file.path, access: .alone, patience: 5)
        try attempt.requireSound(key: CellKey.digest(of:)) { [plan] code in
          guard code == plan.code else {
            throw Complaint(
              "It was computed by another version of the code, \(code.prefix(12)) in place of \(plan.code.prefix(12)).")
          }
        }
      } catch {
        // It may be locked by an attempt that reads it, and is tried again in the end.
        if refused.insert(file).inserted { run.progress.say("a store of task \(task) is not used: \(error)") }
        continue
      }
      let report = try run.store.merge(sound: attempt)
      cells += report.cells
      repeated += report.knownCells
      try? attempt.close()
      merged.insert(file)
    }
    cellsOfTask[task] = cells
  }

  /// One line over all tasks.
  private func tell(_ over: [Int: ScheduledTask?]) {
    var sum = ArrayFolder.Advance()
    for task in 1...plan.tasks {
      let advance = array.advance(ofTask: task)
      sum.cells += cellsOfTask[task] ?? advance.cells
      sum.stages += advance.stages
    }
    let waiting = current.filter { $0.state == .waiting }
    let failed = over.values.count { $0.map { $0.state == .failed || $0.state == .stuck } ?? false }
    var words = ["\(counted(current.count { $0.state == .running }, "task")) running", "\(waiting.count) waiting"]
    let reasons = Set(waiting.map(\.reason)).subtracting(["None", "Resources", "Priority", ""]).sorted()
    if let reason = reasons.first { words[1] += " (\(reason.escapingControls))" }
    if failed > 0 { words.append("\(failed) failed") }
    run.progress.set(cells: sum.cells, stages: sum.stages, tasks: words.joined(separator: ", "))
  }

  /// Says why tasks failed.
  private func note(_ over: [Int: ScheduledTask?]) {
    failures = missing.prefix(3).map { number in
      let last = over[number].flatMap(\.self)
      let ending = last.map { scheduler.ending(of: number, ofJob: $0.job) } ?? ""
      let words = array.lastWords(ofTask: number).map { " ('\($0)')" } ?? ""
      return "task \(number) ended as \(ending.isEmpty ? last?.word ?? "unknown" : ending)\(words)"
    }
    if missing.count > 3 { failures.append("and \(missing.count - 3) more") }
  }
}

/// `1 cell`, `2 cells`.
private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Lets one process at a time submit and follow the arrays of a figure for one store.
private struct HeadLock {
  private let file: Int32

  init(on folder: ClusterFolder, of figure: String, saying say: (String) -> Void) throws {
    try? FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
    let path = folder.url.appending(path: "\(figure).lock").path
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw Complaint(
        "The folder \(folder.url.path), which job arrays share, cannot be written: \(String(cString: strerror(errno)))."
      )
    }
    var isTold = false
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        say("the file system of \(folder.url.path) locks no files: run this figure in one process at a time")
        return
      }
      if !isTold { say("another process waits for job arrays of this figure; this one waits for that") }
      isTold = true
      Thread.sleep(forTimeInterval: 0.5)
    }
  }

  func release() { close(file) }
}

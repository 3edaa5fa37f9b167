import Dispatch
import Foundation
import Provenance

extension Figure {
  /// Computes the cells of one task of a job array, and puts them into a store of its own in the folder of the array.
  ///
  /// - Parameters:
  ///   - number: which task.
  ///   - job: the number of the array, as the scheduler knows it.
  ///   - progress: tells how far it is.
  /// - Throws: ``Complaint`` where the plan is of another figure or another version of the code, before anything is
  ///   written.
  package static func compute(
    task number: Int, of array: ArrayFolder, job: String, scheduler: String = "slurm", progress: Progress
  ) throws {
    let plan = try array.plan()
    guard plan.figure == slug else {
      throw Complaint("The job array \(plan.name) is of the figure '\(plan.figure)', and this is '\(slug)'.")
    }
    guard plan.code == code.sha256 else {
      throw Complaint(
        "The job array \(plan.name) was submitted by another version of the code (\(plan.code.prefix(12))) than this program is "
          + "(\(code.sha256.prefix(12))): build the same sources for all machines, or submit again.")
    }
    guard let parameters = try? JSON.decode(Parameters.self, from: plan.parameters) else {
      throw Complaint("The plan of the job array \(plan.name) has other parameters than the figure.")
    }
    let keys = try array.keys(ofTask: number)
    let earlier = array.attempts(atTask: number).compactMap { file in
      // One that is still at work, though the scheduler has given it up, has its store to itself.
      try? Store(existingAt: file.path, access: .alone, patience: 2)
    }
    let snapshot = try Store(existingAt: array.snapshot.path)
    let store = try Store(at: array.newAttempt(atTask: number).path, access: .alone)
    guard let shard = Shard("\(number)/\(plan.tasks)") else {
      throw Complaint("The job array \(plan.name) has \(plan.tasks) tasks, and this would be task \(number).")
    }
    var facts = Surroundings.ofMachine
    (facts.gitCommit, facts.gitDiff) = (plan.commit, plan.changes)
    facts.gitState = .init(rawValue: plan.commitState) ?? .unknown
    let id = try store.begin(
      RunRecord(
        figure: slug, quality: plan.quality, parameters: plan.parameters, seed: plan.seed, shard: shard,
        jobs: plan.jobs,
        code: code.sha256, modules: code.modules, compiler: code.compiler), in: facts)
    try store.record(TaskRecord(scheduler: scheduler, job: job, task: number, array: plan.name), of: id)
    let begun = ContinuousClock.now
    let run = Run(
      figure: slug, seed: plan.seed, code: code, jobs: plan.jobs, shard: shard, store: store, number: id,
      progress: progress, assigned: Set(keys), sources: [snapshot] + earlier)
    let reporter = AdvanceReporter(array.progress(ofTask: number), progress)
    func end(_ failure: String? = nil) throws {
      reporter.finish()
      try store.end(
        id, failure: failure, isPartial: failure == nil, cellsComputed: run.cellsComputed, cellsReused: run.cellsReused,
        seconds: (ContinuousClock.now - begun) / .seconds(1))
      try store.close()
    }
    do {
      try Self(p: parameters, run: run).simulate()
    } catch let part as ShardIsDone {
      guard part.sweep == plan.sweep else {
        let reason =
          "The snapshot of the job array \(plan.name) lacks \(part.missing) cells of the sweep '\(part.sweep)'."
        try? end(reason)
        throw Complaint(reason)
      }
    } catch {
      try? end(String(describing: error))
      throw error
    }
    try end()
  }
}

/// Writes down every two seconds how far a task is.
private final class AdvanceReporter {
  private let file: URL
  private let progress: Progress
  private let timer: any DispatchSourceTimer

  init(_ file: URL, _ progress: Progress) {
    (self.file, self.progress) = (file, progress)
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "mesoscale.advance"))
    timer.schedule(deadline: .now() + 1, repeating: 2)
    timer.setEventHandler { [file, progress] in Self.write(progress, to: file) }
    timer.resume()
  }

  /// Nothing is lost where it cannot be written.
  private static func write(_ progress: Progress, to file: URL) {
    guard let text = try? JSON.canonical(progress.finished) else { return }
    try? Data(text.utf8).write(to: file, options: .atomic)
  }

  func finish() {
    timer.cancel()
    Self.write(progress, to: file)
  }
}

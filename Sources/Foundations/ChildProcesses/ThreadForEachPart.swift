import Foundation

/// Runs every part of a task on a thread of its own. The threads that tasks run on otherwise are as few as the processors: while
/// all of them compute, nobody would hear that a program has started, or that its time is over.
final class ThreadForEachPart: TaskExecutor {
  static let shared = ThreadForEachPart()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

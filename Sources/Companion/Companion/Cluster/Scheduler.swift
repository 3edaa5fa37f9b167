/// What runs the tasks of job arrays on other machines. Slurm is one; tests have another that does not leave their
/// process.
package protocol Scheduler: Sendable {
  /// Its name in records, such as `slurm`.
  var name: String { get }

  /// How many tasks an array may have.
  func largestArray() throws -> Int

  /// Submits the job array whose folder this is; returns the number that it gets.
  ///
  /// - Throws: ``Complaint`` where it is refused.
  func submit(_ array: ArrayFolder, _ plan: ArrayPlan, _ request: ArrayRequest) throws -> String

  /// How the tasks of all arrays of this user stand that are waiting, at work, or were so lately, by the names of the
  /// arrays.
  ///
  /// - Throws: an error where the scheduler does not answer.
  func tasks() throws -> [String: [ScheduledTask]]

  /// How a task ended, in words for people; empty where that is not known.
  func ending(of task: Int, ofJob job: String) -> String

  /// Ends all tasks of the array of this name.
  func cancel(arrayNamed name: String)

  /// Ends one task of an array, by its number.
  func cancel(task: Int, ofJob job: String)
}

/// What an array asks of the scheduler.
package struct ArrayRequest: Sendable, Hashable {
  /// How many minutes a task may take; nil for as long as the scheduler lets it.
  package var minutes: Int?
  /// The partition; nil for the default one.
  package var partition: String?
  /// Other options for the scheduler, as a line of text.
  package var options: String?
  /// On how many processors a task runs.
  package var processors = 1

  /// A request.
  package init(minutes: Int? = nil, partition: String? = nil, options: String? = nil, processors: Int = 1) {
    (self.minutes, self.partition, self.options, self.processors) = (minutes, partition, options, processors)
  }
}

/// How a task of a job array stands.
package struct ScheduledTask: Sendable, Hashable {
  /// The number of the array.
  package var job: String
  /// Which task of the array it is, from 1.
  package var number: Int
  /// How it stands.
  package var state: State
  /// What the scheduler calls it, and why it waits or ended, if it says so.
  package var word: String, reason: String

  /// How a task stands.
  package enum State: Sendable, Hashable { case waiting, running, stuck, finished, failed }

  /// A task.
  package init(job: String, number: Int, state: State, word: String, reason: String = "") {
    (self.job, self.number, self.state, self.word, self.reason) = (job, number, state, word, reason)
  }

  /// Whether it will not do anything any more.
  package var isOver: Bool { state == .finished || state == .failed }
}

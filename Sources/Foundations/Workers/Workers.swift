import Dispatch
import Synchronization
import Validation

/// Threads that share numbered pieces of work.
public enum Workers {
  /// Runs `worker` on up to `threads` threads at a time and returns when all are done.
  ///
  /// A worker asks for its next piece, a number in 0..<`count`, until there is none left; what it needs for all of its pieces
  /// it makes once. Each piece is given to one worker.
  ///
  ///     Workers.share(100, among: 2) { next in
  ///       var memory = Memory()
  ///       while let piece = next() { memory.compute(piece) }
  ///     }
  ///
  /// - Precondition: there is at least one thread.
  public static func share(_ count: Int, among threads: Int, _ worker: @Sendable (_ next: () -> Int?) -> Void) {
    require(threads > 0, "Work needs at least one thread.")
    let given = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      worker {
        let piece = given.wrappingAdd(1, ordering: .relaxed).oldValue
        return piece < count ? piece : nil
      }
    }
  }
}

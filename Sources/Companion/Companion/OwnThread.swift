import Dispatch
import Foundation
import Synchronization

/// Does on a thread of its own what may block for hours: the threads that tasks run on are as few as the processors.
func onOwnThread(_ body: @escaping () throws -> Void) async throws {
  nonisolated(unsafe) let body = body
  try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
    let thread = Thread { continuation.resume(with: Result { try body() }) }
    thread.stackSize = 8 << 20
    thread.start()
  }
}

/// Waits on this thread for something asynchronous. Never to be called on a thread that tasks run on, where there may
/// be no other.
func waiting<Outcome: Sendable>(for body: @escaping @Sendable () async throws -> Outcome) throws -> Outcome {
  let outcome = Mutex<Result<Outcome, any Error>?>(nil)
  let semaphore = DispatchSemaphore(value: 0)
  nonisolated(unsafe) let store: (Result<Outcome, any Error>) -> Void = { result in outcome.withLock { $0 = result } }
  Task.detached {
    do { store(.success(try await body())) } catch { store(.failure(error)) }
    semaphore.signal()
  }
  semaphore.wait()
  guard let result = outcome.withLock({ $0 }) else { throw CancellationError() }
  return try result.get()
}

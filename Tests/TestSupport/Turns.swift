import Foundation

/// Lets as many heavy tests run at a time as there are processors: the cases of a test all begin at once.
public actor Turns {
  /// The turns of this process.
  public static let shared = Turns()

  private var free = ProcessInfo.processInfo.activeProcessorCount
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Does something when its turn has come.
  public func take<T: Sendable>(_ body: @Sendable () async throws -> T) async rethrows -> T {
    if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
    defer { if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() } }
    return try await body()
  }
}

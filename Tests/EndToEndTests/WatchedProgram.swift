import Foundation
import GRDB
import TestSupport

/// A program that is watched while it runs, by a thread of its own: tasks wait while other tests keep the processors busy, and
/// what is watched would be over, or go on in vain.
struct WatchedProgram {
  /// How it ended: the exit code, or 128 + n where signal n ended it.
  let code: Int32
  /// What it printed on standard output.
  let output: String
  /// How long it ran after it was acted upon.
  let remaining: Duration

  /// Runs a program in a folder; when `isReady` holds for the first time, acts upon it.
  ///
  /// - Parameters:
  ///   - isReady: asked every few milliseconds; an error is a no.
  ///   - act: what to do, with the number of the process.
  static func run(
    _ program: String, _ arguments: [String], in folder: URL, when isReady: @escaping @Sendable () throws -> Bool,
    _ act: @escaping @Sendable (pid_t) -> Void
  ) async throws -> WatchedProgram {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try watch(program, arguments, in: folder, when: isReady, act) })
      }
    }
  }

  private static func watch(
    _ program: String, _ arguments: [String], in folder: URL, when isReady: () throws -> Bool, _ act: (pid_t) -> Void
  ) throws -> WatchedProgram {
    let file = folder.appending(path: "watched-output.txt")
    try Data().write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    (process.arguments, process.currentDirectoryURL) = (arguments, folder)
    (process.standardInput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    process.standardOutput = try FileHandle(forWritingTo: file)
    try process.run()
    while process.isRunning, !((try? isReady()) ?? false) { usleep(2000) }
    let acted = ContinuousClock.now
    if process.isRunning { act(process.processIdentifier) }
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return WatchedProgram(
      code: (isSignal ? 128 : 0) + process.terminationStatus, output: try String(contentsOf: file, encoding: .utf8),
      remaining: ContinuousClock.now - acted)
  }
}

extension Scratch {
  /// A number that the store at a path holds.
  static func number<Value: DatabaseValueConvertible>(_ sql: String, inStoreAt path: String) throws -> Value? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try DatabaseQueue(path: path).read { try Value.fetchOne($0, sql: sql) }
  }
}

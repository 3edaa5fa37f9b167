import ArgumentParser
import Foundation
import Provenance

extension AsyncParsableCommand {
  /// Reads the command line and runs it: a complaint becomes one sentence on standard error after the name of the
  /// program, and the exit code 1; other errors are ArgumentParser's.
  ///
  /// - Parameter isRun: whether the program computes: a reader that has gone ends it only after all is recorded. Who asked a
  ///   question and has read enough, as `head` has, wants no more.
  public static func start(isRun: Bool = false) async {
    if isRun { signal(SIGPIPE, SIG_IGN) }
    letQuitEnd()
    occupyStreams()
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
    } catch let error where error is Complaint || error is StoreError {
      end(error)
    } catch {
      // ArgumentParser prints by itself, and passes over a full disk in silence.
      let lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
      let message = lines.map { String($0).escapingControls }.joined(separator: "\n")
      let code = exitCode(for: error)
      guard code.isSuccess else {
        if !message.isEmpty { StandardError.write(message + "\n") }
        exit(withError: code)
      }
      do { if !message.isEmpty { try StandardOutput.print(message) } } catch { end(error) }
      exit(withError: code)
    }
  }

  /// A stream that was closed when the program started would be the first file that is opened, and get what is meant for the
  /// stream. Nothing can be written to what takes its place.
  private static func occupyStreams() {
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) == -1 { _ = open("/dev/null", O_RDONLY) }
  }

  /// Where the Swift runtime is told to print backtraces, it prints one at SIGQUIT and lets the program go on; here the signal ends
  /// it, unless whoever started it wants it ignored.
  private static func letQuitEnd() {
    let former = signal(SIGQUIT, SIG_DFL)
    if unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(SIGQUIT, SIG_IGN) }
  }

  private static func end(_ error: any Error) -> Never {
    StandardError.write("\(configuration.commandName ?? _commandName): \(error)\n")
    exit(withError: ExitCode(1))
  }
}

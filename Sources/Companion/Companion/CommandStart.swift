import ArgumentParser
import Foundation
import Provenance

extension AsyncParsableCommand {
  /// Reads the command line and runs it: a complaint becomes one sentence on standard error after the name of the
  /// program, and the exit code 1; other errors are ArgumentParser's.
  public static func start() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
    } catch let error where error is Complaint || error is StoreError {
      StandardError.write("\(configuration.commandName ?? _commandName): \(error)\n")
      exit(withError: ExitCode(1))
    } catch {
      exit(withError: error)
    }
  }
}

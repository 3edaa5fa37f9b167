import Foundation

/// A process, told apart from a later one with the same number by when it started and on which boot of which machine.
struct RunningProcess: Hashable {
  let number: Int
  let start, boot: String

  /// This process.
  static var current: RunningProcess {
    let number = Int(ProcessInfo.processInfo.processIdentifier)
    return RunningProcess(number: number, start: startTime(of: number) ?? "unknown", boot: bootIdentity)
  }

  init(number: Int, start: String, boot: String) { (self.number, self.start, self.boot) = (number, start, boot) }

  /// A process that left its name behind, such as in that of a file.
  init?(named name: String) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let number = Int(parts[0]), number > 0 else { return nil }
    self.init(number: number, start: parts[1], boot: parts[2])
  }

  /// A name that no other process has, of digits, letters, hyphens and two dots.
  var name: String { "\(number).\(start).\(boot)" }

  /// Whether the process still runs; nil where this machine cannot tell.
  var isAlive: Bool? {
    guard start != "unknown", boot != "unknown", Self.bootIdentity != "unknown" else { return nil }
    return boot == Self.bootIdentity ? Self.startTime(of: number) == start : nil
  }

  /// The identity of this boot of this machine.
  private static var bootIdentity: String {
    (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
  }

  /// Field 22 of /proc/n/stat: clock ticks from boot to the start of the process. The name of the program in field 2
  /// stands in parentheses and may itself hold any character.
  private static func startTime(of number: Int) -> String? {
    guard let stat = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8),
      let end = stat.lastIndex(of: ")")
    else { return nil }
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    // A zombie has ended and only waits to be counted.
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return String(fields[19])
  }
}

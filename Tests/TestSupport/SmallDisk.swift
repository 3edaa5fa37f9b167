import Foundation

/// A disk on which hardly anything fits. Only the administrator can make one; others, and machines that know no such disks, pass
/// over what wants one.
public enum SmallDisk {
  /// Does something with a disk of this size, which is gone afterwards.
  public static func use(kilobytes: Int, _ body: (URL) async throws -> Void) async throws {
    let scratch = try Scratch()
    let disk = scratch.folder.appending(path: "disk")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    guard run("mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", disk.path]) else { return }
    defer { _ = run("umount", ["--lazy", disk.path]) }
    try await body(disk)
  }

  private static func run(_ program: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

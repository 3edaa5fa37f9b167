import ChildProcesses
import Foundation
import TestSupport
import Testing

/// reproduce.sh, with a compiler and a tool that only say how they were called.
@Suite struct ReproduceTests {
  private func checkout(_ scratch: Scratch) throws -> URL {
    let root = scratch.folder.appending(path: "checkout")
    func write(_ text: String, to name: String) throws {
      let file = root.appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    try write("#!/bin/sh\n[ \"$1\" != --version ] || echo 'Swift version 6.2'\n", to: "bin/swift")
    try write("#!/bin/sh\npwd\nprintf '<%s>' \"$@\"\n", to: ".build/release/mesoscale")
    try FileManager.default.copyItem(
      at: Programs.repository.appending(path: "reproduce.sh"), to: root.appending(path: "reproduce.sh"))
    try FileManager.default.createDirectory(
      at: scratch.folder.appending(path: "elsewhere"), withIntermediateDirectories: true)
    return root
  }

  private func run(_ line: String, in folder: URL, _ root: URL) async throws -> Command.Outcome {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try await Command.run(
      "sh", ["-c", line], in: folder,
      environment: ["PATH": "\(root.path)/bin:\(path)", "CDPATH": ".:/tmp", "BASH_ENV": "", "ENV": ""])
  }

  /// Through a link, in another shell, from another folder: the same checkout, and files where the user stands.
  @Test func itIsCalledFromAnywhere() async throws {
    let scratch = try Scratch()
    let root = try checkout(scratch)
    let elsewhere = scratch.folder.appending(path: "elsewhere")
    for (link, target) in [("link", "../checkout/reproduce.sh"), ("second", "link")] {
      try FileManager.default.createSymbolicLink(
        atPath: elsewhere.appending(path: link).path, withDestinationPath: target)
    }
    for (line, words) in [
      ("./link", "<run>"), ("./second --quick", "<run><--quick>"), ("sh ../checkout/reproduce.sh a", "<run><a>"),
      ("./link --store s.sqlite", "<run><--store><\(elsewhere.path)/s.sqlite>"),
      ("sh ./second numbers a --store='a b'", "<numbers><a><--store=\(elsewhere.path)/a b>"),
      ("../checkout/reproduce.sh runs --store /s", "<runs><--store></s>"),
    ] {
      let outcome = try await run(line, in: elsewhere, root)
      #expect(outcome.succeeded && outcome.output == "\(root.path)\n\(words)", "\(line): \(outcome)")
    }
    for (line, words) in [
      (
        "./link merge a.sqlite /b.sqlite --store c.sqlite",
        "<merge><\(elsewhere.path)/a.sqlite></b.sqlite><--store><\(elsewhere.path)/c.sqlite>"
      ),
      ("./link cluster status --json", "<cluster><status><--json>"),
      ("./link a --on slurm --sbatch=--mem=4G", "<run><a><--on><slurm><--sbatch=--mem=4G>"),
    ] {
      let outcome = try await run(line, in: elsewhere, root)
      #expect(outcome.succeeded && outcome.output == "\(root.path)\n\(words)", "\(line): \(outcome)")
    }
    let here = try await run("./reproduce.sh --store s.sqlite", in: root, root)
    #expect(here.output == "\(root.path)\n<run><--store><s.sqlite>", "\(here)")
  }

  /// For other processors there is a build of its own, and it is what runs.
  @Test func aPortableBuildIsBesideTheOther() async throws {
    let scratch = try Scratch()
    let root = try checkout(scratch)
    let tool = root.appending(path: ".build-portable/release/mesoscale")
    try FileManager.default.createDirectory(at: tool.deletingLastPathComponent(), withIntermediateDirectories: true)
    try "#!/bin/sh\nprintf '<%s>' \"$MESOSCALE_BUILD\" \"$@\"\n".write(to: tool, atomically: true, encoding: .utf8)
    try "#!/bin/sh\n[ \"$1\" != --version ] && echo \"$@\" >swift-arguments || echo 'Swift version 6.2'\n".write(
      to: root.appending(path: "bin/swift"), atomically: true, encoding: .utf8)
    for file in [tool, root.appending(path: "bin/swift")] {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }
    let outcome = try await run("./reproduce.sh a --portable --on slurm", in: root, root)
    #expect(outcome.succeeded && outcome.output == "<release><run><a><--on><slurm>", "\(outcome)")
    let arguments = try String(contentsOf: root.appending(path: "swift-arguments"), encoding: .utf8)
    #expect(arguments.contains("--scratch-path .build-portable") && !arguments.contains("native"), "\(arguments)")
  }

  /// Without a home folder, with one that cannot be written, and in a folder that was moved with its build: it works, and says what it
  /// does. What a build has taken of others is told to the runs.
  @Test func odderPlaces() async throws {
    let scratch = try Scratch()
    let root = try checkout(scratch)
    let tool = root.appending(path: ".build/release/mesoscale")
    try "#!/bin/sh\nprintf '<%s>' \"$HOME\" \"$MESOSCALE_BUILD\" \"$@\"\n".write(
      to: tool, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool.path)
    try """
    { "object" : { "dependencies" : [
      { "packageRef" : {
          "identity" : "grdb.swift",
          "location" : "https://github.com/groue/GRDB.swift"
        },
        "state" : { "checkoutState" : {
            "revision" : "a60d",
            "version" : "7.10.0"
      } } } ] },
      "version" : 7
    }
    """.write(to: root.appending(path: ".build/workspace-state.json"), atomically: true, encoding: .utf8)
    let build = "<release, -target-cpu native; grdb.swift 7.10.0>"
    for home in ["", "/nonexistent/home"] {
      let outcome = try await run("HOME=\(home) ./reproduce.sh list", in: root, root)
      #expect(outcome.succeeded && outcome.output == "<\(root.path)/.build/home>\(build)<list>", "\(outcome)")
    }
    let own = try await run("HOME=\(scratch.folder.path) ./reproduce.sh list", in: root, root)
    #expect(own.output == "<\(scratch.folder.path)>\(build)<list>", "\(own)")
    // Moved: the build is dropped, and the compiler is called in an empty folder.
    let moved = scratch.folder.appending(path: "moved")
    try FileManager.default.moveItem(at: root, to: moved)
    try "#!/bin/sh\n[ \"$1\" != --version ] || { echo 'Swift version 6.2'; exit; }\nls .build >swift-saw\nexit 1\n"
      .write(
        to: moved.appending(path: "bin/swift"), atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: moved.appending(path: "bin/swift").path)
    let there = try await run("./reproduce.sh list", in: moved, moved)
    #expect(there.errors.contains("This folder was \(root.path) when it was built: building anew."), "\(there)")
    let seen = try String(contentsOf: moved.appending(path: "swift-saw"), encoding: .utf8)
    #expect(seen.split(separator: "\n") == ["build.log", "place"])
  }

  /// Where nothing can be built, one sentence says so.
  @Test func itMayNotWrite() async throws {
    let scratch = try Scratch()
    let root = try checkout(scratch)
    let build = root.appending(path: ".build")
    // The administrator may write anywhere, but not into a file as into a folder.
    try FileManager.default.removeItem(at: build)
    try Data().write(to: build)
    let outcome = try await run("./reproduce.sh list", in: root, root)
    #expect(!outcome.succeeded && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("reproduce.sh: you may not write to \(root.path)/.build: "), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }
}

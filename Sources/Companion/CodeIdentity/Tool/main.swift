// code-identity <Type> <output> {--module <name> <imports> <folder> <source> …} …
// code-identity --print {--module <name> <imports> <source> …} …
//
// Writes `extension <Type> { static var code: CodeDigest }` with a digest for every module: over its sources, and those of
// all modules that it imports, whose names stand in one argument, with commas. What computes nothing is not in it: comments, white
// space, the names of files and their order. The folder of each module, relative to the root of the project, is written too, so
// that the program can tell whether the sources have changed since.

import Foundation
import SourceDigests

func fail(_ sentence: String) -> Never {
  _ = Array("error: \(sentence)\n".utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  exit(1)
}

/// The words after each `--module`.
func groups(_ arguments: [String]) -> [[String]] { arguments.split(separator: "--module").map(Array.init) }

func module(_ words: [String], sources: Int) -> SourceModule {
  guard words.count >= sources else { fail("A module has a name and a list of imports.") }
  do {
    return try SourceModule(name: words[0], imports: names(words[1]), files: Array(words.dropFirst(sources)))
  } catch {
    fail("\(error)")
  }
}

func names(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }

/// The first line that the compiler prints about itself.
func compilerVersion() -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["swiftc", "--version"]
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return "unknown" }
  let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  guard process.terminationStatus == 0, let line = output.split(separator: "\n").first else { return "unknown" }
  return String(line)
}

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "--print" {
  let digests = SourceModule.digests(groups(Array(arguments.dropFirst())).map { module($0, sources: 2) })
  for (name, digest) in digests.sorted(by: { $0.key < $1.key }) { print(name, digest) }
  exit(0)
}
guard arguments.count > 5 else {
  fail("usage: code-identity <Type> <output> {--module <name> <imports> <folder> <source> …} …")
}
let (type, output) = (arguments[0], arguments[1])
let all = groups(Array(arguments.dropFirst(2))).sorted { $0[0] < $1[0] }
let digests = SourceModule.digests(all.map { module($0, sources: 3) })
let ours = Set(all.map { $0[0] })
let lines = all.map { "        \"\($0[0])\": \"\(digests[$0[0]] ?? "")\"," }
let places = all.map { words in
  let imports = names(words[1]).filter(ours.contains).sorted().map { "\"\($0)\"" }.joined(separator: ", ")
  return "        (\"\(words[0])\", \"\(words[2])\", [\(imports)]),"
}
let generated = """
  import Companion

  extension \(type) {
    static var code: CodeDigest {
      CodeDigest(
        modules: [
  \(lines.joined(separator: "\n"))
        ],
        sources: [
  \(places.joined(separator: "\n"))
        ],
        compiler: #"\(compilerVersion())"#)
    }
  }

  """
do {
  try generated.write(toFile: output, atomically: true, encoding: .utf8)
} catch {
  fail("\(output) cannot be written: \(error.localizedDescription)")
}

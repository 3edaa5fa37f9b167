// code-identity <Type> <output> {--module <name> <imports> <source> …} …
// code-identity --print {--module <name> <imports> <source> …} …
//
// Writes `extension <Type> { static var code: CodeDigest }` with a digest for every module: over its sources, and those of
// all modules that it imports, whose names stand in one argument, with commas. What computes nothing is not in it: comments, white
// space, the names of files and their order.

import Digest
import Foundation

func fail(_ sentence: String) -> Never {
  FileHandle.standardError.write(Data("error: \(sentence)\n".utf8))
  exit(1)
}

/// A module as the build knows it.
struct Module {
  let name: String
  let imports: [String]
  /// The digest of its own sources.
  let digest: String
}

/// The digest of files, whatever their names and order; a file without code does not count.
func digest(ofFiles paths: [String]) -> String {
  let files = paths.compactMap { path -> String? in
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      fail("\(path) cannot be read as UTF-8.")
    }
    let code = Code(text).bytes
    return code.isEmpty ? nil : sha256(Data(code))
  }
  return sha256(fields: files.sorted())
}

func modules(_ arguments: [String]) -> [Module] {
  arguments.split(separator: "--module").map(Array.init).map { words in
    guard words.count > 1 else { fail("A module has a name and a list of imports.") }
    return Module(
      name: words[0], imports: words[1].split(separator: ",").map(String.init),
      digest: digest(ofFiles: Array(words.dropFirst(2))))
  }
}

/// The digest of a module and of all that it imports, by its name.
func digests(_ modules: [Module]) -> [(name: String, sha256: String)] {
  let byName = Dictionary(modules.map { ($0.name, $0) }) { one, _ in one }
  func gather(_ name: String, _ found: inout Set<String>) {
    guard let module = byName[name], found.insert(name).inserted else { return }
    for other in module.imports { gather(other, &found) }
  }
  return modules.map { module in
    var found: Set<String> = []
    gather(module.name, &found)
    return (module.name, sha256(fields: found.compactMap { byName[$0]?.digest }.sorted()))
  }.sorted { $0.name < $1.name }
}

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
  for module in digests(modules(Array(arguments.dropFirst()))) { print(module.name, module.sha256) }
  exit(0)
}
guard arguments.count > 4 else { fail("usage: code-identity <Type> <output> {--module <name> <imports> <source> …} …") }
let (type, output) = (arguments[0], arguments[1])
let lines = digests(modules(Array(arguments.dropFirst(2)))).map { "        \"\($0.name)\": \"\($0.sha256)\"," }
let generated = """
  import Companion

  extension \(type) {
    static var code: CodeDigest {
      CodeDigest(
        modules: [
  \(lines.joined(separator: "\n"))
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

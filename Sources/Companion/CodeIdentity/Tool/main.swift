// code-identity <Type> <output> <package folder> <source> …
//
// Writes `extension <Type> { static var code: CodeDigest }` with the SHA-256 of the sources and the compiler's version.
// What computes nothing is left out of the digest, so that better words throw no results away: comments, a figure's sections
// `// MARK: - Question` and `// MARK: - Plot`, and what its parameters are declared to mean. So that nothing which computes
// can hide there, the sections may declare only the names that every figure has in them.

import Digest
import Foundation

func fail(_ sentence: String) -> Never {
  FileHandle.standardError.write(Data("error: \(sentence)\n".utf8))
  exit(1)
}

/// The sections of a figure that compute nothing, and what each may declare.
let sections = [
  "// MARK: - Plot": ["static func plot("],
  "// MARK: - Question": ["static let title ", "static let question ", "static let section ", "static let minutes "],
]

/// Whether a line declares what code outside of its section could use: a function, a member of the type or anything at the
/// top level of the file, but for what the section is for and the extension around it.
func declares(_ line: Substring, _ trimmed: String, besides names: [String]) -> Bool {
  if names.contains(where: trimmed.hasPrefix) { return false }
  let padded = " " + trimmed
  if [" func ", " static ", " init(", " subscript(", " typealias "].contains(where: padded.contains) { return true }
  let isTopLevel = line.first.map { $0.isLetter || $0 == "@" } ?? false
  return isTopLevel && !line.hasPrefix("extension ")
}

/// The text without the sections that compute nothing, each of which runs from its mark to the next one or to the end, and
/// without what parameters mean: `@Parameter("…", in: 0...1) var a = 1` counts as `@Parameter var a = 1`.
func computing(_ text: String, of file: String) -> String {
  var kept: [Substring] = []
  var names: [String]?
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    let trimmed = line.trimmingCharacters(in: .whitespaces)
    if trimmed.hasPrefix("// MARK:") { names = sections[trimmed] }
    if let names, declares(line, trimmed, besides: names) {
      let section =
        names.count == 1 ? "Plot section declares more than plot" : "Question section declares more than its four texts"
      fail("\(file): the \(section). Move it above the mark, where it counts: \(trimmed)")
    }
    if names == nil { kept.append(line) }
  }
  let meaning = /@Parameter\((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*\)\s*/
  return kept.joined(separator: "\n").replacing(meaning, with: "@Parameter ")
}

/// The text without the lines that are only comments: better words do not make other numbers. What looks like a comment
/// within a text of several lines is kept.
func withoutComments(_ text: String) -> String {
  var isInText = false
  return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
    defer { if line.ranges(of: "\"\"\"").count % 2 == 1 { isInText.toggle() } }
    return isInText || !line.trimmingCharacters(in: .whitespaces).hasPrefix("//")
  }.joined(separator: "\n")
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

let arguments = CommandLine.arguments
guard arguments.count > 4 else { fail("usage: code-identity <Type> <output> <package folder> <source> …") }
let (type, output, package) = (arguments[1], arguments[2], arguments[3])
var listing = ""
for path in arguments[4...].sorted() {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { fail("\(path) cannot be read as UTF-8.") }
  let name = path.hasPrefix(package + "/") ? String(path.dropFirst(package.count + 1)) : path
  let body = withoutComments(name.hasPrefix("Sources/Figures/") ? computing(text, of: name) : text)
  listing += "\(sha256(body))  \(name)\n"
}
let generated = """
  import Companion

  extension \(type) {
    static var code: CodeDigest {
      CodeDigest(sha256: "\(sha256(listing))", compiler: #"\(compilerVersion())"#)
    }
  }

  """
do {
  try generated.write(toFile: output, atomically: true, encoding: .utf8)
} catch {
  fail("\(output) cannot be written: \(error.localizedDescription)")
}

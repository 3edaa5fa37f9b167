import Companion
import Foundation

extension Weave {
  /// What the libraries were compared with, from data/references.tsv.
  static func references(in project: Project) throws -> WovenPart {
    let name = "data/references.tsv"
    guard let text = try? String(contentsOf: project.root.appending(path: name), encoding: .utf8) else {
      throw Complaint("\(name) cannot be read: swift run -c release references makes it.")
    }
    var lines = ["| source | quantity | published | ours | off by | allowed |", "|---|---|---:|---:|---:|---:|"]
    for row in text.split(separator: "\n") where !row.hasPrefix("#") {
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 7 else {
        throw Complaint("\(name) has a row of \(fields.count) fields in place of 7: '\(row.prefix(60))'.")
      }
      let found = fields[4].isEmpty ? fields[3] : "\(fields[3]) ± \(fields[4])"
      lines.append("| \([fields[0], fields[1], fields[2], found, fields[5], fields[6]].joined(separator: " | ")) |")
    }
    return WovenPart(name: "references", origin: name, text: lines.joined(separator: "\n"))
  }

  /// The examples of a page in docs, by their names, each from the file that is compiled.
  static func examples(_ files: KeyValuePairs<String, String>, in project: Project) throws -> [WovenPart] {
    try files.map { name, file in
      let path = "Tools/Examples/\(file).swift"
      guard let source = try? String(contentsOf: project.root.appending(path: path), encoding: .utf8) else {
        throw Complaint("\(path) cannot be read.")
      }
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      guard let first = lines.firstIndex(of: "// [\(name)"), let last = lines.firstIndex(of: "// \(name)]"),
        first < last
      else {
        throw Complaint("\(path) has no example between the lines '// [\(name)' and '// \(name)]'.")
      }
      let imports = lines.filter { $0.hasPrefix("import ") }
      let code = imports + [""] + lines[(first + 1)..<last]
      return WovenPart(
        name: "example.\(name)", origin: path, text: (["```swift"] + code + ["```"]).joined(separator: "\n"))
    }
  }
}

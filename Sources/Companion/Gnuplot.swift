import Foundation
import Provenance

/// Draws a gnuplot program as SVG, PDF and PNG, so that a failed drawing never replaces a good one.
package struct Gnuplot {
  let script: GnuplotScript

  package init(script: GnuplotScript) { self.script = script }

  /// The formats, the committed one first.
  static let formats = ["svg", "pdf", "png"]

  /// Whether gnuplot can be run.
  ///
  /// - Throws: ``Complaint`` where it cannot.
  static func requireInstalled() async throws {
    guard await Command.output("gnuplot", ["--version"]) != nil else {
      throw Complaint(
        "gnuplot is not installed: run ./reproduce.sh, which installs it, or apt-get install gnuplot-nox; "
          + "or give --no-plot.")
    }
  }

  /// Writes `<slug>.gp` and its pictures into a folder; returns the files.
  ///
  /// Everything is drawn in a temporary folder first and moved into place when all of it is there and not empty.
  package func draw(into folder: URL) async throws -> [URL] {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "mesoscale-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: scratch) }
      let program = scratch.appending(path: "\(script.slug).gp")
      try script.text.write(to: program, atomically: true, encoding: .utf8)
      for format in Self.formats { try await draw(program, as: format, into: scratch) }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return try (["gp"] + Self.formats).map { format in
        let name = "\(script.slug).\(format)"
        let file = folder.appending(path: name)
        // A copy beside the target and a rename: whoever reads the figure sees the old or the new one, never half.
        let partial = folder.appending(path: ".\(name).\(ProcessInfo.processInfo.processIdentifier)")
        try Data(contentsOf: scratch.appending(path: name)).write(to: partial)
        guard rename(partial.path, file.path) == 0 else {
          throw Complaint("The figure \(file.path) cannot be written: \(String(cString: strerror(errno))).")
        }
        return file
      }
    } catch let error as CocoaError {
      let reason =
        error.code == .fileWriteOutOfSpace
        ? "the disk is full; make room and run again, what was computed is stored"
        : "it must be a folder in which you may write"
      throw Complaint("The figure cannot be written to \(folder.path): \(reason).")
    }
  }

  private func draw(_ program: URL, as format: String, into folder: URL) async throws {
    let target = folder.appending(path: "\(script.slug).\(format)")
    let outcome = try await Command.run(
      "gnuplot", ["-e", "format='\(format)'; target='\(target.path)'", program.path],
      environment: ["TZ": "UTC", "LC_ALL": "C.UTF-8"])
    let drawn = (try? Data(contentsOf: target)) ?? Data()
    guard outcome.succeeded, !drawn.isEmpty, !outcome.errors.lowercased().contains("warning") else {
      let reason = outcome.errors.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      throw Complaint("gnuplot could not draw \(script.slug).\(format): \(reason.joined(separator: " "))")
    }
    if format == "pdf" { try undated(drawn).write(to: target) }
  }

  /// The PDF with the date of its creation overwritten at equal length, so that equal figures are equal files.
  private func undated(_ pdf: Data) -> Data {
    var pdf = pdf
    let mark = Data("/CreationDate (D:".utf8)
    if let found = pdf.range(of: mark) {
      let digits = pdf[found.upperBound...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.indices
      pdf.replaceSubrange(digits, with: Data("20000101000000".utf8.prefix(digits.count)))
    }
    return pdf
  }
}

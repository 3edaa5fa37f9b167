import ChildProcesses
import Foundation

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
      let fonts = try Self.pinFonts(in: scratch)
      for format in Self.formats { try await draw(program, as: format, into: scratch, fonts) }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return try (["gp"] + Self.formats).map { format in
        let name = "\(script.slug).\(format)"
        let file = folder.appending(path: name)
        // A copy beside the target and a rename: whoever reads the figure sees the old or the new one, never half.
        let partial = folder.appending(path: ".\(name).\(ProcessInfo.processInfo.processIdentifier)")
        try Data(contentsOf: scratch.appending(path: name)).write(to: partial)
        guard rename(partial.path, file.path) == 0 else {
          let reason = String(cString: strerror(errno))
          try? FileManager.default.removeItem(at: partial)
          throw Complaint("The figure \(file.path) cannot be written: \(reason).")
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

  /// Where systems keep Liberation Sans.
  private static let fontFolders = [
    "/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/liberation",
    "/usr/share/fonts/liberation-sans", "/usr/share/fonts/liberation-sans-fonts", "/usr/local/share/fonts",
    "/Library/Fonts",
  ]

  /// Writes a configuration of fonts into a folder by which PDF and PNG are drawn in Liberation Sans, whatever fonts and
  /// settings the user has; returns the environment that makes gnuplot read it, which is empty where the font is missing.
  private static func pinFonts(in scratch: URL) throws -> [String: String] {
    let folders = fontFolders.filter { FileManager.default.fileExists(atPath: $0 + "/LiberationSans-Regular.ttf") }
    guard !folders.isEmpty else {
      FileHandle.standardError.write(
        Data("Liberation Sans is not installed: PDF and PNG are drawn in another font.\n".utf8))
      return [:]
    }
    let file = scratch.appending(path: "fonts.conf")
    try """
    <?xml version="1.0"?>
    <!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
    <fontconfig>
      \(folders.map { "<dir>\($0)</dir>" }.joined(separator: "\n  "))
      <cachedir>\(scratch.appending(path: "fonts").path)</cachedir>
      <match target="font">
        <edit name="antialias" mode="assign"><bool>true</bool></edit>
        <edit name="hinting" mode="assign"><bool>false</bool></edit>
        <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
        <edit name="rgba" mode="assign"><const>none</const></edit>
      </match>
    </fontconfig>
    """.write(to: file, atomically: true, encoding: .utf8)
    return ["FONTCONFIG_FILE": file.path, "FONTCONFIG_PATH": scratch.path]
  }

  private func draw(
    _ program: URL, as format: String, into folder: URL, _ fonts: [String: String]
  ) async throws {
    let target = folder.appending(path: "\(script.slug).\(format)")
    let outcome = try await Command.run(
      "gnuplot", ["-d", "-e", "format='\(format)'; target='\(target.path)'", program.path],
      environment: ["TZ": "UTC", "LC_ALL": "C.UTF-8"].merging(fonts) { $1 })
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

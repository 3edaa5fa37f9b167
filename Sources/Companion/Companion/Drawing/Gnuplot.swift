import ChildProcesses
import Foundation
import Provenance

/// Draws a gnuplot program as SVG, PDF and PNG, so that a failed drawing never replaces a good one.
package struct Gnuplot {
  let script: GnuplotScript
  /// The program that draws.
  let program: String
  /// How long it may take for one format.
  let limit: Duration

  /// - Parameters:
  ///   - program: gnuplot, in PATH or at a path.
  ///   - limit: how long it may take for one format.
  package init(script: GnuplotScript, program: String = "gnuplot", limit: Duration = .seconds(300)) {
    (self.script, self.program, self.limit) = (script, program, limit)
  }

  /// The formats, the committed one first.
  static let formats = ["svg", "pdf", "png"]

  /// Whether gnuplot can be run.
  ///
  /// - Throws: ``Complaint`` where it cannot.
  static func requireInstalled() async throws {
    do {
      if try await Command.run("gnuplot", ["--version"], limit: .seconds(30)).succeeded { return }
    } catch let error as Command.TimeLimitExceeded {
      throw Complaint("gnuplot cannot be used: \(error) Mend it, or give --no-plot.")
    } catch {}
    throw Complaint(
      "gnuplot is not installed: run ./reproduce.sh, which installs it, or apt-get install gnuplot-nox; "
        + "or give --no-plot.")
  }

  /// Writes `<slug>.gp` and its pictures into a folder; returns where each lies, with what was written.
  ///
  /// Everything is drawn in a temporary folder first and moved into place when all of it is there and not empty.
  package func draw(into folder: URL) async throws -> [(file: URL, content: Data)] {
    try FileSet(files: try await drawn()).write(into: folder)
  }

  /// The program and its pictures, by their names.
  private func drawn() async throws -> [(name: String, content: Data)] {
    do {
      let scratch = try ScratchFolder()
      defer { scratch.remove() }
      let name = "\(script.slug).gp"
      let text = Data(script.text.utf8)
      try text.write(to: scratch.url.appending(path: name))
      let environment = try Self.environment(in: scratch.url)
      var files = [(name: name, content: text)]
      for format in Self.formats {
        files.append(("\(script.slug).\(format)", try await draw(name, as: format, in: scratch.url, environment)))
      }
      return files
    } catch let error as CocoaError {
      throw FileSet.explaining(error, writing: FileManager.default.temporaryDirectory)
    }
  }

  /// What gnuplot sees of the world: where programs and their libraries are, and nothing of the user's settings, fonts,
  /// language or time zone.
  private static func environment(in scratch: URL) throws -> [String: String] {
    let own = ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"].map { ($0, scratch.path) }
    let fonts = try pinFonts(in: scratch)
    return Dictionary(uniqueKeysWithValues: own).merging(["TZ": "UTC", "LC_ALL": "C.UTF-8"]) { $1 }.merging(fonts) {
      $1
    }
  }

  private static let inherited: Set = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]

  /// Where systems keep Liberation Sans.
  private static let fontFolders = [
    "/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/liberation",
    "/usr/share/fonts/liberation-sans", "/usr/share/fonts/liberation-sans-fonts", "/usr/local/share/fonts",
    "/Library/Fonts",
  ]

  /// A text within XML.
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }

  /// Writes a configuration of fonts into a folder by which PDF and PNG are drawn in Liberation Sans, whatever fonts and
  /// settings the user has; returns the environment that makes gnuplot read it, which is empty where the font is missing.
  private static func pinFonts(in scratch: URL) throws -> [String: String] {
    let folders = fontFolders.filter { FileManager.default.fileExists(atPath: $0 + "/LiberationSans-Regular.ttf") }
    guard !folders.isEmpty else {
      StandardError.write("Liberation Sans is not installed: PDF and PNG are drawn in another font.\n")
      return [:]
    }
    let file = scratch.appending(path: "fonts.conf")
    try """
    <?xml version="1.0"?>
    <!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
    <fontconfig>
      \(folders.map { "<dir>\($0)</dir>" }.joined(separator: "\n  "))
      <cachedir>\(escaped(scratch.appending(path: "fonts").path))</cachedir>
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

  /// One picture. gnuplot works in the folder of the program and is given no path, which might hold anything.
  private func draw(
    _ name: String, as format: String, in folder: URL, _ environment: [String: String]
  ) async throws -> Data {
    let target = "\(script.slug).\(format)"
    func complaint(_ reason: String) -> Complaint { Complaint("gnuplot could not draw \(target): \(reason)") }
    do {
      let outcome = try await Command.run(
        program, ["-d", "-e", "format='\(format)'; target='\(target)'", name], in: folder, environment: environment,
        inheriting: Self.inherited.contains, limit: limit)
      let drawn = (try? Data(contentsOf: folder.appending(path: target))) ?? Data()
      let reasons = outcome.errors.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      guard outcome.succeeded, !drawn.isEmpty else {
        throw complaint(reasons.isEmpty ? "it ended without a word." : reasons.joined(separator: " "))
      }
      // A warning, of a font or of a range that was empty, is no reason to throw away what is drawn.
      let warnings = reasons.filter { $0.lowercased().contains("warning") }
      if !warnings.isEmpty {
        StandardError.write(
          "gnuplot has drawn \(target), and says: \(warnings.joined(separator: " ").escapingControls)\n")
      }
      return format == "pdf" ? undated(drawn) : drawn
    } catch let error as Command.TimeLimitExceeded {
      throw complaint("\(error)")
    }
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

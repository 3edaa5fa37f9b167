/// The version of the project: of the tool, of every figure, and of CITATION.cff.
public enum Version {
  /// The version, by the rules of semantic versioning.
  public static let number = "0.1.0-dev"

  /// The day of the last change of the content of PAPER.md, year-month-day.
  public static let date = "2026-11-29"

  /// What `--version` prints: the program, its version, the digest of its code, and how it was built.
  package static func text(of program: String, _ code: CodeDigest) -> String {
    #if DEBUG
      let build = "debug"
    #else
      let build = "release"
    #endif
    return """
      \(program) \(number)
      code   sha256 \(code.sha256)
      build  \(build), \(code.compiler)
      """
  }
}

import Digest
import Foundation
import Provenance
import Validation

/// A run of a figure as one JSON document, which `--json` prints, and which is published.
public struct FigureDocument: Validated, Sendable, Hashable {
  /// The slug, the title and the caption of the figure.
  public var figure, title, caption: String
  /// The digest of all that determines the numbers: figure, parameters, seed, and the code of the modules that computed.
  public var run: String
  /// How the parameters compare with the published ones.
  public var quality: RunRecord.Quality
  /// The parameters.
  public var parameters: JSON
  /// The seed.
  public var seed: Int
  /// The digests of the modules that computed it; see ``CodeDigest``.
  public var modules: [String: String]
  /// The commit of the sources.
  public var commit: String
  /// The versions of the libraries of others that it was computed with; nil in a document of an older version.
  public var libraries: [String: String]?
  /// The numbers that the run recorded.
  public var numbers: [NumberRecord]
  /// How well the errors are known: degrees of freedom by the name of a number, or of a column (the fewest of its rows) as
  /// `series.column`; infinitely many where none are given.
  public var degreesOfFreedom: [String: Double]
  /// The plotted and other series.
  public var series: [SeriesRecord]
  /// The digest of the series.
  public var data: String
  /// The files that the run drew; of a published figure those that are committed.
  public var files: [FileRecord]
  /// The last link of the hash chain of the store when this was written: it anchors the store's records.
  public var chain: String
  /// The link of the first run in that chain, which tells the store from all others; nil in a document of an older version.
  public var store: String?
  /// The newest code that computed the same; nil where it is that which made it.
  public var verified: Verification.Code?

  /// The document of a run in the store.
  public init(of run: StoredRun, title: String, caption: String, in store: Store) throws {
    figure = run.figure
    self.title = title
    self.caption = caption
    self.run = run.identity
    quality = run.quality
    parameters = try JSON.decode(JSON.self, from: run.parameters)
    seed = run.seed
    modules = run.modules
    commit = run.fact("git_commit")
    libraries = Build(run.fact("build")).libraries
    numbers = try store.numbers(of: run.id)
    series = try store.series(of: run.id)
    degreesOfFreedom = try store.degreesOfFreedom(of: run.id)
    data = try Self.digest(of: series)
    files = try store.artefacts(of: run.id)
    chain = try store.chainHead()
    self.store = try store.identity()
  }

  /// The digest of series.
  public static func digest(of series: [SeriesRecord]) throws -> String { sha256(try JSON.canonical(series)) }

  /// What the document quotes of the store it was made from.
  ///
  /// - Parameter source: where the document lies.
  public func anchor(in source: String) -> Anchor { Anchor(source: source, store: store, link: chain) }

  /// What the published documents of a checkout quote of the stores that they were made from.
  ///
  /// - Throws: ``Complaint`` where a document cannot be read.
  public static func anchors(in project: Project) throws -> [Anchor] {
    let folder = project.published("").deletingLastPathComponent()
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return try files.filter { $0.hasSuffix(".json") }.sorted().map { name in
      let file = folder.appending(path: name)
      guard let quoted = try? JSONDecoder().decode(Quoted.self, from: Data(contentsOf: file)) else {
        throw Complaint("\(project.relative(file)) is not a published figure: publish it again.")
      }
      return Anchor(source: project.relative(file), store: quoted.store, link: quoted.chain)
    }
  }

  /// The part of a document that is an anchor.
  private struct Quoted: Decodable {
    let chain: String, store: String?
  }

  /// The published document of a figure; nil if there is none.
  ///
  /// - Throws: ``Complaint`` where the file is there and is not the published document of this figure.
  public static func published(_ figure: String, in project: Project) throws -> FigureDocument? {
    let file = project.published(figure)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      let document = try JSONDecoder().decode(FigureDocument.self, from: Data(contentsOf: file))
      try document.validate(for: figure)
      return document
    } catch {
      throw Complaint(
        "\(project.relative(file)) is not the published figure '\(figure)'. \(JSON.sentence(of: error)) Publish it again: "
          + "mesoscale publish \(figure).")
    }
  }

  /// The document as text: an object a line where it is short, a row of a series a line, so that changes can be reviewed.
  public func text() throws -> String {
    func field(_ name: String, _ value: some Encodable) throws -> String {
      "  \"\(name)\": \(try JSON.canonical(value))"
    }
    let numberLines = try numbers.map { "    " + (try JSON.canonical($0)) }
    let seriesBlocks = try series.map { table in
      let rows = try table.rows.map { "      " + (try JSON.canonical($0)) }
      return """
            {"name": \(try JSON.canonical(table.name)), "columns": \(try JSON.canonical(table.columns)), "rows": [
        \(rows.joined(separator: ",\n"))
            ]}
        """
    }
    let fileLines = try files.map { "    " + (try JSON.canonical($0)) }
    let fields =
      try [
        field("figure", figure), field("title", title), field("caption", caption), field("run", run),
        field("quality", quality), field("parameters", parameters), field("seed", seed), field("modules", modules),
        field("commit", commit),
      ] + (try libraries.map { [try field("libraries", $0)] } ?? [])
      + (try verified.map { [try field("verified", $0)] } ?? []) + [
        "  \"numbers\": [\n\(numberLines.joined(separator: ",\n"))\n  ]",
        field("degreesOfFreedom", degreesOfFreedom), "  \"series\": [\n\(seriesBlocks.joined(separator: ",\n"))\n  ]",
        field("data", data),
        "  \"files\": [\n\(fileLines.joined(separator: ",\n"))\n  ]", field("chain", chain),
      ] + (try store.map { [try field("store", $0)] } ?? [])
    return "{\n\(fields.joined(separator: ",\n"))\n}\n"
  }
}

// MARK: - What a document must be

extension FigureDocument {
  /// Reads a document.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    (figure, title) = (try fields.read(.figure), try fields.read(.title))
    caption = try fields.read(.caption)
    run = try fields.read(.run)
    quality = try fields.read(.quality)
    parameters = try fields.read(.parameters)
    seed = try fields.read(.seed)
    modules = try fields.read(.modules)
    commit = try fields.read(.commit)
    libraries = try fields.readIfPresent(.libraries)
    numbers = try fields.read(.numbers)
    series = try fields.read(.series)
    data = try fields.read(.data)
    files = try fields.read(.files)
    chain = try fields.read(.chain)
    store = try fields.readIfPresent(.store)
    degreesOfFreedom = try fields.readIfPresent(.degreesOfFreedom) ?? [:]
    verified = try fields.readIfPresent(.verified)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the numbers, the series or the digests; nil where nothing is.
  public var flaw: String? { flawOfNumbers ?? flawOfSeries ?? flawOfDigests }

  /// Throws where this is not the published document of a figure. It has no ``flaw``, as it was decoded.
  ///
  /// - Throws: ``Complaint`` with what is wrong.
  private func validate(for slug: String) throws {
    if figure != slug { throw Complaint("It is a document of the figure '\(figure)'.") }
    if quality != .paper { throw Complaint("Its run was of \(quality.rawValue) quality, and not of paper quality.") }
    if let module = modules.sorted(by: { $0.key < $1.key }).first(where: { !Self.isDigest($0.value) }) {
      throw Complaint("The digest of the module \(module.key) does not have 64 hexadecimal digits.")
    }
  }

  private var flawOfNumbers: String? {
    for number in numbers where !(number.value.isFinite && number.standardError.isFinite && number.standardError >= 0) {
      return "The number '\(number.name)' needs a finite value and a standard error that is finite and not negative."
    }
    if let quantity = degreesOfFreedom.sorted(by: { $0.key < $1.key }).first(where: {
      !($0.value.isFinite && $0.value > 0)
    }) {
      return "The degrees of freedom of '\(quantity.key)' are not a finite positive number."
    }
    return Self.repeated(in: numbers.map(\.name)).map { "Two numbers have the name '\($0)'." }
  }

  private var flawOfSeries: String? {
    if let name = Self.repeated(in: series.map(\.name)) { return "Two series have the name '\(name)'." }
    for table in series {
      if let column = Self.repeated(in: table.columns) {
        return "The series '\(table.name)' has two columns of the name '\(column)'."
      }
      guard table.rows.allSatisfy({ $0.count == table.columns.count }) else {
        return "A row of the series '\(table.name)' does not have one value per column."
      }
      guard table.rows.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        return "The series '\(table.name)' has a value that is not finite."
      }
    }
    return nil
  }

  private var flawOfDigests: String? {
    let links = [("the series", data), ("the chain", chain)] + (store.map { [("the store", $0)] } ?? [])
    for (name, digest) in links + files.map({ ($0.path, $0.sha256) }) where !Self.isDigest(digest) {
      return "The digest of \(name) does not have 64 hexadecimal digits."
    }
    if let file = files.first(where: { $0.bytes < 0 }) {
      return "The file \(file.path) cannot have \(file.bytes) bytes."
    }
    guard let text = try? JSON.canonical(series), sha256(text) == data else {
      return "The series are not those whose digest stands beside them."
    }
    return nil
  }

  private static func repeated(in names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
  }

  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { ("0"..."9").contains(Unicode.Scalar($0)) || ("a"..."f").contains(Unicode.Scalar($0)) }
  }
}

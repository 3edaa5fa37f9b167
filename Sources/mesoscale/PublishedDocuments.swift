import Companion

/// The published documents of a checkout, each read once: that takes a tenth of a second, and a text asks for the same ones many times.
final class PublishedDocuments {
  private let project: Project
  private var documents: [String: FigureDocument] = [:]

  init(in project: Project) { self.project = project }

  /// The document of a figure; nil if it is not published.
  ///
  /// - Throws: ``Complaint`` where the file is there and is not the published document of this figure.
  func document(of figure: String) throws -> FigureDocument? {
    if let known = documents[figure] { return known }
    let document = try FigureDocument.published(figure, in: project)
    documents[figure] = document
    return document
  }
}

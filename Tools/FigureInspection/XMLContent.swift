import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of an XML document, or characters between elements.
indirect enum XMLContent {
  case element(Element)
  case characters(String)

  /// A name, its attributes and its content.
  struct Element {
    let name: String
    var attributes: [String: String]
    var content: [XMLContent] = []

    /// The elements in it.
    var children: [Element] {
      content.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// All characters in it.
    var text: String {
      content.map {
        switch $0 {
        case .element(let element): element.text
        case .characters(let characters): characters
        }
      }.joined()
    }

    /// The element as it is written, around another content if one is given.
    func written(around inner: String? = nil) -> String {
      let list = attributes.sorted { $0.key < $1.key }.map { " \($0)=\"\(XMLContent.escaped($1))\"" }.joined()
      return "<\(name)\(list)>\(inner ?? content.map(\.written).joined())</\(name)>"
    }

    /// All elements of some names that it contains, wherever they stand.
    func all(_ names: Set<String>) -> [Element] {
      children.flatMap { (names.contains($0.name) ? [$0] : []) + $0.all(names) }
    }

    /// The element without those of some names.
    func without(_ names: Set<String>) -> Element {
      var copy = self
      copy.content = content.compactMap { part in
        guard case .element(let element) = part else { return part }
        return names.contains(element.name) ? nil : .element(element.without(names))
      }
      return copy
    }
  }

  /// The text that stands for it.
  var written: String {
    switch self {
    case .element(let element): element.written()
    case .characters(let characters): Self.escaped(characters)
    }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }

  /// The outermost element of a document.
  ///
  /// - Throws: ``InspectionError`` where it is not well-formed.
  static func read(_ file: URL) throws -> Element {
    let reader = Reader()
    let parser = XMLParser(data: try Data(contentsOf: file))
    parser.delegate = reader
    guard parser.parse(), let root = reader.open[0].children.first else {
      throw InspectionError("\(file.path) is not well-formed: line \(parser.lineNumber).")
    }
    return root
  }

  private final class Reader: NSObject, XMLParserDelegate {
    /// The elements that have begun and not ended, within a document without a name.
    var open = [Element(name: "", attributes: [:])]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      open.append(Element(name: name, attributes: attributes))
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      let element = open.removeLast()
      open[open.count - 1].content.append(.element(element))
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
      open[open.count - 1].content.append(.characters(characters))
    }
  }
}

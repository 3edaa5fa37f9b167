/// A fault that a reader of a figure sees.
public struct Finding: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public let fault: Fault
  /// The sentence that says what, where and in which renderer.
  public let description: String

  /// The kinds of faults.
  public enum Fault: String, Sendable, Hashable, CaseIterable {
    /// Ink at the edge of the picture: what lies beyond is cut off.
    case inkAtTheEdge
    /// A text that is not in the picture at all.
    case textOutside
    /// Two texts that touch.
    case textsOverlap
    /// A text that touches a line, a point, a tick, a frame or an area.
    case textOnMark
    /// A text under the white box of another.
    case textCovered
    /// A character that the font does not have, which another font or a box stands in for.
    case missingGlyph
    /// A font that readers need not have.
    case strangeFont
    /// Two renderers that show two pictures.
    case differentPicture
  }
}

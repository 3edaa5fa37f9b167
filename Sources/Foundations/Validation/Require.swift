/// Ends the program with a sentence where a condition does not hold that only a mistake in the code can break: an index
/// that is not there, two arrays that belong together and have different lengths.
///
///     require(couplings.rows == couplings.columns, "Couplings are a square matrix.")
///
/// Unlike `precondition` it says its sentence in release builds, too, with the file and the line. What data can break is not
/// for this: that throws ``InvalidInput``.
@inlinable @inline(__always)
public func require(
  _ condition: Bool, _ sentence: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { stop(sentence(), file, line) }
}

@usableFromInline @inline(never)
func stop(_ sentence: String, _ file: StaticString, _ line: UInt) -> Never {
  fatalError(sentence, file: file, line: line)
}

/// A value that is looked at when it is read from a file, so that no file can make one which its initialiser refuses.
///
///     struct Share: Validated {
///       let part, whole: Int
///
///       init(part: Int, whole: Int) {
///         (self.part, self.whole) = (part, whole)
///         requireNoFlaw()
///       }
///
///       init(from decoder: any Decoder) throws {
///         let fields = try decoder.container(keyedBy: CodingKeys.self)
///         (part, whole) = (try fields.read(.part), try fields.read(.whole))
///         try decoder.refuseFlaw(of: self)
///       }
///
///       var flaw: String? { 0 <= part && part <= whole ? nil : "A share is a part of a whole." }
///     }
///
/// The rule stands once, in ``flaw``: the initialiser has it as a precondition, and decoding throws what it says. Encoding is the
/// compiler's.
public protocol Validated: Codable {
  /// What is wrong with the value, in one sentence; nil where nothing is. It is asked of values that a damaged file made, and
  /// must not fail on any.
  var flaw: String? { get }
}

extension Validated {
  /// Ends the program where the value has a flaw: the precondition of an initialiser.
  @inlinable
  public func requireNoFlaw() {
    if let flaw { fatalError(flaw) }
  }
}

extension Validated {
  /// Throws where the value has a flaw: for an initialiser that is given data.
  @inlinable
  public func demandNoFlaw() throws(InvalidInput) {
    if let flaw { throw InvalidInput(flaw) }
  }
}

extension Decoder {
  /// Throws where a decoded value has a flaw.
  ///
  /// - Throws: `DecodingError.dataCorrupted` with the place and the sentence.
  public func refuseFlaw(of value: some Validated) throws { try refuse(value.flaw) }

  /// Throws a sentence about what is being decoded; nothing where there is none.
  ///
  /// - Throws: `DecodingError.dataCorrupted` with the place and the sentence.
  public func refuse(_ flaw: String?) throws {
    guard let flaw else { return }
    throw DecodingError.dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: flaw))
  }
}

extension Decoder {
  /// The one key of a value that is one of several kinds.
  ///
  /// - Throws: `DecodingError.dataCorrupted` where there is not just one.
  public func only<Key: CodingKey>(of keys: [Key]) throws -> Key {
    try refuse(keys.count == 1 ? nil : "The value must be of one kind, and is of \(keys.count).")
    return keys[0]
  }
}

extension KeyedDecodingContainer {
  /// The value of a field, of the type that is asked for.
  public func read<Value: Decodable>(_ key: Key) throws -> Value { try decode(Value.self, forKey: key) }

  /// The value of a field that may be left out.
  public func readIfPresent<Value: Decodable>(_ key: Key) throws -> Value? {
    try decodeIfPresent(Value.self, forKey: key)
  }
}

/// The most samples that a file can say to have been counted: so few that the counts of many files can be added.
public let mostCounted = 1_000_000_000_000_000

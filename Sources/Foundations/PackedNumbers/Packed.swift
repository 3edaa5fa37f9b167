import Foundation
import Validation

/// Numbers that are encoded as their bytes instead of their digits: exact, compact and fast, for the weights of a network
/// and their like.
///
///     struct Weights: Codable {
///       @Packed var values: [Float]
///     }
///     // As JSON: {"values":{"bytes":"AACAPwAAAEA=","count":2,"type":"float32"}}
///
/// The bytes are little-endian, in base64 where the format is JSON and raw where it is a property list. They are decoded
/// to the same bits, infinities and what is not a number included: whoever must not store these looks before.
@propertyWrapper
@frozen
public struct Packed<Number: PackableNumber>: Hashable, Sendable {
  /// The numbers.
  public var wrappedValue: [Number]

  /// Packs the numbers of a property.
  @inlinable
  public init(wrappedValue: [Number]) { self.wrappedValue = wrappedValue }
}

/// A number that can be packed: its bytes in memory are all there is to it.
public protocol PackableNumber: Hashable, Sendable, BitwiseCopyable {}

extension Float: PackableNumber {}
extension Double: PackableNumber {}

extension Packed: Codable {
  private enum Field: String, CodingKey { case type, count, bytes }

  private static var type: String { "float\(8 * MemoryLayout<Number>.size)" }

  /// Numbers are copied as they are in memory, which is forty times as fast as one by one.
  private static func requireLittleEndian() {
    require(1.littleEndian == 1, "Packed numbers are little-endian, and this processor is not.")
  }

  /// Reads the numbers.
  ///
  /// - Throws: `DecodingError` where they are of another type, or not as many as is said beside them.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    let type = try fields.decode(String.self, forKey: .type)
    guard type == Self.type else {
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: fields, debugDescription: "The packed numbers are of type \(type), not \(Self.type).")
    }
    let count = try fields.decode(Int.self, forKey: .count)
    let bytes = try fields.decode(Data.self, forKey: .bytes)
    let width = MemoryLayout<Number>.size
    guard bytes.count % width == 0, bytes.count / width == count else {
      throw DecodingError.dataCorruptedError(
        forKey: .bytes, in: fields,
        debugDescription: "\(bytes.count) bytes are not \(count) packed numbers of type \(type).")
    }
    Self.requireLittleEndian()
    wrappedValue = Array(unsafeUninitializedCapacity: count) { numbers, initialized in
      initialized = bytes.copyBytes(to: numbers) / width
    }
  }

  /// Writes the numbers.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    try fields.encode(Self.type, forKey: .type)
    try fields.encode(wrappedValue.count, forKey: .count)
    Self.requireLittleEndian()
    try fields.encode(wrappedValue.withUnsafeBytes { Data($0) }, forKey: .bytes)
  }
}

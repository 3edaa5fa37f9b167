import Foundation
import PackedNumbers
import Testing

private struct Numbers: Codable {
  @Packed var single: [Float]
  @Packed var double: [Double]
}

@Suite struct PackedTests {
  private let numbers = Numbers(
    single: [0, -0.0, 1, .pi, -.infinity, .nan, .leastNonzeroMagnitude, Float(bitPattern: 0xFFC0_1234)],
    double: [0, -0.0, 0.1, .infinity, -.nan, .greatestFiniteMagnitude, Double(bitPattern: 0x7FF8_0000_0000_4321)])

  private func expectSameBits(_ one: Numbers, _ other: Numbers) {
    #expect(one.single.map(\.bitPattern) == other.single.map(\.bitPattern))
    #expect(one.double.map(\.bitPattern) == other.double.map(\.bitPattern))
  }

  @Test func everyBitComesBack() throws {
    let text = try JSONEncoder().encode(numbers)
    expectSameBits(try JSONDecoder().decode(Numbers.self, from: text), numbers)
    let list = PropertyListEncoder()
    list.outputFormat = .binary
    expectSameBits(try PropertyListDecoder().decode(Numbers.self, from: list.encode(numbers)), numbers)
    let nothing = try JSONEncoder().encode(Packed<Double>(wrappedValue: []))
    #expect(try JSONDecoder().decode(Packed<Double>.self, from: nothing).wrappedValue == [])
  }

  /// 1 is 0x3F800000 and 2 is 0x40000000 (IEEE 754), the lowest byte first.
  @Test func theFormIsFixed() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(Packed<Float>(wrappedValue: [1, 2])), as: UTF8.self)
    #expect(text == #"{"bytes":"AACAPwAAAEA=","count":2,"type":"float32"}"#)
  }

  /// Bytes that are too few, too many or cut within a number; another type; a count that no array has.
  @Test(arguments: [
    (#"{"bytes":"AACAPw==","count":2,"type":"float32"}"#, "4 bytes are not 2 packed numbers"),
    (#"{"bytes":"AACAPwAAAEA=","count":1,"type":"float32"}"#, "8 bytes are not 1 packed numbers"),
    (#"{"bytes":"AACAPwAA","count":1,"type":"float32"}"#, "6 bytes are not 1 packed numbers"),
    (#"{"bytes":"AACAPwAAAEA=","count":1,"type":"float64"}"#, "of type float64, not float32"),
    (#"{"bytes":"","count":-1,"type":"float32"}"#, "0 bytes are not -1 packed numbers"),
    (#"{"bytes":"AACAPwAAAEA=","count":4611686018427387906,"type":"float32"}"#, "8 bytes are not"),
  ])
  func whatDoesNotFitIsRefused(text: String, complaint: String) throws {
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Packed<Float>.self, from: Data(text.utf8))
    }
    guard case .dataCorrupted(let context) = error else {
      return #expect(Bool(false), "another error: \(error as Any)")
    }
    #expect(context.debugDescription.contains(complaint))
  }
}

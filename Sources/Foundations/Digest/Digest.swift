import CCrypto
import Foundation
import Validation

/// The SHA-256 digest of some bytes, as 64 lower-case hexadecimal digits.
public func sha256(_ data: Data) -> String { data.withUnsafeBytes(hexadecimalDigest) }

/// The SHA-256 digest of a text in UTF-8.
public func sha256(_ text: String) -> String {
  var text = text
  return text.withUTF8 { hexadecimalDigest(of: UnsafeRawBufferPointer($0)) }
}

/// The SHA-256 digest of several fields, each preceded by its length, so that no two lists of fields look alike.
public func sha256(fields: [String]) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(fields.reduce(0) { $0 + 8 + $1.utf8.count })
  for field in fields {
    withUnsafeBytes(of: UInt64(field.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: field.utf8)
  }
  return bytes.withUnsafeBytes(hexadecimalDigest)
}

private func hexadecimalDigest(of bytes: UnsafeRawBufferPointer) -> String {
  var digest = [UInt8](repeating: 0, count: 32)
  var length: UInt32 = 0
  let done = EVP_Digest(bytes.baseAddress, bytes.count, &digest, &length, EVP_sha256(), nil)
  require(done == 1 && length == 32, "libcrypto could not compute a SHA-256 digest.")
  return String(unsafeUninitializedCapacity: 64) { text in
    for (place, byte) in digest.enumerated() {
      for (offset, digit) in [(0, byte >> 4), (1, byte & 15)] {
        text[2 * place + offset] = digit < 10 ? 0x30 + digit : 0x57 + digit
      }
    }
    return 64
  }
}

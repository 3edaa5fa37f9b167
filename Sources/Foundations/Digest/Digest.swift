import CCrypto
import Foundation

/// The SHA-256 digest of some bytes, as 64 lower-case hexadecimal digits.
public func sha256(_ data: Data) -> String {
  var digest = [UInt8](repeating: 0, count: 32)
  var length: UInt32 = 0
  let done = data.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, &digest, &length, EVP_sha256(), nil) }
  precondition(done == 1 && length == 32, "libcrypto could not compute a SHA-256 digest.")
  return digest.map { byte in
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
  }.joined()
}

/// The SHA-256 digest of a text in UTF-8.
public func sha256(_ text: String) -> String { sha256(Data(text.utf8)) }

/// The SHA-256 digest of several fields, each preceded by its length, so that no two lists of fields look alike.
public func sha256(fields: [String]) -> String {
  var data = Data()
  for field in fields {
    let bytes = Data(field.utf8)
    withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(bytes)
  }
  return sha256(data)
}

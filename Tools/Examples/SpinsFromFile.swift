import Foundation
import Matrices
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Validation

// [spins-from-file
/// A network whose couplings stand in a file, a row per line: entry (i, j) is what spin j does to spin i.
func network(from file: URL, beta: Double) throws -> SpinNetwork {
  let text = try String(contentsOf: file, encoding: .utf8)
  let rows = try text.split(whereSeparator: \.isNewline).map { line in
    try line.split(separator: ",").map { field in
      guard let number = Double(field.trimmingCharacters(in: .whitespaces)) else {
        throw InvalidInput("'\(field)' in \(file.lastPathComponent) is not a number.")
      }
      return number
    }
  }
  guard !rows.isEmpty else { throw InvalidInput("\(file.lastPathComponent) is empty.") }
  guard Set(rows.map(\.count)).count == 1 else { throw InvalidInput("All rows must be equally long.") }
  // A matrix that is not square, a spin that acts on itself, a coupling that is not a number: a sentence each.
  return try SpinNetwork(
    couplings: Matrix(rows), fields: Array(repeating: 0.1, count: rows.count), beta: beta)
}

func spinsFromFile() throws {
  let file = FileManager.default.temporaryDirectory.appending(path: "couplings-\(UUID().uuidString).csv")
  try "0, 0.8, -0.5\n-0.4, 0, 0.7\n0.6, -0.2, 0\n".write(to: file, atomically: true, encoding: .utf8)
  defer { try? FileManager.default.removeItem(at: file) }
  let network = try network(from: file, beta: 1)
  let sample = try network.sample(burnIn: 20, duration: 100_000, random: RandomStream(seed: 1))
  print(sample.magnetisations, sample.entropyProductionRate, sample.method)
  // All 2³ states, exactly.
  let matrix = try RateMatrix(enumerating: network, from: SpinState([1, 1, 1], in: network))
  print(try matrix.entropyProductionRate(matrix.stationary))
}
// spins-from-file]

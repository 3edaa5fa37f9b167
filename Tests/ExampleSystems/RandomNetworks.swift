import Matrices
import Randomness
import SpinNetworks
import StochasticThermodynamics

/// A spin network with random couplings and fields.
package func randomNetwork(_ spins: Int, symmetric: Bool, law: RateLaw, beta: Double, seed: Int) throws -> SpinNetwork {
  var random = RandomStream(seed: UInt64(seed))["random network"]
  var couplings = Matrix.zeros(spins, spins)
  for i in 0..<spins {
    for j in 0..<i {
      couplings[i, j] = random.normal() / Double(spins).squareRoot()
      couplings[j, i] = symmetric ? couplings[i, j] : random.normal() / Double(spins).squareRoot()
    }
  }
  return try SpinNetwork(
    couplings: couplings, fields: (0..<spins).map { _ in 0.5 * random.normal() }, beta: beta, law: law)
}

/// A spin network in which every spin feels a few others, drawn at random; with `symmetric` every other spin does, and
/// is felt by them as much.
package func randomSparseNetwork(
  _ spins: Int, neighbours: Int, symmetric: Bool, law: RateLaw, beta: Double, seed: Int
) throws -> SpinNetwork {
  var random = RandomStream(seed: UInt64(seed))["random sparse network"]
  var couplings: [SIMD2<Int>: Double] = [:]
  for i in stride(from: 0, to: spins, by: symmetric ? 2 : 1) {
    for _ in 0..<neighbours {
      let j = random.index(below: spins)
      guard i != j else { continue }
      let strength = random.normal() / Double(neighbours).squareRoot()
      couplings[SIMD2(i, j)] = strength
      if symmetric { couplings[SIMD2(j, i)] = strength }
    }
  }
  let matrix = try CouplingMatrix(
    spins: spins, couplings.map { Coupling(on: $0.key.x, by: $0.key.y, strength: $0.value) })
  return try SpinNetwork(
    couplings: matrix, fields: (0..<spins).map { _ in 0.5 * random.normal() }, beta: beta, law: law)
}

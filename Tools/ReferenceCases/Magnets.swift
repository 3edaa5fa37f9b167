import Estimation
import Foundation
import Randomness
import SpinNetworks

extension ReferenceCase {
  /// Spins on a periodic square lattice below the critical temperature, which start all up and stay so.
  static let magnets: [ReferenceCase] = [1.8, 2.0, 2.1].flatMap { temperature in
    [SpinNetwork.Method.thinning, .rejection, .sumTree].map { method in
      ReferenceCase(
        "C. N. Yang, Phys. Rev. 85, 808 (1952), Eq. (96)",
        "magnetisation of the square lattice at T = \(temperature) J, kernel \(method)",
        pow(1 - pow(sinh(2 / temperature), -4), 0.125), .standardErrors(4)
      ) { random in
        let side = 32
        let bonds = (0..<side * side).flatMap { place -> [Coupling] in
          let (row, column) = (place / side, place % side)
          let neighbours = [(row + 1) % side * side + column, row * side + (column + 1) % side]
          return neighbours.flatMap {
            [Coupling(on: place, by: $0, strength: 1), Coupling(on: $0, by: place, strength: 1)]
          }
        }
        let lattice = try SpinNetwork(
          couplings: CouplingMatrix(spins: side * side, bonds), fields: Array(repeating: 0, count: side * side),
          beta: 1 / temperature, law: method == .rejection ? .exponential : .glauber)
        // Eight lattices, whose scatter gives the error.
        let means = try (0..<8).map { place in
          let sample = try lattice.sample(burnIn: 100, duration: 400, method: method, random: random[place])
          return sample.magnetisations.reduce(0) { $0 + $1.value } / Double(side * side)
        }
        let estimate = Average(means).estimate
        return Finding(estimate.value, standardError: estimate.standardError)
      }
    }
  }
}

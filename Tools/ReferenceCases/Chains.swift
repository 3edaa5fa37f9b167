import Foundation
import LangevinDynamics
import Matrices
import StochasticThermodynamics

extension ReferenceCase {
  static let chains: [ReferenceCase] = beads + rings + [ratchet]

  /// Beads between two walls, joined by springs of stiffness 1, in baths whose temperatures rise from a to b: σ in units of the
  /// relaxation rate. For three and four beads the closed form is derived in the same way, with a computer algebra system.
  private static let beads: [ReferenceCase] = {
    let published = "J. Li, J. M. Horowitz, T. R. Gingrich and N. Fakhri, Nat. Commun. 10, 1666 (2019)"
    let derived = "as there, by computer algebra"
    let forms: [(Int, String, @Sendable (Double, Double) -> Double)] = [
      (2, published, { a, b in (a - b) * (a - b) / (4 * a * b) }),
      (3, derived, { a, b in (a - b) * (a - b) / (7 * a * b) }),
      (
        4, derived,
        { a, b in
          (a - b) * (a - b) * (26 * a * a + 71 * a * b + 26 * b * b) / (132 * a * b * (a + 2 * b) * (2 * a + b))
        }
      ),
      (
        5, published,
        { a, b in
          (a - b) * (a - b) * (111 * a * a + 430 * a * b + 111 * b * b) / (495 * a * b * (a + 3 * b) * (3 * a + b))
        }
      ),
    ]
    return forms.flatMap { count, source, form in
      [(1.0, 10.0), (25, 250)].map { cold, hot in
        ReferenceCase(
          source, "entropy production of \(count) beads between baths of \(Int(cold)) and \(Int(hot))", form(cold, hot),
          .relative(1e-12)
        ) { _ in
          let drift = Matrix(rows: count, columns: count) { $0 == $1 ? -2 : abs($0 - $1) == 1 ? 1 : 0 }
          let temperatures = (0..<count).map { cold + (hot - cold) * Double($0) / Double(count - 1) }
          return Finding(
            try OrnsteinUhlenbeckProcess(drift: drift, diffusion: .diagonal(temperatures)).entropyProductionRate)
        }
      }
    }
  }()

  /// Var(J) σ/(2J²) of a uniform ring is (a/2) coth(a/2), a the affinity of a step, and tends to 1 near equilibrium.
  private static let rings: [ReferenceCase] = [1e-6, 1e-3, 0.1, 1, 4, 20].map { affinity in
    ReferenceCase(
      "A. C. Barato and U. Seifert, Phys. Rev. Lett. 114, 158101 (2015)",
      "uncertainty ratio of a ring of five states, affinity \(affinity) of a step",
      0.5 * affinity / tanh(0.5 * affinity), .relative(affinity < 1e-4 ? 1e-8 : 1e-11)
    ) { _ in
      let ring = try RateMatrix(
        stateCount: 5,
        edges: (0..<5).map {
          .init(from: $0, to: ($0 + 1) % 5, forward: exp(0.5 * affinity), backward: exp(-0.5 * affinity))
        })
      let sigma = try ring.entropyProductionRate(ring.stationary)
      return Finding(
        try ring.statistics(ofCurrent: [1, 0, 0, 0, 0]).uncertaintyRatio(entropyProductionRate: sigma))
    }
  }

  /// A particle on three sites whose energies 0, 1, 2 are switched on and off: σ from the stationary state of the six, solved by
  /// computer algebra in exact numbers of the rates.
  private static let ratchet = ReferenceCase(
    "É. Roldán and J. M. R. Parrondo, Phys. Rev. Lett. 105, 150607 (2010), the model; solved with mpmath to 30 digits",
    "entropy production of the flashing ratchet of three sites", 0.1791936283889110, .relative(1e-12)
  ) { _ in
    let energies = [0.0, 1, 2]
    var edges: [RateMatrix.Edge] = []
    for site in 0..<3 {
      let next = (site + 1) % 3
      let half = 0.5 * (energies[site] - energies[next])
      // On: Arrhenius rates between the sites; off: all 1. Switching at 1, whatever the energy.
      edges.append(.init(from: site, to: next, forward: exp(half), backward: exp(-half)))
      edges.append(.init(from: 3 + site, to: 3 + next, forward: 1, backward: 1))
      edges.append(.init(from: site, to: 3 + site, forward: 1, backward: 1))
    }
    let matrix = try RateMatrix(stateCount: 6, edges: edges)
    return Finding(try matrix.entropyProductionRate(matrix.stationary))
  }
}

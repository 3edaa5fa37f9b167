import Randomness

/// Something of the core with a fixed input. Add yours to a list in a file of this folder, and the list to main.swift.
struct Computation: Sendable {
  /// What it is, in one line.
  let name: String

  /// Its results, in a fixed order. One input is changed by the relative `perturbation`, or the seed unless that is 0.
  let results: @Sendable (_ perturbation: Double) throws -> [Double]

  init(_ name: String, results: @escaping @Sendable (_ perturbation: Double) throws -> [Double]) {
    self.name = name
    self.results = results
  }
}

/// The stream of a computation: another one where the seed is what is perturbed.
func stream(perturbation: Double = 0) -> RandomStream {
  RandomStream(seed: perturbation == 0 ? 2026 : 2027)["trajectory-digest"]
}

import Companion
import Estimation
import Matrices
import MesoscopicNetworks
import Randomness

/// Sweeps M ← tanh(M Wᵀ + X) of the mean field of a dense network, for 128 fields at a time; an event is a sweep.
struct MeanFieldKernel: Kernel {
  static let batch = 128

  let count: Int

  var name: String { "mean field, batch of 128" }
  var variant: String { "double" }
  var size: String { "N = \(count)" }
  var unit: String { "sweep" }
  var eventsForAgreement: Int { 20 }

  func input() throws -> NaiveMeanField {
    let network = try SpinNetworkKernel.network(count, nil, .exponential)
    var random = RandomStream(seed: 8)
    return NaiveMeanField(
      count: count, batch: Self.batch, couplings: network.couplings.matrix.entries,
      fields: (0..<Self.batch * count).map { _ in random.normal() })
  }

  func run(_ events: Int, on plain: NaiveMeanField) -> Outcome {
    var meanField = MeanField(couplings: Matrix(rows: count, columns: count, entries: plain.couplings))
    var magnetisations = Array(repeating: 0.0, count: Self.batch * count)
    meanField.sweep(&magnetisations, fields: plain.fields, sweeps: max(1, events))
    return Outcome(events: max(1, events), quantities: Self.estimates(magnetisations))
  }

  func runNaively(_ events: Int, on plain: NaiveMeanField) -> Outcome {
    Outcome(events: max(1, events), quantities: Self.estimates(plain.magnetisations(steps: max(1, events))))
  }

  /// Some magnetisations; both versions round differently.
  private static func estimates(_ magnetisations: [Double]) -> [Estimate] {
    stride(from: 0, to: magnetisations.count, by: 97).map { Estimate(magnetisations[$0], standardError: 1e-13) }
  }

  func comparison(on plain: NaiveMeanField) -> PythonJob? {
    PythonJob(
      function: "mean_field",
      arguments: [
        "count": .integer(count), "batch": .integer(Self.batch),
        "couplings": .packed(plain.couplings), "fields": .packed(plain.fields),
      ])
  }
}

import Companion
import LangevinDynamics
import PerceptronLearning

/// All rows, in the order of the table: a new kernel is one more file in `Kernels`, and its values here.
enum Catalogue {
  static var kernels: [any Kernel] {
    get throws {
      let spins: [any Kernel] =
        try SpinNetworkKernel.rows(.exponential, counts: [2, 8, 16, 64, 128, 512])
        + SpinNetworkKernel.rows(.exponential, counts: [64, 512], neighbours: 6)
        + SpinNetworkKernel.rows(.glauber, counts: [2, 8, 16, 64, 128, 512])
        + SpinNetworkKernel.rows(.glauber, counts: [64, 512], neighbours: 6)
      let ensembles = [LangevinIntegrator.eulerMaruyama, .heun].flatMap { integrator in
        LangevinPrecision.allCases.map { LangevinKernel(integrator: integrator, precision: $0) }
      }
      let students = OnlinePerceptron.Precision.allCases.flatMap { precision in
        [400, 10_000].map { PerceptronKernel(count: $0, precision: precision) }
      }
      let fields = [64, 256].map { MeanFieldKernel(count: $0) }
      return spins + ensembles + students + fields + [
        SteadyStateKernel(count: 8), SteadyStateKernel(count: 10), SteadyStateKernel(count: 12),
      ]
        + [RingKernel()]
        + RandomNumberKernel.Distribution.allCases.map { RandomNumberKernel(distribution: $0) }
        + ElementaryKernel.Function.allCases.map { ElementaryKernel(function: $0) }
    }
  }

  /// The rows whose title holds a pattern, upper or lower case; all without one.
  ///
  /// - Throws: ``Complaint``, which lists the titles, where there is none.
  static func kernels(matching pattern: String?) throws -> [any Kernel] {
    let kernels = try kernels
    guard let pattern else { return kernels }
    let found = kernels.filter { $0.title.lowercased().contains(pattern.lowercased()) }
    guard !found.isEmpty else {
      throw Complaint(
        "No row of the benchmark is called '\(pattern)'; there are " + kernels.map(\.title).joined(separator: "; ")
          + ".")
    }
    return found
  }

  /// The row with this title.
  static func kernel(titled title: String) throws -> any Kernel {
    guard let kernel = try kernels(matching: title).first(where: { $0.title == title }) else {
      throw Complaint("No row of the benchmark is called '\(title)'.")
    }
    return kernel
  }
}

import Cells
import Matrices
import Randomness

/// The spectrum of the entropy production of a linear network by a periodogram of simulated paths:
/// one replica.
package struct EntropyPeriodogram: Cell {
  /// W, per unit time.
  package var couplings: Matrix
  /// σ_s², in squared units of the state per unit time.
  package var noise: Double
  /// ω, in radians per unit time.
  package var frequencies: [Double]
  /// The number of paths in each half.
  package var segments: Int
  /// The length of a path, and the interval at which it is seen, in the unit of the time in W.
  package var segmentTime, segmentInterval: Double

  /// A cell.
  package init(
    couplings: Matrix, noise: Double, frequencies: [Double], segments: Int, segmentTime: Double,
    segmentInterval: Double
  ) {
    (self.couplings, self.noise, self.frequencies) = (couplings, noise, frequencies)
    (self.segments, self.segmentTime, self.segmentInterval) = (segments, segmentTime, segmentInterval)
  }

  /// E(ω) in nats, at each frequency.
  package func compute(_ random: RandomStream) throws -> [Double] {
    try step.sampledSpectrum(at: frequencies, segments: segments, steps: steps, random: random)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Double]) -> String? {
    result.count == frequencies.count ? nil : "There is not one density per frequency."
  }

  /// The expectation of E(ω) in nats, at each frequency.
  package func expectation() throws -> [Double] { try step.windowedSpectrum(at: frequencies, steps: steps) }

  private var step: LinearStep {
    get throws {
      try LinearStep(of: LinearNetwork(couplings: couplings, noise: noise), duration: segmentInterval)
    }
  }

  private var steps: Int { Int((segmentTime / segmentInterval).rounded()) }
}

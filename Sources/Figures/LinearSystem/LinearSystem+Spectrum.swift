import Cells
import Companion
import Estimation
import LinearAlgebra
import LinearComputation
import Randomness

extension LinearSystem {
  // MARK: - Panel c

  /// The spectrum of the entropy production by a periodogram.
  struct Periodogram: Cell {
    var couplings: Matrix
    var noise: Double
    var frequencies: [Double]
    var segments: Int
    var segmentTime, segmentInterval: Double

    init(network couplings: Matrix, parameters p: Parameters) {
      (self.couplings, noise, frequencies) = (couplings, p.noise, p.sampledFrequencies)
      (segments, segmentTime, segmentInterval) = (p.segments, p.segmentTime, p.segmentInterval)
    }

    private var step: LinearStep {
      get throws {
        try LinearStep(of: LinearNetwork(couplings: couplings, noise: noise), duration: segmentInterval)
      }
    }

    private var steps: Int { Int((segmentTime / segmentInterval).rounded()) }

    func compute(_ random: RandomStream) throws -> [Double] {
      try step.sampledSpectrum(at: frequencies, segments: segments, steps: steps, random: random)
    }

    /// What the mean of many replicas tends to.
    func expectation() throws -> [Double] { try step.windowedSpectrum(at: frequencies, steps: steps) }
  }

  /// Panel c: the spectrum of the entropy production of two units.
  static func spectra(_ p: Parameters, _ run: Run) throws -> [Double] {
    var deviations: [Double] = []
    var (integral, resolution) = (0.0, 0.0)
    for (place, pair) in zip(p.spectrumJ12, p.spectrumJ21).enumerated() {
      let network = try network(pair.0, pair.1, p)
      run.series(
        "spectrum-\(place)",
        ["frequency": p.frequencies, "spectrum": try p.frequencies.map(network.entropyProductionSpectrum(at:))])
      let sigma = network.entropyProductionRate
      run.number("spectrum-sigma-\(place)", sigma, unit: "nats per unit time")
      integral = max(integral, abs(try network.integratedSpectrum() / sigma - 1))
      let cell = Periodogram(network: network.couplings, parameters: p)
      let replicas = try run.sweep("periodogram-\(place)", over: [cell], replicas: p.replicas)[0]
      let sampled = p.sampledFrequencies.indices.map { k in Average(replicas.map { $0[k] }).estimate }
      run.series(
        "sampled-spectrum-\(place)", ["frequency": p.sampledFrequencies], estimates: ["spectrum": sampled])
      let expected = try cell.expectation()
      deviations += zip(sampled, expected).map { $0.deviation(from: $1) }
      for (frequency, value) in zip(p.sampledFrequencies, expected) {
        resolution = max(resolution, abs(value / (try network.entropyProductionSpectrum(at: frequency)) - 1))
      }
    }
    run.number("integral-deviation", integral)
    run.number("resolution", resolution)
    return deviations
  }
}

import Estimation
import Foundation
import LinearAlgebra
import Matrices
import LinearComputation
import Randomness
import Testing

@Suite struct LinearSpectrumTests {
  static let seed: UInt64 = 36

  /// ∫dω/2π E(ω) = σ = (J₁₂ − J₂₁)²/2. Negative control: the spectrum of J₁₂ → −J₁₂.
  @Test(arguments: [(-2.0, 2.0), (0.125, 2), (0.3173, 0.7878)])
  func wholeLine(j12: Double, j21: Double) throws {
    let sigma = 0.5 * (j12 - j21) * (j12 - j21)
    #expect(abs(try linearPair(j12, j21).integratedSpectrum() / sigma - 1) < 1e-12)
    #expect(abs(try linearPair(0.49 * j12 / abs(j12), 0.49).integratedSpectrum() / sigma - 1) > 0.1)
  }

  /// What is seen at intervals dt: ∫dω/2π E over |ω| ≤ π/dt is the relative entropy rate of the sampled process, exactly.
  /// The integrand is periodic, for which the midpoint rule converges exponentially.
  @Test(arguments: [(2, 0.05), (2, 1.0), (3, 0.2), (4, 0.5)])
  func sampledLine(count: Int, duration: Double) throws {
    var random = RandomStream(seed: Self.seed)["line"][count]
    let network = try randomLinearNetwork(count, &random)
    let step = try LinearStep(of: network, duration: duration)
    let nodes = 2000
    let reach = Double.pi / duration
    let frequencies: [Double] = (0..<nodes).map { reach * ((2 * Double($0) + 1) / Double(nodes) - 1) }
    func integral(_ spectrum: (Double) throws -> Double) rethrows -> Double {
      var sum = 0.0
      for frequency in frequencies { sum += try spectrum(frequency) }
      return sum / (Double(nodes) * duration)
    }
    let seen = try integral(step.entropyProductionSpectrum(at:))
    #expect(abs(seen / step.entropyProductionRate - 1) < 1e-8)
    // Negative control: the spectrum of the network itself over this band.
    let band = try integral(network.entropyProductionSpectrum(at:))
    #expect(abs(band / step.entropyProductionRate - 1) > 1e-3)
  }

  /// Short intervals and long windows show the spectrum of the network; a window of length T smears by 1/T².
  @Test func limits() throws {
    let network = try linearPair(0.125, 2)
    let exact = try network.entropyProductionSpectrum(at: 0.7)
    let fine = try LinearStep(of: network, duration: 0.001)
    #expect(abs(try fine.entropyProductionSpectrum(at: 0.7) / exact - 1) < 1e-3)
    let step = try LinearStep(of: network, duration: 0.1)
    let seen = try step.entropyProductionSpectrum(at: 0.7)
    let smeared = try [400, 800].map { try step.windowedSpectrum(at: [0.7], steps: $0)[0] - seen }
    #expect(abs(smeared[0] / smeared[1] - 4) < 0.2)
    #expect(abs(smeared[1] / seen) < 1e-2)
  }

  /// Periodograms within 4 standard errors of their exact expectation. Negative controls: the spectrum of a network whose
  /// antisymmetric part is twice as large; and of J₁₂ → −J₁₂.
  @Test func periodograms() throws {
    let step = try LinearStep(of: linearPair(0.125, 2), duration: 0.1)
    let frequencies = [0.2, 0.5, 1, 2, 5]
    let steps = 300
    let replicas = try (0..<40).map {
      try step.sampledSpectrum(
        at: frequencies, segments: 60, steps: steps, random: RandomStream(seed: Self.seed)["periodogram"][$0])
    }
    let sampled = frequencies.indices.map { k in Average(replicas.map { $0[k] }).estimate }
    func worst(_ step: LinearStep) throws -> Double {
      try zip(sampled, step.windowedSpectrum(at: frequencies, steps: steps)).map { abs($0.deviation(from: $1)) }.max()
        ?? 0
    }
    #expect(try worst(step) < 4)
    #expect(try worst(LinearStep(of: linearPair(-0.8125, 2.9375), duration: 0.1)) > 10)
    #expect(try worst(LinearStep(of: linearPair(-0.125, 2), duration: 0.1)) > 5)
  }

  /// In equilibrium E vanishes, but a plug-in estimate from M segments does not: with two units its mean is 1/M, as the
  /// imaginary part of the coherence has the variance 1/(2M). Without the correction the check would fail by ten standard
  /// errors.
  @Test func noBiasInEquilibrium() throws {
    let step = try LinearStep(of: linearPair(0.5, 0.5), duration: 0.2)
    let segments = 20
    let values = try (0..<800).map {
      try step.sampledSpectrum(
        at: [1], segments: segments, steps: 100, random: RandomStream(seed: Self.seed)["equilibrium"][$0])[0]
    }
    let mean = Average(values).estimate
    #expect(mean.isConsistent(with: 0, sigmas: 4))
    #expect(1 / Double(2 * segments) > 10 * mean.standardError)
  }

  // MARK: - Biases and wrong rules

  /// I from few draws: the jackknife has no bias of order 1/draws; the plug-in estimate, computed here from draws of the
  /// stationary state, misses by more than ten standard errors. Its bias is about n/(2·draws).
  @Test func informationFromFewDraws() throws {
    let network = try linearPair(0.125, 2)
    let task = LinearTask(weights: [1, 0], answerNoise: 0.1)
    let exact = try network.relevantInformation(at: task)
    let step = try LinearStep(of: network, duration: 24)
    let (draws, replicas) = (48, 4000)
    let joint = try network.jointCovariance(at: task).choleskyFactor
    var (corrected, plain) = (Average(), Average())
    for replica in 0..<replicas {
      let random = RandomStream(seed: Self.seed)["few draws"][replica]
      corrected.add(
        try step.sampledInformation(at: task, draws: draws, steps: 1, batches: 12, random: random["step"]).value)
      var stream = random["state"]
      var moments = Matrix.zeros(3, 3)
      for _ in 0..<draws {
        let both = Matrix(column: joint * (0..<3).map { _ in stream.normal() })
        moments = moments + both * both.transpose
      }
      plain.add(try gaussianInformation(ofLastVariableIn: 1 / Double(draws) * moments))
    }
    #expect(corrected.estimate.isConsistent(with: exact, sigmas: 4))
    #expect(plain.estimate.deviation(from: exact) > 10)
    #expect(abs((plain.mean - exact) / (1 / Double(draws)) - 1) < 0.5)
  }

  /// The heat of a path by the midpoint rule, ½(s + s′)ᵀW(s′ − s)/D up to its ends, which is s′ᵀ(W − Wᵀ)s/σ_s²: on exact
  /// steps within 4 standard errors of its exact mean. With the other sign, with the symmetric part, and on Euler steps of
  /// this length it is off by more than ten.
  @Test func heatOfPaths() throws {
    let network = try linearPair(0.125, 2)
    let (duration, steps) = (0.2, 100)
    let step = try LinearStep(of: network, duration: duration)
    let exact = step.midpointEntropyProductionRate
    let euler = Matrix.identity(2) + duration * network.couplings
    let (w, start) = (network.couplings, try network.covariance.choleskyFactor)
    var (heat, symmetric, coarse) = (Average(), Average(), Average())
    for path in 0..<1000 {
      var random = RandomStream(seed: Self.seed)["heat"][path]
      var (state, rough) = (start * [random.normal(), random.normal()], [0.0, 0.0])
      var sums = (0.0, 0.0, 0.0)
      for number in 0..<(2 * steps) {
        let next = step.next(after: state, random: &random)
        let noise = [random.normal(), random.normal()].map { duration.squareRoot() * $0 }
        let crude = zip(euler * rough, noise).map { $0 + $1 }
        // The first half lets the Euler path forget where it began.
        if number >= steps {
          sums.0 += overlap(next, w - w.transpose, state)
          sums.1 += overlap(next, w + w.transpose, state)
          sums.2 += overlap(crude, w - w.transpose, rough)
        }
        (state, rough) = (next, crude)
      }
      let time = Double(steps) * duration
      heat.add(sums.0 / time)
      symmetric.add(sums.1 / time)
      coarse.add(sums.2 / time)
    }
    #expect(heat.estimate.isConsistent(with: exact, sigmas: 4))
    #expect(abs((-1 * heat.estimate).deviation(from: exact)) > 10)
    #expect(abs(symmetric.estimate.deviation(from: exact)) > 10)
    #expect(abs(coarse.estimate.deviation(from: exact)) > 10)
  }

  private func overlap(_ left: [Double], _ matrix: Matrix, _ right: [Double]) -> Double {
    zip(left, matrix * right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

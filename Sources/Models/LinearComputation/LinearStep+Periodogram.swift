import Estimation
import LinearAlgebra
import Matrices
import Randomness
import Validation

extension LinearStep {
  /// E(ω) from simulated paths, without reference to the exact solution: one replica.
  ///
  /// Two times `segments` independent stationary paths are windowed and Fourier transformed at each ω; their mean
  /// products F F† estimate C(ω), up to a factor that cancels in E. As E is not linear in C(ω), the two halves remove its
  /// bias of order 1/segments (`extrapolated(whole:halves:_:)`). Average many replicas for the error. The mean is
  /// ``windowedSpectrum(at:steps:)``.
  /// Source of the window and of averaging over segments: P. D. Welch, IEEE Trans. Audio Electroacoust. 15, 70 (1967).
  ///
  /// - Parameters:
  ///   - frequencies: ω, in radians per unit time, between 0 and π/dt.
  ///   - segments: how many paths each half has; many more than there are units.
  ///   - steps: how many steps a path has: many relaxation times.
  ///   - random: half h draws from its child stream h.
  /// - Throws: `MatrixError` where a sampled spectral density is singular.
  public func sampledSpectrum(
    at frequencies: [Double], segments: Int, steps: Int, random: RandomStream
  ) throws(MatrixError) -> [Double] {
    require(segments > network.count, "A spectral density needs more segments than there are units.")
    let waves = Waves(frequencies: frequencies, duration: duration, steps: steps)
    var halves: [[SpectralDensity]] = []
    for half in 0..<2 {
      var stream = random[half]
      halves.append(densities(waves, segments: segments, steps: steps, random: &stream))
    }
    var spectrum: [Double] = []
    for (first, second) in zip(halves[0], halves[1]) {
      let whole = try (first + second).entropyProduction
      spectrum.append(
        extrapolated(whole: whole, halves: try first.entropyProduction, try second.entropyProduction))
    }
    return spectrum
  }

  /// Window times cosine and sine at each step, for one frequency after the other.
  private struct Waves {
    var count: Int
    var cosines, sines: [Double]

    init(frequencies: [Double], duration: Double, steps: Int) {
      count = frequencies.count
      (cosines, sines) = ([], [])
      for (step, weight) in LinearStep.window(steps: steps).enumerated() {
        for frequency in frequencies {
          let (sine, cosine) = sineAndCosine(frequency * duration * Double(step))
          cosines.append(weight * cosine)
          sines.append(weight * sine)
        }
      }
    }
  }

  /// R + iQ, up to a factor.
  private struct SpectralDensity {
    var symmetric, antisymmetric: Matrix

    var entropyProduction: Double {
      get throws(MatrixError) { try entropySpectrum(symmetric: symmetric, antisymmetric: antisymmetric) }
    }

    static func + (one: Self, other: Self) -> Self {
      Self(symmetric: one.symmetric + other.symmetric, antisymmetric: one.antisymmetric + other.antisymmetric)
    }
  }

  /// Σ F F† over some paths, at each frequency.
  private func densities(
    _ waves: Waves, segments: Int, steps: Int, random: inout RandomStream
  ) -> [SpectralDensity] {
    let n = network.count
    var sums = (0..<waves.count).map { _ in
      SpectralDensity(symmetric: .zeros(n, n), antisymmetric: .zeros(n, n))
    }
    for _ in 0..<segments {
      let (real, imaginary) = transform(waves, steps: steps, random: &random)
      for place in sums.indices {
        for i in 0..<n {
          for j in 0..<n {
            let (a, b) = (i * waves.count + place, j * waves.count + place)
            sums[place].symmetric[i, j] += real[a] * real[b] + imaginary[a] * imaginary[b]
            sums[place].antisymmetric[i, j] += imaginary[a] * real[b] - real[a] * imaginary[b]
          }
        }
      }
    }
    return sums
  }

  /// Σ_k w_k s_i(k) e^{−iωk dt} of one path: at `i * frequencies + place`.
  private func transform(
    _ waves: Waves, steps: Int, random: inout RandomStream
  ) -> (real: [Double], imaginary: [Double]) {
    let (n, count) = (network.count, waves.count)
    var real = Array(repeating: 0.0, count: n * count)
    var imaginary = real
    waves.cosines.withUnsafeBufferPointer { cosines in
      waves.sines.withUnsafeBufferPointer { sines in
        real.withUnsafeMutableBufferPointer { real in
          imaginary.withUnsafeMutableBufferPointer { imaginary in
            _ = walk(steps: steps, random: &random) { step, state, _ in
              for i in 0..<n {
                let value = state[i]
                for place in 0..<count {
                  real[i * count + place] += value * cosines[step * count + place]
                  imaginary[i * count + place] -= value * sines[step * count + place]
                }
              }
            }
          }
        }
      }
    }
    return (real, imaginary)
  }
}

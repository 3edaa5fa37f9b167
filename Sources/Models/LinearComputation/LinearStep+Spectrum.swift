import ElementaryFunctions
import LinearAlgebra
import Matrices

/// E = ½ Tr[C(ω) C⁻¹(−ω) − 1] of a spectral density C(ω) = R + iQ, with R symmetric and Q antisymmetric.
///
/// With K = R⁻¹Q it is −Tr[K²(1 + K²)⁻¹], in which the 1 has cancelled: never negative, and 0 for Q = 0. C⁻¹ in place of
/// C gives the same.
///
/// - Throws: `MatrixError` where C is singular to working precision.
func entropySpectrum(symmetric: Matrix, antisymmetric: Matrix) throws(MatrixError) -> Double {
  let k = try symmetric.solve(antisymmetric)
  let square = k * k
  return -(try (.identity(k.rows) + square).solve(square)).trace
}

/// The sine and cosine of any angle in radians.
func sineAndCosine(_ angle: Double) -> (sine: Double, cosine: Double) {
  let turns = angle / (2 * .pi)
  return Elementary.sineAndCosine(ofTurns: turns - turns.rounded(.down))
}

extension LinearStep {
  /// E(ω) of the network as it is seen at intervals dt, for |ω| ≤ π/dt, in nats: what of the entropy production a
  /// periodogram of sampled paths can show.
  ///
  /// ∫dω/2π over −π/dt...π/dt is ``entropyProductionRate``. It tends to the spectrum of the network as dt → 0; near π/dt
  /// frequencies beyond are folded back. The sampled process has the spectral density of a regression on its past,
  /// whose inverse is S⁻¹ + AᵀS⁻¹A − (B + Bᵀ)cos ωdt + iK sin ωdt with A = e^{W dt}, B = S⁻¹A and K = B − Bᵀ.
  ///
  /// - Parameter frequency: ω, in radians per unit time; finite.
  /// - Throws: `MatrixError` where dt is so short that S has no inverse to working precision.
  public func entropyProductionSpectrum(at frequency: Double) throws(MatrixError) -> Double {
    let (sine, cosine) = sineAndCosine(frequency * duration)
    let inverse = try noiseCovariance.inverse.symmetricPart
    let b = inverse * propagator
    let both = inverse + (propagator.transpose * b).symmetricPart - cosine * (b + b.transpose)
    return try entropySpectrum(symmetric: both, antisymmetric: sine * affinity)
  }

  /// The window over a path of so many steps: a half sine, squared, which fades both ends in and out (Hann).
  static func window(steps: Int) -> [Double] {
    (0..<steps).map { step in
      let (sine, _) = sineAndCosine(.pi * (Double(step) + 0.5) / Double(steps))
      return sine * sine
    }
  }

  /// E at each ω of the expected periodogram of windowed paths: what ``sampledSpectrum(at:segments:steps:random:)``
  /// estimates. It differs from ``entropyProductionSpectrum(at:)`` by what the finite length smears, about 1/length².
  ///
  /// - Throws: `MatrixError` where a spectral density is singular to working precision.
  public func windowedSpectrum(at frequencies: [Double], steps: Int) throws(MatrixError) -> [Double] {
    let window = Self.window(steps: steps)
    let n = network.count
    var even = frequencies.map { _ in Matrix.zeros(n, n) }
    var odd = even
    // R(h) = ⟨s(h) sᵀ⟩ = A^h C, weighted by the overlap of the window with itself.
    var correlation = network.covariance
    for lag in 0..<steps {
      var overlap = 0.0
      for place in 0..<(steps - lag) { overlap += window[place] * window[place + lag] }
      for (place, frequency) in frequencies.enumerated() {
        let (sine, cosine) = sineAndCosine(frequency * duration * Double(lag))
        even[place] = even[place] + (lag == 0 ? 1 : 2) * overlap * cosine * correlation.symmetricPart
        odd[place] = odd[place] - 2 * overlap * sine * correlation.antisymmetricPart
      }
      correlation = propagator * correlation
      if correlation.largestEntry < 1e-12 * network.covariance.largestEntry { break }
    }
    var spectrum: [Double] = []
    for (one, other) in zip(even, odd) { spectrum.append(try entropySpectrum(symmetric: one, antisymmetric: other)) }
    return spectrum
  }
}

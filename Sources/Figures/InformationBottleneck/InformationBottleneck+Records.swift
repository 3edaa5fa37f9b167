import Companion
import ElementaryFunctions
import Estimation
import SensoryComplexes
import StochasticThermodynamics

extension InformationBottleneck {
  // MARK: - Curves

  /// The curve of the best channels, and that of the best channels of one bit.
  func record(curves curve: BottleneckCurve, oneBit: BottleneckCurve) {
    for (name, curve) in [("curve", curve), ("one-bit", oneBit)] {
      record(curve, as: "\(name)-to-1", over: 0...1)
      for point in curve.points where [3, 5].contains(point.tradeOff) {
        run.number("\(name)-input-\(label(point.tradeOff))", bitsPerNat * point.inputInformation, unit: "bits")
        run.number("\(name)-relevant-\(label(point.tradeOff))", bitsPerNat * point.relevantInformation, unit: "bits")
      }
      run.number("\(name)-end-input", bitsPerNat * (curve.points.last?.inputInformation ?? 0), unit: "bits")
      run.number("\(name)-end-relevant", bitsPerNat * (curve.points.last?.relevantInformation ?? 0), unit: "bits")
    }
    record(curve, as: "curve-to-0.5", over: 0...0.5)
    run.number("available", bitsPerNat * curve.availableInformation, unit: "bits")
    run.number("curve-at-one-bit", curve.bits(keeping: 1), unit: "bits")
  }

  /// The part of a curve over a range of bits of the input as a smooth line, straight from the
  /// origin to the first of its points.
  private func record(_ curve: BottleneckCurve, as name: String, over bits: ClosedRange<Double>) {
    let ends = curve.points.map { bitsPerNat * $0.inputInformation }.filter { $0 > 1e-6 }
    guard let first = ends.first, let last = ends.last else {
      return run.series(name, ["input": [], "information": []])
    }
    let steps = (0...64).map { bits.lowerBound + (bits.upperBound - bits.lowerBound) * Double($0) / 64 }
    let inputs = Set(steps + ends).filter { bits.contains($0) && first <= $0 && $0 <= last }.sorted()
    let origin = bits.contains(0) ? [0.0] : []
    run.series(
      name, ["input": origin + inputs, "information": origin + inputs.map { curve.bits(keeping: $0) }])
  }

  // MARK: - Region

  /// All complexes in the region: panel a from a least information on the answer on, panel b all.
  func record(region points: [InformationPlanePoint], under curve: BottleneckCurve) {
    let visible = points.filter { $0.performance.relevantInformation >= Self.leastInformation(p) }
    run.series("region", columns(of: visible, Self.regionPixels) { $0.inputInformation })
    record(curve, as: "curve-above-region", over: fifths(around: visible.map(\.inputInformation)))
    run.series("parity-region", columns(of: points, Self.parityPixels) { $0.parityInformation })
    run.number("region-points", Double(points.count))
    run.number("region-largest", points.map(\.performance.relevantInformation).max() ?? 0, unit: "bits")
  }

  /// The least information on the answer that panel a shows, in bits. That of a complex in a hot
  /// bath grows like β⁴.
  static func leastInformation(_ p: Parameters) -> Double {
    0.01 * min(1, p.beta * p.beta * p.beta * p.beta)
  }

  /// The fifths of a bit between which all values lie.
  private func fifths(around values: [Double]) -> ClosedRange<Double> {
    let (least, most) = (values.min() ?? 0, values.max() ?? 2)
    return (5 * least).rounded(.down) / 5...(5 * most).rounded(.up) / 5
  }

  /// The pixels along an axis.
  struct Pixels {
    var width: Double
    var isLogarithmic: Bool

    /// Pixels of one width, in bits or on a logarithmic axis in nats.
    init(_ width: Double, isLogarithmic: Bool = false) { (self.width, self.isLogarithmic) = (width, isLogarithmic) }

    /// The width, on a logarithmic axis the ratio of the ends.
    var extent: Double { isLogarithmic ? Elementary.exp(width) : width }

    func pixel(of value: Double) -> Int {
      Int(((isLogarithmic ? Elementary.log(value) : value) / width).rounded(.down))
    }

    func centre(of pixel: Int) -> Double {
      let centre = (Double(pixel) + 0.5) * width
      return isLogarithmic ? Elementary.exp(centre) : centre
    }
  }

  /// The pixels of panel a, and of panel b.
  static let regionPixels = (x: Pixels(0.0075), y: Pixels(0.09, isLogarithmic: true))
  static let parityPixels = (x: Pixels(0.005), y: Pixels(0.004))

  /// One row per pixel of the information plane that a complex falls into: its centre, and the
  /// least Σ that leads there.
  private func columns(
    of points: [InformationPlanePoint], _ grid: (x: Pixels, y: Pixels), _ input: (InformationPlanePoint) -> Double
  ) -> KeyValuePairs<String, [Double]> {
    let (x, y) = grid
    var least: [[Int]: Double] = [:]
    for point in points {
      let place = [x.pixel(of: input(point)), y.pixel(of: max(0, point.performance.relevantInformation))]
      least[place] = min(least[place] ?? .infinity, point.performance.entropyProductionRate)
    }
    let pixels = least.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    return [
      "input": pixels.map { x.centre(of: $0.key[0]) }, "information": pixels.map { y.centre(of: $0.key[1]) },
      "sigma": pixels.map(\.value),
    ]
  }

  // MARK: - Optima

  /// The best complexes along the price of dissipation, and those that were simulated.
  func record(
    frontier found: InformationPlaneOptima.Result, sampled: [SampledPerformance], at exact: [PlacedComplex],
    under curve: BottleneckCurve, name: String
  ) {
    // Where dissipation is too dear the optimum is an equilibrium: there the frontier ends.
    let path = zip(p.alphas, found.path).filter { $0.1.sigma > 1e-9 }
    record(path.map(\.1), as: "frontier-\(name)", under: curve, alphas: path.map(\.0))
    // Where no equilibrium has information on the answer none is the best.
    record([found.equilibrium].filter { $0.information > 1e-12 }, as: "start-\(name)", under: curve, alphas: nil)
    record(sampled: sampled, at: exact, as: "sampled-frontier-\(name)", under: curve)
    quote("equilibrium-\(name)", found.equilibrium, under: curve)
    if let dearest = found.path.first { quote("ness-\(name)", dearest, under: curve) }
  }

  private func record(
    _ complexes: [PlacedComplex], as name: String, under curve: BottleneckCurve, alphas: [Double]?
  ) {
    run.series(
      name,
      [
        "input": complexes.map(\.input), "parity": complexes.map(\.parity),
        "information": complexes.map(\.information), "sigma": complexes.map(\.sigma),
        "j12": complexes.map(\.couplings.j12), "j21": complexes.map(\.couplings.j21),
        "of-bound": complexes.map { $0.fraction(of: curve) },
        "parity-of-bound": complexes.map { $0.parityFraction(of: curve) }, "alpha": alphas ?? complexes.map { _ in 0 },
      ])
  }

  /// Simulated complexes; their information on the input is exact.
  private func record(
    sampled: [SampledPerformance], at exact: [PlacedComplex], as name: String, under curve: BottleneckCurve
  ) {
    func over(_ information: (PlacedComplex) -> Double) -> [Estimate] {
      zip(sampled, exact).map { sampled, exact in
        let most = curve.bits(keeping: information(exact))
        return Estimate(sampled.information.value / most, standardError: sampled.information.standardError / most)
      }
    }
    run.series(
      name, ["alpha": p.sampledAlphas, "input": exact.map(\.input), "parity": exact.map(\.parity)],
      estimates: [
        "sigma": sampled.map(\.sigma), "information": sampled.map(\.information), "of-bound": over(\.input),
        "parity-of-bound": over(\.parity),
      ])
  }

  private func quote(_ name: String, _ complex: PlacedComplex, under curve: BottleneckCurve) {
    run.number("\(name)-input", complex.input, unit: "bits")
    run.number("\(name)-parity", complex.parity, unit: "bits")
    run.number("\(name)-information", complex.information, unit: "bits")
    run.number("\(name)-bound", curve.bits(keeping: complex.input), unit: "bits")
    run.number("\(name)-parity-bound", curve.bits(keeping: complex.parity), unit: "bits")
    run.number("\(name)-of-bound", complex.fraction(of: curve))
    run.number("\(name)-parity-of-bound", complex.parityFraction(of: curve))
  }

  /// The best complexes along β, and those that were simulated.
  func record(
    cooling found: [InformationPlaneOptima.Result], sampled: [SampledPerformance], at exact: [PlacedComplex],
    name: String
  ) {
    let best = found.map { $0.path[0] }
    run.series(
      "cooling-\(name)",
      [
        "beta": p.betas, "input": best.map(\.input), "parity": best.map(\.parity),
        "information": best.map(\.information), "sigma": best.map(\.sigma), "j12": best.map(\.couplings.j12),
        "j21": best.map(\.couplings.j21), "equilibrium-parity": found.map(\.equilibrium.parity),
        "equilibrium-information": found.map(\.equilibrium.information),
      ])
    run.series(
      "sampled-cooling-\(name)", ["beta": p.sampledBetas, "parity": exact.map(\.parity)],
      estimates: ["information": sampled.map(\.information)])
    if let coldest = best.last {
      run.number("coldest-parity-\(name)", coldest.parity, unit: "bits")
      run.number("coldest-information-\(name)", coldest.information, unit: "bits")
      run.number("coldest-equilibrium-\(name)", found.last?.equilibrium.information ?? 0, unit: "bits")
    }
  }
}

import Companion
import Estimation
import SensoryComplexes
import StochasticThermodynamics

/// The information of complexes as a fraction of the largest that the bottleneck allows.
extension InformationBottleneck {
  /// The largest information on the answer of a channel that keeps some bits of the input, in bits:
  /// the value of the curve itself, interpolated between its points, and not of the tangents above
  /// it (``BottleneckCurve/bound(at:)``).
  static func value(of curve: BottleneckCurve, at bits: Double) -> Double {
    bitsPerNat * curve.value(at: bits / bitsPerNat)
  }

  /// I(s, y) as a fraction of the curve at I(s, x), and of the curve at I(s₁s₂, x).
  static func fractions(_ achieved: Achieved, _ curve: BottleneckCurve) -> (complex: Double, parity: Double) {
    (
      achieved.information / value(of: curve, at: achieved.input),
      achieved.information / value(of: curve, at: achieved.parity)
    )
  }

  /// Records the part of a curve over some bits of the input as a smooth line, straight from the
  /// origin to the first of its points.
  static func record(_ curve: BottleneckCurve, as name: String, over bits: ClosedRange<Double>, _ run: Run) {
    let ends = curve.points.map { bitsPerNat * $0.inputInformation }.filter { $0 > 1e-6 }
    guard let first = ends.first, let last = ends.last else {
      return run.series(name, ["input": [], "information": []])
    }
    let steps = (0...64).map { bits.lowerBound + (bits.upperBound - bits.lowerBound) * Double($0) / 64 }
    let inputs = Set(steps + ends).filter { bits.contains($0) && first <= $0 && $0 <= last }.sorted()
    let origin = bits.contains(0) ? [0.0] : []
    run.series(
      name, ["input": origin + inputs, "information": origin + inputs.map { value(of: curve, at: $0) }])
  }

  /// Records exact complexes.
  static func record(
    _ name: String, _ achieved: [Achieved], _ curve: BottleneckCurve, alphas: [Double]?, _ run: Run
  ) {
    let columns: KeyValuePairs = [
      "input": achieved.map(\.input), "parity": achieved.map(\.parity), "information": achieved.map(\.information),
      "sigma": achieved.map(\.sigma), "j12": achieved.map(\.couplings.j12), "j21": achieved.map(\.couplings.j21),
      "of-bound": achieved.map { fractions($0, curve).complex },
      "parity-of-bound": achieved.map { fractions($0, curve).parity },
      "alpha": alphas ?? achieved.map { _ in 0 },
    ]
    run.series(name, columns)
  }

  /// Records simulated complexes; their information on the input is exact.
  static func record(
    sampled: [SampledPerformance], at exact: [Achieved], of name: String, _ curve: BottleneckCurve, alphas: [Double],
    _ run: Run
  ) {
    func over(_ information: (Achieved) -> Double) -> [Estimate] {
      zip(sampled, exact).map { sampled, exact in
        let most = value(of: curve, at: information(exact))
        return Estimate(sampled.information.value / most, standardError: sampled.information.standardError / most)
      }
    }
    run.series(
      name, ["alpha": alphas, "input": exact.map(\.input), "parity": exact.map(\.parity)],
      estimates: [
        "sigma": sampled.map(\.sigma), "information": sampled.map(\.information), "of-bound": over(\.input),
        "parity-of-bound": over(\.parity),
      ])
  }

  /// The numbers of a complex.
  static func quote(_ name: String, _ achieved: Achieved, _ curve: BottleneckCurve, _ run: Run) {
    let fractions = fractions(achieved, curve)
    run.number("\(name)-input", achieved.input, unit: "bits")
    run.number("\(name)-parity", achieved.parity, unit: "bits")
    run.number("\(name)-information", achieved.information, unit: "bits")
    run.number("\(name)-bound", value(of: curve, at: achieved.input), unit: "bits")
    run.number("\(name)-parity-bound", value(of: curve, at: achieved.parity), unit: "bits")
    run.number("\(name)-of-bound", fractions.complex)
    run.number("\(name)-parity-of-bound", fractions.parity)
  }
}

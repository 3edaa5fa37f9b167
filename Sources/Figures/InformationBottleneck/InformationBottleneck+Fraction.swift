import Companion
import Estimation
import Learning
import StochasticThermodynamics

/// How much of what the bottleneck allows a complex achieves.
extension InformationBottleneck {
  /// The most that a channel can tell about the answer for so many bits of the input, in bits: the value of the curve
  /// itself, interpolated between its points, and not of the tangents above it (``BottleneckCurve/bound(at:)``).
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

  /// Records a curve as far as so many bits of the input, as a line from the origin.
  static func record(_ curve: BottleneckCurve, as name: String, upTo end: Double, _ run: Run) {
    var points = curve.points.map { (bitsPerNat * $0.inputInformation, bitsPerNat * $0.relevantInformation) }
      .filter { 1e-6 < $0.0 && $0.0 < end }
    if let last = curve.points.last, bitsPerNat * last.inputInformation > end {
      points.append((end, value(of: curve, at: end)))
    }
    run.series(name, ["input": [0] + points.map(\.0), "information": [0] + points.map(\.1)])
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

  /// Records simulated complexes; what they keep of the input is exact.
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

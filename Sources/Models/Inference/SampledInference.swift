import Estimation
import Validation

/// What a student learned and what it cost, from independent samples; in nats, without the leading bias of frequencies.
public struct SampledInference: Sendable, Codable, Hashable {
  /// I(w : B), I(w : Y), ΔS + Q.
  public let onTruth, onData, cost: Estimate

  /// From at least two samples, an even number.
  ///
  /// Frequencies are those of all samples together, with the bias taken off by `extrapolated(whole:halves:_:)`; the errors come
  /// from the scatter among the samples.
  public init(_ samples: [InferenceSample], of student: InferringStudent) {
    require(samples.count >= 2 && samples.count % 2 == 0, "The bias of frequencies is seen in two equal halves.")
    let middle = samples.count / 2
    let halves = [samples[..<middle].merged, samples[middle...].merged]
    let parts = halves.map { $0.costs(of: student) }
    let whole = halves.merged.costs(of: student)
    let each = samples.map { $0.costs(of: student) }
    func estimate(_ quantity: (InferenceCosts) -> Double) -> Estimate {
      Estimate(
        extrapolated(whole: quantity(whole), halves: quantity(parts[0]), quantity(parts[1])),
        standardError: Average(each.map(quantity)).estimate.standardError)
    }
    onTruth = estimate(\.onTruth)
    onData = estimate(\.onData)
    cost = estimate(\.cost)
  }

  /// How far I(w : B), I(w : Y) and ΔS + Q lie above the exact ones, in standard errors.
  public func deviations(from exact: InferenceCosts) -> [Double] {
    [
      onTruth.deviation(from: exact.onTruth), onData.deviation(from: exact.onData), cost.deviation(from: exact.cost),
    ]
  }
}

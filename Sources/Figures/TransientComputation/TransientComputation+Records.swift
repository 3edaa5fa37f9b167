import Companion
import SensoryComplexes

extension TransientComputation {
  // MARK: - Records

  /// An asymmetry of the couplings as it appears in the names of series and numbers: `0.5`,
  /// `minus-0.5`.
  static func name(_ asymmetry: Double) -> String {
    asymmetry < 0 ? "minus-\(label(-asymmetry))" : label(asymmetry)
  }

  /// Records exact performances at some times.
  func record(_ name: String, at times: [Double], _ performances: [TransientPerformance]) {
    run.series(
      name,
      [
        "time": times, "information": performances.map(\.relevantInformation),
        "entropy": performances.map(\.entropyProduced),
      ])
  }

  /// Records sampled performances, and returns their deviations from the exact ones: two per point,
  /// in standard errors.
  func record(
    _ name: String, _ columns: KeyValuePairs<String, [Double]>, _ sampled: [SampledTransient],
    over exact: [TransientPerformance]
  ) -> [Double] {
    run.series(
      name, columns,
      estimates: ["information": sampled.map(\.information), "entropy": sampled.map(\.entropyProduced)])
    return zip(sampled, exact).flatMap { $0.deviations(from: $1) }
  }

  /// Records the optima along the price, with both couplings at the beginning and at the end.
  func recordFrontier(_ name: String, _ path: [OptimalProtocols.Optimum]) {
    let (first, last) = (path.map { $0.couplings[0] }, path.map { $0.couplings[$0.couplings.count - 1] })
    run.series(
      name,
      [
        "alpha": p.alphas, "information": path.map(\.outcome.relevantInformation),
        "entropy": path.map(\.outcome.entropyProduced), "first-j12": first.map(\.couplings.j12),
        "first-j21": first.map(\.couplings.j21), "last-j12": last.map(\.couplings.j12),
        "last-j21": last.map(\.couplings.j21), "switch": first.map(\.duration),
      ])
    guard let place = p.alphas.firstIndex(of: p.shownAlpha) else { return }
    for (row, prefix) in [(place, name), (0, "\(name)-cheap")] {
      let reached = path[row].outcome
      run.number("\(prefix)-information", reached.relevantInformation, unit: "bits")
      run.number("\(prefix)-entropy", reached.entropyProduced, unit: "nats")
      recordProtocol(prefix, first: first[row], last: last[row])
    }
  }

  /// Records the couplings of a protocol at the beginning and at the end, and when they are
  /// switched.
  private func recordProtocol(_ name: String, first: ProtocolSegment, last: ProtocolSegment) {
    for (place, segment) in [("first", first), ("last", last)] {
      run.number("\(name)-\(place)-j12", segment.couplings.j12)
      run.number("\(name)-\(place)-j21", segment.couplings.j21)
    }
    run.number("\(name)-switch", first.duration, unit: "1/k0")
  }

  /// Records where switching gains most over holding at an equal entropy production.
  func recordGain(
    _ name: String, held: [OptimalProtocols.Optimum], switched: [OptimalProtocols.Optimum]
  ) {
    guard let gain = SwitchingGain.largest(of: switched.map(\.outcome), over: held.map(\.outcome)) else { return }
    let (point, best) = (held[gain.place].outcome, switched[gain.place])
    run.number("gain-\(name)", gain.information, unit: "bits")
    run.number("gain-\(name)-entropy", point.entropyProduced, unit: "nats")
    run.number("gain-\(name)-held", point.relevantInformation, unit: "bits")
    run.number("gain-\(name)-switched", point.relevantInformation + gain.information, unit: "bits")
    run.number("gain-\(name)-alpha", p.alphas[gain.place])
    recordProtocol("gain-\(name)", first: best.couplings[0], last: best.couplings[1])
  }
}

import Companion
import Estimation
import Learning

extension TransientComputation {
  // MARK: - Records

  /// Records exact performances beside a column.
  static func record(
    _ name: String, _ columns: KeyValuePairs<String, [Double]>, _ performances: [TransientPerformance], _ run: Run
  ) {
    let (key, values) = columns[columns.startIndex]
    run.series(
      name,
      [
        key: values, "information": performances.map(\.relevantInformation),
        "entropy": performances.map(\.entropyProduced),
      ])
  }

  /// Records sampled performances, and returns how far they lie from the exact ones: two numbers per point, in standard
  /// errors.
  static func record(
    _ name: String, _ columns: KeyValuePairs<String, [Double]>, _ sampled: [SampledTransient],
    over exact: [TransientPerformance], _ run: Run
  ) -> [Double] {
    run.series(
      name, columns,
      estimates: ["information": sampled.map(\.information), "entropy": sampled.map(\.entropyProduced)])
    return zip(sampled, exact).flatMap { point, value in
      [
        abs(point.information.deviation(from: value.relevantInformation)),
        abs(point.entropyProduced.deviation(from: value.entropyProduced)),
      ]
    }
  }

  /// Records the optima along the price, with both couplings at the beginning and at the end.
  static func recordFrontier(_ name: String, _ path: [TransientBottleneck.Optimum], _ p: Parameters, _ run: Run) {
    let (first, last) = (path.map { $0.segments[0] }, path.map { $0.segments[$0.segments.count - 1] })
    run.series(
      name,
      [
        "alpha": p.alphas, "information": path.map(\.performance.relevantInformation),
        "entropy": path.map(\.performance.entropyProduced), "first-j12": first.map(\.couplings.j12),
        "first-j21": first.map(\.couplings.j21), "last-j12": last.map(\.couplings.j12),
        "last-j21": last.map(\.couplings.j21), "switch": first.map(\.duration),
      ])
    guard let place = p.alphas.firstIndex(of: p.shownAlpha) else { return }
    let shown = path[place]
    run.number("\(name)-information", shown.performance.relevantInformation, unit: "bits")
    run.number("\(name)-entropy", shown.performance.entropyProduced, unit: "nats")
    run.number("\(name)-first", first[place].couplings.j21)
    run.number("\(name)-last", last[place].couplings.j21)
    run.number("\(name)-switch", first[place].duration, unit: "1/k0")
    run.number("\(name)-best", path[0].performance.relevantInformation, unit: "bits")
    run.number("\(name)-best-entropy", path[0].performance.entropyProduced, unit: "nats")
  }

  /// Records where switching gains most over holding at an equal entropy production: at a held optimum, against the chord
  /// between the two switched ones around it. As the frontier is concave, switching gains at least so much.
  static func recordGain(
    _ name: String, held: [TransientBottleneck.Optimum], switched: [TransientBottleneck.Optimum], _ run: Run
  ) {
    let frontier = switched.map(\.performance).sorted { $0.entropyProduced < $1.entropyProduced }
    let pairs = held.map(\.performance).compactMap { point -> (TransientPerformance, Double)? in
      let s = point.entropyProduced
      guard
        let (low, high) = zip(frontier, frontier.dropFirst()).first(where: {
          $0.entropyProduced <= s && s <= $1.entropyProduced
        })
      else { return nil }
      let share = (s - low.entropyProduced) / max(high.entropyProduced - low.entropyProduced, 1e-300)
      return (point, low.relevantInformation + share * (high.relevantInformation - low.relevantInformation))
    }
    let gains = pairs.map { ($0.0, $0.1 - $0.0.relevantInformation) }
    guard let (point, gain) = gains.max(by: { $0.1 < $1.1 }) else { return }
    run.number("gain-\(name)", gain, unit: "bits")
    run.number("gain-\(name)-entropy", point.entropyProduced, unit: "nats")
    run.number("gain-\(name)-held", point.relevantInformation, unit: "bits")
    run.number("gain-\(name)-switched", point.relevantInformation + gain, unit: "bits")
  }

  /// Panels e and f: a protocol in time.
  static func show(_ kind: String, _ segments: [Segment], _ p: Parameters, _ run: Run) throws -> [Double] {
    let end = segments.ends[segments.count - 1]
    let fine = segments.cut(at: (1..<100).map { end * Double($0) / 100 })
    let coarse = segments.cut(at: (1..<5).map { end * Double($0) / 5 })
    let performances = try perform("\(kind)-in-time", [fine, coarse], p, run)
    record("\(kind)-in-time", ["time": fine.ends], performances[0], run)
    let sampled = try sample("sampled-\(kind)-in-time", [coarse], p, run)[0]
    return record("sampled-\(kind)-in-time", ["time": coarse.ends], sampled, over: performances[1], run)
  }
}

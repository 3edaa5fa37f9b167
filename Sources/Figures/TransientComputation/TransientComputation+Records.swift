import Companion
import Estimation
import SensoryComplexes

extension TransientComputation {
  // MARK: - Records

  /// An asymmetry of the couplings as it appears in the names of series and numbers: `0.5`, `minus-0.5`.
  static func name(_ asymmetry: Double) -> String {
    asymmetry < 0 ? "minus-\(label(-asymmetry))" : label(asymmetry)
  }

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

  /// How many branches a line of panel d may have.
  static let branches = 6

  /// Records the lines of panel d, each as `branches` series, of which the last may be empty.
  static func trace(
    _ optima: [(held: [TransientBottleneck.Optimum], switched: [TransientBottleneck.Optimum])], _ p: Parameters,
    _ run: Run
  ) throws {
    let lines = zip(p.readingTimes, optima).flatMap { time, pair in
      [("held", time, pair.held), ("switched", time, pair.switched)]
    }
    let cells = lines.map { _, time, path in
      Trace(
        model: model(p), readingTime: time, alphas: p.alphas, path: path, refinements: p.refinements, bound: p.bound,
        searchStep: p.searchStep, step: p.step)
    }
    for ((kind, time, _), found) in zip(lines, try run.sweep("traces", over: cells)) {
      for branch in 0..<branches {
        let isLast = branch == branches - 1
        let points = isLast ? found.dropFirst(branch).flatMap { $0 } : branch < found.count ? found[branch] : []
        run.series(
          "\(kind)-\(label(time))-branch-\(branch)",
          ["entropy": points.map(\.entropyProduced), "information": points.map(\.relevantInformation)])
      }
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
    for (row, prefix) in [(place, name), (0, "\(name)-cheap")] {
      let reached = path[row].performance
      run.number("\(prefix)-information", reached.relevantInformation, unit: "bits")
      run.number("\(prefix)-entropy", reached.entropyProduced, unit: "nats")
      recordProtocol(prefix, first[row], last[row], run)
    }
  }

  /// Records the couplings of a protocol at the beginning and at the end, and when they are switched.
  private static func recordProtocol(_ name: String, _ first: Segment, _ last: Segment, _ run: Run) {
    for (place, segment) in [("first", first), ("last", last)] {
      run.number("\(name)-\(place)-j12", segment.couplings.j12)
      run.number("\(name)-\(place)-j21", segment.couplings.j21)
    }
    run.number("\(name)-switch", first.duration, unit: "1/k0")
  }

  /// Records where switching gains most over holding at an equal entropy production: at a held optimum, against the chord
  /// between the two switched ones around it. As the frontier is concave, switching gains at least so much.
  static func recordGain(
    _ name: String, held: [TransientBottleneck.Optimum], switched: [TransientBottleneck.Optimum],
    along alphas: [Double],
    _ run: Run
  ) {
    let frontier = switched.map(\.performance).sorted { $0.entropyProduced < $1.entropyProduced }
    let gains = held.indices.compactMap { row -> (row: Int, gain: Double)? in
      let point = held[row].performance
      let s = point.entropyProduced
      guard
        let (low, high) = zip(frontier, frontier.dropFirst()).first(where: {
          $0.entropyProduced <= s && s < $1.entropyProduced
        })
      else { return nil }
      let share = (s - low.entropyProduced) / (high.entropyProduced - low.entropyProduced)
      let best = low.relevantInformation + share * (high.relevantInformation - low.relevantInformation)
      return (row, best - point.relevantInformation)
    }
    guard let (row, gain) = gains.max(by: { $0.gain < $1.gain }) else { return }
    let (point, best) = (held[row].performance, switched[row])
    run.number("gain-\(name)", gain, unit: "bits")
    run.number("gain-\(name)-entropy", point.entropyProduced, unit: "nats")
    run.number("gain-\(name)-held", point.relevantInformation, unit: "bits")
    run.number("gain-\(name)-switched", point.relevantInformation + gain, unit: "bits")
    run.number("gain-\(name)-alpha", alphas[row])
    recordProtocol("gain-\(name)", best.segments[0], best.segments[1], run)
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

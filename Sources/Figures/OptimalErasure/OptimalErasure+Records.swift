import BitErasure
import Companion
import ElementaryFunctions
import Estimation
import OptimalTransport
import TransportErasure

extension OptimalErasure {
  // MARK: - Records

  /// Panels a and b: landscapes up to 20 k_B T above their lowest points, and the densities.
  func recordPicture(_ picture: TransportPicture.Result) {
    for (number, phase) in Self.phases.enumerated() {
      let lowest = picture.energies[number].min() ?? 0
      let shown = picture.positions.indices.filter { picture.energies[number][$0] - lowest < 20 }
      run.series(
        "landscape-\(label(phase))",
        [
          "position": shown.map { picture.positions[$0] },
          "energy": shown.map { picture.energies[number][$0] - lowest },
        ])
      let places = picture.positions.indices.filter { picture.densities[number][$0] > 1e-6 }
      run.series(
        "density-\(label(phase))",
        ["position": places.map { picture.positions[$0] }, "density": places.map { picture.densities[number][$0] }])
    }
    let rest = picture.positions.map { p.barrier * ($0 * $0 - 1) * ($0 * $0 - 1) }
    let shown = rest.indices.filter { rest[$0] < 20 }
    run.series("rest", ["position": shown.map { picture.positions[$0] }, "energy": shown.map { rest[$0] }])
  }

  /// Panel c: the paths, and the coefficients of the slow limit.
  func recordSlow(_ slow: SlowErasure.Result) {
    run.series("path-four-steps", ["barrier": [1, 0, 0, 1, 1], "tilt": [0, 0, 1, 1, 0]])
    run.series(
      "path-best",
      [
        "phase": slow.bestSchedule.phases, "barrier": slow.bestSchedule.barriers, "tilt": slow.bestSchedule.tilts,
      ])
    let bit = TransportedBit(barrier: p.barrier, duration: 1)
    let distance = (try? bit.squaredDistance) ?? .nan
    for (name, value) in [
      ("smooth", slow.smooth), ("linear", slow.linear), ("timed", slow.timed), ("best", slow.best),
      ("density", distance),
      ("control", slow.control), ("timed-control", slow.timedControl),
    ] { run.number("slow-\(name)", value, unit: "k_B T x0²/D") }
    run.number("factor-timing", slow.smooth / slow.timed)
    run.number("factor-path", slow.timed / slow.best)
    run.number("factor-landscape", slow.best / distance)
    run.number("factor", slow.smooth / distance)
    for (name, length) in zip(["lower", "tilt", "raise", "untilt"], slow.lengths) {
      run.number("length-\(name)", length, unit: "x0")
    }
  }

  /// Panel d: what is positive of W − ln 2, for a logarithmic axis.
  func recordLine(_ name: String, _ times: [Double], _ works: [Double]) {
    let excess = works.map { $0 - ErasureProtocol.landauerBound }
    let shown = times.indices.filter { excess[$0] > 0 }
    run.series("work-\(name)", ["time": shown.map { times[$0] }, "excess": shown.map { excess[$0] }])
  }

  /// Panel d: sampled points whose excess is seen, and their exact values.
  func recordPoints(
    _ name: String, _ times: [Double], exact: [Double], least: [Double]? = nil, success: [Double], sampled: [Estimate]
  ) {
    let excess = sampled.map { $0 - Estimate(exact: ErasureProtocol.landauerBound) }
    let shown = times.indices.filter { excess[$0].value > 1.5 * excess[$0].standardError }
    run.series(
      "sampled-\(name)", ["time": shown.map { times[$0] }], estimates: ["excess": shown.map { excess[$0] }])
    for (place, time) in times.enumerated() {
      run.number("\(name)-work-\(label(time))", exact[place], unit: "k_B T")
      run.number("\(name)-sampled-work-\(label(time))", sampled[place], unit: "k_B T")
      run.number("\(name)-success-\(label(time))", success[place])
      if let least { run.number("\(name)-least-work-\(label(time))", least[place], unit: "k_B T") }
    }
  }

  /// What the right side takes at the ends of the line: in fast cycles a fraction of the mean square position.
  func recordSides(_ times: [Double], _ sides: [SideOutcome]) throws {
    run.series(
      "side-distance", ["time": times, "distance": sides.map(\.squaredDistance), "work": sides.map(\.work)])
    let fast = try TransportedBit(barrier: p.barrier, duration: 1).meanSquare / 2
    run.number("fast-side", fast, unit: "k_B T x0²/D")
    run.number("fast-factor", try TransportedBit(barrier: p.barrier, duration: 1).squaredDistance / fast)
  }

  /// Panel e: the lines.
  func recordErrors(_ name: String, _ errors: [Double], _ works: [Double]) {
    run.series("errors-\(name)", ["error": errors, "work": works])
  }

  /// Panel e: the points.
  func recordErrorPoints(
    _ name: String, _ exact: [TransportOutcome], least: [Double], _ samples: [TransportSample]
  ) {
    run.series(
      "sampled-errors-\(name)", ["error": p.sampledErrors], estimates: ["work": samples.map(\.work.estimate)])
    for (place, error) in p.sampledErrors.enumerated() {
      let name = "errors-\(name)-\(label(error))"
      run.number("\(name)-least-work", least[place], unit: "k_B T")
      run.number("\(name)-work", exact[place].meanWork, unit: "k_B T")
      run.number("\(name)-sampled-work", samples[place].work.estimate, unit: "k_B T")
      run.number("\(name)-success", exact[place].success)
    }
  }

  /// Panel f: the optimum and the quench of the bit with two states.
  func recordTwoStates(_ erasures: [TwoStateErasure], _ samples: [TwoStateSample]) {
    let line = p.bitTimes.map { TwoStateErasure(error: p.bitError, duration: $0) }
    run.series("two-states", ["time": p.bitTimes, "ratio": line.map(\.optimum.ratio)])
    run.series("quench", ["time": p.bitTimes, "ratio": line.map(\.quench.ratio)])
    run.series(
      "sampled-two-states", ["time": p.sampledBitTimes],
      estimates: ["ratio": zip(samples, erasures).map { $0.ratio(of: $1) }])
    run.number("bit-slow", line[0].slowCoefficient)
    run.number("bit-least-time", TwoStateErasure.leastDuration(error: p.bitError), unit: "1/k0")
    for (erasure, sample) in zip(erasures, samples) {
      let name = "bit-\(label(erasure.duration))"
      run.number("\(name)-entropy", erasure.optimum.entropyProduction, unit: "nats")
      run.number("\(name)-sampled-entropy", sample.entropyProduction(of: erasure), unit: "nats")
      run.number("\(name)-jumps", erasure.optimum.jumps)
      run.number("\(name)-sharper", erasure.optimum.leastEntropyProduction, unit: "nats")
      run.number("\(name)-work", erasure.relativeEntropy + erasure.optimum.entropyProduction, unit: "k_B T")
      run.number("\(name)-ratio", erasure.optimum.ratio)
      run.number("\(name)-sampled-ratio", sample.ratio(of: erasure))
      run.number("\(name)-quench-ratio", erasure.quench.ratio)
    }
  }

  /// Panel f: the transients of two spins.
  func recordTransient(_ number: Int, _ courses: [SpeedLimit]) {
    let name = "transient-\(number + 1)"
    run.series(
      name,
      [
        "time": p.transientTimes, "ratio": courses.map(\.ratio), "entropy": courses.map(\.entropyProduction),
        "jumps": courses.map(\.jumps), "distance": courses.map(\.distance),
      ])
    run.number("\(name)-least-ratio", courses.map(\.ratio).min() ?? .nan)
    for (time, course) in zip(p.transientTimes, courses) where [0.1, 1, 10].contains(time) {
      run.number("\(name)-ratio-\(label(time))", course.ratio)
      run.number("\(name)-entropy-\(label(time))", course.entropyProduction, unit: "nats")
      run.number("\(name)-jumps-\(label(time))", course.jumps)
    }
  }
}

import Companion
import DissipationBottlenecks
import ElementaryFunctions
import Estimation
import SpinAttention

extension Attention {
  // MARK: - Records

  var walls: AttentionWalls { AttentionWalls(beta: p.beta, sharpness: p.eta, correlation: p.rho) }

  func recordWalls() {
    run.number("blind-wall", walls.blind, unit: "bits")
    if let wall = walls.oneGlance { run.number("one-glance-wall", wall, unit: "bits") }
    run.number("any-machine", walls.anyMachine, unit: "bits")
  }

  /// Panel a. Without a gate the responses are the same, and their ratio is left out.
  func recordLaw(_ laws: [AttentionLaw], _ outcomes: [AttentionOutcome]) {
    let pairs = zip(laws, outcomes).map { $0 }
    func ratio(_ outcome: AttentionOutcome) -> Double { Elementary.log(outcome.attended / outcome.unattended) }
    run.series(
      "law",
      [
        "gate": p.gates, "ratio": outcomes.map(ratio), "still": laws.map(\.logRatioWithoutInput),
        "asymptote": laws.map(\.asymptoticLogRatio), "shift": outcomes.map(\.shiftCost),
      ])
    let far = pairs.filter { $0.0.asymptoticLogRatio >= 0 }
    run.series(
      "law-asymptote", ["gate": far.map(\.0.gate), "asymptote": far.map(\.0.asymptoticLogRatio)])
    for (law, outcome) in pairs where p.sampledGates.contains(law.gate) || law.gate == p.gates.last {
      let name = "law-\(label(law.gate))"
      run.number("\(name)-ratio", ratio(outcome))
      run.number("\(name)-still", law.logRatioWithoutInput)
      run.number("\(name)-attended", outcome.attended)
      run.number("\(name)-unattended", outcome.unattended)
      run.number("\(name)-information", outcome.information, unit: "bits")
      run.number("\(name)-shift", outcome.shiftCost, unit: "nats")
    }
  }

  /// The gate at which the averaged ratio of the responses falls below that without an input, where there is one on the axis.
  func recordCrossing(_ task: AttentionTask) {
    func isAveragedLarger(_ gate: Double) -> Bool {
      let law = AttentionLaw(beta: p.beta, coupling: p.coupling, gate: gate)
      let outcome = task.outcome(of: law.network)
      return Elementary.log(outcome.attended / outcome.unattended) > law.logRatioWithoutInput
    }
    guard let last = p.gates.max(), isAveragedLarger(0.1 * last), !isAveragedLarger(last) else { return }
    let crossing = Elementary.bisection(from: 0.1 * last, to: last, tolerance: 1e-6, where: isAveragedLarger).inside
    run.number("law-crossing", crossing, unit: "field")
  }

  /// What dissipation buys where nothing is to be chosen.
  func recordSingle(_ result: AttentionOptima.Result) {
    run.number("single-3-equilibrium", result.equilibrium.information, unit: "bits")
    run.number("single-3-information", result.path[0].information, unit: "bits")
    run.number("single-3-sigma", result.path[0].sigma, unit: "k0")
  }

  /// Panels b and c.
  func record(_ name: String, spins: [Int], _ optima: [AttentionOptima.Optimum]) {
    run.series(
      name,
      [
        "spins": spins.map(Double.init), "information": optima.map(\.information), "sigma": optima.map(\.sigma),
        "memory": optima.map(\.memoryTime), "attended": optima.map(\.attended),
        "unattended": optima.map(\.unattended),
      ])
    for (spins, optimum) in zip(spins, optima) {
      let name = "\(name)-\(spins)"
      run.number("\(name)-information", optimum.information, unit: "bits")
      run.number("\(name)-sigma", optimum.sigma, unit: "k0")
      run.number("\(name)-memory", optimum.memoryTime, unit: "1/k0")
      run.number("\(name)-attended", optimum.attended)
      run.number("\(name)-unattended", optimum.unattended)
      // A single spin has no choice, and its shift costs what rounding leaves.
      if spins > 1 { run.number("\(name)-shift", optimum.shiftCost, unit: "nats") }
    }
    if name == "equilibrium", optima.count > 1 {
      run.number("equilibrium-2-first", optima[1].responses[0])
      run.number("equilibrium-2-second", optima[1].responses[1])
    }
  }

  /// Panels d and e.
  func recordFrontier(_ name: String, _ alphas: [Double], _ result: AttentionOptima.Result) {
    let drawn = result.path.filter { $0.sigma > 1e-9 }
    run.series(
      name,
      [
        "sigma": drawn.map(\.sigma), "information": drawn.map(\.information), "memory": drawn.map(\.memoryTime),
        "attended": drawn.map(\.attended), "unattended": drawn.map(\.unattended),
      ])
    run.series("\(name)-still", ["sigma": [Self.leastSigma], "information": [result.equilibrium.information]])
    run.number("\(name)-equilibrium", result.equilibrium.information, unit: "bits")
    run.number("\(name)-equilibrium-memory", result.equilibrium.memoryTime, unit: "1/k0")
    for (alpha, optimum) in zip(alphas, result.path) where p.sampledAlphas.contains(alpha) {
      let name = "\(name)-\(label(alpha))"
      run.number("\(name)-information", optimum.information, unit: "bits")
      run.number("\(name)-sigma", optimum.sigma, unit: "k0")
      run.number("\(name)-memory", optimum.memoryTime, unit: "1/k0")
      run.number("\(name)-cost", optimum.sigma * optimum.memoryTime, unit: "nats")
      run.number("\(name)-attended", optimum.attended)
      run.number("\(name)-unattended", optimum.unattended)
    }
  }

  /// The left end of the axes of Σ, at which networks in equilibrium are drawn.
  static var leastSigma: Double { 1e-4 }

  func recordClosedForm(_ outcome: AttentionOutcome, twoGlances: Double) {
    run.number("parity-closed-form", outcome.information, unit: "bits")
    run.number("two-glance-wall", twoGlances, unit: "bits")
    let bodies = ThreeBodyCoupling(beta: p.beta, bound: p.parityBound)
    run.number("three-body-coupling", bodies.strength)
    run.number("compensation", bodies.compensation)
  }

  /// The sampled points of panels a to e, one series after the other.
  func recordSamples(_ compared: [(point: Point, exact: AttentionOutcome, sample: SampledAttentionAverages)]) {
    var names: [String] = []
    for entry in compared where !names.contains(entry.point.series) { names.append(entry.point.series) }
    for name in names {
      let entries = compared.filter { $0.point.series == name }
      run.series(
        name, ["place": entries.map(\.point.place), "exact": entries.map(\.exact.sigma)],
        estimates: [
          "information": entries.map(\.sample.information), "sigma": entries.map(\.sample.sigma),
          "attended": entries.map(\.sample.attended), "unattended": entries.map(\.sample.unattended),
        ])
      for entry in entries {
        let name = "\(name)-\(label(entry.point.place))"
        run.number("\(name)-information", entry.sample.information, unit: "bits")
        if entry.exact.sigma > 0 { run.number("\(name)-sigma", entry.sample.sigma, unit: "k0") }
      }
    }
    // A response that is as small as its error may be negative, and has no logarithm.
    let ratios = compared.filter { $0.point.series == "sampled-law" }
      .map { (gate: $0.point.place, estimate: $0.sample.logRatio) }
      .filter { $0.estimate.value.isFinite && $0.estimate.standardError.isFinite }
    run.series("sampled-ratio", ["gate": ratios.map(\.gate)], estimates: ["ratio": ratios.map(\.estimate)])
    let blind = compared.filter { $0.point.series == "sampled-blind" }
    // The control: a network without biases responds alike under both queries.
    run.number(
      "blind-difference", blind.map { abs($0.exact.attended - $0.exact.unattended) }.max() ?? 0)
  }

  /// Panel f.
  func recordTriads(
    _ path: [DissipationBottleneck<ConnectedTriad>.Optimum],
    _ connected: [DissipationBottleneck<ConnectedTriad>.Optimum], _ samples: [Estimate]
  ) {
    run.series(
      "triads",
      [
        "sigma": connected.map(\.sigma), "information": connected.map(\.information),
        "product": connected.map(\.product),
      ])
    run.series(
      "sampled-triads", ["sigma": connected.map(\.sigma)], estimates: ["information": samples])
    for (alpha, optimum) in zip(p.triadAlphas, path) {
      run.number("triad-\(label(alpha))-information", optimum.information, unit: "bits")
      run.number("triad-\(label(alpha))-sigma", optimum.sigma, unit: "k0")
    }
    for (name, share) in [("whole", 1.0), ("quarter", 0.25)] {
      let bodies = ThreeBodyCoupling(beta: p.beta, bound: share * p.parityBound)
      run.number(
        "hidden-\(name)",
        AttentionWalls.information(ofCorrelation: Elementary.tanh(p.beta * bodies.strength)), unit: "bits")
    }
  }
}

import Companion
import Estimation
import PhysicalCouplings
import SensoryComplexes

extension WhoPays {
  // MARK: - Records

  /// A coupling as a part of a name: `minus-0.3`.
  private func name(_ value: Double) -> String { value < 0 ? "minus-\(label(-value))" : label(value) }

  /// Panel a: the lines.
  func recordAgent(_ outcomes: [CouplingOutcome]) {
    let (heat, work) = (outcomes.map(\.flows.heat), outcomes.map(\.flows.work))
    let all = zip(heat, work).map { [$0[0], $0[1], $1[0] + $1[1]] }
    run.series(
      "agent",
      [
        "j12": p.couplings, "heat1": all.map { $0[0] }, "heat2": all.map { $0[1] }, "work": all.map { $0[2] },
        "sigma": outcomes.map(\.sigma), "current": outcomes.map(\.current),
      ])
    let same = p.couplings.indices.filter { p.couplings[$0] >= 0 }
    // Without work the energy that couples both spins is the larger coupling, and what one gives the other takes.
    run.series(
      "conducted",
      [
        "j12": same.map { p.couplings[$0] },
        "heat1": same.map { -4 * max(p.couplings[$0], p.strong) * outcomes[$0].current },
      ])
  }

  /// Panel a: the points.
  func recordSampledAgent(_ compared: [Compared<AgentPair>]) {
    run.series(
      "sampled-agent", ["j12": p.sampledCouplings],
      estimates: [
        "heat1": compared.map(\.sampled.heat[0]), "heat2": compared.map(\.sampled.heat[1]),
        "work": compared.map(\.sampled.totalWork),
      ])
    for (coupling, pair) in zip(p.sampledCouplings, compared) {
      let name = name(coupling)
      run.number("heat-1-at-\(name)", pair.fine.flows.heat[0], unit: "k0")
      run.number("heat-2-at-\(name)", pair.fine.flows.heat[1], unit: "k0")
      run.number("work-at-\(name)", pair.fine.flows.work.reduce(0, +), unit: "k0")
      run.number("sampled-heat-1-at-\(name)", pair.sampled.heat[0], unit: "k0")
      run.number("sampled-heat-2-at-\(name)", pair.sampled.heat[1], unit: "k0")
      run.number("sampled-work-at-\(name)", pair.sampled.totalWork, unit: "k0")
    }
  }

  /// Panel b: the lines.
  func recordOptima(_ free: [DissipationFrontier], _ paid: [TwoTemperatureOptima.Result]) {
    run.series(
      "optima",
      [
        "angle": p.angles, "equilibrium": free.map(\.equilibrium.information), "free": free.map(\.path[0].information),
        "gains": paid.map(\.gains), "tied": paid.map(\.tied), "scaled": paid.map(\.scaled),
        "j12": paid.map(\.scaledCouplings.j12), "j21": paid.map(\.scaledCouplings.j21),
        "cold": paid.map { max($0.tiedPair.first, $0.tiedPair.second) },
        "hot": paid.map { min($0.tiedPair.first, $0.tiedPair.second) },
      ])
    for (angle, (free, paid)) in zip(p.angles, zip(free, paid)) where p.sampledAngles.contains(angle) {
      let name = label(angle)
      run.number("equilibrium-\(name)", free.equilibrium.information, unit: "bits")
      run.number("free-\(name)", free.path[0].information, unit: "bits")
      run.number("gains-\(name)", paid.gains, unit: "bits")
      run.number("tied-\(name)", paid.tied, unit: "bits")
      run.number("scaled-\(name)", paid.scaled, unit: "bits")
      run.number(
        "scaled-sigma-\(name)",
        ParityGateModel(gate: p.gate(angle: angle), correlation: p.rho, beta: p.beta).task(step: p.step)
          .performance(of: paid.scaledCouplings).entropyProductionRate, unit: "k0")
    }
  }

  /// Panel b: points of one kind, with how far they are from the exact values.
  func recordInformation<Coupling>(_ name: String, _ compared: [Compared<Coupling>]) -> [Double] {
    run.series(
      "sampled-\(name)", ["angle": p.sampledAngles], estimates: ["information": compared.map(\.sampled.information)])
    for (angle, pair) in zip(p.sampledAngles, compared) {
      run.number("sampled-\(name)-\(label(angle))", pair.sampled.information, unit: "bits")
    }
    return compared.flatMap { deviations($0, heat: false) }
  }

  /// Panel c: what a fast messenger does.
  func recordLimit(_ fast: FastMessenger, _ limit: CouplingOutcome) {
    let cost = fast.entropyProductionRate(flips: limit.flows.jumps[0], current: limit.current)
    run.number("limit-true", cost, unit: "k0")
    run.number("limit-apparent", limit.sigma, unit: "k0")
    run.number("limit-ratio", cost / limit.sigma)
    run.number("limit-information", limit.information, unit: "bits")
    run.number("drive", fast.drive)
    run.number("overhead", fast.overhead)
    run.number("flips", limit.flows.jumps[0], unit: "k0")
    run.number("obsolescence-even", fast.obsolescence(parity: 1), unit: "nats")
    run.number("obsolescence-odd", fast.obsolescence(parity: -1), unit: "nats")
    let slope =
      2 * p.beta * fast.drive * p.leak * (1 - p.leak) * (fast.alignment(parity: 1) + fast.alignment(parity: -1))
    run.number("leak-slope", slope)
    run.series("asymptote", ["gamma": p.gammas, "sigma": p.gammas.map { slope * $0 }])
  }

  /// Panel c: lines.
  func recordMessenger(_ name: String, _ gammas: [Double], _ outcomes: [CouplingOutcome]) {
    run.series(
      "messenger-\(name)",
      [
        "gamma": gammas, "true": outcomes.map(\.sigma), "apparent": outcomes.map(\.apparent),
        "information": outcomes.map(\.information),
      ])
  }

  /// Panel c: points.
  func recordSampledMessenger(_ name: String, _ compared: [Compared<FuelledMessenger>]) {
    run.series(
      "sampled-messenger-\(name)", ["gamma": p.sampledGammas],
      estimates: ["true": compared.map(\.sampled.sigma), "apparent": compared.map(\.sampled.apparent)])
    for (gamma, pair) in zip(p.sampledGammas, compared) {
      let gamma = label(gamma)
      run.number("\(name)-true-\(gamma)", pair.fine.sigma, unit: "k0")
      run.number("\(name)-apparent-\(gamma)", pair.fine.apparent, unit: "k0")
      run.number("\(name)-information-\(gamma)", pair.fine.information, unit: "bits")
      run.number("\(name)-sampled-true-\(gamma)", pair.sampled.sigma, unit: "k0")
      run.number("\(name)-sampled-apparent-\(gamma)", pair.sampled.apparent, unit: "k0")
    }
  }

  /// Panel d: the limit of weak couplings, F = 1 + B/2(o² − 1) at the overhead o, with B = lim βJ_eff r₁/j.
  func recordSmall(_ plain: CouplingOutcome, amplitude: Double) {
    let coefficient = p.beta * 2 * amplitude * plain.flows.jumps[0] / plain.current
    run.number("weak-coefficient", coefficient)
    run.series(
      "weak",
      [
        "overhead": p.overheads,
        "ratio": p.overheads.map { 1 + coefficient / (2 * $0 * (2 + $0)) },
      ])
  }

  /// Panel d: a line.
  func recordRatio(_ amplitude: Double, _ messengers: [FastMessenger], _ plain: CouplingOutcome) {
    let costs = messengers.map { $0.entropyProductionRate(flips: plain.flows.jumps[0], current: plain.current) }
    run.series(
      "ratio-\(label(amplitude))",
      [
        "overhead": p.overheads, "ratio": costs.map { $0 / plain.sigma }, "sigma": costs,
        "drive": messengers.map(\.drive), "binding": messengers.map(\.binding),
      ])
    run.number("apparent-\(label(amplitude))", plain.sigma, unit: "k0")
  }

  /// Panel d: points, with how far they are from the exact values.
  func recordSampledRatio(
    _ amplitude: Double, _ messengers: [FastMessenger], _ costs: [[Double]], _ plain: CouplingOutcome,
    _ coarse: CouplingOutcome
  ) -> [Double] {
    let sampled = costs.map { Average($0.map { $0 / coarse.sigma }).estimate }
    func ratio(_ messenger: FastMessenger, _ pair: CouplingOutcome) -> Double {
      messenger.entropyProductionRate(flips: pair.flows.jumps[0], current: pair.current) / pair.sigma
    }
    run.series(
      "sampled-ratio-\(label(amplitude))", ["overhead": p.sampledOverheads], estimates: ["ratio": sampled])
    for (place, overhead) in p.sampledOverheads.enumerated() {
      let name = "\(label(amplitude))-at-\(label(overhead))"
      run.number("ratio-\(name)", ratio(messengers[place], plain))
      run.number("sampled-ratio-\(name)", sampled[place])
    }
    let flips = SampledCoupling(
      coupling: AgentPair(couplings: messengers[0].couplings, beta: p.beta), gate: p.gate(angle: p.angle),
      correlation: p.rho, step: p.samplingStep, time: 0.5 * p.time
    ).expectedFlips(rate: coarse.flows.jumps[0], replicas: p.replicas)
    guard flips >= 1000 else { return [] }
    return zip(sampled, messengers).map { $0.deviation(from: ratio($1, coarse)) }
  }

  /// What cold messengers cost.
  func recordCold(_ found: [ColdMessengerOptimum.Result]) {
    let rows = zip(p.amplitudes, found).compactMap { amplitude, found in
      found.messenger.map { (amplitude, found.ratio, $0) }
    }
    run.series(
      "cold",
      [
        "amplitude": rows.map(\.0), "ratio": rows.map(\.1), "first": rows.map(\.2.first),
        "second": rows.map(\.2.second), "direct": rows.map(\.2.frustration), "beta": rows.map(\.2.coldBeta),
      ])
    for (amplitude, ratio, messenger) in rows {
      run.number("cold-ratio-\(label(amplitude))", ratio)
      run.number("cold-temperature-\(label(amplitude))", messenger.coldBeta / p.beta)
      run.number("cold-overhead-\(label(amplitude))", messenger.overheads[1])
    }
  }
}

/// The best pair in equilibrium and the best ones at any price.
typealias DissipationFrontier = SensoryOptima<ParityGateModel>.Result

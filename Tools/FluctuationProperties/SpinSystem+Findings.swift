import ElementaryFunctions
import Estimation
import Randomness
import SpinNetworks
import StochasticThermodynamics

extension SpinSystem {
  /// The laws by the tilted generator and the exact steady state.
  func exactFindings(_ random: RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: name)
    let flow = try CountedQuantity.entropyFlow(of: matrix)
    let total = flow.addingSystemEntropy(from: steady, to: steady)
    let sigma = matrix.entropyProductionRate(steady)
    findings.exact(.integralTheorem, "steady state", try average(total).mean, 1)
    findings.exact(.secondLaw, "entropy production rate", sigma, atLeast: 0)
    // Not a number, and hence an alarm, if it is not found.
    let fast = try? SpinNetworkSteadyState(of: network)
    findings.exact(.additivity, "flips of all spins", fast?.entropyProductionRate ?? .nan, sigma)
    findings.exact(
      .additivity, "antisymmetric couplings alone", fast?.antisymmetricEntropyProductionRate ?? .nan, sigma)
    guard !network.isSymmetric else {
      findings.exact(.detailedBalance, "entropy production", sigma, 0)
      findings.exact(.detailedBalance, "largest current", matrix.currents(steady).map(abs).max() ?? 0, 0)
      return findings.checks
    }
    for t in [0.1 * duration, duration, 20 * duration] {
      let moments = try matrix.moments(of: flow, from: steady, for: t)
      let scale = max(1, sigma * t)
      findings.exact(
        .uncertaintyRelation, "entropy flow for \(t)", moments.variance / scale,
        atLeast: 2 * moments.mean * moments.mean / (scale * sigma * t))
    }
    return findings.checks
  }

  /// The laws by sampled trajectories, with a control for each.
  func sampledFindings(_ random: RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: name)
    if network.isSymmetric {
      try equilibrium(&findings, random["inputs"])
    } else {
      try byKernel(&findings, random["kernel"])
      try byJumps(&findings, random["jumps"])
      try shortTrajectories(&findings, random["short"])
    }
    return findings.checks
  }

  /// Steady-state averages from one of the kernels, all of which apply in turn.
  private func byKernel(_ findings: inout Findings, _ random: RandomStream) throws {
    var choice = random["method"]
    let methods = SpinNetwork.Method.allCases.filter { $0.applies(to: network) }
    let method = methods[choice.index(below: methods.count)]
    let sample = try network.sample(
      burnIn: Self.burnIn, duration: Self.observation, method: method, random: random["sample"])
    let sigma = matrix.entropyProductionRate(steady)
    let all = try rate(of: .entropyFlow(of: matrix), walkers: method.walkers)
    let antisymmetric = try rate(of: antisymmetricFlow, walkers: method.walkers)
    findings.equal(
      .additivity, "kernel \(method.rawValue), all couplings", sample.entropyProductionRate.value, sigma,
      error: all.error)
    findings.equal(
      .additivity, "kernel \(method.rawValue), antisymmetric couplings",
      sample.antisymmetricEntropyProductionRate.value, sigma, error: antisymmetric.error)
    findings.equal(
      .detailedBalance, "an asymmetric network", sample.entropyProductionRate.value, 0, error: all.error,
      isControl: true)
  }

  /// The same jump by jump.
  private func byJumps(_ findings: inout Findings, _ random: RandomStream) throws {
    var trajectory = Gillespie(network, from: states[0], random: random)
    trajectory.relax(until: Self.burnIn)
    var released = 0.0
    trajectory.advance(until: Self.burnIn + Self.observation) { released += $0.entropyFlow }
    let exact = try rate(of: .entropyFlow(of: matrix))
    let found = released / Self.observation
    findings.equal(.exactMean, "entropy flow jump by jump", found, exact.mean, error: exact.error)
    findings.atLeast(.secondLaw, "entropy flow jump by jump", found, 0, error: exact.error)
    findings.atLeast(.secondLaw, "heat of the wrong sign", -found, 0, error: exact.error, isControl: true)
  }

  /// The integral theorem and the uncertainty relation in a steady state.
  private func shortTrajectories(_ findings: inout Findings, _ random: RandomStream) throws {
    var (system, flows) = ([Double](), [Double]())
    var first = random["start"]
    let logarithms = steady.map { Elementary.log($0) }
    let numbers = Dictionary(uniqueKeysWithValues: zip(states.map(\.index), 0...))
    for replica in 0..<Self.samples {
      let origin = steady.index(drawnWith: first.uniform())
      var trajectory = Gillespie(network, from: states[origin], until: duration, random: random[replica])
      var released = 0.0
      while let sojourn = trajectory.next() { released += sojourn.entropyFlow }
      system.append(logarithms[origin] - logarithms[numbers[trajectory.state.index] ?? origin])
      flows.append(released)
    }
    let flow = try CountedQuantity.entropyFlow(of: matrix)
    let total = flow.addingSystemEntropy(from: steady, to: steady)
    for (subject, samples, quantity, isControl) in [
      ("steady state", zip(system, flows).map { $0 + $1 }, total, false), ("no boundary term", flows, flow, true),
      ("heat of the wrong sign", zip(system, flows).map { $0 - $1 }, total.withReversedHeat, true),
    ] {
      findings.equal(
        .integralTheorem, subject, meanExponential(samples), 1, error: try average(quantity).error(of: samples.count),
        isControl: isControl)
    }
    let excess = uncertaintyExcess(flows, matrix.entropyProductionRate(steady) * duration)
    findings.atLeast(.uncertaintyRelation, "entropy flow", excess.value, 0, error: excess.standardError)
  }

  /// Symmetric couplings release nothing on average: the mean over many short observations with the default kernel. The
  /// antisymmetric part vanishes flip by flip.
  private func equilibrium(_ findings: inout Findings, _ random: RandomStream) throws {
    let (count, length) = (1000, 4.0)
    let nothing = Array(repeating: 0.0, count: network.count)
    let samples = try network.samples(
      reading: Array(repeating: nothing, count: count), burnIn: Self.burnIn, duration: length, random: random)
    let walkers = Double(samples[0].method.walkers)
    let flow = try CountedQuantity.entropyFlow(of: matrix)
    let variance = try walkers * matrix.moments(of: flow, from: steady, for: length / walkers).variance
    findings.equal(
      .detailedBalance, "entropy flow", mean(samples.map(\.entropyProductionRate.value)), 0,
      error: (variance / Double(count)).squareRoot() / length)
    findings.exact(
      .detailedBalance, "antisymmetric couplings",
      samples.map { abs($0.antisymmetricEntropyProductionRate.value) }.max() ?? 0, 0)
  }
}

import ElementaryFunctions
import Estimation
import Randomness
import StochasticThermodynamics

extension DrivenSystem {
  /// What trajectories of one process do.
  private struct Works {
    /// The works, in k_B T; the entropies of the system and of the bath, in nats.
    var works: [Double] = []
    var system: [Double] = []
    var heats: [Double] = []
  }

  /// The laws by sampled trajectories, with a control for each.
  func sampledFindings(_ random: RandomStream) throws -> [PropertyCheck] {
    var findings = Findings(of: name)
    let forward = try sample(from: first, to: last, under: drive, random["forward"])
    let reverse = try sample(from: last, to: first, under: drive.reversed, random["reverse"])
    let notReversed = try sample(from: last, to: first, under: drive, random["not reversed"])
    let transient = try sample(from: start, to: end, under: drive, random["transient"])
    try jarzynski(&findings, forward.works)
    try crooks(&findings, forward.works, reverse.works, isControl: false)
    try crooks(&findings, forward.works, notReversed.works, isControl: true)
    try integralTheorem(&findings, transient)
    try trajectories(&findings, random["paths"])
    return findings.checks
  }

  /// Trajectories from one distribution, whose system entropy is read off another at the end.
  private func sample(
    from p: [Double], to final: [Double], under drive: Drive<Double>, _ random: RandomStream
  ) throws -> Works {
    let bounds = try RateBounds(of: network, under: drive, pieces: 16, margin: 1.1)
    var result = Works()
    for number in 0..<Self.samples {
      let trajectory = DrivenTrajectory(network, under: drive, within: bounds, startingIn: p, random: random[number])
      let origin = trajectory.state
      var (balance, state) = (EnergyBalance(), origin)
      for sojourn in trajectory {
        balance.add(sojourn)
        state = sojourn.state
      }
      let entropy = TrajectoryEntropy(from: origin, in: p, to: state, in: final, reservoir: balance.heat)
      result.works.append(balance.work)
      result.system.append(entropy.system)
      result.heats.append(entropy.reservoir)
    }
    return result
  }

  private func jarzynski(_ findings: inout Findings, _ works: [Double]) throws {
    for (subject, shift, isControl) in [("drive", 0, false), ("wrong ΔF", Self.wrongShift, true)] {
      let law = try distribution(of: work(drive), from: first, under: drive, shift: difference + shift)
      let found = meanExponential(works.lazy.map { $0 - difference - shift })
      findings.equal(.jarzynski, subject, found, 1, error: law.error(of: works.count), isControl: isControl)
    }
    let exact = try network.moments(of: work(drive), from: first, under: drive)
    let error = (exact.variance / Double(works.count)).squareRoot()
    findings.equal(.exactMean, "work", mean(works), exact.mean, error: error)
    findings.atLeast(.secondLaw, "work", mean(works), difference, error: error)
  }

  /// Crooks' theorem twice: ΔF by Bennett's acceptance ratio, with its estimated error; and ⟨exp(−w/2)⟩ of both processes, with
  /// exact errors. The controls are a wrong ΔF, and works of the drive itself taken for those of its reverse.
  private func crooks(_ findings: inout Findings, _ forward: [Double], _ reverse: [Double], isControl: Bool) throws {
    let subject = isControl ? "reverse drive not reversed" : "drive and reverse"
    if !isControl {
      let bennett = try FreeEnergyDifference.bennett(forward: forward, reverse: reverse).difference
      findings.equal(.crooks, "Bennett", bennett.value, difference, error: bennett.standardError)
      findings.equal(
        .crooks, "Bennett, wrong ΔF", bennett.value, difference + Self.wrongShift, error: bennett.standardError,
        isControl: true)
    }
    let there = try halfAverage(first, drive, difference)
    let back = try halfAverage(last, isControl ? drive : drive.reversed, -difference)
    let error = ((there.variance + back.variance) / Double(forward.count)).squareRoot()
    findings.equal(
      .crooks, subject, meanExponential(forward.lazy.map { 0.5 * ($0 - difference) }),
      meanExponential(reverse.lazy.map { 0.5 * ($0 + difference) }), error: error, isControl: isControl)
  }

  private func integralTheorem(_ findings: inout Findings, _ transient: Works) throws {
    let total = zip(transient.system, transient.heats).map { $0 + $1 }
    let wrong = zip(transient.system, transient.heats).map { $0 - $1 }
    for (subject, samples, quantity, isControl) in [
      ("any start", total, entropy, false), ("no boundary term", transient.heats, .heat(of: network), true),
      ("heat of the wrong sign", wrong, entropy.withReversedHeat, true),
    ] {
      let law = try distribution(of: quantity, from: start, under: drive)
      findings.equal(
        .integralTheorem, subject, meanExponential(samples), 1, error: law.error(of: samples.count),
        isControl: isControl)
    }
    for (subject, samples, quantity, isControl) in [
      ("entropy production", total, entropy, false), ("heat of the wrong sign", wrong, entropy.withReversedHeat, true),
    ] {
      let exact = try network.moments(of: quantity, from: start, under: drive)
      let error = (exact.variance / Double(samples.count)).squareRoot()
      findings.atLeast(.secondLaw, subject, mean(samples), 0, error: error, isControl: isControl)
      if !isControl { findings.equal(.exactMean, subject, mean(samples), exact.mean, error: error) }
    }
  }

  /// ln P_F/P_R of single trajectories: the largest errors of the detailed theorem, of additivity and of the first law.
  private func trajectories(_ findings: inout Findings, _ random: RandomStream) throws {
    let bounds = try RateBounds(of: network, under: drive, pieces: 16, margin: 1.1)
    var (detailed, additive, energetic, notReversed, wrongSign) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var (number, jumps) = (0, 0)
    // Paths without jumps say little.
    while number < 12 || jumps < 6 {
      let sojourns = Array(
        DrivenTrajectory(network, under: drive, within: bounds, startingIn: start, random: random[number]))
      let path = JumpPath(sojourns)
      (number, jumps) = (number + 1, jumps + path.jumps.count)
      let balance = EnergyBalance(sojourns)
      let entropy = TrajectoryEntropy(of: sojourns, from: start, to: end)
      let forward = try network.logProbability(of: path, under: drive)
      let ratio = try forward - network.logProbability(of: path.reversed, under: drive.reversed)
      let boundary = Elementary.log(start[path.start]) - Elementary.log(end[path.end])
      detailed = max(detailed, abs(boundary + ratio - entropy.total))
      // What the bath gains, from the rates alone.
      let released = sojourns.reduce(0) { sum, sojourn in
        guard let jump = sojourn.exit else { return sum }
        let rates = [jump, jump.reversed].map { network.rate(of: $0, at: drive(sojourn.end)) }
        return sum + Elementary.log(rates[0] / rates[1])
      }
      additive = max(additive, abs(entropy.total - (boundary + released)))
      let change =
        network.energy(of: path.end, at: drive(drive.duration)) - network.energy(of: path.start, at: drive(0))
      energetic = max(energetic, abs(balance.work - balance.heat - change))
      wrongSign = max(wrongSign, abs(balance.work + balance.heat - change))
      let wrong = try forward - network.logProbability(of: path.reversed, under: drive)
      notReversed = max(notReversed, abs(boundary + wrong - entropy.total))
    }
    findings.exact(.detailedTheorem, "trajectories", detailed, 0)
    findings.exact(.detailedTheorem, "trajectories, reverse drive not reversed", notReversed, 0, isControl: true)
    findings.exact(.additivity, "trajectories", additive, 0)
    findings.exact(.firstLaw, "trajectories", energetic, 0)
    findings.exact(.firstLaw, "trajectories, heat of the wrong sign", wrongSign, 0, isControl: true)
  }
}

import Estimation
import Foundation
import Randomness
import StochasticThermodynamics
import Testing

/// Sampled trajectories of driven networks.
///
/// About 50 comparisons with exact values are made at 4.5 standard errors, nominally 7e-6 each, and 4e-4 for all together over
/// fresh seeds; variances of work are below 1, where estimated
/// errors are reliable, or errors are exact. Seeds are fixed.
@Suite struct DrivenTrajectoryTests {
  private let sigmas = 4.5

  /// What replicas of a driven network do.
  private struct Replicas {
    var works: [Double] = []
    var entropies: [Double] = []
    var heats: [Double] = []
    var occupations: [Average]

    init<Control>(
      _ count: Int, of network: DrivenNetwork<Control>, under drive: Drive<Control>, from p: [Double], seed: String
    ) throws {
      let bounds = try RateBounds(of: network, under: drive, pieces: 16, margin: 1.1)
      let end = try network.evolve(p, under: drive)
      occupations = Array(repeating: Average(), count: p.count)
      for replica in 0..<count {
        let trajectory = DrivenTrajectory(
          network, under: drive, within: bounds, startingIn: p, random: RandomStream(seed: 3)[seed][replica])
        let sojourns = Array(trajectory)
        let balance = EnergyBalance(sojourns)
        let entropy = TrajectoryEntropy(of: sojourns, from: p, to: end)
        works.append(balance.work)
        heats.append(entropy.reservoir)
        entropies.append(entropy.total)
        let last = sojourns[sojourns.count - 1].state
        for x in p.indices { occupations[x].add(x == last ? 1 : 0) }
      }
    }
  }

  // MARK: - One trajectory

  /// ln P_F/P_R of a trajectory and its reverse is the heat, and with the ends the total entropy or w − ΔF.
  @Test(arguments: 0..<8)
  func everyTrajectoryObeysTheDetailedTheorem(seed: Int) throws {
    let example = try RandomDrivenNetwork(seed: seed)
    let (network, drive, p) = (example.network, example.drive, example.start)
    let end = try network.evolve(p, under: drive)
    let (first, last) = (drive(0), drive(drive.duration))
    let difference = network.freeEnergy(at: last) - network.freeEnergy(at: first)
    let (canonical, canonicalEnd) = (network.equilibrium(at: first), network.equilibrium(at: last))
    let bounds = try RateBounds(of: network, under: drive, margin: 1.1)
    var (jumps, missed) = (0, 0.0)
    for replica in 0..<20 {
      let random = RandomStream(seed: 1)["paths"][seed][replica]
      let sojourns = Array(DrivenTrajectory(network, under: drive, within: bounds, startingIn: p, random: random))
      let path = JumpPath(sojourns)
      let balance = EnergyBalance(sojourns)
      let entropy = TrajectoryEntropy(of: sojourns, from: p, to: end)
      let forward = try network.logProbability(of: path, under: drive)
      let ratio = try forward - network.logProbability(of: path.reversed, under: drive.reversed)
      let wrong = try forward - network.logProbability(of: path.reversed, under: drive)
      #expect(abs(ratio - balance.heat) < 1e-10)
      #expect(abs(log(p[path.start] / end[path.end]) + ratio - entropy.total) < 1e-10)
      #expect(abs(log(canonical[path.start] / canonicalEnd[path.end]) + ratio - (balance.work - difference)) < 1e-10)
      let change = network.energy(of: path.end, at: last) - network.energy(of: path.start, at: first)
      #expect(abs(balance.energyChange - change) < 1e-12)
      // Backwards, all work and heat change sign.
      let back = EnergyBalance(network.sojourns(along: path.reversed, under: drive.reversed))
      #expect(abs(back.manipulation + balance.manipulation) < 1e-12 && abs(back.driving + balance.driving) < 1e-12)
      #expect(abs(back.heat + balance.heat) < 1e-12)
      #expect(path.reversed.reversed.jumps == path.jumps)
      #expect(network.sojourns(along: path, under: drive) == sojourns)
      jumps += path.jumps.count
      missed = max(missed, abs(wrong - balance.heat))
    }
    #expect(jumps > 5)
    // Negative control: the reverse path under the drive that is not reversed.
    #expect(missed > 1e-2)
  }

  /// The probability of a path of two levels with the rates held at E = 0: two rates of ½ at any time, e^{−τ/2} to stay.
  @Test func probabilitiesOfPathsAreClosedForms() throws {
    let (twoLevels, raise) = (try twoLevels, try raise)
    let path = JumpPath(
      start: 0, jumps: [Jump(edge: 0, from: 0, to: 1), Jump(edge: 0, from: 1, to: 0)], times: [0.2, 0.9], duration: 1)
    let held = try Drive<Double>.holding(0, for: 1)
    #expect(try abs(twoLevels.logProbability(of: path, under: held) - (2 * log(0.5) - 0.5)) < 1e-12)
    // Staying below while E = 2t rises: −∫dt/(1 + e^{2t}) = −1 + ½ ln[(1 + e²)/2].
    let stay = JumpPath(start: 0, jumps: [], times: [], duration: 1)
    #expect(try abs(twoLevels.logProbability(of: stay, under: raise) - (-1 + 0.5 * log((1 + exp(2)) / 2))) < 1e-12)
  }

  @Test func sojournsFillTheTime() throws {
    let example = try RandomDrivenNetwork(seed: 2)
    let bounds = try RateBounds(of: example.network, under: example.drive, margin: 1.1)
    func sojourns(_ seed: UInt64) -> [DrivenSojourn] {
      Array(
        DrivenTrajectory(
          example.network, under: example.drive, within: bounds, from: 1, random: RandomStream(seed: seed)["fill"]))
    }
    let some = sojourns(1)
    #expect(some.first?.start == 0 && some.first?.state == 1 && some.last?.end == example.drive.duration)
    #expect(some.last?.exit == nil && some.dropLast().allSatisfy { $0.exit != nil })
    for (before, after) in zip(some, some.dropFirst()) {
      #expect(before.end == after.start && before.exit?.to == after.state)
    }
    #expect(some == sojourns(1) && some != sojourns(2))
  }

  /// Time is not discretised: the first jump out of the lower level while E = 2t rises, at exactly its survival probability
  /// S(t) = e^{−t}√((1 + e^{2t})/2), whatever the bounds are.
  @Test(arguments: [1, 7])
  func waitingTimesAreExact(pieces: Int) throws {
    let (twoLevels, raise) = (try twoLevels, try raise)
    let bounds = try RateBounds(over: 1, pieces: pieces, stateCount: 2) { _, _ in 1 }
    var survived = Array(repeating: Average(), count: 3)
    let times = [0.25, 0.5, 0.95]
    for replica in 0..<20_000 {
      let random = RandomStream(seed: 8)["waiting"][pieces][replica]
      var trajectory = DrivenTrajectory(twoLevels, under: raise, within: bounds, from: 0, random: random)
      let left = trajectory.next()?.end ?? 0
      for (i, t) in times.enumerated() { survived[i].add(left > t ? 1 : 0) }
    }
    for (average, t) in zip(survived, times) {
      let exact = exp(-t) * ((1 + exp(2 * t)) / 2).squareRoot()
      #expect(average.estimate.isConsistent(with: exact, sigmas: sigmas))
      // Negative control: the rate held at its first value, ½ (which is not far off at first).
      if t > 0.3 { #expect(abs(average.estimate.deviation(from: exp(-t / 2))) > 10) }
    }
  }

  /// A bound that is too low does not make a wrong trajectory but none.
  @Test func boundsThatAreTooLowAreNoticed() async {
    await #expect(processExitsWith: .failure) {
      let (twoLevels, raise) = (try twoLevels, try raise)
      let bounds = try RateBounds(over: 1, pieces: 2, stateCount: 2) { _, _ in 0.4 }
      for replica in 0..<1000 {
        let random = RandomStream(seed: 9)["low"][replica]
        for _ in DrivenTrajectory(twoLevels, under: raise, within: bounds, from: 1, random: random) {}
      }
    }
  }

  // MARK: - Many

  @Test func twoLevelsObeyTheTheorems() throws {
    let (twoLevels, raise) = (try twoLevels, try raise)
    let difference = twoLevels.freeEnergy(at: 2) - twoLevels.freeEnergy(at: 0)
    let (first, last) = (twoLevels.equilibrium(at: 0), twoLevels.equilibrium(at: 2))
    let forward = try Replicas(40_000, of: twoLevels, under: raise, from: first, seed: "raise")
    let reverse = try Replicas(40_000, of: twoLevels, under: raise.reversed, from: last, seed: "lower")
    #expect(Average(forward.works).estimate.isConsistent(with: 0.879841, sigmas: sigmas))
    #expect(Average(reverse.works).estimate.isConsistent(with: -0.318449, sigmas: sigmas))
    #expect(try FreeEnergyDifference.jarzynski(forward.works).isConsistent(with: difference, sigmas: sigmas))
    #expect(try FreeEnergyDifference.jarzynski(reverse.works).isConsistent(with: -difference, sigmas: sigmas))
    let bennett = try FreeEnergyDifference.bennett(forward: forward.works, reverse: reverse.works).difference
    #expect(bennett.isConsistent(with: difference, sigmas: sigmas))
    let occupied = forward.occupations[1].estimate
    #expect(try occupied.isConsistent(with: twoLevels.evolve(first, under: raise)[1], sigmas: sigmas))
    // Negative controls: a wrong ΔF; the mean work alone; the reverse drive not reversed; the wrong sign of heat.
    #expect(abs(bennett.deviation(from: difference + 0.1)) > 10)
    #expect(Average(forward.works).estimate.deviation(from: difference) > 10)
    let notReversed = try Replicas(40_000, of: twoLevels, under: raise, from: last, seed: "not reversed")
    let wrong = try FreeEnergyDifference.bennett(forward: forward.works, reverse: notReversed.works).difference
    #expect(abs(wrong.deviation(from: difference)) > 10)
    let wrongHeat = zip(forward.entropies, forward.heats).map { $0 - 2 * $1 }
    #expect(abs(ExponentialAverage(wrongHeat).mean.deviation(from: 1)) > 10)
  }

  /// A steady state (t = .5) and a transient (t = .7) of the uneven ring. Here exp(−s) has a variance of 17 and more, too large
  /// for estimated errors: those are exact, from ⟨e^{−2s}⟩, and the sample is larger.
  @Test func theUnevenRingObeysTheTheorems() throws {
    let unevenRing = try unevenRing
    let network = try DrivenNetwork<Void>(unevenRing)
    let flow = try CountedQuantity.entropyFlow(of: unevenRing)
    func average(_ values: [Double], _ quantity: CountedQuantity<Void>, from p: [Double], for t: Double) throws
      -> Estimate
    {
      let mean = try unevenRing.generatingFunction(of: quantity, at: 1, from: p, for: t)
      let square = try unevenRing.generatingFunction(of: quantity, at: 2, from: p, for: t)
      let error = ((square - mean * mean) / Double(values.count)).squareRoot()
      return Estimate(ExponentialAverage(values).mean.value, standardError: error)
    }
    for (start, t) in [(try unevenRing.stationary, 0.5), ([0.8, 0.1, 0.1], 0.7)] {
      let end = try unevenRing.evolve(start, for: t)
      let entropy = flow.addingSystemEntropy(from: start, to: end)
      let replicas = try Replicas(300_000, of: network, under: .holding((), for: t), from: start, seed: "ring \(t)")
      #expect(try average(replicas.entropies, entropy, from: start, for: t).isConsistent(with: 1, sigmas: sigmas))
      let mean = Average(replicas.entropies).estimate
      #expect(try mean.isConsistent(with: unevenRing.moments(of: entropy, from: start, for: t).mean, sigmas: sigmas))
      for (average, exact) in zip(replicas.occupations, end) {
        #expect(average.estimate.isConsistent(with: exact, sigmas: sigmas))
      }
      // Negative controls: the wrong sign of heat; without ln p at the ends (of the transient too little is missing to see).
      let wrongHeat = zip(replicas.entropies, replicas.heats).map { $0 - 2 * $1 }
      #expect(abs(Average(wrongHeat).estimate.deviation(from: mean)) > 10)
      if t == 0.5 {
        let dropped = try average(replicas.heats, flow, from: start, for: t)
        #expect(dropped.deviation(from: 1) > 10 && dropped.isConsistent(with: 1.160593, sigmas: sigmas))
      }
    }
  }

  /// In a uniform ring s = a · (net jumps) lives on a lattice, so that bins of the width a are exact.
  @Test func detailedTheoremOnALattice() throws {
    let a = 0.6
    let ring = try RateMatrix(
      stateCount: 3, edges: (0..<3).map { .init(from: $0, to: ($0 + 1) % 3, entropyFlow: a, law: .exponential) })
    let replicas = try Replicas(
      20_000, of: DrivenNetwork<Void>(ring), under: .holding((), for: 1.2), from: ring.stationary, seed: "lattice")
    var histogram = Histogram(in: -7.5 * a...7.5 * a, bins: 15)
    for entropy in replicas.entropies { histogram.add(entropy) }
    let points = histogram.logRatiosUnderReflection()
    #expect(points.count >= 3)
    #expect(points.allSatisfy { $0.logarithm.isConsistent(with: $0.center, sigmas: sigmas) })
    // Negative control: twice the entropy.
    #expect(points.contains { abs($0.logarithm.deviation(from: 2 * $0.center)) > 10 })
  }

  @Test(arguments: 0..<6)
  func randomNetworks(seed: Int) throws {
    let example = try RandomDrivenNetwork(seed: seed)
    let (network, drive, p) = (example.network, example.drive, example.start)
    let (first, last) = (drive(0), drive(drive.duration))
    let canonical = network.equilibrium(at: first)
    let difference = network.freeEnergy(at: last) - network.freeEnergy(at: first)
    let exact = try network.moments(of: .work(on: network, under: drive), from: canonical, under: drive)
    #expect(exact.variance < 1)
    let forward = try Replicas(20_000, of: network, under: drive, from: canonical, seed: "forward \(seed)")
    let reverse = try Replicas(
      20_000, of: network, under: drive.reversed, from: network.equilibrium(at: last), seed: "reverse \(seed)")
    // The exact variance gives the error of the mean.
    let mean = Estimate(Average(forward.works).mean, standardError: (exact.variance / 20_000).squareRoot())
    #expect(mean.isConsistent(with: exact.mean, sigmas: sigmas))
    #expect(try FreeEnergyDifference.jarzynski(forward.works).isConsistent(with: difference, sigmas: sigmas))
    let bennett = try FreeEnergyDifference.bennett(forward: forward.works, reverse: reverse.works).difference
    #expect(bennett.isConsistent(with: difference, sigmas: sigmas))
    let transient = try Replicas(20_000, of: network, under: drive, from: p, seed: "transient \(seed)")
    #expect(ExponentialAverage(transient.entropies).mean.isConsistent(with: 1, sigmas: sigmas))
    // Negative controls: a wrong ΔF, and the wrong sign of heat.
    #expect(abs(bennett.deviation(from: difference + 0.1)) > 10)
    let wrongHeat = zip(transient.entropies, transient.heats).map { $0 - 2 * $1 }
    #expect(abs(ExponentialAverage(wrongHeat).mean.deviation(from: 1)) > 10)
  }
}

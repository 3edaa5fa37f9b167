import Foundation
import Randomness
import StochasticThermodynamics
import Testing

/// The fluctuation theorems by tilted generators: identities that hold to 1e-9, with controls that miss them by 1e-4 and more.
@Suite struct CountedQuantityTests {
  // MARK: - Driven

  /// ΔF = −ln[(1 + e⁻²)/2]. With rates of total 1, p₁' = f(E) − p₁ with f = 1/(1 + e^E), and ⟨W⟩ = 2∫p₁ dt.
  @Test func twoLevelsAgreeWithTheirIntegral() throws {
    let (twoLevels, raise) = (try twoLevels, try raise)
    let difference = twoLevels.freeEnergy(at: 2) - twoLevels.freeEnergy(at: 0)
    #expect(abs(difference + log((1 + exp(-2)) / 2)) < 1e-14 && abs(difference - 0.566219) < 5e-7)
    let forward = try twoLevels.moments(
      of: .work(on: twoLevels, under: raise), from: twoLevels.equilibrium(at: 0), under: raise)
    let back = raise.reversed
    let reverse = try twoLevels.moments(
      of: .work(on: twoLevels, under: back), from: twoLevels.equilibrium(at: 2), under: back)
    func work(_ drive: Drive<Double>, _ rate: Double, _ p: Double) throws -> Double {
      try DormandPrince(tolerance: 1e-13).solution(from: [p, 0], at: [0, 1]) { t, y in
        [1 / (1 + exp(drive(t))) - y[0], rate * y[0]]
      }[1][1]
    }
    #expect(try abs(forward.mean - work(raise, 2, 0.5)) < 1e-10 && abs(forward.mean - 0.879841) < 5e-7)
    #expect(try abs(reverse.mean - work(back, -2, 1 / (1 + exp(2)))) < 1e-10 && abs(reverse.mean + 0.318449) < 5e-7)
  }

  /// Jarzynski and Crooks, P_F(w)/P_R(−w) = e^{w−ΔF}, as ⟨e^{−uW}⟩_F = e^{−ΔF}⟨e^{−(1−u)W}⟩_R for every u; and ⟨W⟩ ≥ ΔF.
  @Test(arguments: 0..<12)
  func workObeysJarzynskiAndCrooks(seed: Int) throws {
    let example = try RandomDrivenNetwork(seed: seed)
    let (network, drive) = (example.network, example.drive)
    let back = drive.reversed
    let (first, last) = (drive(0), drive(drive.duration))
    let difference = network.freeEnergy(at: last) - network.freeEnergy(at: first)
    let work = CountedQuantity.work(on: network, under: drive)
    func forward(_ u: Double, _ work: CountedQuantity<Double>) throws -> Double {
      try network.generatingFunction(of: work, at: u, from: network.equilibrium(at: first), under: drive)
    }
    func reverse(_ u: Double, _ drive: Drive<Double>) throws -> Double {
      try network.generatingFunction(
        of: .work(on: network, under: drive), at: u, from: network.equilibrium(at: last), under: drive)
    }
    #expect(try abs(forward(1, work) - exp(-difference)) < 1e-10)
    for u in [-0.4, 0.3, 1.7] {
      #expect(try abs(forward(u, work) - exp(-difference) * reverse(1 - u, back)) < 1e-10)
      // Negative control: the reverse drive is not reversed.
      #expect(try abs(forward(u, work) - exp(-difference) * reverse(1 - u, drive)) > 1e-4)
    }
    #expect(try abs(forward(1, work.withTheWrongSignOfHeat) - exp(-difference)) > 1e-3)
    #expect(try network.moments(of: work, from: network.equilibrium(at: first), under: drive).mean > difference + 1e-3)
  }

  /// The integral and the detailed theorem of the total entropy production from any start, ⟨e^{−us}⟩_F = ⟨e^{−(1−u)s}⟩_R with
  /// the reverse process started in the final distribution; ⟨s⟩ ≥ 0.
  @Test(arguments: 0..<12)
  func entropyObeysItsTheorems(seed: Int) throws {
    let example = try RandomDrivenNetwork(seed: seed)
    let (network, drive, p) = (example.network, example.drive, example.start)
    let end = try network.evolve(p, under: drive)
    let heat = CountedQuantity.heat(of: network)
    let entropy = heat.addingSystemEntropy(from: p, to: end)
    let backwards = heat.addingSystemEntropy(from: end, to: p)
    func average(_ quantity: CountedQuantity<Double>, _ u: Double = 1) throws -> Double {
      try network.generatingFunction(of: quantity, at: u, from: p, under: drive)
    }
    #expect(abs(end.reduce(0, +) - 1) < 1e-12)
    #expect(try abs(average(entropy) - 1) < 1e-10)
    for u in [-0.4, 0.3, 1.7] {
      func reverse(_ drive: Drive<Double>) throws -> Double {
        try network.generatingFunction(of: backwards, at: 1 - u, from: end, under: drive)
      }
      #expect(try abs(average(entropy, u) - reverse(drive.reversed)) < 1e-10)
      #expect(try abs(average(entropy, u) - reverse(drive)) > 1e-5)
    }
    #expect(try network.moments(of: entropy, from: p, under: drive).mean > 0)
    // Negative controls: no boundary term; the heat with the wrong sign.
    #expect(try abs(average(heat) - 1) > 1e-3)
    #expect(try abs(average(entropy.withTheWrongSignOfHeat) - 1) > 1e-3)
  }

  /// Moments are derivatives of the generating function: G′(0) = −⟨A⟩, G″(0) = ⟨A²⟩, by differences of order 2.
  @Test(arguments: 0..<4)
  func momentsAreDerivatives(seed: Int) throws {
    let example = try RandomDrivenNetwork(seed: seed)
    let (network, drive, p) = (example.network, example.drive, example.start)
    let work = CountedQuantity.work(on: network, under: drive)
    let moments = try network.moments(of: work, from: p, under: drive)
    func value(_ u: Double) throws -> Double { try network.generatingFunction(of: work, at: u, from: p, under: drive) }
    let h = 1e-3
    #expect(try abs((value(-h) - value(h)) / (2 * h) - moments.mean) < 1e-5)
    #expect(try abs((value(h) + value(-h) - 2) / (h * h) - moments.mean * moments.mean - moments.variance) < 1e-5)
  }

  /// A sudden change of the control in the middle is work at a fixed state: two static pieces, to the tolerance.
  @Test func quenchesAreExact() throws {
    let twoLevels = try twoLevels
    let quench = try Drive<Double>(over: 1) { $0 < 0.5 ? 0 : 2 }
    let value = try twoLevels.generatingFunction(
      of: .work(on: twoLevels, under: quench), at: 1, from: twoLevels.equilibrium(at: 0), under: quench)
    // The first half stays in equilibrium: ⟨e^{−W}⟩ = (1 + e⁻²)/2.
    #expect(abs(value - (1 + exp(-2)) / 2) < 1e-9)
  }

  // MARK: - Constant rates

  @Test func unevenRingHasItsValues() throws {
    let unevenRing = try unevenRing
    let p = try unevenRing.stationary
    for (value, exact) in zip(p, [0.330157, 0.513274, 0.156569]) { #expect(abs(value - exact) < 5e-7) }
    #expect(abs(unevenRing.currents(p)[0] - 0.403676) < 5e-7)
    let sigma = unevenRing.entropyProductionRate(p)
    #expect(abs(sigma - 1.796770) < 5e-7)
    let flow = try CountedQuantity.entropyFlow(of: unevenRing)
    let entropy = flow.addingSystemEntropy(from: p, to: p)
    for t in [0, 0.01, 0.5, 3, 40] {
      #expect(try abs(unevenRing.generatingFunction(of: entropy, at: 1, from: p, for: t) - 1) < 1e-12)
      #expect(try abs(unevenRing.moments(of: entropy, from: p, for: t).mean - sigma * t) < 1e-12 * (1 + t))
      let current = try unevenRing.moments(of: .current([0, 1, 0], stateCount: 3), from: p, for: t)
      #expect(abs(current.mean - unevenRing.currents(p)[1] * t) < 1e-12 * (1 + t))
    }
    // Negative control: the boundary term dropped.
    #expect(try abs(unevenRing.generatingFunction(of: flow, at: 1, from: p, for: 0.5) - 1.160593) < 5e-7)
  }

  @Test func transientsObeyTheIntegralTheorem() throws {
    let unevenRing = try unevenRing
    let p = [0.8, 0.1, 0.1]
    let end = try unevenRing.evolve(p, for: 0.7)
    for (value, exact) in zip(end, [0.372988, 0.489121, 0.137891]) { #expect(abs(value - exact) < 5e-7) }
    let flow = try CountedQuantity.entropyFlow(of: unevenRing)
    func average(_ quantity: CountedQuantity<Void>, from p: [Double]) throws -> Double {
      try unevenRing.generatingFunction(of: quantity, at: 1, from: p, for: 0.7)
    }
    #expect(try abs(average(flow.addingSystemEntropy(from: p, to: end), from: p) - 1) < 1e-12)
    // Any normalised distribution may stand at the end, not only the solution. The wrong one at the beginning is a control.
    #expect(try abs(average(flow.addingSystemEntropy(from: p, to: [0.2, 0.3, 0.5]), from: p) - 1) < 1e-12)
    #expect(try abs(average(flow.addingSystemEntropy(from: end, to: end), from: p) - 1) > 1e-2)
    // Reverse trajectories that end where no forward one starts are missed: less than 1, as much as they weigh.
    let corner = [1.0, 0, 0]
    let after = try unevenRing.evolve(corner, for: 0.7)
    let missed = try unevenRing.evolve(after, for: 0.7)
    let average1 = try average(flow.addingSystemEntropy(from: corner, to: after), from: corner)
    #expect(abs(average1 - missed[0]) < 1e-12 && average1 < 0.9)
  }

  /// The power series for constant rates and the integrator for driven ones are two ways to one number.
  @Test(arguments: 0..<6)
  func seriesAndIntegratorAgree(seed: Int) throws {
    let matrix = try randomProcess(5, seed: seed)
    let network = try DrivenNetwork<Void>(matrix)
    let held = try Drive<Void>.holding((), for: 0.8)
    let p = [0.3, 0.1, 0.2, 0.25, 0.15]
    let static1 = try CountedQuantity.entropyFlow(of: matrix).addingSystemEntropy(
      from: p, to: matrix.evolve(p, for: 0.8))
    let driven = CountedQuantity.heat(of: network).addingSystemEntropy(from: p, to: try network.evolve(p, under: held))
    for u in [-0.3, 1, 1.2] {
      let series = try matrix.generatingFunction(of: static1, at: u, from: p, for: 0.8)
      let integrator = try network.generatingFunction(of: driven, at: u, from: p, under: held)
      #expect(abs(series / integrator - 1) < 1e-9)
      if u == 1 { #expect(abs(series - 1) < 1e-11) }
    }
    let (a, b) = (
      try matrix.moments(of: static1, from: p, for: 0.8), try network.moments(of: driven, from: p, under: held)
    )
    #expect(abs(a.mean / b.mean - 1) < 1e-9 && abs(a.variance / b.variance - 1) < 1e-9)
  }

  /// In a uniform ring every jump is ±1 at rates that do not depend on the state: mean (k − k′)t, variance (k + k′)t.
  @Test(arguments: [0.1, 1, 4.0])
  func uniformRings(affinity a: Double) throws {
    let matrix = try RateMatrix(
      stateCount: 3,
      edges: (0..<3).map { .init(from: $0, to: ($0 + 1) % 3, entropyFlow: a, law: .exponential) })
    let p = try matrix.stationary
    let (k, back) = (exp(a / 2), exp(-a / 2))
    let turns = try matrix.moments(of: .current([1, 1, 1], stateCount: 3), from: p, for: 7)
    #expect(abs(turns.mean / (7 * (k - back)) - 1) < 1e-12 && abs(turns.variance / (7 * (k + back)) - 1) < 1e-12)
    let ratio = turns.variance * matrix.entropyProductionRate(p) * 7 / (2 * turns.mean * turns.mean)
    #expect(abs(ratio / (a / 2 / tanh(a / 2)) - 1) < 1e-12)
  }

  /// Var(J)/⟨J⟩² ≥ 2/(σt) for any current at any time in a steady state (P. Pietzonka, F. Ritort and U. Seifert, Phys. Rev. E
  /// 96, 012101 (2017); J. M. Horowitz and T. R. Gingrich, ibid. 020103). With 2.2 instead of 2 it would fail: the entropy
  /// production itself, in a short time close to equilibrium, is on the bound.
  @Test(arguments: 0..<20)
  func uncertaintyRelation(seed: Int) throws {
    let matrix = try randomProcess(3 + seed % 3, seed: seed)
    let p = try matrix.stationary
    let sigma = matrix.entropyProductionRate(p)
    var random = RandomStream(seed: 5)["weights"][seed]
    let flow = try CountedQuantity.entropyFlow(of: matrix)
    for t in [0.05, 1, 30] {
      let weights = matrix.edges.map { _ in random.normal() }
      for quantity in [flow, .current(weights, stateCount: matrix.stateCount)] {
        let moments = try matrix.moments(of: quantity, from: p, for: t)
        #expect(moments.variance * sigma * t >= 2 * moments.mean * moments.mean * (1 - 1e-12))
      }
    }
  }

  @Test func uncertaintyRelationIsTight() throws {
    let matrix = try RateMatrix(
      stateCount: 3, edges: (0..<3).map { .init(from: $0, to: ($0 + 1) % 3, entropyFlow: 0.3, law: .glauber) })
    let p = try matrix.stationary
    let moments = try matrix.moments(of: .entropyFlow(of: matrix), from: p, for: 1)
    #expect(moments.variance * matrix.entropyProductionRate(p) < 2.2 * moments.mean * moments.mean)
  }

  /// The memory device with (γ, k, a) = (.1, 1, 2): the information it acquires per jump is ±ln p(match)/p(no match), and the
  /// variance per time tends to .172020 exponentially fast, its bound to 1.207258.
  @Test func acquiredInformation() throws {
    let (towards, away) = (exp(1.0) / (2 * cosh(1)), exp(-1.0) / (2 * cosh(1)))
    // State 2y + w.
    let device = try RateMatrix(
      stateCount: 4,
      edges: [
        .init(from: 0, to: 2, forward: 0.1, backward: 0.1), .init(from: 1, to: 3, forward: 0.1, backward: 0.1),
        .init(from: 1, to: 0, forward: towards, backward: away),
        .init(from: 2, to: 3, forward: towards, backward: away),
      ])
    let p = try device.stationary
    #expect(abs(p[0] + p[3] - 0.817331) < 5e-7)
    let gain = log(p[0] / p[1])
    let information = CountedQuantity<Void>.current([0, 0, gain, gain], stateCount: 4)
    let (early, late) = (
      try device.moments(of: information, from: p, for: 100), try device.moments(of: information, from: p, for: 200)
    )
    let (speed, variance) = ((late.mean - early.mean) / 100, (late.variance - early.variance) / 100)
    #expect(abs(speed - 0.095096) < 5e-7 && abs(variance - 0.172020) < 5e-7)
    let sigma = device.entropyProductionRate(p)
    #expect(abs(sigma - 0.126932) < 5e-7 && abs(variance * sigma / (2 * speed * speed) - 1.207258) < 1e-6)
  }
}

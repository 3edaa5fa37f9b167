import Companion
import Optimisation
import SensoryComplexes
import StochasticThermodynamics

/// What dissipation changes beside I(s, y): controls of the claim that it compresses, costs that do not depend on the clock, and the two
/// transitions at 45°.
extension ParityGate {
  /// Records the entropy that the best steady state produces in one memory time of the parity.
  func recordCost(of best: ParityGateOptimum, angle: Double) {
    // Networks with hidden spins have exponential rates, and so has their memory.
    guard p.rates == .exponential else { return }
    let task = HiddenSpinTask(model(angle: angle), hidden: 0, step: p.step)
    let memory = task.memoryTime(of: [best.couplings.j12, best.couplings.j21])
    run.number("memory-\(label(angle))", memory, unit: "1/k0")
    run.number("cost-\(label(angle))", best.sigma * memory, unit: "nats")
  }

  /// Equilibrium complexes with the couplings of the best steady state, and with its I(s, x); and the steady state with the signs of its
  /// couplings exchanged, which has the same I(s, x) and Σ.
  func recordCompression(of best: ParityGateOptimum, angle: Double) {
    let task = model(angle: angle).task(step: p.step)
    let coupling = abs(best.couplings.j21)
    let name = label(angle)
    run.number(
      "equal-couplings-input-\(name)", task.inputInformation(of: PairCouplings(j12: coupling, j21: coupling)),
      unit: "bits")
    // I(s, x) of an equilibrium pair falls with the coupling, where inputs are not correlated.
    var (low, high) = (0.0, p.bound)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      let information = task.inputInformation(of: PairCouplings(j12: middle, j21: middle))
      if information > best.inputInformation { low = middle } else { high = middle }
    }
    run.number("same-input-coupling-\(name)", 0.5 * (low + high))
    let exchanged = PairCouplings(j12: -best.couplings.j12, j21: -best.couplings.j21)
    run.number("exchanged-\(name)", task.performance(of: exchanged).relevantInformation, unit: "bits")
  }

  /// The two transitions of an odd rule: at the highest price that is paid both couplings have the same value, and at lower prices they
  /// approach J₂₁ = −J₁₂, which they reach at the return.
  func recordTransitions(angle: Double) {
    let task = model(angle: angle).task(step: p.step)
    let name = label(angle)
    func ratio(_ mean: Double, _ difference: Double) -> Double {
      let performance = task.performance(of: PairCouplings(j12: mean - difference, j21: mean + difference))
      return performance.relevantInformation / bitsPerNat / performance.entropyProductionRate
    }
    let mean = GlobalMaximum(lower: [-0.5 * p.bound], upper: [0])
      .from([[-0.1 * p.bound], [-0.3 * p.bound]]) { ratio($0[0], 1e-3) }.point[0]
    run.number("threshold-mean-\(name)", mean)
    run.number("threshold-input-\(name)", task.inputInformation(of: PairCouplings(j12: mean, j21: mean)), unit: "bits")

    func benefit(_ mean: Double, _ difference: Double, _ price: Double) -> Double {
      let performance = task.performance(of: PairCouplings(j12: mean - difference, j21: mean + difference))
      return performance.relevantInformation / bitsPerNat - price * performance.entropyProductionRate
    }
    func best(_ price: Double) -> Double {
      GlobalMaximum(lower: [1e-3], upper: [p.bound]).from([[0.4], [0.8]]) { benefit(0, $0[0], price) }.point[0]
    }
    func isStable(_ price: Double) -> Bool {
      let difference = best(price)
      return benefit(0.01, difference, price) + benefit(-0.01, difference, price) < 2 * benefit(0, difference, price)
    }
    var (stable, unstable) = (1e-3, 0.05)
    guard isStable(stable), !isStable(unstable) else { return }
    for _ in 0..<30 {
      let middle = (stable * unstable).squareRoot()
      if isStable(middle) { stable = middle } else { unstable = middle }
    }
    let difference = best(stable)
    let there = task.outcome(of: PairCouplings(j12: -difference, j21: difference))
    run.number("return-\(name)", stable, unit: "1/k0")
    run.number("return-input-\(name)", there.inputInformation, unit: "bits")
    run.number("return-sigma-\(name)", there.performance.entropyProductionRate, unit: "k0")
  }
}

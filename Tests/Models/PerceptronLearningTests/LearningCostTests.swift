import Estimation
import Foundation
import PerceptronLearning
import Randomness
import TestSupport
import Testing

/// Learning in the limit of very many weak examples: what is learned and what it costs.
@Suite struct LearningCostTests {
  /// ρ, ε_g, I(σ_T:σ), I(w_n:T_n), ΔS, heat and η at rest for ν = k = 1, after a sudden start.
  static let table: [(LearningRule, [Double])] = [
    (.hebbian, [0.623686, 0.285634, 0.094951, 0.246317, 0.246317, 0.318310, 0.168166]),
    (.perceptron, [0.313785, 0.398403, 0.020788, 0.051826, -0.136456, 0.279522, 0.145307]),
    (.adatron, [0.217234, 0.430297, 0.009749, 0.024170, -0.154771, 0.250000, 0.102372]),
  ]

  private func row(_ cost: LearningCost) -> [Double] {
    [
      cost.point.correlation, cost.point.generalisationError, cost.labelInformation, cost.weightInformation,
      cost.entropy, cost.heat, cost.efficiency,
    ]
  }

  @Test(arguments: table)
  func referenceValues(rule: LearningRule, printed: [Double]) throws {
    let learning = AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(1))
    for (value, reference) in zip(row(try learning.settled), printed) { #expect(agrees(value, reference, digits: 6)) }
    for (closed, integrated) in zip(row(try learning.settled), row(try learning.settledBalance().cost)) {
      #expect(abs(closed - integrated) < 1e-8)
    }
    // Control: a rule with the wrong sign ends elsewhere; error-driven students then learn to err, and blow up.
    let wrong = try AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(-1)).balances(at: [1])[0].cost
    #expect(wrong.point.correlation < -0.1)
    let right = try learning.balances(at: [1])[0].cost
    #expect(rule == .hebbian || wrong.point.norm > 1 && right.point.norm < 1)
  }

  /// The closed forms of the heat after a sudden start, and the equation q³ + 2hq² − q − h = 0 for q = √Q of the Perceptron at k = 1.
  @Test(arguments: [0.01, 0.3, 1, 8, 100])
  func closedForms(rate: Double) throws {
    for stiffness in [0.01, 1, 10] {
      func cost(_ rule: LearningRule) throws -> LearningCost {
        try AveragedLearning(rule: rule, stiffness: stiffness, rate: .sudden(rate)).settled
      }
      func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-10 * (abs(a) + abs(b)) + 1e-12 }
      let x = 2 * rate * rate / (Double.pi * stiffness)
      #expect(try isClose(cost(.hebbian).heat, x / 2) && isClose(cost(.hebbian).entropy, 0.5 * log(1 + x)))
      #expect(try isClose(cost(.hebbian).weightInformation, 0.5 * log1p(x)))
      let h = rate / (2 * Double.pi * stiffness).squareRoot()
      let perceptron = try cost(.perceptron)
      let q = (stiffness * perceptron.point.norm).squareRoot()
      #expect(abs(q * q * q + 2 * h * q * q - q - h) < 1e-12 * (1 + h))
      #expect(isClose(perceptron.heat, h - 0.5 * (1 - q * q)))
      #expect(try isClose(cost(.adatron).heat, rate / (4 * stiffness)))
      let adatron = try cost(.adatron).point
      let angle = adatron.angle
      #expect(
        isClose(adatron.correlation, rate / (.pi * stiffness) * (sin(angle) - angle * cos(angle))))
    }
  }

  /// What ends at equal errors: ν, useful, unused, alignment, compression, cost and η at ε_g = 0.2, k = 1, after a sudden start.
  @Test(arguments: [
    (LearningRule.hebbian, [1.725039, 0.192745, 0.338649, 0.947214, 0, 1.478607, 0.130356]),
    (.perceptron, [7.894625, 0.192745, 0.338649, 0.906362, 1.191746, 2.629501, 0.073301]),
    (.adatron, [31.983963, 0.192745, 0.338649, 1.703341, 5.292126, 7.526861, 0.025608]),
  ])
  func costsOfTheSameError(rule: LearningRule, printed: [Double]) throws {
    let rate = rule.rate(forError: 0.2, stiffness: 1)
    let balance = try AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(rate)).settledBalance()
    let cost = balance.cost
    let values = [
      rate, cost.labelInformation, cost.weightInformation - cost.labelInformation, balance.alignment,
      balance.compression, cost.total, cost.efficiency,
    ]
    for (value, reference) in zip(values, printed) { #expect(agrees(value, reference, digits: 6)) }
    #expect(abs(cost.point.generalisationError - 0.2) < 1e-9)
  }

  /// Weak learning: 0.202642, 0.162114 and 0.125332 after a sudden start, 4/π² = 0.405285 for all rules after a slow ramp.
  @Test(arguments: [(LearningRule.hebbian, 0.202642), (.perceptron, 0.162114), (.adatron, 0.125332)])
  func limitsOfWeakLearning(rule: LearningRule, sudden: Double) throws {
    let weak = AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(1e-5))
    #expect(agrees(rule.weakEfficiency, sudden, digits: 6))
    #expect(try abs(weak.settled.efficiency - sudden) < 2e-6)
    #expect(agrees(LearningRule.largestEfficiency, 0.405285, digits: 6))
    #expect(abs(weak.quasistatic.efficiency - LearningRule.largestEfficiency) < 1e-6)
    // The efficiency of slow learning falls with what is learned, and never exceeds this.
    let errors = (1..<100).map { 0.5 * Double($0) / 100 }
    let efficiencies = errors.map { error in
      let rate = LearningRateRamp.sudden(rule.rate(forError: error, stiffness: 1))
      return AveragedLearning(rule: rule, stiffness: 1, rate: rate).quasistatic.efficiency
    }
    #expect(zip(efficiencies, efficiencies.dropFirst()).allSatisfy { $0 < $1 })
    #expect(efficiencies[98] < LearningRule.largestEfficiency)
  }

  /// η is at most 1 and the cost is what it is made of, whatever the rule, the rate, the stiffness, the ramp and the time.
  @Test func balanceOfRandomProtocols() throws {
    var random = RandomStream(seed: 41)
    func between(_ low: Double, _ high: Double) -> Double { exp(log(low) + (log(high) - log(low)) * random.uniform()) }
    var (largest, broken) = (0.0, 0)
    for place in 0..<1000 {
      let rule = LearningRule.allCases[place % 3]
      let stiffness = between(0.01, 10)
      let rate = between(0.01, 100)
      let ramp = place % 2 == 0 ? 0 : between(0.01, 3) / stiffness
      let learning = AveragedLearning(
        rule: rule, stiffness: stiffness, rate: LearningRateRamp(to: rate, within: ramp))
      let balance = try learning.balances(at: [between(0.03, 1) / stiffness], tolerance: 1e-11)[0]
      let cost = balance.cost
      #expect(cost.efficiency > 0 && cost.efficiency <= 1)
      #expect(cost.labelInformation <= cost.weightInformation && cost.weightInformation <= cost.total)
      largest = max(largest, abs(balance.excess) / max(1, cost.total))
      // Control: with ΔS = ln(kQ), an entropy without its factor ½, the balance does not close.
      var wrong = balance
      wrong.cost.entropy = log(stiffness * cost.point.norm)
      if abs(wrong.excess) / max(1, wrong.cost.total) >= 1e-8 { broken += 1 }
    }
    #expect(largest < 1e-8)
    // In few cases next to nothing is learned yet.
    #expect(broken > 980)
  }

  /// The heat ⟨(−κw + hT)²⟩ − κ along R and Q of the order parameter equations, and by the first law, after a sudden start.
  @Test(arguments: LearningRule.allCases, [0.5, 8])
  func heatIsThatOfTheForce(rule: LearningRule, rate: Double) throws {
    let averaged = AveragedLearning(rule: rule, stiffness: 0.7, rate: .sudden(rate))
    let learning = OnlineLearning(rule: rule, stiffness: 0.7, samplingRate: .infinity)
    let times = (0...4000).map { Double($0) * 5e-4 }
    let path = try learning.orderParameters(at: times) { _ in rate }
    let flows = path.map { point in
      let (kappa, pull) = averaged.force(at: point, rate: rate)
      return kappa * kappa * point.norm - 2 * kappa * pull * point.overlap + pull * pull - kappa
    }
    // Simpson's rule.
    let sum = flows.enumerated().reduce(0) {
      $0 + $1.element * ([0, 4000].contains($1.offset) ? 1 : $1.offset % 2 == 1 ? 4 : 2)
    }
    let heat = try averaged.balances(at: [2])[0].cost.heat
    #expect(abs(heat - sum * 5e-4 / 3) < 1e-6 * max(1, heat))
    let start = OrderParameters(overlap: 0, norm: 1 / 0.7)
    let fall = averaged.potential(at: start, rate: rate) - averaged.potential(at: path[4000], rate: rate)
    #expect(abs(heat - fall) < 1e-8 * max(1, heat))
  }

  /// The averaged force gives the drift of R and Q, and is the negative gradient of the mean loss.
  @Test(
    arguments: LearningRule.allCases,
    [OrderParameters(overlap: 0.4, norm: 1.3), OrderParameters(overlap: -0.2, norm: 0.6)])
  func forceIsTheGradientOfTheLoss(rule: LearningRule, point: OrderParameters) {
    let (mean, force) = (rule.averages(at: point), rule.averagedForce(at: point))
    #expect(abs(mean.alongTeacher - (force.alongStudent * point.overlap + force.alongTeacher)) < 1e-14)
    #expect(abs(mean.alongStudent - (force.alongStudent * point.norm + force.alongTeacher * point.overlap)) < 1e-14)
    func loss(_ overlap: Double, _ norm: Double) -> Double {
      rule.loss(at: OrderParameters(overlap: point.overlap + overlap, norm: point.norm + norm))
    }
    #expect(abs((loss(1e-5, 0) - loss(-1e-5, 0)) / 2e-5 + force.alongTeacher) < 1e-9)
    #expect(abs((loss(0, 1e-5) - loss(0, -1e-5)) / 1e-5 + force.alongStudent) < 1e-9)
  }

  /// The heat of a ramp by the first law is that of the integrated balance, and what slow ramps lose falls as 1/τ.
  @Test(arguments: LearningRule.allCases)
  func slowRamps(rule: LearningRule) throws {
    let rate = rule.rate(forError: 0.2, stiffness: 1)
    var dearer = try AveragedLearning(rule: rule, stiffness: 1, rate: .sudden(rate)).settled.total
    for duration in [0.5, 30] {
      let learning = AveragedLearning(rule: rule, stiffness: 1, rate: LearningRateRamp(to: rate, within: duration))
      let (settled, balance) = (try learning.settled, try learning.settledBalance())
      #expect(abs(settled.total - balance.cost.total) < 1e-7 && abs(balance.excess) < 1e-7)
      #expect(settled.total < dearer)
      dearer = settled.total
    }
    // The AdaTron turns within the first thirtieth of its ramp, which must be slow, too.
    let slow = AveragedLearning(rule: rule, stiffness: 1, rate: LearningRateRamp(to: rate, within: 4000))
    let (losses, balance) = (slow.slowLosses(), try slow.settledBalance())
    #expect(abs(balance.alignment * 4000 - losses.alignment) < 0.01 * losses.alignment)
    #expect(abs(balance.compression * 4000 - losses.compression) < 0.01 * losses.compression + 1e-12)
    #expect(!rule.isErrorDriven ? losses.compression < 1e-20 : losses.compression > 0.1)
    #expect(abs(balance.cost.total - slow.quasistatic.total) < 0.02)
    // Halving the steps of ν changes next to nothing.
    #expect(abs(slow.slowLosses(points: 1000).alignment - losses.alignment) < 1e-4 * losses.alignment)
  }

  /// Without a scale of its own, η depends on ν/√k (Hebbian, Perceptron) or ν/k (AdaTron) alone, and on kτ.
  @Test(arguments: LearningRule.allCases)
  func efficiencyIsScaleFree(rule: LearningRule) throws {
    func efficiency(_ stiffness: Double, rate: Double, duration: Double) throws -> Double {
      try AveragedLearning(
        rule: rule, stiffness: stiffness, rate: LearningRateRamp(to: rate, within: duration)
      ).settled.efficiency
    }
    for duration in [0, 3.0] {
      let reference = try efficiency(1, rate: 2, duration: duration)
      let factor = rule == .adatron ? 9.0 : 3
      #expect(try abs(efficiency(9, rate: 2 * factor, duration: duration / 9) - reference) < 1e-8)
      #expect(try abs(efficiency(9, rate: 2 * (12 - factor), duration: duration / 9) - reference) > 0.002)
    }
  }
}

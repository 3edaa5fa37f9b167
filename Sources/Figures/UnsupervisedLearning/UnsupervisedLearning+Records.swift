import Companion
import ElementaryFunctions
import Estimation
import PrincipalComponents

extension UnsupervisedLearning {
  // MARK: - Records

  /// Panels a and b: states of rest and their cost, exact.
  func recordRest() {
    let steps = (1...200).map { p.largestStrength * Double($0) / 200 }
    for order in [1, 2, p.order] {
      let learning = CorrelationLearning(order: order, stiffness: p.stiffness)
      let least = learning.leastStrength
      // A line begins where its state does.
      let strengths = (order > 1 ? [least] : []) + steps.filter { $0 > least }
      let squares = strengths.map { strength in
        let rest = learning.rest(strength: strength) ?? LearnedDirection(ratio: learning.leastRatio)
        return rest.overlap * rest.overlap
      }
      // Before it: no knowledge for n = 2, and for n ≥ 3 the unstable state, from the right.
      let before: [(strength: Double, square: Double)] =
        order == 2
        ? [(0, 0)]
        : strengths.reversed().compactMap { strength in
          learning.barrier(strength: strength).map { (strength, $0.top.overlap * $0.top.overlap) }
        }
      run.series(
        "rest-\(order)",
        ["strength": before.map(\.strength) + strengths, "square": before.map(\.square) + squares])
      // At equal steps of the information.
      let first = learning.coexistence?.information ?? 0
      let informations = (order > 2 ? [first] : []) + (1...170).map { Double($0) / 100 }.filter { $0 > first }
      let states = informations.map { LearnedDirection(ratio: Elementary.expMinusOne(2 * $0)) }
      run.series("cost-\(order)", ["information": informations, "heat": states.map(learning.suddenHeat)])
      if order == 1 {
        run.series(
          "cost-hebbian", ["information": informations, "heat": states.map(CorrelationLearning.hebbianCost)])
        run.series("cost-least", ["information": informations, "heat": informations])
      }
    }
    for (name, order, weights) in [
      ("small-1", 1, p.weights), ("small-2", 2, p.weights), ("large-2", 2, p.batchWeights),
    ] {
      let laws = steps.map {
        DirectionLaw(CorrelationLearning(order: order, stiffness: p.stiffness), weights: weights, strength: $0)
      }
      let count = Double(weights)
      run.series(
        "law-\(name)",
        [
          "strength": steps, "square": laws.map(\.squaredOverlap), "information": laws.map { $0.information / count },
          "heat": laws.map(\.heat),
        ])
    }
  }

  /// What is quoted of the exact results.
  func recordClosedForms(_ learners: [Learner]) throws {
    for learner in learners {
      let (learning, name) = (learner.learning, learner.name)
      run.number("strength-\(name)", learner.strength, unit: "k_B T")
      run.number("heat-\(name)", learning.suddenHeat(at: learner.rest), unit: "k_B T")
      run.number("efficiency-\(name)", learning.suddenEfficiency(at: learner.rest))
      run.number("level-\(name)", learner.level)
      if let barrier = learner.barrier {
        run.number("barrier", barrier.height, unit: "k_B T")
        run.number("barrier-overlap", barrier.top.overlap)
      }
      if let coexistence = learning.coexistence {
        run.number("coexistence-strength", learning.strength(leadingTo: coexistence), unit: "k_B T")
        run.number("coexistence-information", coexistence.information, unit: "nats")
        run.number("spinodal-strength", learning.leastStrength, unit: "k_B T")
      }
    }
    run.number("overlap", learners[0].rest.overlap)
    run.number("information", learners[0].rest.information, unit: "nats")
    run.number("hebbian-cost", CorrelationLearning.hebbianCost(at: learners[0].rest), unit: "nats")
    run.number("angle-squared", learners[0].rest.angle * learners[0].rest.angle, unit: "rad²")
    // What the choice of the sign is worth: I(w:B) − ½N ln g, and what is left of it for N → ∞.
    let (oja, relative) = (learners[1], 1 + p.ratio)
    for weights in [p.weights, p.batchWeights] {
      let law = oja.law(weights)
      let name = weights == p.weights ? "small" : "large"
      run.number("sign-shift-\(name)", law.information - 0.5 * Double(weights) * Elementary.log(relative), unit: "nats")
      run.number("sign-gain-\(name)", law.toldTheSign.information - law.information, unit: "nats")
      run.number("sign-heat-\(name)", law.toldTheSign.heat - law.heat, unit: "k_B T")
    }
    run.number(
      "sign-shift-limit",
      -Elementary.log(2) + (relative - 2) / (2 * (relative - 1))
        + 0.5 * Elementary.log(2 * (relative - 1) / (relative * relative)), unit: "nats")
    // A weak correlation of strongly spiked inputs.
    let weak = CorrelationLearning(order: 2).rest(strength: 0.505) ?? LearnedDirection(ratio: 0)
    let labels = FieldLabels(spike: 100, overlap: weak.overlap)
    run.number("labels-cost", CorrelationLearning(order: 2).suddenHeat(at: weak), unit: "k_B T")
    run.number("labels-weights", weak.information, unit: "nats")
    run.number("labels-information", labels.information, unit: "nats")
    // Students that label their examples themselves.
    for spike in [1.0, 4, 16] {
      let best = (1...4000).map { SelfLabelling(spike: spike, reducedRate: 1 + Double($0) / 1000) }
        .max { $0.efficiency < $1.efficiency }
      run.number("self-labelling-\(label(spike))", best?.efficiency ?? .nan)
    }
  }

  /// Panel e: p(ρ), exact and counted.
  func recordDistribution(_ law: DirectionLaw, _ relative: Double, _ overlaps: Histogram) -> [Double] {
    let name = label(relative)
    let line = (-200...200).map { Double($0) / 200 }
    run.series("law-overlap-\(name)", ["overlap": line, "density": line.map(law.density)])
    let exact = overlaps.weights.indices.map {
      law.probability(from: overlaps.range(of: $0).lowerBound, to: overlaps.range(of: $0).upperBound)
    }
    let deviations = overlaps.deviations(from: exact)
    let bins = deviations.indices.filter { deviations[$0] != nil }
    run.series(
      "overlaps-\(name)", ["overlap": bins.map(overlaps.center)], estimates: ["density": bins.map(overlaps.density)])
    return deviations.compactMap { $0 }
  }

  /// Panel f: where a student with a hint comes to rest, and the square of the angle that it turns, from rest in the hint.
  func recordTurn(_ name: String, _ learner: Learner, _ hint: Double) {
    let first = learner.learning.restingOverlap(inHint: hint)
    let control = CorrelationLearning.Control(strength: learner.strength, hint: hint)
    let last = learner.learning.restingOverlap(from: first, control)
    func angle(_ overlap: Double) -> Double {
      Elementary.angle(x: ((1 - overlap) * (1 + overlap)).squareRoot(), y: overlap)
    }
    run.number("ratio-\(name)", last * last / ((1 - last) * (1 + last)))
    run.number("turn-squared-\(name)", (angle(last) - angle(first)) * (angle(last) - angle(first)), unit: "rad²")
  }

  /// Panel f: the least losses of turning from 0 to the angle at rest, by any protocol.
  func recordLeast(_ learner: Learner) {
    let learning = learner.learning
    run.series(
      "least-losses",
      [
        "time": p.rampTimes,
        "losses": p.rampTimes.map {
          learning.leastHeat(at: learner.rest, within: $0 / p.stiffness) - learner.rest.information
        },
      ])
  }
}

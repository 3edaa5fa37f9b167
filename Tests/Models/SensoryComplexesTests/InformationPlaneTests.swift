import ElementaryFunctions
import Randomness
import SensoryComplexes
import StochasticThermodynamics
import Testing

@Suite struct InformationPlaneTests {
  /// The curve at η and ρ, with inputs on a grid of step 0.25.
  private static func curve(
    _ angle: Double = 30, eta: Double = 5, correlation: Double = 0, clusters: Int = 6
  ) -> BottleneckCurve {
    let bottleneck = parityTask(angle, eta: eta, correlation: correlation, step: 0.25).informationBottleneck
    return BottleneckCurve(
      bottleneck.curve(
        tradeOffs: [2.2, 2.5, 3, 4, 5, 7, 10, 20], clusters: clusters, starts: 1, tolerance: 1e-9,
        random: RandomStream(seed: 7)), availableInformation: bottleneck.availableInformation)
  }

  private static let best = curve()

  /// The envelope of the tangents is concave, rises, and lies below I(s, x) and I(x, y); it touches the channels, and is not
  /// far above the chords between them.
  @Test func envelope() {
    let curve = Self.best
    let bounds = stride(from: 0.0, through: 2, by: 0.05).map { curve.bound(at: $0) }
    for (place, bound) in bounds.enumerated() {
      #expect(bound <= min(0.05 * Double(place), curve.availableInformation))
      if place > 0 { #expect(bound >= bounds[place - 1]) }
      if place > 1 { #expect(bound - 2 * bounds[place - 1] + bounds[place - 2] < 1e-12) }
    }
    for (one, other) in zip(curve.points, curve.points.dropFirst()) {
      #expect(abs(curve.bound(at: one.inputInformation) - one.relevantInformation) < 1e-8)
      let between = curve.bound(at: 0.5 * (one.inputInformation + other.inputInformation))
      let chord = 0.5 * (one.relevantInformation + other.relevantInformation)
      #expect(between > chord && between < chord + 0.015)
      let value = curve.value(at: 0.5 * (one.inputInformation + other.inputInformation))
      #expect(value > chord && value < between)
    }
  }

  /// Points at β = 3 and 5 in bits, on a grid of step 0.2: the bound at their I(s, x).
  @Test func knownPoints() {
    let bottleneck = parityTask(30, step: 0.2).informationBottleneck
    let channels = bottleneck.curve(
      tradeOffs: [3, 5], clusters: 8, starts: 1, tolerance: 1e-10, random: RandomStream(seed: 3))
    let curve = BottleneckCurve(channels, availableInformation: bottleneck.availableInformation)
    for (input, relevant) in [(0.511847, 0.221965), (0.977308, 0.340549)] {
      #expect(abs(bitsPerNat * curve.bound(at: input / bitsPerNat) - relevant) < 2e-6)
      // The cubic of much coarser points finds them too, the tangents and chords do not.
      let coarse = BottleneckCurve(
        bottleneck.curve(
          tradeOffs: input < 0.9 ? [2.7, 3.4] : [4.4, 5.7], clusters: 8, starts: 1, tolerance: 1e-9,
          random: RandomStream(seed: 3)), availableInformation: bottleneck.availableInformation)
      #expect(abs(bitsPerNat * coarse.value(at: input / bitsPerNat) - relevant) < 2e-4)
      #expect(bitsPerNat * coarse.bound(at: input / bitsPerNat) - relevant > 5e-4)
    }
  }

  /// Without correlations the gate's argument (Rx)₁(Rx)₂ has the same distribution at all angles, and so has the curve.
  /// Negative control: with ρ = 0.8 the angle matters.
  @Test func theAngleDoesNotMatter() {
    func distance(_ correlation: Double) -> Double {
      let (one, other) = (Self.curve(0, correlation: correlation), Self.curve(30, correlation: correlation))
      return abs(one.bound(at: 0.4) - other.bound(at: 0.4))
    }
    #expect(distance(0) < 3e-4, "what is left is the error of the grid")
    #expect(distance(0.8) > 2e-3)
  }

  /// No complex lies above the curve, neither both spins nor their parity, which is a channel of one bit and lies below the
  /// curve of two clusters too. Negative controls: the curve of a gate half as sharp is crossed; a curve of two clusters is too
  /// low where more than a bit of the input is kept.
  @Test func noComplexLiesAbove() {
    let task = parityTask(30, step: 0.25)
    let (best, oneBit, blunt) = (Self.best, Self.curve(clusters: 2), Self.curve(eta: 2.5))
    var crossed = 0
    for j12 in stride(from: -2.0, through: 2, by: 0.25) {
      for j21 in stride(from: -2.0, through: 2, by: 0.25) {
        let point = task.planePoint(of: PairCouplings(j12: j12, j21: j21))
        let relevant = point.performance.relevantInformation / bitsPerNat
        #expect(relevant < best.bound(at: point.inputInformation / bitsPerNat) + 1e-12)
        #expect(relevant < oneBit.bound(at: point.parityInformation / bitsPerNat) + 1e-12)
        #expect(point.parityInformation < min(1, point.inputInformation))
        if relevant > blunt.bound(at: point.parityInformation / bitsPerNat) { crossed += 1 }
      }
    }
    #expect(crossed > 10)
    #expect(best.bound(at: 0.7) - oneBit.bound(at: 0.7) > 0.02)
  }

  /// I(s, y) = I(s₁s₂, y), and neither spin alone knows anything. Negative control: inputs that are not centred.
  @Test(arguments: [
    PairCouplings(j12: -0.7, j21: 0.9), PairCouplings(j12: 0.3, j21: 0.3), PairCouplings(j12: 1.2, j21: -0.1),
  ])
  func onlyTheParityKnows(couplings: PairCouplings) {
    let centred = parityTask(30, correlation: 0.4, step: 0.25)
    let gate = StochasticParityGate(angle: 30, sharpness: 5)
    let shifted = InputEnsemble(centred.ensemble.inputs.map { $0 + 0.7 }, weights: centred.ensemble.weights)
    for (task, isSymmetric) in [(centred, true), (ParityGateTask(gate, ensemble: shifted, beta: 2), false)] {
      let complex = SensoryComplex(couplings: couplings, beta: 2)
      var parity = [[0.0, 0], [0, 0]]
      var first = [[0.0, 0], [0, 0]]
      for (place, x) in task.ensemble.inputs.enumerated() {
        let p = complex.response(to: x).probabilities
        for (y, answer) in [1 - task.answers[place], task.answers[place]].enumerated() {
          let weight = task.ensemble.weights[place] * answer
          parity[0][y] += weight * (p.x + p.z)
          parity[1][y] += weight * (p.y + p.w)
          first[0][y] += weight * (p.x + p.w)
          first[1][y] += weight * (p.y + p.z)
        }
      }
      let missing = task.performance(of: couplings).relevantInformation - bitsPerNat * mutualInformation(parity)
      #expect(isSymmetric ? abs(missing) < 1e-14 : missing > 1e-3)
      if isSymmetric { #expect(abs(mutualInformation(first)) < 1e-14) }
    }
  }

  /// Uncoupled spins have ⟨s₁s₂⟩ = tanh βx₁ tanh βx₂: in the cold the parity is the sign of x₁x₂, at φ = 0 the best bit.
  @Test func coldParity() {
    for x in [SIMD2(0.3, -0.8), SIMD2(-1.1, -0.2)] {
      let response = SensoryComplex(couplings: PairCouplings(j12: 0, j21: 0), beta: 2).response(to: x)
      let product = Elementary.tanh(2 * x.x) * Elementary.tanh(2 * x.y)
      #expect(abs(2 * response.evenParity - 1 - product) < 1e-14)
    }
    let oneBit = Self.curve(clusters: 2)
    func shortfall(_ angle: Double) -> Double {
      let point = parityTask(angle, beta: 8, step: 0.1).planePoint(of: PairCouplings(j12: 0, j21: 0))
      return 1 - point.performance.relevantInformation
        / (bitsPerNat * oneBit.bound(at: point.parityInformation / bitsPerNat))
    }
    #expect(shortfall(0) < 0.03)
    #expect(shortfall(30) > 0.5)
  }
}

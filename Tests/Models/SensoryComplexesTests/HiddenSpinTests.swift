import DissipationBottlenecks
import ElementaryFunctions
import Matrices
import Optimisation
import Randomness
import SensoryComplexes
import SpinNetworks
import StochasticThermodynamics
import Testing

@Suite struct HiddenSpinTests {
  private static func task(_ hidden: Int, angle: Double = 30, step: Double = 0.5) -> HiddenSpinTask {
    let gate = StochasticParityGate(angle: angle, sharpness: 5)
    return HiddenSpinTask(ParityGateModel(gate: gate, correlation: 0.2, beta: 2), hidden: hidden, step: step)
  }

  /// Couplings drawn uniformly from −1...1, all independent or symmetric.
  private static func drawn(_ task: HiddenSpinTask, _ seed: UInt64, symmetric: Bool = false) -> [Double] {
    var random = RandomStream(seed: seed)
    let n = task.spins
    var matrix = Matrix(rows: n, columns: n) { _, _ in 2 * random.uniform() - 1 }
    if symmetric {
      for i in 0..<n {
        for j in 0..<i { matrix[j, i] = matrix[i, j] }
      }
    }
    return task.couplings(of: matrix)
  }

  @Test func pointsAndMatrices() {
    let (two, three) = (Self.task(0), Self.task(1))
    #expect(two.matrix([1, 2]) == [[0, 1], [2, 0]])
    #expect(three.matrix([1, 2, 3, 4, 5, 6]) == [[0, 1, 2], [3, 0, 4], [5, 6, 0]])
    #expect(three.couplings(of: three.matrix([1, 2, 3, 4, 5, 6])) == [1, 2, 3, 4, 5, 6])
    #expect(three.embedding([1, 2], of: two) { 7 } == [1, 7, 2, 7, 7, 7])
  }

  /// Without hidden spins: Kirchhoff's closed form for two. Negative control: exchanged couplings.
  @Test(arguments: [(-0.7, 0.9), (0.4, 0.4), (-1.3, -0.2)])
  func twoSpins(j12: Double, j21: Double) {
    let task = Self.task(0, step: 0.25)
    let closed = parityTask(30, correlation: 0.2, step: 0.25).performance(of: PairCouplings(j12: j12, j21: j21))
    let general = task.performance(of: [j12, j21])
    #expect(abs(general.relevantInformation - closed.relevantInformation) < 1e-12)
    #expect(
      abs(general.entropyProductionRate - closed.entropyProductionRate) < 1e-12 * (1 + closed.entropyProductionRate))
    let other = task.performance(of: [j21, j12])
    if j12 != j21 { #expect(abs(other.relevantInformation - closed.relevantInformation) > 1e-3) }
  }

  /// Hidden spins against the enumerated master equation at all inputs, x and −x alike: the information of the four visible
  /// states and of all states, and the dissipation of all couplings.
  @Test(arguments: [1, 2])
  func masterEquation(hidden: Int) throws {
    let task = Self.task(hidden, step: 1)
    let couplings = Self.drawn(task, 5)
    let inputs = InputEnsemble.gaussian(correlation: 0.2, step: 1)
    var visible = Array(repeating: [0.0, 0], count: 4)
    var all = Array(repeating: [0.0, 0], count: 1 << task.spins)
    var sigma = 0.0
    for (x, weight) in zip(inputs.inputs, inputs.weights) {
      let network = try SpinNetwork(
        couplings: task.matrix(couplings), fields: [x.x, x.y] + Array(repeating: 0, count: hidden), beta: 2)
      let start = SpinState(Array(repeating: 1, count: task.spins), in: network)
      let matrix = try RateMatrix(enumerating: network, from: start)
      let p = try matrix.stationary
      sigma += weight * matrix.entropyProductionRate(p)
      let one = task.model.gate.probabilityOfOne(reading: x)
      for (state, p) in zip(try RateMatrix.states(of: network, from: start), p) {
        for (y, answer) in [1 - one, one].enumerated() {
          visible[state.index & 3][y] += weight * answer * p
          all[state.index][y] += weight * answer * p
        }
      }
    }
    let found = task.performance(of: couplings)
    #expect(abs(found.relevantInformation - bitsPerNat * mutualInformation(visible)) < 1e-12)
    #expect(abs(found.entropyProductionRate - sigma) < 1e-11 * sigma)
    let allSpins = task.informationOfAllSpins(of: couplings)
    #expect(abs(allSpins - bitsPerNat * mutualInformation(all)) < 1e-12)
    #expect(allSpins > found.relevantInformation + 1e-5)
  }

  /// The gradient against central differences of fourth order. Negative control: the gradient at another price.
  @Test(arguments: [0, 1, 2])
  func gradient(hidden: Int) {
    let task = Self.task(hidden)
    let point = Self.drawn(task, 11)
    let found = task.slope(at: point, price: 0.05)
    let performance = task.performance(of: point)
    let value = performance.relevantInformation / bitsPerNat - 0.05 * performance.entropyProductionRate
    #expect(abs(found.value - value) < 1e-14)
    let size = found.gradient.map(abs).max() ?? 0
    var largest = 0.0
    for place in point.indices {
      func value(_ shift: Double) -> Double {
        var moved = point
        moved[place] += shift
        return task.slope(at: moved, price: 0.05).value
      }
      let h = 1e-3
      let difference = (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h)
      largest = max(largest, abs(found.gradient[place] - difference))
    }
    #expect(largest < 1e-6 * size)
    let other = task.slope(at: point, price: 0.051).gradient
    #expect(zip(found.gradient, other).contains { abs($0 - $1) > 1e-4 * size })
  }

  /// Symmetric networks: what they know is what two spins with the effective coupling know, and they do not dissipate at all.
  /// For one hidden spin the effective coupling has a closed form. Negative control: without the correction.
  @Test(arguments: [1, 2], [1, 2, 3] as [UInt64])
  func effectiveCoupling(hidden: Int, seed: UInt64) {
    let task = Self.task(hidden)
    let point = Self.drawn(task, seed, symmetric: true)
    let effective = task.effectiveCoupling(of: point)
    let matrix = task.matrix(point)
    if hidden == 1 {
      let (a, b) = (matrix[2, 0], matrix[2, 1])
      func cosh(_ x: Double) -> Double { 0.5 * (Elementary.exp(x) + Elementary.exp(-x)) }
      #expect(abs(effective - matrix[0, 1] - Elementary.log(cosh(2 * (a + b)) / cosh(2 * (a - b))) / 4) < 1e-12)
    }
    let (found, pair) = (task.performance(of: point), Self.task(0).performance(of: [effective, effective]))
    #expect(abs(found.relevantInformation - pair.relevantInformation) < 1e-12)
    #expect(found.entropyProductionRate == 0)
    let bare = Self.task(0).performance(of: [matrix[0, 1], matrix[0, 1]])
    #expect(abs(found.relevantInformation - bare.relevantInformation) > 1e-4)
  }

  /// At φ = 45° symmetric networks know nothing, with whatever hidden spins. One asymmetric coupling of a hidden spin, in a
  /// network whose visible spins are coupled symmetrically, lifts the zero.
  @Test(arguments: [1, 2], [1, 2, 3] as [UInt64])
  func zeroAtFortyFive(hidden: Int, seed: UInt64) {
    let task = Self.task(hidden, angle: 45)
    var point = Self.drawn(task, seed, symmetric: true)
    #expect(abs(task.performance(of: point).relevantInformation) < 1e-14)
    point[1] += 0.5
    let lifted = task.performance(of: point)
    #expect(lifted.relevantInformation > 1e-6 && lifted.entropyProductionRate > 1e-3)
  }

  /// Two free spins at β = 0 flip at rate 1 each, and their parity remembers for ∫exp(−4t)dt = 1/4. At finite β, against
  /// C(t) of the master equation by quadrature.
  @Test func memory() throws {
    let gate = StochasticParityGate(angle: 30, sharpness: 5)
    let hot = HiddenSpinTask(ParityGateModel(gate: gate, correlation: 0, beta: 0), hidden: 1, step: 1)
    #expect(abs(hot.memoryTime(of: [0, 0, 0, 0, 0, 0]) - 0.25) < 1e-13)
    let lone = HiddenSpinTask(ParityGateModel(gate: gate, correlation: 0, beta: 1), hidden: 1, step: 0.1, cutoff: 0.1)
    let couplings = Self.drawn(lone, 2)
    var (integral, variance) = (0.0, 0.0)
    let inputs = InputEnsemble.gaussian(correlation: 0, step: 0.1, cutoff: 0.1)
    for (x, weight) in zip(inputs.inputs, inputs.weights) {
      let network = try SpinNetwork(couplings: lone.matrix(couplings), fields: [x.x, x.y, 0], beta: 1)
      let start = SpinState([1, 1, 1], in: network)
      let matrix = try RateMatrix(enumerating: network, from: start)
      let parities = try RateMatrix.states(of: network, from: start).map { $0[0] * $0[1] }
      let p = try matrix.stationary
      let mean = zip(p, parities).reduce(0) { $0 + $1.0 * $1.1 }
      var signed = zip(p, parities).map { $0 * ($1 - mean) }
      func overlap() -> Double { zip(signed, parities).reduce(0) { $0 + $1.0 * $1.1 } }
      variance += weight * overlap()
      // Simpson's rule with steps of 0.02 up to t = 20.
      var sum = overlap()
      for number in 1...1000 {
        signed = try matrix.evolve(signed, for: 0.02)
        sum += (number == 1000 ? 1 : number % 2 == 1 ? 4 : 2) * overlap()
      }
      integral += weight * sum * 0.02 / 3
    }
    #expect(abs(lone.memoryTime(of: couplings) - integral / variance) < 1e-6)
  }

  /// More hidden spins never do worse. At 30° a hidden spin gains a lot at equal price.
  @Test func nestedOptima() {
    let gate = StochasticParityGate(angle: 30, sharpness: 5)
    let networks = HiddenSpinNetworks(
      ParityGateModel(gate: gate, correlation: 0, beta: 2), step: 0.5, starts: 4, random: RandomStream(seed: 9))
    let prices = [0.01, 0.1]
    let paths = DissipationBottleneck(networks, bound: 1).optima(upTo: 2, along: prices)
    let values = paths.map { path in zip(path, prices).map { $0.value(at: $1) } }
    for place in prices.indices {
      for (fewer, more) in zip(values, values.dropFirst()) { #expect(more[place] >= fewer[place] - 1e-13) }
      #expect(values[1][place] > values[0][place] + 0.005)
    }
    #expect(paths.joined().allSatisfy { $0.couplings.allSatisfy { abs($0) <= 1 } })
    let two = DissipationBottleneck(parityTask(30, step: 0.5), bound: 1).optima(along: prices)
    for (general, closed) in zip(paths[0], two) { #expect(abs(general.information - closed.information) < 1e-6) }
  }

  /// Simulated networks within 4 standard errors. Negative control: other couplings of the hidden spin.
  @Test(arguments: [1, 2])
  func samples(hidden: Int) throws {
    let task = Self.task(hidden)
    let couplings = Self.drawn(task, 3)
    func sampled(_ couplings: [Double]) throws -> SampledPerformance {
      SampledPerformance(
        averaging: try (0..<24).map {
          try task.sampledPerformance(
            of: couplings, burnIn: 10, duration: 40, random: RandomStream(seed: 8)["hidden spins"][hidden][$0])
        })
    }
    let exact = task.performance(of: couplings)
    #expect(try sampled(couplings).deviations(from: exact).allSatisfy { abs($0) < 4 })
    #expect(try sampled(Self.drawn(task, 4)).deviations(from: exact).contains { abs($0) > 10 })
  }
}

@Suite struct GradientSearchTests {
  /// Two peaks of heights 1 and 2 around (−1, 0) and (1, 0.5).
  private static func peaks(_ point: [Double]) -> GlobalMaximum.Slope {
    var slope = GlobalMaximum.Slope(value: 0, gradient: [0, 0])
    for (height, x, y) in [(1.0, -1.0, 0.0), (2, 1, 0.5)] {
      let (u, v) = (point[0] - x, point[1] - y)
      let value = height * Elementary.exp(-4 * (u * u + v * v))
      slope.value += value
      slope.gradient[0] -= 8 * u * value
      slope.gradient[1] -= 8 * v * value
    }
    return slope
  }

  /// The higher peak is found from starts near both. Negative control: from one start, the lower one.
  @Test func bothPeaks() {
    let search = GlobalMaximum(lower: [-2, -2], upper: [2, 2])
    let best = search.climbing(from: [[-1.2, 0.2], [0.8, 0.2]], Self.peaks)
    #expect(abs(best.point[0] - 1) < 1e-6 && abs(best.point[1] - 0.5) < 1e-6 && abs(best.value - 2) < 1e-6)
    #expect(search.climbing(from: [[-1.2, 0.2]], Self.peaks).value < 1.01)
  }

  /// A maximum outside of the box is sought at its edge, and a start on flat ground stays.
  @Test func edgesAndPlateaus() {
    let search = GlobalMaximum(lower: [-2, -2], upper: [0.5, 2])
    let best = search.climbing(from: [[0.3, 0.1]], Self.peaks)
    #expect(best.point[0] == 0.5 && abs(best.point[1] - 0.5) < 1e-3)
    let flat = search.climbing(from: [[0.1, 0.2]]) { _ in GlobalMaximum.Slope(value: 3, gradient: [0, 0]) }
    #expect(flat == Maximum(point: [0.1, 0.2], value: 3))
  }

  /// Along a path both directions are followed: peaks that exchange their ranks, with starts near one of them only.
  @Test func alongAPath() {
    let search = GlobalMaximum(lower: [-2], upper: [2])
    func slope(_ point: [Double], _ tilt: Double) -> GlobalMaximum.Slope {
      let x = point[0]
      let s = x * x - 1
      return GlobalMaximum.Slope(value: -s * s + tilt * x, gradient: [-4 * x * s + tilt])
    }
    let maxima = search.climbing(along: [-0.5, 0.1, 0.5], from: [[[-1]], [[-1]], [[1]]], slope)
    #expect(maxima[0].point[0] < -0.9 && maxima[1].point[0] > 0.9 && maxima[2].point[0] > 0.9)
    // Negative control: without the last start nothing leads to the other peak.
    let trapped = search.climbing(along: [-0.5, 0.1], from: [[[-1]], [[-1]]], slope)
    #expect(trapped[1].point[0] < -0.9)
  }
}

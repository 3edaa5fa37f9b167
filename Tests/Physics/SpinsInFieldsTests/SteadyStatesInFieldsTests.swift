import ElementaryFunctions
import Matrices
import Randomness
import SpinNetworks
import SpinsInFields
import StochasticThermodynamics
import Testing

@Suite struct SteadyStatesInFieldsTests {
  /// A random network with eight sets of fields.
  private struct Example {
    let couplings: Matrix
    let fields: [[Double]]
    let roots: [SIMD8<Double>]

    init(spins: Int, beta: Double, seed: UInt64) {
      var random = RandomStream(seed: seed)[spins]
      couplings = Matrix(rows: spins, columns: spins) { $0 == $1 ? 0 : 2 * random.uniform() - 1 }
      let fields = (0..<8).map { _ in (0..<spins).map { _ in 2 * random.uniform() - 1 } }
      self.fields = fields
      roots = (0..<spins).map { i in
        SIMD8((0..<8).map { Elementary.exp(-beta * fields[$0][i]) })
      }
    }
  }

  /// The same by the sweeps of `SpinNetworkSteadyState`, an independent program: probabilities, entropy production, and the
  /// derivatives by all couplings and fields.
  @Test(arguments: 1...6) func agreesWithTheSweeps(spins: Int) throws {
    let (beta, price) = (1.3, 0.2)
    let example = Example(spins: spins, beta: beta, seed: 7)
    var states = SteadyStatesInFields(spins: spins, beta: beta)
    states.set(couplings: example.couplings)
    states.solve(example.roots)
    let observable = (0..<(1 << spins)).map { $0 >> (spins - 1) & 1 == 1 ? 1.0 : -0.4 }
    let byFields = states.addGradient(
      of: observable, slope: SIMD8(repeating: 0.7), price: price, weight: SIMD8(repeating: 0.5))
    var byCouplings = Matrix.zeros(spins, spins)
    var control = 0.0
    for lane in 0..<8 {
      let network = try SpinNetwork(couplings: example.couplings, fields: example.fields[lane], beta: beta)
      let steady = try SpinNetworkSteadyState(of: network)
      for state in 0..<(1 << spins) {
        #expect(abs(states.probability(of: state)[lane] - steady.probabilities[state]) < 1e-12)
      }
      #expect(abs(states.entropyProductionRate[lane] - steady.entropyProductionRate) < 1e-11)
      let gradient = try steady.gradient(of: observable.map { 0.7 * $0 }, dissipationCost: price)
      for i in 0..<spins {
        #expect(abs(byFields[i][lane] - 0.5 * gradient.fields[i]) < 1e-9)
        control = max(control, abs(byFields[i][lane] - gradient.fields[i]))
        for j in 0..<spins { byCouplings[i, j] += 0.5 * gradient.couplings[i, j] }
      }
    }
    let found = states.gradient
    for i in 0..<spins {
      for j in 0..<spins { #expect(abs(found[i, j] - byCouplings[i, j]) < 1e-8) }
    }
    // Negative control: without the weight the derivatives are others.
    #expect(control > 1e-3)
  }

  /// A spin by itself: ⟨s⟩ = tanh βf, and an autocorrelation that decays with both of its rates, 2 cosh βf.
  @Test func aSingleSpinRemembers() {
    var states = SteadyStatesInFields(spins: 1, beta: 2)
    states.set(couplings: .zeros(1, 1))
    states.solve([SIMD8(repeating: Elementary.exp(-2 * 0.3))])
    let memory = states.memory(of: [-1, 1])
    let m = Elementary.tanh(0.6)
    #expect(abs(states.average(of: [-1, 1])[3] - m) < 1e-15)
    #expect(abs(memory.variance[3] - (1 - m * m)) < 1e-15)
    #expect(abs(memory.integral[3] / memory.variance[3] - 1 / (Elementary.exp(0.6) + Elementary.exp(-0.6))) < 1e-14)
  }

  /// Symmetric couplings do not produce entropy, to the last bit; a control with one coupling changed does.
  @Test func equilibriumProducesNothing() {
    let example = Example(spins: 4, beta: 2, seed: 3)
    var w = Matrix(rows: 4, columns: 4) { i, j in example.couplings[min(i, j), max(i, j)] }
    var states = SteadyStatesInFields(spins: 4, beta: 2)
    states.set(couplings: w)
    states.solve(example.roots)
    #expect(states.entropyProductionRate == .zero)
    w[0, 1] += 0.3
    states.set(couplings: w)
    states.solve(example.roots)
    #expect(states.entropyProductionRate.min() > 1e-4)
  }
}

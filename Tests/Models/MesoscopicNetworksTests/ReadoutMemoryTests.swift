import MesoscopicNetworks
import Randomness
import Testing

/// How long readouts remember.
@Suite struct ReadoutMemoryTests {
  /// A network without couplings, all of whose last spins feel the same field h.
  private static func uncoupled(field: Float) -> FinishedLineNetwork {
    let architecture = LineArchitecture.threeLayers(channels: 2, wiring: .symmetric)
    var training = LineTraining(architecture, response: .corrected(by: [1, 1, 1]))
    (training.epochs, training.scale, training.inputScale) = (0, 0, 0)
    let spins = architecture.spinArchitecture.parameters
    let plain = LineNetwork(architecture, parameters: Array(repeating: 0, count: architecture.parameters))
    // Biases are the parameters that move the fields without an image.
    let dark = plain.fields(reading: Array(repeating: 0, count: 40))
    var parameters = plain.parameters
    for place in 0..<spins {
      var moved = plain.parameters
      moved[place] = 1
      if LineNetwork(architecture, parameters: moved).fields(reading: Array(repeating: 0, count: 40)) != dark {
        parameters[place] = field
      }
    }
    var random = RandomStream(seed: 71)
    for place in spins..<parameters.count { parameters[place] = Float(random.normal()) }
    return FinishedLineNetwork(training.begin(at: parameters), of: training)
  }

  /// A spin in the field h forgets at the rate 2 cosh h, and so does any sum of independent ones: τ = 1/(2 cosh h). The mean of eight
  /// measurements with 20 images each lies within 4 of its standard errors and 3 %, as blocks end somewhere and looks are a tenth apart.
  /// Control: the memory in the other field, and that of no field at all.
  @Test(arguments: [Float(0.5), 1])
  func uncoupledSpinsForgetAsTheyDo(field: Float) throws {
    let memory = ReadoutMemory(of: Self.uncoupled(field: field), heldOut: 500, images: 20, burnIn: 3, time: 1500)
    let found = try (0..<8).map { try memory.compute(RandomStream(seed: 72)[$0]) }
    let mean = found.reduce(0, +) / 8
    let error = (found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 56).squareRoot()
    func misses(_ h: Double) -> Bool {
      let exact = 1 / (2 * Double.cosh(h))
      return abs(mean - exact) > 4 * error + 0.03 * exact
    }
    #expect(!misses(Double(field)), "\(mean) ± \(error)")
    #expect(misses(1.5 - Double(field)) && misses(0))
  }
}

extension Double {
  fileprivate static func cosh(_ x: Double) -> Double { (Double.exponential(x) + Double.exponential(-x)) / 2 }

  /// By its series: the largest x here is 1.
  private static func exponential(_ x: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for n in 1...20 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }
}

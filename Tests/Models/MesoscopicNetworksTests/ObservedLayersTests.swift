import ElementaryFunctions
import Foundation
import MesoscopicNetworks
import Randomness
import Testing

/// What is seen of a network, layer by layer.
@Suite struct ObservedLayersTests {
  private static func look(_ wiring: LineArchitecture.Wiring, time: Double, seed: Int = 97) -> ObservedLayers {
    let plain = PlainLineNetwork(.threeLayers(channels: 3, wiring: wiring), scale: 1.2, seed: seed)
    var training = LineTraining(plain.network.architecture, response: .naive(layers: 3))
    training.epochs = 0
    let network = FinishedLineNetwork(training.begin(at: plain.single), of: training)
    return ObservedLayers(of: network, image: (0..<40).map { sin(Double($0)) }, burnIn: 10, time: time)
  }

  /// An average that is δ too large in a field h deviates by δ √T cosh^{3/2} h after a long time T, as the variance is then 1/(T cosh³ h). Of
  /// spins that leave their better side less than 25 times, T/(2 cosh h), the sum towards these sides deviates; of fewer such spins, nothing.
  @Test func deviationsAreInExactErrors() {
    let (time, δ) = (1e4, 0.01)
    let look = Self.look(.feedForward, time: time)
    let fields = [0.3, -1, 7, -7, 7, 20]
    let averages = fields.map { Elementary.tanh($0) + δ }
    let found = look.deviations(of: averages[...], in: fields)
    #expect(found.count == 3)
    func expected(_ field: Double, sum: Double, spins: Double) -> Double {
      sum * (time * pow(cosh(field), 3) / spins).squareRoot()
    }
    // Of three in large fields two are too large towards their side, and one away from it.
    let exact = [
      expected(0.3, sum: δ, spins: 1), expected(1, sum: δ, spins: 1), expected(7, sum: δ, spins: 3),
    ]
    for (deviation, exact) in zip(found, exact) { #expect(abs(deviation / exact - 1) < 2e-3) }
    #expect(look.deviations(of: averages[2..<4], in: Array(fields[2..<4])).isEmpty)
    #expect(look.deviations(of: [], in: []).isEmpty)
  }

  /// The first layer of a feed-forward network is where its image says, within 4.5 standard errors of sixty numbers. Controls: the averages are
  /// not those in fields a little larger; and where layers act back there is nothing to compare.
  @Test func theFirstLayerIsKnown() throws {
    let look = Self.look(.feedForward, time: 2000)
    let seen = try look.compute(RandomStream(seed: 98))
    #expect(seen.deviations.count > 20 && seen.deviations.allSatisfy { abs($0) < 4.5 }, "\(seen.deviations)")
    let fields = look.network.network.fields(reading: look.image).map { $0 + 0.2 }
    let others = look.deviations(of: seen.layers[0].values[...], in: fields)
    #expect(others.contains { abs($0) > 8 })
    #expect(try Self.look(.symmetric, time: 50).compute(RandomStream(seed: 98)).deviations.isEmpty)
  }
}

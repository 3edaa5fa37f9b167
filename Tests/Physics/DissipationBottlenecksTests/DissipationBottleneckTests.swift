import DissipationBottlenecks
import Foundation
import SensoryComplexes
import Testing

/// Two couplings with the benefit x − ½x² + y, of which y dissipates y².
private struct Drive: ValueSearchedModel, ModelWithEquilibrium {
  struct Outcome: DissipativeOutcome {
    var benefit, dissipation: Double
  }

  /// The ones with y = 0.
  struct Still: ValueSearchedModel {
    var dimension: Int { 1 }
    func couplings(at point: [Double]) -> [Double] { [point[0], 0] }
    func outcome(of couplings: [Double]) -> Outcome { Drive().outcome(of: couplings) }
    func starts(along prices: [Double], within bound: Double) -> [[[Double]]] { prices.map { _ in [[0]] } }
    func value(at point: [Double], price: Double) -> Double { outcome(of: couplings(at: point)).benefit }
  }

  var symmetric: Still { Still() }
  var dimension: Int { 2 }
  func couplings(at point: [Double]) -> [Double] { point }
  func outcome(of couplings: [Double]) -> Outcome {
    let (x, y) = (couplings[0], couplings[1])
    return Outcome(benefit: x - 0.5 * x * x + y, dissipation: y * y)
  }
  func starts(along prices: [Double], within bound: Double, from equilibrium: [Double]) -> [[[Double]]] {
    prices.map { _ in [equilibrium] }
  }
  func value(at point: [Double], price: Double) -> Double { outcome(of: couplings(at: point)).value(at: price) }
}

@Suite struct DissipationBottleneckTests {
  /// The best drive is y = 1/2α, up to the bound; that of another price is worse by more than the error of a search.
  @Test func frontier() {
    let bottleneck = DissipationBottleneck(Drive(), bound: 2)
    let prices = [0, 0.5, 1, 10]
    let frontier = bottleneck.frontier(along: prices)
    #expect(abs(frontier.equilibrium.couplings[0] - 1) < 1e-7 && frontier.equilibrium.couplings[1] == 0)
    #expect(frontier.equilibrium.dissipation == 0 && abs(frontier.equilibrium.benefit - 0.5) < 1e-12)
    for (optimum, (price, y)) in zip(frontier.path, zip(prices, [2, 1, 0.5, 0.05])) {
      #expect(abs(optimum.couplings[0] - 1) < 1e-7 && abs(optimum.couplings[1] - y) < 1e-7)
      #expect(optimum.value(at: price) > frontier.equilibrium.value(at: price))
      #expect(optimum.value(at: price) == optimum.benefit - price * optimum.dissipation)
    }
    #expect(frontier.path[1].value(at: 1) < frontier.path[2].value(at: 1) - 0.1)
    #expect(frontier.path == bottleneck.optima(along: prices))
  }

  /// A stored optimum holds the properties of the outcome beside the couplings, or the outcome under the name of the model.
  @Test func stored() throws {
    let optimum = DissipationBottleneck(Drive(), bound: 2).optimum(at: [0.5, 0.25])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(optimum)
    #expect(String(decoding: json, as: UTF8.self) == #"{"benefit":0.625,"couplings":[0.5,0.25],"dissipation":0.0625}"#)
    #expect(try JSONDecoder().decode(DissipationBottleneck<Drive>.Optimum.self, from: json) == optimum)

    let sensing = DissipationBottleneck(SensoryModel(correlation: 1, beta: 1).inputs(step: 1), bound: 1)
      .optimum(at: PairCouplings(j12: 0.5, j21: 0.25))
    let named = try encoder.encode(sensing)
    let keys = try #require(try JSONSerialization.jsonObject(with: named) as? [String: Any]).keys.sorted()
    #expect(keys == ["couplings", "sensing"])
    #expect(try JSONDecoder().decode(DissipationBottleneck<SensoryInputs>.Optimum.self, from: named) == sensing)
    // Negative control: the names of another model.
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(DissipationBottleneck<ParityGateTask>.Optimum.self, from: named)
    }
  }
}

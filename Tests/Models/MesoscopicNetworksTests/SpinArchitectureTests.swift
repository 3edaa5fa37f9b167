import MesoscopicNetworks
import Randomness
import Testing

@Suite struct SpinArchitectureTests {
  @Test func networksHaveTheTiedCouplings() throws {
    let architecture = SpinArchitecture(
      spins: 3, inputs: 2, parameters: 3,
      ties: [.init(on: 0, by: 1, parameter: 0), .init(on: 1, by: 0, parameter: 0), .init(on: 2, by: 0, parameter: 1)],
      inputTies: [.init(on: 0, input: 1), .init(on: 2, input: 0, parameter: 2), .init(on: 2, input: 1, parameter: 1)],
      biases: [.init(on: 1, parameter: 2)])
    let θ = [0.3, -0.7, 1.1]
    let network = try architecture.network(θ, reading: [2, 5])
    #expect(network.couplings.matrix == [[0, 0.3, 0], [0.3, 0, 0], [-0.7, 0, 0]])
    #expect(network.fields == [5, 1.1, 2.2 - 3.5])
    #expect(try architecture.network(θ).fields == [0, 1.1, 0])
    // x₂ = θ₂u₀ + θ₁u₁, x₁ = θ₂: the chain rule by hand, 11, 100 + 9·5 and 8 + 9·2.
    let gradient = architecture.pullback(couplings: [1, 10, 100], fields: [7, 8, 9], reading: [2, 5])
    #expect(gradient == [11, 145, 26])
  }

  @Test func shapesHaveTheirParameters() throws {
    #expect(SpinArchitecture.allToAll(spins: 5).parameters == 20)
    #expect(SpinArchitecture.symmetric(spins: 7).parameters == 21)
    #expect(try SpinArchitecture.twoSpins.network([-0.5, 0.2]).couplings.matrix == [[0, -0.5], [0.2, 0]])
    for feedback in SpinArchitecture.Feedback.allCases {
      let layered = SpinArchitecture.layered(inputs: 3, layers: [4, 5], feedback: feedback)
      #expect(layered.parameters == 12 + (feedback == .free ? 40 : 20) + 9)
      let network = try layered.network((0..<layered.parameters).map { 0.1 * Double($0) })
      #expect(network.isSymmetric == (feedback == .symmetric))
      #expect(network.couplings.count == (feedback == .none ? 20 : 40))
    }
  }

  /// The pullback is the transpose of the linear map θ ↦ (W, x): g·(W, x)(δθ) = pullback(g)·δθ.
  @Test func pullbackIsTheTranspose() throws {
    let architecture = SpinArchitecture.layered(inputs: 3, layers: [4, 2], feedback: .symmetric)
    var random = RandomStream(seed: 3)["transpose"]
    func normals(_ count: Int) -> [Double] { (0..<count).map { _ in random.normal() } }
    let (θ, u) = (normals(architecture.parameters), normals(3))
    let (couplings, fields) = (normals(architecture.ties.count), normals(6))
    let network = try architecture.network(θ, reading: u)
    let left =
      zip(architecture.ties, couplings).reduce(0) { $0 + network.couplings[$1.0.on, $1.0.by] * $1.1 }
      + zip(network.fields, fields).reduce(0) { $0 + $1.0 * $1.1 }
    let gradient = architecture.pullback(couplings: couplings, fields: fields, reading: u)
    #expect(abs(left - zip(gradient, θ).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-12)
  }
}

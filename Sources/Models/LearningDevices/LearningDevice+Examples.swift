import ElementaryFunctions
import Randomness
import StochasticThermodynamics
import Validation

extension LearningDevice {
  /// A hidden bit that flips at the rate γ, and a memory of one bit that follows it.
  ///
  /// The memory flips towards the hidden bit at k e^{a/2}/(2 cosh a/2), and away from it at k e^{−a/2}/(2 cosh a/2): the energy a
  /// is released where the memory becomes right, and hence k is the sum of both rates.
  ///
  /// - Parameters:
  ///   - flipRate: γ, per unit time, positive.
  ///   - rate: k, per unit time, positive.
  ///   - drive: a, in k_B T.
  /// - Throws: `InvalidInput` where a rate is negative or not finite.
  public static func bit(flipRate: Double, rate: Double, drive: Double) throws(InvalidInput) -> LearningDevice {
    let hidden = try RateMatrix(stateCount: 2, edges: [.init(from: 0, to: 1, forward: flipRate, backward: flipRate)])
    let memory = try [-drive, drive].map { flow throws(InvalidInput) in
      try RateMatrix(
        stateCount: 2, edges: [.init(from: 0, to: 1, entropyFlow: flow, law: .glauber, attemptRate: rate)])
    }
    return try LearningDevice(hidden: hidden, memory: memory)
  }

  /// What drives the devices of a family of random ones.
  public enum Family: String, Sendable, Codable, CaseIterable {
    /// Nothing but the hidden state, which is in equilibrium by itself; at a fixed hidden state the memory relaxes to
    /// equilibrium. All dissipation is for following.
    case passive
    /// Forces drive hidden state and memory round their cycles too.
    case driven
  }

  /// A device drawn at random: two to five hidden states and as many of the memory, all joined, nothing special about them.
  ///
  /// Energies of the memory are independent Gaussians for each pair of states, with a standard deviation between 0.2 and 6
  /// k_B T; attempt rates are log-normal, and those of the hidden state slower by a factor between 1/e² and e⁵. In the driven family
  /// each edge has a Gaussian force of up to 3 k_B T besides. Rates are Glauber's. Ranges are drawn log-uniformly.
  public static func drawn(from family: Family, random: RandomStream) throws(InvalidInput) -> LearningDevice {
    var random = random
    func logUniform(_ least: Double, _ most: Double) -> Double {
      least * Elementary.exp(random.uniform() * Elementary.log(most / least))
    }
    let (signals, states) = (2 + random.index(below: 4), 2 + random.index(below: 4))
    let (spread, slowness) = (logUniform(0.2, 6), Elementary.exp(-2 + 7 * random.uniform()))
    let forces = family == .driven ? [logUniform(0.1, 3), logUniform(0.1, 3)] : [0, 0]
    func network(
      _ count: Int, _ energies: [Double], _ attempts: [Double], _ forces: [Double]
    ) throws(InvalidInput) -> RateMatrix {
      let pairs = (0..<count).flatMap { a in (0..<a).map { (a, $0) } }
      return try RateMatrix(
        stateCount: count,
        edges: pairs.indices.map { place in
          let (a, b) = pairs[place]
          return .init(
            from: a, to: b, entropyFlow: energies[a] - energies[b] + forces[place], law: .glauber,
            attemptRate: attempts[place])
        })
    }
    func normals(_ count: Int, _ size: Double) -> [Double] { (0..<count).map { _ in size * random.normal() } }
    func attempts(_ count: Int, _ scale: Double) -> [Double] { normals(count, 1).map { scale * Elementary.exp($0) } }
    let (hiddenPairs, memoryPairs) = (signals * (signals - 1) / 2, states * (states - 1) / 2)
    let hidden = try network(
      signals, normals(signals, 1), attempts(hiddenPairs, 1 / slowness), normals(hiddenPairs, forces[0]))
    let (rates, pushes) = (attempts(memoryPairs, 1), normals(memoryPairs, forces[1]))
    let memory = try (0..<signals).map { _ throws(InvalidInput) in
      try network(states, normals(states, spread), rates, pushes)
    }
    return try LearningDevice(hidden: hidden, memory: memory)
  }
}

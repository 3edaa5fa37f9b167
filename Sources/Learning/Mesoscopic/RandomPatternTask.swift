import Randomness

/// Random patterns to be told apart: M inputs x^μ of independent standard normal components, each with a target y^μ = ±1 drawn
/// by a coin.
///
///     let task = RandomPatternTask(count: 20, components: 5, random: RandomStream(seed: 7))
///
/// There is no rule to be found, so that what is learned is how many inputs a network can bend to their targets. Pattern μ and
/// its components come from a stream of their own: tasks with more patterns or more components extend those with fewer.
public struct RandomPatternTask: Sendable, Hashable, Codable {
  /// x^μ: one array of components per pattern.
  public let inputs: [[Double]]

  /// y^μ = ±1, one per pattern.
  public let targets: [Double]

  /// M, how many patterns there are.
  public var count: Int { inputs.count }

  /// Patterns that are given.
  ///
  /// - Precondition: there is at least one; all have the same number of finite components, and one finite target each.
  public init(inputs: [[Double]], targets: [Double]) {
    precondition(
      !inputs.isEmpty && inputs.count == targets.count && inputs.allSatisfy { $0.count == inputs[0].count },
      "Patterns are equally long, and each has a target.")
    precondition(
      inputs.allSatisfy { $0.allSatisfy(\.isFinite) } && targets.allSatisfy(\.isFinite),
      "Patterns and targets must be finite numbers.")
    (self.inputs, self.targets) = (inputs, targets)
  }

  /// Patterns that are drawn.
  ///
  /// - Precondition: there is at least one pattern with at least one component.
  public init(count: Int, components: Int, random: RandomStream) {
    precondition(count > 0 && components > 0, "There must be at least one pattern with at least one component.")
    var inputs: [[Double]] = []
    var targets: [Double] = []
    for pattern in 0..<count {
      var stream = random[pattern]
      targets.append(stream.sign())
      inputs.append((0..<components).map { _ in stream.normal() })
    }
    self.init(inputs: inputs, targets: targets)
  }

  /// The fields of a network of N spins, of which the first read the components and the others have none.
  ///
  /// - Precondition: there are at least as many spins as components.
  public func fields(for spins: Int) -> [[Double]] {
    precondition(spins >= inputs[0].count, "Every component needs a spin that reads it.")
    return inputs.map { $0 + Array(repeating: 0, count: spins - $0.count) }
  }
}

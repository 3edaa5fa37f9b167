import Cells
import Randomness
import Validation

extension MesoscopicTask {
  /// Random patterns to be told apart: M inputs u^μ of independent standard normal components, each with a target y^μ = ±1 drawn
  /// by a coin.
  ///
  ///     let task = MesoscopicTask.randomPatterns(count: 20, components: 5, random: RandomStream(seed: 7))
  ///
  /// There is no rule to be found, so that what counts is how many inputs a network can bend to their targets. Pattern μ comes from
  /// `random[μ]`, its target first: tasks with more patterns or more components extend those with fewer.
  ///
  /// - Precondition: there is at least one pattern with at least one component.
  public static func randomPatterns(count: Int, components: Int, random: RandomStream) -> MesoscopicTask {
    require(count > 0 && components > 0, "There must be at least one pattern with at least one component.")
    var inputs: [[Double]] = []
    var targets: [[Double]] = []
    for pattern in 0..<count {
      var stream = random[pattern]
      targets.append([stream.sign()])
      inputs.append((0..<components).map { _ in stream.normal() })
    }
    return MesoscopicTask(inputs: inputs, answers: .targets(targets))
  }

  /// The first patterns of a regression, with their first components.
  ///
  /// - Precondition: there is one target per input.
  package func part(patterns: Int, components: Int) -> MesoscopicTask {
    guard let targets = scalarTargets else { fatalError("A regression has one target per input.") }
    return MesoscopicTask(
      inputs: inputs.prefix(patterns).map { Array($0.prefix(components)) },
      answers: .targets(targets.prefix(patterns).map { [$0] }))
  }

  /// The one target of every input; nil where answers are classes, or more than one number.
  public var scalarTargets: [Double]? {
    guard case .targets(let targets) = answers, targets.allSatisfy({ $0.count == 1 }) else { return nil }
    return targets.map { $0[0] }
  }

  /// The fields of a network of N spins, of which the first read an input and the others have none.
  ///
  /// - Precondition: there is a spin for every number of an input.
  public func fields(of spins: Int) -> [[Double]] {
    inputs.map { input in
      require(input.count <= spins, "Every number of an input needs a spin that reads it.")
      return input + Array(repeating: 0, count: spins - input.count)
    }
  }
}

/// A regression drawn at random: patterns, and the answers to learn.
package struct RandomRegression: Cell {
  /// Which of several tasks this is; how many patterns it has, and of how many components.
  package var number, count, components: Int

  /// A task.
  package init(number: Int, patterns: Int, components: Int) {
    (self.number, count, self.components) = (number, patterns, components)
  }

  package func compute(_ random: RandomStream) -> MesoscopicTask {
    .randomPatterns(count: count, components: components, random: random)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: MesoscopicTask) -> String? {
    result.inputs.count == count && result.inputs.allSatisfy { $0.count == components } && result.scalarTargets != nil
      ? nil : "There are not as many patterns as were asked for, each with its components and one target."
  }
}

import Cells
import Matrices
import Randomness
import Validation

/// Norm, flip rate and robustness of a network for a regression.
package struct PatternExamination: Codable, Sendable {
  /// |W|², and the flip rate k_flip in flips per unit time of k0.
  package var norm, flips: Double

  /// The mean squared errors at disturbed inputs, for the readout of the undisturbed ones: one per standard deviation.
  package var errors: [Double]

  /// The same at other disturbances, by which a network can be chosen without a bias of ``errors``.
  package var choosing: [Double]
}

/// Costs of networks for one regression apart from dissipation, and their errors at disturbed inputs. All networks face the
/// same disturbances, so that differences between them are not of the noise.
package struct ExaminedPatternNetworks: Cell {
  /// The regression.
  package var task: MesoscopicTask

  /// The networks.
  package var networks: [PatternNetwork]

  /// The inverse temperature β.
  package var beta: Double

  /// The standard deviations σ_x of the disturbances, in the units of the inputs.
  package var deviations: [Double]

  /// How many disturbed copies of every input there are.
  package var copies: Int

  /// An examination.
  package init(task: MesoscopicTask, networks: [PatternNetwork], beta: Double, deviations: [Double], copies: Int) {
    (self.task, self.networks, self.beta) = (task, networks, beta)
    (self.deviations, self.copies) = (deviations, copies)
  }

  package func compute(_ random: RandomStream) -> [PatternExamination] {
    func disturbed(_ random: RandomStream) -> [MesoscopicTask] {
      deviations.map { task.disturbed(by: $0, copies: copies, random: random) }
    }
    let (disturbed, others) = (disturbed(random), disturbed(random["choosing"]))
    return networks.map { network in
      func regression(_ task: MesoscopicTask) -> PatternRegression {
        // The readout is given: the ridge does not matter.
        PatternRegression(task, spins: network.couplings.rows, beta: beta, ridge: 1)
      }
      return PatternExamination(
        norm: couplingNorm(network.couplings), flips: regression(task).flipRate(of: network.couplings).value,
        errors: disturbed.map { regression($0).error(of: network.couplings, network.outcome.readout) },
        choosing: others.map { regression($0).error(of: network.couplings, network.outcome.readout) })
    }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [PatternExamination]) -> String? {
    result.count == networks.count
      && result.allSatisfy { $0.errors.count == deviations.count && $0.choosing.count == deviations.count }
      ? nil : "There is not one error per network and disturbance."
  }
}

extension MesoscopicTask {
  /// Copies of every input with σ_x times independent standard normal numbers added, with the targets of the input.
  ///
  /// Disturbances of different σ_x are multiples of each other where the stream is the same.
  ///
  /// - Precondition: there is one target per input, and at least one copy.
  package func disturbed(by deviation: Double, copies: Int, random: RandomStream) -> MesoscopicTask {
    guard let targets = scalarTargets else { fatalError("A regression has one target per input.") }
    require(copies > 0, "There must be at least one copy of every input.")
    var random = random
    let noisy = (0..<copies).flatMap { _ in
      inputs.map { input in input.map { $0 + deviation * random.normal() } }
    }
    return MesoscopicTask(
      inputs: noisy, answers: .targets((0..<copies).flatMap { _ in targets.map { [$0] } }))
  }
}

extension PatternRegression {
  /// The mean squared error of a network whose readout is not fitted but given.
  ///
  /// - Parameters:
  ///   - couplings: W, N × N.
  ///   - readout: w.
  public func error(of couplings: Matrix, _ readout: RidgeReadout) -> Double {
    var lanes = lanes()
    lanes.set(couplings: couplings)
    let weights = readout.weights.entries
    var sum = 0.0
    for (number, group) in groups.enumerated() {
      _ = lanes.solve(group.roots)
      var answer = SIMD8<Double>.zero
      for (m, w) in zip(lanes.magnetisations, weights) { answer += w * m }
      for place in 8 * number..<min(8 * number + 8, targets.count) {
        let residual = targets[place] - answer[place % 8]
        sum += residual * residual
      }
    }
    return sum / Double(targets.count)
  }
}

import Cells
import Estimation
import Matrices
import Randomness
import StochasticThermodynamics

/// A linear network simulated: information from held inputs, entropy production from stationary
/// paths.
package struct SimulatedLinearNetwork: Cell {
  /// The distribution of inputs and answers.
  package var task: LinearTask
  /// W, per unit time.
  package var couplings: Matrix
  /// σ_s², in squared units of the state per unit time.
  package var noise: Double
  /// The number of inputs, of steps for which each of them is held, and of paths.
  package var draws, relaxationSteps, paths: Int
  /// The time for which an input is held, the length of a path, and the interval at which it is
  /// seen; all in the unit of the time in W.
  package var relaxation, pathTime, interval: Double

  /// A cell.
  package init(
    task: LinearTask, couplings: Matrix, noise: Double, draws: Int, relaxation: Double, relaxationSteps: Int,
    paths: Int, pathTime: Double, interval: Double
  ) {
    (self.task, self.couplings, self.noise) = (task, couplings, noise)
    (self.draws, self.relaxation, self.relaxationSteps) = (draws, relaxation, relaxationSteps)
    (self.paths, self.pathTime, self.interval) = (paths, pathTime, interval)
  }

  /// Information and entropy production rate of the simulated network.
  package struct Result: Codable, Sendable {
    /// I(s, y) in bits, and σ in nats per unit time by the midpoint rule.
    package var information, sigma: Estimate
    /// The deviation of σ from its exact mean at this interval, with sign, in standard errors.
    package var sigmaDeviation: Double

    /// The deviations of information and entropy production rate from their expected values, with
    /// sign, in standard errors.
    package func deviations(from exact: LinearOptima.Optimum) -> [Double] {
      [information.deviation(from: exact.information), sigmaDeviation]
    }
  }

  /// Simulates inputs and paths, each from a stream of their own.
  package func compute(_ random: RandomStream) throws -> Result {
    let network = try LinearNetwork(couplings: couplings, noise: noise)
    let long = try LinearStep(of: network, duration: relaxation / Double(relaxationSteps))
    let information = try long.sampledInformation(
      at: task, draws: draws, steps: relaxationSteps, random: random["information"])
    let short = try LinearStep(of: network, duration: interval)
    let sampled = short.sample(paths: paths, steps: Int((pathTime / interval).rounded()), random: random["paths"])
    return Result(
      information: bitsPerNat * information, sigma: sampled.midpointEntropyProductionRate,
      sigmaDeviation: sampled.midpointEntropyProductionRate.deviation(from: short.midpointEntropyProductionRate))
  }
}

import Cells
import ElementaryFunctions
import Estimation
import Matrices
import Randomness
import SpinNetworks

/// What a simulated network achieves at a regression with a given readout: one replica.
public struct RegressionSample: Sendable, Codable, Hashable {
  /// (1/M) Σ (y − ŷ)(y − ŷ′), with ŷ and ŷ′ from two independent simulations: its mean is the mean squared error at the
  /// averages of the steady state, however short the simulations are.
  public var error: Double

  /// (1/M) Σ ½ [(y − ŷ)² + (y − ŷ′)²], the mean squared error at the sampled averages: its mean is larger by the noise of the
  /// reading.
  public var noisyError: Double

  /// Σ, from the antisymmetric couplings at every flip, in nats per unit time of k0; exactly 0 for symmetric couplings.
  public var sigma: Double

  /// How many spins flipped in both simulations, those of the burn-in not counted.
  public var flips: Int
}

extension MesoscopicTask {
  /// Simulates a network twice at every input, and reads it.
  ///
  /// - Parameters:
  ///   - network: a network without fields; the first spins read an input, the others have none.
  ///   - readout: w. For unbiased errors it must not have been fitted to the same simulation.
  ///   - burnIn: the time before each observation, in units of 1/k0; all spins start up.
  ///   - duration: how long each of the two observations is, in units of 1/k0.
  ///   - method: how to simulate; by default the fastest. The table divides the time among eight trajectories: over a time that is
  ///     not long against relaxation, their mean is less noisy than a single trajectory.
  ///   - random: the stream of this replica.
  /// - Precondition: there is one target per input.
  public func regressionSample(
    of network: SpinNetwork, _ readout: RidgeReadout, burnIn: Double, duration: Double,
    method: SpinNetwork.Method? = nil, random: RandomStream
  ) throws -> RegressionSample {
    guard let targets = scalarTargets else { fatalError("A regression has one target per input.") }
    let fields = fields(of: network.count)
    var found = RegressionSample(error: 0, noisyError: 0, sigma: 0, flips: 0)
    let residuals = try (0..<2).map { half -> [Double] in
      let samples = try network.samples(
        reading: fields, burnIn: burnIn, duration: duration, method: method, random: random[half])
      for sample in samples {
        found.sigma += 0.5 * sample.antisymmetricEntropyProductionRate.value / Double(fields.count)
        found.flips += sample.flips
      }
      return zip(samples, targets).map { $1 - readout.answer(to: $0.magnetisations.map(\.value))[0] }
    }
    for (first, second) in zip(residuals[0], residuals[1]) {
      found.error += first * second / Double(fields.count)
      found.noisyError += 0.5 * (first * first + second * second) / Double(fields.count)
    }
    return found
  }
}

extension MesoscopicTask {
  /// The mean squared error of independent spins, m = tanh βx, read by the best readout for their exact averages.
  ///
  /// - Precondition: there is one target per input.
  package func uncoupledError(beta: Double, ridge: Double) -> Double {
    guard let targets = scalarTargets else { fatalError("A regression has one target per input.") }
    let averages = inputs.map { $0.map { Elementary.tanh(beta * $0) } }
    let readout = RidgeReadout.fitted(to: averages, targets: targets.map { [$0] }, penalty: ridge)
    return Average(zip(averages, targets).map { -2 * readout.performance(of: $0, target: [$1]).value }).mean
  }
}

/// A network simulated twice at every input, and read.
package struct SimulatedRegression: Cell {
  /// The regression.
  package var task: MesoscopicTask

  /// W, N × N.
  @SquareMatrix package var couplings: Matrix

  /// The readout, which was not fitted to this simulation.
  package var readout: RidgeReadout

  /// The inverse temperature β; the times before and of each observation, per input, in units of 1/k0.
  package var beta, burnIn, time: Double

  /// How to simulate. Nil for the fastest method; the noise of short observations is asked of single trajectories.
  package var method: SpinNetwork.Method?

  /// A network with its regression.
  package init(
    task: MesoscopicTask, couplings: Matrix, readout: RidgeReadout, beta: Double, burnIn: Double, time: Double,
    method: SpinNetwork.Method? = nil
  ) {
    (self.task, self.couplings, self.readout) = (task, couplings, readout)
    (self.beta, self.burnIn, self.time, self.method) = (beta, burnIn, time, method)
  }

  package func compute(_ random: RandomStream) throws -> RegressionSample {
    let fields = Array(repeating: 0.0, count: readout.features)
    return try task.regressionSample(
      of: SpinNetwork(couplings: couplings, fields: fields, beta: beta), readout, burnIn: burnIn, duration: time,
      method: method, random: random)
  }
}

/// Means over replicas of a ``RegressionSample``.
package struct RegressionEstimate: Sendable {
  /// The mean squared error at the averages of the steady state, and at sampled averages; Σ, in nats per unit time of k0.
  package var error, noisyError, sigma: Estimate

  /// The means over some replicas.
  package init(_ replicas: [RegressionSample]) {
    error = Average(replicas.map(\.error)).estimate
    noisyError = Average(replicas.map(\.noisyError)).estimate
    sigma = Average(replicas.map(\.sigma)).estimate
  }

  /// How far error and Σ lie from the exact ones, in standard errors.
  package func deviations(from exact: PatternRegression.Outcome) -> [Double] {
    [error.deviation(from: exact.error), sigma.deviation(from: exact.sigma)]
  }
}

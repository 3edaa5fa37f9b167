import DissipationBottlenecks
import LinearAlgebra
import LinearComputation
import Matrices
import Randomness

/// What decomposes matrices up to order 32, and the best linear networks, which stand on it.
let linear = decompositions + [linearNetworks]

private let decompositions = [1, 2, 3, 7, 32].map { order in
  Computation("decompositions of order \(order)") { perturbation in
    var random = stream(perturbation: perturbation)
    let a = Matrix(rows: order, columns: order) { _, _ in random.normal() }
    let b = Matrix(rows: order, columns: 2) { _, _ in random.normal() }
    do {
      let stable = a - (try a.spectralAbscissa + 0.5) * .identity(order)
      let covariance = try stable.stationaryCovariance(noise: a * a.transpose)
      let positive = a * a.transpose + .identity(order)
      let system = try positive.symmetricEigensystem
      return try a.solve(b).entries + a.eigenvalues.flatMap { [$0.real, $0.imaginary] } + covariance.entries
        + positive.choleskyFactor.entries + [positive.logDeterminant] + system.values + system.vectors.entries
        + (0.3 * a).exponential.entries
    } catch {
      return [.nan]
    }
  }
}

private let linearNetworks = Computation("linear networks of two units that are best at a price") { perturbation in
  let task = LinearTask(weights: [1, 0], answerNoise: 0.1 * (1 + perturbation))
  let bottleneck = DissipationBottleneck(StableLinearNetworks(task: task, margin: 0.5, starts: 2), bound: 2)
  return bottleneck.optima(along: [0.1, 0.3]).flatMap { $0.couplings.entries + [$0.information, $0.sigma] }
}

import Cells
import Matrices
import Randomness
import StochasticThermodynamics

/// Symmetric networks of visible and hidden spins against two spins with their effective coupling:
/// random ones, or two spins with given couplings.
package struct SymmetricNetworks: Cell {
  /// The gate, its inputs and the temperature.
  package var model: ParityGateModel
  /// The number of hidden spins, and of networks to draw if there are any.
  package var hidden, networks: Int
  /// The couplings of the two spins, one per network, if there are no hidden ones.
  package var couplings: [Double]
  /// The bound on the absolute values of all couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A cell.
  package init(
    model: ParityGateModel, hidden: Int, networks: Int, couplings: [Double], bound: Double, step: Double
  ) {
    (self.model, self.hidden, self.networks) = (model, hidden, networks)
    (self.couplings, self.bound, self.step) = (couplings, bound, step)
  }

  /// A network and its performance.
  package struct Network: Codable, Sendable {
    /// Its couplings, as a point of its ``HiddenSpinTask``.
    package var couplings: [Double]
    /// Its effective coupling; see ``HiddenSpinTask/effectiveCoupling(of:)``.
    package var effective: Double
    /// I((s₁, s₂), y) in bits and Σ in nats per unit time of k0.
    package var exact: Performance
    /// I(s, y) of two spins with the effective coupling, in bits.
    package var ofTwoSpins: Double
  }

  /// The networks. Couplings of random ones are uniform within half of the bound.
  package func compute(_ random: RandomStream) -> [Network] {
    let task = HiddenSpinTask(model, hidden: hidden, step: step)
    let pair = HiddenSpinTask(model, hidden: 0, step: step)
    var random = random
    let points =
      hidden == 0
      ? couplings.map { [$0, $0] }
      : (0..<networks).map { _ in
        task.couplings(of: task.symmetricMatrix(from: 0, within: 0.5 * bound, &random))
      }
    return points.map { point in
      let effective = task.effectiveCoupling(of: point)
      return Network(
        couplings: point, effective: effective, exact: task.performance(of: point),
        ofTwoSpins: pair.performance(of: [effective, effective]).relevantInformation)
    }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Network]) -> String? {
    let count = hidden == 0 ? couplings.count : networks
    return result.count == count && result.allSatisfy { $0.couplings.count == HiddenSpinTask.dimension(hidden: hidden) }
      ? nil : "There are not so many networks as were asked for, with N(N − 1) couplings of N spins."
  }
}

/// Symmetric networks with hidden spins whose effective couplings cover a range.
package struct CoveringNetworks: Cell {
  /// The gate, its inputs and the temperature.
  package var model: ParityGateModel
  /// The number of hidden spins, at least one.
  package var hidden: Int
  /// The effective coupling of each network, as far as the bound on the couplings allows.
  package var effective: [Double]
  /// The bound on the absolute values of all couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations.
  package var step: Double

  /// A cell.
  package init(model: ParityGateModel, hidden: Int, effective: [Double], bound: Double, step: Double) {
    (self.model, self.hidden, self.effective) = (model, hidden, effective)
    (self.bound, self.step) = (bound, step)
  }

  /// A network and its performance.
  package struct Network: Codable, Sendable {
    /// Its couplings, as a point of its ``HiddenSpinTask``.
    package var couplings: [Double]
    /// Its effective coupling; see ``HiddenSpinTask/effectiveCoupling(of:)``.
    package var effective: Double
    /// I((s₁, s₂), y) in bits and Σ in nats per unit time of k0.
    package var exact: Performance
  }

  /// The networks, one per effective coupling.
  package func compute(_ random: RandomStream) -> [Network] {
    let task = HiddenSpinTask(model, hidden: hidden, step: step)
    var random = random
    return effective.map { wanted in
      let couplings = draw(task, effective: wanted, &random)
      return Network(
        couplings: couplings, effective: task.effectiveCoupling(of: couplings), exact: task.performance(of: couplings))
    }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [Network]) -> String? {
    result.count == effective.count
      && result.allSatisfy { $0.couplings.count == HiddenSpinTask.dimension(hidden: hidden) }
      ? nil : "There is not one network per effective coupling, with N(N − 1) couplings of N spins."
  }

  /// All couplings but that between the visible spins are uniform within the bound. That one
  /// supplies the rest of the effective coupling: of some draws the first counts for which the
  /// bound allows it, or else the nearest.
  private func draw(_ task: HiddenSpinTask, effective wanted: Double, _ random: inout RandomStream) -> [Double] {
    let draws = (0..<100).map { _ -> (matrix: Matrix, rest: Double) in
      let matrix = task.symmetricMatrix(from: 2, within: bound, &random)
      return (matrix, wanted - task.effectiveCoupling(of: task.couplings(of: matrix)))
    }
    var (matrix, rest) =
      draws.first { abs($0.rest) <= bound } ?? draws.min { abs($0.rest) < abs($1.rest) } ?? draws[0]
    rest = min(max(rest, -bound), bound)
    (matrix[0, 1], matrix[1, 0]) = (rest, rest)
    return task.couplings(of: matrix)
  }
}

extension HiddenSpinTask {
  /// A symmetric matrix of couplings, uniform within ±width; those among the spins
  /// before `first` are 0.
  fileprivate func symmetricMatrix(
    from first: Int, within width: Double, _ random: inout RandomStream
  ) -> Matrix {
    var matrix = Matrix.zeros(spins, spins)
    for i in first..<spins {
      for j in 0..<i {
        matrix[i, j] = width * (2 * random.uniform() - 1)
        matrix[j, i] = matrix[i, j]
      }
    }
    return matrix
  }
}

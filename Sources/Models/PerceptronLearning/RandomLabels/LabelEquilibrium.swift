import Cells
import ElementaryFunctions
import Randomness
import Validation

/// Batch learning of random labels by one or two weights, by any rule, switched on suddenly and for good: exact averages over all
/// labels.
///
/// At fixed labels the weights feel the potential V(w) = w²/2 + ν Σ_μ U(σ_T^μ w·ξ^μ/√N), feedback included, so that they end
/// in its Boltzmann distribution, and the heat is what ⟨V⟩ has lost since w ~ N(0, 1). Sums over a square grid with the
/// lines w·ξ = 0, where the force jumps, through its points, on two grids, and extrapolated: the error is of fourth order in the spacing times ν P.
public struct LabelEquilibrium: Sendable {
  /// The inputs ξ^μ, ±1; one row of one or two components per label.
  public let inputs: [[Double]]
  /// The rule, and the learning rate ν.
  public let rule: LearningRule, rate: Double
  /// How labels are predicted.
  public let readout: LabelReadout

  /// A problem.
  ///
  /// - Precondition: there are 1 to 10 inputs of one or two components.
  public init(inputs: [[Double]], rule: LearningRule, rate: Double, readout: LabelReadout = .logistic) {
    require((1...10).contains(inputs.count), "All labels of 1 to 10 inputs can be enumerated.")
    require(
      inputs.allSatisfy { $0.count == inputs[0].count } && (1...2).contains(inputs[0].count),
      "Grids have one or two dimensions.")
    (self.inputs, self.rule, self.rate, self.readout) = (inputs, rule, rate, readout)
  }

  /// Information, entropy and heat.
  ///
  /// - Parameter spacing: of the finer grid.
  public func balance(spacing: Double = 0.025) -> LabelBalance {
    let (fine, coarse) = (balance(on: spacing), balance(on: 2 * spacing))
    // The error of the trapezoid rule is even in the spacing, also with a kink on its points.
    func limit(_ value: KeyPath<LabelBalance, Double>) -> Double {
      (4 * fine[keyPath: value] - coarse[keyPath: value]) / 3
    }
    return LabelBalance(
      information: limit(\.information), entropyChange: limit(\.entropyChange), heat: limit(\.heat))
  }

  private func balance(on spacing: Double) -> LabelBalance {
    let (patterns, weights) = (inputs.count, inputs[0].count)
    let half = Int((7 / spacing).rounded(.up))
    let line = (-half...half).map { Double($0) * spacing }
    let root = Double(weights).squareRoot()
    // What pulls at the weights is σ_T ξ: labels that pull alike are solved once.
    let pulls = Array(Set(inputs + inputs.map { $0.map { -$0 } })).sorted { $0.lexicographicallyPrecedes($1) }
    var solved: [[Int]: Sums] = [:]
    var right = Array(repeating: 0.0, count: patterns)
    var marginals = Array(repeating: Array(repeating: 0.0, count: line.count), count: weights)
    var heat = 0.0
    let share = 1 / Double(1 << patterns)
    for bits in 0..<1 << patterns {
      let places = inputs.indices.map { pattern in
        pulls.firstIndex(of: inputs[pattern].map { bits >> pattern & 1 == 1 ? $0 : -$0 }) ?? 0
      }
      let counts = pulls.indices.map { pull in places.count { $0 == pull } }
      let sums = solved[counts] ?? sums(over: line, pulls.map { $0.map { $0 / root } }, counts)
      solved[counts] = sums
      for pattern in 0..<patterns { right[pattern] += share * sums.right[places[pattern]] }
      for n in 0..<weights {
        for place in line.indices { marginals[n][place] += share * sums.marginals[n][place] }
      }
      heat += share * sums.heat
    }
    let entropyChange = marginals.reduce(0) { sum, p in
      sum + p.reduce(0) { $1 > 0 ? $0 - $1 * Elementary.log($1 / spacing) : $0 } - standardNormalEntropy
    }
    return LabelBalance(
      information: right.reduce(0) { $0 + labelInformation(agreement: $1) }, entropyChange: entropyChange, heat: heat)
  }

  private struct Sums {
    var right: [Double], marginals: [[Double]], heat: Double
  }

  /// At fixed labels: `counts` of them have the stability x = `pulls`·w each.
  private func sums(over line: [Double], _ pulls: [[Double]], _ counts: [Int]) -> Sums {
    let isPlane = pulls[0].count == 2
    let strengths = counts.map { rate * Double($0) }
    var result = Sums(right: pulls.map { _ in 0 }, marginals: pulls[0].map { _ in line.map { _ in 0 } }, heat: 0)
    var (norm, startNorm, start, end) = (0.0, 0.0, 0.0, 0.0)
    var stabilities = pulls.map { _ in 0.0 }
    for i in line.indices {
      for j in isPlane ? line.indices : 0..<1 {
        let (x, y) = (line[i], isPlane ? line[j] : 0)
        let free = 0.5 * (x * x + y * y)
        // Corners of the square hold nothing.
        guard free < 25 else { continue }
        var potential = free
        for pull in pulls.indices {
          stabilities[pull] = pulls[pull][0] * x + (isPlane ? pulls[pull][1] * y : 0)
          potential += strengths[pull] * rule.potential(stability: stabilities[pull])
        }
        let (before, after) = (Elementary.exp(-free), Elementary.exp(-potential))
        startNorm += before
        start += before * potential
        norm += after
        end += after * potential
        for pull in pulls.indices where counts[pull] > 0 {
          result.right[pull] += after * readout.probability(stability: stabilities[pull])
        }
        result.marginals[0][i] += after
        if isPlane { result.marginals[1][j] += after }
      }
    }
    result.right = result.right.map { $0 / norm }
    result.marginals = result.marginals.map { $0.map { $0 / norm } }
    result.heat = start / startNorm - end / norm
    return result
  }
}

/// The balance of batch learning of one or two weights by any rule, solved.
package struct SolvedLabels: Cell {
  /// The problem, of which neither the durations nor the time step count.
  package var learning: BatchLearning

  /// A problem.
  package init(learning: BatchLearning) { self.learning = learning }

  package func compute(_ random: RandomStream) -> LabelBalance {
    LabelEquilibrium(
      inputs: learning.inputs, rule: learning.rule, rate: learning.rate, readout: learning.readout
    ).balance()
  }
}

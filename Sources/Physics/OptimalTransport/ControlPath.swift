import Validation

/// A path of slow driving: straight from control to control, each stretch within a family of equilibria.
///
/// The families of the stretches may differ: after a bit has been tilted to one side, only the well on that side takes part.
/// The excess work of a slow cycle along the path is c/τ, with c = ∫₀¹ Σ ζ_ij λ′_i λ′_j ds.
///
///     let path = ControlPath(through: [[1, 0], [0, 0], [0, 1]], within: [family, family])
///     path.length * path.length             // c at the best timing
///
/// Source: D. A. Sivak and G. E. Crooks, Phys. Rev. Lett. 108, 190602 (2012): at the best timing the speed is constant, and c the
/// square of the length.
public struct ControlPath: Sendable {
  /// The controls, one more than there are stretches.
  public let nodes: [[Double]]
  /// The family of each stretch.
  public let families: [EquilibriumFamily]

  /// A path.
  ///
  /// - Precondition: there is one family per stretch.
  public init(through nodes: [[Double]], within families: [EquilibriumFamily]) {
    require(nodes.count == families.count + 1 && !families.isEmpty, "A path has one family per stretch.")
    (self.nodes, self.families) = (nodes, families)
  }

  /// The three points and weights of Gauss and Legendre's rule on 0...1.
  private static let rule = (
    points: [0.5 - 0.15.squareRoot(), 0.5, 0.5 + 0.15.squareRoot()], weights: [5.0 / 18, 4.0 / 9, 5.0 / 18]
  )

  /// Σ ζ_ij Δ_i Δ_j, averaged over a stretch: τ times its excess work if it is passed uniformly in the time τ.
  public func action(ofStretch stretch: Int) -> Double {
    let (start, end) = (nodes[stretch], nodes[stretch + 1])
    return zip(Self.rule.points, Self.rule.weights).reduce(0) { sum, point in
      sum + point.1 * Self.square(families[stretch], at: point.0, from: start, to: end)
    }
  }

  /// The length of a stretch, in units of length, by the rule with so many parts.
  public func length(ofStretch stretch: Int, parts: Int = 4) -> Double {
    let (start, end) = (nodes[stretch], nodes[stretch + 1])
    var sum = 0.0
    for part in 0..<parts {
      for (point, weight) in zip(Self.rule.points, Self.rule.weights) {
        let place = (Double(part) + point) / Double(parts)
        sum += weight * Self.square(families[stretch], at: place, from: start, to: end).squareRoot() / Double(parts)
      }
    }
    return sum
  }

  private static func square(
    _ family: EquilibriumFamily, at place: Double, from start: [Double], to end: [Double]
  ) -> Double {
    let metric = family.metric(at: zip(start, end).map { $0 + place * ($1 - $0) })
    let move = zip(start, end).map { $1 - $0 }
    var sum = 0.0
    for i in move.indices { for j in move.indices { sum += metric[i * move.count + j] * move[i] * move[j] } }
    return max(0, sum)
  }

  /// The length of the path, in units of length: its square is c at the best timing.
  public var length: Double { families.indices.reduce(0) { $0 + length(ofStretch: $1) } }

  /// c where each stretch is passed uniformly, in the given shares of the time: Σ action/share.
  public func excess(passing shares: [Double]) -> Double {
    require(shares.count == families.count, "Each stretch has its share of the time.")
    return shares.indices.reduce(0) { $0 + action(ofStretch: $1) / shares[$1] }
  }

  /// The shares of the time at which c is least if each stretch is passed uniformly: in proportion to the root of its action.
  public var bestShares: [Double] {
    let roots = families.indices.map { action(ofStretch: $0).squareRoot() }
    let total = roots.reduce(0, +)
    return roots.map { $0 / total }
  }

  /// The same path with every stretch divided into equal parts of the control.
  public func divided(into parts: Int) -> ControlPath {
    require(parts > 0, "A stretch has at least one part.")
    var nodes = [self.nodes[0]]
    for (start, end) in zip(self.nodes, self.nodes.dropFirst()) {
      for part in 1...parts {
        let place = Double(part) / Double(parts)
        nodes.append(part == parts ? end : zip(start, end).map { $0 + place * ($1 - $0) })
      }
    }
    return ControlPath(through: nodes, within: families.flatMap { Array(repeating: $0, count: parts) })
  }

  /// c of a schedule, the control as a function of s from 0 to 1, that stays within one family.
  ///
  /// - Parameters:
  ///   - schedule: λ(s).
  ///   - family: the equilibria.
  ///   - steps: how many steps; the error is of second order.
  public static func excess(
    of schedule: (_ s: Double) -> [Double], within family: EquilibriumFamily, steps: Int = 400
  ) -> Double {
    var (sum, last) = (0.0, schedule(0))
    for step in 1...steps {
      let next = schedule(Double(step) / Double(steps))
      sum += square(family, at: 0.5, from: last, to: next) * Double(steps)
      last = next
    }
    return sum
  }
}

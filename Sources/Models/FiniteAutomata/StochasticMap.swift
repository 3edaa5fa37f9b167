import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// What a physical process does to a distribution in all, p → Pp, whatever happens on the way.
///
///     let reset = StochasticMap([0, 0])             // both states of a bit go to 0
///     reset.mismatchCost(running: [0.9, 0.1], designedFor: [0.5, 0.5])     // 0.368…: D(p‖q) less 0
///
/// Heat is linear in the initial distribution p, the entropy of the system is not; so a process can be reversible for one initial
/// distribution q only, up to what P forgets. Run on another one, it produces the entropy D(p‖q) − D(Pp‖Pq) ≥ 0: the mismatch cost.
/// Source: A. Kolchinsky and D. H. Wolpert, J. Stat. Mech. 083202 (2017); D. H. Wolpert, J. Phys. A 52, 193001 (2019).
public struct StochasticMap: Sendable {
  /// P(x′|x), one distribution over the states x′ afterwards per state x before.
  public let conditionals: [[Double]]

  /// A map from its conditional distributions.
  ///
  /// - Precondition: all are equally long and normalised, without negative entries.
  public init(conditionals: [[Double]]) {
    require(!conditionals.isEmpty, "A map needs at least one state.")
    require(
      conditionals.allSatisfy { $0.count == conditionals[0].count && $0.allSatisfy { $0 >= 0 } },
      "Conditional distributions are equally long, without negative entries.")
    require(
      conditionals.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 }, "Conditional distributions are normalised.")
    self.conditionals = conditionals
  }

  /// A deterministic map x → images[x] of states to themselves.
  public init(_ images: [Int]) {
    require(images.allSatisfy(images.indices.contains), "A map leads from its states to its states.")
    self.init(conditionals: images.map { image in images.indices.map { $0 == image ? 1 : 0 } })
  }

  /// Pp, the distribution afterwards.
  public func callAsFunction(_ p: [Double]) -> [Double] {
    require(p.count == conditionals.count, "The distribution must have one entry per state.")
    var result = conditionals[0].map { _ in 0.0 }
    for (weight, row) in zip(p, conditionals) {
      for place in row.indices { result[place] += weight * row[place] }
    }
    return result
  }

  /// S(p) − S(Pp), in nats: the heat over temperature that no process can avoid, by Landauer's principle.
  public func landauerCost(_ p: [Double]) -> Double { entropy(p) - entropy(self(p)) }

  /// D(p‖q) − D(Pp‖Pq) ≥ 0, in nats: the entropy that a process produces on p if it is reversible on q.
  ///
  /// For a process with a residual entropy production on its best q this comes on top. Up to rounding.
  ///
  /// - Precondition: q is positive wherever p is.
  public func mismatchCost(running p: [Double], designedFor q: [Double]) -> Double {
    require(
      p.count == q.count && zip(p, q).allSatisfy { $0 == 0 || $1 > 0 },
      "A process must have been designed for every state that it starts in.")
    return relativeEntropy(p, from: q) - relativeEntropy(self(p), from: self(q))
  }

  /// The heat over temperature of a process designed for q and run on p, in nats: Landauer's cost and the mismatch cost.
  public func entropyFlow(running p: [Double], designedFor q: [Double]) -> Double {
    landauerCost(p) + mismatchCost(running: p, designedFor: q)
  }

  /// The mismatch of a single realisation x → x′: ln p(x)/q(x) − ln p′(x′)/q′(x′), with p′ = Pp and q′ = Pq; its mean is the
  /// mismatch cost, and ⟨exp(−m)⟩ = 1 if p has no empty states.
  public func mismatch(from x: Int, to y: Int, running p: [Double], designedFor q: [Double]) -> Double {
    Elementary.log(p[x]) - Elementary.log(q[x]) - Elementary.log(self(p)[y]) + Elementary.log(self(q)[y])
  }
}

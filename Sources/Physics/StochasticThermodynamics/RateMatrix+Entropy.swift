import ElementaryFunctions
import Validation

/// The entropy produced per unit time, and where it goes; in nats per unit time.
public struct EntropyProductionRate: Sendable, Hashable {
  /// The change of the entropy −Σ p ln p of the system itself; 0 in a steady state.
  public let system: Double

  /// What flows to the reservoirs: heat over temperature.
  public let reservoir: Double

  /// Both together; never negative.
  public var total: Double { system + reservoir }
}

extension RateMatrix {
  /// The entropy production rate σ = Σ_edges J ln[p(a)k/(p(b)k′)] ≥ 0, in nats per unit time.
  ///
  /// Infinite where probability flows through an edge that has no way back.
  /// Source: J. Schnakenberg, Rev. Mod. Phys. 48, 571 (1976).
  public func entropyProductionRate(_ p: [Double]) -> Double {
    require(p.count == stateCount, "The distribution must have one entry per state.")
    return edges.reduce(0) { sum, edge in
      let there = p[edge.from] * edge.forward
      let back = p[edge.to] * edge.backward
      return there == back
        ? sum : sum + (there - back) * Elementary.logRatio(p[edge.from], edge.forward, over: p[edge.to], edge.backward)
    }
  }

  /// The same, split into the change of the system's entropy, Σ J ln p(a)/p(b), and the flow to the reservoirs,
  /// Σ J ln k/k′.
  ///
  /// Source: U. Seifert, Rep. Prog. Phys. 75, 126001 (2012), on entropy production of the master equation.
  public func entropyProduction(_ p: [Double]) -> EntropyProductionRate {
    require(p.count == stateCount, "The distribution must have one entry per state.")
    var system = 0.0
    var reservoir = 0.0
    for edge in edges {
      let current = p[edge.from] * edge.forward - p[edge.to] * edge.backward
      guard current != 0 else { continue }
      if p[edge.from] != p[edge.to] { system += current * Elementary.logRatio(p[edge.from], p[edge.to]) }
      if edge.forward != edge.backward { reservoir += current * Elementary.logRatio(edge.forward, edge.backward) }
    }
    return EntropyProductionRate(system: system, reservoir: reservoir)
  }
}

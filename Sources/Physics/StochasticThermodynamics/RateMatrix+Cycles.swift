import ElementaryFunctions

extension RateMatrix {
  /// A closed way through the states, as edges and the sense in which each is crossed.
  public struct Cycle: Sendable, Hashable {
    /// The edge, outside of the spanning tree, that this cycle alone contains.
    public let chord: Int

    /// Edges (as places in ``RateMatrix/edges``) with +1 if crossed from → to and −1 if crossed to → from. The chord
    /// stands first, with +1.
    public let steps: [Step]

    /// The cycle affinity Σ ± ln k/k′ in nats: the entropy that the reservoirs receive per turn.
    public let affinity: Double

    /// One edge of a cycle, and its sense.
    public struct Step: Sendable, Hashable {
      /// The place of the edge in ``RateMatrix/edges``.
      public let edge: Int
      /// +1 or −1.
      public let sense: Double
    }
  }

  /// A fundamental set of cycles: one per edge outside of a spanning tree.
  ///
  /// In a steady state σ = Σ_cycles J(chord) · affinity, and Kirchhoff's current law makes the currents of the chords
  /// determine all others. An affinity is infinite where an edge has no way back, and not a
  /// number where two such edges are crossed in opposite senses.
  /// Source: J. Schnakenberg, Rev. Mod. Phys. 48, 571 (1976), Secs. VIII and IX.
  public var cycles: [Cycle] {
    var parent: [(state: Int, edge: Int, sense: Double)?] = Array(repeating: nil, count: stateCount)
    var depth = Array(repeating: -1, count: stateCount)
    var isTree = Array(repeating: false, count: edges.count)
    var neighbours = Array(repeating: [(state: Int, edge: Int, sense: Double)](), count: stateCount)
    for (number, edge) in edges.enumerated() {
      neighbours[edge.from].append((edge.to, number, 1))
      neighbours[edge.to].append((edge.from, number, -1))
    }
    for root in 0..<stateCount where depth[root] < 0 {
      depth[root] = 0
      var queue = [root]
      while !queue.isEmpty {
        let state = queue.removeFirst()
        for next in neighbours[state] where depth[next.state] < 0 {
          depth[next.state] = depth[state] + 1
          // Seen from the child, the edge leads back to its parent.
          parent[next.state] = (state, next.edge, -next.sense)
          isTree[next.edge] = true
          queue.append(next.state)
        }
      }
    }
    return edges.indices.filter { !isTree[$0] }.map { chord in
      cycle(closing: chord, parent: parent, depth: depth)
    }
  }

  private func cycle(
    closing chord: Int, parent: [(state: Int, edge: Int, sense: Double)?], depth: [Int]
  ) -> Cycle {
    // From the head of the chord up to the common ancestor, and from there down to its tail.
    var head = edges[chord].to
    var tail = edges[chord].from
    var up: [Cycle.Step] = []
    var down: [Cycle.Step] = []
    while head != tail {
      if depth[head] >= depth[tail], let step = parent[head] {
        up.append(Cycle.Step(edge: step.edge, sense: step.sense))
        head = step.state
      } else if let step = parent[tail] {
        down.append(Cycle.Step(edge: step.edge, sense: -step.sense))
        tail = step.state
      }
    }
    let steps = [Cycle.Step(edge: chord, sense: 1)] + up + down.reversed()
    let affinity = steps.reduce(0) {
      $0 + $1.sense * Elementary.logRatio(edges[$1.edge].forward, edges[$1.edge].backward)
    }
    return Cycle(chord: chord, steps: steps, affinity: affinity)
  }

  /// Whether the rates obey detailed balance: every cycle affinity vanishes to within `tolerance` nats.
  ///
  /// A. N. Kolmogorov's criterion (Math. Ann. 112, 155 (1936)); it does not need the stationary distribution.
  public func isDetailedBalanced(tolerance: Double = 1e-12) -> Bool {
    edges.allSatisfy { $0.forward > 0 && $0.backward > 0 } && cycles.allSatisfy { abs($0.affinity) <= tolerance }
  }
}

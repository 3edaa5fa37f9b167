import Matrices

/// A jump process on a finite set of states, solved exactly: the oracle of the core.
///
/// A process is a graph. An *edge* joins two states and can be crossed both ways by contact with one reservoir; two
/// states may share several edges (one per reservoir), and entropy production counts each of them.
///
///     let matrix = RateMatrix(enumerating: network, from: start)
///     let p = matrix.stationary
///     matrix.entropyProductionRate(p)               // nats per unit time, ≥ 0
///
/// Conventions: the master equation is dp(s)/dt = Σ_s′ [k_ss′ p(s′) − k_s′s p(s)], states are 0..<stateCount.
public struct RateMatrix: Sendable {
  /// A way to go between two states, and back.
  public struct Edge: Sendable, Hashable {
    /// The states at both ends.
    public let from, to: Int
    /// The rates from → to and to → from, per unit time.
    public let forward, backward: Double

    /// An edge with both its rates.
    public init(from: Int, to: Int, forward: Double, backward: Double) {
      (self.from, self.to, self.forward, self.backward) = (from, to, forward, backward)
    }

    /// An edge that releases the entropy `q` (in nats) to its reservoir on the way from → to: k/k′ = exp(q).
    public init(from: Int, to: Int, entropyFlow q: Double, law: RateLaw = .exponential, attemptRate: Double = 1) {
      self.init(
        from: from, to: to, forward: attemptRate * law.rate(entropyFlow: q),
        backward: attemptRate * law.rate(entropyFlow: -q))
    }
  }

  /// How many states there are.
  public let stateCount: Int

  /// The edges with a positive rate in at least one direction.
  public let edges: [Edge]

  /// A process from its edges.
  ///
  /// - Precondition: edges join different states among 0..<stateCount, with finite rates that are not negative.
  public init(stateCount: Int, edges: [Edge]) {
    precondition(stateCount > 0, "A process needs at least one state.")
    for edge in edges {
      precondition(
        (0..<stateCount).contains(edge.from) && (0..<stateCount).contains(edge.to) && edge.from != edge.to,
        "An edge must join two different states of the process.")
      precondition(
        edge.forward >= 0 && edge.backward >= 0 && (edge.forward + edge.backward).isFinite,
        "Jump rates must be finite and not negative.")
    }
    self.stateCount = stateCount
    self.edges = edges.filter { $0.forward > 0 || $0.backward > 0 }
  }

  /// A process from its rates, one edge per pair of states.
  public init(stateCount: Int, rate: (_ from: Int, _ to: Int) -> Double) {
    var edges: [Edge] = []
    for a in 0..<stateCount {
      for b in (a + 1)..<max(stateCount, a + 1) {
        edges.append(Edge(from: a, to: b, forward: rate(a, b), backward: rate(b, a)))
      }
    }
    self.init(stateCount: stateCount, edges: edges)
  }

  /// All states that a jump process can reach from `start`, numbered in order of discovery; see ``states(of:from:)``.
  public init<Process: MarkovJumpProcess>(enumerating process: Process, from start: Process.State)
  where Process.State: Hashable {
    let states = Self.states(of: process, from: start)
    let number = Dictionary(uniqueKeysWithValues: zip(states, 0...))
    var edges: [Edge] = []
    for (a, state) in states.enumerated() {
      // A closed channel is not fired: it need not make sense in this state.
      for channel in process.channels where process.rate(of: channel, in: state) > 0 {
        var after = state
        process.fire(channel, on: &after)
        guard let b = number[after], b != a else { continue }
        let forward = process.rate(of: channel, in: state)
        let reverse = process.reverse(of: channel)
        let backward = process.rate(of: reverse, in: after)
        if backward > 0 {
          process.fire(reverse, on: &after)
          precondition(after == state, "The reverse of a channel must undo it.")
        }
        // An edge that is open both ways is met from both its ends: once is enough.
        if a < b || backward == 0 { edges.append(Edge(from: a, to: b, forward: forward, backward: backward)) }
      }
    }
    self.init(stateCount: states.count, edges: edges)
  }

  /// The states a process can reach from `start`, in order of discovery, `start` first.
  public static func states<Process: MarkovJumpProcess>(of process: Process, from start: Process.State)
    -> [Process.State]
  where Process.State: Hashable {
    var found = [start]
    var known: Set = [start]
    var next = 0
    while next < found.count {
      let state = found[next]
      next += 1
      for channel in process.channels where process.rate(of: channel, in: state) > 0 {
        var after = state
        process.fire(channel, on: &after)
        if known.insert(after).inserted { found.append(after) }
      }
    }
    return found
  }

  /// The rates as a matrix: entry (to, from) is k(from → to), the diagonal −Σ_to k. Columns add up to zero.
  public var generator: Matrix { Matrix(rows: stateCount, columns: stateCount, entries: generatorEntries) }

  /// The entries of the generator, row by row: k(from → to) stands at `to * stateCount + from`.
  var generatorEntries: [Double] {
    var matrix = Array(repeating: 0.0, count: stateCount * stateCount)
    for edge in edges {
      matrix[edge.to * stateCount + edge.from] += edge.forward
      matrix[edge.from * stateCount + edge.to] += edge.backward
      matrix[edge.from * stateCount + edge.from] -= edge.forward
      matrix[edge.to * stateCount + edge.to] -= edge.backward
    }
    return matrix
  }

  /// The net probability current through each edge, from → to, per unit time.
  public func currents(_ p: [Double]) -> [Double] {
    precondition(p.count == stateCount, "The distribution must have one entry per state.")
    return edges.map { p[$0.from] * $0.forward - p[$0.to] * $0.backward }
  }
}

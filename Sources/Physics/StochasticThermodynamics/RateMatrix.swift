import Matrices
import Validation

/// A jump process on a finite set of states, solved exactly: the oracle of the core.
///
/// A process is a graph. An *edge* joins two states and can be crossed both ways by contact with one reservoir; two
/// states may share several edges (one per reservoir), and entropy production counts each of them.
///
///     let matrix = try RateMatrix(enumerating: network, from: start)
///     let p = try matrix.stationary
///     matrix.entropyProductionRate(p)               // nats per unit time, ≥ 0
///
/// A way that has none back is an edge whose one rate is 0, and a state that no edge leads out of is absorbing. Probabilities
/// are as exact as ever; entropy production is infinite while probability flows through such an edge, and says so.
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
  /// - Throws: `InvalidInput` where an edge does not join two different states among 0..<stateCount, or has a rate that is
  ///   negative or not finite.
  public init(stateCount: Int, edges: [Edge]) throws(InvalidInput) {
    try demand(
      stateCount > 0 && stateCount <= 1 << 24,
      "A process has at least one state and at most 16 million, and this one has \(stateCount).")
    for edge in edges {
      try demand(
        (0..<stateCount).contains(edge.from) && (0..<stateCount).contains(edge.to) && edge.from != edge.to,
        "An edge must join two different states among 0 to \(stateCount - 1), and not \(edge.from) and \(edge.to).")
      try demand(
        edge.forward >= 0 && edge.backward >= 0 && (edge.forward + edge.backward).isFinite,
        "Jump rates must be finite and not negative, and those between \(edge.from) and \(edge.to) are \(edge.forward) and "
          + "\(edge.backward).")
    }
    if let state = Self.exitRates(of: edges, stateCount: stateCount).firstIndex(of: .infinity) {
      throw InvalidInput("The rates of all jumps out of state \(state) add up to infinity.")
    }
    self.stateCount = stateCount
    self.edges = edges.filter { $0.forward > 0 || $0.backward > 0 }
  }

  /// Σ of the rates out of each state.
  static func exitRates(of edges: [Edge], stateCount: Int) -> [Double] {
    var exits = Array(repeating: 0.0, count: stateCount)
    for edge in edges {
      exits[edge.from] += edge.forward
      exits[edge.to] += edge.backward
    }
    return exits
  }

  /// A process from edges of another one.
  init(sound stateCount: Int, edges: [Edge]) { (self.stateCount, self.edges) = (stateCount, edges) }

  /// A process from its rates, one edge per pair of states.
  ///
  /// - Throws: as ``init(stateCount:edges:)``.
  public init(stateCount: Int, rate: (_ from: Int, _ to: Int) -> Double) throws(InvalidInput) {
    var edges: [Edge] = []
    for a in 0..<max(stateCount, 0) {
      for b in (a + 1)..<max(stateCount, a + 1) {
        edges.append(Edge(from: a, to: b, forward: rate(a, b), backward: rate(b, a)))
      }
    }
    try self.init(stateCount: stateCount, edges: edges)
  }

  /// All states that a jump process can reach from `start`, numbered in order of discovery; see ``states(of:from:limit:)``.
  ///
  /// - Parameters:
  ///   - process: the jump process.
  ///   - start: the state with the number 0.
  ///   - limit: how many states there may be.
  /// - Throws: `InvalidInput` where there are more states, a rate is negative or not finite, or the reverse of a channel does
  ///   not undo it.
  public init<Process: MarkovJumpProcess>(
    enumerating process: Process, from start: Process.State, limit: Int = Self.usualLimit
  ) throws(InvalidInput) where Process.State: Hashable {
    let states = try Self.states(of: process, from: start, limit: limit)
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
        let backward = reverse.map { process.rate(of: $0, in: after) } ?? 0
        if let reverse {
          try demand(
            process.reverse(of: reverse) == channel,
            "The reverse of a reverse is the channel itself, and that of \(reverse), which undoes \(channel), is not.")
        }
        if backward > 0, let reverse {
          process.fire(reverse, on: &after)
          try demand(
            after == state,
            "The reverse of a channel must undo it, and \(reverse) leads from where \(channel) has led to \(after), not back to "
              + "\(state).")
        }
        // An edge that is open both ways is met from both its ends: once is enough.
        if a < b || backward == 0 { edges.append(Edge(from: a, to: b, forward: forward, backward: backward)) }
      }
    }
    try self.init(stateCount: states.count, edges: edges)
  }

  /// The states a process can reach from `start`, in order of discovery, `start` first.
  ///
  /// - Parameters:
  ///   - process: the process.
  ///   - start: the state to start from.
  ///   - limit: how many there may be.
  /// - Throws: `InvalidInput` where there are more, where a rate is negative or not finite, and where a jump leads to a state
  ///   that the process does not have.
  public static func states<Process: MarkovJumpProcess>(
    of process: Process, from start: Process.State, limit: Int = usualLimit
  ) throws(InvalidInput) -> [Process.State] where Process.State: Hashable {
    var found = [start]
    var known: Set = [start]
    var next = 0
    while next < found.count {
      let state = found[next]
      next += 1
      for channel in process.channels {
        let rate = process.rate(of: channel, in: state)
        try demand(
          rate >= 0 && rate.isFinite,
          "Jump rates must be finite and not negative, and that of channel \(channel) in the state \(state) is \(rate)."
        )
        guard rate > 0 else { continue }
        var after = state
        process.fire(channel, on: &after)
        try demand(
          process.contains(after),
          "Channel \(channel) leads from the state \(state) to \(after), where the process cannot be: its rate must vanish there."
        )
        guard known.insert(after).inserted else { continue }
        found.append(after)
        try demand(
          found.count <= limit,
          "More than \(limit) states can be reached from \(start): the process is unbounded and can be simulated, or give a larger "
            + "limit.")
      }
    }
    return found
  }

  /// How many states are enumerated unless a limit is given. Such a process can be evolved in time; the stationary distribution of
  /// up to 8192 states can be found.
  public static let usualLimit = 1 << 17

  /// The rates as a matrix: entry (to, from) is k(from → to), the diagonal −Σ_to k. Columns add up to zero.
  public var generator: Matrix { Matrix(rows: stateCount, columns: stateCount, entries: generatorEntries) }

  /// The entries of the generator, row by row: k(from → to) stands at `to * stateCount + from`.
  var generatorEntries: [Double] {
    require(stateCount <= 1 << 14, "The rates of \(stateCount) states are too many for a matrix.")
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
    require(p.count == stateCount, "The distribution must have one entry per state.")
    return edges.map { p[$0.from] * $0.forward - p[$0.to] * $0.backward }
  }
}

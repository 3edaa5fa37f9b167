import ElementaryFunctions
import Validation

extension RateMatrix {
  /// Whether every state can be reached from every other: there is one stationary distribution, and no probability in it is 0.
  public var isIrreducible: Bool { recurrentClasses.first?.count == stateCount }

  /// The stationary distribution, every entry to full relative precision, however small. States that are left for ever have
  /// the probability 0.
  ///
  /// States are censored one by one; no step subtracts, so that nothing cancels. Time O(n³).
  /// Source: W. K. Grassmann, M. I. Taksar and D. P. Heyman, Oper. Res. 33, 1107 (1985).
  ///
  /// - Throws: `InvalidInput` where there are several, because the process stays in one or another part of its states; and beyond 8192
  ///   states.
  public var stationary: [Double] {
    get throws(InvalidInput) {
      let states = try recurrentStates
      try demand(
        states.count <= 8192, "The stationary distribution of \(states.count) states cannot be found: at most of 8192.")
      guard states.count < stateCount else { return irreducibleStationary }
      var p = Array(repeating: 0.0, count: stateCount)
      for (state, probability) in zip(states, restricted(to: states).irreducibleStationary) { p[state] = probability }
      return p
    }
  }

  /// The stationary distribution of an irreducible process.
  private var irreducibleStationary: [Double] {
    let n = stateCount
    var k = generatorEntries  // k[to * n + from]; the diagonal is not used
    for last in stride(from: n - 1, to: 0, by: -1) {
      var out = 0.0
      for to in 0..<last { out += k[to * n + last] }
      for from in 0..<last {
        let share = k[last * n + from] / out
        k[last * n + from] = share
        for to in 0..<last where to != from { k[to * n + from] += share * k[to * n + last] }
      }
    }
    var p = Array(repeating: 0.0, count: n)
    p[0] = 1
    for state in 1..<max(n, 1) {
      for from in 0..<state { p[state] += p[from] * k[state * n + from] }
    }
    let total = p.reduce(0, +)
    return p.map { $0 / total }
  }

  /// The distribution at time `t`, from `p` at time 0.
  ///
  /// Uniformisation: jumps are attempted at the largest exit rate, and the Poisson sum over the number of attempts is
  /// cut where the rest is below 1e-17. All terms are positive: probabilities stay positive and normalised to rounding.
  /// Its time grows with the number of attempts, and so does its rounding; where there are very many, the process is squared
  /// instead, as in ``propagator(for:)``, which also tells the entropy that is produced on the way.
  /// Source: A. Jensen, Skand. Aktuarietidskr. 36, 87 (1953).
  ///
  /// - Throws: `InvalidInput` where there is not one probability per state, `t` is negative or not finite, or the process is
  ///   too large to be evolved for so long.
  public func evolve(_ p: [Double], for t: Double) throws(InvalidInput) -> [Double] {
    try check(p, t)
    let exit = Self.exitRates(of: edges, stateCount: stateCount)
    let attempts = (exit.max() ?? 0) * t
    guard attempts > 0 else { return p }
    // What both ways cost, in multiplications.
    let (size, length) = (Double(stateCount), Double(edges.count + stateCount))
    let doublings = attempts.isFinite ? Elementary.log(attempts) : 1500
    let (squaring, adding) = (size * size * size * (9 + 1.5 * doublings), attempts * length)
    if attempts > 1e4, size * size * size < adding || !attempts.isFinite, size <= 4096, squaring < 1e12 {
      return try propagator(for: t).evolve(p)
    }
    try demand(
      adding < 1e12,
      "A process of \(stateCount) states with rates up to \(exit.max() ?? 0) takes too long to be evolved for \(t).")
    // Pieces of at most 32 attempts keep exp(−attempts) far from underflow.
    let pieces = Int((attempts / 32).rounded(.up))
    let piece = attempts / Double(pieces)
    var result = p
    for _ in 0..<pieces { result = attempted(result, piece, perAttempt: t / attempts, exit) }
    // The weights of the attempts add up to 1 but for their rounding, which is the same in every piece.
    let total = result.reduce(0, +)
    return pieces == 1 || total == 0 ? result : result.map { $0 * (p.reduce(0, +) / total) }
  }

  func check(_ p: [Double], _ t: Double) throws(InvalidInput) {
    try demand(
      p.count == stateCount, "A distribution over \(stateCount) states has one entry per state, and not \(p.count).")
    try demand(t >= 0 && t.isFinite, "A process evolves for a finite time that is not negative, and not for \(t).")
  }

  private func attempted(_ p: [Double], _ mean: Double, perAttempt: Double, _ exit: [Double]) -> [Double] {
    var term = p
    var weight = Elementary.exp(-mean)
    var sum = p.map { weight * $0 }
    var count = 0.0
    while weight > 1e-17 || count < mean {
      count += 1
      weight *= mean / count
      var next = zip(term, exit).map { $0 * max(0, 1 - $1 * perAttempt) }
      for edge in edges {
        next[edge.to] += term[edge.from] * edge.forward * perAttempt
        next[edge.from] += term[edge.to] * edge.backward * perAttempt
      }
      term = next
      for state in 0..<stateCount { sum[state] += weight * term[state] }
    }
    return sum
  }
}

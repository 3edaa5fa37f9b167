import ElementaryFunctions

extension RateMatrix {
  /// Whether every state can be reached from every other, so that there is one stationary distribution.
  public var isIrreducible: Bool {
    reaches(all: edges.map { ($0.from, $0.to, $0.forward, $0.backward) })
      && reaches(all: edges.map { ($0.to, $0.from, $0.forward, $0.backward) })
  }

  private func reaches(all steps: [(from: Int, to: Int, forward: Double, backward: Double)]) -> Bool {
    var neighbours = Array(repeating: [Int](), count: stateCount)
    for step in steps {
      if step.forward > 0 { neighbours[step.from].append(step.to) }
      if step.backward > 0 { neighbours[step.to].append(step.from) }
    }
    var known: Set = [0]
    var frontier = [0]
    while let state = frontier.popLast() {
      for next in neighbours[state] where known.insert(next).inserted { frontier.append(next) }
    }
    return known.count == stateCount
  }

  /// The stationary distribution, every entry to full relative precision, however small.
  ///
  /// States are censored one by one; no step subtracts, so that nothing cancels. Time O(n³).
  /// Source: W. K. Grassmann, M. I. Taksar and D. P. Heyman, Oper. Res. 33, 1107 (1985).
  ///
  /// - Precondition: the process is irreducible (see ``isIrreducible``).
  public var stationary: [Double] {
    precondition(
      isIrreducible, "A process whose states cannot all reach each other has no unique stationary distribution.")
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
  /// Source: A. Jensen, Skand. Aktuarietidskr. 36, 87 (1953).
  ///
  /// - Precondition: `t` is finite and not negative.
  public func evolve(_ p: [Double], for t: Double) -> [Double] {
    precondition(p.count == stateCount, "The distribution must have one entry per state.")
    precondition(t >= 0 && t.isFinite, "A process evolves for a finite time that is not negative.")
    var exit = Array(repeating: 0.0, count: stateCount)
    for edge in edges {
      exit[edge.from] += edge.forward
      exit[edge.to] += edge.backward
    }
    let attempts = (exit.max() ?? 0) * t
    guard attempts > 0 else { return p }
    // Pieces of at most 32 attempts keep exp(−attempts) far from underflow.
    let pieces = Int((attempts / 32).rounded(.up))
    let piece = attempts / Double(pieces)
    var result = p
    for _ in 0..<pieces { result = attempted(result, piece, perAttempt: t / attempts, exit) }
    return result
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

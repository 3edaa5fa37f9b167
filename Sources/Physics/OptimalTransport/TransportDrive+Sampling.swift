import ElementaryFunctions
import Randomness
import Validation

extension TransportDrive {
  /// What a sampled trajectory of a cycle did.
  public struct Outcome: Sendable, Hashable {
    /// The work of all jumps of the landscape, in k_B T.
    public var work: Double
    /// The point at which it ends.
    public var point: Int
  }

  /// Exact trajectories of the jump process between the points of the grid, with the Scharfetter–Gummel rates of the landscape of
  /// each step, from the equilibrium of a landscape at rest through the drive and back to it.
  ///
  /// The direct method of D. T. Gillespie, J. Phys. Chem. 81, 2340 (1977): as waiting times have no memory, a new one is drawn
  /// where the landscape changes. All trajectories go through a step before the next begins, so that its rates stay in the
  /// cache. Cost: about 15 ns per jump, and D·τ/h² jumps and more per trajectory.
  ///
  /// - Parameters:
  ///   - count: how many trajectories; at least one.
  ///   - rest: the energies before and after, in k_B T.
  ///   - random: the stream to draw from.
  public func trajectories(
    _ count: Int, restingAt rest: [Double], random: RandomStream
  ) throws(InvalidInput) -> [Outcome] {
    let points = grid.count
    try demand(count > 0, "A sample has at least one trajectory.")
    try demand(rest.count == points, "A landscape at rest has one energy per point.")
    var random = random
    let weights = cumulative(rest)
    var outcomes = (0..<count).map { _ -> Outcome in
      let target = random.uniform() * weights[points - 1]
      var (low, high) = (0, points - 1)
      while low < high {
        let middle = (low + high) / 2
        if weights[middle] < target { low = middle + 1 } else { high = middle }
      }
      return Outcome(work: 0, point: low)
    }
    let (timeStep, scale) = (duration / Double(steps), 1 / (grid.spacing * grid.spacing))
    // Of each point: the mean waiting time, and the probability that the jump goes to the right.
    var waits = Array(repeating: 0.0, count: points)
    var shares = waits
    var now = rest[...]
    for step in 0..<steps {
      let new = energies(ofStep: step)
      var back = 0.0
      for point in 0..<points {
        let rates =
          point == points - 1
          ? (forward: 0, back: 0)
          : ScharfetterGummel.rates(new[new.startIndex + point + 1] - new[new.startIndex + point])
        let total = rates.forward + back
        (waits[point], shares[point]) = (1 / (scale * total), rates.forward / total)
        back = rates.back
      }
      for trajectory in 0..<count {
        var (point, rest) = (outcomes[trajectory].point, timeStep)
        outcomes[trajectory].work += new[new.startIndex + point] - now[now.startIndex + point]
        while true {
          rest -= random.exponential() * waits[point]
          if rest <= 0 { break }
          point += random.uniform() < shares[point] ? 1 : -1
        }
        outcomes[trajectory].point = point
      }
      now = new
    }
    for trajectory in 0..<count {
      let point = outcomes[trajectory].point
      outcomes[trajectory].work += rest[point] - now[now.startIndex + point]
    }
    return outcomes
  }

  /// The sums of the Boltzmann weights up to each point.
  private func cumulative(_ energies: [Double]) -> [Double] {
    let lowest = energies.reduce(.infinity, min)
    var sum = 0.0
    return energies.map {
      sum += Elementary.exp(lowest - $0)
      return sum
    }
  }
}

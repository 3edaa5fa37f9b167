import SpinNetworks

/// Passes along a path. In each a flip goes through the neighbours of the spin: what they have integrated is brought up to now, and
/// then their rates change.
extension LikelihoodRatio {
  /// After how many flips rates are computed anew.
  private static var period: Int { 4096 }

  /// What a flip of a spin with the sign `s` makes of a neighbour.
  @inline(__always)
  private static func turn(_ spin: inout ScoredSpin, _ s: Double, _ neighbour: SpinNeighbours.Neighbour) {
    spin.rate *= spin.sign * s > 0 ? neighbour.raising : neighbour.lowering
    spin.skewField -= 2 * s * neighbour.skew
  }

  /// What a flip makes of the spin itself: its own field stays, its stability changes sign.
  @inline(__always)
  private static func flip(_ spin: inout ScoredSpin) {
    spin.sign = -spin.sign
    spin.rate = 1 / spin.rate
  }

  // MARK: - Averages

  /// ∫ k dt and ∫ dt/k; returns ∫ k (−2β s (W_A s)) dt.
  @inline(__always)
  private static func integrate(_ spin: inout ScoredSpin, until now: Double, _ beta: Double) -> Double {
    let elapsed = now - spin.time
    spin.time = now
    let jumps = spin.rate * elapsed
    spin.first += jumps
    spin.second += elapsed / spin.rate
    return -2 * beta * spin.sign * spin.skewField * jumps
  }

  func gatherAverages(_ path: borrowing SpinPath, _ fields: [Double]) -> Averages {
    let count = architecture.spins
    var signed = Array(repeating: 0.0, count: count)
    var changed = signed
    var released = 0.0
    for flip in path.spins.indices {
      let (spin, now) = (Int(path.spins[flip]), path.times[flip])
      var state = states[spin]
      signed[spin] += state.sign * (now - changed[spin])
      changed[spin] = now
      released += Self.integrate(&state, until: now, beta)
      let sign = state.sign
      Self.flip(&state)
      states[spin] = state
      for place in neighbours.range(of: spin) {
        let neighbour = neighbours.list[place]
        var other = states[Int(neighbour.target)]
        released += Self.integrate(&other, until: now, beta)
        Self.turn(&other, sign, neighbour)
        states[Int(neighbour.target)] = other
      }
      if flip % Self.period == Self.period - 1 { refresh(fields) }
    }
    var (rates, coshines) = (signed, signed)
    let share = 1 / path.duration
    for spin in 0..<count {
      var state = states[spin]
      released += Self.integrate(&state, until: path.duration, beta)
      signed[spin] = share * (signed[spin] + state.sign * (path.duration - changed[spin]))
      (rates[spin], coshines[spin]) = (share * state.first, 0.5 * share * (state.first + state.second))
    }
    return Averages(
      magnetisations: signed, rates: rates, coshines: coshines, entropyProductionRate: share * released)
  }

  // MARK: - Rewards

  /// The observable along a path, less its mean: its value r from each flip on, its integral C and the integral of that, up to each
  /// flip. Entry 0 stands for the beginning.
  struct Rewards {
    private(set) var times, values, integrals, areas: [Double]

    /// The beginning of a path with so many flips.
    init(value: Double, flips: Int) {
      (times, values, integrals, areas) = ([0], [value], [0], [0])
      times.reserveCapacity(flips + 1)
      values.reserveCapacity(flips + 1)
      integrals.reserveCapacity(flips + 1)
      areas.reserveCapacity(flips + 1)
    }

    /// A flip, and the value after it.
    @inline(__always)
    mutating func append(_ value: Double, at now: Double) {
      let (integral, area) = at(now, after: times.count - 1)
      times.append(now)
      values.append(value)
      integrals.append(integral)
      areas.append(area)
    }

    /// C and ∫ C dt at a time between the flips `flip` and `flip + 1`.
    @inline(__always)
    func at(_ now: Double, after flip: Int) -> (integral: Double, area: Double) {
      let elapsed = now - times[flip]
      let (value, integral) = (values[flip], integrals[flip])
      return (
        integral + value * elapsed, areas[flip] + elapsed * (integral + 0.5 * value * elapsed)
      )
    }
  }

  /// k s (−2v + 2αβ (W_A s)), the part of the observable and of the generator of the critic that belongs to a spin.
  @inline(__always)
  private static func part(_ spin: ScoredSpin, _ charge: Double) -> Double {
    spin.rate * spin.sign * (charge * spin.skewField - 2 * spin.critic)
  }

  func gatherRewards(
    _ path: borrowing SpinPath, _ fields: [Double], slopes: [Double], price: Double, mean: Double
  ) -> Rewards {
    let charge = 2 * price * beta
    func total() -> Double {
      var sum = -mean
      for spin in 0..<architecture.spins { sum += slopes[spin] * states[spin].sign + Self.part(states[spin], charge) }
      return sum
    }
    var value = total()
    var rewards = Rewards(value: value, flips: path.spins.count)
    for flip in path.spins.indices {
      let (spin, now) = (Int(path.spins[flip]), path.times[flip])
      var state = states[spin]
      let sign = state.sign
      value -= 2 * slopes[spin] * sign + Self.part(state, charge)
      Self.flip(&state)
      states[spin] = state
      value += Self.part(state, charge)
      for place in neighbours.range(of: spin) {
        let neighbour = neighbours.list[place]
        var other = states[Int(neighbour.target)]
        let before = Self.part(other, charge)
        Self.turn(&other, sign, neighbour)
        states[Int(neighbour.target)] = other
        value += Self.part(other, charge) - before
      }
      if flip % Self.period == Self.period - 1 {
        refresh(fields)
        value = total()
      }
      rewards.append(value, at: now)
    }
    return rewards
  }

  // MARK: - Scores

  /// F_i and ∫ k_i s_i dt up to now, without flips. F has, beside the compensator of the score, the explicit derivative
  /// αβ k_i s_i (q_i + 1) and the critic's 2β v_i k_i.
  @inline(__always)
  private static func integrate(
    _ spin: inout ScoredSpin, until now: Double, blame: Double, _ beta: Double, _ price: Double
  ) {
    let elapsed = now - spin.time
    let signed = spin.rate * spin.sign
    let released = -2 * beta * spin.sign * spin.skewField
    spin.first +=
      beta * (signed * (blame - spin.blame + price * (released + 1) * elapsed) + 2 * spin.critic * spin.rate * elapsed)
    spin.second += signed * elapsed
    (spin.time, spin.blame) = (now, blame)
  }

  func gatherScores(
    _ path: borrowing SpinPath, _ fields: [Double], _ rewards: borrowing Rewards, price: Double, window: Double
  ) -> Gradient {
    let end = path.duration - window
    let flips = path.spins.count
    // The last flip of the rewards before now + τ.
    var ahead = 0
    func reach(_ now: Double) -> (integral: Double, area: Double) {
      while ahead < flips && path.times[ahead] <= now + window { ahead += 1 }
      return rewards.at(now + window, after: ahead)
    }
    let first = reach(0).area
    var flip = 0
    while flip < flips && path.times[flip] < end {
      let (spin, now) = (Int(path.spins[flip]), path.times[flip])
      let later = reach(now)
      let blame = later.area - first - rewards.areas[flip + 1]
      var state = states[spin]
      Self.integrate(&state, until: now, blame: blame, beta, price)
      let sign = state.sign
      state.first -= beta * sign * (later.integral - rewards.integrals[flip + 1])
      Self.flip(&state)
      states[spin] = state
      for place in neighbours.range(of: spin) {
        let neighbour = neighbours.list[place]
        var other = states[Int(neighbour.target)]
        Self.integrate(&other, until: now, blame: blame, beta, price)
        gains[place] = gains[place] + 2 * sign * SIMD2(other.first, other.second)
        Self.turn(&other, sign, neighbour)
        states[Int(neighbour.target)] = other
      }
      flip += 1
      if flip % Self.period == 0 { refresh(fields) }
    }
    return closedGradient(
      duration: end, blame: reach(end).area - first - rewards.at(end, after: flip).area, price: price)
  }

  /// The rest of the path, the boundary terms, and what W_ij does to the antisymmetric coupling of spin j: −αβ ⟨k_j s_i s_j⟩.
  private func closedGradient(duration: Double, blame: Double, price: Double) -> Gradient {
    for spin in 0..<architecture.spins {
      var state = states[spin]
      Self.integrate(&state, until: duration, blame: blame, beta, price)
      states[spin] = state
    }
    for spin in 0..<architecture.spins {
      for place in neighbours.range(of: spin) {
        let other = states[Int(neighbours.list[place].target)]
        gains[place] = gains[place] + states[spin].sign * SIMD2(other.first, other.second)
      }
    }
    let share = 1 / duration
    let couplings = neighbours.places.map { place in
      let reverse = Int(neighbours.list[place].reverse)
      let skew = price == 0 ? 0 : price * beta * gains[reverse].y
      return share * (gains[place].x - skew)
    }
    let fields = (0..<architecture.spins).map { share * (states[$0].first - price * beta * states[$0].second) }
    return Gradient(couplings: couplings, fields: fields)
  }
}

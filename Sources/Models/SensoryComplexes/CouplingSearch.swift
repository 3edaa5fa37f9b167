import Optimisation

/// The search for the best couplings of a complex, |J| ≤ bound.
struct CouplingSearch {
  let bound: Double

  /// The best couplings in equilibrium, J₁₂ = J₂₁: for them Σ = 0.
  func equilibrium(_ value: (Couplings) -> Double) -> Couplings {
    let search = GlobalMaximum(lower: [-bound], upper: [bound])
    let best = search.from([[0], [-0.5], [0.5], [-bound / 2], [bound / 2]]) { value(Couplings(symmetric: $0[0])) }
    return Couplings(symmetric: best.point[0])
  }

  /// The best couplings at each price α of dissipation, from the starts and from the best at the neighbouring prices.
  func along(_ alphas: [Double], from starts: [Couplings], _ value: (Couplings, Double) -> Double) -> [Couplings] {
    GlobalMaximum(lower: [-bound, -bound], upper: [bound, bound])
      .along(alphas, from: starts.map { [$0.j12, $0.j21] }) { value(Couplings($0[0], $0[1]), $1) }
      .map { Couplings($0.point[0], $0.point[1]) }
  }

  /// The couplings of the local maximum that is reached from `start` in short steps.
  func local(from start: Couplings, _ value: (Couplings) -> Double) -> Couplings {
    var centre = start
    for _ in 0..<Self.boxes {
      let lower = [centre.j12, centre.j21].map { max($0 - Self.reach, -bound) }
      let upper = [centre.j12, centre.j21].map { min($0 + Self.reach, bound) }
      let found = GlobalMaximum(lower: lower, upper: upper)
        .from([[centre.j12, centre.j21]]) { value(Couplings($0[0], $0[1])) }.point
      let distance = max(abs(found[0] - centre.j12), abs(found[1] - centre.j21))
      centre = Couplings(found[0], found[1])
      if distance < 0.5 * Self.reach { break }
    }
    return centre
  }

  /// Half the width of the box of one local search, and how many boxes may follow each other.
  private static let reach = 0.3, boxes = 20
}

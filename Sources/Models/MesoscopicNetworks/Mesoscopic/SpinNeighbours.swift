import ElementaryFunctions
import KernelMemory

/// Who feels a flip, spin by spin, and how: what a simulation of an architecture goes through.
///
/// Neighbours of spin n are the spins that it acts on and, where the antisymmetric couplings count, those that act on it: their
/// (W_A s)_i = ½ Σ_j (W_ij − W_ji) s_j changes.
struct SpinNeighbours: ~Copyable {
  /// The effect of spin n on spin i.
  struct Neighbour: BitwiseCopyable {
    /// i.
    var target: Int32
    /// The place of the effect of i on n; −1 where that is none.
    var reverse: Int32
    /// exp(2βW_in) and exp(−2βW_in): what a flip of n makes of exp(−β s_i h_i), for equal and for opposite spins.
    var raising, lowering: Double
    /// ½ (W_in − W_ni).
    var skew: Double
  }

  let architecture: SpinArchitecture
  /// Neighbours of spin n are `starts[n]..<starts[n + 1]`.
  let starts: RawNumbers<Int>
  let list: RawNumbers<Neighbour>
  /// The place of every tie.
  let places: [Int]
  /// The place of the opposite tie, if there is one.
  private let opposites: [Int?]

  /// The neighbours, without strengths.
  ///
  /// - Parameter isSkew: whether those count, too, that spin n does not act on but feels.
  init(_ architecture: SpinArchitecture, isSkew: Bool) {
    let n = architecture.spins
    self.architecture = architecture
    var keys = Set(architecture.ties.map { $0.by * n + $0.on })
    if isSkew { keys.formUnion(architecture.ties.map { $0.on * n + $0.by }) }
    let sorted = keys.sorted()
    let rank = Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices))
    var counts = Array(repeating: 0, count: n + 1)
    for key in sorted { counts[key / n + 1] += 1 }
    for spin in 0..<n { counts[spin + 1] += counts[spin] }
    starts = RawNumbers(counts)
    list = RawNumbers(
      sorted.map { key in
        let reverse = rank[key % n * n + key / n] ?? -1
        return Neighbour(target: Int32(key % n), reverse: Int32(reverse), raising: 1, lowering: 1, skew: 0)
      })
    let ranks = architecture.ties.map { rank[$0.by * n + $0.on] }
    places = ranks.compactMap { $0 }
    opposites = architecture.ties.map { rank[$0.on * n + $0.by] }
  }

  /// Sets the strengths.
  func set(_ θ: [Double], beta: Double) {
    for place in 0..<list.count {
      var neighbour = list[place]
      (neighbour.raising, neighbour.lowering, neighbour.skew) = (1, 1, 0)
      list[place] = neighbour
    }
    for (tie, place) in zip(architecture.ties, places) {
      var neighbour = list[place]
      neighbour.raising = Elementary.exp(2 * beta * θ[tie.parameter])
      neighbour.lowering = 1 / neighbour.raising
      neighbour.skew += 0.5 * θ[tie.parameter]
      list[place] = neighbour
    }
    for (tie, opposite) in zip(architecture.ties, opposites) {
      guard let opposite else { continue }
      var neighbour = list[opposite]
      neighbour.skew -= 0.5 * θ[tie.parameter]
      list[opposite] = neighbour
    }
  }

  /// The neighbours of a spin.
  @inline(__always)
  func range(of spin: Int) -> Range<Int> { starts[spin]..<starts[spin &+ 1] }

  /// h_i = Σ_j W_ij s_j + x_i and (W_A s)_i of all spins.
  func localFields(_ θ: [Double], _ spins: [Double], in fields: [Double]) -> (total: [Double], skew: [Double]) {
    var total = fields
    for tie in architecture.ties { total[tie.on] += θ[tie.parameter] * spins[tie.by] }
    var skew = fields.map { _ in 0.0 }
    for spin in spins.indices {
      for place in range(of: spin) { skew[Int(list[place].target)] += list[place].skew * spins[spin] }
    }
    return (total, skew)
  }
}

import ElementaryFunctions
import Randomness
import Validation

/// The equilibrium of a landscape at a constant control: p(x) = e^(−U(x)/T)/Z.
///
///     let rest = try BoltzmannDistribution(DoubleWell(), DoubleWell.Control(), temperature: 1)
///     rest.freeEnergy                       // −T ln Z
///     rest.position(&random)                // a position drawn from it
///
/// The density is tabulated on 2¹⁴ cells over the range where U is within 45 T of its minimum (e⁻⁴⁵ = 3e-20). Averages and the
/// free energy are trapezoidal sums, exact to rounding for smooth energies. Positions are drawn from the density interpolated
/// linearly between the points, whose variance is too large by h²/6: 2e-6 of a well that fills 1/30 of the range.
public struct BoltzmannDistribution: Sendable {
  /// The range of the table.
  public let range: ClosedRange<Double>

  /// The free energy −T ln Z with Z = ∫ e^(−U/T) dx, in the unit of the energy and with lengths in the unit of x.
  public let freeEnergy: Double

  private static let cells = 1 << 14
  // e^(−(U − minimum)/T) at the points and its integral up to each, in units of the spacing.
  private let weights, cumulative: [Double]
  private let spacing: Double

  /// The equilibrium of a landscape.
  ///
  /// - Parameters:
  ///   - landscape: the energy.
  ///   - control: the control at which it is taken.
  ///   - temperature: T, in the unit of the energy; positive.
  ///   - range: where to look; by default, the range is found by widening −1...1 until the energy rises to 45 T on both sides.
  ///     A well much narrower than 10⁻³ of the distance to the next may then be missed.
  /// - Throws: `InvalidInput` where the temperature is not positive, an energy is not a number, or the landscape does not confine the
  ///   particle and there is no range.
  public init<L: Landscape>(
    _ landscape: L, _ control: L.Control, temperature: Double = 1, in range: ClosedRange<Double>? = nil
  ) throws(InvalidInput) {
    try demandTemperature(temperature)
    let energy = { (x: Double) in landscape.energy(at: x, control) }
    let range = if let range { range } else { try Self.reach(of: energy, within: 45 * temperature) }
    try demand(
      range.lowerBound < range.upperBound && (range.upperBound - range.lowerBound).isFinite,
      "The range of an equilibrium has a positive, finite width.")
    let energies = Self.points(of: range).map(energy)
    let minimum = energies.min() ?? 0
    try demand(energies.allSatisfy { !$0.isNaN } && minimum.isFinite, "The energies of a landscape are numbers.")
    weights = energies.map { Elementary.exp(-($0 - minimum) / temperature) }
    var sum = 0.0
    cumulative =
      [0]
      + (1...Self.cells).map { [weights] point in
        sum += 0.5 * (weights[point - 1] + weights[point])
        return sum
      }
    self.range = range
    spacing = (range.upperBound - range.lowerBound) / Double(Self.cells)
    freeEnergy = minimum - temperature * Elementary.log(sum * spacing)
  }

  /// The average ⟨f(x)⟩.
  public func average(of function: (Double) -> Double) -> Double {
    let ends = 0.5 * (weights[0] * function(range.lowerBound) + weights[Self.cells] * function(range.upperBound))
    let inside = (1..<Self.cells).reduce(0) { $0 + weights[$1] * function(range.lowerBound + Double($1) * spacing) }
    return (inside + ends) / cumulative[Self.cells]
  }

  /// A position drawn from the distribution, from one uniform number.
  public func position(_ random: inout RandomStream) -> Double { quantile(random.uniform()) }

  /// The position below which a particle is with that probability.
  ///
  /// - Precondition: 0 ≤ probability ≤ 1.
  public func quantile(_ probability: Double) -> Double {
    require((0...1).contains(probability), "A probability lies between 0 and 1.")
    let target = probability * cumulative[Self.cells]
    // The last point whose integral does not exceed the target.
    var (low, high) = (0, Self.cells)
    while high - low > 1 {
      let middle = (low + high) / 2
      if cumulative[middle] <= target { low = middle } else { high = middle }
    }
    // In the cell the density is linear: p₀ s + (p₁ − p₀) s²/2 = what is left.
    let (left, rise, rest) = (weights[low], weights[low + 1] - weights[low], target - cumulative[low])
    let root = left + max(0, left * left + 2 * rise * rest).squareRoot()
    return range.lowerBound + (Double(low) + (root > 0 ? min(1, 2 * rest / root) : 0)) * spacing
  }

  private static func points(of range: ClosedRange<Double>) -> [Double] {
    let spacing = (range.upperBound - range.lowerBound) / Double(cells)
    return (0...cells).map { range.lowerBound + Double($0) * spacing }
  }

  /// Where the energy is within `height` of its minimum.
  private static func reach(of energy: (Double) -> Double, within height: Double) throws(InvalidInput)
    -> ClosedRange<Double>
  {
    var range = -1.0...1.0
    var doublings = 0
    // First outwards, until both ends are high; then inwards, as long as that halves the range.
    while true {
      let points = Self.points(of: range)
      let energies = points.map(energy)
      let minimum = energies.min() ?? 0
      let isHigh = energies.map { !($0 <= minimum + height) }
      if isHigh[0] && isHigh[cells], let first = isHigh.firstIndex(of: false), let last = isHigh.lastIndex(of: false) {
        let inner = points[first - 1]...points[last + 1]
        if last - first + 2 > cells / 2 { return inner }
        try demand(
          inner != range, "The landscape confines the particle more narrowly than numbers can tell places apart.")
        range = inner
      } else {
        try demand(doublings < 60, "The landscape does not confine the particle at this control: name a range.")
        doublings += 1
        range = 2 * range.lowerBound...2 * range.upperBound
      }
    }
  }
}

/// Requires a temperature at which there is an equilibrium.
func demandTemperature(_ temperature: Double) throws(InvalidInput) {
  try demand(
    temperature > 0 && temperature.isFinite,
    "An equilibrium has a positive, finite temperature, and not \(temperature).")
}

import Optimisation

/// A system whose couplings are chosen for the sake of a benefit, and dissipate: what a ``DissipationBottleneck`` asks of it.
///
/// Its couplings are points of a box. A model that is searched by ``ValueSearchedModel`` or ``GradientSearchedModel``
/// need not say how.
public protocol DissipativeModel: Sendable {
  /// What is chosen.
  associatedtype Couplings: Sendable, Codable, Hashable

  /// What couplings achieve.
  associatedtype Outcome: DissipativeOutcome

  /// How many coordinates a point has.
  var dimension: Int { get }

  /// The box of all points; by default every coordinate is a coupling in −bound...bound.
  func box(within bound: Double) -> GlobalMaximum

  /// The couplings at a point.
  func couplings(at point: [Double]) -> Couplings

  /// Of all couplings that are as good by a symmetry of the model, always the same ones; by default the given ones.
  func canonical(_ couplings: Couplings) -> Couplings

  /// What couplings achieve.
  func outcome(of couplings: Couplings) -> Outcome

  /// The points at which the search begins: a list for each price α.
  func starts(along prices: [Double], within bound: Double) -> [[[Double]]]

  /// The points that maximise L at each price α, from starts of its own and from the neighbours' maxima.
  func maxima(along prices: [Double], from starts: [[[Double]]], within bound: Double) -> [Maximum]

  /// The names of couplings and outcome in a stored optimum. An outcome without a name is stored property by property
  /// beside the couplings, which is the default.
  static var storedNames: (couplings: String, outcome: String?) { get }
}

/// What couplings achieve, and what they pay.
public protocol DissipativeOutcome: Sendable, Codable, Hashable {
  /// What is gained: information in nats, or minus an error.
  var benefit: Double { get }

  /// What is paid: the entropy production rate, or the entropy produced in all, in nats.
  var dissipation: Double { get }
}

extension DissipativeOutcome {
  /// L = benefit − α·dissipation.
  public func value(at price: Double) -> Double { benefit - price * dissipation }
}

extension DissipativeModel {
  /// The cube of couplings within the bound.
  public func box(within bound: Double) -> GlobalMaximum {
    GlobalMaximum(
      lower: Array(repeating: -bound, count: dimension), upper: Array(repeating: bound, count: dimension))
  }

  /// The given couplings.
  public func canonical(_ couplings: Couplings) -> Couplings { couplings }

  /// The couplings, and the properties of the outcome beside them.
  public static var storedNames: (couplings: String, outcome: String?) { ("couplings", nil) }
}

// MARK: - Equilibrium

/// A model some of whose couplings keep it in equilibrium, as symmetric ones do.
public protocol ModelWithEquilibrium: DissipativeModel {
  /// The couplings in equilibrium, as a model of fewer coordinates.
  associatedtype Symmetric: DissipativeModel where Symmetric.Couplings == Couplings, Symmetric.Outcome == Outcome

  /// The couplings in equilibrium.
  var symmetric: Symmetric { get }

  /// The points at which the search begins, of which the best couplings in equilibrium are the first at every price.
  func starts(along prices: [Double], within bound: Double, from equilibrium: Couplings) -> [[[Double]]]
}

extension ModelWithEquilibrium {
  /// The points at which the search begins, after a search for the best equilibrium.
  public func starts(along prices: [Double], within bound: Double) -> [[[Double]]] {
    starts(along: prices, within: bound, from: DissipationBottleneck(self, bound: bound).equilibrium.couplings)
  }
}

// MARK: - How the couplings are searched

/// A model whose L is cheap, and is searched without derivatives.
public protocol ValueSearchedModel: DissipativeModel {
  /// L at a point and a price.
  func value(at point: [Double], price: Double) -> Double
}

extension ValueSearchedModel {
  /// See ``GlobalMaximum/along(_:from:of:)``.
  public func maxima(along prices: [Double], from starts: [[[Double]]], within bound: Double) -> [Maximum] {
    box(within: bound).along(prices, from: starts) { value(at: $0, price: $1) }
  }
}

/// A model that knows the gradient of L, and is searched with it.
public protocol GradientSearchedModel: DissipativeModel {
  /// L at a point and a price, with its derivatives by the coordinates.
  func slope(at point: [Double], price: Double) -> GlobalMaximum.Slope
}

extension GradientSearchedModel {
  /// See ``GlobalMaximum/climbing(along:from:_:)``.
  public func maxima(along prices: [Double], from starts: [[[Double]]], within bound: Double) -> [Maximum] {
    box(within: bound).climbing(along: prices, from: starts) { slope(at: $0, price: $1) }
  }
}

import Optimisation

/// The dissipation bottleneck of a model: the couplings that maximise
///
///     L = benefit − α·dissipation,
///
/// all within −bound...bound.
///
///     let bottleneck = DissipationBottleneck(parityGateTask, bound: 4)
///     bottleneck.equilibrium.information                     // bits without dissipation
///     bottleneck.optima(along: [0, 1e-3, 1e-2])              // the best at each price α
///
/// α = 0 asks for the benefit alone; a large α forces the system to equilibrium. The benefit of a computation is I(s, y)
/// in nats, that of sensing I(s, x), and that of a regression minus half of its mean squared error; dissipation is an
/// entropy production rate or, of what is read once, the entropy produced. α has the units of their ratio.
/// Source: A. Ingrosso and E. Panizon, Phys. Rev. E 109, 014132 (2024).
public struct DissipationBottleneck<Model: DissipativeModel>: Sendable {
  /// The system, and how its couplings are searched.
  public let model: Model

  /// The couplings are searched in −bound...bound.
  public let bound: Double

  /// A bottleneck.
  public init(_ model: Model, bound: Double) { (self.model, self.bound) = (model, bound) }

  /// The best couplings at each price α, in or out of equilibrium.
  ///
  /// Every price is searched from the starts of the model, and from the optima at the neighbouring prices in both
  /// directions, so that no branch is lost at a first-order jump.
  public func optima(along prices: [Double]) -> [Optimum] {
    optima(along: prices, from: model.starts(along: prices, within: bound))
  }

  /// The same from other starts: a list of points for each price.
  public func optima(along prices: [Double], from starts: [[[Double]]]) -> [Optimum] {
    model.maxima(along: prices, from: starts, within: bound).map {
      optimum(at: model.canonical(model.couplings(at: $0.point)))
    }
  }

  /// These couplings and what they achieve, optimal or not.
  public func optimum(at couplings: Model.Couplings) -> Optimum {
    Optimum(couplings: couplings, outcome: model.outcome(of: couplings))
  }

  /// Couplings and what they achieve. The properties of the outcome are properties of the optimum, too.
  @dynamicMemberLookup
  public struct Optimum: Sendable, Hashable {
    /// The couplings.
    public var couplings: Model.Couplings
    /// What they achieve.
    public var outcome: Model.Outcome

    /// Couplings with what they achieve.
    public init(couplings: Model.Couplings, outcome: Model.Outcome) {
      (self.couplings, self.outcome) = (couplings, outcome)
    }

    /// A property of the outcome.
    public subscript<Value>(dynamicMember property: KeyPath<Model.Outcome, Value>) -> Value {
      outcome[keyPath: property]
    }

    /// L = benefit − α·dissipation.
    public func value(at price: Double) -> Double { outcome.value(at: price) }
  }

  /// The best couplings without dissipation, and the best at each price: from one end of the trade-off to the other.
  public struct Frontier: Sendable, Codable, Hashable {
    /// In equilibrium.
    public var equilibrium: Optimum
    /// In or out of equilibrium, one per price.
    public var path: [Optimum]
  }
}

extension DissipationBottleneck where Model: ModelWithEquilibrium {
  /// The best couplings in equilibrium, the same at any price.
  public var equilibrium: Optimum {
    let best = DissipationBottleneck<Model.Symmetric>(model.symmetric, bound: bound).optima(along: [0])[0]
    return Optimum(couplings: best.couplings, outcome: best.outcome)
  }

  /// The best couplings in equilibrium, and the best ones at each price, which are searched from them too.
  public func frontier(along prices: [Double]) -> Frontier {
    let equilibrium = equilibrium
    let starts = model.starts(along: prices, within: bound, from: equilibrium.couplings)
    return Frontier(equilibrium: equilibrium, path: optima(along: prices, from: starts))
  }
}

extension DissipationBottleneck.Frontier {
  /// What is wrong with a frontier along these prices; nil where nothing is.
  package func flaw(along prices: [Double]) -> String? {
    path.count == prices.count ? nil : "A frontier has one optimum per price."
  }
}

// MARK: - Encoding

extension DissipationBottleneck.Optimum: Codable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Decodes the names of the model; see ``DissipativeModel/storedNames``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let names = Model.storedNames
    couplings = try container.decode(Model.Couplings.self, forKey: Key(names.couplings))
    outcome =
      try names.outcome.map { try container.decode(Model.Outcome.self, forKey: Key($0)) }
      ?? Model.Outcome(from: decoder)
  }

  /// Encodes the names of the model; see ``DissipativeModel/storedNames``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let names = Model.storedNames
    try container.encode(couplings, forKey: Key(names.couplings))
    if let name = names.outcome {
      try container.encode(outcome, forKey: Key(name))
    } else {
      try outcome.encode(to: encoder)
    }
  }
}

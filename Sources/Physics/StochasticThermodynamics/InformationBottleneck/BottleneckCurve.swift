import Validation

/// The bottleneck curve as numbers: the most that any channel tells about y at each I(s, x).
///
///     let curve = BottleneckCurve(channels, availableInformation: bottleneck.availableInformation)
///     curve.bound(at: 0.5)          // no channel that keeps 0.5 nats of x knows more about y
public struct BottleneckCurve: Sendable, Validated, Hashable {
  /// The best channel at one trade-off.
  public struct Point: Sendable, Codable, Hashable {
    /// β, the inverse slope of the curve.
    public var tradeOff: Double
    /// I(s, x) in nats.
    public var inputInformation: Double
    /// I(s, y) in nats.
    public var relevantInformation: Double
    /// The minimum of I(s, x) − β I(s, y) over all channels, in nats.
    public var objective: Double
  }

  /// The points, in ascending order of the trade-off.
  public let points: [Point]

  /// I(x, y) in nats: the ceiling.
  public let availableInformation: Double

  /// The curve through the best channels, in any order, and I(x, y) in nats.
  public init(_ channels: [InformationBottleneck.Channel], availableInformation: Double) {
    points = channels.sorted { $0.tradeOff < $1.tradeOff }.map {
      Point(
        tradeOff: $0.tradeOff, inputInformation: $0.inputInformation, relevantInformation: $0.relevantInformation,
        objective: $0.objective)
    }
    self.availableInformation = availableInformation
  }

  /// Reads a curve.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    points = try fields.read(.points)
    availableInformation = try fields.read(.availableInformation)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with the curve; nil where nothing is.
  public var flaw: String? {
    zip(points, points.dropFirst()).allSatisfy { $0.tradeOff <= $1.tradeOff }
      ? nil : "The points of a curve stand in the order of their trade-off."
  }

  /// A bound on I(s, y) at this I(s, x), both in nats: the lower envelope of the tangents.
  ///
  /// I(s, x) − β I(s, y) ≥ F(β) for every channel and every β, hence I(s, y) ≤ [I(s, x) − F(β)]/β; besides
  /// I(s, y) ≤ I(s, x) and I(s, y) ≤ I(x, y), as s reads x only. The envelope touches the curve at the points and lies above
  /// it between them, by an amount of second order in their distance.
  public func bound(at inputInformation: Double) -> Double {
    points.reduce(min(inputInformation, availableInformation)) { least, point in
      point.tradeOff > 0 ? min(least, (inputInformation - point.objective) / point.tradeOff) : least
    }
  }

  /// The curve at this I(s, x), both in nats: between two points the cubic with their values and slopes 1/β, which is off by an
  /// amount of fourth order in their distance; beyond the points the bound.
  public func value(at inputInformation: Double) -> Double {
    guard let next = points.firstIndex(where: { $0.inputInformation > inputInformation }), next > 0 else {
      return bound(at: inputInformation)
    }
    let (a, b) = (points[next - 1], points[next])
    let width = b.inputInformation - a.inputInformation
    let t = (inputInformation - a.inputInformation) / width
    let ahead = t * t * (3 - 2 * t)
    let slopes = t * (1 - t) * ((1 - t) / a.tradeOff - t / b.tradeOff)
    return (1 - ahead) * a.relevantInformation + ahead * b.relevantInformation + width * slopes
  }
}

import ElementaryFunctions
import Randomness
import Validation

/// The information bottleneck: which channel p(s|x) tells most about y for what it keeps of x? It minimises
/// I(s, x) − β I(s, y) over all channels with a given number of clusters s.
///
///     let bottleneck = InformationBottleneck(weights: px, conditionals: pyGivenX)
///     let best = bottleneck.optimum(tradeOff: 5, clusters: 8, random: RandomStream(seed: 1))
///     print(best.inputInformation, best.relevantInformation)   // a point of the bottleneck curve, in nats
///
/// Nothing that reads x and not y lies above the curve of these points in the plane of I(s, x) and I(s, y); its slope
/// is 1/β. For β ≤ 1 the best channel says nothing. For a continuous x, weights and conditionals are those of a
/// quadrature.
/// Source: N. Tishby, F. C. Pereira and W. Bialek, Proc. 37th Allerton Conf. 368 (1999), arXiv:physics/0004057.
///
/// All results have the same bits on every processor.
public struct InformationBottleneck: Sendable {
  /// p(x) of the inputs that differ in p(y|x). Inputs with equal p(y|x) are one input, as the best p(s|x) depends on x
  /// through p(y|x) only.
  public let weights: [Double]

  /// p(y|x), one distribution per weight.
  public let conditionals: [[Double]]

  /// Eight inputs per vector, padded with inputs of weight 0.
  let lanes: Lanes

  /// A bottleneck.
  ///
  /// - Parameters:
  ///   - weights: p(x).
  ///   - conditionals: p(y|x), one distribution over the answers per input.
  /// - Precondition: p(x) and every p(y|x) add up to 1 within 1e-9, no probability is negative, and all p(y|x) have as
  ///   many entries.
  public init(weights: [Double], conditionals: [[Double]]) {
    require(weights.count == conditionals.count, "There must be one conditional distribution per input.")
    for p in conditionals + [weights] {
      require(
        p.allSatisfy { $0 >= 0 } && abs(p.reduce(0, +) - 1) < 1e-9,
        "Probabilities cannot be negative and must add up to 1.")
    }
    require(
      conditionals.allSatisfy { $0.count == conditionals[0].count }, "All inputs must have the same possible answers.")
    var place: [[Double]: Int] = [:]
    var merged: [Double] = []
    var distinct: [[Double]] = []
    for (weight, conditional) in zip(weights, conditionals) where weight > 0 {
      if let known = place[conditional] {
        merged[known] += weight
      } else {
        place[conditional] = distinct.count
        distinct.append(conditional)
        merged.append(weight)
      }
    }
    self.weights = merged
    self.conditionals = distinct
    lanes = Lanes(weights: merged, conditionals: distinct)
  }

  /// I(x, y) in nats: all the information that x has about y, the ceiling of the curve.
  public var availableInformation: Double { mutualInformation(weights: weights, conditionals: conditionals) }

  /// The channel that the iterations end with, and where it lies in the information plane.
  public struct Channel: Sendable, Hashable, Validated {
    /// β, the worth of a nat about y in nats about x.
    public var tradeOff: Double

    /// I(s, x) in nats.
    public var inputInformation: Double

    /// I(s, y) in nats.
    public var relevantInformation: Double

    /// p(s), one entry per cluster; clusters that are not needed have next to none, or the same p(y|s) as another.
    public var probabilities: [Double]

    /// p(y|s), one distribution per cluster.
    public var answers: [[Double]]

    /// I(s, x) − β I(s, y) after every iteration, in nats; it never rises but by rounding.
    public var objectives: [Double]

    /// Whether the objective is within the tolerance of its limit, as its last decreases suggest.
    public var isConverged: Bool

    /// I(s, x) − β I(s, y) in nats.
    public var objective: Double { inputInformation - tradeOff * relevantInformation }

    /// What is wrong with the channel; nil where nothing is.
    public var flaw: String? {
      answers.count == probabilities.count && answers.allSatisfy { $0.count == answers[0].count }
        ? nil : "A channel has a probability and answers for every cluster."
    }
  }

  /// The best channel found, from several starts.
  ///
  /// The alternating minimisation (of Blahut and Arimoto) finds local minima. A start takes the p(y|x) of random inputs
  /// as its clusters; of equally good ends, within rounding, the first counts.
  ///
  /// - Parameters:
  ///   - tradeOff: β, finite and not negative.
  ///   - clusters: how many values s has, at least one. More than there are answers are needed in general.
  ///   - starts: how many random starts there are, at least one unless `guess` is given.
  ///   - guess: a channel to start from, too, such as the best one at a neighbouring β.
  ///   - tolerance: iterations end where the objective is this near to its limit, in nats. The informations, of which
  ///     the objective is a minimum, are then known to about its square root only.
  ///   - limit: the largest number of iterations per start.
  ///   - random: start k draws from its child stream k.
  public func optimum(
    tradeOff: Double, clusters: Int, starts: Int = 4, from guess: Channel? = nil, tolerance: Double = 1e-12,
    limit: Int = 20_000, random: RandomStream
  ) -> Channel {
    require(tradeOff >= 0 && tradeOff.isFinite, "The trade-off of a bottleneck is finite and not negative.")
    require(clusters > 0 && (starts > 0 || guess != nil), "A bottleneck needs a cluster and a start.")
    var first = (0..<starts).map { number in
      var stream = random[number]
      return Clusters(drawing: clusters, from: self, &stream)
    }
    if let guess { first.append(Clusters(probabilities: guess.probabilities, answers: guess.answers)) }
    var best: Channel?
    for start in first {
      let found = descend(from: start, tradeOff: tradeOff, tolerance: tolerance, limit: limit)
      if let held = best, held.objective <= found.objective + 1e-13 { continue }
      best = found
    }
    guard let best else { fatalError("A bottleneck needs a start.") }
    return best
  }

  /// The bottleneck curve: the best channel found at each β.
  ///
  /// Every β has its own random starts, and one from the best channel at the next larger β. So no point lies on a
  /// branch that a neighbour has left for a better one: clusters merge as β falls, and seldom split again without help
  /// as it rises. Parameters are those of ``optimum(tradeOff:clusters:starts:from:tolerance:limit:random:)``.
  public func curve(
    tradeOffs: [Double], clusters: Int, starts: Int = 4, tolerance: Double = 1e-12, limit: Int = 20_000,
    random: RandomStream
  ) -> [Channel] {
    var channels: [Int: Channel] = [:]
    var guess: Channel?
    for place in tradeOffs.indices.sorted(by: { tradeOffs[$0] > tradeOffs[$1] }) {
      let best = optimum(
        tradeOff: tradeOffs[place], clusters: clusters, starts: starts, from: guess, tolerance: tolerance, limit: limit,
        random: random[place])
      channels[place] = best
      guess = best
    }
    return tradeOffs.indices.compactMap { channels[$0] }
  }
}

extension InformationBottleneck.Channel {
  /// Reads a channel.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    tradeOff = try fields.read(.tradeOff)
    inputInformation = try fields.read(.inputInformation)
    relevantInformation = try fields.read(.relevantInformation)
    probabilities = try fields.read(.probabilities)
    answers = try fields.read(.answers)
    objectives = try fields.read(.objectives)
    isConverged = try fields.read(.isConverged)
    try decoder.refuseFlaw(of: self)
  }
}

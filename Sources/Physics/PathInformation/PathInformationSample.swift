import ElementaryFunctions
import Estimation
import StochasticThermodynamics
import Validation

/// The information I(γ; y) in sampled paths about an answer, from the exact posterior of each.
///
///     var sample = PathInformationSample(prior: reader.prior, available: reader.availableInformation)
///     sample.add(reader.reading(of: path).answers, truth: reader.answers[x])
///     sample.information                             // in nats, with its standard error
///
/// Two estimators have this mean. A = H(y) − H(y|γ) takes the entropy of the posterior, and B = H(y) + Σ p(y|x) ln p(y|γ) the
/// posterior of the right answer. The answer itself is never drawn, and there is no histogram and so no bias of one. B − A has
/// the mean 0 exactly where paths come from the processes that the posterior assumes, and tells where they do not
/// (``mismatch``). It is a control variate, as is what this input says of the answer, H(y) − H(y|x) − I(x; y).
public struct PathInformationSample: Sendable, Validated, Hashable, Mergeable {
  /// p(y).
  public let prior: [Double]

  /// I(x; y) in nats.
  public let available: Double

  private var average: ControlledAverage

  /// No paths yet.
  ///
  /// - Parameters:
  ///   - prior: p(y), adding up to 1.
  ///   - available: I(x; y) in nats over the inputs that are drawn.
  public init(prior: [Double], available: Double) {
    (self.prior, self.available) = (prior, available)
    average = ControlledAverage(controls: 2)
    requireNoFlaw()
  }

  /// Reads a sample.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    prior = try fields.read(.prior)
    available = try fields.read(.available)
    average = try fields.read(.average)
    try decoder.refuseFlaw(of: self)
  }

  private enum CodingKeys: CodingKey {
    case prior, available, average
  }

  /// What is wrong; nil where nothing is.
  public var flaw: String? {
    if prior.isEmpty || !prior.allSatisfy({ $0 >= 0 }) || abs(prior.reduce(0, +) - 1) > 1e-6 {
      return "The probabilities of the answers are not negative and add up to 1."
    }
    if !available.isFinite || available < -1e-9 { return "An available information is finite and not negative." }
    return average.controls == 2 ? average.flaw : "A path information has two controls."
  }

  /// How many paths were added.
  public var count: Int { average.count }

  /// Adds a path.
  ///
  /// - Parameters:
  ///   - posterior: p(y|γ).
  ///   - truth: p(y|x) of the input that made the path.
  /// - Precondition: both have one entry per answer.
  public mutating func add(_ posterior: [Double], truth: [Double]) {
    require(
      posterior.count == prior.count && truth.count == prior.count, "A posterior has one probability per answer.")
    let whole = entropy(prior)
    var (score, known) = (0.0, 0.0)
    for (q, p) in zip(posterior, truth) where p > 0 {
      score += p * Elementary.log(q)
      known += p * Elementary.log(p)
    }
    let reduction = whole - entropy(posterior)
    average.add([reduction, whole + score - reduction, whole + known - available])
  }

  /// I(γ; y) in nats.
  public var information: Estimate { average.estimate }

  /// A alone, in nats: without control variates.
  public var plainInformation: Estimate { average.plain }

  /// The mean of B − A in nats: 0 within its error if the paths come from the processes of the reader.
  public var mismatch: Estimate { average.control(0) }

  /// Adds all paths of another sample.
  ///
  /// - Precondition: both are of one task.
  public mutating func merge(_ other: PathInformationSample) { average.merge(other.average) }
}

import ElementaryFunctions
import StochasticThermodynamics

/// What a sensory complex tells about its input, and what it pays.
public struct Sensing: Sendable, Codable, Hashable {
  /// I(s, x): what the state tells about the input, in bits.
  public var inputInformation: Double

  /// Σ: the entropy production rate averaged over the inputs, in nats per unit time of k0.
  public var entropyProductionRate: Double
}

/// Two correlated Gaussian inputs and the complex that reads them: what sensing depends on, before any choice of
/// couplings or quadrature.
public struct SensoryModel: SensorySetting {
  /// The correlation ρ of the two inputs, whose variance is 1.
  public var correlation: Double

  /// The inverse temperature β of the complex.
  public var beta: Double

  /// The rates of the complex.
  public var law: RateLaw

  /// A model.
  public init(correlation: Double, beta: Double, law: RateLaw = .exponential) {
    self.correlation = correlation
    self.beta = beta
    self.law = law
  }

  /// The inputs on a quadrature; see `InputEnsemble.gaussian(correlation:step:cutoff:)`.
  public func inputs(step: Double = 0.1, cutoff: Double = 6) -> SensoryInputs {
    SensoryInputs(.gaussian(correlation: correlation, step: step, cutoff: cutoff), beta: beta, law: law)
  }

  /// The inputs on a quadrature, as what there is to know.
  public func task(step: Double, cutoff: Double) -> SensoryInputs { inputs(step: step, cutoff: cutoff) }
}

/// Inputs with their weights, read by complexes of one temperature.
///
///     let inputs = SensoryModel(correlation: 1, beta: 2).inputs()
///     inputs.sensing(of: PairCouplings(j12: -0.1448, j21: -0.9176)).inputInformation            // 0.9013 bits
///
/// Everything that does not depend on the couplings is computed once.
public struct SensoryInputs: Sendable {
  /// The inputs x with their probabilities.
  public let ensemble: InputEnsemble<SIMD2<Double>>

  /// The inverse temperature of the complex.
  public let beta: Double

  /// The rates of the complex.
  public let law: RateLaw

  /// exp(−βx₁) and exp(−βx₂) per input.
  let roots: [SIMD2<Double>]

  /// The same with the weights, eight inputs at a time.
  private let lanes: [Lanes]

  /// Inputs of an ensemble.
  public init(_ ensemble: InputEnsemble<SIMD2<Double>>, beta: Double, law: RateLaw = .exponential) {
    self.ensemble = ensemble
    self.beta = beta
    self.law = law
    roots = ensemble.inputs.map { SIMD2(Elementary.exp(-beta * $0.x), Elementary.exp(-beta * $0.y)) }
    var lanes = Array(repeating: Lanes(), count: (roots.count + 7) / 8)
    for (place, root) in roots.enumerated() {
      lanes[place / 8].x1[place % 8] = root.x
      lanes[place / 8].x2[place % 8] = root.y
      lanes[place / 8].weights[place % 8] = ensemble.weights[place]
    }
    self.lanes = lanes
  }

  /// I(s, x) and Σ of the complex with these couplings, exact up to the quadrature.
  public func sensing(of couplings: PairCouplings) -> Sensing {
    let complex = SensoryComplex(couplings: couplings, beta: beta, law: law)
    let factors = SensoryComplex.BoltzmannRoots(couplings, beta: beta)
    var sum = ConditionalEntropySum()
    var dissipation = 0.0
    lanes.withUnsafeBufferPointer { lanes in
      for inputs in lanes {
        let responses = complex.responses(roots: factors, inputRoots: inputs.x1, inputs.x2)
        sum.add(responses, weights: inputs.weights)
        // Input by input, in order, so that the sums do not depend on how many are computed at once.
        let released = inputs.weights * responses.entropyProductionRate
        for lane in 0..<8 { dissipation += released[lane] }
      }
    }
    return Sensing(inputInformation: sum.information, entropyProductionRate: dissipation)
  }

  /// Eight inputs: exp(−βx₁), exp(−βx₂) and p(x). Where there are fewer, the rest have no weight.
  struct Lanes {
    var x1 = SIMD8<Double>(repeating: 1), x2 = SIMD8<Double>(repeating: 1), weights = SIMD8<Double>()
  }
}

/// I(s, x) = H(s) − ⟨H(s|x)⟩, input by input.
struct ConditionalEntropySum {
  private var marginal = SIMD4<Double>()
  private var conditional = 0.0

  /// Adds an input with p(s|x), H(s|x) in nats, and p(x).
  @inline(__always)
  mutating func add(_ probabilities: SIMD4<Double>, entropy: Double, weight: Double) {
    marginal += weight * probabilities
    conditional += weight * entropy
  }

  /// Adds eight inputs, in order.
  @inline(__always)
  mutating func add(_ responses: SensoryComplex.Responses, weights: SIMD8<Double>) {
    let (a, b, c, d) = (responses.a, responses.b, responses.c, responses.d)
    let entropies = 0 - plogp(a) - plogp(b) - plogp(c) - plogp(d)
    let (wa, wb, wc, wd, lost) = (weights * a, weights * b, weights * c, weights * d, weights * entropies)
    for lane in 0..<8 {
      marginal += SIMD4(wa[lane], wb[lane], wc[lane], wd[lane])
      conditional += lost[lane]
    }
  }

  /// I(s, x) in bits.
  var information: Double {
    bitsPerNat * (entropy([marginal.x, marginal.y, marginal.z, marginal.w]) - conditional)
  }
}

/// p ln p, with 0 ln 0 = 0.
@inline(__always)
private func plogp(_ p: SIMD8<Double>) -> SIMD8<Double> {
  p * Elementary.log(p.replacing(with: 1, where: p .== 0))
}

/// The entropies of two distributions over four states, in nats.
@inline(__always)
func entropies(_ p: SIMD4<Double>, _ q: SIMD4<Double>) -> (Double, Double) {
  let terms = plogp(SIMD8(lowHalf: p, highHalf: q))
  return (
    0 - terms[0] - terms[1] - terms[2] - terms[3], 0 - terms[4] - terms[5] - terms[6] - terms[7]
  )
}

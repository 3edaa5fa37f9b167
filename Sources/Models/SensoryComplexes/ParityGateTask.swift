import StochasticThermodynamics

/// A gate and the complex that faces it: what a result depends on, before any choice of couplings or quadrature.
public struct ParityGateModel: SensorySetting {
  /// The gate.
  public var gate: StochasticParityGate

  /// The correlation ρ of the two Gaussian inputs, whose variance is 1.
  public var correlation: Double

  /// The inverse temperature β of the complex.
  public var beta: Double

  /// The rates of the complex.
  public var law: RateLaw

  /// A model.
  public init(gate: StochasticParityGate, correlation: Double, beta: Double, law: RateLaw = .exponential) {
    self.gate = gate
    self.correlation = correlation
    self.beta = beta
    self.law = law
  }

  /// The task on a quadrature over the inputs; see `InputEnsemble.gaussian(correlation:step:cutoff:)`.
  public func task(step: Double = 0.1, cutoff: Double = 6) -> ParityGateTask {
    ParityGateTask(
      gate, ensemble: .gaussian(correlation: correlation, step: step, cutoff: cutoff), beta: beta, law: law)
  }
}

/// The stochastic parity gate as a task for the sensory complex: inputs with their weights, and the right answers.
///
/// Everything that does not depend on the couplings is computed once, so that one evaluation costs a few dozen
/// multiplications per input.
public struct ParityGateTask: Sendable {
  /// The inputs, and what a complex tells about them.
  public let inputs: SensoryInputs

  /// p(y = 1|x) per input.
  public let answers: [Double]

  /// The inputs x with their probabilities.
  public var ensemble: InputEnsemble<SIMD2<Double>> { inputs.ensemble }

  /// The inverse temperature of the complex.
  public var beta: Double { inputs.beta }

  /// The rates of the complex.
  public var law: RateLaw { inputs.law }

  /// A task.
  public init(
    _ gate: StochasticParityGate, ensemble: InputEnsemble<SIMD2<Double>>, beta: Double, law: RateLaw = .exponential
  ) {
    inputs = SensoryInputs(ensemble, beta: beta, law: law)
    answers = ensemble.inputs.map(gate.probabilityOfOne(reading:))
  }

  /// I(s, y) and Σ of the complex with these couplings, exact up to the quadrature.
  public func performance(of couplings: PairCouplings) -> Performance {
    let complex = SensoryComplex(couplings: couplings, beta: beta, law: law)
    let factors = SensoryComplex.BoltzmannRoots(couplings, beta: beta)
    let (roots, weights) = (inputs.roots, ensemble.weights)
    var joint = JointDistribution()
    var dissipation = 0.0
    for place in roots.indices {
      let response = complex.response(roots: factors, inputRoots: roots[place])
      joint.add(response.probabilities, answer: answers[place], weight: weights[place])
      dissipation += weights[place] * response.entropyProductionRate
    }
    return Performance(relevantInformation: joint.information, entropyProductionRate: dissipation)
  }

  /// I(s, x) in bits: what the state tells about the input.
  public func inputInformation(of couplings: PairCouplings) -> Double { inputs.sensing(of: couplings).inputInformation }

  /// I(x, y) in bits: what there is to know, and a bound on what any complex can.
  public var availableInformation: Double {
    bitsPerNat * mutualInformation(weights: ensemble.weights, conditionals: answers.map { [$0, 1 - $0] })
  }

  /// The bottleneck of this task: what any channel that reads x could tell about the answer, for what it keeps of x.
  public var informationBottleneck: InformationBottleneck {
    InformationBottleneck(weights: ensemble.weights, conditionals: answers.map { [$0, 1 - $0] })
  }
}

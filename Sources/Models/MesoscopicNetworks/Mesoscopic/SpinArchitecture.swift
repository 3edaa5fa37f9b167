import Matrices
import SpinNetworks
import StochasticThermodynamics
import Validation

/// Which parameter sets which coupling and which field of a spin network that reads an input u.
///
/// W_ij = Σ θ_p over the ties (i, j, p), and x_i = Σ θ_p over the biases plus Σ θ_p u_k over the input ties. Ties may share
/// parameters: a symmetric network shares one between W_ij and W_ji, a convolution shares one along the line. Every gradient
/// of a network, sampled or exact, comes down to one number per tie and per field, and ``pullback(couplings:fields:reading:)``
/// turns those into a gradient by the parameters.
///
///     let architecture = SpinArchitecture.allToAll(spins: 5)
///     let network = try architecture.network(θ).with(fields: architecture.fields(θ, reading: u))
public struct SpinArchitecture: Sendable, Validated, Hashable {
  /// A coupling W_ij = θ_p.
  public struct Tie: Sendable, Codable, Hashable {
    /// The spin i in whose field the other one enters.
    public let on: Int
    /// The spin j that acts.
    public let by: Int
    /// p.
    public let parameter: Int

    /// The tie with i = `on`, j = `by` and p = `parameter`.
    public init(on: Int, by: Int, parameter: Int) {
      self.on = on
      self.by = by
      self.parameter = parameter
    }
  }

  /// A part of the field of a spin that comes from the input: θ_p u_k, or u_k itself.
  public struct InputTie: Sendable, Codable, Hashable {
    /// The spin.
    public let on: Int
    /// The place k in the input.
    public let input: Int
    /// p; nil where the input is the field.
    public let parameter: Int?

    /// A tie to an input.
    public init(on: Int, input: Int, parameter: Int? = nil) {
      self.on = on
      self.input = input
      self.parameter = parameter
    }
  }

  /// A part of the field of a spin that is the same for all inputs: θ_p.
  public struct Bias: Sendable, Codable, Hashable {
    /// The spin.
    public let on: Int
    /// p.
    public let parameter: Int

    /// A bias.
    public init(on: Int, parameter: Int) {
      self.on = on
      self.parameter = parameter
    }
  }

  /// How many spins, numbers of an input, and parameters there are.
  public let spins, inputs, parameters: Int

  /// The couplings, each pair (on, by) at most once.
  public let ties: [Tie]

  /// What the spins read.
  public let inputTies: [InputTie]

  /// What the spins feel anyway.
  public let biases: [Bias]

  /// An architecture.
  ///
  /// - Precondition: spins, inputs and parameters are numbered from 0; no spin acts on itself, and no pair (on, by) has two ties.
  public init(
    spins: Int, inputs: Int, parameters: Int, ties: [Tie], inputTies: [InputTie] = [], biases: [Bias] = []
  ) {
    (self.spins, self.inputs, self.parameters) = (spins, inputs, parameters)
    (self.ties, self.inputTies, self.biases) = (ties, inputTies, biases)
    requireNoFlaw()
  }

  /// The network with these parameters, its fields the ones without an input.
  ///
  /// - Precondition: there is one number per parameter.
  /// - Throws: `InvalidInput` where a coupling, a field or β is not finite.
  public func network(_ θ: [Double], beta: Double = 1, law: RateLaw = .exponential) throws(InvalidInput) -> SpinNetwork
  {
    require(θ.count == parameters, "A network needs one number per parameter.")
    let couplings = try CouplingMatrix(
      spins: spins, ties.map { Coupling(on: $0.on, by: $0.by, strength: θ[$0.parameter]) })
    return try SpinNetwork(couplings: couplings, fields: constantFields(θ), beta: beta, law: law)
  }

  /// W, with its zeros.
  func matrix(_ θ: [Double]) -> Matrix {
    var entries = Array(repeating: 0.0, count: spins * spins)
    for tie in ties { entries[tie.on * spins + tie.by] = θ[tie.parameter] }
    return Matrix(rows: spins, columns: spins, entries: entries)
  }

  /// The network in an input; many inputs share ``network(_:beta:law:)``.
  public func network(
    _ θ: [Double], reading u: [Double], beta: Double = 1, law: RateLaw = .exponential
  ) throws(InvalidInput) -> SpinNetwork {
    try network(θ, beta: beta, law: law).with(fields: fields(θ, reading: u))
  }

  /// x, one per spin: what biases and the input u make of the fields.
  ///
  /// - Precondition: there is one number per parameter and one per place of the input.
  public func fields(_ θ: [Double], reading u: [Double]) -> [Double] {
    zip(constantFields(θ), inputFields(θ, reading: u)).map { $0 + $1 }
  }

  /// The part of the fields that the biases make.
  private func constantFields(_ θ: [Double]) -> [Double] {
    var fields = Array(repeating: 0.0, count: spins)
    for bias in biases { fields[bias.on] += θ[bias.parameter] }
    return fields
  }

  /// The part of the fields that the input u makes: what a network from ``network(_:beta:law:)`` reads.
  public func inputFields(_ θ: [Double], reading u: [Double]) -> [Double] {
    require(θ.count == parameters && u.count == inputs, "An input has one number per place, θ one per parameter.")
    var fields = Array(repeating: 0.0, count: spins)
    for tie in inputTies { fields[tie.on] += (tie.parameter.map { θ[$0] } ?? 1) * u[tie.input] }
    return fields
  }

  /// ∂L/∂θ from the derivatives by every coupling and every field: the chain rule.
  ///
  /// - Parameters:
  ///   - couplings: ∂L/∂W_ij, one per tie.
  ///   - fields: ∂L/∂x_i, one per spin.
  ///   - u: the input at which they were taken.
  public func pullback(couplings: [Double], fields: [Double], reading u: [Double]) -> [Double] {
    require(
      couplings.count == ties.count && fields.count == spins && u.count == inputs,
      "A gradient has one number per tie and one per spin.")
    var gradient = Array(repeating: 0.0, count: parameters)
    for (place, tie) in ties.enumerated() { gradient[tie.parameter] += couplings[place] }
    for bias in biases { gradient[bias.parameter] += fields[bias.on] }
    for tie in inputTies {
      guard let parameter = tie.parameter else { continue }
      gradient[parameter] += fields[tie.on] * u[tie.input]
    }
    return gradient
  }
}

extension SpinArchitecture {
  /// Reads an architecture.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    spins = try fields.read(.spins)
    inputs = try fields.read(.inputs)
    parameters = try fields.read(.parameters)
    ties = try fields.read(.ties)
    inputTies = try fields.read(.inputTies)
    biases = try fields.read(.biases)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(spins > 0 && inputs >= 0 && parameters >= 0) { return "A network has at least one spin." }
    let (some, all) = (0..<parameters, 0..<spins)
    if !ties.allSatisfy({
      all.contains($0.on) && all.contains($0.by) && $0.on != $0.by && some.contains($0.parameter)
    }) {
      return "A tie joins two different spins of the network by one of its parameters."
    }
    if !inputTies.allSatisfy({
      all.contains($0.on) && (0..<inputs).contains($0.input) && ($0.parameter.map(some.contains) ?? true)
    }) {
      return "An input tie joins a spin of the network to a number of the input."
    }
    if !biases.allSatisfy({ all.contains($0.on) && some.contains($0.parameter) }) {
      return "A bias is one of the parameters and belongs to a spin of the network."
    }
    return Set(ties.lazy.map { SIMD2($0.on, $0.by) }).count == ties.count
      ? nil : "A spin acts on another through one tie, not two."
  }
}

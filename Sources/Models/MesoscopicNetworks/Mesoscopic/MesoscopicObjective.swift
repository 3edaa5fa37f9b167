import Matrices
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Validation

/// What a network of spins is trained for: L(θ) = G − αΣ is to be large.
///
/// In every input μ the network relaxes to its steady state; G is what the best readout makes of the averages m_μ of some of
/// its spins, less ½ λ Σ w² of its weights; Σ is the mean over the inputs of the entropy production rate, in nats per unit time of
/// k0. L is a function of the parameters alone, since the readout is the best one at every θ, or fixed.
public struct MesoscopicObjective: Sendable, Validated, Hashable {
  /// Which parameter sets what.
  public var architecture: SpinArchitecture

  /// What is to be learnt.
  public var task: MesoscopicTask

  /// The spins whose averages are read.
  public var read: Range<Int>

  /// The inverse temperature β.
  public var beta: Double

  /// The rates.
  public var law: RateLaw

  /// α, what a nat per unit time costs.
  public var dissipationCost: Double

  /// λ, what the weights of the readout cost.
  public var readoutPenalty: Double

  /// The readout; nil where it is the best one at every evaluation.
  public var readout: MesoscopicTask.Readout?

  /// An objective.
  ///
  /// - Parameters:
  ///   - architecture: which spins act on which, by which parameters.
  ///   - task: the inputs and the right answers.
  ///   - read: the spins that are read; by default all.
  ///   - beta: 1/k_B T.
  ///   - law: the law of the rates.
  ///   - dissipationCost: α, the price of a nat per unit time.
  ///   - readoutPenalty: the penalty of the squared weights of the readout.
  ///   - readout: how the spins are read; nil for what suits the task.
  /// - Precondition: inputs have the size that the architecture reads, and the spins that are read are spins of it; prices are not
  ///   negative.
  public init(
    architecture: SpinArchitecture, task: MesoscopicTask, read: Range<Int>? = nil, beta: Double = 1,
    law: RateLaw = .exponential, dissipationCost: Double = 0, readoutPenalty: Double = 1e-4,
    readout: MesoscopicTask.Readout? = nil
  ) {
    (self.architecture, self.task, self.read) = (architecture, task, read ?? 0..<architecture.spins)
    (self.beta, self.law) = (beta, law)
    (self.dissipationCost, self.readoutPenalty, self.readout) = (dissipationCost, readoutPenalty, readout)
    requireNoFlaw()
  }

  /// What a network achieves and pays.
  public struct Value: Sendable, Codable, Hashable {
    /// G.
    public var performance: Double
    /// Σ, in nats per unit time of k0.
    public var entropyProductionRate: Double
    /// L = G − αΣ.
    public var objective: Double
    /// How many spins flipped to find out; 0 for an exact value.
    public var flips: Int
  }

  /// G and its derivatives at averages of all spins, one array per input; the derivatives by all spins, too.
  public func reading(
    of averages: [[Double]], from start: MesoscopicTask.Readout? = nil
  ) -> MesoscopicTask.Reading {
    let averages = averages.map { Array($0[read]) }
    let readout = readout ?? task.readout(fittedTo: averages, penalty: readoutPenalty, from: start)
    let reading = task.reading(of: averages, by: readout, penalty: readoutPenalty)
    let slopes = reading.slopes.map { slopes in
      (0..<architecture.spins).map { read.contains($0) ? slopes[$0 - read.lowerBound] : 0 }
    }
    return MesoscopicTask.Reading(value: reading.value, slopes: slopes, readout: reading.readout)
  }

  /// L from averages and entropy production rates, input by input.
  public func value(averages: [[Double]], entropyProductionRates: [Double], flips: Int) -> Value {
    value(performance: reading(of: averages).value, entropyProductionRates, flips)
  }

  private func value(performance: Double, _ rates: [Double], _ flips: Int) -> Value {
    let rate = rates.reduce(0, +) / Double(rates.count)
    return Value(
      performance: performance, entropyProductionRate: rate, objective: performance - dissipationCost * rate,
      flips: flips)
  }

  /// L from simulated steady states: time averages over `duration` after `burnIn`, in units of 1/k0.
  ///
  /// L is not linear in the averages, and the best readout adapts to their noise: it is off by a term of the order of 1/duration.
  public func sampled(_ θ: [Double], burnIn: Double, duration: Double, random: RandomStream) throws(InvalidInput)
    -> Value
  {
    let network = try architecture.network(θ, beta: beta, law: law)
    let samples = try network.samples(
      reading: task.inputs.map { architecture.inputFields(θ, reading: $0) }, burnIn: burnIn, duration: duration,
      random: random)
    return value(
      averages: samples.map { $0.magnetisations.map(\.value) },
      entropyProductionRates: samples.map(\.antisymmetricEntropyProductionRate.value),
      flips: samples.reduce(0) { $0 + $1.flips })
  }

  /// L and ∂L/∂θ to rounding, from all 2^N states; for N ≤ 12.
  ///
  /// - Throws: `SlowRelaxation` where a steady state is not reached, `InvalidInput` where there is no network.
  public func exact(_ θ: [Double]) throws -> (value: Value, gradient: [Double]) {
    let network = try architecture.network(θ, beta: beta, law: law)
    var states: [SpinNetworkSteadyState] = []
    for input in task.inputs {
      let fields = zip(network.fields, architecture.inputFields(θ, reading: input)).map { $0 + $1 }
      states.append(try SpinNetworkSteadyState(of: network.with(fields: fields)))
    }
    let reading = reading(of: states.map(\.magnetisations))
    let price = dissipationCost / Double(states.count)
    var gradient = Array(repeating: 0.0, count: architecture.parameters)
    for (place, state) in states.enumerated() {
      let slope = try state.gradient(of: state.observable(weighing: reading.slopes[place]), dissipationCost: price)
      let couplings = architecture.ties.map { slope.couplings[$0.on, $0.by] }
      add(
        architecture.pullback(couplings: couplings, fields: slope.fields, reading: task.inputs[place]), times: 1,
        to: &gradient)
    }
    return (value(performance: reading.value, states.map(\.antisymmetricEntropyProductionRate), 0), gradient)
  }
}

extension MesoscopicObjective {
  /// Reads an objective.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    architecture = try fields.read(.architecture)
    task = try fields.read(.task)
    read = try fields.read(.read)
    beta = try fields.read(.beta)
    law = try fields.read(.law)
    dissipationCost = try fields.read(.dissipationCost)
    readoutPenalty = try fields.read(.readoutPenalty)
    readout = try fields.readIfPresent(.readout)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !task.inputs.allSatisfy({ $0.count == architecture.inputs }) {
      return "An input has as many numbers as the network reads."
    }
    if read.isEmpty || read.lowerBound < 0 || read.upperBound > architecture.spins {
      return "What is read are spins of the network."
    }
    return dissipationCost >= 0 && readoutPenalty >= 0 ? nil : "Prices are not negative."
  }
}

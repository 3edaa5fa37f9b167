import Cells
import Estimation
import Randomness
import Reservoirs
import SensoryComplexes
import StochasticThermodynamics
import Validation

/// What a pair with a physical coupling achieves and pays, averaged over the inputs.
package struct CouplingOutcome: Codable, Sendable, Hashable {
  /// I((s₁, s₂), y) in bits.
  package var information: Double
  /// Heat, work and flips per unit time of every contact, and the entropy production rate.
  package var flows: ReservoirFlows
  /// The entropy production rate that the two spins alone show, in nats per unit time.
  package var apparent: Double
  /// j: the net current of the two spins from (++) to (−+), per unit time.
  package var current: Double

  /// An outcome.
  init(information: Double, flows: ReservoirFlows, apparent: Double, current: Double) {
    (self.information, self.flows, self.apparent, self.current) = (information, flows, apparent, current)
  }

  /// σ, in nats per unit time.
  package var sigma: Double { flows.entropyProductionRate }

  /// What is wrong with it as the outcome of a pair; nil where nothing is.
  func flaw(as coupling: some PhysicalCoupling) -> String? {
    let contacts = try? coupling.spins(reading: .zero).contacts.count
    return flows.heat.count == contacts ? nil : "There is not one flow per contact."
  }
}

/// The averages of several replicas of a ``CouplingOutcome``, with their errors.
package struct SampledOutcome: Sendable {
  /// I((s₁, s₂), y) in bits.
  package let information: Estimate
  /// Heat and work of every contact, per unit time.
  package let heat, work: [Estimate]
  /// The work of all contacts together, per unit time.
  package let totalWork: Estimate
  /// σ and what the two spins alone show, in nats per unit time.
  package let sigma, apparent: Estimate

  /// The averages of independent replicas.
  ///
  /// - Precondition: there is one at least.
  package init(averaging replicas: [CouplingOutcome]) {
    func estimate(_ value: (CouplingOutcome) -> Double) -> Estimate { Average(replicas.map(value)).estimate }
    information = estimate(\.information)
    sigma = estimate(\.sigma)
    apparent = estimate(\.apparent)
    let contacts = replicas[0].flows.heat.indices
    heat = contacts.map { contact in estimate { $0.flows.heat[contact] } }
    work = contacts.map { contact in estimate { $0.flows.work[contact] } }
    totalWork = estimate { $0.flows.work.reduce(0, +) }
  }
}

/// Half of the inputs of a gate, one of each pair x and −x, of which both have the same flows and parities.
struct GateInputs {
  /// The inputs, with their probabilities.
  let ensemble: InputEnsemble<SIMD2<Double>>
  /// p(y = 1|x).
  let answers: [Double]

  init(_ gate: StochasticParityGate, correlation: Double, step: Double, cutoff: Double) {
    let model = ParityGateModel(gate: gate, correlation: correlation, beta: 1)
    ensemble = HiddenSpinTask(model, hidden: 0, step: step, cutoff: cutoff).ensemble
    answers = ensemble.inputs.map(gate.probabilityOfOne(reading:))
  }

  /// I((s₁, s₂), y) in bits, from the probability of even parity at every input. As nothing changes when all signs do, this is that
  /// of the parity.
  func information(even: [Double]) -> Double {
    var joint = [[0.0, 0], [0, 0]]
    for (place, p) in even.enumerated() {
      for (parity, p) in [p, 1 - p].enumerated() {
        joint[parity][0] += ensemble.weights[place] * p * (1 - answers[place])
        joint[parity][1] += ensemble.weights[place] * p * answers[place]
      }
    }
    return bitsPerNat * mutualInformation(joint)
  }
}

/// Whether spins 0 and 1 of a state are the same.
@inline(__always)
private func isEven(_ state: Int) -> Bool { (state ^ state >> 1) & 1 == 0 }

/// What a pair achieves and pays, exact up to the quadrature over the inputs.
package struct ExactCoupling<Coupling: PhysicalCoupling>: Cell {
  /// The pair.
  package var coupling: Coupling
  /// The gate.
  package var gate: StochasticParityGate
  /// The correlation ρ of the two Gaussian inputs, whose variance is 1.
  package var correlation: Double
  /// The spacing of the quadrature over the inputs, and where it ends, in standard deviations.
  package var step, cutoff: Double

  /// An evaluation.
  package init(
    coupling: Coupling, gate: StochasticParityGate, correlation: Double, step: Double, cutoff: Double = 6
  ) {
    (self.coupling, self.gate, self.correlation) = (coupling, gate, correlation)
    (self.step, self.cutoff) = (step, cutoff)
  }

  package func compute(_ random: RandomStream) throws -> CouplingOutcome {
    let inputs = GateInputs(gate, correlation: correlation, step: step, cutoff: cutoff)
    var flows: ReservoirFlows?
    var (apparent, current) = (0.0, 0.0)
    var even: [Double] = []
    for (x, weight) in zip(inputs.ensemble.inputs, inputs.ensemble.weights) {
      let network = try coupling.spins(reading: x).network
      let p = try network.stationary
      let here = network.flows(p)
      if flows == nil { flows = ReservoirFlows(channels: here.heat.count) }
      flows?.add(here, weight: weight)
      apparent += weight * network.apparentEntropyProductionRate(p) { $0 & 3 }
      even.append(p.indices.reduce(0) { isEven($1) ? $0 + p[$1] : $0 })
      // Spin 0 leaves even parity as often as it makes it, but for the current.
      current +=
        weight * 0.5
        * p.indices.reduce(0) { sum, state in
          let flips = p[state] * network.rate(of: 0, in: state)
          return isEven(state) ? sum + flips : sum - flips
        }
    }
    return CouplingOutcome(
      information: inputs.information(even: even), flows: flows ?? ReservoirFlows(channels: 0), apparent: apparent,
      current: current)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: CouplingOutcome) -> String? { result.flaw(as: coupling) }
}

/// A pair simulated at all inputs: one replica.
///
/// At every input there are two trajectories, each from a state that is drawn from the steady state, so that averages have no bias
/// however slow the pair is; time averages give the parity, and the two halves I((s₁, s₂), y) without the leading bias of a plug-in
/// estimate. Heat, work and entropy are counted jump by jump; at a jump of the two spins what they show is the logarithm of the exact
/// ratio of fluxes.
package struct SampledCoupling<Coupling: PhysicalCoupling>: Cell {
  /// The pair.
  package var coupling: Coupling
  /// The gate.
  package var gate: StochasticParityGate
  /// The correlation ρ of the two Gaussian inputs.
  package var correlation: Double
  /// The spacing of the quadrature over the inputs, and where it ends, in standard deviations.
  package var step, cutoff: Double
  /// How long each of the two trajectories at an input is, in units of 1/k0.
  package var time: Double

  /// A simulation.
  package init(
    coupling: Coupling, gate: StochasticParityGate, correlation: Double, step: Double, cutoff: Double = 5, time: Double
  ) {
    (self.coupling, self.gate, self.correlation) = (coupling, gate, correlation)
    (self.step, self.cutoff, self.time) = (step, cutoff, time)
  }

  /// How many flips of spin 1 decide on the averages of `replicas` replicas, if there are `rate` per unit time: those at single
  /// inputs, times the number of inputs that count, 1/Σp(x)².
  package func expectedFlips(rate: Double, replicas: Int) -> Double {
    let weights = GateInputs(gate, correlation: correlation, step: step, cutoff: cutoff).ensemble.weights
    return 2 * time * rate * Double(replicas) / weights.reduce(0) { $0 + $1 * $1 }
  }

  package func compute(_ random: RandomStream) throws -> CouplingOutcome {
    let inputs = GateInputs(gate, correlation: correlation, step: step, cutoff: cutoff)
    var flows: ReservoirFlows?
    var (apparent, current) = (0.0, 0.0)
    var even = [[Double](), []]
    for (place, (x, weight)) in zip(inputs.ensemble.inputs, inputs.ensemble.weights).enumerated() {
      let network = try coupling.spins(reading: x).network
      let p = try network.stationary
      let shown = network.apparentEntropyFlows(p) { $0 & 3 }
      let channels = network.channels.count
      for half in 0..<2 {
        var stream = random[place][half]
        let start = state(from: p, stream.uniform())
        var trajectory = Gillespie(network, from: start, random: stream)
        var ledger = EnergyLedger(channels: channels)
        var (timeEven, released, round) = (0.0, 0.0, 0.0)
        trajectory.advance(until: time) { sojourn in
          ledger.add(sojourn, of: network)
          let wasEven = isEven(sojourn.state)
          if wasEven { timeEven += sojourn.duration }
          guard let exit = sojourn.exit else { return }
          released += shown[sojourn.state * channels + exit]
          if exit == 0 { round += wasEven ? 0.5 : -0.5 }
        }
        if flows == nil { flows = ReservoirFlows(channels: channels) }
        flows?.add(ledger.flows, weight: 0.5 * weight)
        apparent += 0.5 * weight * released / time
        current += 0.5 * weight * round / time
        even[half].append(timeEven / time)
      }
    }
    let pooled = zip(even[0], even[1]).map { 0.5 * ($0 + $1) }
    return CouplingOutcome(
      information: extrapolated(
        whole: inputs.information(even: pooled), halves: inputs.information(even: even[0]),
        inputs.information(even: even[1])), flows: flows ?? ReservoirFlows(channels: 0), apparent: apparent,
      current: current)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: CouplingOutcome) -> String? { result.flaw(as: coupling) }

  /// The state whose share of the distribution holds a number between 0 and 1.
  private func state(from p: [Double], _ number: Double) -> Int {
    var rest = number
    for (state, probability) in p.enumerated() where probability > 0 {
      rest -= probability
      if rest < 0 { return state }
    }
    return p.lastIndex { $0 > 0 } ?? 0
  }
}

/// The fuel that a fast messenger burns, counted along trajectories of the two spins alone: at every flip of spin 1 the messenger is
/// drawn from its conditional equilibrium, and turning it again takes the work 2D s₁m. One replica, in nats per unit time.
package struct SampledFastMessenger: Cell {
  /// The messenger.
  package var messenger: FastMessenger
  /// The correlation ρ of the two Gaussian inputs.
  package var correlation: Double
  /// The spacing of the quadrature over the inputs, and where it ends, in standard deviations.
  package var step, cutoff: Double
  /// How long the trajectory at an input is, in units of 1/k0.
  package var time: Double

  /// A simulation.
  package init(messenger: FastMessenger, correlation: Double, step: Double, cutoff: Double = 5, time: Double) {
    (self.messenger, self.correlation, self.step) = (messenger, correlation, step)
    (self.cutoff, self.time) = (cutoff, time)
  }

  package func compute(_ random: RandomStream) throws -> Double {
    let gate = StochasticParityGate(angle: 0, sharpness: 1)
    let inputs = GateInputs(gate, correlation: correlation, step: step, cutoff: cutoff).ensemble
    let pair = AgentPair(couplings: messenger.couplings, beta: messenger.beta)
    let up = [1.0, -1].map { 0.5 * (1 + messenger.alignment(parity: $0)) }
    var work = 0.0
    for (place, (x, weight)) in zip(inputs.inputs, inputs.weights).enumerated() {
      let network = try pair.spins(reading: x).network
      let p = try network.stationary
      var stream = random[place]
      let draw = stream.uniform()
      var (start, rest) = (0, draw)
      while start < 3, rest >= p[start] {
        rest -= p[start]
        start += 1
      }
      var messages = random[place]["messages"]
      var aligned = 0
      var trajectory = Gillespie(network, from: start, random: stream)
      trajectory.advance(until: time) { sojourn in
        guard sojourn.exit == 0 else { return }
        aligned += messages.uniform() < up[isEven(sojourn.state) ? 0 : 1] ? 1 : -1
      }
      work += weight * Double(aligned) / time
    }
    return 2 * messenger.beta * messenger.drive * work
  }
}

import Estimation
import Randomness
import Reservoirs
import StochasticThermodynamics

// [three-level-engine
/// Three levels between a hot and a cold bath, of which the way between the lower two turns a load.
struct Engine: ReservoirProcess {
  let hot: Double, cold: Double, load: Double
  var channels: Range<Int> { 0..<3 }
  func energy(of state: Int) -> Double { [0, 1, 3][state] }
  func inverseTemperature(of channel: Int) -> Double { channel == 0 ? hot : cold }
  // Each channel joins two of the states, is closed in the third and undoes itself.
  func ends(_ channel: Int) -> (Int, Int) { [(0, 2), (1, 2), (0, 1)][channel] }
  func attemptRate(of channel: Int, in state: Int) -> Double {
    ends(channel).0 == state || ends(channel).1 == state ? 1 : 0
  }
  func fire(_ channel: Int, on state: inout Int) { state = ends(channel).0 + ends(channel).1 - state }
  func reverse(of channel: Int) -> Int? { channel }
  // On the way down the engine lifts the load, on the way up the load falls.
  func work(of channel: Int, from state: Int) -> Double {
    channel == 2 ? (state == 1 ? -load : load) : 0
  }
}

func threeLevelEngine() throws {
  let engine = Engine(hot: 0.3, cold: 2, load: 0.6)

  // Exactly: every turn takes 3 from the hot bath and lifts the load by 0.6.
  let network = try ReservoirNetwork(enumerating: engine, from: 0)
  let p = try network.stationary
  let flows = network.flows(p)
  print(flows.heat, flows.work, flows.entropyProductionRate)
  print("efficiency:", flows.work[2] / flows.heat[0], "of at most", 1 - 0.3 / 2)  // 0.2 of at most 0.85

  // Sampled, with the first law on every trajectory.
  var power = Average()
  for number in 0..<200 {
    var trajectory = Gillespie(network, from: 0, random: RandomStream(seed: 1)[number])
    trajectory.relax(until: 20)
    let start = trajectory.state
    var ledger = EnergyLedger(channels: 3)
    trajectory.advance(until: 420) { ledger.add($0, of: network) }
    precondition(abs(ledger.energyChange - (network.energies[trajectory.state] - network.energies[start])) < 1e-9)
    power.add(-ledger.work[2] / ledger.duration)
  }
  print(power.estimate, -flows.work[2])  // the same, within the error
}
// three-level-engine]

// [hot-and-cold-spins
func hotAndColdSpins() throws {
  // A hot and a cold spin with one energy: heat flows from one bath to the other.
  let pair = try ReservoirSpins(
    couplings: [[0, 1.5], [1.5, 0]], fields: [0.4, -0.3],
    contacts: [.init(flipping: 0, inverseTemperature: 0.2), .init(flipping: 1, inverseTemperature: 2)])
  let conducting = try pair.network
  print(conducting.flows(try conducting.stationary).heat)  // −Q and Q

  // Couplings that derive from no energy, at one temperature: an agent works at the flips.
  let driven = try ReservoirSpins.agent(couplings: [[0, -0.3], [0.9, 0]], fields: [0.4, -0.3], beta: 2).network
  let flows = driven.flows(try driven.stationary)
  print(flows.work.reduce(0, +), flows.heat.reduce(0, +), flows.entropyProductionRate)  // W = Q = σ/2

  // Two contacts may flip one spin: here an enzyme that needs spin 0 up, and a weak one that acts when it is down.
  let leaky = try ReservoirSpins(
    couplings: [[0, 0], [0, 0]], fields: [0.4, 0],
    contacts: [
      .init(flipping: 0, inverseTemperature: 2),
      .init(flipping: 1, inverseTemperature: 2, attemptRate: 0.99, law: .glauber, drive: [1.2, 0]),
      .init(flipping: 1, inverseTemperature: 2, attemptRate: 0.01, law: .glauber, drive: [-1.2, 0]),
    ]
  ).network
  let q = try leaky.stationary
  print(leaky.flows(q).work)  // the fuel of each
  // From the spins alone, whose contacts cannot be told apart, less entropy production is seen than there is.
  print(leaky.apparentEntropyProductionRate(q) { $0 }, leaky.flows(q).entropyProductionRate)
}
// hot-and-cold-spins]

import Estimation
import Matrices
import Randomness
import Reservoirs
import SpinNetworks
import StochasticThermodynamics
import Testing
import Validation

/// Three levels: a hot, a cold and a driven way, the engine of the documentation.
struct Engine: ReservoirProcess {
  var hot = 0.3, cold = 2.0, load = -0.4
  /// What the reverse of a jump is said to receive.
  var isSymmetric = true
  var channels: Range<Int> { 0..<3 }
  func energy(of state: Int) -> Double { [0, 1, 3][state] }
  func inverseTemperature(of channel: Int) -> Double { channel == 0 ? hot : cold }
  func ends(_ channel: Int) -> (Int, Int) { [(0, 2), (1, 2), (0, 1)][channel] }
  func attemptRate(of channel: Int, in state: Int) -> Double {
    ends(channel).0 == state || ends(channel).1 == state ? 1 : 0
  }
  func fire(_ channel: Int, on state: inout Int) { state = ends(channel).0 + ends(channel).1 - state }
  func reverse(of channel: Int) -> Int? { channel }
  func work(of channel: Int, from state: Int) -> Double {
    channel == 2 ? (state == 0 ? load : isSymmetric ? -load : load) : 0
  }
}

@Suite struct ReservoirsTests {
  /// One cycle, 0 → 2 → 1 → 0: every turn takes 3 from the hot and gives 2 to the cold bath, and −load is the work that is gained
  /// on the last way.
  @Test func aCycleIsCountedByItsCurrent() throws {
    let engine = Engine()
    let network = try ReservoirNetwork(enumerating: engine, from: 0)
    let p = try network.stationary
    let flows = network.flows(p)
    let turns = -flows.heat[0] / 3
    #expect(turns > 0 && abs(flows.heat[1] - 2 * turns) < 1e-14)
    // On 1 → 0 the system receives −load = 0.4 and releases it with its energy of 1.
    #expect(abs(flows.work[2] - 0.4 * turns) < 1e-14 && abs(flows.heat[2] - 1.4 * turns) < 1e-14)
    #expect(abs(flows.energyChange) < 1e-14)
    let entropy = engine.hot * flows.heat[0] + engine.cold * (flows.heat[1] + flows.heat[2])
    #expect(abs(flows.entropyProductionRate - entropy) < 1e-13)
    // As the affinity of the cycle says.
    #expect(abs(entropy - turns * (-0.3 * 3 + 2.0 * 2 + 2.0 * 1.4)) < 1e-13)
  }

  /// The first law on every trajectory, to rounding; and the same trajectory on the table.
  @Test func theFirstLawHoldsOnEveryTrajectory() throws {
    let engine = Engine()
    let network = try ReservoirNetwork(enumerating: engine, from: 0)
    for number in 0..<20 {
      let random = RandomStream(seed: 4)[number]
      var ledger = EnergyLedger(channels: 3)
      var table = EnergyLedger(channels: 3)
      var trajectory = Gillespie(engine, from: 0, random: random)
      var tabled = Gillespie(network, from: 0, random: random)
      trajectory.advance(until: 300) { ledger.add($0, of: engine) }
      tabled.advance(until: 300) { table.add($0, of: network) }
      #expect(abs(ledger.energyChange - engine.energy(of: trajectory.state)) < 1e-10)
      #expect(ledger.jumps == table.jumps && abs(ledger.duration - 300) < 1e-9)
      #expect(network.states[tabled.state] == trajectory.state)
    }
    // Without what one channel delivers it does not.
    var short = EnergyLedger(channels: 3)
    var trajectory = Gillespie(engine, from: 0, random: RandomStream(seed: 4))
    trajectory.advance(until: 300) { if $0.exit != 2 { short.add($0, of: engine) } }
    #expect(abs(short.energyChange - engine.energy(of: trajectory.state)) > 1)
  }

  @Test func samplesAgreeWithTheExactFlows() throws {
    let network = try ReservoirNetwork(enumerating: Engine(), from: 0)
    let exact = network.flows(try network.stationary)
    var (heat, work, entropy) = ([Average(), Average(), Average()], Average(), Average())
    for number in 0..<100 {
      var trajectory = Gillespie(network, from: 0, random: RandomStream(seed: 6)[number])
      trajectory.relax(until: 20)
      var ledger = EnergyLedger(channels: 3)
      trajectory.advance(until: 520) { ledger.add($0, of: network) }
      let flows = ledger.flows
      for channel in 0..<3 { heat[channel].add(flows.heat[channel]) }
      work.add(flows.work[2])
      entropy.add(flows.entropyProductionRate)
    }
    for channel in 0..<3 { #expect(abs(heat[channel].estimate.deviation(from: exact.heat[channel])) < 4.5) }
    #expect(abs(work.estimate.deviation(from: exact.work[2])) < 4.5)
    #expect(abs(entropy.estimate.deviation(from: exact.entropyProductionRate)) < 4.5)
    // An engine whose baths were one temperature would produce no entropy in them by heat alone.
    #expect(abs(entropy.estimate.deviation(from: 2 * (exact.heat.reduce(0, +)))) > 10)
  }

  /// At one temperature and without work there is equilibrium: Boltzmann's distribution, and nothing flows.
  @Test func equilibrium() throws {
    let network = try ReservoirNetwork(enumerating: Engine(hot: 0.7, cold: 0.7, load: 0), from: 0)
    let p = try network.stationary
    #expect(abs(network.flows(p).entropyProductionRate) < 1e-15)
    for (number, state) in network.states.enumerated() where state > 0 {
      #expect(
        abs(Estimate(exact: p[number] / p[0]).value - [1, 0.4965853037914095, 0.1224564282529819][state]) < 1e-14)
    }
  }

  /// Two reservoirs between two states: the state cannot tell that heat flows, and its apparent entropy production vanishes.
  @Test func whatIsNotSeenIsNotCounted() throws {
    struct TwoWays: ReservoirProcess {
      var channels: Range<Int> { 0..<2 }
      func energy(of state: Int) -> Double { Double(state) }
      func inverseTemperature(of channel: Int) -> Double { channel == 0 ? 0.5 : 2 }
      func fire(_ channel: Int, on state: inout Int) { state = 1 - state }
      func reverse(of channel: Int) -> Int? { channel }
      func law(of channel: Int) -> RateLaw { .glauber }
    }
    let network = try ReservoirNetwork(enumerating: TwoWays(), from: 0)
    let p = try network.stationary
    #expect(network.flows(p).entropyProductionRate > 0.05)
    #expect(abs(network.apparentEntropyProductionRate(p) { $0 }) < 1e-15)
    #expect(network.flows(p).heat[0] < 0 && abs(network.flows(p).heat.reduce(0, +)) < 1e-15)
    // All is seen where the labels are the states and each way is one edge.
    let engine = try ReservoirNetwork(enumerating: Engine(), from: 0)
    let q = try engine.stationary
    #expect(abs(engine.apparentEntropyProductionRate(q) { $0 } - engine.flows(q).entropyProductionRate) < 1e-13)
    #expect(engine.apparentEntropyProductionRate(q) { _ in 0 } == 0)
  }

  /// Spins with an agent have the rates of a `SpinNetwork` with all couplings, for any number of spins.
  @Test(arguments: [RateLaw.exponential, .glauber]) func anAgentMakesAnyCouplings(law: RateLaw) throws {
    var random = RandomStream(seed: 9)
    let n = 4
    let w = Matrix(rows: n, columns: n, entries: (0..<n * n).map { $0 % (n + 1) == 0 ? 0 : random.normal() })
    let fields = (0..<n).map { _ in random.normal() }
    let network = try ReservoirSpins.agent(couplings: w, fields: fields, beta: 0.7, law: law).network
    let spins = try SpinNetwork(couplings: w, fields: fields, beta: 0.7, law: law)
    for state in 0..<(1 << n) {
      let here = SpinState((0..<n).map { ReservoirSpins.spin($0, of: state) }, in: spins)
      for spin in 0..<n {
        #expect(abs(network.rate(of: spin, in: state) - spins.rate(of: spin, in: here)) < 1e-12)
      }
    }
    let p = try network.stationary
    let flows = network.flows(p)
    let matrix = try RateMatrix(enumerating: spins, from: SpinState([1, 1, 1, 1], in: spins))
    let sigma = try matrix.entropyProductionRate(matrix.stationary)
    #expect(abs(flows.entropyProductionRate - sigma) < 1e-12 * sigma)
    #expect(abs(0.7 * flows.work.reduce(0, +) - sigma) < 1e-12 * sigma)
    #expect(abs(0.7 * flows.heat.reduce(0, +) - sigma) < 1e-12 * sigma)
  }

  @Test func badProcessesAreRefused() throws {
    func sentence(_ make: () throws -> Void) -> String {
      do { try make() } catch { return "\(error)" }
      return ""
    }
    var engine = Engine()
    engine.isSymmetric = false
    #expect(sentence { _ = try ReservoirNetwork(enumerating: engine, from: 0) }.contains("must"))
    engine = Engine(hot: -1)
    #expect(sentence { _ = try ReservoirNetwork(enumerating: engine, from: 0) }.contains("not negative"))
    #expect(
      sentence { _ = try ReservoirSpins(couplings: [[0, 1], [2, 0]], fields: [0, 0], contacts: []) }
        .contains("symmetric"))
    #expect(
      sentence {
        _ = try ReservoirSpins(
          couplings: [[0, 1], [1, 0]], fields: [0, 0], contacts: [.init(flipping: 2, inverseTemperature: 1)])
      }.contains("not there"))
    #expect(
      sentence {
        _ = try ReservoirSpins(
          couplings: [[0, 1], [1, 0]], fields: [0, 0],
          contacts: [.init(flipping: 0, inverseTemperature: 1, drive: [1, 0])])
      }.contains("drives itself"))
    #expect(
      sentence {
        _ = try ReservoirSpins(
          couplings: [[0, 1], [1, 0]], fields: [0, .nan], contacts: [.init(flipping: 0, inverseTemperature: 1)])
      }.contains("finite"))
  }
}

import ElementaryFunctions
import SensoryComplexes
import StochasticThermodynamics
import Testing

import WatchedComplexes

/// Whether a number agrees to so many decimals.
func agrees(_ value: Double, _ reference: Double, decimals: Int = 6) -> Bool {
  abs(value - reference) <= 0.51 * (0..<decimals).reduce(1) { unit, _ in unit / 10 }
}

/// β = 2, η = 5, ρ = 0 unless said.
func uncoupled(_ angle: Double, eta: Double = 5, rho: Double = 0, beta: Double = 2) -> UncoupledSpins {
  UncoupledSpins(gate: StochasticParityGate(angle: angle, sharpness: eta), correlation: rho, beta: beta)
}

func watched(
  _ angle: Double, _ couplings: PairCouplings, inputDrive: Double = 0, eta: Double = 5, rho: Double = 0,
  beta: Double = 2
) -> WatchedTask {
  WatchedTask(
    gate: StochasticParityGate(angle: angle, sharpness: eta), correlation: rho,
    complex: WatchedComplex(couplings: couplings, beta: beta, inputDrive: inputDrive))
}

/// J = (−a, a).
func driven(_ a: Double) -> PairCouplings { PairCouplings(j12: -a, j21: a) }

/// The exact line: uncoupled spins, from the densities with Bessel functions.
@Suite struct UncoupledSpinsTests {
  struct Row: Sendable {
    var time: Double
    /// At 0, 15, 30 and 45°: path, residence times only, ends only, in bits.
    var values: [[Double]]
  }

  static let rows = [
    Row(
      time: 0.3,
      values: [
        [0.192738, 0.188514, 0.190715], [0.139428, 0.136084, 0.137388], [0.057049, 0.055116, 0.054944],
        [0.023146, 0.021800, 0.021011],
      ]),
    Row(
      time: 1,
      values: [
        [0.254165, 0.243797, 0.228642], [0.197224, 0.189089, 0.170822], [0.109275, 0.104331, 0.081893],
        [0.073090, 0.069357, 0.045478],
      ]),
    Row(
      time: 3,
      values: [
        [0.337316, 0.330062, 0.239804], [0.286129, 0.280110, 0.180887], [0.202999, 0.198816, 0.090142],
        [0.168055, 0.164549, 0.053035],
      ]),
    Row(
      time: 10,
      values: [
        [0.413358, 0.411781, 0.239957], [0.382620, 0.381170, 0.181030], [0.326788, 0.325580, 0.090262],
        [0.301849, 0.300736, 0.053145],
      ]),
    Row(
      time: 100,
      values: [
        [0.463446, 0.463421, 0.239957], [0.457578, 0.457555, 0.181030], [0.447603, 0.447580, 0.090262],
        [0.443255, 0.443232, 0.053145],
      ]),
  ]

  @Test(arguments: rows) func informations(row: Row) {
    for (angle, expected) in zip([0.0, 15, 30, 45], row.values) {
      let spins = uncoupled(angle)
      for (readout, value) in zip(UncoupledSpins.Readout.allCases, expected) {
        let found = spins.information(in: readout, after: row.time)
        #expect(agrees(found, value), "\(readout) at \(angle)°, T = \(row.time): \(found)")
      }
    }
  }

  /// From a program of its own, which multiplies the densities on other grids.
  @Test func valuesAwayFromTheDefaults() {
    let found = uncoupled(20, eta: 3, beta: 1.5).information(in: .path, after: 2)
    #expect(agrees(found, 0.142668), "\(found)")
  }

  /// Every class of paths together has the probability 1 at every input, as e^(−z)I_k is what the sum over the flips says.
  @Test(arguments: [0.01, 0.3, 3, 100]) func densitiesAreNormalised(time: Double) {
    for beta in [0.5, 2, 4] {
      let inputs = [-3, -1.2, -0.4, 0, 0.4, 1.2, 3]
      for readout in UncoupledSpins.Readout.allCases {
        for (input, total) in zip(inputs, uncoupled(0, beta: beta).totals(inputs, time, readout)) {
          #expect(abs(total - 1) < 1e-6, "β = \(beta), T = \(time), x = \(input): \(total)")
        }
      }
    }
  }

  /// Once uncoupled spins were watched for so long, they have told as much as the best single look at any drive.
  @Test func timesOfTheBestSingleLook() throws {
    for (angle, information, time) in [(15.0, 0.138873, 0.29458), (30, 0.110464, 1.01842)] {
      let found = try #require(uncoupled(angle).time(ofInformation: information))
      // The information is known to 5e-7 only.
      #expect(abs(found / time - 1) < 3e-5, "\(found)")
    }
    let found = try #require(uncoupled(45).time(ofInformation: 0.098167))
    #expect(abs(found / 1.42247 - 1) < 3e-5, "\(found)")
    for (information, time) in [(0.15, 2.5217), (0.2, 4.0140), (0.3, 9.8245), (0.4, 33.259)] {
      let found = try #require(uncoupled(45).time(ofInformation: information))
      #expect(abs(found / time - 1) < 3e-5, "\(found)")
    }
    for (information, time) in [(0.15, 1.7152), (0.2, 2.9129), (0.3, 7.5828), (0.4, 26.613)] {
      let found = try #require(uncoupled(30).time(ofInformation: information))
      #expect(abs(found / time - 1) < 3e-5, "\(found)")
    }
    #expect(uncoupled(45).time(ofInformation: 0.48, longest: 10) == nil)
    #expect(uncoupled(30).time(ofInformation: 0.01) == nil)
  }

  @Test func patience() throws {
    let found = try #require(uncoupled(45).time(ofInformation: 0.45))
    #expect(abs(found - 136.80) < 0.006, "\(found)")
  }

  /// Ends alone saturate at two independent looks; the path goes on to I(x; y).
  @Test func longTimes() {
    let (spins, task) = (uncoupled(45), watched(45, PairCouplings(symmetric: 0)))
    let available = bitsPerNat * task.available.information
    #expect(agrees(available, 0.470389))
    let missing = 1000 * (available - spins.information(in: .path, after: 1000))
    #expect(abs(missing - 3.08) < 0.006, "\(missing)")
    let limit = task.steadyState.longTimeConstant
    #expect(missing < limit && limit - missing < 0.15)
  }

  /// I_k by its power series, with all terms in extended precision where there is one.
  @Test func besselFunctions() {
    // Values from tables: I₀(1) = 1.2660658777520084, I₁(1) = 0.5651591039924851, I₀(10) = 2815.716628466254,
    // I₁(10) = 2670.988303701255.
    for (order, z, value) in [
      (0, 1.0, 1.2660658777520084), (1, 1.0, 0.5651591039924851), (0, 10, 2815.716628466254),
      (1, 10, 2670.988303701255),
    ] {
      #expect(abs(scaledBessel(order, z) * Elementary.exp(z) / value - 1) < 1e-13)
    }
    // Both series meet where one takes over from the other, and the Wronskian-like bound I₀² − I₁² > 0 holds.
    for order in [0, 1] {
      let (below, above) = (scaledBessel(order, 25), scaledBessel(order, 25.000000001))
      #expect(abs(above / below - 1 + 1e-9 * 0.5 / 25) < 1e-12)
    }
    for z in [0.0, 0.1, 1, 20, 30, 1000] { #expect(scaledBessel(0, z) > scaledBessel(1, z)) }
  }
}

extension UncoupledSpins {
  /// What all classes of paths of one spin add up to, by input.
  func totals(_ inputs: [Double], _ time: Double, _ readout: Readout) -> [Double] {
    let rows = classes(in: readout, at: inputs, after: time).flatMap(\.both)
    return inputs.indices.map { place in rows.reduce(0) { $0 + $1.densities[place] } }
  }
}

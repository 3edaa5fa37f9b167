import Estimation
import Foundation
import LangevinDynamics
import Randomness
import StochasticThermodynamics
import Testing

@Suite struct LandscapeTests {
  /// Forces are minus the slope of the energy, and works are differences of energies, at random places and controls.
  @Test func forcesAndWorks() throws {
    var random = RandomStream(seed: 61)
    func check<L: Landscape>(_ landscape: L, _ control: (inout RandomStream) -> L.Control) {
      for _ in 0..<100 {
        let (x, old, new) = (random.normal(), control(&random), control(&random))
        let h = 1e-4
        let slope = (landscape.energy(at: x + h, old) - landscape.energy(at: x - h, old)) / (2 * h)
        #expect(abs(landscape.force(at: x, old) + slope) < 1e-5)
        let work = landscape.work(at: x, from: old, to: new)
        #expect(abs(work - (landscape.energy(at: x, new) - landscape.energy(at: x, old))) < 1e-11)
        #expect(abs(landscape.work(at: Float(x), from: old, to: new) - Float(work)) < 1e-3)
        if let (constant, stiffness) = landscape.linearForce(old) {
          #expect(abs(landscape.force(at: x, old) - (constant - stiffness * x)) < 1e-12)
        }
      }
    }
    check(HarmonicTrap()) { .init(stiffness: $0.normal(), center: $0.normal(), force: $0.normal()) }
    check(try DoubleWell(barrier: 3, tilt: 0.4)) { .init(barrier: $0.normal(), tilt: $0.normal()) }
    check(DrivenCircle()) { SIMD2($0.normal(), $0.normal()) }
  }

  /// U = 4E[−g x²/2 + x⁴/4 − A f x]: minima −E at ±1, the barrier between them, and the tilt.
  @Test func doubleWellByHand() throws {
    let well = try DoubleWell(barrier: 13, tilt: 0.2)
    #expect(well.energy(at: 1.0, .init()) == -13 && well.energy(at: -1.0, .init()) == -13)
    #expect(well.energy(at: 0.0, .init()) == 0 && well.force(at: 1.0, .init()) == 0)
    #expect(abs(well.energy(at: 1.0, .init(barrier: 0, tilt: 1)) - (13 - 52 * 0.2)) < 1e-13)
  }

  /// The erasure drive: a resting double well at both ends; lowered at a quarter, tilted at half time, raised at three quarters.
  @Test func erasureByHand() throws {
    let erase = try Drive.erasure(over: 8)
    let expected = [
      (0.0, 1.0, 0.0), (1, 0.5, 0), (2, 0, 0), (3, 0, 0.5), (4, 0, 1), (5, 0.5, 1), (6, 1, 1), (7, 1, 0.5), (8, 1, 0),
    ]
    for (time, barrier, tilt) in expected {
      #expect(abs(erase(time).barrier - barrier) < 1e-15 && abs(erase(time).tilt - tilt) < 1e-15, "t = \(time)")
      #expect(try Drive.barrierCycle(over: 8)(time).barrier == erase(time).barrier)
      #expect(try Drive.barrierCycle(over: 8)(time).tilt == 0)
    }
  }

  /// Reversed twice, a drive is itself to the bit; a part of the reverse is the reverse of a part; times outside are the ends.
  @Test func drives() throws {
    let drive = try Drive(over: 0.7) { $0 }
    let times = (0...100).map { 0.007 * Double($0) }
    #expect(times.map { drive.reversed.reversed($0) } == times.map { drive($0) })
    #expect(times.allSatisfy { abs(drive.reversed($0) - (0.7 - $0)) < 1e-15 })
    // Negative control: a drive that is not its own reverse.
    #expect(drive.reversed(0.1) != drive(0.1))
    let part = try drive.part(from: 0.2, to: 0.7)
    #expect(abs(part.duration - 0.5) < 1e-15 && part(0) == 0.2 && part(1) == 0.7 && abs(part(0.1) - 0.3) < 1e-15)
    let back = try drive.reversed.part(from: 0.1, to: 0.3)
    #expect(abs(back(0) - 0.6) < 1e-15 && abs(back(0.2) - 0.4) < 1e-15)
    #expect(drive(-1) == 0 && drive(9) == 0.7 && drive.reversed(-1) == 0.7)
  }

  /// Equilibria found without being told where: a trap far away and a narrow one, with F = −½ ln(2πT/k)·T − h²/2k − hc; and the
  /// quantiles of a normal distribution.
  @Test func equilibria() throws {
    for (stiffness, center, force, temperature) in [(1.0, 0.0, 0.0, 1.0), (1e6, 1e4, 0, 2), (0.01, -30, 0.2, 0.5)] {
      let control = HarmonicTrap.Control(stiffness: stiffness, center: center, force: force)
      let rest = try BoltzmannDistribution(HarmonicTrap(), control, temperature: temperature)
      let mean = center + force / stiffness
      let free =
        -0.5 * temperature * log(2 * .pi * temperature / stiffness) - force * force / (2 * stiffness) - force * center
      #expect(abs(rest.freeEnergy - free) < 1e-8 * max(1, abs(free)))
      let width = (temperature / stiffness).squareRoot()
      #expect(abs(rest.average { $0 } - mean) < 1e-9 * max(width, abs(mean)))
      #expect(abs(rest.average { ($0 - mean) * ($0 - mean) } / (width * width) - 1) < 1e-6)
      #expect(abs(rest.quantile(0.5) - mean) < 1e-5 * width)
      #expect(abs(rest.quantile(0.9750021048517795) - mean - 1.96 * width) < 1e-4 * width)
    }
  }

  /// Positions drawn from a tilted double well: probability of the right well, mean and variance within 4.5 standard errors.
  @Test func positionsAreInEquilibrium() throws {
    let rest = try BoltzmannDistribution(DoubleWell(barrier: 3, tilt: 0.1), .init(tilt: 1))
    var random = RandomStream(seed: 62)
    let positions = (0..<200_000).map { _ in rest.position(&random) }
    for function in [{ $0 > 0 ? 1 : 0 }, { $0 }, { $0 * $0 }] as [(Double) -> Double] {
      let found = Average(positions.map(function)).estimate
      #expect(found.isConsistent(with: rest.average(of: function), sigmas: 4.5))
    }
    // Negative control: the same at twice the temperature.
    let hot = try BoltzmannDistribution(DoubleWell(barrier: 3, tilt: 0.1), .init(tilt: 1), temperature: 2)
    #expect(!Average(positions).estimate.isConsistent(with: hot.average { $0 }, sigmas: 4.5))
  }
}

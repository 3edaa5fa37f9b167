import Estimation
import Foundation

/// Erasure of a bit in the double well U(x) = 4E [−g x²/2 + x⁴/4 − A f x], one trajectory after the other.
///
/// The barrier g(t) and the tilt f(t) follow the protocol of `DoubleWell`: lower, tilt, raise, tilt back, in a cycle of
/// duration τ. Units: k_B T = 1, unit of time x0²/D.
struct NaiveDoubleWell {
  var barrier = 13.0, tilt = 0.2
  var duration = 2.0
  var steps = 2_000
  /// The scheme of Heun, two forces per step; otherwise that of Euler and Maruyama.
  var isHeun = true

  /// The mean work, and the part of trajectories that end in the right well.
  struct Sample {
    var work: Estimate
    var right: Estimate
  }

  /// Trajectories from x = ±1 in turn, near the bottoms of the wells.
  func sample(trajectories: Int, seed: UInt64) -> Sample {
    var random = PlainRandomNumbers(seed: seed)
    let dt = duration / Double(steps)
    let noise = sqrt(2 * dt)
    // The control at the ends and the middles of all steps.
    let controls = (0...2 * steps).map { control(at: 0.5 * Double($0) * dt) }
    var work = Average()
    var right = Average()
    for trajectory in 0..<trajectories {
      var x = trajectory % 2 == 0 ? 1.0 : -1.0
      var spent = 0.0
      for step in 0..<steps {
        let (before, middle, after) = (controls[2 * step], controls[2 * step + 1], controls[2 * step + 2])
        spent += energy(x, middle) - energy(x, before)
        let kick = noise * random.normal()
        let first = force(x, middle)
        if isHeun {
          x += 0.5 * dt * (first + force(x + dt * first + kick, middle)) + kick
        } else {
          x += dt * first + kick
        }
        spent += energy(x, after) - energy(x, middle)
      }
      work.add(spent)
      right.add(x > 0 ? 1 : 0)
    }
    return Sample(work: work.estimate, right: right.estimate)
  }

  /// g = 1 − S(4s) + S(4s − 2) and f = S(4s − 1) − S(4s − 3) with s = t/τ and S(u) = sin²(πu/2) between 0 and 1.
  private func control(at time: Double) -> (barrier: Double, tilt: Double) {
    let quarters = 4 * time / duration
    func rise(_ u: Double) -> Double { pow(sin(0.5 * Double.pi * min(1, max(0, u))), 2) }
    return (1 - rise(quarters) + rise(quarters - 2), rise(quarters - 1) - rise(quarters - 3))
  }

  @inline(__always)
  private func energy(_ x: Double, _ control: (barrier: Double, tilt: Double)) -> Double {
    4 * barrier * (-0.5 * control.barrier * x * x + 0.25 * x * x * x * x - tilt * control.tilt * x)
  }

  @inline(__always)
  private func force(_ x: Double, _ control: (barrier: Double, tilt: Double)) -> Double {
    4 * barrier * (control.barrier * x - x * x * x + tilt * control.tilt)
  }
}

import Cells
import Companion
import ElementaryFunctions
import Estimation
import LangevinDynamics
import Randomness

extension LandauerErasure {
  // MARK: - Model

  /// A cycle by the Fokker–Planck equation.
  struct Solve: Cell {
    var erasure: ErasureProtocol
    var cycle: ErasureProtocol.Cycle
    var points, steps: Int

    func compute(_ random: RandomStream) -> ErasureOutcome { erasure.outcome(of: cycle, points: points, steps: steps) }
  }

  /// The distribution of the work of an erasure.
  struct Distribute: Cell {
    var erasure: ErasureProtocol
    var points: Int

    func compute(_ random: RandomStream) -> WorkDensity { erasure.workDistribution(of: .erasing, points: points) }
  }

  /// The density of the position during an erasure, averaged around some places: frame by frame from beginning to end.
  struct Follow: Cell {
    var erasure: ErasureProtocol
    var points, frames: Int
    var places: [Double]

    func compute(_ random: RandomStream) -> [[Double]] {
      let drive = erasure.drive(.erasing)
      let half = 0.5 * (places[1] - places[0])
      var line = FokkerPlanck(
        erasure.landscape, inEquilibriumAt: DoubleWell.Control(), on: erasure.grid(points: points))
      return (0...frames).map { frame in
        if frame > 0 {
          let times = [frame - 1, frame].map { drive.duration * Double($0) / Double(frames) }
          line.run(drive.part(from: times[0], to: times[1]), steps: 40)
        }
        // A picture needs no more digits.
        return places.map {
          (1000 * line.density.integral(from: $0 - half, to: $0 + half) / (2 * half)).rounded() / 1000
        }
      }
    }
  }

  /// Some of the trajectories of a sampled point.
  struct Sample: Cell {
    var erasure: ErasureProtocol
    var cycle: ErasureProtocol.Cycle
    var timeStep: Double
    var trajectories, block: Int
    var works: ClosedRange<Double>

    func compute(_ random: RandomStream) throws -> Sampled {
      var ensemble = LangevinEnsemble(
        erasure.landscape, inEquilibriumAt: DoubleWell.Control(), count: trajectories, random: random)
      try ensemble.run(erasure.drive(cycle), timeStep: timeStep)
      var sampled = Sampled(works: Histogram(in: works, bins: 72))
      for (work, position) in zip(ensemble.works, ensemble.positions) { sampled.add(work, position) }
      return sampled
    }
  }

  /// What is averaged over trajectories: W, W < ln 2, the end on the right, e^(−W), and e^(−W) of those that end there.
  struct Sampled: Codable, Mergeable {
    var work = Average(), below = Average(), success = Average()
    var exponential = Average(), restricted = Average()
    var works: Histogram

    mutating func add(_ work: Double, _ position: Double) {
      let (weight, isRight) = (Elementary.exp(-work), position > 0)
      self.work.add(work)
      below.add(work < ln2 ? 1 : 0)
      success.add(isRight ? 1 : 0)
      exponential.add(weight)
      restricted.add(isRight ? weight : 0)
      works.add(work)
    }

    mutating func merge(_ other: Sampled) {
      work.merge(other.work)
      below.merge(other.below)
      success.merge(other.success)
      exponential.merge(other.exponential)
      restricted.merge(other.restricted)
      works.merge(other.works)
    }
  }
}

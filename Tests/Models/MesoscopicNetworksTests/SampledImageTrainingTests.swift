import Foundation
import MNIST1D
import MesoscopicNetworks
import Optimisation
import Randomness
import Testing

/// Networks that learn images from simulations alone.
@Suite struct SampledImageTrainingTests {
  private static func training(
    _ steps: Int, by method: SampledTraining.Method? = nil, images: Int = 60
  ) -> SampledImageTraining {
    SampledImageTraining(
      of: .threeLayers(channels: 2, wiring: .nonreciprocal), start: 3, images: images, heldOut: 500, looked: 100,
      by: method
        ?? .likelihoodRatio(
          LikelihoodRatio.Settings(window: 1), LearningRateSchedule(peak: 0.1, steps: steps, last: 0.1)),
      steps: steps, looks: 3, sample: SteadyStateSampling(burnIn: 2, duration: 10), alpha: 1e-4, readoutPenalty: 1e-3,
      lookBurnIn: 5, lookTime: 50)
  }

  /// The loss of the images that it learns from falls by more than a third, and flips are counted. Control: a training by perturbation with
  /// steps too small to move anything, which leaves the loss where it was.
  @Test func itLearns() throws {
    let curve = try Self.training(40).compute(RandomStream(seed: 86))
    #expect(curve.flips.count == 4 && curve.flips[0] == 0 && zip(curve.flips, curve.flips.dropFirst()).allSatisfy(<))
    #expect(curve.losses[3] < 0.67 * curve.losses[0], "\(curve.losses)")
    #expect(curve.learned[3] > curve.learned[0] && curve.dissipation[3] > 0)
    let still = try Self.training(6, by: .simultaneousPerturbation(rate: 1e-9, size: 0.1, stability: 1))
      .compute(RandomStream(seed: 86))
    #expect(abs(still.losses[3] / still.losses[0] - 1) < 0.1, "\(still.losses)")
    // Half way in the loss is half way in the flips.
    let half = 0.5 * (curve.losses[0] + curve.losses[1])
    #expect(curve.flips(toReach: 10) == 0 && curve.flips(toReach: 0) == nil)
    #expect(abs((curve.flips(toReach: half) ?? 0) / curve.flips[1] - 0.5) < 1e-12)
  }

  /// A training that is resumed from a stored stage ends with the same bits.
  @Test func itCanBeResumed() throws {
    var stored: Data?
    let whole = try Self.training(4, images: 20).compute(RandomStream(seed: 87), from: nil) { stage, number in
      if number == 2 { stored = try? JSONEncoder().encode(stage) }
    }
    let stage = try JSONDecoder().decode(SampledImageTraining.Stage.self, from: #require(stored))
    let resumed = try Self.training(4, images: 20).compute(RandomStream(seed: 87), from: (stage, 2)) { _, _ in }
    #expect(whole.losses == resumed.losses && whole.flips == resumed.flips && whole.unseen == resumed.unseen)
  }

  /// Trainings by two methods begin at the same weights, whatever their simulations are. Control: those of another start do not.
  @Test func methodsShareTheirStart() throws {
    let ratio = try Self.training(4).begin(RandomStream(seed: 88))
    let other = Self.training(4, by: .simultaneousPerturbation(rate: 0.1, size: 0.1, stability: 1))
    #expect(try other.begin(RandomStream(seed: 89)).training.parameters == ratio.training.parameters)
    var moved = other
    moved.start = 4
    #expect(try moved.begin(RandomStream(seed: 88)).training.parameters != ratio.training.parameters)
  }
}

import Estimation
import Foundation
import MNIST1D
import MesoscopicNetworks
import PerceptronLearning
import Randomness

/// What learning costs, in closed forms; and how well others classify the images of MNIST-1D.
extension ReferenceCase {
  static let learning: [ReferenceCase] = hebbian + regressions

  private static let labels = "S. Goldt and U. Seifert, Phys. Rev. Lett. 118, 010601 (2017)"

  /// Hebbian learning of random labels, simulated: with one weight and one label ΔQ = ν²(e^−τ + τ − 1)/τ², and of very many at once
  /// ⟨w²⟩ = 1 + αν² and ΔQ = αν²/2 each.
  private static let hebbian: [ReferenceCase] =
    [(1.0, 1.0), (4, 1), (4, 5)].map { rate, ramp in
      ReferenceCase(
        labels, "heat of learning one label with one weight at the rate \(rate), in a ramp of \(ramp)",
        rate * rate * (exp(-ramp) + ramp - 1) / (ramp * ramp), .standardErrors(4)
      ) { random in
        let learning = BatchLearning(
          inputs: [[1]], rule: .hebbian, rate: rate, rampDuration: ramp, duration: ramp + 9)
        let balances = (0..<8).map { learning.balance(trajectories: 4096, random[$0]) }
        return finding(balances.map(\.heat))
      }
    } + [
      many("heat of a weight that learns", 0.5) { $0.heat },
      many("mean square of a weight that has learned", 2) { $0.norm },
    ]

  private static func many(
    _ what: String, _ published: Double, _ value: @escaping @Sendable (HebbianNetwork.Sample) -> Double
  ) -> ReferenceCase {
    ReferenceCase(
      labels, "\(what) as many labels as there are weights at the rate 1, suddenly", published, .standardErrors(4)
    ) { random in
      let network = HebbianNetwork(weights: 10_000, patterns: 10_000, rate: 1, tests: 64)
      return finding((0..<8).map { value(network.sample(random[$0])) })
    }
  }

  private static func finding(_ values: [Double]) -> Finding {
    let estimate = Average(values).estimate
    return Finding(estimate.value, standardError: estimate.standardError)
  }

  /// Logistic regression does not see the order of the points of a line: 32 % with it and without.
  private static let regressions: [ReferenceCase] = [false, true].map { isShuffled in
    ReferenceCase(
      "S. Greydanus and D. Kobak, arXiv:2011.14439",
      "accuracy of logistic regression on MNIST-1D\(isShuffled ? ", the points of all lines shuffled alike" : "")",
      0.32, .standardErrors(4)
    ) { random in
      let data = try MNIST1D.published().partition()
      var order = Array(0..<data.training.length)
      if isShuffled {
        var random = random
        order.shuffle(using: &random)
      }
      func images(_ images: LabelledImages) -> [[Double]] {
        (0..<images.count).map { place in order.map { images.image(place)[images.image(place).startIndex + $0] } }
      }
      let readout = SoftmaxReadout.fitted(
        to: images(data.training), labels: data.training.labels, classes: MNIST1D.classes, penalty: 1e-3)
      let (lines, labels) = data.test.sealedBlock(0..<data.test.count)
      let right = Average(
        zip(lines, labels).map { line, label in
          readout.classify(order.map { line[$0] }) == label ? 1 : 0
        })
      return Finding(right.estimate.value, standardError: right.estimate.standardError)
    }
  }
}

import Cells
import MNIST1D
import Randomness

/// Multinomial logistic regression on the bare images of MNIST-1D; its penalty is chosen with the held-out ones.
///
/// The result is the share of the test images that are classified rightly, in per cent.
package struct MNIST1DLogisticRegression: Cell {
  /// How many of the training images are held out, to choose by.
  package var heldOut: Int

  /// The penalties of the squared weights that are tried, in nats.
  package var penalties: [Double]

  /// A regression.
  package init(heldOut: Int, penalties: [Double] = [1e-4, 1e-3, 0.01, 0.1]) {
    (self.heldOut, self.penalties) = (heldOut, penalties)
  }

  package func compute(_ random: RandomStream) throws -> Double {
    let data = try MNIST1D.published().partition(holdingOut: heldOut)
    let images = (0..<data.training.count).map { Array(data.training.image($0)) }
    let readouts = penalties.map {
      SoftmaxReadout.fitted(to: images, labels: data.training.labels, classes: MNIST1D.classes, penalty: $0)
    }
    let right = readouts.map { readout in
      (0..<heldOut).count { readout.classify(Array(data.heldOut.image($0))) == data.heldOut.labels[$0] }
    }
    let best = zip(readouts, right).max { $0.1 < $1.1 }?.0 ?? readouts[0]
    return 100 * Double(data.test.right(by: best)) / Double(data.test.count)
  }
}

import Cells
import MNIST1D
import Randomness

/// The one examination of a finished network with a part of the test images of MNIST-1D.
package struct MNIST1DExamination: Cell {
  /// The network.
  package var network: FinishedLineNetwork

  /// The number of the first image, and how many there are.
  package var first, count: Int

  /// How the spins are looked at.
  package var observation: NetworkExamination.Observation

  /// The seed of the order of the samples in all images; nil for their own order. See ``MNIST1D/shuffled(_:)``.
  package var shuffle: UInt32?

  /// An examination.
  package init(
    of network: FinishedLineNetwork, images: Range<Int>, _ observation: NetworkExamination.Observation,
    shuffle: UInt32? = nil
  ) {
    (self.network, self.observation, self.shuffle) = (network, observation, shuffle)
    (first, count) = (images.lowerBound, images.count)
  }

  package func compute(_ random: RandomStream) throws -> NetworkExamination {
    let data = try MNIST1D.published()
    return try (shuffle.map(data.shuffled) ?? data).test.examination(
      of: network, images: first..<first + count, observation, random: random)
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: NetworkExamination) -> String? {
    result.images == count && result.right.count == observation.times.count
      ? nil : "The examination is not of the images of the cell, once per time."
  }
}

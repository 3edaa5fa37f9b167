import Cells
import Estimation
import MNIST1D
import Randomness
import SpinNetworks
import Validation

/// How long the readout of a simulated network remembers: its integrated correlation time, which no change of the clock alters if it is
/// multiplied with a rate.
///
/// The observable is the margin y(t) = w·s(t), the score of the class that wins on average minus that of the class that comes second,
/// in held-out images. With its autocorrelation C the time average over a time T that is long has the variance 2τC(0)/T, which
/// defines τ = ∫₀^∞ C(t) dt/C(0). Both variances are means over the images, that of the time average comes from blocks (see
/// ``BlockingAverage``).
package struct ReadoutMemory: Cell {
  /// The network.
  package var network: FinishedLineNetwork

  /// How many of the training images are held out, and how many of these are looked at.
  package var heldOut, images: Int

  /// The simulated times before the spins are watched and of that, per image, and the time between two looks; in units of 1/k₀.
  package var burnIn, time, interval: Double

  /// A measurement.
  ///
  /// - Precondition: no more images are looked at than are held out.
  package init(of network: FinishedLineNetwork, heldOut: Int, images: Int, burnIn: Double, time: Double) {
    require((1...heldOut).contains(images), "A memory is measured in some of the held-out images.")
    (self.network, self.heldOut, self.images) = (network, heldOut, images)
    (self.burnIn, self.time, interval) = (burnIn, time, 0.1)
  }

  /// Returns τ in units of 1/k₀.
  package func compute(_ random: RandomStream) throws -> Double {
    let held = try MNIST1D.published().partition(holdingOut: heldOut).heldOut[0..<images]
    let spins = network.architecture.spins
    var signs = random["start"]
    let starts = (0..<images).map { _ in (0..<spins).map { _ in signs.sign() } }
    let paths = try network.network.spins.paths(
      reading: (0..<images).map { network.network.fields(reading: Array(held.image($0))) }, from: starts,
      burnIn: burnIn, duration: time, random: random)
    return integratedTime(of: paths.map(margins))
  }

  /// τ of series that are equally spaced in time.
  func integratedTime(of series: [[Double]]) -> Double {
    var (spread, error) = (0.0, 0.0)
    for values in series {
      let found = BlockingAverage(values).estimate.standardError
      // A series that is shorter than its own memory: as if all of it were one block.
      let variance = Average(values).variance
      error += found.isFinite ? found * found : variance
      spread += variance
    }
    return spread > 0 ? time * error / (2 * spread) : 0
  }

  /// y at times 0, δ, 2δ, …
  private func margins(along path: SpinPath) -> [Double] {
    let (architecture, readout) = (network.architecture, network.readout)
    let read = architecture.readSpins
    let averages = averages(of: path, read)
    let scores = readout.logits(of: averages)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    let weights = (0..<readout.features).map { readout.weights[order[0], $0] - readout.weights[order[1], $0] }
    var state = path.start
    var margin = zip(weights, state[read]).reduce(0) { $0 + $1.0 * $1.1 }
    var values: [Double] = []
    for (spin, moment) in zip(path.spins, path.times) {
      while Double(values.count) * interval < moment { values.append(margin) }
      let spin = Int(spin)
      if read.contains(spin) { margin -= 2 * weights[spin - read.lowerBound] * state[spin] }
      state[spin] = -state[spin]
    }
    while Double(values.count) * interval < time { values.append(margin) }
    return values
  }

  /// The time averages of the spins that are read.
  private func averages(of path: SpinPath, _ read: Range<Int>) -> [Double] {
    var (state, since) = (path.start, Array(repeating: 0.0, count: path.start.count))
    var sums = since
    for (spin, moment) in zip(path.spins, path.times) where read.contains(Int(spin)) {
      let spin = Int(spin)
      sums[spin] += state[spin] * (moment - since[spin])
      (state[spin], since[spin]) = (-state[spin], moment)
    }
    return read.map { (sums[$0] + state[$0] * (path.duration - since[$0])) / path.duration }
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Double) -> String? {
    result >= 0 && result <= time ? nil : "A memory is no longer than it was looked for."
  }
}

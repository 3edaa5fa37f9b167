import MNIST1D
import MesoscopicNetworks
import Randomness
import SpinNetworks
import Testing

/// The price of flips in trainings of networks on a line.
@Suite struct FlipPriceTests {
  private static func training(price: Double?) -> LineTraining {
    var training = LineTraining(
      .threeLayers(channels: 2, wiring: .nonreciprocal), response: .corrected(by: [0.9, 0.9, 1.4]))
    (training.readoutNoise, training.fewestSweeps, training.mostSweeps) = (0, 5, 5)
    training.flipPrice = price
    return training
  }

  private static func loss(_ price: Double?, _ parameters: [Float], _ images: LabelledImages) -> (Double, [Float]) {
    let training = training(price: price)
    let workshop = LineWorkshop(training)
    workshop.take(parameters)
    let loss = workshop.makeGradient(
      of: training, Array(0..<images.count)[...], images, sweeps: 5, RandomStream(seed: 81))
    return (loss / Double(images.count), workshop.gradient)
  }

  /// The gradient is that of the loss, by central differences in single precision: to 1 % of the largest derivative. Controls: the gradient
  /// without the price is another one; the loss is larger by the price times the rate at which independent spins flip.
  @Test func theGradientIsThatOfTheLoss() {
    let plain = PlainLineNetwork(Self.training(price: nil).architecture, scale: 0.7, seed: 82)
    let images = PlainLineNetwork.images(13, for: plain.network.architecture, seed: 83)
    let (free, other) = Self.loss(nil, plain.single, images)
    let (priced, gradient) = Self.loss(0.05, plain.single, images)
    let largest = gradient.map(abs).max() ?? 0
    var random = RandomStream(seed: 84)
    var differs = false
    for _ in 0..<40 {
      let place = random.index(below: gradient.count)
      let step = Float(0.01)
      let sides = [-step, step].map { step in
        var moved = plain.single
        moved[place] += step
        return Self.loss(0.05, moved, images).0
      }
      let slope = Float((sides[1] - sides[0]) / Double(2 * step))
      #expect(abs(slope - gradient[place]) < 0.01 * largest, "\(place): \(slope), \(gradient[place])")
      if abs(slope - other[place]) > 0.05 * largest { differs = true }
    }
    #expect(differs)
    let response = LineResponse.corrected(by: [0.9, 0.9, 1.4])
    let rates = (0..<images.count).map { image in
      plain.averages(Array(images.image(image)), response, sweeps: 5).reduce(0) { $0 + (1 - $1 * $1).squareRoot() }
    }
    let mean = rates.reduce(0, +) / Double(rates.count)
    #expect(abs((priced - free) / (0.05 * mean) - 1) < 0.01)
  }

  /// Without couplings spins in fields h flip 1/cosh h times per unit time; those of a simulation do so within 4 standard errors of its
  /// Poissonian count, which are too large, as flips alternate. Control: 1/cosh² h.
  @Test func independentSpinsFlipAsTheyAreCounted() throws {
    let fields = [0.0, 0.4, -0.8, 1.2, -1.6, 2]
    let network = try SpinNetwork(
      couplings: .zeros(6, 6), fields: fields, beta: 1)
    let time = 20_000.0
    let path = try network.paths(
      reading: [Array(repeating: 0, count: 6)], burnIn: 10, duration: time, random: RandomStream(seed: 85))[0]
    for (spin, field) in fields.enumerated() {
      let count = Double(path.spins.count { Int($0) == spin })
      let steady = try SpinNetworkSteadyState(of: network)
      let m = steady.magnetisations[spin]
      let rate = (1 - m * m).squareRoot() * time
      #expect(abs(count - rate) < 4 * rate.squareRoot())
      #expect(field == 0 || abs(count - (1 - m * m) * time) > 4 * rate.squareRoot())
    }
  }
}

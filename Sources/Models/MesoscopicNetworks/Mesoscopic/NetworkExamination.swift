import Estimation
import MNIST1D
import Randomness
import SpinNetworks
import Validation

/// What a finished network did on some images.
public struct NetworkExamination: Sendable, Validated, Hashable {
  /// How a finished network is looked at.
  public struct Observation: Sendable, Codable, Hashable {
    /// The time before spins are looked at, in units of 1/k₀; they start at random.
    public var burnIn: Double

    /// The times for which they are looked at, in ascending order, in units of 1/k₀. Empty where only the mean field is asked.
    public var times: [Double]

    /// An observation.
    public init(burnIn: Double, times: [Double]) { (self.burnIn, self.times) = (burnIn, times) }
  }

  /// How many images there were.
  public var images: Int

  /// For how many images the readout found the class from simulated spins, one number per time.
  public var right: [Int]

  /// For how many it found the class from the averages of the mean field.
  public var rightInMeanField: Int

  /// Σ over the images of the simulated entropy production rate and of its square, in nats per unit time of k₀.
  public var dissipation: Double, squaredDissipation: Double

  /// Σ over the images of the entropy production rate by pairs, from the mean field.
  public var dissipationOfPairs: Double

  /// How often spins flipped while they were looked at.
  public var flips: Int

  /// Two examinations of one network on different images together.
  public func joined(with other: NetworkExamination) -> NetworkExamination {
    NetworkExamination(
      images: images + other.images, right: zip(right, other.right).map { $0 + $1 },
      rightInMeanField: rightInMeanField + other.rightInMeanField, dissipation: dissipation + other.dissipation,
      squaredDissipation: squaredDissipation + other.squaredDissipation,
      dissipationOfPairs: dissipationOfPairs + other.dissipationOfPairs, flips: flips + other.flips)
  }

  /// Examinations of one network on different images together.
  ///
  /// - Precondition: there is at least one.
  public static func joined(_ parts: some Collection<NetworkExamination>) -> NetworkExamination {
    guard let first = parts.first else { fatalError("What is joined are examinations.") }
    return parts.dropFirst().reduce(first) { $0.joined(with: $1) }
  }

  /// Ranges of at most fifty images that cover `images`, to be examined side by side.
  public static func parts(of images: Int) -> [Range<Int>] {
    stride(from: 0, to: images, by: 50).map { $0..<min($0 + 50, images) }
  }

  /// The fraction of the images that are classified rightly by simulated spins, one number per time.
  public var accuracies: [Double] { right.map { Double($0) / Double(images) } }

  /// The fraction of the images that are classified rightly by the mean field.
  public var meanFieldAccuracy: Double { Double(rightInMeanField) / Double(images) }

  /// The mean over the images of the simulated entropy production rate, in nats per unit time of k₀.
  public var meanDissipation: Double { dissipation / Double(images) }

  /// The mean over the images of the entropy production rate by pairs, from the mean field, in nats per unit time of k₀.
  public var meanDissipationOfPairs: Double { dissipationOfPairs / Double(images) }

  /// How often spins flipped per image.
  public var meanFlips: Double { Double(flips) / Double(images) }
}

extension SealedTest {
  /// How a finished network does on some of the test images: all that this test set ever tells.
  public func examination(
    of network: FinishedLineNetwork, images: Range<Int>, _ observation: NetworkExamination.Observation,
    random: RandomStream
  ) throws(InvalidInput) -> NetworkExamination {
    let (values, labels) = sealedBlock(images)
    return try LabelledImages(values: values.flatMap { $0 }, length: length, labels: labels)
      .examination(of: network, observation, random: random)
  }
}

extension SealedTest {
  /// In how many of the test images a readout of the bare images finds the class: logistic regression.
  public func right(by readout: SoftmaxReadout) -> Int {
    let (values, labels) = sealedBlock(0..<count)
    return zip(values, labels).count { readout.classify($0) == $1 }
  }
}

extension LabelledImages {
  /// How a finished network does on these images.
  ///
  /// - Parameters:
  ///   - observation: how its spins are looked at.
  ///   - random: image k draws from `random[k]`; all have the same random start.
  public func examination(
    of finished: FinishedLineNetwork, _ observation: NetworkExamination.Observation, random: RandomStream
  ) throws(InvalidInput) -> NetworkExamination {
    let readout = finished.readout
    func right(_ averages: [[Double]]) -> Int {
      zip(averages, labels).count { readout.classify($0) == $1 }
    }
    let workshop = LineWorkshop(finished.architecture, response: finished.response, limit: 1)
    let reading = workshop.read(self, parameters: finished.parameters)
    var result = NetworkExamination(
      images: count, right: [], rightInMeanField: right(reading.features), dissipation: 0, squaredDissipation: 0,
      dissipationOfPairs: reading.dissipation.reduce(0, +), flips: 0)
    guard !observation.times.isEmpty else { return result }
    let answers = try answers(of: finished, observation, random)
    result.right = observation.times.indices.map { time in
      right(answers.map { Array($0.magnetisations[time][finished.architecture.readSpins]) })
    }
    for answer in answers {
      result.dissipation += answer.antisymmetricEntropyProductionRate
      result.squaredDissipation += answer.antisymmetricEntropyProductionRate * answer.antisymmetricEntropyProductionRate
      result.flips += answer.flips
    }
    return result
  }

  /// What the spins of a network do in these images.
  func answers(
    of finished: FinishedLineNetwork, _ observation: NetworkExamination.Observation, _ random: RandomStream
  ) throws(InvalidInput) -> [RunningAverages] {
    let network = finished.network
    var signs = random["start"]
    let start = (0..<finished.architecture.spins).map { _ in signs.sign() }
    return try network.spins.runningAverages(
      reading: (0..<count).map { network.fields(reading: Array(image($0))) }, from: start, burnIn: observation.burnIn,
      until: observation.times, random: random)
  }
}

extension NetworkExamination {
  /// Reads an examination.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    images = try fields.read(.images)
    right = try fields.read(.right)
    rightInMeanField = try fields.read(.rightInMeanField)
    dissipation = try fields.read(.dissipation)
    squaredDissipation = try fields.read(.squaredDissipation)
    dissipationOfPairs = try fields.read(.dissipationOfPairs)
    flips = try fields.read(.flips)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if !(0...mostCounted).contains(images) || !(right + [rightInMeanField]).allSatisfy((0...images).contains) {
      return "No more images can be recognised than were shown."
    }
    return (0...mostCounted).contains(flips) ? nil : "Spins flip no fewer than 0 and at most 10¹⁵ times."
  }
}

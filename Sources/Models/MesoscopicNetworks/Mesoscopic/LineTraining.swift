import MNIST1D
import Optimisation
import PackedNumbers
import Randomness
import Validation

/// How a network on a line is trained: by backpropagation through its fluctuation-corrected mean field.
///
/// The loss, in nats, is the mean over the images of the cross-entropy plus α times the entropy production rate, of `LineDissipation` or
/// by measured ``currents``. Steps are those of `Adam` with a warm-up and a cosine. The averages of the last layer are read with noise,
/// like those of a network of spins that is looked at for a finite time, and the number of sweeps is drawn anew for every batch, so that
/// no network learns to be right after a certain number only.
public struct LineTraining: Sendable, Validated, Hashable {
  /// What is trained.
  public var architecture: LineArchitecture

  /// What its units are.
  public var response: LineResponse

  /// The price α of dissipation, in nats per nat and unit time of k₀; 0 for rectifiers, which have none.
  public var dissipationPrice = 0.0

  /// The price of flips, in nats per flip and unit time of 1/k₀: what is minimised contains it times Σ_i √v_i, v = 1 − m², the rate at which
  /// independent spins flip that have these averages; nil for none, and for rectifiers.
  public var flipPrice: Double?

  /// How the entropy production is known that has a price: nil for the formula of `LineDissipation`, else by measured currents.
  public var currents: CurrentMeasurement?

  /// How currents are measured during a training; see ``LineCurrents``.
  public struct CurrentMeasurement: Sendable, Codable, Hashable {
    /// After how many epochs they are measured anew.
    public var period: Int
    /// In how many of the training images, drawn anew each time.
    public var images: Int
    /// The simulated times before and of the measurement, per image, in units of 1/k₀.
    public var burnIn, time: Double

    /// A measurement.
    public init(period: Int, images: Int, burnIn: Double, time: Double) {
      (self.period, self.images, self.burnIn, self.time) = (period, images, burnIn, time)
    }
  }

  /// How often the images are gone through, but for those that fill no batch; and how many make a step: best a multiple of 16.
  public var epochs = 40, batch = 48

  /// The largest learning rate, and the number of epochs in which it is reached; never more than there are.
  public var rate = 0.004, warmUp = 3

  /// The fraction of the couplings and input weights that decays per step, in units of the learning rate.
  public var weightDecay = 0.02

  /// The standard deviation of the noise with which averages are read, and of the noise that is added to the images.
  public var readoutNoise = 0.15, inputNoise = 0.0

  /// By how many samples images are shifted at random, cyclically, to either side.
  public var shift = 0

  /// By which fraction the values of images are scaled at random at most, and how far a linear trend moves either end at most.
  public var stretch = 0.0, trend = 0.0

  /// The share of the target that is spread evenly over the classes.
  public var smoothing = 0.0

  /// The least and the largest number of sweeps, where layers act back.
  public var fewestSweeps = 10, mostSweeps = 16

  /// The number of last sweeps through which the gradient goes back; nil for all. The state before them is taken as given. Where the earlier
  /// sweeps have converged, the gradient is that of a ``FixedPoint`` with as many terms, which has its own number.
  public var gradientSweeps: Int?

  /// How the state is found in which the network answers: nil for a random number of sweeps, else the fixed point.
  public var fixedPoint: FixedPoint?

  /// A training as an implicit layer: by the fixed point of the mean field, found by an accelerated solver, and by the gradient there. See
  /// `LineFixedPoint`.
  public struct FixedPoint: Sendable, Codable, Hashable {
    /// How many of its last steps the solver remembers; 0 for plain sweeps.
    public var depth: Int
    /// The largest change of an average by a sweep that is left, and after how many sweeps to stop.
    public var tolerance: Double, limit: Int
    /// How many terms of the series of the implicit gradient are taken.
    public var terms: Int

    /// A fixed point.
    public init(depth: Int = 5, tolerance: Double = 1e-3, limit: Int = 50, terms: Int = 8) {
      (self.depth, self.tolerance, self.limit, self.terms) = (depth, tolerance, limit, terms)
    }
  }

  /// Whether the sweeps of a training begin at random averages of all layers but the first instead of 0: networks whose layers act back
  /// can have several steady states, and must be right in all of them.
  public var startsAtRandom = false

  /// The standard deviation of the first weights: of those that read the input; of all others times √fan-in.
  public var inputScale = 0.6, scale = 1.2

  /// A training of an architecture, with the other properties as they are by default.
  public init(_ architecture: LineArchitecture, response: LineResponse) {
    self.architecture = architecture
    self.response = response
  }

  /// What there is between two epochs.
  public struct Stage: Sendable, Validated {
    @Packed package internal(set) var parameters: [Float]
    var adam: Adam<Float>
    /// The entropy production rate per squared difference of couplings, one per parameter, as last measured; empty before any measurement.
    @Packed var conductances: [Float]
    /// How many epochs there were.
    public internal(set) var epochs = 0
    /// The mean loss of the last epoch, in nats; 0 before the first.
    public internal(set) var loss = 0.0
  }

  /// The beginning: normal weights, no biases, and a readout that finds all classes equally likely.
  public func begin(_ random: RandomStream) -> Stage {
    let layout = LineLayout(architecture)
    var random = random["start"]
    var parameters = Array(repeating: Float(0), count: architecture.parameters)
    func draw(_ range: Range<Int>, _ deviation: Double) {
      for place in range { parameters[place] = Float(deviation * random.normal()) }
    }
    for layer in 0..<architecture.layers {
      let fanIn = architecture.convolutions[layer].kernel * (layer == 0 ? 1 : architecture.channels[layer - 1])
      draw(layout.reading[layer], layer == 0 ? inputScale : scale / Double(fanIn).squareRoot())
      if architecture.wiring == .nonreciprocal, let range = layout.returning[layer] {
        draw(range, scale / Double(fanIn).squareRoot())
      }
    }
    return begin(at: parameters)
  }

  /// The beginning at another network, of the same layers but perhaps of another wiring: what a layer acts back with is what it did there,
  /// or nothing where it did not; in a symmetric network it is what it reads with.
  ///
  /// - Precondition: both have the same input, layers and classes.
  public func begin(from network: FinishedLineNetwork) -> Stage {
    let other = network.architecture
    require(
      other.inputLength == architecture.inputLength && other.channels == architecture.channels
        && other.convolutions == architecture.convolutions && other.classes == architecture.classes,
      "A training begins at a network of the same layers.")
    let (layout, source) = (LineLayout(architecture), LineLayout(other))
    var parameters = Array(repeating: Float(0), count: architecture.parameters)
    func copy(_ from: Range<Int>, to range: Range<Int>) {
      parameters.replaceSubrange(range, with: network.parameters[from])
    }
    for layer in 0..<architecture.layers {
      copy(source.reading[layer], to: layout.reading[layer])
      copy(source.biases[layer], to: layout.biases[layer])
      if architecture.wiring == .nonreciprocal, let range = layout.returning[layer], let back = source.returning[layer]
      {
        copy(back, to: range)
      }
    }
    copy(source.readout, to: layout.readout)
    return begin(at: parameters)
  }

  /// The beginning with these parameters, in the order of a network of the same architecture.
  package func begin(at parameters: [Float]) -> Stage {
    Stage(
      parameters: parameters, adam: Adam(parameters: parameters.count, weightDecay: Float(weightDecay)),
      conductances: [])
  }

  /// One epoch on the images.
  ///
  /// - Parameters:
  ///   - stage: how far the training is; moved on.
  ///   - number: of the epoch, from 0; it addresses the random numbers.
  ///   - images: the training images.
  ///   - workshop: the working memory, which may be used again.
  ///   - random: the stream of the whole training.
  /// - Precondition: the images fit the network, the workshop was made for this training, and the numbers of the training make
  ///   sense.
  public func advance(
    _ stage: inout Stage, epoch number: Int, on images: LabelledImages, in workshop: LineWorkshop,
    _ random: RandomStream
  ) {
    check(images, workshop)
    measureCurrents(&stage, epoch: number, on: images, random["currents"][number])
    var random = random["epoch"][number]
    let order = random.permutation(of: images.count)
    let size = min(batch, images.count)
    let batches = images.count / size
    let schedule = LearningRateSchedule(peak: rate, warmUp: min(warmUp, epochs) * batches, steps: epochs * batches)
    var parameters = stage.parameters
    var (loss, shown) = (0.0, 0)
    for index in 0..<batches {
      // Batches that fill the lanes of the mean field. What is left over has its turn in an epoch with another order.
      let chosen = order[index * size..<(index + 1) * size]
      workshop.take(parameters)
      let sweeps =
        architecture.wiring == .feedForward
        ? 1 : fewestSweeps + random.index(below: mostSweeps - fewestSweeps + 1)
      loss += workshop.makeGradient(of: self, chosen, images, sweeps: sweeps, random)
      if !stage.conductances.isEmpty {
        loss += Double(chosen.count) * workshop.addPrice(dissipationPrice, stage.conductances, parameters)
      }
      shown += chosen.count
      let rate = schedule.rate(at: stage.adam.steps)
      stage.adam.step(
        &parameters, along: workshop.gradient, rate: -Float(rate), decaying: workshop.layout.decaying)
    }
    stage.parameters = parameters
    stage.epochs += 1
    stage.loss = loss / Double(shown)
  }

  /// Measures the conductances anew in the epochs in which that is due.
  private func measureCurrents(
    _ stage: inout Stage, epoch number: Int, on images: LabelledImages, _ random: RandomStream
  ) {
    guard dissipationPrice > 0, let currents, number % currents.period == 0 else { return }
    var stream = random["images"]
    let chosen = stream.permutation(of: images.count).prefix(currents.images)
    let sample = images.chosen(chosen)
    let network = LineNetwork(architecture, parameters: stage.parameters)
    guard
      let measured = try? LineCurrents(
        of: network, in: sample, burnIn: currents.burnIn, time: currents.time, random: random)
    else { fatalError("A network that is trained has finite couplings.") }
    stage.conductances = measured.conductances(of: network).map { Float($0) }
  }

  private func check(_ images: LabelledImages, _ workshop: LineWorkshop) {
    require(images.length == architecture.inputLength, "Images are as long as the network's input.")
    require(
      images.count > 0 && images.labels.allSatisfy((0..<architecture.classes).contains),
      "A training needs images, each of a class that the readout knows.")
    requireNoFlaw()
    require(workshop.serves(self), "A workshop serves trainings of the kind that it was made for.")
  }
}

extension RandomStream {
  /// The numbers below a count in random order, all orders equally likely.
  mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, index(below: last + 1)) }
    return order
  }
}

extension LineTraining {
  /// Reads a training.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    architecture = try fields.read(.architecture)
    response = try fields.read(.response)
    dissipationPrice = try fields.read(.dissipationPrice)
    flipPrice = try fields.readIfPresent(.flipPrice)
    currents = try fields.readIfPresent(.currents)
    epochs = try fields.read(.epochs)
    batch = try fields.read(.batch)
    rate = try fields.read(.rate)
    warmUp = try fields.read(.warmUp)
    weightDecay = try fields.read(.weightDecay)
    readoutNoise = try fields.read(.readoutNoise)
    inputNoise = try fields.read(.inputNoise)
    shift = try fields.read(.shift)
    stretch = try fields.read(.stretch)
    trend = try fields.read(.trend)
    smoothing = try fields.read(.smoothing)
    fewestSweeps = try fields.read(.fewestSweeps)
    mostSweeps = try fields.read(.mostSweeps)
    gradientSweeps = try fields.readIfPresent(.gradientSweeps)
    fixedPoint = try fields.readIfPresent(.fixedPoint)
    startsAtRandom = try fields.read(.startsAtRandom)
    inputScale = try fields.read(.inputScale)
    scale = try fields.read(.scale)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if let flaw = response.flaw(inLayers: architecture.layers) { return flaw }
    if !(epochs > 0 && batch > 0 && warmUp >= 0 && 1 <= fewestSweeps && fewestSweeps <= mostSweeps) {
      return "A training has epochs, batches and sweeps, of these the most no fewer than the fewest."
    }
    if let gradientSweeps, gradientSweeps < 1 { return "A gradient goes back through at least one sweep." }
    if !(dissipationPrice == 0 || dissipationPrice > 0 && response != .rectifier) {
      return "The price of dissipation is not negative, and rectifiers have none."
    }
    if let flipPrice, !(flipPrice >= 0 && flipPrice.isFinite && response != .rectifier) {
      return "The price of flips is not negative, and rectifiers have none."
    }
    if let fixedPoint {
      if !(fixedPoint.depth >= 0 && fixedPoint.limit > 0 && fixedPoint.terms > 0 && fixedPoint.tolerance > 0) {
        return
          "A fixed point is found in at least one sweep to a tolerance above 0, and its gradient has at least one term."
      }
      if architecture.wiring == .feedForward { return "A feed-forward network has no fixed point to be found." }
    }
    if !(0..<architecture.inputLength).contains(shift) { return "A shift is shorter than an image." }
    return (0...1).contains(smoothing) ? nil : "The smoothing is a share of the target."
  }
}

extension LineTraining.Stage {
  /// Reads a stage.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    _parameters = try fields.read(.parameters)
    adam = try fields.read(.adam)
    _conductances = try fields.read(.conductances)
    epochs = try fields.read(.epochs)
    loss = try fields.read(.loss)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  public var flaw: String? {
    if adam.parameters != parameters.count { return "Adam has one derivative per parameter." }
    if !(conductances.isEmpty || conductances.count == parameters.count) {
      return "There is a conductance per parameter."
    }
    return (0...mostCounted).contains(epochs) ? nil : "A training has no fewer than 0 epochs behind it."
  }
}

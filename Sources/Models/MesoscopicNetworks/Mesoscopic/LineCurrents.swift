import KernelMemory
import MNIST1D
import Randomness
import SpinNetworks
import Validation

/// The currents that drive the entropy production of a network on a line, measured on simulated spins.
///
/// With J_ij = ⟨−2 s_i s_j k_i⟩, the rate at which flips of spin i change ⟨s_i s_j⟩, and J_ij = −J_ji in a steady state,
///
///     σ = β Σ_{i<j} (W_ij − W_ji) J_ij,
///
/// exactly. All pairs that share the weights w (with which layer above reads) and w′ (with which it acts back, 0 where it does not)
/// share their difference, so that σ = Σ_w (w − w′) C_w with C_w = β Σ J_ij over these pairs, i above and j below: one current per weight.
///
/// **The slope of σ.** Around an equilibrium currents answer linearly to the differences, C_w = Σ_v L_wv (v − v′), and by Onsager's
/// reciprocity L is symmetric. So ∂σ/∂w = 2C_w = −∂σ/∂w′ to first order in the differences, whatever the strength of the symmetric
/// part, of the fluctuations, and of correlations between spins: no mean field is in it.
///
/// Currents are counted. A flip of a spin i above out of s adds −s_i s_j for each of its neighbours j below, one of a spin below +s_i s_j:
/// half of what both directions say, which leaves no boundary term for symmetric weights. Here β = k₀ = 1.
///
/// Source: L. Onsager, Phys. Rev. 37, 405 (1931).
public struct LineCurrents: Sendable {
  /// C_w, one per parameter: nats per unit time of k₀, averaged over the inputs; 0 for all parameters with which no layer reads another.
  public let values: [Double]

  /// Their standard errors, from the inputs.
  public let errors: [Double]

  /// σ, the mean over the inputs, in nats per unit time of k₀.
  public let entropyProductionRate: Double

  /// How many spins flipped.
  public let flips: Int

  /// The currents of a network in some images.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - images: the images that it sees, one after the other.
  ///   - burnIn: the time before the spins are watched, in units of 1/k₀; they start at random.
  ///   - time: for how long each is watched.
  ///   - random: image k draws from `random[k]`, and all starts from `random["start"]`.
  /// - Throws: `InvalidInput` as `SpinNetwork.paths(reading:from:burnIn:duration:method:threads:random:)`.
  /// - Precondition: there are at least two images.
  public init(
    of network: LineNetwork, in images: LabelledImages, burnIn: Double, time: Double, random: RandomStream
  ) throws(InvalidInput) {
    require(images.count > 1, "Errors of currents come from two images or more.")
    let architecture = network.architecture
    var signs = random["start"]
    let starts = (0..<images.count).map { _ in (0..<architecture.spins).map { _ in signs.sign() } }
    let paths = try network.spins.paths(
      reading: (0..<images.count).map { network.fields(reading: Array(images.image($0))) }, from: starts,
      burnIn: burnIn,
      duration: time, random: random)
    let meetings = LineMeetings(architecture)
    var (sums, squares) = (Array(repeating: 0.0, count: architecture.parameters), [Double]())
    squares = sums
    for path in paths {
      let counts = meetings.counts(along: path)
      for (place, count) in counts.enumerated() {
        let value = Double(count) / time
        sums[place] += value
        squares[place] += value * value
      }
    }
    let count = Double(images.count)
    let values = sums.map { $0 / count }
    self.values = values
    errors = zip(squares, values).map { square, mean in
      max(0, square / count - mean * mean).squareRoot() / (count - 1).squareRoot()
    }
    let differences = LineLayout(architecture).differences(network.parameters)
    entropyProductionRate = zip(values, differences).reduce(0) { $0 + $1.0 * $1.1 }
    flips = paths.reduce(0) { $0 + $1.spins.count }
  }
}

extension LineCurrents {
  /// The entropy production rate per squared difference of couplings, κ_w with σ = Σ_w κ_w (w − w′)², one per parameter.
  ///
  /// C_w/(w − w′) where that is well known, else the mean of the layer, κ = Σ (w − w′) C_w/Σ (w − w′)²; in between both weighted with their
  /// inverse variances, where conductances of a layer are taken to differ by half of their mean. Never negative. Where there is
  /// no difference yet, that of uncoupled spins without fields, κ = 1 per pair.
  public func conductances(of network: LineNetwork) -> [Double] {
    let layout = LineLayout(network.architecture)
    let differences = layout.differences(network.parameters)
    var conductances = values.map { _ in 0.0 }
    for layer in layout.reading.indices.dropFirst() {
      let range = layout.reading[layer]
      let squares = range.reduce(0) { $0 + differences[$1] * differences[$1] }
      let spread = range.reduce(0) { $0 + differences[$1] * differences[$1] * errors[$1] * errors[$1] }.squareRoot()
      let released = range.reduce(0) { $0 + differences[$1] * values[$1] }
      let isKnown = squares > 0 && released > 3 * spread
      let mean = isKnown ? released / squares : Double(network.architecture.lengths[layer])
      for weight in range {
        let (difference, error) = (differences[weight], errors[weight])
        guard isKnown, error > 0 else {
          conductances[weight] = mean
          continue
        }
        let (own, prior) = (difference * difference / (error * error), 4 / (mean * mean))
        conductances[weight] = max(0, (difference * values[weight] / (error * error) + mean * prior) / (own + prior))
      }
    }
    return conductances
  }
}

extension LineLayout {
  /// w − w′ of every weight with which one layer of spins reads another; 0 for all other parameters.
  func differences(_ parameters: [Float]) -> [Double] {
    var differences = Array(repeating: 0.0, count: parameters.count)
    for layer in reading.indices.dropFirst() where returning[layer] != reading[layer] {
      for (place, weight) in reading[layer].enumerated() {
        let back = returning[layer].map { parameters[$0.lowerBound + place] } ?? 0
        differences[weight] = Double(parameters[weight]) - Double(back)
      }
    }
    return differences
  }
}

/// Who meets whom in a network on a line, spin by spin, and by which weight.
private struct LineMeetings: ~Copyable {
  /// One end of a pair.
  private struct Meeting: BitwiseCopyable {
    var other: Int32
    var weight: Int32
  }

  private let parameters: Int
  /// Where the meetings of each spin begin in the list; one more place for the end.
  private let starts: RawNumbers<Int>
  private let list: RawNumbers<Meeting>
  /// How many of the meetings of a spin are with spins below it: they come first.
  private let below: RawNumbers<Int>

  init(_ architecture: LineArchitecture) {
    parameters = architecture.parameters
    let count = architecture.spins
    let layout = LineLayout(architecture)
    var (down, up) = (Array(repeating: [Meeting](), count: count), Array(repeating: [Meeting](), count: count))
    architecture.forEachCoupling { on, by, parameter in
      // Those of what acts back are the same pairs.
      guard layout.reading.contains(where: { $0.contains(parameter) }), on > by else { return }
      down[on].append(Meeting(other: Int32(by), weight: Int32(parameter)))
      up[by].append(Meeting(other: Int32(on), weight: Int32(parameter)))
    }
    var places = [0]
    for spin in 0..<count { places.append(places[spin] + down[spin].count + up[spin].count) }
    starts = RawNumbers(places)
    list = RawNumbers(zip(down, up).flatMap { $0 + $1 })
    below = RawNumbers(down.map(\.count))
  }

  /// How much more often flips have joined the spins of each weight by the spin above than by the one below.
  func counts(along path: borrowing SpinPath) -> [Int] {
    let counts = RawNumbers(count: parameters, repeating: 0)
    let signs = RawNumbers(path.start.map { $0 > 0 ? 1 : -1 })
    for spin in path.spins {
      let i = Int(spin)
      let own = signs[i]
      let (start, middle, end) = (starts[i], starts[i] &+ below[i], starts[i &+ 1])
      for place in start..<middle {
        let meeting = list[place]
        let weight = Int(meeting.weight)
        counts[weight] = counts[weight] &- own &* signs[Int(meeting.other)]
      }
      for place in middle..<end {
        let meeting = list[place]
        let weight = Int(meeting.weight)
        counts[weight] = counts[weight] &+ own &* signs[Int(meeting.other)]
      }
      signs[i] = 0 &- own
    }
    return (0..<parameters).map { counts[$0] }
  }
}

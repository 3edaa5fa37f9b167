import Cells
import Companion
import ElementaryFunctions
import Estimation
import Randomness
import SensoryComplexes
import StochasticThermodynamics

extension InformationBottleneck {
  // MARK: - Model

  /// The gate at an angle, and complexes that face it at an inverse temperature.
  ///
  /// The two inputs are independent, ρ = 0. Only then does their distribution look the same from
  /// all sides, so that p(y|x) is distributed alike for every rotation of the gate, and one
  /// bottleneck curve is the curve of all angles.
  static func model(_ angle: Double, _ beta: Double, _ p: Parameters) -> ParityGateModel {
    let gate = StochasticParityGate(angle: angle, sharpness: p.eta)
    return ParityGateModel(gate: gate, correlation: 0, beta: beta)
  }

  /// The best of all channels with some number of clusters, at every trade-off.
  struct Curve: Cell {
    var model: ParityGateModel
    var tradeOffs: [Double]
    var clusters, starts: Int
    var step: Double

    func compute(_ random: RandomStream) -> BottleneckCurve {
      let bottleneck = model.task(step: step).informationBottleneck
      let channels = bottleneck.curve(
        tradeOffs: tradeOffs, clusters: clusters, starts: starts, tolerance: 1e-11, random: random)
      return BottleneckCurve(channels, availableInformation: bottleneck.availableInformation)
    }
  }

  /// Complexes with one J₁₂ and all J₂₁.
  struct Row: Cell {
    var model: ParityGateModel
    var j12: Double
    var j21: [Double]
    var step: Double

    func compute(_ random: RandomStream) -> [PlanePoint] {
      let task = model.task(step: step)
      return j21.map { task.planePoint(of: Couplings(j12, $0)) }
    }
  }

  /// A complex, and where it lies in the information plane.
  struct Achieved: Codable {
    var couplings: Couplings
    var point: PlanePoint

    /// I(s, x), I(s₁s₂, x) and I(s, y) in bits, Σ in nats per unit time of k0.
    var input: Double { point.inputInformation }
    var parity: Double { point.parityInformation }
    var information: Double { point.performance.relevantInformation }
    var sigma: Double { point.performance.entropyProductionRate }
  }

  /// The best complex in equilibrium, and the best one at each price of dissipation.
  struct Optimise: Cell {
    var model: ParityGateModel
    var alphas: [Double]
    var bound, step: Double

    struct Result: Codable { var equilibrium: Achieved, path: [Achieved] }

    func compute(_ random: RandomStream) -> Result {
      let task = model.task(step: step)
      let bottleneck = Bottleneck(task: task, bound: bound)
      func achieved(_ optimum: Bottleneck.Optimum) -> Achieved {
        Achieved(couplings: optimum.couplings, point: task.planePoint(of: optimum.couplings))
      }
      return Result(
        equilibrium: achieved(bottleneck.equilibrium), path: bottleneck.optima(along: alphas).map(achieved))
    }
  }

  /// A complex simulated at all inputs.
  struct Simulate: Cell {
    var model: ParityGateModel
    var couplings: Couplings
    var step, burnIn, time: Double

    func compute(_ random: RandomStream) -> Performance {
      model.task(step: step, cutoff: 5)
        .sampledPerformance(of: couplings, burnIn: burnIn, duration: time, random: random)
    }
  }

  // MARK: - Records

  static func sample(
    _ complexes: [(ParityGateModel, Achieved)], _ p: Parameters, _ run: Run
  ) throws -> [SampledPerformance] {
    let cells = complexes.map {
      Simulate(model: $0, couplings: $1.couplings, step: p.coarseStep, burnIn: p.burnIn, time: p.time)
    }
    return try run.sweep("sampled", over: cells, replicas: p.replicas).map(SampledPerformance.init(averaging:))
  }

  static func grid(_ p: Parameters) -> [Double] {
    let half = Int((p.regionBound / p.regionSpacing).rounded())
    return (-half...half).map { p.regionBound * Double($0) / Double(max(half, 1)) }
  }

  /// The least information on the answer that panel a shows, in bits. That of a complex in a hot
  /// bath grows like β⁴.
  static func leastInformation(_ p: Parameters) -> Double {
    0.01 * min(1, p.beta * p.beta * p.beta * p.beta)
  }

  /// The fifths of a bit between which all values lie.
  static func fifths(around values: [Double]) -> ClosedRange<Double> {
    let (least, most) = (values.min() ?? 0, values.max() ?? 2)
    return (5 * least).rounded(.down) / 5...(5 * most).rounded(.up) / 5
  }

  /// The pixels along an axis.
  struct Pixels {
    var width: Double
    var isLogarithmic: Bool

    /// Pixels of one width, in bits or on a logarithmic axis in nats.
    init(_ width: Double, isLogarithmic: Bool = false) { (self.width, self.isLogarithmic) = (width, isLogarithmic) }

    /// The width, on a logarithmic axis the ratio of the ends.
    var extent: Double { isLogarithmic ? Elementary.exp(width) : width }

    func pixel(of value: Double) -> Int {
      Int(((isLogarithmic ? Elementary.log(value) : value) / width).rounded(.down))
    }

    func centre(of pixel: Int) -> Double {
      let centre = (Double(pixel) + 0.5) * width
      return isLogarithmic ? Elementary.exp(centre) : centre
    }
  }

  /// The pixels of panel a, and of panel b.
  static let regionPixels = (x: Pixels(0.0075), y: Pixels(0.09, isLogarithmic: true))
  static let parityPixels = (x: Pixels(0.005), y: Pixels(0.004))

  /// One row per pixel of the information plane that a complex falls into: its centre, and the
  /// least Σ that leads there.
  static func columns(
    of points: [PlanePoint], _ grid: (x: Pixels, y: Pixels), _ input: (PlanePoint) -> Double
  ) -> KeyValuePairs<String, [Double]> {
    let (x, y) = grid
    var least: [[Int]: Double] = [:]
    for point in points {
      let place = [x.pixel(of: input(point)), y.pixel(of: max(0, point.performance.relevantInformation))]
      least[place] = min(least[place] ?? .infinity, point.performance.entropyProductionRate)
    }
    let pixels = least.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    return [
      "input": pixels.map { x.centre(of: $0.key[0]) }, "information": pixels.map { y.centre(of: $0.key[1]) },
      "sigma": pixels.map(\.value),
    ]
  }

  // MARK: - What the parameters may be

  static func check(_ p: Parameters) throws {
    try Complaint.unless(p.regionBound, in: 0.1...20 / p.beta, "regionBound")
    try Complaint.unless(p.bound, in: 0.1...20 / p.beta, "bound")
    try Complaint.unless(Set(p.alphas).isSuperset(of: p.sampledAlphas), "sampledAlphas", "must be among alphas")
    try Complaint.unless(Set(p.betas).isSuperset(of: p.sampledBetas), "sampledBetas", "must be among betas")
  }
}

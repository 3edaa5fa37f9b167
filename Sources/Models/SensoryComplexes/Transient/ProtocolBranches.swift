import Cells
import DissipationBottlenecks
import Randomness
import Validation

/// The best protocols as a line along the price of the entropy produced: with prices inserted where
/// the optimum moves fast, and in branches where it jumps from one kind of protocol to another.
package struct ProtocolBranches: Cell, Validated {
  /// The gate and the complex.
  package var model: ParityGateModel
  /// The reading time T, in units of 1/k0.
  package var readingTime: Double
  /// The prices α, ascending, and the best protocol at each of them, all held or all switched.
  package var alphas: [Double], path: [OptimalProtocols.Optimum]
  /// The number of rounds in which prices are inserted.
  package var refinements: Int
  /// The bound on the absolute values of all couplings.
  package var bound: Double
  /// The spacing of the quadrature over the inputs, in standard deviations: in the search, and of
  /// the performance.
  package var searchStep, step: Double

  /// A cell.
  ///
  /// - Precondition: there is a protocol at every price.
  package init(
    model: ParityGateModel, readingTime: Double, alphas: [Double], path: [OptimalProtocols.Optimum],
    refinements: Int, bound: Double, searchStep: Double, step: Double
  ) {
    (self.model, self.readingTime, self.alphas, self.path) = (model, readingTime, alphas, path)
    (self.refinements, self.bound, self.searchStep, self.step) = (refinements, bound, searchStep, step)
    requireNoFlaw()
  }

  private typealias Point = (alpha: Double, optimum: OptimalProtocols.Optimum)

  /// The performances of the protocols, branch by branch, from the lowest price.
  package func compute(_ random: RandomStream) -> [[TransientPerformance]] {
    let protocols = TransientProtocols(
      TransientReading(model.task(step: searchStep)), readingTime: readingTime, isSwitched: path[0].couplings.count > 1)
    let bottleneck = DissipationBottleneck(protocols, bound: bound)
    let fine = TransientReading(model.task(step: step))
    var points: [Point] = zip(alphas, path).map { ($0, $1) }
    for _ in 0..<refinements {
      var finer: [Point] = []
      for (low, high) in zip(points, points.dropFirst()) {
        finer.append(low)
        guard isWide(low, high) else { continue }
        for quarter in 1...3 {
          let alpha = low.alpha + (high.alpha - low.alpha) * Double(quarter) / 4
          let starts = [low, high].map { protocols.point(of: $0.optimum.couplings) }
          let found = bottleneck.optima(along: [alpha], from: [starts])[0].couplings
          let optimum = OptimalProtocols.Optimum(couplings: found, outcome: fine.performance(of: found))
          finer.append((alpha: alpha, optimum: optimum))
        }
      }
      points = finer + [points[points.count - 1]]
    }
    var branches: [[TransientPerformance]] = []
    for (place, point) in points.enumerated() {
      if place == 0 || jumps(points[place - 1], point) { branches.append([]) }
      branches[branches.count - 1].append(point.optimum.outcome)
    }
    return branches
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: [[TransientPerformance]]) -> String? {
    result.isEmpty || result.contains(where: \.isEmpty) ? "A line has branches, and a branch has points." : nil
  }

  /// Whether two optima would lie more than about a millimetre apart in print.
  private func isWide(_ low: Point, _ high: Point) -> Bool {
    let (a, b) = (low.optimum.outcome, high.optimum.outcome)
    return abs(a.relevantInformation - b.relevantInformation) > 0.002
      || abs(a.entropyProduced - b.entropyProduced) > 0.05 * b.entropyProduced
  }

  /// Whether two optima lie apart although their prices differ by less than a hundredth.
  private func jumps(_ low: Point, _ high: Point) -> Bool {
    isWide(low, high) && high.alpha - low.alpha < 0.01 * high.alpha
  }
}

extension ProtocolBranches {
  /// Reads a line.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    model = try fields.read(.model)
    readingTime = try fields.read(.readingTime)
    alphas = try fields.read(.alphas)
    path = try fields.read(.path)
    refinements = try fields.read(.refinements)
    bound = try fields.read(.bound)
    searchStep = try fields.read(.searchStep)
    step = try fields.read(.step)
    try decoder.refuseFlaw(of: self)
  }

  /// What is wrong with it; nil where nothing is.
  package var flaw: String? {
    !path.isEmpty && path.count == alphas.count ? nil : "A line has a protocol at every price."
  }
}

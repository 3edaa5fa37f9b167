import Estimation
import KernelMemory
import Matrices

/// Averages of a network at many instants of its trajectory, with control variates that are fitted in a run of its own before.
struct InstantObservation<Products: CouplingProducts & ~Copyable>: KernelObservation {
  /// Without control variates.
  let counting: Observation
  let simulation: Simulation
  /// Whether control variates are used even where they gain nothing.
  let isForced: Bool

  func result(_ kernel: AnySpinKernel, of network: SpinNetwork, _ method: SpinNetwork.Method) -> SpinSample {
    var instant = Instant<Products>(network)
    let length = PieceAverages.length(of: network, duration: counting.duration)
    let rehearsal = Rehearsal(
      kernel, &instant, of: network, simulation, burnIn: counting.burnIn * network.attemptRate,
      duration: length * Double(PieceAverages.pieces), isForced: isForced)
    kernel.restart(network, from: simulation.start, random: simulation.random)
    guard let rehearsal else { return counting.result(kernel, of: network, method) }
    return controlled(kernel, &instant, of: network, method, rehearsal)
  }

  private func controlled(
    _ kernel: AnySpinKernel, _ instant: inout Instant<Products>, of network: SpinNetwork, _ method: SpinNetwork.Method,
    _ rehearsal: Rehearsal
  ) -> SpinSample {
    let count = network.count
    if let flow = rehearsal.flow {
      instant.control(
        by: flow.linear,
        QuadraticForm(weights: flow.weights, diagonals: QuadraticForm.diagonals(of: network.couplings), spins: count))
    }
    instant.restart()
    kernel.relax(for: counting.burnIn * network.attemptRate)
    var pieces = PieceAverages(of: network, kernel, duration: counting.duration)
    let looks = max(1, Int((pieces.length / rehearsal.interval).rounded()))
    let interval = pieces.length / Double(looks)
    let spins = Blocks(capacity: count)
    let drifts = Blocks(capacity: count)
    for _ in 0..<PieceAverages.pieces {
      var tally = SpinTally(spins: count, observesPairs: false)
      var sum = 0.0
      spins.fill(with: 0)
      drifts.fill(with: 0)
      for _ in 0..<looks {
        kernel.run(for: interval, into: &tally)
        sum += instant.look(at: kernel)
        for block in 0..<spins.count {
          spins[block: block] = spins[block: block] + instant.spins[block: block]
          drifts[block: block] = drifts[block: block] + instant.drifts[block: block]
        }
      }
      if rehearsal.flow == nil {
        pieces.addCounted(tally, kernel)
      } else {
        pieces.add(flow: sum * network.attemptRate / Double(looks))
      }
      if let response = rehearsal.response {
        let shifts = response.shifts(of: (0..<count).map { drifts[$0] / Double(looks) }, instant.products)
        pieces.add(spins: shifts.indices.map { spins[$0] / Double(looks) - shifts[$0] })
      } else {
        pieces.add(spins: tally.magnetisation.lazy.map { $0 / pieces.length })
      }
      pieces.count(tally)
    }
    return pieces.sample(by: method, .controlled)
  }
}

/// The run before an observation, which says how often it is worth looking, fits the control variates and measures what they are worth.
struct Rehearsal {
  /// How many flips of each spin pass between two instants: fewer would cost more than they tell.
  private static let flipsPerLook = 0.3
  /// How many instants there are; the observation has at least eight times as many.
  private static let batches = 32, looksPerBatch = 64
  /// How long the averages are taken that the fit begins with, in units of the inverse attempt rate.
  private static let introduction = 32.0
  /// The cost of an instant, as a ratio of times: the variance must be smaller by more.
  private static let cost = 1.5

  /// The time between two instants, in units of the inverse attempt rate.
  let interval: Double
  /// φ for the entropy flow; nil where it is better counted.
  var flow: (linear: [Double], weights: [Double])?
  /// The response of the magnetisations; nil where they are better averaged as they are.
  var response: SpinResponse?

  /// - Returns: nil where nothing is worth more than counting, or the observation is too short to find out.
  init?<P: CouplingProducts & ~Copyable>(
    _ kernel: AnySpinKernel, _ instant: inout Instant<P>, of network: SpinNetwork, _ simulation: Simulation,
    burnIn: Double, duration: Double, isForced: Bool
  ) {
    let count = network.count
    guard isForced || (duration > 8 * Self.introduction && burnIn < duration / 8) else { return nil }
    kernel.restart(network, from: simulation.start, random: simulation.random["rehearsal"])
    kernel.relax(for: burnIn)
    var tally = SpinTally(spins: count, observesPairs: false)
    kernel.run(for: Self.introduction, into: &tally)
    let looks = Self.batches * Self.looksPerBatch
    let worthwhile = Self.flipsPerLook * Double(count) * Self.introduction / Double(max(1, tally.flips))
    // Never longer than the observation, where nobody asks whether it is worth it.
    interval = isForced ? min(worthwhile, duration / Double(looks)) : worthwhile
    guard isForced || duration / interval > Double(max(8 * looks, P.keepsForms ? 32 * count : 0)) else { return nil }
    let means = tally.magnetisation.map { $0 / Self.introduction }
    var fit = FlowFit(instant.products, network, means)
    var (counted, averaged) = (Average(), Array(repeating: Average(), count: count))
    var (spins, drifts): ([[Double]], [[Double]]) = ([], [])
    var response = SpinResponse(network)
    var rows: [[Double]] = []
    for _ in 0..<Self.batches {
      var tally = SpinTally(spins: count, observesPairs: false)
      var (spinSums, driftSums) = (Array(repeating: 0.0, count: count), Array(repeating: 0.0, count: count))
      for _ in 0..<Self.looksPerBatch {
        kernel.run(for: interval, into: &tally)
        let flow = instant.look(at: kernel)
        rows.append(fit.row(flow, instant))
        for spin in 0..<count {
          spinSums[spin] += instant.spins[spin] / Double(Self.looksPerBatch)
          driftSums[spin] += instant.drifts[spin] / Double(Self.looksPerBatch)
        }
        response.add(instant.rates)
      }
      let time = interval * Double(Self.looksPerBatch)
      counted.add(tally.released / time)
      for spin in 0..<count { averaged[spin].add(tally.magnetisation[spin] / time) }
      spins.append(spinSums)
      drifts.append(driftSums)
    }
    let fitted = fit.coefficients(of: rows)
    let controlled = Average(
      (0..<Self.batches).map { batch in
        rows[batch * Self.looksPerBatch..<(batch + 1) * Self.looksPerBatch].reduce(0) { sum, row in
          sum + zip(row, [1] + fitted).reduce(0) { $0 + $1.0 * $1.1 } / Double(Self.looksPerBatch)
        }
      })
    if isForced || Self.cost * controlled.variance < counted.variance { flow = fit.function(of: fitted) }
    response.settle(spins, drifts, instant.products)
    let before = averaged.reduce(0) { $0 + $1.variance }
    if isForced || Self.cost * response.variance < before { self.response = response }
    if flow == nil && self.response == nil { return nil }
  }
}

extension Blocks {
  /// The first numbers.
  fileprivate func numbers(_ count: Int) -> [Double] { (0..<count).map { self[$0] } }
}

/// The fit of φ = l·s + ½ s·F s to the entropy flow: l free in networks of few spins, else made of the external fields x and the
/// magnetisations m, and of their products with W and Wᵀ; F as in ``QuadraticForm``.
struct FlowFit: ~Copyable {
  private let network: SpinNetwork
  /// How many spins there are where each has an l of its own.
  private static var few: Int { 128 }

  /// x, m, and their products; empty where l is free.
  private let linear: [[Double]]
  private let diagonals: [[Double]]
  private let ofDrifts, ofDriftsTransposed, ofSpins, ofSpinsTransposed: Blocks
  /// How large the numbers are of which each function is a difference: where little is left, it is rounding.
  private var sizes: [Double] = []

  init(_ products: borrowing some CouplingProducts & ~Copyable, _ network: SpinNetwork, _ means: [Double]) {
    let count = network.count
    self.network = network
    diagonals = QuadraticForm.diagonals(of: network.couplings)
    ofDrifts = Blocks(capacity: count)
    ofDriftsTransposed = Blocks(capacity: count)
    ofSpins = Blocks(capacity: count)
    ofSpinsTransposed = Blocks(capacity: count)
    var linear: [[Double]] = []
    for vector in count > Self.few ? [network.fields, means] : [] {
      ofSpins.copy(vector)
      products.multiply(ofSpins, into: ofDrifts, transposed: ofDriftsTransposed)
      linear += [vector, ofDrifts.numbers(count), ofDriftsTransposed.numbers(count)]
    }
    self.linear = linear
    ofSpins.fill(with: 0)
  }

  /// The flow of an instant, and Lφ for each of the functions of which φ is made.
  mutating func row<P: CouplingProducts & ~Copyable>(_ flow: Double, _ instant: borrowing Instant<P>) -> [Double] {
    instant.products.multiply(instant.drifts, into: ofDrifts, transposed: ofDriftsTransposed)
    instant.products.multiply(instant.spins, into: ofSpins, transposed: ofSpinsTransposed)
    var quadratic = (0.0, 0.0, 0.0, 0.0)
    var own = [0.0, 0.0, 0.0]
    for spin in 0..<network.count {
      let (u, y, z) = (instant.drifts[spin], ofDrifts[spin], ofDriftsTransposed[spin])
      let (a, t) = (ofSpins[spin], ofSpinsTransposed[spin])
      quadratic.0 += u * (a + t)
      quadratic.1 += y * a
      quadratic.2 += z * t
      quadratic.3 += z * a + y * t
      // F has no diagonal.
      for place in 0..<3 { own[place] += u * instant.spins[spin] * diagonals[place][spin] }
    }
    let drifts = instant.drifts.numbers(network.count)
    let sums = linear.isEmpty ? drifts : linear.map { vector in zip(drifts, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    let whole = [quadratic.0, quadratic.1, quadratic.2, quadratic.3]
    let row = [flow] + sums + zip(whole, [0] + own).map { $0 - $1 }
    if sizes.isEmpty { sizes = row.map { _ in 0 } }
    for (place, number) in row.enumerated() {
      let term = place - 1 - sums.count
      sizes[place] = max(sizes[place], term < 0 ? abs(number) : abs(whole[term]))
    }
    return row
  }

  /// The coefficients with which the sum of a row fluctuates least.
  func coefficients(of rows: [[Double]]) -> [Double] {
    let width = rows[0].count
    let means = (0..<width).map { column in rows.reduce(0) { $0 + $1[column] } / Double(rows.count) }
    var squares = Array(repeating: 0.0, count: width)
    for row in rows {
      for column in 0..<width { squares[column] += (row[column] - means[column]) * (row[column] - means[column]) }
    }
    let scales = squares.indices.map { place in
      let spread = squares[place].squareRoot()
      return spread.isFinite && spread > 1e-10 * sizes[place] * Double(rows.count).squareRoot() ? 1 / spread : 0
    }
    // The penalty decides where functions are the same, or are constant.
    var system = PositiveDefiniteSystem(order: width - 1, diagonal: 1e-9)
    var right = Array(repeating: 0.0, count: width - 1)
    for row in rows {
      let scaled = (0..<width).map { scales[$0] == 0 ? 0 : (row[$0] - means[$0]) * scales[$0] }
      let functions = Array(scaled[1...])
      system.addSquare(of: functions, times: 1)
      for place in functions.indices { right[place] -= functions[place] * scaled[0] }
    }
    system.decompose()
    let solution = system.solution(for: right)
    return solution.indices.map { scales[0] > 0 ? solution[$0] * scales[$0 + 1] / scales[0] : 0 }
  }

  /// φ with these coefficients.
  func function(of coefficients: [Double]) -> (linear: [Double], weights: [Double]) {
    if linear.isEmpty { return (Array(coefficients[..<network.count]), Array(coefficients[network.count...])) }
    var sum = Array(repeating: 0.0, count: network.count)
    for (vector, coefficient) in zip(linear, coefficients) {
      for spin in sum.indices { sum[spin] += coefficient * vector[spin] }
    }
    return (sum, Array(coefficients[linear.count...]))
  }
}

/// By how much average spins are off where average drifts are: x = J⁻¹u, to first order, with the drifts of
/// ``Instant`` around the steady state, u ≈ J(s − m). So s − J⁻¹u fluctuates only as far as drifts are not linear in the spins, and has
/// the mean of s with any matrix instead of J⁻¹.
///
/// A spin in its own field has J_ii = −⟨k_i + 1/k_i⟩ for exponential rates and −1 for Glauber rates; through a coupling, in the
/// mean over its field, J_ij = ⟨2k_i⟩ βW_ij and ⟨4k_i(1 − k_i)⟩ βW_ij. J⁻¹ is the sum of the first terms of its series in W.
struct SpinResponse {
  private let network: SpinNetwork
  private var decays, slopes: [Double]
  private static let mostTerms = 12
  private var terms = 1
  /// The sum over the spins of the variances that were measured; infinite before.
  private(set) var variance = Double.infinity
  private var looks = 0.0

  init(_ network: SpinNetwork) {
    self.network = network
    decays = Array(repeating: 0, count: network.count)
    slopes = decays
  }

  /// Adds the rates of an instant to the averages.
  mutating func add(_ rates: borrowing Blocks) {
    looks += 1
    for spin in decays.indices {
      let k = rates[spin]
      decays[spin] += network.law == .exponential ? k + 1 / k : 1
      slopes[spin] += network.law == .exponential ? 2 * k : 4 * k * (1 - k)
    }
  }

  /// Takes as many terms of the series as make the variance of batches least.
  mutating func settle(
    _ spins: [[Double]], _ drifts: [[Double]], _ products: borrowing some CouplingProducts & ~Copyable
  ) {
    for spin in decays.indices {
      slopes[spin] *= network.beta / decays[spin]
      decays[spin] /= looks
    }
    var averages = Array(repeating: Array(repeating: Average(), count: network.count), count: Self.mostTerms)
    for (spins, drifts) in zip(spins, drifts) {
      forEachSum(of: drifts, Self.mostTerms, products) { place, shifts in
        for spin in spins.indices { averages[place][spin].add(spins[spin] - shifts[spin]) }
      }
    }
    for (place, average) in averages.enumerated() {
      let variance = average.reduce(0) { $0 + $1.variance }
      if variance < self.variance { (terms, self.variance) = (place + 1, variance) }
    }
  }

  /// x.
  func shifts(of drifts: [Double], _ products: borrowing some CouplingProducts & ~Copyable) -> [Double] {
    var sum: [Double] = []
    forEachSum(of: drifts, terms, products) { _, shifts in sum = shifts.numbers(drifts.count) }
    return sum
  }

  /// The sums of one term, two and so on.
  private func forEachSum(
    of drifts: [Double], _ terms: Int, _ products: borrowing some CouplingProducts & ~Copyable,
    _ body: (_ place: Int, _ shifts: borrowing Blocks) -> Void
  ) {
    let count = drifts.count
    let all = Blocks(capacity: count)
    let shifts = Blocks(capacity: count)
    let felt = Blocks(capacity: count)
    for spin in 0..<count { all[integer: spin] = spin }
    for place in 0..<max(1, terms) {
      felt.fill(with: 0)
      products.addColumns(all, times: shifts, count: count, to: felt)
      for spin in 0..<count { shifts[spin] = slopes[spin] * felt[spin] - drifts[spin] / decays[spin] }
      body(place, shifts)
    }
  }
}

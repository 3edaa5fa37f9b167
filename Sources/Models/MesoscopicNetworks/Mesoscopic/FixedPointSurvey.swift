import Cells
import MNIST1D
import Randomness
import Validation

/// The number of sweeps to the fixed points of the mean field of a finished network, and the images for which none or several are found.
package struct FixedPointSurvey: Cell {
  /// The network.
  package var network: FinishedLineNetwork

  /// How many of the training images are held out, and how many of these are looked at: best a multiple of 16.
  package var heldOut, images: Int

  /// How many steps the accelerated solver remembers; the largest change of an average by a sweep at a fixed point; after how many sweeps to
  /// give up.
  package var depth: Int, tolerance: Double, limit: Int

  /// The number of random states from which fixed points are searched for, besides zero.
  package var starts: Int

  /// A survey.
  package init(
    of network: FinishedLineNetwork, heldOut: Int, images: Int, depth: Int = 5, tolerance: Double = 1e-4,
    limit: Int = 200, starts: Int = 8
  ) {
    (self.network, self.heldOut, self.images) = (network, heldOut, images)
    (self.depth, self.tolerance, self.limit, self.starts) = (depth, tolerance, limit, starts)
  }

  /// The outcome of one solver that begins at zero.
  package struct Solver: Codable, Sendable {
    /// The fraction of the images for which it finds a fixed point, and the mean number of sweeps; that is the limit where it finds none.
    package var found: Double, sweeps: Double
    /// The fraction of the images that are classified rightly from the state at which it ends, fixed point or not.
    package var right: Double
  }

  /// The outcome for all images.
  package struct Result: Codable, Sendable {
    /// Plain sweeps, and accelerated ones.
    package var plain: Solver, accelerated: Solver
    /// The fraction of all images with more than one fixed point among those that plain sweeps reach from random states, and with more
    /// than one answer: lower bounds for the fractions of images that have them.
    package var several: Double, undecided: Double
  }

  package func compute(_ random: RandomStream) throws -> Result {
    let held = try MNIST1D.published().partition(holdingOut: heldOut).heldOut[0..<images]
    let readout = network.readout
    let field = LineMeanField(network.architecture, response: network.response, limit: 1)
    field.set(network.parameters)
    let (plain, fast) = (LineFixedPoint(field, depth: 0), LineFixedPoint(field, depth: depth))
    let last = network.architecture.layers - 1
    let (side, offset) = (field.sides[last], field.offsets[last])
    func answer(_ state: (Int) -> Float) -> Int {
      readout.classify(
        (0..<side.length).flatMap { position in
          (0..<side.channels).map { Double(state(offset + position * side.width + $0)) }
        })
    }
    var (found, sweeps, right) = ([0, 0], [0, 0], [0, 0])
    var counts = (several: 0, undecided: 0)
    for start in stride(from: 0, to: images, by: LineMeanField.samples) {
      let group = start..<min(images, start + LineMeanField.samples)
      let inputs = group.map { image in held.image(image).map { Float($0) }[...] }
      for (number, solver) in [plain, fast].enumerated() {
        field.load(inputs)
        let outcome = solver.settle(tolerance: Float(tolerance), limit: limit)
        for lane in 0..<group.count {
          found[number] += outcome.sweeps[lane] == nil ? 0 : 1
          sweeps[number] += outcome.sweeps[lane] ?? limit
          if answer({ field.averages[$0][lane] }) == held.labels[group.lowerBound + lane] { right[number] += 1 }
        }
      }
      var states: [[[Float]]] = group.map { _ in [] }
      for attempt in 0..<starts {
        field.load(inputs)
        var lanes = RandomLanes(random[start][attempt])
        field.scatter(&lanes)
        let found = plain.settle(tolerance: Float(tolerance), limit: limit)
        for lane in 0..<group.count where found.sweeps[lane] != nil {
          states[lane].append((field.sides[0].size..<field.stride).map { field.averages[$0][lane] })
        }
      }
      for found in states where !found.isEmpty {
        let isSame = found.dropFirst().allSatisfy { other in zip(other, found[0]).allSatisfy { abs($0 - $1) < 0.1 } }
        if !isSame { counts.several += 1 }
        let answers = found.map { state in answer { state[$0 - field.sides[0].size] } }
        if Set(answers).count > 1 { counts.undecided += 1 }
      }
    }
    func solver(_ number: Int) -> Solver {
      Solver(
        found: Double(found[number]) / Double(images), sweeps: Double(sweeps[number]) / Double(images),
        right: Double(right[number]) / Double(images))
    }
    return Result(
      plain: solver(0), accelerated: solver(1),
      several: Double(counts.several) / Double(images), undecided: Double(counts.undecided) / Double(images))
  }

  /// What is wrong with a stored result; nil where nothing is.
  package func flaw(in result: Result) -> String? {
    [
      result.plain.found, result.plain.right, result.accelerated.found, result.accelerated.right, result.several,
      result.undecided,
    ].allSatisfy((0...1).contains)
      ? nil : "A survey finds fractions."
  }
}

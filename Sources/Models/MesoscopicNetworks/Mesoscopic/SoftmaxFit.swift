import ElementaryFunctions
import KernelMemory
import Matrices
import Validation

/// The mean of ln p_y minus ½ λ Σ w² and its gradient, for many examples: classes lie in SIMD lanes, and four examples go
/// through the weights together.
///
/// Parameters are packed as blocks of eight classes: feature by feature, and the biases as the weights of one more feature that
/// is always 1. Lanes without a class stay 0.
final class SoftmaxFit {
  private static let group = 4
  private let examples, features, classes, blocks: Int
  private let penalty: Double
  private let labels: [Int]
  /// The features of four examples side by side, groups one after the other; the last one filled up with zeros.
  private let numbers: VectorMemory<SIMD4<Double>>
  private let weights, gradient, logits: VectorMemory<SIMD8<Double>>

  init(_ averages: [[Double]], _ labels: [Int], classes: Int, penalty: Double) {
    require(!averages.isEmpty && averages.count == labels.count, "Every example needs a label.")
    require(labels.allSatisfy { (0..<classes).contains($0) }, "A label is one of the classes.")
    require(penalty >= 0 && penalty.isFinite, "A penalty is not negative.")
    let features = averages[0].count
    require(averages.allSatisfy { $0.count == features }, "Every example has the same number of features.")
    (examples, self.features, self.classes) = (averages.count, features, classes)
    (self.labels, self.penalty) = (labels, penalty)
    blocks = (classes + 7) / 8
    let groups = (averages.count + Self.group - 1) / Self.group
    numbers = VectorMemory(count: groups * (features + 1))
    weights = VectorMemory(count: blocks * (features + 1))
    gradient = VectorMemory(count: blocks * (features + 1))
    logits = VectorMemory(count: blocks * groups * Self.group)
    for (place, example) in averages.enumerated() {
      let start = place / Self.group * (features + 1)
      for i in 0...features {
        numbers[scalar: Self.group * (start + i) + place % Self.group] = i < features ? example[i] : 1
      }
    }
  }

  /// The parameters in the order of the search.
  func packed(_ readout: SoftmaxReadout) -> [Double] {
    require(
      readout.features == features && readout.classes == classes, "The start of a fit has the shape of the readout.")
    let weights = readout.weights.entries
    var point = Array(repeating: 0.0, count: 8 * blocks * (features + 1))
    for c in 0..<classes {
      for i in 0...features {
        point[place(c, i)] = i < features ? weights[c * features + i] : readout.biases[c]
      }
    }
    return point
  }

  /// The inverse of ``packed(_:)``.
  func unpack(_ point: [Double], into readout: inout SoftmaxReadout) {
    readout.weights = Matrix(rows: classes, columns: features) { c, i in point[place(c, i)] }
    readout.biases = (0..<classes).map { c in point[place(c, features)] }
  }

  private func place(_ c: Int, _ i: Int) -> Int { 8 * (c / 8 * (features + 1) + i) + c % 8 }

  /// The value at a point; the gradient is written to the second argument.
  func slope(at point: [Double], _ slope: inout [Double]) -> Double {
    for n in point.indices { weights[scalar: n] = point[n] }
    for block in 0..<blocks { fillLogits(block) }
    let value = fillSurprises()
    for block in 0..<blocks { fillGradient(block) }
    let share = 1 / Double(examples)
    var squares = 0.0
    for block in 0..<blocks {
      for i in 0...features {
        for lane in 0..<8 {
          let n = 8 * (block * (features + 1) + i) + lane
          let decay = i < features ? penalty * point[n] : 0
          slope[n] = share * gradient[scalar: n] - decay
          squares += decay * point[n]
        }
      }
    }
    return share * value - 0.5 * squares
  }

  private func fillLogits(_ block: Int) {
    for group in 0..<logits.count / (blocks * Self.group) {
      var (a, b, c, d) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
      for i in 0...features {
        let w = weights[block &* (features &+ 1) &+ i]
        let x = numbers[group &* (features &+ 1) &+ i]
        a += x[0] * w
        b += x[1] * w
        c += x[2] * w
        d += x[3] * w
      }
      for (lane, sum) in [a, b, c, d].enumerated() { logits[(Self.group * group + lane) * blocks + block] = sum }
    }
  }

  /// Replaces the logits by [c = y] − p_c; returns Σ ln p_y.
  private func fillSurprises() -> Double {
    var value = 0.0
    for example in 0..<examples {
      let first = 8 * blocks * example
      var top = -Double.infinity
      for c in 0..<classes { top = max(top, logits[scalar: first + c]) }
      let right = logits[scalar: first + labels[example]] - top
      var total = 0.0
      for c in 0..<classes {
        let factor = Elementary.exp(logits[scalar: first + c] - top)
        logits[scalar: first + c] = factor
        total += factor
      }
      let scale = -1 / total
      for c in 0..<classes { logits[scalar: first + c] = scale * logits[scalar: first + c] }
      logits[scalar: first + labels[example]] = logits[scalar: first + labels[example]] + 1
      value += right - Elementary.log(total)
    }
    // Examples that fill up the last group do not count.
    for place in blocks * examples..<logits.count { logits[place] = SIMD8() }
    return value
  }

  private func fillGradient(_ block: Int) {
    let first = block * (features + 1)
    for i in 0...features { gradient[first + i] = SIMD8() }
    for group in 0..<logits.count / (blocks * Self.group) {
      let start = Self.group * group * blocks + block
      let (a, b) = (logits[start], logits[start + blocks])
      let (c, d) = (logits[start + 2 * blocks], logits[start + 3 * blocks])
      for i in 0...features {
        let x = numbers[group &* (features &+ 1) &+ i]
        let (front, back): (SIMD8<Double>, SIMD8<Double>) = (x[0] * a + x[1] * b, x[2] * c + x[3] * d)
        gradient[first &+ i] = gradient[first &+ i] + (front + back)
      }
    }
  }
}

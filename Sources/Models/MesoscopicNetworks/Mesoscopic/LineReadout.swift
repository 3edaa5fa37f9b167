import ElementaryFunctions
import KernelMemory

/// The softmax readout of the last layer of a ``LineMeanField``, with the cross-entropy of the right classes and its gradient.
enum LineReadout {
  typealias Vector = SIMD16<Float>
  typealias Memory = VectorMemory<Vector>

  /// The scores of the classes, z = R m + b, one vector per class.
  ///
  /// - Parameters:
  ///   - features: the places of the averages that are read.
  static func scores(
    _ averages: borrowing Memory, _ features: [Int], parameters: [Float], _ range: Range<Int>, classes: Int
  ) -> [Vector] {
    (0..<classes).map { k in
      let row = range.lowerBound + k * features.count
      var sum = Vector(repeating: parameters[range.upperBound - classes + k])
      for (place, feature) in features.enumerated() { sum += parameters[row + place] * averages[feature] }
      return sum
    }
  }

  /// The cross-entropy −Σ_k target_k ln p_k of each sample, in nats, and its derivatives by the scores, p − target.
  ///
  /// - Parameters:
  ///   - labels: the right class of each lane; −1 where a lane holds no sample: it has no loss.
  ///   - smoothing: the share of the target that is spread evenly over all classes.
  static func crossEntropy(_ scores: [Vector], labels: [Int], smoothing: Float = 0) -> (loss: Vector, slopes: [Vector])
  {
    var largest = scores[0]
    for score in scores { largest.replace(with: score, where: largest .< score) }
    let exponentials = scores.map { Elementary.exp($0 - largest) }
    let total = exponentials.reduce(Vector(), +)
    let logarithm = Elementary.log(total) + largest
    let share = smoothing / Float(scores.count)
    let evenly = share * scores.reduce(Vector(), +)
    var loss = Vector()
    var slopes = exponentials.map { $0 / total - share }
    for lane in 0..<16 {
      guard labels[lane] >= 0 else {
        for k in slopes.indices { slopes[k][lane] = 0 }
        continue
      }
      slopes[labels[lane]][lane] -= 1 - smoothing
      loss[lane] = logarithm[lane] - (1 - smoothing) * scores[labels[lane]][lane] - evenly[lane]
    }
    return (loss, slopes)
  }

  /// Adds ∂L/∂m, and the gradient with respect to R and b.
  static func addGradient(
    _ slopes: [Vector], _ averages: borrowing Memory, _ features: [Int], parameters: [Float], _ range: Range<Int>,
    to places: borrowing Memory, at offset: [Int], gradient: inout [Float]
  ) {
    for (k, slope) in slopes.enumerated() {
      let row = range.lowerBound + k * features.count
      for (place, feature) in features.enumerated() {
        gradient[row + place] += ConvolutionTile.total(slope * averages[feature])
        places[offset[place]] = places[offset[place]] + parameters[row + place] * slope
      }
      gradient[range.upperBound - slopes.count + k] += ConvolutionTile.total(slope)
    }
  }
}

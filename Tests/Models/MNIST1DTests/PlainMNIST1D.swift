import Foundation
import MNIST1D

/// The generator of MNIST-1D once more, plainly, with the library's logarithm and sums from left to right; and with one step wrong, if one
/// is named.
struct PlainMNIST1D {
  enum Mistake: CaseIterable {
    case exchangedWords, exchangedNormals, restOfDivision, unmarkedZeros, zerosBeyondEnds, shorterWindow,
      noiseWhereNeeded
    case shiftToTheLeft, lineWithoutEnd, sampleDeviation, unshuffled
  }

  private let mistake: Mistake?
  private var random = MersenneTwister(seed: 42)
  private var spare: Double?

  init(_ mistake: Mistake? = nil) { self.mistake = mistake }

  /// The values of all images in their final order.
  static func values(_ mistake: Mistake? = nil) -> [Double] {
    var plain = PlainMNIST1D(mistake)
    var images = (0..<5000).map { plain.image(of: MNIST1D.templates[$0 / 500]) }
    if mistake != .unshuffled {
      for i in (1..<5000).reversed() { images.swapAt(i, plain.integer(upTo: i)) }
    }
    let values = images.flatMap { $0 }
    let mean = values.reduce(0, +) / 200_000
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / (mistake == .sampleDeviation ? 199_999 : 200_000)).squareRoot()
    return values.map { ($0 - mean) / deviation }
  }

  private mutating func uniform() -> Double {
    let (first, second) = (random.word(), random.word())
    let (a, b) = mistake == .exchangedWords ? (second, first) : (first, second)
    return (Double(a >> 5) * 0x1p26 + Double(b >> 6)) * 0x1p-53
  }

  private mutating func integer(upTo largest: Int) -> Int {
    if mistake == .restOfDivision { return Int(random.word()) % (largest + 1) }
    var mask = 1
    while mask < largest { mask = 2 * mask + 1 }
    while true {
      let candidate = Int(random.word()) & mask
      if candidate <= largest { return candidate }
    }
  }

  private mutating func normal() -> Double {
    if let number = spare {
      spare = nil
      return number
    }
    var (x, y, square) = (0.0, 0.0, 0.0)
    repeat {
      x = 2 * uniform() - 1
      y = 2 * uniform() - 1
      square = x * x + y * y
    } while square >= 1 || square == 0
    let factor = sqrt(-2 * log(square) / square)
    let isExchanged = mistake == .exchangedNormals
    spare = factor * (isExchanged ? y : x)
    return factor * (isExchanged ? x : y)
  }

  private func resampled(_ y: [Double], to count: Int) -> [Double] {
    (0..<count).map { i in
      let place = Double(i) / Double(mistake == .lineWithoutEnd ? count : count - 1) * Double(y.count - 1)
      let j = min(Int(place), y.count - 2)
      return y[j] + (place - Double(j)) * (y[j + 1] - y[j])
    }
  }

  private func smoothed(_ x: [Double]) -> [Double] {
    let radius = mistake == .shorterWindow ? 6 : 8
    let weights = (-radius...radius).map { exp(-0.125 * Double($0 * $0)) }
    let sum = weights.reduce(0, +)
    return x.indices.map { i in
      (-radius...radius).reduce(0) { total, d in
        let j = i + d
        if mistake == .zerosBeyondEnds, !x.indices.contains(j) { return total }
        let mirrored = j < 0 ? -1 - j : j >= x.count ? 2 * x.count - 1 - j : j
        return total + weights[d + radius] * x[mirrored] / sum
      }
    }
  }

  private mutating func image(of template: [Double]) -> [Double] {
    let mark = mistake == .unmarkedZeros ? 0 : 1e-8
    let padding = 36 + Int(uniform() * 25)
    var x = resampled(template.map { $0 + mark } + Array(repeating: 0, count: padding), to: 72)
    let factor = 1 + 0.4 * (uniform() - 0.5)
    let shift = integer(upTo: 47)
    x = x.indices.map { i in
      factor * x[mistake == .shiftToTheLeft ? (i + shift) % 72 : (i + 72 - shift) % 72]
    }
    let isDrawn = mistake == .noiseWhereNeeded ? x.map { $0 == 0 } : Array(repeating: true, count: 72)
    let noise = smoothed(isDrawn.map { $0 ? 0.25 * normal() : 0 })
    for i in 0..<72 where x[i] == 0 { x[i] = noise[i] }
    for i in 0..<72 { x[i] += 0.02 * normal() }
    let slope = 0.75 * (uniform() - 0.5)
    for i in 0..<72 { x[i] -= slope * (Double(i) / 71 - 0.5) }
    return resampled(x, to: 40)
  }
}

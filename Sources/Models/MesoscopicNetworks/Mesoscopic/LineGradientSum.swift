import KernelMemory

/// Adds up, over sweeps, positions and samples, the products whose sum is the gradient with respect to the weights of a link.
final class LineGradientSum {
  typealias Vector = SIMD16<Float>

  private let link: LineLink
  /// Tap by tap, sweep by sweep: the places of the factors. With the stride of a generation of states added.
  private let pairs: [[ConvolutionTile.Pairs]]
  /// How many pairs of a tap belong to one sweep.
  private let counts: [Int]
  /// Σ f m and Σ f′ v, as w[c][k][d] with filled-up channels.
  private let linear, squared: VectorMemory<Vector>

  /// - Parameters:
  ///   - generations: how many sweeps there may be, and how far apart their states are.
  init(_ link: LineLink, generations: Int, stride: Int) {
    self.link = link
    let meetings = (0..<link.kernel).map(link.meetings(tap:))
    counts = meetings.map(\.count)
    pairs = meetings.map { meetings in
      (0..<generations).flatMap { generation in
        meetings.map {
          ConvolutionTile.Pairs(left: $0.left + generation * stride, right: $0.right + generation * stride)
        }
      }
    }
    let size = (link.above.width * link.kernel * link.below.width + 15) / 16
    linear = VectorMemory(count: size)
    squared = VectorMemory(count: size)
  }

  /// Forgets everything.
  func clear() {
    for place in 0..<linear.count {
      linear[place] = Vector()
      squared[place] = Vector()
    }
  }

  /// Which of the two sums.
  enum Part { case linear, squared }

  /// Adds products of numbers above and below, from their first generations on.
  func add(
    _ part: Part, sweeps: Int, above: borrowing VectorMemory<Vector>, from left: Int,
    below: borrowing VectorMemory<Vector>, from right: Int
  ) {
    let width = link.kernel * link.below.width
    for tap in 0..<link.kernel {
      let pairs = pairs[tap][..<(sweeps * counts[tap])]
      for c in stride(from: 0, to: link.above.channels, by: 4) {
        for d in stride(from: 0, to: link.below.channels, by: 4) {
          let place = c * width + tap * link.below.width + d
          switch part {
          case .linear:
            ConvolutionTile.addProducts(
              pairs, above, leftOffset: left + c, below, rightOffset: right + d, to: linear, at: place, width: width)
          case .squared:
            ConvolutionTile.addProducts(
              pairs, above, leftOffset: left + c, below, rightOffset: right + d, to: squared, at: place, width: width)
          }
        }
      }
    }
  }

  /// Adds Σ f m + 2W Σ f′ v to the gradient.
  func addGradient(to gradient: inout [Float], weights: [Float], _ range: Range<Int>) {
    var place = range.lowerBound
    for c in 0..<link.above.channels {
      for k in 0..<link.kernel {
        let row = (c * link.kernel + k) * link.below.width
        for d in 0..<link.below.channels {
          gradient[place] += linear[scalar: row + d] + 2 * weights[place] * squared[scalar: row + d]
          place += 1
        }
      }
    }
  }
}

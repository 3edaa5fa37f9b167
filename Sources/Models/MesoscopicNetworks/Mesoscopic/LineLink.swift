import KernelMemory

/// The place of a layer, or of the input, in the memory of a mean field: positions one after the other, in each of them the
/// channels, filled up to `width`; every number is a vector of sixteen samples.
struct LineSide {
  let length, channels, width: Int

  /// How many vectors it takes.
  var size: Int { length * width }

  /// A layer of spins.
  init(length: Int, channels: Int) {
    self.length = length
    self.channels = channels
    width = (channels + ConvolutionTile.channels - 1) / ConvolutionTile.channels * ConvolutionTile.channels
  }

  /// The input: one channel.
  init(input length: Int) {
    self.length = length
    channels = 1
    width = 4
  }
}

/// One set of weights between a layer and what is below it, in the order in which the tiles read them: W and its square, each for
/// sums over the layer below and for sums over the layer above.
///
/// Weights are w[c][k][d], channel c above, tap k, channel d below. The layer above reads h_c(p) = Σ w[c][k][d] m_d(p, k), where
/// tap k of position p is a position below; what acts back is the transpose, h_d(q) = Σ w[c][k][d] m_c(p) over all p and k that
/// meet in q. Where W² is taken in place of W the same sums give the variance of the field.
final class LineLink {
  typealias Vector = SIMD16<Float>

  let above, below: LineSide
  let kernel: Int
  private let convolution: LineConvolution
  /// Sums over the layer below, per position above; and over the layer above, per position below.
  private let reading, returning: [ConvolutionTile.Segment]
  private let readingStarts, returningStarts: [Int]
  private let up, upSquared, down, downSquared: VectorMemory<Vector>

  init(above: LineSide, below: LineSide, _ convolution: LineConvolution) {
    self.above = above
    self.below = below
    self.convolution = convolution
    kernel = convolution.kernel
    let taps = (0..<above.length).map { convolution.taps(of: $0, within: below.length) }
    reading = taps.enumerated().map { position, taps in
      ConvolutionTile.Segment(
        weight: taps.lowerBound * below.width,
        state: convolution.source(of: position, tap: taps.lowerBound) * below.width, count: taps.count * below.width)
    }
    readingStarts = Array(0...above.length)
    let met = (0..<below.length).map { source in
      taps.enumerated().flatMap { position, taps in
        taps.filter { convolution.source(of: position, tap: $0) == source }.map { tap in
          ConvolutionTile.Segment(weight: tap * above.width, state: position * above.width, count: above.channels)
        }
      }
    }
    returning = met.flatMap { $0 }
    returningStarts = met.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let (upSize, downSize) = (above.width / 16 * kernel * below.width, (below.width + 15) / 16 * kernel * above.width)
    up = VectorMemory(count: upSize)
    upSquared = VectorMemory(count: upSize)
    down = VectorMemory(count: downSize)
    downSquared = VectorMemory(count: downSize)
  }

  /// Takes weights w[c][k][d], row-major.
  func fill(_ weights: ArraySlice<Float>) {
    var place = weights.startIndex
    for c in 0..<above.channels {
      for k in 0..<kernel {
        for d in 0..<below.channels {
          let weight = weights[place]
          place += 1
          let upper = 16 * ((c / 16 * kernel + k) * below.width + d) + c % 16
          up[scalar: upper] = weight
          upSquared[scalar: upper] = weight * weight
          let lower = 16 * ((d / 16 * kernel + k) * above.width + c) + d % 16
          down[scalar: lower] = weight
          downSquared[scalar: lower] = weight * weight
        }
      }
    }
  }

  /// Adds W, or its square, times states below to sums above.
  func read(
    _ states: borrowing VectorMemory<Vector>, from state: Int, squared: Bool = false,
    to sums: borrowing VectorMemory<Vector>, at place: Int
  ) {
    for position in 0..<above.length {
      for panel in 0..<above.width / 16 {
        add(
          reading[readingStarts[position]..<readingStarts[position + 1]], squared ? .upSquared : .up,
          panel * kernel * below.width, states, state, sums, place + position * above.width + 16 * panel)
      }
    }
  }

  /// Adds Wᵀ, or its square, times states above to sums below.
  func act(
    back states: borrowing VectorMemory<Vector>, from state: Int, squared: Bool = false,
    to sums: borrowing VectorMemory<Vector>, at place: Int
  ) {
    for position in 0..<below.length {
      for panel in 0..<below.width / 16 {
        add(
          returning[returningStarts[position]..<returningStarts[position + 1]], squared ? .downSquared : .down,
          panel * kernel * above.width, states, state, sums, place + position * below.width + 16 * panel)
      }
    }
  }

  private enum Panels { case up, upSquared, down, downSquared }

  @inline(__always)
  private func add(
    _ segments: ArraySlice<ConvolutionTile.Segment>, _ panels: Panels, _ offset: Int,
    _ states: borrowing VectorMemory<Vector>, _ state: Int, _ sums: borrowing VectorMemory<Vector>, _ place: Int
  ) {
    switch panels {
    case .up:
      ConvolutionTile.add(segments, up, weightOffset: offset, states, stateOffset: state, to: sums, at: place)
    case .upSquared:
      ConvolutionTile.add(segments, upSquared, weightOffset: offset, states, stateOffset: state, to: sums, at: place)
    case .down:
      ConvolutionTile.add(segments, down, weightOffset: offset, states, stateOffset: state, to: sums, at: place)
    case .downSquared:
      ConvolutionTile.add(segments, downSquared, weightOffset: offset, states, stateOffset: state, to: sums, at: place)
    }
  }

  /// The positions above and below that meet through a tap, as places of their first channels.
  func meetings(tap: Int) -> [ConvolutionTile.Pairs] {
    (0..<above.length).compactMap { position in
      guard convolution.taps(of: position, within: below.length).contains(tap) else { return nil }
      return ConvolutionTile.Pairs(
        left: position * above.width, right: convolution.source(of: position, tap: tap) * below.width)
    }
  }
}

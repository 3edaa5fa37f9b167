/// Where the parameters of a network on a line stand in one array.
struct LineLayout {
  /// The weights with which each layer reads the one below, w[c][k][d] row-major: channel c above, tap k, channel d below (the
  /// input has one).
  let reading: [Range<Int>]

  /// The weights with which each layer acts back on the one below, of the same shape as those with which it reads: in a symmetric
  /// network the very same. Nil for the first layer, and in feed-forward networks.
  let returning: [Range<Int>?]

  /// The biases of each layer, one per channel.
  let biases: [Range<Int>]

  /// The weights of the readout, class by class, features in the order of the spins; behind them one bias per class.
  let readout: Range<Int>

  init(_ architecture: LineArchitecture) {
    var end = 0
    func take(_ count: Int) -> Range<Int> {
      end += count
      return end - count..<end
    }
    let channels = architecture.channels
    let sizes = channels.indices.map { layer in
      channels[layer] * architecture.convolutions[layer].kernel * (layer == 0 ? 1 : channels[layer - 1])
    }
    let reading = sizes.map(take)
    self.reading = reading
    returning = channels.indices.map { layer in
      guard layer > 0 else { return nil }
      switch architecture.wiring {
      case .feedForward: return nil
      case .symmetric: return reading[layer]
      case .nonreciprocal: return take(sizes[layer])
      }
    }
    biases = channels.map(take)
    readout = take(architecture.classes * (architecture.features + 1))
  }

  /// The weights that decay in a training: all but biases and readout.
  var decaying: Range<Int> { 0..<biases[0].lowerBound }
}

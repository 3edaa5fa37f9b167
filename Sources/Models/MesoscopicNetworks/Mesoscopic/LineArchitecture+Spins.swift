extension LineArchitecture {
  /// The same network as spins with tied couplings, for gradients from simulations: its parameters are those of ``LineNetwork`` in the
  /// same order, without the readout.
  public var spinArchitecture: SpinArchitecture {
    let layout = LineLayout(self)
    var ties: [SpinArchitecture.Tie] = []
    forEachCoupling { on, by, parameter in ties.append(SpinArchitecture.Tie(on: on, by: by, parameter: parameter)) }
    var inputTies: [SpinArchitecture.InputTie] = []
    var biases: [SpinArchitecture.Bias] = []
    for layer in channels.indices {
      for position in 0..<lengths[layer] {
        for channel in 0..<channels[layer] {
          let spin = firstSpin(of: layer) + position * channels[layer] + channel
          biases.append(SpinArchitecture.Bias(on: spin, parameter: layout.biases[layer].lowerBound + channel))
          guard layer == 0 else { continue }
          for tap in convolutions[0].taps(of: position, within: inputLength) {
            inputTies.append(
              SpinArchitecture.InputTie(
                on: spin, input: convolutions[0].source(of: position, tap: tap),
                parameter: layout.reading[0].lowerBound + channel * convolutions[0].kernel + tap))
          }
        }
      }
    }
    return SpinArchitecture(
      spins: spins, inputs: inputLength, parameters: layout.readout.lowerBound, ties: ties, inputTies: inputTies,
      biases: biases)
  }

  /// The spins of the last layer, which the readout sees.
  public var readSpins: Range<Int> { firstSpin(of: layers - 1)..<spins }
}

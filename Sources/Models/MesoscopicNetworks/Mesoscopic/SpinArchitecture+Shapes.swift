import Validation

/// Common architectures. Where a network reads, input k is the field of spin k, without a parameter.
extension SpinArchitecture {
  /// Every spin acts on every other through a coupling of its own, row by row without the diagonal: N(N − 1) parameters.
  ///
  /// - Parameters:
  ///   - spins: N.
  ///   - reading: how many spins read an input; by default all.
  public static func allToAll(spins: Int, reading: Int? = nil) -> SpinArchitecture {
    var ties: [Tie] = []
    for i in 0..<spins {
      for j in 0..<spins where j != i { ties.append(Tie(on: i, by: j, parameter: ties.count)) }
    }
    return SpinArchitecture(spins, reading, ties, parameters: ties.count)
  }

  /// Every pair of spins shares one coupling, W_ij = W_ji, row by row above the diagonal: N(N − 1)/2 parameters. Such a network is
  /// in equilibrium in every input.
  ///
  /// - Parameters:
  ///   - spins: N.
  ///   - reading: how many spins read an input; by default all.
  public static func symmetric(spins: Int, reading: Int? = nil) -> SpinArchitecture {
    var ties: [Tie] = []
    var parameters = 0
    for i in 0..<spins {
      for j in i + 1..<max(spins, i + 1) {
        ties += [Tie(on: i, by: j, parameter: parameters), Tie(on: j, by: i, parameter: parameters)]
        parameters += 1
      }
    }
    return SpinArchitecture(spins, reading, ties, parameters: parameters)
  }

  /// Two spins, θ = (J₁₂, J₂₁), with J₁₂ the effect of the second on the first.
  public static let twoSpins = allToAll(spins: 2)

  /// Layers of spins, each coupled in full to its neighbours. The first layer reads the inputs through couplings, and every spin has
  /// a bias.
  ///
  /// - Parameters:
  ///   - inputs: how many numbers an input has.
  ///   - layers: the sizes of the layers.
  ///   - feedback: whether a layer acts on the one before, too, through couplings of its own or through those that lead
  ///     forward.
  public static func layered(inputs: Int, layers: [Int], feedback: Feedback) -> SpinArchitecture {
    require(!layers.isEmpty && layers.allSatisfy { $0 > 0 }, "A layer has at least one spin.")
    var (ties, inputTies, parameters, first): ([Tie], [InputTie], Int, Int) = ([], [], 0, 0)
    for i in 0..<layers[0] {
      for k in 0..<inputs {
        inputTies.append(InputTie(on: i, input: k, parameter: parameters))
        parameters += 1
      }
    }
    for (size, next) in zip(layers, layers.dropFirst()) {
      for i in first + size..<first + size + next {
        for j in first..<first + size {
          ties.append(Tie(on: i, by: j, parameter: parameters))
          if feedback == .symmetric { ties.append(Tie(on: j, by: i, parameter: parameters)) }
          if feedback == .free {
            parameters += 1
            ties.append(Tie(on: j, by: i, parameter: parameters))
          }
          parameters += 1
        }
      }
      first += size
    }
    let spins = layers.reduce(0, +)
    let biases = (0..<spins).map { Bias(on: $0, parameter: parameters + $0) }
    return SpinArchitecture(
      spins: spins, inputs: inputs, parameters: parameters + spins, ties: ties, inputTies: inputTies, biases: biases)
  }

  /// How a layer acts on the one before it.
  public enum Feedback: String, Sendable, Codable, CaseIterable {
    /// Not at all.
    case none
    /// Through couplings of its own.
    case free
    /// Through those that lead forward: the network is in equilibrium.
    case symmetric
  }

  private init(_ spins: Int, _ reading: Int?, _ ties: [Tie], parameters: Int) {
    let reading = reading ?? spins
    require((0...spins).contains(reading), "At most all spins read an input.")
    self.init(
      spins: spins, inputs: reading, parameters: parameters, ties: ties,
      inputTies: (0..<reading).map { InputTie(on: $0, input: $0) })
  }
}

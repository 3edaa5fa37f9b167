import Companion
import MNIST1D
import MesoscopicNetworks

extension MesoscopicCNN {
  // MARK: - Recipes

  /// How a network of spins is trained.
  static func recipe(
    _ wiring: LineArchitecture.Wiring, channels: Int, alpha: Double, epochs: Int, _ p: Parameters
  ) -> LineTraining {
    let architecture = LineArchitecture.threeLayers(channels: channels, wiring: wiring)
    var training = LineTraining(architecture, response: .corrected(by: factors(wiring, channels)))
    training.dissipationPrice = alpha
    (training.epochs, training.batch) = (epochs, p.batch)
    (training.shift, training.stretch, training.trend) = (p.shift, p.stretch, p.trend)
    // Chosen, each for its kind of network, with held-out images.
    switch wiring {
    case .feedForward:
      training.rate = channels > 32 ? p.rate : 4 / 3 * p.rate
      training.readoutNoise = channels > 32 ? 0.3 : 0.2
    case .nonreciprocal, .symmetric:
      // Symmetric networks, and those that the price of dissipation makes nearly symmetric, want small steps and a weak beginning.
      let isCareful = wiring == .symmetric || alpha > 0
      training.rate = isCareful ? 0.5 * p.rate : p.rate
      training.scale = isCareful ? 0.6 : 1.2
      (training.fewestSweeps, training.mostSweeps, training.startsAtRandom) = (6, 12, true)
      training.readoutNoise = 0.3
    }
    return training
  }

  /// A symmetric network that is trained like a nonreciprocal one.
  static func symmetricAsOthers(_ p: Parameters) -> LineTraining {
    var training = recipe(.nonreciprocal, channels: p.channels, alpha: 0, epochs: p.epochs, p)
    training.architecture = LineArchitecture.threeLayers(channels: p.channels, wiring: .symmetric)
    return training
  }

  /// How much of the variance counts in each layer: fitted to sampled averages of trained networks, with held-out images.
  private static func factors(_ wiring: LineArchitecture.Wiring, _ channels: Int) -> [Double] {
    switch wiring {
    case .feedForward: channels > 32 ? [0.9, 0.7, 2.8] : [0.9, 0.8, 1.5]
    case .nonreciprocal: [0.9, 0.9, 1.5]
    case .symmetric: [0.9, 0.9, 1.4]
    }
  }

  /// How the small network of rectifiers of S. Greydanus is trained: kernels of 5, 3 and 3, and 25 channels.
  static func rectifiers(_ p: Parameters, isPlain: Bool) -> LineTraining {
    let convolutions = [(5, 1), (3, 1), (3, 1)].map { LineConvolution(kernel: $0.0, stride: 2, padding: $0.1) }
    let architecture = LineArchitecture(
      inputLength: 40, channels: [25, 25, 25], convolutions: convolutions, wiring: .feedForward,
      classes: MNIST1D.classes)
    var training = LineTraining(architecture, response: .rectifier)
    (training.epochs, training.batch, training.rate) = (p.rectifierEpochs, p.batch, 0.003)
    (training.readoutNoise, training.weightDecay) = (0, 0)
    if !isPlain { (training.shift, training.stretch, training.trend) = (p.shift, p.stretch, p.trend) }
    return training
  }
}

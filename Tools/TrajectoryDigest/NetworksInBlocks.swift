import MNIST1D
import MesoscopicNetworks
import Randomness

/// Networks on a line: their spins, which flip block by block, and the training of their mean field in single precision.
let networksInBlocks =
  [
    Computation("210 spins in blocks, exponential, rejection") { perturbation in
      let network = network(.nonreciprocal, channels: 6, random: stream(perturbation: perturbation))
      let input = (0..<40).map { Double($0 % 7) - 3 }
      let sample = try network.spins.with(fields: network.fields(reading: input))
        .sample(burnIn: 5, duration: 100, method: .rejection, random: stream())
      let rates = [sample.entropyProductionRate, sample.antisymmetricEntropyProductionRate]
      return (sample.magnetisations + rates).flatMap { [$0.value, $0.standardError] } + [Double(sample.flips)]
    },
    Computation("running averages of 210 spins in blocks") { perturbation in
      let network = network(.feedForward, channels: 6, random: stream())
      let inputs = (0..<3).map { image in
        network.fields(reading: (0..<40).map { (1 + perturbation) * (Double(($0 + image) % 5) - 2) })
      }
      return try network.spins
        .runningAverages(reading: inputs, burnIn: 1, until: [1, 10, 30], method: .rejection, random: stream())
        .flatMap { $0.magnetisations.flatMap { $0 } + [$0.antisymmetricEntropyProductionRate] }
    },
  ]
  + LineArchitecture.Wiring.allCases.map { wiring in
    Computation("mean field of 105 spins on a line, \(wiring), trained") { perturbation in
      var training = LineTraining(
        .threeLayers(channels: 3, wiring: wiring), response: .corrected(by: [0.9, 1, 1.1]))
      (training.epochs, training.batch, training.smoothing, training.dissipationPrice) = (2, 20, 0.1, 0.01)
      (training.inputNoise, training.shift, training.stretch, training.trend) = (0.1, 3, 0.2, 0.2)
      let images = MNIST1D.Generator(samples: 50).generate().training
      let workshop = LineWorkshop(training)
      var stage = training.begin(stream(perturbation: perturbation))
      for epoch in 0..<2 { training.advance(&stage, epoch: epoch, on: images, in: workshop, stream()) }
      let reading = workshop.read(images, parameters: stage.parameters)
      return stage.parameters.map { Double($0) } + reading.features.flatMap { $0 } + reading.dissipation + [stage.loss]
    }
  }

/// A network with random parameters of moderate size.
private func network(_ wiring: LineArchitecture.Wiring, channels: Int, random: RandomStream) -> LineNetwork {
  let architecture = LineArchitecture.threeLayers(channels: channels, wiring: wiring)
  var random = random["network"]
  return LineNetwork(
    architecture, parameters: (0..<architecture.parameters).map { _ in Float(0.3 * random.normal()) })
}

import MNIST1D

/// Images drawn by the generator of MNIST-1D.
let dataSets = [
  Computation("MNIST-1D, 50 images") { perturbation in
    var generator = MNIST1D.Generator(samples: 50)
    generator.shear *= 1 + perturbation
    let data = generator.generate()
    return data.training.values + data.training.labels.map { Double($0) }
  }
]

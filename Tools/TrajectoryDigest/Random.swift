import Randomness

/// The random numbers, single and in lanes.
let randomNumbers = [
  Computation("random stream") { perturbation in
    var stream = stream(perturbation: perturbation)
    return (0..<2000).flatMap { _ in
      [
        stream.uniform(), stream.exponential(rate: 0.7), stream.normal(), Double(stream.index(below: 1000)),
        stream.sign(),
      ]
    }
  },
  Computation("random lanes") { perturbation in
    var lanes = RandomLanes(stream(perturbation: perturbation))
    return (0..<500).flatMap { _ -> [Double] in
      let (first, second) = lanes.normals()
      let (index, rest) = lanes.index(below: 1000)
      let (wait, next) = lanes.exponentials(splitAt: rest)
      let whole = SIMD8<Double>((0..<8).map { Double(index[$0]) })
      return [lanes.uniform(), lanes.exponential(), lanes.logistic(), first, second, whole, rest, wait, next].flatMap {
        lane in
        (0..<8).map { lane[$0] }
      }
    }
  },
]

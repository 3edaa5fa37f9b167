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
      let (index, rest) = lanes.index(below: 1000)
      let (wait, next) = lanes.exponentials(splitAt: rest)
      let whole = SIMD8<Double>((0..<8).map { Double(index[$0]) })
      return [lanes.uniform(), whole, rest, wait, next].flatMap { lane in (0..<8).map { lane[$0] } }
    }
  },
  Computation("random lanes, many at once") { perturbation in
    var lanes = RandomLanes(stream(perturbation: perturbation))
    var doubles = Array(repeating: SIMD8<Double>(), count: 1003)
    var floats = Array(repeating: SIMD16<Float>(), count: 101)
    return doubles.withUnsafeMutableBufferPointer { memory -> [Double] in
      guard let start = memory.baseAddress else { return [] }
      lanes.storeNormals(start, count: 401)
      lanes.storeExponentials(start + 401, count: 301)
      lanes.storeLogisticNumbers(start + 702, count: 301)
      floats.withUnsafeMutableBufferPointer { memory in
        if let start = memory.baseAddress { lanes.storeFloatNormals(start, count: 101) }
      }
      return memory.flatMap { vector in (0..<8).map { vector[$0] } }
        + floats.flatMap { vector in (0..<16).map { Double(vector[$0]) } }
    }
  },
]

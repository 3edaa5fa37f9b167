import StochasticThermodynamics

extension TransientReading {
  /// I((s_0, s_τ), y) in the steady state, in bits: what two looks at the state tell about the answer, exact up to the
  /// quadrature over the inputs.
  ///
  /// At τ → 0 both looks see the same; at τ → ∞ they are independent given the input.
  ///
  /// - Parameters:
  ///   - couplings: of the complex.
  ///   - delays: the times τ between the looks, increasing, in units of 1/k0.
  public func twoTimeInformation(of couplings: PairCouplings, after delays: [Double]) -> [Double] {
    let complex = SensoryComplex(couplings: couplings, beta: task.beta, law: task.law)
    let roots = SensoryComplex.BoltzmannRoots(couplings, beta: task.beta)
    return delays.map { delay in
      // By the first look.
      var joints = Array(repeating: JointDistribution(), count: 4)
      for input in inputs {
        let cycle = SensoryCycle(complex, roots: roots, reading: input.x, roots: input.roots)
        let propagator = SensoryPropagator(cycle, for: delay)
        let p = complex.response(roots: roots, inputRoots: input.roots).probabilities
        for first in 0..<4 {
          var known = SIMD4<Double>()
          known[first] = p[first]
          joints[first].add(propagator.evolve(known), answer: input.answer, weight: input.weight)
        }
      }
      return information(twoTimes: joints)
    }
  }

  /// The information in bits from p(s_τ, y), by s_0.
  func information(twoTimes joints: [JointDistribution]) -> Double {
    let table = (0..<4).flatMap { first in
      (0..<4).map { second -> [Double] in
        let joint = joints[first]
        guard isFolded else { return [joint.one[second], joint.zero[second]] }
        let (mirror, place) = (joints[(first + 2) % 4], (second + 2) % 4)
        return [0.5 * (joint.one[second] + mirror.one[place]), 0.5 * (joint.zero[second] + mirror.zero[place])]
      }
    }
    return bitsPerNat * mutualInformation(table)
  }
}

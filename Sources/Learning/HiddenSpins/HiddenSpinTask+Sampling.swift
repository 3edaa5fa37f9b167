import Estimation
import Randomness
import StochasticThermodynamics

extension HiddenSpinTask {
  /// I((s₁, s₂), y) and Σ of a simulated network: one replica, without reference to the exact solution.
  ///
  /// At every input of a quadrature of its own, x and −x alike, the network is simulated twice. Time averages of s₁, s₂ and
  /// s₁s₂ estimate p(s₁, s₂|x), what the antisymmetric couplings release at the flips estimates σ(x). The two halves give
  /// the information without the leading bias of a plug-in estimate (``extrapolated(whole:halves:_:)``).
  ///
  /// - Parameters:
  ///   - couplings: of the network.
  ///   - burnIn: the time before an observation, in units of 1/k0.
  ///   - duration: how long each of the two observations is, in units of 1/k0.
  ///   - random: the stream of this replica.
  public func sampledPerformance(
    of couplings: [Double], burnIn: Double, duration: Double, random: RandomStream
  ) -> Performance {
    let network = SpinNetwork(
      couplings: matrix(couplings), fields: Array(repeating: 0, count: spins), beta: model.beta)
    let inputs = ensemble.inputs.map { [$0.x, $0.y] + Array(repeating: 0, count: hidden) }
    let answers = ensemble.inputs.map(model.gate.probabilityOfOne(reading:))
    var joints: [[[Double]]] = []
    var sigma = 0.0
    for half in 0..<2 {
      let samples = network.samples(
        reading: inputs, burnIn: burnIn, duration: duration, observesPairs: true, method: .table, random: random[half])
      var joint = Array(repeating: [0.0, 0], count: 4)
      for (place, sample) in samples.enumerated() {
        let (first, second) = (sample.magnetisations[0].value, sample.magnetisations[1].value)
        let product = sample.pairAverages?[1].value ?? 0
        for (state, (u, v)) in [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)].enumerated() {
          let p = 0.25 * ensemble.weights[place] * (1 + u * first + v * second + u * v * product)
          joint[state][0] += (1 - answers[place]) * p
          joint[state][1] += answers[place] * p
        }
        sigma += 0.5 * ensemble.weights[place] * sample.antisymmetricEntropyProductionRate.value
      }
      joints.append(joint)
    }
    let whole = zip(joints[0], joints[1]).map { zip($0, $1).map { 0.5 * ($0 + $1) } }
    return Performance(
      relevantInformation: bitsPerNat
        * extrapolated(
          whole: mutualInformation(whole), halves: mutualInformation(joints[0]), mutualInformation(joints[1])),
      entropyProductionRate: sigma)
  }
}

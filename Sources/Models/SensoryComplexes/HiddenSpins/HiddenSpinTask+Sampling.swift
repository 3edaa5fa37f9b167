import Estimation
import Randomness
import SpinNetworks
import StochasticThermodynamics
import Validation

extension HiddenSpinTask {
  /// I((s₁, s₂), y) and Σ of a simulated network: one replica, without reference to the exact solution.
  ///
  /// At every input of the quadrature the network is simulated twice. Time averages of s₁s₂ estimate p(s₁s₂|x), what the
  /// antisymmetric couplings release at the flips estimates σ(x). The two halves give the information without the leading
  /// bias of a plug-in estimate (`extrapolated(whole:halves:_:)`).
  ///
  /// - Parameters:
  ///   - couplings: of the network.
  ///   - burnIn: the time before an observation, in units of 1/k0.
  ///   - duration: how long each of the two observations is, in units of 1/k0.
  ///   - random: the stream of this replica.
  public func sampledPerformance(
    of couplings: [Double], burnIn: Double, duration: Double, random: RandomStream
  ) throws(InvalidInput) -> Performance {
    let network = try SpinNetwork(
      couplings: matrix(couplings), fields: Array(repeating: 0, count: spins), beta: model.beta)
    let inputs = ensemble.inputs.map { [$0.x, $0.y] + Array(repeating: 0, count: hidden) }
    let answers = ensemble.inputs.map(model.gate.probabilityOfOne(reading:))
    var joints: [[[Double]]] = []
    var sigma = 0.0
    for half in 0..<2 {
      let samples = try network.samples(
        reading: inputs, burnIn: burnIn, duration: duration, observesPairs: true, method: .table, random: random[half])
      var joint = [[0.0, 0], [0, 0]]
      for (place, sample) in samples.enumerated() {
        let even = 0.5 * (1 + (sample.pairAverages?[1].value ?? 0))
        for (parity, p) in [even, 1 - even].enumerated() {
          joint[parity][0] += ensemble.weights[place] * p * (1 - answers[place])
          joint[parity][1] += ensemble.weights[place] * p * answers[place]
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

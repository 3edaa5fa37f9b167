import Estimation
import Foundation
import Inference
import Randomness
import StochasticThermodynamics
import Testing

@Suite struct InferringStudentTests {
  static let reference = InferringStudent(data: 8, largestWeight: 3, stiffness: 0.5, bias: 0.6, learningRate: 1)

  /// The numbers of an independent enumeration (course by course, with full matrices), to the digits it printed.
  @Test func costsOfTheReference() {
    let costs = Self.reference.costs
    #expect(abs(costs.onTruth - 0.142880) < 5e-7 && abs(costs.onData - 0.181666) < 5e-7)
    #expect(abs(Self.reference.dataInformation - 0.618151) < 5e-7)
    #expect(abs(costs.entropyChange - 0.173934) < 5e-7 && abs(costs.heat - 1.680507) < 5e-7)
    #expect(abs(costs.efficiency - 0.077047) < 5e-7)
  }

  /// One datum, three weights, by hand: p(w|y) after one step from p ∝ (s, 1, s), s = e^{−k/2}.
  @Test func oneDatumByHand() {
    let (k, nu, b) = (0.5, 0.8, 0.7)
    let student = InferringStudent(data: 1, largestWeight: 1, stiffness: k, bias: b, learningRate: nu)
    let p0 = [exp(-k / 2), 1, exp(-k / 2)].map { $0 / (1 + 2 * exp(-k / 2)) }
    // y = 1: E = (k/2 + ν, 0, k/2 − ν), which falls from left to right.
    let (first, second) = (k / 2 + nu, nu - k / 2)
    let (back, again) = (0.5 * exp(-first), 0.5 * exp(-second))
    let p = [
      p0[0] * 0.5 + p0[1] * back, p0[0] * 0.5 + p0[1] * (0.5 - back) + p0[2] * again, p0[1] * 0.5 + p0[2] * (1 - again),
    ]
    let table = student.conditionals
    for w in 0..<3 { #expect(abs(table[3 + w] - p[w]) < 1e-15 && abs(table[2 - w] - p[w]) < 1e-15) }
    let heat = p0[0] * 0.5 * first - p0[1] * back * first + p0[1] * 0.5 * second - p0[2] * again * second
    #expect(abs(student.costs.heat - heat) < 1e-15)
    let binary = { (x: Double) in -x * log(x) - (1 - x) * log(1 - x) }
    #expect(abs(student.dataInformation - (log(2) - binary(0.5 * (1 + b)))) < 1e-14)
    #expect(abs(student.costs.onData - (entropy(zip(p, p.reversed()).map { 0.5 * ($0 + $1) }) - entropy(p))) < 1e-14)
  }

  static let students = (0..<12).map { seed in
    var random = RandomStream(seed: 77)[seed]
    return InferringStudent(
      data: 1 + seed % 9, largestWeight: 1 + random.index(below: 4), stiffness: 0.2 + random.uniform(),
      bias: 0.2 + 0.7 * random.uniform(), learningRate: 0.2 + 1.3 * random.uniform())
  }

  /// The integral theorem, exactly; it holds without i too, since ⟨e^{−(Δs+q)}⟩ = 1 with any normalised function in place of
  /// p(w|Y). Not so without the heat, and not with the wrong sign of i, which gives Σ P(Y) p(w)²/p(w|Y) > 1.
  @Test(arguments: students)
  func integralTheorem(student: InferringStudent) {
    #expect(abs(student.average(.theorem) - 1) < 1e-12)
    #expect(abs(student.average(.withoutInformation) - 1) < 1e-12)
    #expect(abs(student.average(.withoutHeat) - 1) > 1e-3)
    #expect(student.average(.wrongSign) > 1 + 1e-4)
    #expect(abs(student.average(.init(entropyChange: 0)) - 1) > 1e-3)
    // Their bounds: 0 ≤ I(w : B) ≤ I(w : Y) ≤ ΔS + Q, and I(w : B) ≤ I(Y : B).
    let costs = student.costs
    #expect(0 <= costs.onTruth && costs.onTruth <= costs.onData && costs.onData < costs.cost)
    #expect(costs.onTruth < student.dataInformation)
    // Small exponents give the mean: Δs + q − i.
    let h = 1e-5
    let slope =
      (student.average(.init(entropyChange: -h, heat: -h, information: -h))
        - student.average(.init(entropyChange: h, heat: h, information: h))) / (2 * h)
    #expect(abs(slope - (costs.cost - costs.onData)) < 1e-8)
  }

  /// A student who reads nothing learns nothing and pays nothing; data without bias say nothing on the truth.
  @Test func limits() {
    let idle = InferringStudent(data: 6, largestWeight: 3, stiffness: 0.5, bias: 0.6, learningRate: 0).costs
    #expect(abs(idle.onTruth) < 1e-15 && abs(idle.onData) < 1e-14 && abs(idle.cost) < 1e-14)
    let student = InferringStudent(data: 6, largestWeight: 3, stiffness: 0.5, bias: 0, learningRate: 1)
    #expect(abs(student.costs.onTruth) < 1e-14 && student.costs.onData > 0.04)
  }

  /// Sampled averages and informations within 4 standard errors; what is no theorem misses 1 by more than 10.
  @Test func sampledStudent() {
    let student = InferringStudent(data: 4, largestWeight: 3, stiffness: 0.5, bias: 0.6, learningRate: 0.7)
    let replicas = (0..<64).map {
      InferenceSample(of: student, count: 6000, random: RandomStream(seed: 12)["student"][$0])
    }
    let sample = replicas.merged
    for (found, exponents, holds) in [
      (sample.theorem, InferringStudent.Exponents.theorem, true),
      (sample.withoutInformation, .withoutInformation, true),
      (sample.withoutHeat, .withoutHeat, false), (sample.wrongSign, .wrongSign, false),
    ] {
      let (mean, variance) = student.moments(exponents)
      let estimate = Estimate(found.mean, standardError: (variance / Double(found.count)).squareRoot())
      #expect(variance < 20 && estimate.isConsistent(with: mean, sigmas: 4))
      #expect(holds ? abs(mean - 1) < 1e-12 : abs(estimate.deviation(from: 1)) > 10)
    }
    let exact = student.costs
    let found = SampledInference(replicas, of: student)
    #expect(found.onTruth.isConsistent(with: exact.onTruth, sigmas: 4))
    #expect(found.onData.isConsistent(with: exact.onData, sigmas: 4))
    #expect(found.cost.isConsistent(with: exact.cost, sigmas: 4))
    // Negative control: informations of a single replica without the correction of their bias.
    let plain = Average(replicas.map { $0.costs(of: student).onData }).estimate
    #expect(abs(plain.deviation(from: exact.onData)) > 10)
  }
}

import OptimalTransport
import TransportErasure
import Randomness
import Foundation
@main struct X { static func main() throws {
  let r = RandomStream(seed: 1)
  func t<T>(_ n: String, _ f: () throws -> T) rethrows -> T { let s = Date(); let v = try f(); print("   [\(n): \(Date().timeIntervalSince(s)) s]"); return v }
  for e in [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.49] {
    let b = TransportedBit(error: e, duration: 2); print(e, b.relativeEntropy, try b.squaredDistance)
  }
  print("E5", try TransportedBit(barrier: 5, duration: 2).squaredDistance)
  let m = try TransportedBit(duration: 2).map
  print("T", m.image(of: 0), m.image(of: -1), m.image(of: 1))
  for (tau, e, pts, st) in [(0.5, 0.0, 801, 2000), (2, 0, 801, 2000), (10, 0, 801, 2000), (100, 0, 801, 2000), (2, 0.1, 801, 2000), (10, 0.1, 801, 2000), (0.5, 0, 201, 2000), (1, 0, 201, 2000), (2, 0, 201, 2000), (5, 0, 201, 2000), (10, 0, 201, 2000), (2, 0.1, 201, 2000), (10, 0.1, 201, 2000)] {
    let g = TransportOnGrid(bit: TransportedBit(error: e, duration: tau), points: pts, steps: st)
    let o = try t("grid") { try ExactTransport(g).compute(r) }
    print(tau, e, pts, o.meanWork, o.success, o.relativeEntropy, o.leastWork, o.workVariance, o.exponentialAverage, o.exponentialAverageOfSuccess)
    if pts == 201 && tau == 2 { print("  substeps 4", try ExactTransport(g, substeps: 4).compute(r).meanWork) 
      let s = try t("gillespie") { try SampledTransport(g, trajectories: 3000, block: 0).compute(r) }
      print("  sampled", s.work.estimate, s.success.estimate) }
  }
  for tau in [0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 10, 100] {
    let o = try t("side") { try PrescribedSide(barrier: 13, duration: tau).compute(r) }
    print("side", tau, o.work, o.squaredDistance)
  }
  for (e, tau) in [(0.01, 5.0), (0.01, 10), (0.01, 100), (0.001, 10)] {
    let x = TwoStateErasure(error: e, duration: tau)
    print("two", e, tau, x.optimum, x.optimum.ratio, x.relativeEntropy + x.optimum.entropyProduction, x.slowCoefficient, x.optimum.leastEntropyProduction)
    if tau == 10 { print("quench", x.quench, x.quench.ratio) }
  }
  let pt = try t("pair") { try PairTransient(coupling: 0.7224, beta: 2, correlation: 0, step: 0.2, times: [0.1, 1, 10]).compute(r) }
  for p in pt { print(p, p.ratio) }
  print(try PairTransient(coupling: 0, beta: 2, correlation: 0, step: 0.3, times: [0.1, 0.3]).compute(r))
  print(try PairTransient(coupling: -0.5, beta: 2, correlation: 0, step: 0.3, times: [0.1]).compute(r))
  print(try PairTransient(coupling: 0.7224, beta: 2, correlation: 0, step: 0.3, times: [0.1, 1]).course(reading: [0.4, -0.3]))
  print(try PairTransient(coupling: 0, beta: 2, correlation: 0, step: 0.3, times: [0.1, 1]).course(reading: [0.4, -0.3]))
  let s = try t("slow") { try SlowErasure(barrier: 13, tilt: 0.2).compute(r) }
  print(s)
} }

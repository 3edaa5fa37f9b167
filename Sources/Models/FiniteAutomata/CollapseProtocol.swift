import ElementaryFunctions
import StochasticThermodynamics
import Validation

/// A protocol that carries out a deterministic map of states in a heat bath and is reversible, if slow, for one initial distribution q.
///
///     let reset = try CollapseProtocol([0, 0], designedFor: [0.5, 0.5])
///     let drive = try reset.drive(over: 100)
///     try reset.entropyProduction(running: [0.9, 0.1], under: drive)       // 0.4…: near D(p‖q) = 0.368…
///
/// States with the same image form a block, and jumps happen within blocks only. At the beginning the energies are −ln q, so that q is in
/// equilibrium; then all energies of a block but that of one state, its target, rise linearly by a gap, which drives the block into
/// the target with the odds exp(gap). Blocks keep their probabilities, whatever they are. What is left to do is to name the
/// targets as the images: a permutation, which needs no heat.
///
/// At a finite duration τ the entropy production on p is the mismatch cost of the map and O(1/τ).
/// Source: A. Kolchinsky and D. H. Wolpert, J. Stat. Mech. 083202 (2017), of the mismatch cost; the protocol is the usual
/// isothermal one.
public struct CollapseProtocol: Sendable {
  /// The network; the control goes from 0 to 1.
  public let network: DrivenNetwork<Double>
  /// What it does in the limit of slow drives: each block goes to its target, but for the odds exp(−gap).
  public let map: StochasticMap

  /// A protocol.
  ///
  /// - Parameters:
  ///   - images: x → images[x].
  ///   - q: what it is designed for; positive.
  ///   - gap: by how much the energies rise, in k_B T.
  /// - Throws: `InvalidInput` where an image is no state, q is not positive, or the gap is not.
  public init(_ images: [Int], designedFor q: [Double], gap: Double = 8) throws(InvalidInput) {
    if let flaw = Self.flaw(images, designedFor: q, gap: gap) { throw InvalidInput(flaw) }
    // The target is the image if it lies within the block, and the first state otherwise.
    let targets = images.map { image in
      images[image] == image ? image : images.firstIndex(of: image) ?? image
    }
    let edges = images.indices.flatMap { a in
      (a + 1..<max(images.count, a + 1)).filter { images[$0] == images[a] }
        .map { DrivenNetwork<Double>.Edge(from: a, to: $0, law: .glauber) }
    }
    let energies = q.map { -Elementary.log($0) }
    network = try DrivenNetwork(stateCount: images.count, edges: edges) { state, control in
      energies[state] + (state == targets[state] ? 0 : gap * control)
    }
    let end = network.energies(at: 1).map { Elementary.exp(-$0) }
    map = StochasticMap(
      conditionals: images.map { image in
        let block = images.indices.map { images[$0] == image ? end[$0] : 0 }
        let total = block.reduce(0, +)
        return block.map { $0 / total }
      })
  }

  /// The control from 0 to 1 at a constant rate.
  public func drive(over duration: Double) throws(InvalidInput) -> Drive<Double> {
    try Drive(over: duration) { $0 / duration }
  }

  /// ΔS + heat over temperature of a drive that starts in p, in nats: the master equation, exact.
  public func entropyProduction(running p: [Double], under drive: Drive<Double>) throws(InvalidInput) -> Double {
    let heat = try network.moments(of: .heat(of: network), from: p, under: drive, tolerance: 1e-11).mean
    return try entropy(network.evolve(p, under: drive, tolerance: 1e-11)) - entropy(p) + heat
  }
}

extension CollapseProtocol {
  /// What is wrong with the images, the design and the gap of a protocol; nil where nothing is.
  static func flaw(_ images: [Int], designedFor q: [Double], gap: Double) -> String? {
    if !images.allSatisfy(images.indices.contains) { return "The image of a state is a state." }
    if !(images.count == q.count && q.allSatisfy { $0 > 0 && $0.isFinite }) {
      return "A design is positive in every state."
    }
    return gap > 0 && gap.isFinite ? nil : "A gap is positive."
  }
}

import KernelMemory
import Randomness

/// What a kernel adds up while it runs.
struct SpinTally {
  /// ∫ s_i dt per spin.
  var magnetisation: [Double]
  /// ∫ s_i s_j dt, row-major; empty where nobody asked.
  var pairs: [Double]
  /// The entropy released to the bath, Σ_flips −2β s_i h_i, in nats.
  var released = 0.0
  /// How often a spin flipped, and how often a flip was tried.
  var flips = 0, attempts = 0
  /// Where every flip is written down; nil where nobody asked.
  let recorder: FlipRecorder?
  /// Whether a flip is more than a change of sign to the tally.
  let watchesFlips: Bool
  /// The time spent in every state, by its index, where somebody asked and the kernel has a table of them; else empty.
  var occupations: [Double]

  init(spins: Int, observesPairs: Bool, recorder: FlipRecorder? = nil, states: Int = 0) {
    magnetisation = Array(repeating: 0, count: spins)
    pairs = observesPairs ? Array(repeating: 0, count: spins * spins) : []
    occupations = Array(repeating: 0, count: states)
    self.recorder = recorder
    watchesFlips = observesPairs || recorder != nil
  }
}

/// A way to simulate a spin network exactly. All of them draw from the same law of trajectories.
///
/// Each describes itself in the ``SpinNetwork/Method`` at the top of its file: its name, the networks to which it applies, its
/// expected speed, and how it is made. A kernel keeps what depends on the couplings; where it starts, in which fields and from which stream is said by
/// ``restart(_:from:random:)``, which may be called again.
protocol SpinKernel: ~Copyable {
  /// The configurations now, each spin ±1: one per walker, as we call the copies of the network that run side by side.
  var configurations: [[Double]] { get }

  /// Writes the configuration of the first walker, and nothing behind it.
  func copySpins(to spins: borrowing Blocks)

  /// Begins anew: in the fields of a network of the same couplings, temperature and law.
  mutating func restart(_ network: SpinNetwork, from start: [Double], random: RandomStream)

  /// Runs for a time, in units of the inverse attempt rate and over all walkers together, and adds what happens to the
  /// tally.
  mutating func run(for duration: Double, into tally: inout SpinTally)
}

/// A kernel whose type is out of sight, so that an observation is written once for all of them.
///
/// One call through a closure starts a stretch of time; all loops in it are compiled for the type of the kernel.
struct AnySpinKernel {
  private final class Box<Kernel: SpinKernel & ~Copyable> {
    var kernel: Kernel
    init(_ kernel: consuming Kernel) { self.kernel = kernel }
  }

  private let readConfigurations: () -> [[Double]]
  private let restartKernel: (SpinNetwork, [Double], RandomStream) -> Void
  private let runKernel: (Double, inout SpinTally) -> Void
  private let copySpinsOfKernel: (borrowing Blocks) -> Void

  init(_ kernel: consuming some SpinKernel & ~Copyable) {
    let box = Box(kernel)
    readConfigurations = { box.kernel.configurations }
    restartKernel = { box.kernel.restart($0, from: $1, random: $2) }
    runKernel = { box.kernel.run(for: $0, into: &$1) }
    copySpinsOfKernel = { box.kernel.copySpins(to: $0) }
  }

  /// As of a ``SpinKernel``.
  var configurations: [[Double]] { readConfigurations() }

  /// As of a ``SpinKernel``.
  func copySpins(to spins: borrowing Blocks) { copySpinsOfKernel(spins) }

  /// As of a ``SpinKernel``.
  func restart(_ network: SpinNetwork, from start: [Double], random: RandomStream) {
    restartKernel(network, start, random)
  }

  /// As of a ``SpinKernel``.
  func run(for duration: Double, into tally: inout SpinTally) { runKernel(duration, &tally) }

  /// Runs without looking: the burn-in, which every walker goes through in full.
  func relax(for duration: Double) {
    let walkers = configurations
    var unseen = SpinTally(spins: walkers[0].count, observesPairs: false)
    run(for: duration * Double(walkers.count), into: &unseen)
  }
}

/// Spins with their times of last change, so that a flip costs O(1) however many spins there are.
struct LazySpins: ~Copyable {
  let count: Int
  /// The spins, ±1, and behind them a 1 or more.
  let signs: Blocks
  private let changed: Blocks
  private let integrals: Blocks
  private var time = 0.0

  init(count: Int) {
    self.count = count
    signs = Blocks(capacity: count + 1, repeating: 1)
    changed = Blocks(capacity: count)
    integrals = Blocks(capacity: count)
  }

  var values: [Double] { (0..<count).map { signs[$0] } }

  func copy(to spins: borrowing Blocks) {
    for spin in 0..<count { spins[spin] = signs[spin] }
  }

  /// Begins anew at time 0.
  mutating func restart(from start: [Double]) {
    signs.copy(start)
    changed.fill(with: 0)
    integrals.fill(with: 0)
    time = 0
  }

  /// Asks for the memory of a spin.
  @inline(__always)
  func fetch(_ spin: Int) {
    signs.fetch(spin)
    changed.fetch(spin)
    integrals.fetch(spin)
  }

  /// Flips a spin.
  @inline(__always)
  mutating func flip(_ spin: Int, at now: Double, _ tally: inout SpinTally) {
    let value = signs[spin]
    integrals[spin] = integrals[spin] + value * (now - changed[spin])
    changed[spin] = now
    if tally.watchesFlips { watch(spin, at: now, &tally) }
    signs[spin] = -value
  }

  /// Closes an interval of observation that began at time 0.
  mutating func close(at end: Double, _ tally: inout SpinTally) {
    for spin in 0..<count {
      tally.magnetisation[spin] += integrals[spin] + signs[spin] * (end - changed[spin])
      changed[spin] = 0
      integrals[spin] = 0
    }
    if !tally.pairs.isEmpty { addPairs(until: end, &tally) }
    time = 0
  }

  @inline(never)
  private mutating func watch(_ spin: Int, at now: Double, _ tally: inout SpinTally) {
    tally.recorder?.append(spin, at: now)
    if !tally.pairs.isEmpty { addPairs(until: now, &tally) }
  }

  /// Pair averages are not lazy: every flip costs O(N²) where they are asked for.
  private mutating func addPairs(until now: Double, _ tally: inout SpinTally) {
    let elapsed = now - time
    time = now
    for i in 0..<count {
      for j in 0..<count { tally.pairs[i * count + j] += elapsed * signs[i] * signs[j] }
    }
  }
}

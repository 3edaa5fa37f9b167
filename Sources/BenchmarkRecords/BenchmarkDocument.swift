import Companion
import Foundation

/// What `benchmark` measured: a row per kernel and size, and on what machine. data/benchmark.md quotes it as a table, README.md five rows of it.
public struct BenchmarkDocument: Codable, Sendable, Hashable {
  /// The day of the measurement, as in 2026-01-31.
  public var date: String
  /// The processor with the number of cores used by the system, the system, the compiler, and how the program was built.
  public var processor: String, cores: Int, system: String, compiler: String, build: String
  /// The commit of the sources, and whether they differ from it.
  public var commit: String, state: String
  /// Whether it was a first look, too short to be quoted.
  public var isQuick: Bool
  /// How instructions were counted; and what Python was there.
  public var instructionCounter: String, python: String
  /// Beside which packages of Python rows were to be measured, installed or not; nil in a document from when there were
  /// only numpy and numba.
  public var packages: [Package]?
  /// The resident memory of the program before it does anything, in megabytes.
  public var idleMemory: Double?
  /// How many more events two threads make than one: per second of wall-clock time, and per CPU-second times two, which is what
  /// it would be with nothing else on the machine.
  public var twoThreads: Double?, twoThreadsUndisturbed: Double?
  /// The measurements.
  public var rows: [Row]
  /// How long answers take; nil in a document from before they were measured.
  public var answers: [Answer]?
  /// How the time of a flip grows with the network; nil in a document from before that was measured.
  public var sizes: [Size]?

  /// A package of Python, by its name; they have columns in this order.
  public enum Package: String, Codable, Sendable, Hashable, CaseIterable {
    /// Arrays, and programs that are compiled from loops.
    case numpy, numba
    /// A simulator of chemical reactions.
    case gillespy = "GillesPy2"
    /// Arrays whose operations are compiled together.
    case jax = "JAX"
  }

  /// How long it takes to know something: the CPU time to an error, preparations and burn-in included, in runs of some 10⁷ flips; the plain version in shorter ones.
  public struct Answer: Codable, Sendable, Hashable {
    /// Of what, how large it is, what is asked to which error, and how it was averaged.
    public var network: String, size: String, answer: String, estimator: String
    /// By the plain scalar version in Swift, by counting with the kernels of the library, and by its choice.
    public var naiveSeconds: Double, countingSeconds: Double, seconds: Double
    /// By how many standard errors the answer differs from the master equation, or from what was counted where there is none; of
    /// magnetisations the largest difference.
    public var deviation: Double?

    /// An answer.
    public init(
      network: String, size: String, answer: String, estimator: String, naiveSeconds: Double, countingSeconds: Double,
      seconds: Double, deviation: Double?
    ) {
      (self.network, self.size, self.answer, self.estimator) = (network, size, answer, estimator)
      (self.naiveSeconds, self.countingSeconds, self.seconds) = (naiveSeconds, countingSeconds, seconds)
      self.deviation = deviation
    }
  }

  /// The time of a flip in a random network of six neighbours, by the method that the library chooses.
  public struct Size: Codable, Sendable, Hashable {
    /// The law of the rates, how many spins there are, and the method with the fraction of its tries that it accepts.
    public var law: String, spins: Int, method: String, acceptance: Double
    /// The CPU time of a flip, and the largest resident memory of the program in megabytes.
    public var nanoseconds: Double, peakMemory: Double?

    /// A measurement.
    public init(
      law: String, spins: Int, method: String, acceptance: Double, nanoseconds: Double, peakMemory: Double?
    ) {
      (self.law, self.spins, self.method, self.acceptance) = (law, spins, method, acceptance)
      (self.nanoseconds, self.peakMemory) = (nanoseconds, peakMemory)
    }
  }

  /// A measurement. Times are CPU time of the process.
  public struct Row: Codable, Sendable, Hashable {
    /// What was computed, how, how much of it, and what counts as an event.
    public var kernel: String, variant: String, size: String, unit: String
    /// The time of an event in nanoseconds: in the fastest repetition, and the median.
    public var nanoseconds: Double, medianNanoseconds: Double
    /// Instructions of the processor per event.
    public var instructions: Double?
    /// Allocations of memory per event, as the difference of two runs; exactly 0 where events allocate nothing.
    public var allocations: Double?
    /// The largest resident memory of the program, in megabytes; what it is without work is ``BenchmarkDocument/idleMemory``.
    public var peakMemory: Double?
    /// The same for the plain scalar version in Swift, measured in turns with it: fastest repetition.
    public var naiveNanoseconds: Double
    /// The same for packages of Python: nil where one is not installed, or has no program for this row.
    public var numpyNanoseconds: Double?, numbaNanoseconds: Double?
    /// The same for GillesPy2 and for JAX.
    public var gillespyNanoseconds: Double?, jaxNanoseconds: Double?

    /// The time of an event by a package of Python.
    public func nanoseconds(by package: Package) -> Double? {
      switch package {
      case .numpy: numpyNanoseconds
      case .numba: numbaNanoseconds
      case .gillespy: gillespyNanoseconds
      case .jax: jaxNanoseconds
      }
    }

    /// Events per CPU-second.
    public var eventsPerSecond: Double { 1e9 / nanoseconds }

    /// A measurement without what is added later: instructions and Python.
    public init(
      kernel: String, variant: String, size: String, unit: String, nanoseconds: Double, medianNanoseconds: Double,
      allocations: Double?, peakMemory: Double?, naiveNanoseconds: Double
    ) {
      (self.kernel, self.variant, self.size, self.unit) = (kernel, variant, size, unit)
      (self.nanoseconds, self.medianNanoseconds) = (nanoseconds, medianNanoseconds)
      (self.allocations, self.peakMemory, self.naiveNanoseconds) = (allocations, peakMemory, naiveNanoseconds)
    }
  }

  /// A document without rows.
  public init(
    date: String, processor: String, cores: Int, system: String, compiler: String, build: String, commit: String,
    state: String, isQuick: Bool
  ) {
    (self.date, self.processor, self.cores, self.system) = (date, processor, cores, system)
    (self.compiler, self.build, self.commit, self.state) = (compiler, build, commit, state)
    self.isQuick = isQuick
    (instructionCounter, python, packages, rows) = ("not counted", "not asked", Package.allCases, [])
  }

  /// The committed measurement.
  ///
  /// - Throws: ``Complaint`` where there is none.
  public static func committed(in project: Project) throws -> BenchmarkDocument {
    guard let data = try? Data(contentsOf: project.benchmark),
      let document = try? JSONDecoder().decode(BenchmarkDocument.self, from: data)
    else {
      throw Complaint(
        "\(project.relative(project.benchmark)) is not there or cannot be read: run ./reproduce.sh bench.")
    }
    return document
  }
}

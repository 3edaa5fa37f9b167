import Cells
import ChildProcesses
import Companion
import Foundation
import Provenance
import Randomness
import Synchronization
import TestSupport
import Testing

/// A figure with two sweeps, the second of which depends on the first.
private struct Chain: Figure {
  static let title = "A chain"
  static let question = "Does the second sweep see the first?"
  static let section = "0"
  static let minutes = 0.1
  static let code = CodeDigest(modules: ["CompanionTests": String(repeating: "c", count: 64)], compiler: "unknown")

  struct Parameters: Codable, Sendable {
    var cells = 7
    var replicas = 2
    /// The cell that fails, from 0; none if there is no such cell.
    var failing = -1
  }
  static let paper = Parameters()
  static let quick = Parameters()

  struct Draw: Cell {
    var place: Int
    var start: Double
    var fails = false

    func compute(_ random: RandomStream) throws -> Double {
      if fails { throw Complaint("This cell fails.") }
      var random = random
      return start + random.normal()
    }
  }

  let p: Parameters, run: Run

  func simulate() throws {
    let first = try run.sweep(
      "first", over: (0..<p.cells).map { Draw(place: $0, start: 0, fails: $0 == p.failing) }, replicas: p.replicas)
    let sum = first.joined().reduce(0, +)
    let second = try run.sweep("second", over: (0..<p.cells).map { Draw(place: $0, start: sum) })
    run.series("all", ["value": first.joined() + second])
  }

  static func plot(_ p: Parameters) -> Plot {
    Plot(
      caption: "A chain.",
      panels: [Panel("all", x: Axis("x"), y: Axis("y"), layers: [.line("all", x: "value", y: "value", .blue)])])
  }
}

/// A scheduler in this process, of which nothing can be relied upon but that it runs tasks, and forgets them in the
/// end.
private final class Unreliable: Scheduler {
  struct State {
    var generator: RandomStream
    var arrays: [String: [ScheduledTask]] = [:]
    var folders: [String: ArrayFolder] = [:]
    var jobs = 0
    var looks = 0
    var submitted: [ArrayPlan] = []
    /// How many more attempts go wrong.
    var faults: Int
  }
  let state: Mutex<State>
  let name = "unreliable"

  init(seed: UInt64, faults: Int) { state = Mutex(State(generator: RandomStream(seed: seed), faults: faults)) }

  func largestArray() -> Int { 1000 }

  func submit(_ array: ArrayFolder, _ plan: ArrayPlan, _ request: ArrayRequest) throws -> String {
    state.withLock { state in
      state.jobs += 1
      state.submitted.append(plan)
      state.folders[plan.name] = array
      state.arrays[plan.name] = (1...plan.tasks).map {
        ScheduledTask(job: String(state.jobs), number: $0, state: .waiting, word: "PENDING")
      }
      return String(state.jobs)
    }
  }

  func ending(of task: Int, ofJob job: String) -> String { "KILLED, exit code 0:9" }

  func cancel(arrayNamed name: String) {}
  func cancel(task: Int, ofJob job: String) {}

  /// With every look something happens to a task, or to several.
  func tasks() throws -> [String: [ScheduledTask]] {
    try state.withLock { state in
      state.looks += 1
      if state.faults > 0, state.generator.uniform() < 0.1 {
        state.faults -= 1
        throw Complaint("Slurm does not answer.")
      }
      for (name, tasks) in state.arrays {
        for place in tasks.indices where !tasks[place].isOver && state.generator.uniform() < 0.6 {
          try happen(to: place, of: name, &state)
        }
      }
      return state.arrays.mapValues { $0.filter { $0.word != "forgotten" } }
    }
  }

  private func happen(to place: Int, of name: String, _ state: inout State) throws {
    guard let folder = state.folders[name], let task = state.arrays[name]?[place] else { return }
    func end(_ end: ScheduledTask.State, _ word: String) {
      state.arrays[name, default: []][place].state = end
      state.arrays[name, default: []][place].word = word
    }
    let fault = state.faults > 0 ? Int(state.generator.uniform() * 6) : 5
    if fault < 5 { state.faults -= 1 }
    switch fault {
    case 0:  // It ends before it has begun.
      end(.failed, "NODE_FAIL")
    case 1:  // It is stopped after some of its cells.
      try attempt(task.number, in: folder, share: state.generator.uniform())
      end(.failed, "TIMEOUT")
    case 2:  // It is requeued after some of its cells.
      try attempt(task.number, in: folder, share: state.generator.uniform())
    case 3:  // It runs twice.
      try attempt(task.number, in: folder)
      try attempt(task.number, in: folder)
      end(.finished, "COMPLETED")
    case 4:  // It cannot be started again by itself.
      end(.stuck, "REQUEUE_HOLD")
    default:
      do { try attempt(task.number, in: folder) } catch let error as Complaint {
        try Data("\(error)\n".utf8).write(to: folder.log(ofTask: task.number))
        return end(.failed, "FAILED")
      }
      // What has ended may be forgotten.
      end(.finished, state.generator.uniform() < 0.3 ? "forgotten" : "COMPLETED")
    }
  }

  /// Computes the cells of a task, or the first of them.
  private func attempt(_ task: Int, in folder: ArrayFolder, share: Double = 1) throws {
    let keys = try folder.keys(ofTask: task)
    let file = folder.url.appending(path: "\(task).cells")
    let whole = try Data(contentsOf: file)
    if share < 1 {
      try Data(keys.prefix(Int(share * Double(keys.count))).joined(separator: "\n").utf8).write(to: file)
    }
    defer { try? whole.write(to: file) }
    try Chain.compute(
      task: task, of: folder, job: "1", scheduler: name,
      progress: Companion.Progress(figure: "task", columns: nil) { _ in })
  }
}

@Suite struct ClusterTests {
  private struct Outcome {
    var series: [SeriesRecord], computed: Int, store: Store
  }

  /// Runs the figure, here or by a scheduler.
  private func run(
    _ scheduler: Unreliable?, at path: String, _ parameters: Chain.Parameters = .init(), tasks: Int? = 3,
    retries: Int = 2,
    code: String = Chain.code.sha256, told: (@Sendable (String) -> Void)? = nil
  ) throws -> Outcome {
    let store = try Store(at: path)
    let record = RunRecord(
      figure: Chain.slug, quality: .custom, parameters: try JSON.canonical(parameters), seed: 1, shard: .whole, jobs: 1,
      code: code, compiler: "unknown")
    let executor: any CellExecutor =
      scheduler.map {
        ClusterExecutor(
          $0, .init(tasks: tasks, retries: retries), for: record, in: Surroundings(), expected: nil, pauses: 0...0)
      } ?? Threads()
    let number = try store.begin(record, in: Surroundings())
    let run = Run(
      figure: Chain.slug, seed: 1, code: Chain.code, jobs: 1, shard: .whole, store: store, number: number,
      progress: Companion.Progress(figure: "chain", columns: nil) { told?($0) }, executor: executor)
    try Chain(p: parameters, run: run).simulate()
    try store.end(number, cellsComputed: run.cellsComputed, cellsReused: run.cellsReused, seconds: 0)
    return Outcome(series: run.series, computed: run.cellsComputed, store: store)
  }

  /// A thousand job arrays divide cells at random among tasks that end early, run twice, are forgotten, or hang: the
  /// numbers are those that this process computes by itself, each cell is stored once, and every chain is whole.
  ///
  /// It takes a minute, and a thread of its own: on one of those that tasks run on it would keep all other tests waiting.
  @Test func aThousandRandomShardings() async throws {
    let (rounds, faults, wrong) = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try self.shardings() }) }
    }
    #expect(wrong == [])
    #expect(rounds > 100 && faults > 500, "\(rounds) rounds, \(faults) faults")
  }

  /// How many runs there were, how much went wrong in them, and what is not as it should be in the end.
  private func shardings() throws -> (rounds: Int, faults: Int, wrong: [String]) {
    let scratch = try Scratch(inMemory: true)
    var random = RandomStream(seed: 7)
    var (rounds, arrays, faults, wrong) = (0, 0, 0, [String]())
    while arrays < 1000 {
      let parameters = Chain.Parameters(cells: 1 + Int(random.uniform() * 9), replicas: 1 + Int(random.uniform() * 3))
      let folder = scratch.folder.appending(path: "round")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      func require(_ condition: Bool, _ sentence: String) {
        if !condition { wrong.append("round \(rounds): \(sentence)") }
      }
      let alone = try run(nil, at: folder.appending(path: "alone.sqlite").path, parameters)
      let planned = Int(random.uniform() * 12)
      let scheduler = Unreliable(seed: UInt64(rounds), faults: planned)
      let path = folder.appending(path: "together.sqlite").path
      let together = try run(scheduler, at: path, parameters, tasks: 1 + Int(random.uniform() * 5), retries: 20)
      require(together.series == alone.series, "other numbers")
      require(together.computed == alone.computed, "\(together.computed) cells computed, and not \(alone.computed)")
      let chain = try together.store.verifyChain(key: CellKey.digest(of:)).faults
      require(chain.isEmpty, "\(chain)")
      let cells = try together.store.cellCounts().reduce(0) { $0 + $1.cells }
      require(cells == alone.computed, "\(cells) cells stored, and not \(alone.computed)")
      require(ClusterFolder(ofStoreAt: path).arrays().isEmpty, "an array is left")
      faults += planned - scheduler.state.withLock { $0.faults }
      arrays += scheduler.state.withLock { $0.jobs }
      // Nothing is left to compute, here or there.
      require(try run(nil, at: path, parameters).computed == 0, "cells are computed again")
      rounds += 1
    }
    return (rounds, faults, wrong)
  }

  /// A cell that fails wherever it is computed ends the run with one sentence: job, exit state, and the last line of the log.
  @Test func whatIsMissingInTheEndIsSaid() throws {
    let scratch = try Scratch()
    let error = #expect(throws: Complaint.self) {
      try run(Unreliable(seed: 1, faults: 0), at: scratch.store, .init(failing: 2), retries: 1)
    }
    let text = error?.description ?? ""
    // With a cell that fails its task ends, in both replicas. What came after it is missing, too: which cells those are depends on how long
    // the stored ones took, as the longest begin.
    let stored = try Store(existingAt: scratch.store).cellCounts().reduce(0) { $0 + $1.cells }
    #expect((7...12).contains(stored))
    #expect(text.contains("lacks \(14 - stored) cells after 2 job arrays. The last was job 2"), "\(text)")
    #expect(text.contains("KILLED, exit code 0:9") && text.contains("('This cell fails.')"), "\(text)")
    // The logs are left.
    let logs = FileManager.default.enumerator(atPath: ClusterFolder(ofStoreAt: scratch.store).url.path)?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".log") }
    #expect((logs ?? []).isEmpty == false)
  }

  /// What an earlier head has submitted is waited for, and not submitted again.
  @Test func anotherHeadGoesOn() throws {
    let scratch = try Scratch()
    let scheduler = Unreliable(seed: 3, faults: 0)
    // A head that was killed as soon as it had submitted: its array is in the queue, and its folder is there.
    let first = Killed(scheduler)
    let store = try Store(at: scratch.store)
    let record = RunRecord(
      figure: Chain.slug, quality: .custom, parameters: try JSON.canonical(Chain.Parameters()), seed: 1, shard: .whole,
      jobs: 1, code: Chain.code.sha256, compiler: "unknown")
    let number = try store.begin(record, in: Surroundings())
    let killed = Run(
      figure: Chain.slug, seed: 1, code: Chain.code, jobs: 1, shard: .whole, store: store, number: number,
      progress: Companion.Progress(figure: "chain", columns: nil) { _ in },
      executor: ClusterExecutor(
        first, .init(tasks: 3), for: record, in: Surroundings(), expected: nil, pauses: 0...0))
    #expect(throws: (any Error).self) { try Chain(p: .init(), run: killed).simulate() }
    try first.leave()
    let told = Mutex("")
    let outcome = try run(scheduler, at: scratch.store) { text in told.withLock { $0 += text } }
    #expect(told.withLock { $0.contains("goes on with the job array chain.first.") })
    #expect(scheduler.state.withLock { $0.submitted.map(\.sweep) } == ["first", "second"])
    #expect(try outcome.series == run(nil, at: scratch.folder.appending(path: "alone.sqlite").path).series)
  }

  /// Submits, and then is as if its process had been killed.
  private final class Killed: Scheduler {
    let other: Unreliable
    let folder = Mutex<URL?>(nil)
    let name = "unreliable"
    init(_ other: Unreliable) { self.other = other }
    struct Kill: Error {}
    func largestArray() -> Int { 1000 }
    func submit(_ array: ArrayFolder, _ plan: ArrayPlan, _ request: ArrayRequest) throws -> String {
      // What is thrown here would make the head tidy up, which one that is killed cannot.
      let job = try other.submit(array, plan, request)
      try array.record(job: job)
      try FileManager.default.moveItem(at: array.url, to: array.url.appendingPathExtension("copy"))
      folder.withLock { $0 = array.url }
      throw Kill()
    }
    /// Puts the folder back that a head which lives on has tidied up.
    func leave() throws {
      guard let url = folder.withLock({ $0 }) else { return }
      try FileManager.default.moveItem(at: url.appendingPathExtension("copy"), to: url)
    }
    func tasks() throws -> [String: [ScheduledTask]] { throw Kill() }
    func ending(of task: Int, ofJob job: String) -> String { "" }
    func cancel(arrayNamed name: String) {}
    func cancel(task: Int, ofJob job: String) {}
  }

  /// A task of another version of the code computes nothing, and a store that one has left is not used.
  @Test func anotherVersionOfTheCodeIsRefused() throws {
    let scratch = try Scratch()
    let error = #expect(throws: Complaint.self) {
      try run(Unreliable(seed: 1, faults: 0), at: scratch.store, retries: 0, code: String(repeating: "a", count: 64))
    }
    #expect(
      error?.description.contains("was submitted by another version of the code (aaaaaaaaaaaa)") == true, "\(error!)")
    #expect(try Store(existingAt: scratch.store).cellCounts().isEmpty)
  }

  /// While a job array is followed Ctrl-C is caught, and not ignored: what is ignored stays so in every program that is
  /// started meanwhile, here `sh`, and in the control.
  @Test func programsThatStartMeanwhileCanBeInterrupted() async throws {
    let interruption = Interruption { _ in }
    let another = Interruption { _ in }
    let kill = "kill -INT $$; echo alive"
    for ended in [another, interruption] {
      let outcome = try await Command.run("sh", ["-c", kill])
      #expect(!outcome.succeeded && outcome.output.isEmpty, "\(outcome)")
      ended.release()
    }
    let control = try await Command.run("sh", ["-c", "trap '' INT; sh -c '\(kill)'"])
    #expect(control.succeeded && control.output == "alive\n")
  }

  @Test func workIsDividedEvenly() {
    // As many tasks as have a minute of work, and never more than there are cells, or than the scheduler takes.
    func tasks(_ seconds: Double, _ cells: Int, wanted: Int? = nil, minutes: Int? = nil, processors: Int = 1) -> Int {
      Division.tasks(
        seconds: seconds, cells: cells, wanted: wanted, minutes: minutes, processors: processors, largest: 1000)
    }
    #expect(tasks(30, 500) == 1 && tasks(600, 500) == 10 && tasks(600, 4) == 4 && tasks(1e9, 100_000) == 100)
    #expect(tasks(600, 500, processors: 2) == 5 && tasks(600, 500, wanted: 8) == 8 && tasks(0, 0) == 1)
    #expect(tasks(36_000, 9999, minutes: 1) == 750 && tasks(36_000, 100_000, wanted: 99_999) == 1000)
    // By the rule of Graham (1969): the longest first is within 4/3 of the best; here within one cell of the mean.
    var random = RandomStream(seed: 1)
    for count in [1, 2, 7, 100, 3000] {
      let seconds = (0..<count).map { _ in -log(1 - random.uniform()) }
      for tasks in [1, 2, 8, 100] {
        let parts = Division.parts(of: seconds, among: tasks)
        #expect(parts.count == tasks && parts.joined().sorted() == Array(0..<count))
        let loads = parts.map { $0.reduce(0) { $0 + seconds[$1] } }
        #expect((loads.max() ?? 0) <= seconds.reduce(0, +) / Double(tasks) + (seconds.max() ?? 0))
      }
    }
  }

  @Test func whatSlurmSaysIsRead() {
    let tasks = Slurm.tasks(
      in: """
        17|1|RUNNING|None|parity-gate.optima.0a1b2c3d
        17|2|PENDING|Resources|parity-gate.optima.0a1b2c3d
        17|3|COMPLETED|None|parity-gate.optima.0a1b2c3d
        17|4|NODE_FAIL|None|parity-gate.optima.0a1b2c3d
        17|5|PENDING|launch failed requeued held|parity-gate.optima.0a1b2c3d
        17|6|PENDING|JobHeldUser|parity-gate.optima.0a1b2c3d
        18|N/A|RUNNING|None|(null)
        a line that is none
        """)
    #expect(
      tasks["parity-gate.optima.0a1b2c3d"]?.map(\.state) == [.running, .waiting, .finished, .failed, .stuck, .waiting])
    #expect(tasks.count == 1)
  }

  /// The script of a task refuses a processor that lacks what the program was built for, before the program starts.
  @Test func anotherProcessorIsRefused() async throws {
    let scratch = try Scratch()
    let sets = Slurm.instructionSets(
      of: "model name\t: x\nflags\t\t: fpu sse4_2 avx2 ibrs avx512f nx bmi2\nflags\t\t: fpu")
    #expect(sets == ["sse4_2", "avx2", "avx512f", "bmi2"])
    let array = ArrayFolder(at: scratch.folder.appending(path: "it's"))
    let plan = ArrayPlan(
      name: "a", figure: "f", sweep: "s", parameters: "{}", quality: .quick, seed: 1, code: "c", tasks: 1, cells: 1,
      jobs: 1,
      commit: "", commitState: "", changes: "", made: .now)
    let script = Slurm.script(
      array, plan, ArrayRequest(options: "--mem=4G"), build: "release, -target-cpu native", needed: sets)
    #expect(script.hasPrefix("#!/bin/sh\n#SBATCH --mem=4G\n"))
    let file = scratch.folder.appending(path: "array.sh")
    // What it would run says what it was given.
    try Data(script.replacing(/exec '[^']*'/, with: "exec /bin/echo").utf8).write(to: file)
    func start(_ flags: String) async throws -> Command.Outcome {
      let processor = scratch.folder.appending(path: "cpuinfo")
      try Data("processor\t: 0\nflags\t\t: \(flags)\n".utf8).write(to: processor)
      return try await Command.run(
        "/bin/sh", [file.path], environment: ["MESOSCALE_CPUINFO": processor.path, "SLURM_ARRAY_TASK_ID": "3"])
    }
    let lacking = try await start("fpu sse4_2 avx2 bmi2")
    #expect(!lacking.succeeded && lacking.errors.contains("lacks 'avx512f'") && lacking.errors.contains("--portable"))
    #expect(lacking.output.isEmpty)
    let able = try await start("fpu sse4_2 avx2 bmi2 avx512f amx")
    #expect(able.succeeded && able.output == "--task \(array.url.path) --number 3\n", "\(able)")
    let portable = Slurm.script(array, plan, ArrayRequest(), build: "release", needed: [])
    #expect(portable.contains("needed=''"))
  }
}

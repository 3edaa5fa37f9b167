import Cells
import ChildProcesses
import Companion
import Foundation
import Randomness
import Synchronization
import TestSupport
import Testing

/// A figure's end of its line to a pool.
private final class Line: Sendable {
  let own: Int32

  init(to pool: TokenPool, rank: Int) throws {
    var ends: [Int32] = [0, 0]
    #if os(Linux)
      try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
    #else
      try #require(socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0)
    #endif
    own = ends[0]
    try pool.connect(ends[1], rank: rank)
    close(ends[1])
  }

  deinit { hangUp() }

  func hangUp() { shutdown(own, Int32(SHUT_RDWR)) }

  func ask(_ request: TokenPool.Request) {
    var byte = request.rawValue
    _ = write(own, &byte, 1)
  }

  /// Whether a token comes within some time.
  func isGranted(within milliseconds: Int32 = 5000) -> Bool {
    var state = pollfd(fd: own, events: Int16(POLLIN), revents: 0)
    var byte: UInt8 = 0
    return poll(&state, 1, milliseconds) == 1 && read(own, &byte, 1) == 1
  }

  /// The tokens of a figure at this end.
  func tokens(slice: Duration) -> Tokens {
    let tokens = Tokens(slice: slice) { [self] in ask($0) }
    Thread.detachNewThread { [own] in
      var byte: UInt8 = 0
      while read(own, &byte, 1) == 1 { tokens.receive() }
    }
    return tokens
  }
}

/// A value that threads share.
private final class Shared<Value: Sendable>: Sendable {
  private let state: Mutex<Value>
  init(_ value: Value) { state = Mutex(value) }

  var value: Value {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}

/// How many threads are at work, and how many were at most.
private final class Workload: Sendable {
  private let state = Mutex((now: 0, most: 0, done: 0))

  func work(seconds: Double) {
    state.withLock { state in
      state.now += 1
      state.most = max(state.most, state.now)
    }
    Thread.sleep(forTimeInterval: seconds)
    state.withLock { state in
      state.now -= 1
      state.done += 1
    }
  }

  var most: Int { state.withLock { $0.most } }
  var done: Int { state.withLock { $0.done } }
}

@Suite struct TokenTests {
  /// Three figures of two sweeps with two threads each, and what they do alone in between.
  private func run(_ work: Workload, with pool: TokenPool?) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for rank in 0..<3 {
        if let pool { #expect(await pool.admit(rank: rank)) }
        let line = try pool.map { try Line(to: $0, rank: rank) }
        group.addTask {
          await withCheckedContinuation { continuation in
            Thread.detachNewThread {
              let tokens = line?.tokens(slice: .zero)
              for _ in 1...2 {
                work.work(seconds: 0.02)
                Tokens.share(20, among: 2, holding: tokens) { next in
                  while next() != nil { work.work(seconds: 0.005) }
                }
              }
              work.work(seconds: 0.02)
              pool?.leave(rank: rank)
              line?.hangUp()
              continuation.resume()
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// All figures together have never more threads at work than there are tokens, and do all they have to.
  @Test(arguments: [1, 2]) func noMoreThreadsThanTokens(count: Int) async throws {
    let (work, pool) = (Workload(), TokenPool(count))
    try await run(work, with: pool)
    #expect(work.done == 3 * (2 * 20 + 3))
    #expect(work.most == count && pool.mostHeld == count)
    #expect(pool.free == count)
  }

  /// The control: without a pool there are more.
  @Test func moreThreadsWithoutTokens() async throws {
    let work = Workload()
    try await run(work, with: nil)
    #expect(work.done == 3 * (2 * 20 + 3) && work.most > 2)
  }

  /// The figure of the lowest rank is served first, even if it has asked last.
  @Test func theLongestFigureGoesFirst() async throws {
    let pool = TokenPool(2)
    #expect(await pool.admit(rank: 0))
    #expect(await pool.admit(rank: 1))
    let (first, second) = (try Line(to: pool, rank: 0), try Line(to: pool, rank: 1))
    second.ask(.take)
    #expect(!second.isGranted(within: 50))
    first.ask(.take)
    #expect(!first.isGranted(within: 50))
    // The second offers its token, and the first has it.
    second.ask(.exchange)
    #expect(first.isGranted())
    #expect(!second.isGranted(within: 50))
    first.ask(.giveBack)
    first.ask(.giveBack)
    #expect(second.isGranted() && second.isGranted())
    #expect(pool.free == 0)
  }

  /// The time for which there is no work is counted for every token.
  @Test func timeWithoutWork() async throws {
    let pool = TokenPool(3)
    #expect(await pool.admit(rank: 0))
    let before = pool.unused
    try await Task.sleep(for: .milliseconds(200))
    #expect(pool.unused - before > 0.39)
    #expect(await pool.admit(rank: 1))
    #expect(await pool.admit(rank: 2))
    let busy = pool.unused
    try await Task.sleep(for: .milliseconds(50))
    #expect(pool.unused == busy)
  }

  /// A figure is admitted when a token is free for which nobody waits, and none after the pool is closed.
  @Test func figuresFillGaps() async throws {
    let pool = TokenPool(1)
    #expect(await pool.admit(rank: 0))
    let line = try Line(to: pool, rank: 0)
    let admitted = Shared(false)
    async let next = {
      let isAdmitted = await pool.admit(rank: 1)
      admitted.value = true
      return isAdmitted
    }()
    // It gives its only token back and wants it again at once.
    line.ask(.exchange)
    #expect(line.isGranted() && !admitted.value)
    line.ask(.giveBack)
    #expect(await next)
    async let last = pool.admit(rank: 2)
    pool.close()
    #expect(await !last)
    #expect(await !pool.admit(rank: 3))
  }

  /// A program that is killed loses no token, and what it waited for is not given to it.
  @Test func aKilledProgramLosesNoToken() async throws {
    let pool = TokenPool(2)
    #expect(await pool.admit(rank: 0))
    async let end = Command.attached(
      URL(fileURLWithPath: "/bin/sh"), ["-c", "printf TTT >&0; head -c 1 >&2; sleep 0.2; kill -9 $$"]
    ) { try pool.connect($0, rank: 0) }
    // Both tokens are its own, and it waits for two more.
    while pool.mostHeld < 2 { try await Task.sleep(for: .milliseconds(5)) }
    async let other = pool.admit(rank: 1)
    #expect(try await end.code == 128 + Int(SIGKILL))
    #expect(await other)
    for _ in 1...200 where pool.free < 1 { try await Task.sleep(for: .milliseconds(5)) }
    #expect(pool.free == 1 && pool.mostHeld == 2)
  }

  /// A figure cannot return what it does not hold.
  @Test func noTokenIsInvented() async throws {
    let pool = TokenPool(1)
    #expect(await pool.admit(rank: 0))
    let line = try Line(to: pool, rank: 0)
    for _ in 1...5 { line.ask(.giveBack) }
    line.ask(.take)
    #expect(line.isGranted() && pool.free == 0)
    line.ask(.take)
    #expect(!line.isGranted(within: 50))
  }

  /// While it waits for others a figure is silent.
  @Test func aWaitingFigureIsSilent() {
    let (isWaiting, said) = (Shared(true), Shared([String]()))
    let progress = Companion.Progress(
      figure: "f", columns: nil, period: .milliseconds(10), isWaiting: { isWaiting.value }
    ) { text in said.value.append(text) }
    progress.start()
    Thread.sleep(forTimeInterval: 0.1)
    #expect(said.value == ["f: started\n"])
    isWaiting.value = false
    Thread.sleep(forTimeInterval: 0.3)
    #expect(said.value.count > 1)
    progress.stop()
  }
}

/// Writes down in which order cells are computed.
private struct Entry: Cell {
  var name: String
  var milliseconds = 0.0

  static let order = Mutex([String]())

  func compute(_ random: RandomStream) -> String {
    Thread.sleep(forTimeInterval: milliseconds / 1000)
    Self.order.withLock { $0.append(name) }
    return name.uppercased()
  }
}

@Suite(.serialized) struct LongestFirstTests {
  private func order(_ body: () throws -> [String]) rethrows -> (computed: [String], results: [String]) {
    Entry.order.withLock { $0 = [] }
    let results = try body()
    return (Entry.order.withLock { $0 }, results)
  }

  /// The longest cells begin, equal ones in their order; results are in the order of the cells.
  @Test func theLongestBegin() throws {
    let costs = ["a": 1.0, "b": 5, "c": 2, "d": 5]
    let cells = costs.keys.sorted().map { Entry(name: $0) }
    let scratch = try Scratch()
    let found = try order { try scratch.run("a").sweep("s", over: cells, cost: { costs[$0.name] ?? 0 }) }
    #expect(found.computed == ["b", "d", "c", "a"] && found.results == ["A", "B", "C", "D"])
    // The control: nothing is known of them.
    let plain = try order { try scratch.run("b").sweep("s", over: cells) }
    #expect(plain.computed == ["a", "b", "c", "d"] && plain.results == found.results)
  }

  /// What was measured says more than what is expected.
  @Test func measuredTimesGoBefore() throws {
    let cells = [("a", 1.0), ("b", 60), ("c", 30)].map { Entry(name: $0, milliseconds: $1) }
    let scratch = try Scratch()
    let first = try order { try scratch.run().sweep("s", over: cells) }
    let second = try order { try scratch.run(code: "new").sweep("s", over: cells, cost: { -$0.milliseconds }) }
    #expect(first.computed == ["a", "b", "c"] && second.computed == ["b", "c", "a"])
    #expect(first.results == second.results)
  }
}

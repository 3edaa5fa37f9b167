import Randomness

/// A block of particles that are moved side by side: its working memory, and the loop in which the time is spent.
///
/// The inner loop goes over the particles of the block, all of which are at the same step. It is written with single numbers in raw
/// memory, and the compiler makes vectors of it; written with `SIMD8<Double>`, whose operations reach it lane by lane, it is
/// put together again only in part, and takes twice as long.
@usableFromInline
final class LangevinBlock<R: RealNumber> {
  /// How many particles there are in a block.
  @usableFromInline let width: Int
  /// Where they are, and the work of the last steps.
  @usableFromInline let places, recent: UnsafeMutablePointer<R>
  /// The work done on them.
  @usableFromInline let works: UnsafeMutablePointer<Double>
  @usableFromInline let supply: NormalSupply

  @usableFromInline
  init(_ supply: NormalSupply) {
    self.supply = supply
    width = NormalSupply.lanes
    places = .allocate(capacity: width)
    recent = .allocate(capacity: width)
    works = .allocate(capacity: width)
    places.initialize(repeating: R(constant: 0), count: width)
    recent.initialize(repeating: R(constant: 0), count: width)
    works.initialize(repeating: 0, count: width)
  }

  deinit {
    places.deallocate()
    recent.deallocate()
    works.deallocate()
  }

  /// Starts a block. What the particles do not fill is filled up with copies of the last one.
  @inlinable
  func begin(_ number: Int, at positions: ArraySlice<Double>, _ stream: RandomStream) {
    for lane in 0..<width {
      places[lane] = R(constant: positions[Swift.min(positions.startIndex + lane, positions.endIndex - 1)])
      works[lane] = 0
    }
    supply.begin(block: number, stream)
  }

  /// Moves the particles through all steps.
  ///
  /// - Parameters:
  ///   - controls: the control before the first step, at each step, and after the last.
  ///   - moves: what each step does.
  @inlinable
  func run<Move: LangevinMove>(
    _ landscape: Move.Terrain, _ controls: UnsafeBufferPointer<Move.Terrain.Control>,
    _ moves: UnsafeBufferPointer<Move>
  ) {
    for start in stride(from: 0, to: moves.count, by: NormalSupply.steps) {
      let end = Swift.min(start + NormalSupply.steps, moves.count)
      supply.refill(end - start)
      for step in start..<end {
        let noise = supply.memory.assumingMemoryBound(to: R.self) + (step - start) * width
        advance(landscape, from: controls[step], to: controls[step + 1], moves[step], noise)
      }
      carryOver()
    }
    let (before, after) = (controls[moves.count], controls[moves.count + 1])
    for lane in 0..<width { recent[lane] = landscape.work(at: places[lane], from: before, to: after) }
    carryOver()
  }

  /// The control changes, the particles diffuse.
  @inlinable @inline(__always)
  func advance<Move: LangevinMove>(
    _ landscape: Move.Terrain, from old: Move.Terrain.Control, to control: Move.Terrain.Control, _ move: Move,
    _ noise: UnsafePointer<R>
  ) {
    let (places, recent, width) = (self.places, self.recent, self.width)
    let push = landscape.drivingForce(control)
    for lane in 0..<width {
      let here = places[lane]
      var work = recent[lane] + landscape.work(at: here, from: old, to: control)
      let there = move.destination(from: here, noise: noise[lane])
      if let push { work = work + push * (there - here) }
      recent[lane] = work
      places[lane] = there
    }
  }

  /// Adds the work of the last steps to the whole, in `Double`.
  @inlinable
  func carryOver() {
    for lane in 0..<width {
      works[lane] += recent[lane].inDouble
      recent[lane] = R(constant: 0)
    }
  }
}

/// Many independent copies of something random, each with a stream of its own: the i-th is made from `random[i]`.
///
///     let ring = Ring(n: 3, affinity: 1)
///     let ensemble = Ensemble(of: 1000, random: random) { Gillespie(ring, from: 0, until: 50, random: $0) }
///     for trajectory in ensemble {
///       for sojourn in trajectory { heat += sojourn.entropyFlow }
///     }
///
/// A member is made when it is asked for, the same one each time; more of them leave the first ones as they are.
public struct Ensemble<Member>: RandomAccessCollection {
  /// How many there are.
  public let count: Int

  private let random: RandomStream
  private let make: (RandomStream) -> Member

  /// An ensemble.
  ///
  /// - Parameters:
  ///   - count: how many members; none where it is negative.
  ///   - random: the stream below which the streams of the members lie.
  ///   - make: makes a member from its stream.
  public init(of count: Int, random: RandomStream, _ make: @escaping (RandomStream) -> Member) {
    (self.count, self.random, self.make) = (Swift.max(0, count), random, make)
  }

  /// 0.
  public var startIndex: Int { 0 }

  /// One more than the number of the last member.
  public var endIndex: Int { count }

  /// The member with this number.
  public subscript(number: Int) -> Member { make(random[number]) }
}

import Companion

/// Tells how far a walk over many records is. Most walks are over before there is anything to tell, and say nothing.
final class LongWalk {
  private let progress: Progress
  private let doing: String
  private var isTold = false

  /// - Parameters:
  ///   - title: the beginning of each line.
  ///   - doing: the end of the sentence, such as `merged`.
  init(_ title: String, doing: String) {
    progress = Progress(figure: title)
    self.doing = doing
  }

  /// Takes note that `done` of `all` records are done.
  func tell(_ done: Int, of all: Int) {
    if !isTold, done >= 20_000, done < all {
      progress.start()
      isTold = true
    }
    progress.enter("\(done) of \(all) records \(doing)")
  }

  /// The walk is over.
  func stop() { progress.stop() }
}

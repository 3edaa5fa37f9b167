/// The maxima along a path of a control parameter, whatever the local search: at each value by itself, then from the
/// neighbours' maxima in both directions, so that no branch is lost at a first-order jump.
///
/// - Parameters:
///   - path: the values of the control parameter, in order.
///   - better: which of a candidate and a held maximum is higher; the held one where they are equally high.
///   - search: the search at one place of the path by itself.
///   - next: the search at one value that starts from a maximum at a neighbouring one.
package func followed(
  along path: [Double], better: (_ candidate: Maximum, _ held: Maximum) -> Maximum,
  from search: (_ place: Int) -> Maximum,
  next: (Maximum, Double) -> Maximum
) -> [Maximum] {
  var maxima = path.indices.map(search)
  func follow(_ order: some Sequence<Int>) {
    var previous: Maximum?
    for place in order {
      if let neighbour = previous { maxima[place] = better(next(neighbour, path[place]), maxima[place]) }
      previous = maxima[place]
    }
  }
  follow(path.indices)
  follow(path.indices.reversed())
  return maxima
}

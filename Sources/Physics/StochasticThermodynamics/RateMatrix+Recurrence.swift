import Validation

extension RateMatrix {
  /// The sets of states that are never left once they are reached, in the order of their first states. A process that is
  /// irreducible has one, of all its states; an absorbing state is one by itself.
  ///
  /// Source: R. Tarjan, SIAM J. Comput. 1, 146 (1972), on strongly connected components.
  public var recurrentClasses: [[Int]] {
    let ways = waysOut
    var search = ComponentSearch(ways)
    let (component, count) = search.components()
    var isLeft = Array(repeating: false, count: count)
    for (state, next) in ways.enumerated() where next.contains(where: { component[$0] != component[state] }) {
      isLeft[component[state]] = true
    }
    var classes: [Int: [Int]] = [:]
    for state in 0..<stateCount where !isLeft[component[state]] { classes[component[state], default: []].append(state) }
    return classes.values.sorted { $0[0] < $1[0] }
  }

  /// The states of the one recurrent class.
  var recurrentStates: [Int] {
    get throws(InvalidInput) {
      let classes = recurrentClasses
      guard classes.count > 1 else { return classes[0] }
      throw InvalidInput(
        "A process that stays for ever with state \(classes[0][0]) or with state \(classes[1][0]), whichever it reaches, has no "
          + "unique stationary distribution.")
    }
  }

  /// Requires that what an edge counts is finite.
  func requireWaysBack() throws(InvalidInput) {
    for edge in edges where edge.forward == 0 || edge.backward == 0 {
      throw InvalidInput(
        "The edge between \(edge.from) and \(edge.to) can be crossed one way only, and releases infinite entropy.")
    }
  }

  /// Where a jump can lead from each state.
  var waysOut: [[Int]] {
    var ways = Array(repeating: [Int](), count: stateCount)
    for edge in edges {
      if edge.forward > 0 { ways[edge.from].append(edge.to) }
      if edge.backward > 0 { ways[edge.to].append(edge.from) }
    }
    return ways
  }

  /// The same process on states that it does not leave, numbered in this order.
  func restricted(to states: [Int]) -> RateMatrix {
    let number = Dictionary(uniqueKeysWithValues: zip(states, 0...))
    return RateMatrix(
      sound: states.count,
      edges: edges.compactMap { edge in
        guard let from = number[edge.from], let to = number[edge.to] else { return nil }
        return Edge(from: from, to: to, forward: edge.forward, backward: edge.backward)
      })
  }
}

/// The search for strongly connected components, with a stack of its own: chains of states may be long.
private struct ComponentSearch {
  private let ways: [[Int]]
  private var order: [Int]
  private var lowest: [Int]
  private var component: [Int]
  private var visited = 0
  private var count = 0
  private var open: [Int] = []

  init(_ ways: [[Int]]) {
    self.ways = ways
    order = Array(repeating: -1, count: ways.count)
    (lowest, component) = (order, order)
  }

  /// The component of each state, and how many there are.
  mutating func components() -> (of: [Int], count: Int) {
    for root in ways.indices where order[root] < 0 { visit(from: root) }
    return (component, count)
  }

  private mutating func enter(_ state: Int) {
    (order[state], lowest[state]) = (visited, visited)
    visited += 1
    open.append(state)
  }

  private mutating func visit(from root: Int) {
    enter(root)
    var path = [(state: root, next: 0)]
    while let (state, next) = path.last {
      if next < ways[state].count {
        path[path.count - 1].next += 1
        let other = ways[state][next]
        if order[other] < 0 {
          enter(other)
          path.append((other, 0))
        } else if component[other] < 0 {
          lowest[state] = min(lowest[state], order[other])
        }
      } else {
        path.removeLast()
        if let above = path.last?.state { lowest[above] = min(lowest[above], lowest[state]) }
        if lowest[state] == order[state] { close(state) }
      }
    }
  }

  /// Everything that was entered since the state is one component with it.
  private mutating func close(_ state: Int) {
    while let last = open.popLast() {
      component[last] = count
      if last == state { break }
    }
    count += 1
  }
}

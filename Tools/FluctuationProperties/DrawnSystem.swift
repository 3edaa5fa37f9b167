import Randomness

/// A system that can be drawn at random, and what is looked at in it.
protocol DrawnSystem {
  /// The laws by the tilted generator or another exact way, with controls.
  func exactFindings(_ random: RandomStream) throws -> [PropertyCheck]

  /// The laws by sampled trajectories, with controls.
  func sampledFindings(_ random: RandomStream) throws -> [PropertyCheck]
}

extension DrawnSystem {
  /// All that is found of the first system of a stream that is good to test: on which the variances are those of ``Power``, and
  /// every control can be seen. `draw` gives nil for the others.
  static func findings(_ random: RandomStream, draw: (RandomStream) throws -> Self?) throws -> [PropertyCheck] {
    var attempt = 0
    while true {
      if let system = try draw(random["try"][attempt]) {
        return try system.exactFindings(random["exact"]) + system.sampledFindings(random["sampled"])
      }
      attempt += 1
    }
  }
}

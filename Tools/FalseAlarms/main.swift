// false-alarms [suites [first seed [threads]]]
//
// Runs the property suite with other seeds than the tests do, and prints how many of the suites give a false alarm, how the
// deviations are distributed, and how far the negative controls are from the laws. By default 1000 suites from seed 1001 on two
// threads, which takes about ten minutes.

import FluctuationProperties
import Foundation
import Synchronization
import Workers

let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
guard arguments.count <= 3, arguments.allSatisfy({ $0 != nil && $0 != 0 }) else {
  print("usage: false-alarms [suites [first seed [threads]]]")
  exit(64)
}
let numbers = arguments.compactMap { $0 } + [1000, 1001, 2].suffix(3 - arguments.count)
let (suites, first, threads) = (Int(numbers[0]), numbers[1], Int(numbers[2]))

let tally = Mutex(Tally())
Workers.share(suites, among: threads) { next in
  while let place = next() {
    do {
      let suite = try PropertySuite(seed: first + UInt64(place))
      tally.withLock { $0.add(suite) }
    } catch {
      print("seed \(first + UInt64(place)): \(error)")
      exit(1)
    }
  }
}

var time = timespec()
clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
tally.withLock { $0.report(cpuTime: Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)) }

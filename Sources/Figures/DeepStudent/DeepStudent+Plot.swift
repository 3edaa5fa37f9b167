import CommitteeMachines
import Companion

// MARK: - Plot

extension DeepStudent {
  static func plot(_ p: Parameters) -> Plot {
    let time = "time {/:Italic t}  (1/{/:Italic μ})"
    let ramp = "duration {/:Italic τ}  (1/{/:Italic μ})"
    let rate = "learning rate {/:Italic ν}"
    let styles: [Style] = [.blue, .green, .vermillion, .purple, .orange]
    let (one, other) = (p.branchUnits[0], p.branchUnits[1])
    let hasty = p.sizes.first { $0 > 1 } ?? p.sizes[0]
    func branch(_ units: Int, _ style: Style) -> [Layer] {
      [
        .line("before-\(units)", x: "rate", y: "difference", style, "{/:Italic K}_h = \(units)"),
        .line("unstable-\(units)", x: "rate", y: "difference", .grey),
        .line("after-\(units)", x: "rate", y: "difference", style),
        .points("up-\(units)", x: "rate", y: "difference", style, units == other ? "ramp up" : ""),
        .points("down-\(units)", x: "rate", y: "difference", style, units == other ? "ramp down" : "", open: true),
      ]
    }
    return Plot(
      caption: """
        A student with hidden units. (a) Overlaps of a hidden unit with its own unit of the teacher and with \
        the others after a sudden start at the learning rate \(label(p.rate)), for \(p.units) units each and an overlap of \
        \(label(p.sampledSeed)) in the beginning. (b) Information gained by the sum mode and by a difference mode, and their costs, at the \
        same learning rate for an overlap of \(label(p.seed)) in the beginning. (c) States of rest in a hint of \(label(p.hint)) against the learning rate in units \
        of the one at which the unspecialised state loses its stability, for \(one) and \(other) units each, with slow ramps up (filled) \
        and down (open); unstable states are grey, and the vertical line is where free energies are equal for \(other) units without the hint. (d) Efficiency \
        at rest after a sudden start, of a whole line and of its modes, and after a slow ramp. (e) Losses against the \
        duration of the ramp to the learning rate \(label(p.finalRate)) for \(p.sizes.map(String.init).joined(separator: ", ")) units; grey lines are released in the jump at any duration, and the black line is \
        the bound of haste for \(hasty) units. (f) Cost at the error \(label(p.error)) of students of different sizes that do \
        not specialise, for a teacher of \(p.teacherUnits) units, and the whole cost at the error \(label(p.lowError)) in states of least free energy \
        (crosses). Lines and bars are exact; points in (a) and (d) are sampled, with error bars of one standard error.
        """,
      headlines: ["specialising-efficiency", "sum-efficiency"],
      answer:
        "Specialising turns {specialising-efficiency %} of its cost into information, the common part of learning only "
        + "{sum-efficiency %}; the plateau between them costs nothing.",
      panels: [
        Panel(
          "the plateau", x: Axis(time, 0...(p.times.last ?? 1)), y: Axis("overlap", 0...1, ticks: 0.2),
          legend: .onLines,
          layers: [
            .line("plateau", x: "time", y: "pair", .blue, "own unit, {/:Italic R_{ii}}"),
            .line("plateau", x: "time", y: "cross", .vermillion, "others, {/:Italic R_{ij}}"),
            .points("students", x: "time", y: "pair", yError: "pair.error", .blue),
            .points("students", x: "time", y: "cross", yError: "cross.error", .vermillion),
          ]),
        Panel(
          "two bills", x: Axis(time, 1e-3...10, logarithmic: true),
          y: Axis("per mode  (nats)", 1e-4...200, logarithmic: true), legend: .onLines,
          layers: [
            .line("cost-sum", x: "time", y: "cost", .vermillion, "cost, sum"),
            .line("information-sum", x: "time", y: "information", .blue, "information, sum"),
            .line("cost-difference", x: "time", y: "cost", .purple, "cost, difference"),
            .line("information-difference", x: "time", y: "information", .green, "information, difference"),
          ]),
        Panel(
          "continuous and by a jump", x: Axis("{/:Italic ν}/{/:Italic ν}_s", 0.2...p.largestRatio),
          y: Axis("{/:Italic R}_− at rest", 0...1, ticks: 0.2),
          layers: [.vertical(number: "coexistence-ratio-\(other)", "")] + branch(one, .blue)
            + branch(other, .vermillion)),
        Panel(
          "efficiency at rest", x: Axis(rate, 1...1000, logarithmic: true), y: Axis("{/:Italic η}", 0...1, ticks: 0.2),
          layers: [
            .line("efficiencies", x: "rate", y: "slow", .green, "slow ramp"),
            .line("difference-efficiency", x: "rate", y: "difference", .purple, "difference, sudden"),
            .line("efficiencies", x: "rate", y: "total", .blue, "all, sudden"),
            .line("efficiencies", x: "rate", y: "sum", .vermillion, "sum, sudden"),
            .points("sampled-efficiencies", x: "rate", y: "total", yError: "total.error", .blue),
          ]),
        Panel(
          "haste", x: Axis(ramp, 0.1...1e6, logarithmic: true),
          y: Axis("losses  (nats)", 1e-5...1000, logarithmic: true), legend: .onLines,
          layers: p.sizes.map { .line("released-\($0)", x: "time", y: "released", .grey) }
            + zip(p.sizes, styles).map {
              .line("ramps-\($0)", x: "time", y: "losses", $1, "{/:Italic K}_h = \($0)")
            } + [.line("ramps-\(hasty)", x: "time", y: "bound", .black, "bound, {/:Italic K}_h = \(hasty)")]),
        Panel(
          "idle units are not free", x: Axis("hidden units {/:Italic K}_h", 0...7), y: Axis("cost  (nats)", 0...140),
          layers: [
            .bars("sizes", x: "units", from: "zero", to: "learned", .blue, "information"),
            .bars("sizes", x: "units", from: "learned", to: "aligned", .sky, "alignment"),
            .bars("sizes", x: "units", from: "aligned", to: "cost", .grey, "compression"),
            .points("least", x: "units", y: "cost", .black, "{/:Italic ε}_g = \(label(p.lowError))"),
          ]),
      ])
  }
}

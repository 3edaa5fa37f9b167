import Companion
import Testing

@Suite struct ScaleTests {
  @Test func placesAlongAnAxis() {
    let linear = Scale(Axis("", -1...3), showing: [])
    #expect(linear.fraction(of: -1) == 0 && linear.fraction(of: 3) == 1 && linear.fraction(of: 0) == 0.25)
    let logarithmic = Scale(Axis("", 0.01...100, logarithmic: true), showing: [])
    #expect(abs(logarithmic.fraction(of: 1) - 0.5) < 1e-15 && logarithmic.fraction(of: 0) < 0)
  }

  /// The range that was asked for grows by tenths, on a logarithmic axis to the next decade above.
  @Test func rangesGrowWithTheData() {
    #expect(Scale(Axis("", 0...1), showing: [0.2, 1.05]).range == 0...1.1)
    #expect(Scale(Axis("", 0...1), showing: [-0.15, 0.5]).range == -0.2...1)
    #expect(Scale(Axis("", 0...1), showing: [0, 1]).range == 0...1)
    #expect(Scale(Axis("", 1...10, logarithmic: true), showing: [0.1, 30]).range == 1...100)
  }

  @Test func rangesThatAreNotAskedForFitTheData() {
    #expect(Scale(Axis(""), showing: [0.13, 5.2]).range == 0...6)
    #expect(Scale(Axis("", logarithmic: true), showing: [0.02, 5, -1]).range == 0.01...10)
    #expect(Scale(Axis(""), showing: [2, 2]).range.contains(2))
    #expect(Scale(Axis(""), showing: []).range == 0...1)
    #expect(Scale(Axis("", names: ["a", "b"]), showing: [1]).range == 0.5...2.5)
  }

  /// Cells at the edge of a map are whole.
  @Test func mapsReachToTheEdgesOfTheirCells() {
    #expect(Scale(Axis("", 0...2), showing: [0, 1, 2], cells: -0.5...2.5).range == -0.5...2.5)
  }
}

@Suite struct TicksTests {
  private func labels(_ axis: Axis, length: Double = 25, isUpright: Bool = false) -> [String] {
    let scale = Scale(axis, showing: [])
    return Ticks(axis, on: scale, length: length, isUpright: isUpright).ticks.compactMap(\.label)
  }

  @Test func linear() {
    #expect(labels(Axis("", 0...1)) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(labels(Axis("", -1...1, ticks: 0.5)) == ["-1.0", "-0.5", "0", "0.5", "1.0"])
    #expect(labels(Axis("", 0...90, ticks: 15)) == ["0", "15", "30", "45", "60", "75", "90"])
    #expect(
      labels(Axis("", 0...40_000)) == ["0", "10{/*0.5  }000", "20{/*0.5  }000", "30{/*0.5  }000", "40{/*0.5  }000"])
  }

  /// Labels never run into one another: where there is less room there are fewer.
  @Test(arguments: [3.0, 6, 12, 25, 60]) func labelsHaveRoom(length: Double) {
    for axis in [
      Axis("", 0...1), Axis("", -4...4, ticks: 0.1), Axis("", 0.95...1.2), Axis("", 1e-5...1, logarithmic: true),
    ] {
      let scale = Scale(axis, showing: [])
      let ticks = Ticks(axis, on: scale, length: length, isUpright: false).ticks.filter { $0.label != nil }
      for (one, next) in zip(ticks, ticks.dropFirst()) {
        let room = (scale.fraction(of: next.value) - scale.fraction(of: one.value)) * length
        let widths = Markup(one.label ?? "").width / 2 + Markup(next.label ?? "").width / 2
        #expect(room > widths || ticks.count <= 2)
      }
    }
  }

  @Test func largeAndSmallNumbersLeaveOutAPowerOfTen() {
    let axis = Axis("", 0...2e-5)
    let ticks = Ticks(axis, on: Scale(axis, showing: []), length: 25, isUpright: false)
    #expect(ticks.factor == "×10^{-5}" && ticks.ticks.compactMap(\.label) == ["0", "0.5", "1.0", "1.5", "2.0"])
  }

  @Test func logarithmic() {
    #expect(labels(Axis("", 0.1...100, logarithmic: true)) == ["0.1", "1", "10", "100"])
    #expect(labels(Axis("", 1e-3...10, logarithmic: true)) == ["10^{-3}", "10^{-2}", "10^{-1}", "1", "10"])
    #expect(labels(Axis("", 0.3...0.9, logarithmic: true)) == ["0.5"])
    #expect(labels(Axis("", 1...5, logarithmic: true)) == ["1", "2", "5"])
    // Few of many powers of ten bear a label, 1 among them.
    #expect(labels(Axis("", 1e-12...1e12, logarithmic: true), length: 20).contains("1"))
  }

  @Test func names() {
    #expect(labels(Axis("", names: ["one", "two"])) == ["one", "two"])
  }
}

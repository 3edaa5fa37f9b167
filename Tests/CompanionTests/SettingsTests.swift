import Companion
import Testing

private enum Colour: String, Codable, CaseIterable { case red, blue }

private struct Parameters: Codable, Equatable {
  var beta = 2.0
  var replicas = 40
  var draws = true
  var name = "a"
  var angles = [0.0, 15, 30]
  var seeds = [1, 2]
  var colour = Colour.red
}

@Suite struct SettingsTests {
  @Test func everyKindCanBeSet() throws {
    let set = try Settings.apply(
      [
        "beta=0.1", "replicas=7", "draws=false", "name=b=c", "angles=1, 2.5,-3e-1", "seeds=4", "colour=blue",
        "colours.beta=0.25",
      ], to: Parameters(), of: "colours")
    #expect(
      set
        == Parameters(
          beta: 0.25, replicas: 7, draws: false, name: "b=c", angles: [1, 2.5, -0.3], seeds: [4], colour: .blue))
  }

  @Test(arguments: [
    (
      "figure.beta=2",
      "There is no parameter 'figure.beta'; the parameters are beta, replicas, draws, name, angles, seeds, colour."
    ),
    ("etta=2", "There is no parameter 'etta'; the parameters are beta, replicas, draws, name, angles, seeds, colour."),
    ("beta=abc", "The parameter 'beta' wants a finite number, and 'abc' is not that."),
    ("beta=nan", "The parameter 'beta' wants a finite number, and 'nan' is not that."),
    ("beta=inf", "The parameter 'beta' wants a finite number, and 'inf' is not that."),
    ("beta=1e999", "The parameter 'beta' wants a finite number, and '1e999' is not that."),
    ("beta=", "The parameter 'beta' wants a finite number, and it was given nothing."),
    ("replicas=2.5", "The parameter 'replicas' wants a whole number, and '2.5' is not that."),
    ("draws=yes", "The parameter 'draws' wants true or false, and 'yes' is not that."),
    ("angles=1,,2", "The parameter 'angles' wants finite numbers separated by commas, and '1,,2' is not that."),
    ("seeds=1.5", "The parameter 'seeds' wants whole numbers separated by commas, and '1.5' is not that."),
    ("colour=green", "The parameter 'colour' wants one of red, blue, and 'green' is not that."),
    ("beta", "--set wants name=value, and 'beta' is not of that form."),
    ("=2", "--set wants name=value, and '=2' is not of that form."),
  ])
  func mistakesAreSentences(setting: String, sentence: String) {
    let error = #expect(throws: Complaint.self) { try Settings.apply([setting], to: Parameters(), of: "colours") }
    #expect(error?.description == sentence)
  }

  @Test func parametersAreDescribedAsTheyAreSet() {
    let described = Settings.describe(Parameters(angles: (0...20).map { Double($0) }))
    #expect(described.map(\.name) == ["beta", "replicas", "draws", "name", "angles", "seeds", "colour"])
    #expect(described.map(\.value) == ["2", "40", "true", "a", "0,1,2,…,20  (21 values)", "1,2", "red"])
  }

  @Test func names() {
    #expect(kebabCase("ParityGate") == "parity-gate" && kebabCase("MNIST") == "mnist")
    #expect(label(15) == "15" && label(22.5) == "22.5" && label(-3) == "-3")
    #expect(decades(0.01, 1, [1, 3]) == [0.01, 0.03, 0.1, 0.3, 1])
  }

  @Test func ranges() {
    #expect(throws: Complaint("The parameter 'rho' must lie between -1.0 and 1.0, and is 2.0.")) {
      try Complaint.unless(2.0, in: -1...1, "rho")
    }
    #expect(throws: Complaint.self) { try Complaint.unless([], in: 0...1, "list") }
    #expect(throws: Complaint.self) { try Complaint.unless([0.5, 0.5], in: 0...1, "list") }
    #expect(throws: Complaint.self) { try Complaint.unless([0.6, 0.5], in: 0...1, "list") }
    #expect(throws: Complaint.self) { try Complaint.unless([.nan], in: 0...1, "list") }
    #expect(throws: Never.self) { try Complaint.unless([0, 1], in: 0...1, "list") }
  }
}

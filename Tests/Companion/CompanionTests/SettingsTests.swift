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

  /// Every parameter with its published value, meaning, unit and range, in lines that are not wrapped again.
  @Test(arguments: [40, 79, 100]) func helpExplainsEveryParameter(width: Int) {
    struct Explained: Codable {
      @Parameter("inverse temperature β of the heat bath", unit: "1/input", in: 0.01...20) var beta = 2.0
      @Parameter("rotations φ of the gate", unit: "deg", in: -360...360, count: 1...6) var angles = [15.0, 30]
      @Parameter("prices of dissipation, of which there are many, in the order in which they are paid", in: 0...1e6)
      var prices = (1...40).map { Double($0) / 4 }
      @Parameter("independent repetitions", in: 2...100_000) var replicas = 40
      @Parameter("the colour of the lines") var colour = Colour.red
    }
    let help = Settings.help(Explained(), width: width)
    let lines = help.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= max(width, 60) }, "\(help)")
    let text = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    #expect(text.contains("beta=2 inverse temperature β of the heat bath (1/input); from 0.01 to 20 angles=15,30 "))
    for part in [
      "rotations φ of the gate (deg); a list of at most 6, ascending from -360 to 360 prices=0.25,0.5,0.75,…,10  (40 ",
      "in which they are paid; a list, ascending from 0 to 1e6 replicas=40 independent repetitions; from 2 to 1e5 ",
      "colour=red the colour of the lines; one of red, blue",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func names() {
    #expect(kebabCase("ParityGate") == "parity-gate" && kebabCase("MNIST") == "mnist")
    #expect(label(15) == "15" && label(22.5) == "22.5" && label(-3) == "-3")
    #expect(decades(0.01, 1, [1, 3]) == [0.01, 0.03, 0.1, 0.3, 1])
  }

  @Test func ranges() {
    #expect(throws: Complaint("The parameter 'rho' must lie between -1 and 1, and is 2.")) {
      try Complaint.unless(2.0, in: -1...1, "rho")
    }
    #expect(throws: Complaint("The parameter 'x' must lie between 1e-7 and 1e6, and is nan.")) {
      try Complaint.unless(Double.nan, in: 1e-7...1e6, "x")
    }
    #expect(throws: Complaint("The parameter 'n' must lie between 2 and 1e5, and is 123456.")) {
      try Complaint.unless(123_456, in: 2...100_000, "n")
    }
    #expect(throws: Complaint.self) { try Complaint.unless([], in: 0...1, "list") }
    #expect(throws: Complaint.self) { try Complaint.unless([0.5, 0.5], in: 0...1, "list") }
    #expect(throws: Complaint.self) { try Complaint.unless([0.6, 0.5], in: 0...1, "list") }
    #expect(throws: Complaint.self) { try Complaint.unless([.nan], in: 0...1, "list") }
    #expect(throws: Never.self) { try Complaint.unless([0, 1], in: 0...1, "list") }
  }
}

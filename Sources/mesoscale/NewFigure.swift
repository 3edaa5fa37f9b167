import ArgumentParser
import Companion
import Foundation

/// `mesoscale new`: writes a figure to begin with.
struct NewFigure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a new figure that runs, draws and passes its test, for you to change.",
    usage: "mesoscale new <slug>",
    discussion: """
      The slug is the name on the command line, in lower-case words with hyphens: my-figure. Its files are in \
      Sources/Figures/MyFigure, its test in Tests/Figures/MyFigureTests, and both are named in Package.swift. Then \
      ./reproduce.sh my-figure runs it, and ./reproduce.sh test --filter MyFigureTests its test.
      """)

  @Argument(help: ArgumentHelp("The slug of the figure, such as my-figure.", valueName: "slug"))
  var slug: String

  func run() throws {
    let project = try Project.find()
    let template = try FigureTemplate(slug: slug)
    try template.write(into: project.root)
    try StandardOutput.print(
      """
      The figure '\(slug)' is written:
      \(template.files.map { "  " + $0.path }.joined(separator: "\n"))
      Package.swift names it. Next:
        ./reproduce.sh \(slug) --quick                 # runs it and draws it
        ./reproduce.sh test --filter \(template.name)Tests    # runs its test
      Then change its question, its cells and its plot; CONTRIBUTING.md says how it is published.
      """)
  }
}

/// The files of a figure to begin with: a spin in a field, sampled and compared with its exact mean.
struct FigureTemplate {
  /// `my-figure` and `MyFigure`.
  let slug: String, name: String

  /// A template.
  ///
  /// - Throws: ``Complaint`` where the slug is not made of lower-case words with hyphens.
  init(slug: String) throws {
    let words = slug.split(separator: "-", omittingEmptySubsequences: false)
    let isSlug =
      words.allSatisfy { word in
        word.first?.isASCII == true && word.first?.isLowercase == true
          && word.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
      }
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    guard isSlug, kebabCase(name) == slug else {
      throw Complaint(
        "A figure cannot be named '\(slug)': use lower-case words with hyphens between them, such as my-figure."
      )
    }
    (self.slug, self.name) = (slug, name)
  }

  /// What is written where, from the root of the project.
  var files: [(path: String, text: String)] {
    [
      ("Sources/Figures/\(name)/\(name).swift", experiment),
      ("Sources/Figures/\(name)/\(name)+Plot.swift", plot),
      ("Tests/Figures/\(name)Tests/\(name)Tests.swift", test),
    ].map { ($0.0, $0.1.replacing("MyFigure", with: name)) }
  }

  /// Writes the files, and names the figure and its test in Package.swift.
  ///
  /// Nothing is written unless all can be.
  ///
  /// - Throws: ``Complaint`` where there is such a figure, or where Package.swift is not as expected.
  func write(into root: URL) throws {
    let manager = FileManager.default
    let folders = ["Sources/Figures/\(name)", "Tests/Figures/\(name)Tests"].map { root.appending(path: $0) }
    for folder in folders where manager.fileExists(atPath: folder.path) {
      throw Complaint("There is a folder \(folder.path) already: choose another name, or delete it.")
    }
    let package = root.appending(path: "Package.swift")
    let changed = try changed(String(contentsOf: package, encoding: .utf8))
    do {
      for (path, text) in files {
        let file = root.appending(path: path)
        try manager.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      try Data(changed.utf8).write(to: package, options: .atomic)
    } catch {
      for folder in folders { try? manager.removeItem(at: folder) }
      throw Complaint("The figure could not be written: \(error.localizedDescription)")
    }
  }

  /// Package.swift with the figure and its test.
  private func changed(_ package: String) throws -> String {
    guard !package.contains("figure(\"\(name)\"") && !package.contains("name: \"\(name)\"") else {
      throw Complaint("Package.swift has a target '\(name)' already: choose another name.")
    }
    var lines = package.components(separatedBy: "\n")
    guard let first = lines.firstIndex(of: "let figures = ["),
      let end = lines[first...].firstIndex(of: "]"),
      let tests = lines.firstIndex(of: "      name: \"EndToEndTests\",")
    else {
      throw Complaint(
        "Package.swift is not as this command expects it: add the figure by hand, as CONTRIBUTING.md says.")
    }
    lines.insert(
      contentsOf: [
        "    .testTarget(",
        "      name: \"\(name)Tests\", dependencies: [\"\(name)\", \"Estimation\", \"Randomness\"],",
        "      path: \"Tests/Figures/\(name)Tests\"),",
      ], at: tests - 1)
    lines.insert("  figure(\"\(name)\", models: [], physics: [\"Cells\", \"Randomness\", \"SpinNetworks\"]),", at: end)
    return lines.joined(separator: "\n")
  }

  private var experiment: String {
    #"""
    import Cells
    import Companion
    import ElementaryFunctions
    import Estimation
    import Randomness
    import SpinNetworks

    /// The mean of a spin in a field.
    @main
    struct MyFigure: Figure {
      // MARK: - Question

      static let title = "A spin in a field"
      static let question = "How strongly does a spin at a given temperature follow a field?"
      /// The section of PAPER.md that shows the figure; "1" until it has one.
      static let section = "1"
      static let minutes = 0.1

      // MARK: - Parameters

      struct Parameters: Codable, Sendable {
        @Parameter("inverse temperature β", unit: "1/field", in: 0...10) var beta = 1.0
        @Parameter("fields of the sampled points", in: -3...3) var fields = [-2.0, -1, -0.5, 0, 0.5, 1, 2]
        @Parameter("time of a trajectory", unit: "1/k0", in: 1...1e6) var time = 1000.0
        @Parameter("trajectories at each field, from which the errors come", in: 2...1000) var replicas = 32
      }

      static let paper = Parameters()
      static let quick = Parameters(time: 100, replicas: 16)

      // MARK: - Experiment

      let p: Parameters, run: Run

      func simulate() throws {
        let line = Array(stride(from: -3.0, through: 3, by: 0.05))
        run.series("exact", ["field": line, "mean": line.map(mean)])
        let cells = p.fields.map { SampledSpin(field: $0, beta: p.beta, time: p.time) }
        let means = try run.sweep("sampled", over: cells, replicas: p.replicas).map { Average($0).estimate }
        run.series("sampled", ["field": p.fields], estimates: ["mean": means])
        run.number("mean-1", mean(at: 1))
        run.deviations(zip(means, p.fields).map { $0.deviation(from: Estimate(exact: mean(at: $1))) })
      }

      /// ⟨s⟩ = tanh βh, by detailed balance.
      private func mean(at field: Double) -> Double { Elementary.tanh(p.beta * field) }
    }

    /// The average of a spin along a trajectory.
    ///
    /// A cell holds all that its result depends on. Move it into a module of Models when another figure wants it.
    package struct SampledSpin: Cell {
      /// The field, and the inverse temperature.
      package var field, beta: Double
      /// The time of the trajectory, in units of 1/k0.
      package var time: Double

      /// A spin.
      package init(field: Double, beta: Double, time: Double) {
        (self.field, self.beta, self.time) = (field, beta, time)
      }

      package func compute(_ random: RandomStream) throws -> Double {
        let spin = try SpinNetwork(couplings: [[0]], fields: [field], beta: beta, law: .glauber)
        return try spin.sample(burnIn: 20, duration: time, random: random).magnetisations[0].value
      }
    }

    """#
  }

  private var plot: String {
    #"""
    import Companion

    // MARK: - Plot

    extension MyFigure {
      static func plot(_ p: Parameters) -> Plot {
        Plot(
          caption: """
            The mean of a spin against its field. The line is exact; points are averages over trajectories, with error bars \
            of one standard error.
            """,
          headlines: ["mean-1"],
          answer: "In a field of one the mean of the spin is {mean-1}.",
          panels: [
            Panel(
              "a spin in a field", x: Axis("field {/:Italic h}", -3...3, ticks: 1),
              y: Axis("mean of the spin", -1...1, ticks: 0.5),
              layers: [
                .line("exact", x: "field", y: "mean", .blue, "tanh {/:Italic βh}"),
                .points("sampled", x: "field", y: "mean", yError: "mean.error", .vermillion, "sampled"),
              ])
          ])
      }
    }

    """#
  }

  private var test: String {
    #"""
    import Estimation
    import Foundation
    import MyFigure
    import Randomness
    import Testing

    /// The law that the figure draws, and a control that breaks it.
    @Suite struct MyFigureTests {
      /// Averages over trajectories are tanh βh within four standard errors, and not tanh of twice as much.
      @Test(arguments: [-1.0, 0.3, 1.2]) func theMeanIsTheHyperbolicTangent(field: Double) throws {
        let cell = SampledSpin(field: field, beta: 0.8, time: 500)
        let random = RandomStream(seed: 1)
        let mean = Average(try (0..<64).map { try cell.compute(random[$0]) }).estimate
        #expect(mean.isConsistent(with: tanh(0.8 * field), sigmas: 4), "\(mean)")
        #expect(!mean.isConsistent(with: tanh(1.6 * field), sigmas: 10), "\(mean)")
      }
    }

    """#
  }
}

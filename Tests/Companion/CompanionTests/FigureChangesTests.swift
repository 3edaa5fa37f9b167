import Companion
import Provenance
import Testing

/// What changed since a run of a figure is named, and only that.
@Suite struct FigureChangesTests {
  /// A figure that draws with `Companion`, and whose cells are declared in `Models`, which imports `Physics`, and that `Numbers`.
  private static let imports: [String: Set<String>] = [
    "ParityGate": ["Models", "Companion"], "Models": ["Physics"], "Physics": ["Numbers"], "Companion": ["Digest"],
  ]

  private func closure(_ module: String) -> Set<String> {
    (Self.imports[module] ?? []).reduce(into: [module]) { $0.formUnion(closure($1)) }
  }

  private static let names = ["ParityGate", "Models", "Physics", "Numbers", "Companion", "Digest"]

  /// The run that was.
  private var recorded: FigureState {
    FigureState(
      figure: "parity-gate", parameters: ["eta": .integer(5), "angles": .list([.integer(1), .number(2.5)])], seed: 1,
      code: "old", modules: Dictionary(uniqueKeysWithValues: Self.names.map { ($0, "old \($0)") }),
      declaring: ["Models"], compiler: "Swift 6.2",
      inputs: [FileRecord(path: "images", sha256: "a", bytes: 1), FileRecord(path: "labels", sha256: "b", bytes: 1)],
      files: ["gp", "svg"].map { FileRecord(path: "figures/parity-gate.\($0)", sha256: $0, bytes: 1) })
  }

  /// The same with new digests of the modules that these edits reach.
  private func edited(_ modules: String...) -> FigureState {
    var state = recorded
    state.code = "new"
    for name in Self.names where !closure(name).isDisjoint(with: modules) { state.modules[name] = "new \(name)" }
    return state
  }

  private func changes(_ present: FigureState, since recorded: FigureState? = nil) -> [FigureChange] {
    FigureChanges.between(recorded ?? self.recorded, present, closure: closure)
  }

  @Test func nothing() { #expect(changes(recorded).isEmpty) }

  @Test func parameters() {
    var present = recorded
    present.parameters["eta"] = .number(4.5)
    #expect(changes(present) == [FigureChange(.parameter, "eta", "5", "4.5")])
    present.parameters["eta"] = nil
    present.parameters["angles"] = .list([.integer(1)])
    #expect(
      changes(present) == [
        FigureChange(.parameter, "angles", "[1,2.5]", "[1]"), FigureChange(.parameter, "eta", "5", nil),
      ])
    present = recorded
    present.parameters["rho"] = .integer(0)
    #expect(changes(present) == [FigureChange(.parameter, "rho", nil, "0")])
  }

  @Test func seedAndCompiler() {
    var present = recorded
    present.seed = 2
    #expect(changes(present) == [FigureChange(.seed, "", "1", "2")])
    present.seed = 1
    present.compiler = "Swift 6.3"
    #expect(changes(present) == [FigureChange(.compiler, "", "Swift 6.2", "Swift 6.3")])
  }

  /// The flags and each library by its name; what one of both does not know is not compared.
  @Test func buildAndLibraries() {
    var (before, present) = (recorded, recorded)
    before.build = Build(
      "release, -target-cpu native; swift-argument-parser 1.5.0; NLopt 2.7.1; OpenSSL 3.0.15 3 Sep 2024")
    present.build = before.build
    #expect(changes(present, since: before).isEmpty)
    present.build = Build("release; swift-argument-parser 1.6.1; OpenSSL 3.0.15 3 Sep 2024; LAPACK 3.11.0")
    #expect(
      changes(present, since: before) == [
        FigureChange(.flags, "", "release, -target-cpu native", "release"),
        FigureChange(.library, "swift-argument-parser", "1.5.0", "1.6.1"),
      ])
    present.build = Build("unknown; NLopt 2.8.0; OpenSSL 3.0.15 3 Sep 2024")
    #expect(changes(present, since: before) == [FigureChange(.library, "NLopt", "2.7.1", "2.8.0")])
    #expect(changes(recorded, since: before).isEmpty)
  }

  /// The module whose own sources changed, and none of those that import it.
  @Test(arguments: ["Models", "Physics", "Numbers"]) func aModuleOfCells(name: String) {
    #expect(edited(name).modules["ParityGate"] != recorded.modules["ParityGate"])
    #expect(changes(edited(name)) == [FigureChange(.module, name, "old \(name)", "new \(name)")])
  }

  @Test(arguments: ["ParityGate", "Companion", "Digest"]) func aModuleThatOnlyDraws(name: String) {
    #expect(changes(edited(name)) == [FigureChange(.drawing, name, "old \(name)", "new \(name)")])
  }

  /// Two modules that do not import one another are both named; of two of which one imports the other, the imported one.
  @Test func severalModules() {
    #expect(changes(edited("Physics", "Digest")).map(\.name) == ["Digest", "Physics"])
    #expect(changes(edited("Physics", "Digest")).map(\.kind) == [.drawing, .module])
    #expect(changes(edited("Models", "Physics")).map(\.name) == ["Physics"])
  }

  /// A module that is new is named; the digests of what imports it changed with it.
  @Test func aNewModule() {
    var before = recorded
    before.modules["Numbers"] = nil
    #expect(changes(edited("Numbers"), since: before) == [FigureChange(.module, "Numbers", nil, "new Numbers")])
  }

  /// A cell that is declared in the figure depends on all that the figure is made of.
  @Test func cellsOfTheFigure() {
    var before = recorded
    before.declaring = ["ParityGate"]
    #expect(changes(edited("Companion"), since: before).map(\.kind) == [.module])
    // What declares cells only now counts, too.
    var present = edited("Companion")
    present.declaring = ["ParityGate"]
    #expect(changes(present).map(\.kind) == [.module])
  }

  /// A published parameter is written in the module of the figure, which is not named for it; others are.
  @Test func aPublishedParameter() {
    var present = edited("ParityGate")
    present.parameters["eta"] = .integer(4)
    #expect(changes(present).map(\.kind) == [.parameter])
    present = edited("ParityGate", "Physics")
    present.parameters["eta"] = .integer(4)
    #expect(changes(present).map(\.kind) == [.parameter, .module])
    present = edited("Companion")
    present.parameters["eta"] = .integer(4)
    #expect(changes(present).map(\.kind) == [.parameter, .drawing])
  }

  /// Of an older run only the digests of the modules that declare cells are known.
  @Test func anOlderRun() {
    var before = recorded
    before.modules = ["Models": "old Models"]
    before.hasAllModules = false
    var same = recorded
    #expect(changes(same, since: before).isEmpty)
    let found = changes(edited("Numbers"), since: before)
    #expect(found.map(\.kind) == [.module] && found.map(\.name) == ["Models"])
    #expect(found.first?.note == "or one that it imports")
    // Some code has changed, and not that of the cells.
    same.code = "new"
    #expect(changes(same, since: before).map(\.kind) == [.drawing])
  }

  @Test func inputData() {
    var present = recorded
    present.inputs[0].sha256 = "c"
    #expect(changes(present) == [FigureChange(.input, "images", "a", "c")])
    present.inputs.removeFirst()
    #expect(changes(present) == [FigureChange(.input, "images", "a", nil)])
    // A figure that stopped at cells which are missing may not have come to its data yet.
    present.hasAllInputs = false
    #expect(changes(present).isEmpty)
    present.inputs[0].sha256 = "d"
    #expect(changes(present) == [FigureChange(.input, "labels", "b", "d")])
  }

  @Test func files() {
    var present = recorded
    present.files.removeFirst()
    #expect(changes(present) == [FigureChange(.missingFile, "figures/parity-gate.gp", "gp", nil)])
    present = recorded
    present.files[1].sha256 = "other"
    #expect(changes(present) == [FigureChange(.alteredFile, "figures/parity-gate.svg", "svg", "other")])
    var before = recorded
    before.files = []
    #expect(changes(recorded, since: before) == [FigureChange(.notDrawn)])
  }

  /// All at once: everything is named once.
  @Test func everything() {
    var present = edited("Physics")
    present.parameters["eta"] = .integer(4)
    (present.seed, present.compiler, present.inputs[1].sha256) = (2, "other", "c")
    present.files.removeLast()
    #expect(
      changes(present).map(\.kind) == [.parameter, .seed, .module, .compiler, .input, .missingFile])
  }
}

// swift-tools-version: 6.2
import PackageDescription

/// A figure is one executable: `Sources/Figures/<Name>`, run as `swift run -c release <slug>`.
/// The plugin writes the digest of the code it is built from into it.
func figure(_ name: String) -> Target {
  .executableTarget(
    name: name,
    dependencies: [
      "Companion", "ElementaryFunctions", "Estimation", "Learning", "LinearAlgebra", "PackedNumbers", "Randomness",
      "StochasticThermodynamics",
    ],
    path: "Sources/Figures/\(name)",
    plugins: ["CodeIdentity"])
}

let figures: [(name: String, slug: String)] = [
  ("FluctuationTheorems", "fluctuation-theorems"),
  ("HiddenUnits", "hidden-units"),
  ("InformationBottleneck", "information-bottleneck"),
  ("InformationOptima", "information-optima"),
  ("LabelLearning", "label-learning"),
  ("LandauerErasure", "landauer-erasure"),
  ("LearningCost", "learning-cost"),
  ("LearningEfficiency", "learning-efficiency"),
  ("LearningTradeoff", "learning-tradeoff"),
  ("LinearSystem", "linear-system"),
  ("MesoscopicCNN", "mesoscopic-cnn"),
  ("MismatchCost", "mismatch-cost"),
  ("OptimalSensing", "optimal-sensing"),
  ("ParityGate", "parity-gate"),
  ("RandomPatterns", "random-patterns"),
  ("TransientComputation", "transient-computation"),
  ("UniversalCost", "universal-cost"),
]

let package = Package(
  name: "Mesoscale",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "ElementaryFunctions", targets: ["ElementaryFunctions"]),
    .library(name: "Randomness", targets: ["Randomness"]),
    .library(name: "Estimation", targets: ["Estimation"]),
    .library(name: "LinearAlgebra", targets: ["LinearAlgebra"]),
    .library(name: "PackedNumbers", targets: ["PackedNumbers"]),
    .library(name: "StochasticThermodynamics", targets: ["StochasticThermodynamics"]),
    .library(name: "Learning", targets: ["Learning"]),
    .library(name: "Provenance", targets: ["Provenance"]),
    .library(name: "Companion", targets: ["Companion"]),
    .executable(name: "mesoscale", targets: ["mesoscale"]),
    .executable(name: "benchmark", targets: ["Benchmark"]),
  ] + figures.map { .executable(name: $0.slug, targets: [$0.name]) },
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Floor 0: random numbers, estimates, encodings, system libraries.
    .target(name: "ElementaryFunctions"),
    .target(name: "Randomness", dependencies: ["ElementaryFunctions"]),
    .target(name: "Estimation", dependencies: ["ElementaryFunctions"]),
    .target(name: "LinearAlgebra", dependencies: ["CLAPACK", "ElementaryFunctions"]),
    .target(name: "PackedNumbers"),
    .target(name: "Workers"),
    .target(name: "Digest", dependencies: ["CCrypto"]),
    .systemLibrary(name: "CNLopt", providers: [.apt(["libnlopt-dev"]), .brew(["nlopt"])]),
    .systemLibrary(
      name: "CLAPACK", providers: [.apt(["liblapacke-dev", "libopenblas-dev"]), .brew(["lapack", "openblas"])]),
    .target(name: "CCounters"),
    .systemLibrary(name: "CPNG", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),

    // Floor 1: the physics; the store.
    .target(
      name: "StochasticThermodynamics",
      dependencies: ["ElementaryFunctions", "Estimation", "LinearAlgebra", "Randomness", "Workers"]),
    .target(
      name: "Provenance",
      dependencies: [
        "Digest", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),

    // Floor 2: models whose parameters move; what every figure is and is given.
    .target(
      name: "Learning",
      dependencies: [
        "CNLopt", "Digest", "ElementaryFunctions", "Estimation", "LinearAlgebra", "PackedNumbers", "Randomness",
        "StochasticThermodynamics",
      ]),
    .target(
      name: "Companion",
      dependencies: [
        "Digest", "Estimation", "Provenance", "Randomness", "Workers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Floor 3: the tool, the benchmark and the figures.
    .executableTarget(
      name: "mesoscale",
      dependencies: [
        "Companion", "Learning", "Provenance", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      plugins: ["CodeIdentity"]),

    .executableTarget(
      name: "Benchmark",
      dependencies: [
        "CCounters", "Companion", "ElementaryFunctions", "Estimation", "Learning", "Provenance", "Randomness",
        "StochasticThermodynamics", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.copy("comparison.py")]),

    // Which code a figure or the tool is: written into it when it is built.
    .executableTarget(name: "code-identity", dependencies: ["Digest"], path: "Sources/CodeIdentity/Tool"),
    .plugin(
      name: "CodeIdentity", capability: .buildTool(), dependencies: ["code-identity"],
      path: "Sources/CodeIdentity/Plugin"),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .executableTarget(
      name: "trajectory-digest",
      dependencies: ["Digest", "ElementaryFunctions", "Learning", "Randomness", "StochasticThermodynamics"],
      path: "Tests/TrajectoryDigest", exclude: ["digests.txt"]),
    .target(
      name: "FluctuationProperties",
      dependencies: ["ElementaryFunctions", "Estimation", "Randomness", "StochasticThermodynamics"],
      path: "Tests/FluctuationProperties"),
    .executableTarget(
      name: "false-alarms", dependencies: ["FluctuationProperties", "Workers"], path: "Tests/FalseAlarms"),
    .executableTarget(
      name: "staged-walk", dependencies: ["Companion", "PackedNumbers", "Provenance", "Randomness"],
      path: "Tests/StagedWalk"),
    .target(name: "FigureInspection", dependencies: ["CPNG", "Provenance"], path: "Tests/FigureInspection"),
    .executableTarget(name: "inspect-figures", dependencies: ["FigureInspection"], path: "Tests/InspectFigures"),
    .testTarget(name: "FluctuationPropertyTests", dependencies: ["FluctuationProperties"]),
    .testTarget(name: "ElementaryFunctionsTests", dependencies: ["ElementaryFunctions"]),
    .testTarget(name: "RandomnessTests", dependencies: ["Randomness", "Estimation"]),
    .testTarget(name: "EstimationTests", dependencies: ["Estimation", "Randomness"]),
    .testTarget(name: "PackedNumbersTests", dependencies: ["PackedNumbers"]),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["ElementaryFunctions", "LinearAlgebra", "Randomness"]),
    .testTarget(
      name: "StochasticThermodynamicsTests",
      dependencies: ["ElementaryFunctions", "StochasticThermodynamics", "Estimation", "LinearAlgebra", "Randomness"]),
    .testTarget(
      name: "LearningTests",
      dependencies: [
        "Digest", "ElementaryFunctions", "Estimation", "Learning", "LinearAlgebra", "Randomness",
        "StochasticThermodynamics",
      ]),
    .testTarget(
      name: "ProvenanceTests",
      dependencies: ["Provenance", "Digest", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: ["version-1.sql"]),
    .testTarget(
      name: "CompanionTests",
      dependencies: [
        "Companion", "Digest", "Estimation", "PackedNumbers", "Provenance", "Randomness", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Benchmark", "Companion", "Digest", "FigureInspection", "Learning", "Provenance", "TestSupport", "mesoscale",
        "code-identity", "staged-walk", "trajectory-digest",
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Subprocess", package: "swift-subprocess"),
      ] + figures.map { .target(name: $0.name) }),
  ] + figures.map { figure($0.name) }
)

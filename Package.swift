// swift-tools-version: 6.2
import PackageDescription

/// A figure is one executable: `Sources/Figures/<Name>`, run as `swift run -c release <slug>`. It names the models whose cells it
/// computes, and the physics that it speaks of besides. The plugin writes the digests of all modules into it.
func figure(_ name: String, models: [String], physics: [String] = []) -> Target {
  .executableTarget(
    name: name,
    dependencies: (models + physics + ["Companion", "ElementaryFunctions", "Estimation"]).map {
      .init(stringLiteral: $0)
    },
    path: "Sources/Figures/\(name)",
    plugins: ["CodeIdentity"])
}

let figures = [
  figure("FluctuationTheorems", models: ["DrivenSystems"], physics: ["StochasticThermodynamics"]),
  figure("HiddenUnits", models: ["SensoryComplexes"]),
  figure("InformationBottleneck", models: ["SensoryComplexes"], physics: ["StochasticThermodynamics"]),
  figure("InformationOptima", models: ["SensoryComplexes"]),
  figure("LabelLearning", models: ["PerceptronLearning"]),
  figure("LandauerErasure", models: ["BitErasure"], physics: ["LangevinDynamics"]),
  figure("LearningCost", models: ["PerceptronLearning"]),
  figure("LearningEfficiency", models: ["PerceptronLearning"]),
  figure("LearningTradeoff", models: ["LearningDevices"]),
  figure("LinearSystem", models: ["LinearComputation"], physics: ["StochasticThermodynamics"]),
  figure("MesoscopicCNN", models: ["MesoscopicNetworks", "MNIST1D"]),
  figure("MismatchCost", models: ["FiniteAutomata"]),
  figure(
    "OptimalSensing", models: ["SensoryComplexes"], physics: ["DissipationBottlenecks", "StochasticThermodynamics"]),
  figure("ParityGate", models: ["SensoryComplexes"], physics: ["StochasticThermodynamics"]),
  figure("RandomPatterns", models: ["MesoscopicNetworks"], physics: ["SpinNetworks"]),
  figure("TransientComputation", models: ["SensoryComplexes"], physics: ["StochasticThermodynamics"]),
  figure("UniversalCost", models: ["Inference"]),
]

/// `ParityGate` → `parity-gate`.
func slug(of name: String) -> String {
  var slug = ""
  for (place, letter) in name.enumerated() {
    let last = name.index(name.startIndex, offsetBy: max(0, place - 1))
    if place > 0, letter.isUppercase, !name[last].isUppercase { slug += "-" }
    slug += letter.lowercased()
  }
  return slug
}

let package = Package(
  name: "Mesoscale",
  platforms: [.macOS(.v15)],
  products: [
    "Cells", "ElementaryFunctions", "Estimation", "LinearAlgebra", "Optimisation", "PackedNumbers", "Randomness",
    "DissipationBottlenecks", "LangevinDynamics", "SpinNetworks", "StochasticThermodynamics",
    "BitErasure", "DrivenSystems", "FiniteAutomata", "Inference", "LearningDevices", "LinearComputation", "MNIST1D",
    "MesoscopicNetworks", "PerceptronLearning", "SensoryComplexes",
    "Companion", "Provenance",
  ].map { .library(name: $0, targets: [$0]) }
    + [
      .executable(name: "mesoscale", targets: ["mesoscale"]),
      .executable(name: "benchmark", targets: ["Benchmark"]),
    ] + figures.map { .executable(name: slug(of: $0.name), targets: [$0.name]) },
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Foundations: numbers, estimates, encodings, system libraries.
    .target(name: "Cells", dependencies: ["Randomness"], path: "Sources/Foundations/Cells"),
    .target(name: "Digest", dependencies: ["CCrypto"], path: "Sources/Foundations/Digest"),
    .target(name: "ElementaryFunctions", path: "Sources/Foundations/ElementaryFunctions"),
    .target(name: "Estimation", dependencies: ["ElementaryFunctions"], path: "Sources/Foundations/Estimation"),
    .target(name: "KernelMemory", path: "Sources/Foundations/KernelMemory"),
    .target(
      name: "LinearAlgebra", dependencies: ["CLAPACK", "ElementaryFunctions"], path: "Sources/Foundations/LinearAlgebra"
    ),
    .target(
      name: "Optimisation", dependencies: ["CNLopt", "ElementaryFunctions", "LinearAlgebra", "Randomness"],
      path: "Sources/Foundations/Optimisation"),
    .target(name: "PackedNumbers", path: "Sources/Foundations/PackedNumbers"),
    .target(name: "Randomness", dependencies: ["ElementaryFunctions"], path: "Sources/Foundations/Randomness"),
    .target(name: "Workers", path: "Sources/Foundations/Workers"),
    .target(name: "CCounters", path: "Sources/Foundations/CCounters"),
    .systemLibrary(
      name: "CCrypto", path: "Sources/Foundations/CCrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .systemLibrary(
      name: "CLAPACK", path: "Sources/Foundations/CLAPACK",
      providers: [.apt(["liblapacke-dev", "libopenblas-dev"]), .brew(["lapack", "openblas"])]),
    .systemLibrary(
      name: "CNLopt", path: "Sources/Foundations/CNLopt", providers: [.apt(["libnlopt-dev"]), .brew(["nlopt"])]),
    .systemLibrary(
      name: "CPNG", path: "Sources/Foundations/CPNG", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),

    // Physics: what holds for any system.
    .target(
      name: "StochasticThermodynamics",
      dependencies: ["ElementaryFunctions", "Estimation", "LinearAlgebra", "Randomness", "Workers"],
      path: "Sources/Physics/StochasticThermodynamics"),
    .target(
      name: "DissipationBottlenecks", dependencies: ["Optimisation", "StochasticThermodynamics"],
      path: "Sources/Physics/DissipationBottlenecks"),
    .target(
      name: "SpinNetworks",
      dependencies: [
        "ElementaryFunctions", "Estimation", "KernelMemory", "LinearAlgebra", "Randomness", "StochasticThermodynamics",
        "Workers",
      ], path: "Sources/Physics/SpinNetworks"),
    .target(
      name: "LangevinDynamics",
      dependencies: [
        "ElementaryFunctions", "Estimation", "KernelMemory", "LinearAlgebra", "Randomness", "StochasticThermodynamics",
        "Workers",
      ], path: "Sources/Physics/LangevinDynamics"),

    // Models: the systems that figures ask about, and the cells that compute them. Each stands on physics, and few on each other.
    .target(
      name: "BitErasure",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "LangevinDynamics", "Randomness", "StochasticThermodynamics",
      ], path: "Sources/Models/BitErasure"),
    .target(
      name: "DrivenSystems",
      dependencies: ["Cells", "Estimation", "LangevinDynamics", "Randomness", "StochasticThermodynamics"],
      path: "Sources/Models/DrivenSystems"),
    .target(
      name: "FiniteAutomata",
      dependencies: ["Cells", "ElementaryFunctions", "Estimation", "Randomness", "StochasticThermodynamics"],
      path: "Sources/Models/FiniteAutomata"),
    .target(
      name: "Inference",
      dependencies: ["Cells", "ElementaryFunctions", "Estimation", "Randomness", "StochasticThermodynamics"],
      path: "Sources/Models/Inference"),
    .target(
      name: "LearningDevices",
      dependencies: ["Cells", "ElementaryFunctions", "Estimation", "Randomness", "StochasticThermodynamics"],
      path: "Sources/Models/LearningDevices"),
    .target(
      name: "LinearComputation",
      dependencies: [
        "Cells", "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "LinearAlgebra", "Optimisation",
        "Randomness", "StochasticThermodynamics",
      ], path: "Sources/Models/LinearComputation"),
    .target(name: "MNIST1D", dependencies: ["Digest", "ElementaryFunctions"], path: "Sources/Models/MNIST1D"),
    .target(
      name: "MesoscopicNetworks",
      dependencies: [
        "Cells", "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "KernelMemory", "LinearAlgebra",
        "MNIST1D",
        "Optimisation", "PackedNumbers", "Randomness", "SpinNetworks", "StochasticThermodynamics",
      ], path: "Sources/Models/MesoscopicNetworks"),
    .target(
      name: "PerceptronLearning",
      dependencies: [
        "Cells", "ElementaryFunctions", "Estimation", "KernelMemory", "Randomness", "StochasticThermodynamics",
      ], path: "Sources/Models/PerceptronLearning"),
    .target(
      name: "SensoryComplexes",
      dependencies: [
        "Cells", "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "Optimisation", "Randomness",
        "SpinNetworks", "StochasticThermodynamics",
      ], path: "Sources/Models/SensoryComplexes"),

    // Companion: the store, what every figure is and is given, and which code a program was built from.
    .target(
      name: "Provenance",
      dependencies: [
        "Digest", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      path: "Sources/Companion/Provenance"),
    .target(
      name: "Companion",
      dependencies: [
        "Cells", "Digest", "Estimation", "Provenance", "Randomness", "Workers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Companion/Companion"),
    .executableTarget(name: "code-identity", dependencies: ["Digest"], path: "Sources/Companion/CodeIdentity/Tool"),
    .plugin(
      name: "CodeIdentity", capability: .buildTool(), dependencies: ["code-identity"],
      path: "Sources/Companion/CodeIdentity/Plugin"),

    // The tool and the benchmark; the figures are added below.
    .executableTarget(
      name: "mesoscale",
      dependencies: [
        "Companion", "Estimation", "MNIST1D", "Provenance",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      plugins: ["CodeIdentity"]),
    .executableTarget(
      name: "Benchmark",
      dependencies: [
        "CCounters", "Companion", "ElementaryFunctions", "Estimation", "LangevinDynamics", "MesoscopicNetworks",
        "PerceptronLearning", "Provenance", "Randomness", "SpinNetworks", "StochasticThermodynamics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.copy("comparison.py")]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .executableTarget(
      name: "trajectory-digest",
      dependencies: [
        "Digest", "DissipationBottlenecks", "ElementaryFunctions", "LangevinDynamics", "Optimisation", "Randomness",
        "SpinNetworks", "StochasticThermodynamics", "BitErasure", "FiniteAutomata", "Inference", "LearningDevices",
        "LinearComputation",
        "MNIST1D", "MesoscopicNetworks", "PerceptronLearning", "SensoryComplexes",
      ],
      path: "Tests/TrajectoryDigest", exclude: ["digests.txt"]),
    .target(
      name: "FluctuationProperties",
      dependencies: [
        "ElementaryFunctions", "Estimation", "LangevinDynamics", "Randomness", "SpinNetworks",
        "StochasticThermodynamics",
      ],
      path: "Tests/FluctuationProperties"),
    .executableTarget(
      name: "false-alarms", dependencies: ["FluctuationProperties", "Workers"], path: "Tests/FalseAlarms"),
    .executableTarget(
      name: "staged-walk", dependencies: ["Cells", "Companion", "PackedNumbers", "Provenance", "Randomness"],
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
      dependencies: [
        "ElementaryFunctions", "StochasticThermodynamics", "Estimation", "LinearAlgebra", "Randomness", "SpinNetworks",
        "LangevinDynamics", "BitErasure", "FiniteAutomata", "LinearComputation",
      ]),
    .testTarget(
      name: "LearningTests",
      dependencies: [
        "Digest", "DissipationBottlenecks", "ElementaryFunctions", "Estimation", "LinearAlgebra", "Optimisation",
        "Randomness", "SpinNetworks", "StochasticThermodynamics", "FiniteAutomata", "Inference", "LearningDevices",
        "LinearComputation", "MNIST1D",
        "MesoscopicNetworks", "PerceptronLearning", "SensoryComplexes",
      ]),
    .testTarget(
      name: "ProvenanceTests",
      dependencies: ["Provenance", "Digest", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: ["version-1.sql"]),
    .testTarget(
      name: "CompanionTests",
      dependencies: [
        "Cells", "Companion", "Digest", "Estimation", "PackedNumbers", "Provenance", "Randomness", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Benchmark", "Companion", "Digest", "FigureInspection", "MNIST1D", "Provenance", "TestSupport", "mesoscale",
        "code-identity", "staged-walk", "trajectory-digest",
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Subprocess", package: "swift-subprocess"),
      ] + figures.map { .target(name: $0.name) }),
  ] + figures
)

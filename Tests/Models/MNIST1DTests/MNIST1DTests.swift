import Digest
import Foundation
import MNIST1D
import Testing

/// The data set against what was published, against numpy and against a plain generator; and who may see what of it.
@Suite struct MNIST1DTests {
  private static let published = MNIST1D.Generator().generate()

  private func bytes(of numbers: [Double]) -> Data {
    numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
  }

  private func digest(of values: [Double]) -> String {
    sha256(values.map { Int64(($0 * 1e6 + 0.5).rounded(.down)).littleEndian }.withUnsafeBytes { Data($0) })
  }

  @Test func thePublishedDigests() throws {
    let data = try MNIST1D.published()
    #expect(data == Self.published && data.isPublished)
    #expect(data.parts == MNIST1D.publishedParts)
    #expect(data.training.count == 4000 && data.test.count == 1000 && data.training.length == 40)
    let row = [-0.3320056673693902, -0.4719103656557236, -0.778697076293495]
    for (value, expected) in zip(data.training.image(0), row) { #expect(abs(value - expected) < 1e-14) }
    // The digest is that of the values: one of them wrong by 1e-5 changes it.
    var values = data.training.values
    #expect(digest(of: values) == MNIST1D.publishedParts[0].sha256)
    values[77_777] += 1e-5
    #expect(digest(of: values) != MNIST1D.publishedParts[0].sha256)
  }

  @Test func theTemplates() {
    #expect(MNIST1D.templates.count == 10 && MNIST1D.templates.allSatisfy { $0.count == 12 && $0[0] == 0 })
    #expect(
      sha256(bytes(of: MNIST1D.templates.flatMap { $0 }))
        == "9a9af77384d2dd8a49699d4b38acd88ca1ebe36d21c0544a046e236f7e5c6872")
  }

  @Test func whatIsDrawn() {
    let drawing = MNIST1D.Generator().draw()
    #expect(drawing.wordsDrawn == 1_875_872)
    let (mean, deviation) = populationMoments(of: drawing.values)
    #expect(abs(mean + 0.0055075064312771795) < 1e-16 && abs(deviation - 0.15467803420593054) < 1e-15)
    #expect(Set(drawing.labels.map { label in drawing.labels.count { $0 == label } }) == [500])
  }

  /// About 0.03 s; the bound has room for other processors and for other tests beside this one.
  @Test func itTakesLessThanASecond() {
    func seconds() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
    let begun = seconds()
    #expect(MNIST1D.Generator().generate().isPublished)
    #if !DEBUG
      #expect(seconds() - begun < 1)
    #endif
  }

  /// Other logarithms and other orders of the sums change bits, but nothing that is published.
  @Test func aPlainGeneratorAgrees() {
    let plain = PlainMNIST1D.values()
    #expect(zip(plain, Self.published.training.values).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(digest(of: Array(plain.prefix(160_000))) == MNIST1D.publishedParts[0].sha256)
    #expect(digest(of: Array(plain.suffix(40_000))) == MNIST1D.publishedParts[2].sha256)
  }

  /// Negative controls: one wrong step, and the digest is another one.
  @Test(arguments: PlainMNIST1D.Mistake.allCases) func everyMistakeIsSeen(_ mistake: PlainMNIST1D.Mistake) {
    let wrong = PlainMNIST1D.values(mistake)
    #expect(digest(of: Array(wrong.prefix(160_000))) != MNIST1D.publishedParts[0].sha256)
  }

  /// The digests that numpy and scipy find by the same steps.
  @Test func otherParameters() throws {
    var generator = MNIST1D.Generator(seed: 7, samples: 200)
    generator.trainingShare = 0.75
    (generator.leastPadding, generator.largestPadding, generator.shifts) = (10, 30, 20)
    (generator.scaling, generator.shear, generator.noise, generator.length) = (0.3, 0.5, 0.05, 33)
    (generator.smoothNoise, generator.smoothingWidth) = (0.2, 1.5)
    let data = generator.generate()
    #expect(
      data.parts.map(\.sha256) == [
        "4a76c69d08289ca9ac50891c8286774ddce6e5242956988822d6ab9e179ad2d0",
        "c710e2632244952dd5cf11c37bf86a05d4da540c05f0f8a710b0cffe8c6c3514",
        "1e44354645819fb6623b68f7a680b232159486a0b471b3fc45421013c5c901b1",
        "e8b07799b593aaa2e5be68b604a31e1f4c4b070dacecfb63372baf9a75000380",
      ])
    #expect(data.parts.map(\.bytes) == [150 * 33 * 8, 150 * 8, 50 * 33 * 8, 50 * 8])
    #expect(!data.isPublished)
    let error = #expect(throws: MNIST1D.Difference.self) { try data.verified() }
    #expect(error?.description.contains("x has the SHA-256 4a76c69d") == true)
    // Another seed gives other images.
    generator.seed = 8
    #expect(generator.generate().parts[0] != data.parts[0])
  }

  @Test func wrongParametersAreNamed() {
    func fault(_ change: (inout MNIST1D.Generator) -> Void) -> String? {
      var generator = MNIST1D.Generator()
      change(&generator)
      return generator.flaw
    }
    #expect(fault { _ in } == nil)
    #expect(fault { $0.seed = -1 }?.contains("seed") == true)
    for samples in [0, -10, 5001, Int.max] { #expect(fault { $0.samples = samples }?.contains("samples") == true) }
    for share in [0, 1, -1, .nan, 1e-9] { #expect(fault { $0.trainingShare = share }?.contains("share") == true) }
    for padding in [35, Int.max] { #expect(fault { $0.largestPadding = padding }?.contains("padding") == true) }
    for shifts in [0, 73] { #expect(fault { $0.shifts = shifts }?.contains("shifts") == true) }
    for scaling in [-0.1, .nan] { #expect(fault { $0.scaling = scaling }?.contains("scaling") == true) }
    for noise in [-0.1, .infinity] {
      #expect(fault { $0.noise = noise }?.contains("noise") == true)
      #expect(fault { $0.smoothNoise = noise }?.contains("noise") == true)
    }
    for width in [0, 15, .nan] { #expect(fault { $0.smoothingWidth = width }?.contains("width") == true) }
    #expect(fault { $0.shear = .nan }?.contains("shear") == true)
    #expect(fault { $0.length = 1 }?.contains("length") == true)
  }

  /// The extremes of what is allowed give finite images.
  @Test func theSmallestParametersDo() {
    var generator = MNIST1D.Generator(seed: 0, samples: 10)
    (generator.leastPadding, generator.largestPadding, generator.shifts, generator.length) = (0, 0, 1, 2)
    (generator.smoothingWidth, generator.noise, generator.smoothNoise) = (2.4, 0, 0)
    #expect(generator.flaw == nil)
    let data = generator.generate()
    #expect(data.training.count == 8 && data.test.count == 2 && data.training.values.allSatisfy(\.isFinite))
  }

  @Test func thePartition() {
    let data = Self.published
    let partition = data.partition()
    #expect(partition.training.count == 3500 && partition.heldOut.count == 500 && partition.test.count == 1000)
    #expect(partition.training.values + partition.heldOut.values == data.training.values)
    #expect(partition.training.labels + partition.heldOut.labels == data.training.labels)
    #expect(partition.heldOut.image(0) == data.training.image(3500))
    #expect(data.partition(holdingOut: 0).training == data.training)
    // No test image is among those to train on or to choose by.
    let seen = Set((0..<4000).map { Array(data.training.image($0)) })
    let (images, labels) = partition.test.sealedBlock(0..<1000)
    #expect(images.allSatisfy { !seen.contains($0) } && seen.count == 4000)
    let block = partition.test.sealedBlock(998..<1000)
    #expect(block.images == Array(images[998...]) && block.labels == Array(labels[998...]))
  }

  @Test func commaSeparatedValues() throws {
    let data = MNIST1D.Generator(samples: 20).generate()
    let lines = data.csv.split(separator: "\n")
    #expect(lines.count == 21 && lines[0].hasPrefix("split,label,x0,x1,") && lines[0].hasSuffix(",x39"))
    let rows = lines.dropFirst().map { $0.split(separator: ",") }
    #expect(rows.map { $0[0] } == Array(repeating: "training", count: 16) + Array(repeating: "test", count: 4))
    let test = data.test.sealedBlock(0..<4)
    #expect(rows.map { Int($0[1]) } == data.training.labels + test.labels)
    let values = rows.flatMap { $0.dropFirst(2).map { Double($0) } }
    #expect(values == data.training.values + test.images.flatMap { $0 })
  }
}

extension MNIST1DTests {
  /// Shuffled images have the samples of the images in one order for all, of training and of test images, and their labels. Controls: it
  /// is another order than before, and than that of another seed.
  @Test func shuffledImagesHaveOneOrder() {
    let data = MNIST1D.Generator(seed: 5, samples: 100).generate()
    let shuffled = data.shuffled(1)
    let order = shuffled.training.image(0).map { value in data.training.image(0).firstIndex(of: value) ?? -1 }
    #expect(Set(order) == Set(0..<40) && order != Array(0..<40))
    func images(_ images: LabelledImages) -> ([[Double]], [Int]) {
      ((0..<images.count).map { Array(images.image($0)) }, images.labels)
    }
    let sealed = [data, shuffled].map { $0.test.sealedBlock(0..<$0.test.count) }
    for (plain, other) in [
      (images(data.training), images(shuffled.training)),
      ((sealed[0].images, sealed[0].labels), (sealed[1].images, sealed[1].labels)),
    ] {
      #expect(plain.1 == other.1 && other.0 == plain.0.map { image in order.map { image[$0] } })
    }
    #expect(data.shuffled(1) == shuffled && data.shuffled(2) != shuffled)
  }
}

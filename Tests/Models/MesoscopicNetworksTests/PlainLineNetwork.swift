import Foundation
import MNIST1D
import MesoscopicNetworks
import Randomness

/// A network on a line in double precision, written as plainly as can be: what the fast code is compared with.
struct PlainLineNetwork {
  let architecture: LineArchitecture
  /// In the order of the fast code: the weights w[c][k][d] that read, layer by layer; those that act back, where they are numbers of
  /// their own; the biases; the readout's weights, class by class, and its biases.
  var parameters: [Double]
  /// The positions of each layer: as many as windows fit into the padded layer below.
  let lengths: [Int]
  /// The parts of the parameters.
  let parts: [Part]

  /// A part of the parameters: its name and its place.
  struct Part {
    var name: String
    var range: Range<Int>
  }

  var layers: Int { architecture.channels.count }

  init(_ architecture: LineArchitecture, parameters: [Double]) {
    var lengths: [Int] = []
    for convolution in architecture.convolutions {
      let source = lengths.last ?? architecture.inputLength
      let starts = stride(from: -convolution.padding, through: source + 2 * convolution.padding, by: convolution.stride)
      lengths.append(starts.filter { $0 + convolution.kernel <= source + convolution.padding }.count)
    }
    let channels = architecture.channels
    let sizes = channels.indices.map {
      channels[$0] * architecture.convolutions[$0].kernel * ($0 == 0 ? 1 : channels[$0 - 1])
    }
    var parts: [(String, Int)] = sizes.enumerated().map { ("reading \($0)", $1) }
    if architecture.wiring == .nonreciprocal { parts += sizes.enumerated().dropFirst().map { ("returning \($0)", $1) } }
    parts += channels.enumerated().map { ("biases \($0)", $1) }
    let features = lengths[channels.count - 1] * channels[channels.count - 1]
    parts += [("readout", architecture.classes * features), ("readout biases", architecture.classes)]
    var end = 0
    self.parts = parts.map { name, count in
      end += count
      return Part(name: name, range: end - count..<end)
    }
    (self.architecture, self.parameters, self.lengths) = (architecture, parameters, lengths)
  }

  private func part(_ name: String) -> ArraySlice<Double>? {
    parts.first { $0.name == name }.map { parameters[$0.range] }
  }

  /// Layer by layer, position by position, channel by channel.
  func spin(_ layer: Int, _ position: Int, _ channel: Int) -> Int {
    (0..<layer).reduce(0) { $0 + lengths[$1] * architecture.channels[$1] } + position * architecture.channels[layer]
      + channel
  }

  var spins: Int { spin(layers - 1, lengths[layers - 1], 0) }

  /// W row by row.
  var couplings: [Double] {
    let count = spins
    var couplings = Array(repeating: 0.0, count: count * count)
    for layer in 1..<max(1, layers) {
      let convolution = architecture.convolutions[layer]
      let (upper, lower) = (architecture.channels[layer], architecture.channels[layer - 1])
      let reading = Array(part("reading \(layer)") ?? [])
      let returning = architecture.wiring == .symmetric ? reading : part("returning \(layer)").map { Array($0) }
      for p in 0..<lengths[layer] {
        for q in 0..<lengths[layer - 1] {
          let tap = q - convolution.stride * p + convolution.padding
          guard tap >= 0, tap < convolution.kernel else { continue }
          let (above, below) = (spin(layer, p, 0), spin(layer - 1, q, 0))
          for c in 0..<upper {
            for d in 0..<lower {
              let (i, j) = (above + c, below + d)
              let weight = (c * convolution.kernel + tap) * lower + d
              couplings[i * count + j] = reading[weight]
              if let returning { couplings[j * count + i] = returning[weight] }
            }
          }
        }
      }
    }
    return couplings
  }

  /// U∗x + b.
  func fields(_ image: [Double]) -> [Double] {
    var fields: [Double] = []
    let convolution = architecture.convolutions[0]
    let reading = Array(part("reading 0") ?? [])
    for layer in 0..<layers {
      let biases = Array(part("biases \(layer)") ?? [])
      for p in 0..<lengths[layer] {
        for c in 0..<architecture.channels[layer] {
          var field = biases[c]
          for sample in image.indices where layer == 0 {
            let tap = sample - convolution.stride * p + convolution.padding
            if tap >= 0, tap < convolution.kernel { field += reading[c * convolution.kernel + tap] * image[sample] }
          }
          fields.append(field)
        }
      }
    }
    return fields
  }

  /// The averages after sweeps from 0, layer by layer from the input up, each with the newest of its neighbours.
  func averages(_ image: [Double], _ response: LineResponse, sweeps: Int) -> [Double] {
    averages(rows(couplings), fields(image), response, sweeps: sweeps)
  }

  /// What acts on each spin, and how.
  private func rows(_ couplings: [Double]) -> [[(spin: Int, strength: Double)]] {
    let count = spins
    return (0..<count).map { i in
      (0..<count).filter { couplings[i * count + $0] != 0 }.map { ($0, couplings[i * count + $0]) }
    }
  }

  private func averages(
    _ rows: [[(spin: Int, strength: Double)]], _ fields: [Double], _ response: LineResponse, sweeps: Int
  ) -> [Double] {
    let count = fields.count
    var m = Array(repeating: 0.0, count: count)
    for _ in 0..<sweeps {
      var first = 0
      for layer in 0..<layers {
        let range = first..<first + lengths[layer] * architecture.channels[layer]
        first = range.upperBound
        let new = range.map { i in
          let h = rows[i].reduce(fields[i]) { $0 + $1.strength * m[$1.spin] }
          guard case .spin(let corrections) = response else { return max(0, h) }
          let variance = rows[i].reduce(0) { $0 + $1.strength * $1.strength * (1 - m[$1.spin] * m[$1.spin]) }
          return tanh(h / (1 + corrections[layer] * variance).squareRoot())
        }
        m.replaceSubrange(range, with: new)
      }
    }
    return m
  }

  /// Σ over pairs of 2 (W_ij − W_ji)² v_i v_j/(√v_i + √v_j).
  func dissipation(_ m: [Double]) -> Double { dissipation(m, couplings) }

  private func dissipation(_ m: [Double], _ couplings: [Double]) -> Double {
    var sum = 0.0
    for i in m.indices {
      for j in 0..<i {
        let difference = couplings[i * m.count + j] - couplings[j * m.count + i]
        guard difference != 0 else { continue }
        let (a, b) = (1 - m[i] * m[i], 1 - m[j] * m[j])
        sum += 2 * difference * difference * a * b / (a.squareRoot() + b.squareRoot())
      }
    }
    return sum
  }

  private func scores(_ features: ArraySlice<Double>) -> [Double] {
    let weights = Array(part("readout") ?? [])
    return (part("readout biases") ?? []).enumerated().map { k, bias in
      zip(weights[(k * features.count)..<((k + 1) * features.count)], features).reduce(bias) { $0 + $1.0 * $1.1 }
    }
  }

  /// The mean over images of the cross-entropy, with smoothed targets, plus the price times the dissipation.
  func loss(
    _ images: LabelledImages, _ response: LineResponse, sweeps: Int, price: Double = 0, smoothing: Double = 0
  ) -> Double {
    let couplings = couplings
    let rows = rows(couplings)
    var sum = 0.0
    for place in 0..<images.count {
      let m = averages(rows, fields(Array(images.image(place))), response, sweeps: sweeps)
      let scores = scores(m.suffix(lengths[layers - 1] * architecture.channels[layers - 1]))
      let logarithm = log(scores.reduce(0) { $0 + exp($1) })
      for (k, score) in scores.enumerated() {
        let target = smoothing / Double(scores.count) + (k == images.labels[place] ? 1 - smoothing : 0)
        sum += target * (logarithm - score)
      }
      if price > 0 { sum += price * dissipation(m, couplings) }
    }
    return sum / Double(images.count)
  }

  /// The gradient of a function of the network with respect to all parameters, by central differences.
  func gradient(step: Double, of f: (PlainLineNetwork) -> Double) -> [Double] {
    parameters.indices.map { place in
      var (above, below) = (self, self)
      above.parameters[place] += step
      below.parameters[place] -= step
      return (f(above) - f(below)) / (2 * step)
    }
  }
}

extension PlainLineNetwork {
  /// A network with random parameters that are numbers of single precision: couplings of the order `scale`.
  init(_ architecture: LineArchitecture, scale: Double, seed: Int) {
    var random = RandomStream(seed: UInt64(seed))["line network"]
    self.init(architecture, parameters: [])
    for part in parts {
      let deviation = part.name.hasPrefix("reading 0") || part.name.hasPrefix("biases") ? 0.5 : scale
      parameters += part.range.map { _ in Double(Float(deviation * random.normal())) }
    }
  }

  var single: [Float] { parameters.map { Float($0) } }

  var network: LineNetwork { LineNetwork(architecture, parameters: single) }

  /// Random images of single precision, with random labels.
  static func images(_ count: Int, for architecture: LineArchitecture, seed: Int) -> LabelledImages {
    var random = RandomStream(seed: UInt64(seed))["images"]
    return LabelledImages(
      values: (0..<count * architecture.inputLength).map { _ in Double(Float(random.normal())) },
      length: architecture.inputLength, labels: (0..<count).map { _ in random.index(below: architecture.classes) })
  }
}

import KernelMemory

/// The way back through the sweeps of a ``LineMeanField``.
///
/// With m = tanh u, u = h/√D and D = 1 + cV, and with p = ∂L/∂m of a state: a = p(1 − m²) is ∂L/∂u, f = a/√D is ∂L/∂h and
/// f′ = −c f h/(2D) is ∂L/∂V. As h_i = Σ_j W_ij m_j + … and V_i = Σ_j W_ij² v_j with v = 1 − m²,
///
///     ∂L/∂m_j = Σ_i (W_ij f_i − 2 m_j W_ij² f′_i)        ∂L/∂W_ij = Σ (f_i m_j + 2 W_ij f′_i v_j)
///
/// summed over sweeps, positions and samples.
final class LineBackpropagation {
  typealias Vector = SIMD16<Float>
  typealias Memory = VectorMemory<Vector>

  private let field: LineMeanField
  /// p of the states that are still to be gone through; f and f′ generation by generation; Σ f over the sweeps; a product.
  let slopes: Memory
  private let linear, squared, total, product: Memory
  private let reading: [LineGradientSum], returning: [LineGradientSum?]

  init(_ field: LineMeanField) {
    self.field = field
    let generations = (field.limit + 1) * field.stride
    slopes = Memory(count: field.stride)
    linear = Memory(count: generations)
    squared = Memory(count: generations)
    total = Memory(count: field.stride)
    product = Memory(count: field.sides.map(\.size).max() ?? 0)
    reading = field.reading.map { LineGradientSum($0, generations: field.limit, stride: field.stride) }
    returning = field.returning.map { link in
      link.map { LineGradientSum($0, generations: field.limit, stride: field.stride) }
    }
  }

  /// Adds the gradient of the sixteen samples to one with as many numbers as parameters; ``slopes`` holds ∂L/∂m after the last
  /// sweep, and is used up. The states before the first of the sweeps are taken as given.
  func addGradient(sweeps: ClosedRange<Int>, to gradient: inout [Float]) {
    for place in 0..<field.stride { total[place] = Vector() }
    for generation in sweeps.reversed() {
      for layer in field.sides.indices.reversed() {
        goBack(layer, generation, isFirst: generation == sweeps.lowerBound)
      }
    }
    addBiases(to: &gradient)
    addWeights(sweeps, to: &gradient)
  }

  private func goBack(_ layer: Int, _ generation: Int, isFirst: Bool) {
    let place = field.offsets[layer]
    let start = generation * field.stride + place
    if case .rectifier = field.response {
      passRectifier(place, start, field.sides[layer].size)
    } else {
      passSpin(place, start, field.sides[layer].size, field.corrections[layer])
    }
    if layer > 0 {
      let below = generation * field.stride + field.offsets[layer - 1]
      field.reading[layer].act(back: linear, from: start, to: slopes, at: field.offsets[layer - 1])
      if field.corrections[layer] > 0 {
        clearProduct(field.sides[layer - 1].size)
        field.reading[layer].act(back: squared, from: start, squared: true, to: product, at: 0)
        addVariance(field.offsets[layer - 1], below, field.sides[layer - 1].size)
      }
    }
    // What a layer above acted back with was its state of the sweep before; before the first there is nothing to move.
    if !isFirst, layer + 1 < field.sides.count, let link = field.returning[layer + 1] {
      let above = (generation - 1) * field.stride + field.offsets[layer + 1]
      link.read(linear, from: start, to: slopes, at: field.offsets[layer + 1])
      if field.corrections[layer] > 0 {
        clearProduct(field.sides[layer + 1].size)
        link.read(squared, from: start, squared: true, to: product, at: 0)
        addVariance(field.offsets[layer + 1], above, field.sides[layer + 1].size)
      }
    }
  }

  @inline(never)
  private func passSpin(_ place: Int, _ start: Int, _ count: Int, _ correction: Float) {
    let half = -0.5 * correction
    for index in 0..<count {
      let shrinkage = field.shrinkage[start + index]
      let f = slopes[place + index] * field.variances[start + index] * shrinkage
      linear[start + index] = f
      squared[start + index] = half * f * field.fields[start + index] * shrinkage * shrinkage
      total[place + index] = total[place + index] + f
      slopes[place + index] = Vector()
    }
  }

  private func passRectifier(_ place: Int, _ start: Int, _ count: Int) {
    for index in 0..<count {
      let f = slopes[place + index].replacing(with: 0, where: field.fields[start + index] .< 0)
      linear[start + index] = f
      total[place + index] = total[place + index] + f
      slopes[place + index] = Vector()
    }
  }

  private func clearProduct(_ count: Int) {
    for place in 0..<count { product[place] = Vector() }
  }

  @inline(never)
  private func addVariance(_ place: Int, _ state: Int, _ count: Int) {
    for index in 0..<count {
      slopes[place + index] = slopes[place + index] - 2 * field.averages[state + index] * product[index]
    }
  }

  private func addBiases(to gradient: inout [Float]) {
    for (layer, side) in field.sides.enumerated() {
      for channel in 0..<side.channels {
        var sum = Vector()
        for position in 0..<side.length { sum += total[field.offsets[layer] + position * side.width + channel] }
        gradient[field.layout.biases[layer].lowerBound + channel] += ConvolutionTile.total(sum)
      }
    }
  }

  private func addWeights(_ range: ClosedRange<Int>, to gradient: inout [Float]) {
    let (layout, parameters) = (field.layout, field.parameters)
    let (sweeps, before) = (range.count, (range.lowerBound - 1) * field.stride)
    let first = before + field.stride
    reading[0].clear()
    // The input stays: one product with the sum over the sweeps.
    reading[0].add(.linear, sweeps: 1, above: total, from: 0, below: field.inputs, from: 0)
    reading[0].addGradient(to: &gradient, weights: parameters, layout.reading[0])
    for layer in field.sides.indices.dropFirst() {
      let (above, below) = (field.offsets[layer], field.offsets[layer - 1])
      let sum = reading[layer]
      sum.clear()
      sum.add(.linear, sweeps: sweeps, above: linear, from: first + above, below: field.averages, from: first + below)
      if field.corrections[layer] > 0 {
        sum.add(
          .squared, sweeps: sweeps, above: squared, from: first + above, below: field.variances, from: first + below)
      }
      sum.addGradient(to: &gradient, weights: parameters, layout.reading[layer])
      guard let sum = returning[layer], let range = layout.returning[layer] else { continue }
      sum.clear()
      sum.add(.linear, sweeps: sweeps, above: field.averages, from: before + above, below: linear, from: first + below)
      if field.corrections[layer - 1] > 0 {
        sum.add(
          .squared, sweeps: sweeps, above: field.variances, from: before + above, below: squared, from: first + below)
      }
      sum.addGradient(to: &gradient, weights: parameters, range)
    }
  }
}

import CPNG
import Foundation

/// A picture as pixels: red, green and blue between 0 and 255, row by row from the top left, on white paper.
public struct Raster: Sendable {
  /// How many pixels it is wide and high.
  public let width, height: Int
  /// The pixels.
  public private(set) var pixels: [Colour]

  /// A colour: red, green and blue in the lowest three bytes, red the lowest.
  public typealias Colour = UInt32

  static let white: Colour = 0xff_ffff

  init(width: Int, height: Int, pixels: [Colour]) {
    (self.width, self.height, self.pixels) = (width, height, pixels)
  }

  /// Reads a PNG file; what is transparent in it shows white paper.
  ///
  /// - Throws: ``InspectionError`` where the file cannot be read.
  public init(pngAt file: URL) throws {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    guard png_image_begin_read_from_file(&image, file.path) != 0 else {
      throw InspectionError("The picture \(file.path) cannot be read.")
    }
    image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
    let (width, height) = (Int(image.width), Int(image.height))
    var bytes = [UInt8](repeating: 0, count: 3 * width * height)
    var paper = png_color(red: 255, green: 255, blue: 255)
    guard png_image_finish_read(&image, &paper, &bytes, png_int_32(3 * width), nil) != 0 else {
      throw InspectionError("The picture \(file.path) is damaged.")
    }
    let pixels = (0..<width * height).map { place -> Colour in
      let (red, green, blue) = (Colour(bytes[3 * place]), Colour(bytes[3 * place + 1]), Colour(bytes[3 * place + 2]))
      return red | green << 8 | blue << 16
    }
    self.init(width: width, height: height, pixels: pixels)
  }

  subscript(x: Int, y: Int) -> Colour { pixels[y * width + x] }

  /// Whether a colour is visible on white paper.
  static func isInk(_ colour: Colour) -> Bool {
    min(colour & 0xff, colour >> 8 & 0xff, colour >> 16) < 243
  }

  /// A part of the picture; what lies outside is white.
  func part(x: Int, y: Int, width: Int, height: Int) -> Raster {
    var part = [Colour](repeating: Self.white, count: width * height)
    for row in max(0, -y)..<max(max(0, -y), min(height, self.height - y)) {
      for column in max(0, -x)..<max(max(0, -x), min(width, self.width - x)) {
        part[row * width + column] = self[x + column, y + row]
      }
    }
    return Raster(width: width, height: height, pixels: part)
  }

  /// The same picture with other pixels, each the average over the area that it covers.
  func scaled(width newWidth: Int, height newHeight: Int) -> Raster {
    if newWidth == width, newHeight == height { return self }
    let planes = self.planes.map { plane in
      let narrow = Self.averaged(plane, lines: height, from: width, to: newWidth)
      return Self.averaged(narrow, lines: newWidth, from: height, to: newHeight)
    }
    return Raster(
      width: newWidth, height: newHeight,
      pixels: (0..<newWidth * newHeight).map { place -> Colour in
        let channels = planes.map { Colour($0[place].rounded()) }
        return channels[0] | channels[1] << 8 | channels[2] << 16
      })
  }

  /// The three colours apart.
  var planes: [[Float]] {
    [0, 8, 16].map { shift in pixels.map { Float($0 >> shift & 0xff) } }
  }

  /// Averages the lines of a plane to another length, and returns the plane transposed.
  private static func averaged(_ plane: [Float], lines: Int, from length: Int, to newLength: Int) -> [Float] {
    var result = [Float](repeating: 0, count: lines * newLength)
    let step = Double(length) / Double(newLength)
    for place in 0..<newLength {
      let (start, end) = (Double(place) * step, min(Double(place + 1) * step, Double(length)))
      let weights = (Int(start)..<min(Int(end.rounded(.up)), length)).map { pixel in
        (pixel, Float((min(end, Double(pixel + 1)) - max(start, Double(pixel))) / (end - start)))
      }
      for line in 0..<lines {
        var sum: Float = 0
        for (pixel, weight) in weights { sum += weight * plane[line * length + pixel] }
        result[place * lines + line] = sum
      }
    }
    return result
  }
}

/// A picture that cannot be inspected.
public struct InspectionError: Error, CustomStringConvertible {
  /// A sentence that says why.
  public let description: String

  init(_ description: String) { self.description = description }
}

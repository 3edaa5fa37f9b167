import Foundation

/// Standard output, where results go: not to be able to write one is an error.
package enum StandardOutput {
  /// Writes a text as it is.
  ///
  /// - Throws: ``Complaint`` where it cannot be written.
  package static func write(_ text: String) throws {
    switch writeAll(of: text, to: STDOUT_FILENO) {
    case 0: return
    case ENOSPC: throw Complaint("Standard output cannot be written: the disk is full.")
    case EBADF: throw Complaint("Standard output cannot be written: it is closed.")
    case EPIPE: throw Complaint("Standard output cannot be written: its reader has gone.")
    case let error: throw Complaint("Standard output cannot be written: \(String(cString: strerror(error))).")
    }
  }

  /// Writes a line.
  ///
  /// - Throws: ``Complaint`` where it cannot be written.
  package static func print(_ line: String) throws { try write(line + "\n") }
}

/// Standard error, where progress and complaints go: a run outlives a reader that has gone.
package enum StandardError {
  /// Writes a text as it is, or nothing where that is not possible.
  package static func write(_ text: String) {
    _ = writeAll(of: text, to: STDERR_FILENO)
  }
}

/// Writes a text to a stream; returns 0, or the number of the error.
private func writeAll(of text: String, to stream: Int32) -> Int32 {
  // In the place of a stream that was closed from the start, the runtime may keep something without a type, through which its
  // threads wake one another.
  var status = stat()
  guard fstat(stream, &status) == 0, status.st_mode & S_IFMT != 0 else { return EBADF }
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { write(stream, $0.baseAddress, $0.count) }
    if written >= 0 {
      rest = rest.dropFirst(written)
    } else if errno == EAGAIN {
      // Another program has made the stream non-blocking.
      usleep(1000)
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}

/// What a stream is connected to.
package enum Terminal {
  /// Whether it is a terminal that can rewrite a line.
  package static func canRewriteLines(_ stream: Int32) -> Bool {
    isatty(stream) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Whether results on standard output may be coloured: on a terminal, unless NO_COLOR asks for none (no-color.org).
  package static var isColoured: Bool {
    canRewriteLines(STDOUT_FILENO) && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// The width of the terminal in columns, or what COLUMNS asks for; nil where there is neither.
  package static func columns(_ stream: Int32) -> Int? {
    if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text), columns > 0 {
      return columns
    }
    var size = winsize()
    guard ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

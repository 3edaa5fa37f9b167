import ArgumentParser
import Companion
import Foundation

/// `mesoscale manual`: the manual page.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the manual page, which is made from the same words as --help.",
    usage: "mesoscale manual",
    discussion: """
      To read it: mesoscale manual | man -l -

      To keep it: mesoscale manual > ~/.local/share/man/man1/mesoscale.1
      """)

  func run() throws {
    let tool = try JSON.decode(ManualPage.Tool.self, from: Mesoscale._dumpHelp())
    try StandardOutput.write(ManualPage(of: tool.command, title: tool.command.commandName).text)
  }
}

/// A manual page of section 1, in the language of roff with the macros of `man`.
struct ManualPage {
  /// What ArgumentParser tells of a program.
  struct Tool: Decodable { let command: Command }

  /// A command with its arguments and sub-commands.
  struct Command: Decodable {
    let commandName: String
    let abstract, discussion: String?
    let shouldDisplay: Bool?
    let subcommands: [Command]?
    let arguments: [Argument]?

    var shownCommands: [Command] {
      (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }
    var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
  }

  /// An argument, an option or a flag.
  struct Argument: Decodable {
    struct Name: Decodable { let kind, name: String }

    let kind: String
    let isOptional, isRepeating, shouldDisplay: Bool
    let names: [Name]?
    let valueName, abstract, defaultValue: String?

    /// Whether every command has it.
    var isCommon: Bool { ["version", "help"].contains(valueName) && kind == "flag" }

    /// The names as they are typed, `--store`.
    var typed: [String] { (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name } }
  }

  let command: Command
  let title: String

  init(of command: Command, title: String) { (self.command, self.title) = (command, title) }

  /// The page.
  var text: String {
    var lines = [
      ".\\\" Made by \(title) manual.",
      ".TH \(Self.quoted(title.uppercased())) 1 \"\" \(Self.quoted("Mesoscale \(Version.number)")) \"User Commands\"",
      ".SH NAME", "\(Self.escaped(title)) \\- \(Self.escaped(Self.lowercased(command.abstract ?? "")))", ".SH SYNOPSIS",
    ]
    lines += Self.synopsis(of: command, named: title)
    if let discussion = command.discussion, !discussion.isEmpty {
      lines += [".SH DESCRIPTION"] + Self.paragraphs(discussion)
    }
    lines += [".SH COMMANDS"]
    for part in command.shownCommands { lines += section(of: part, after: title) }
    lines += [".SH OPTIONS"]
    for argument in command.shownArguments { lines += Self.entry(of: argument) }
    lines += [
      ".SH EXIT STATUS", "0 where all went well; 1 where something failed, or where the answer is no; 64 where the",
      "command line cannot be understood.", ".SH FILES", ".TP", ".I data/runs.sqlite", "The store: what was run.",
      ".TP",
      ".I data/published", "What the texts quote.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(of part: Command, after name: String) -> [String] {
    let whole = "\(name) \(part.commandName)"
    var lines = [".SS \(Self.quoted(whole))"] + Self.paragraphs(part.abstract ?? "")
    lines += Self.synopsis(of: part, named: whole)
    if let discussion = part.discussion, !discussion.isEmpty { lines += [".PP"] + Self.paragraphs(discussion) }
    for argument in part.shownArguments where !argument.isCommon { lines += Self.entry(of: argument) }
    return lines + part.shownCommands.flatMap { section(of: $0, after: whole) }
  }

  private static func synopsis(of command: Command, named name: String) -> [String] {
    var words = ["\\fB\(escaped(name))\\fR"]
    if !command.shownCommands.isEmpty { words.append("\\fIcommand\\fR") }
    for argument in command.shownArguments where !argument.isCommon {
      let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
      let first = argument.typed.first { $0.hasPrefix("--") } ?? argument.typed.first
      var word = first.map { "\\fB\(escaped($0))\\fR" + (argument.kind == "flag" ? "" : " \(value)") } ?? value
      if argument.isRepeating { word += " ..." }
      words.append(argument.isOptional || argument.kind == "flag" ? "[\(word)]" : word)
    }
    return [".PP", words.joined(separator: " ")]
  }

  private static func entry(of argument: Argument) -> [String] {
    let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
    let names = argument.typed.map { "\\fB\(escaped($0))\\fR" + (argument.kind == "flag" ? "" : " \(value)") }
    var meaning = argument.abstract ?? ""
    if let standard = argument.defaultValue { meaning += (meaning.isEmpty ? "" : " ") + "(default: \(standard))" }
    return [".TP", names.isEmpty ? value : names.joined(separator: ", ")] + paragraphs(meaning, in: ".IP")
  }

  /// The paragraphs of a text, with a macro between them. Lines that are indented stay lines of their own.
  private static func paragraphs(_ text: String, in macro: String = ".PP") -> [String] {
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        if lines.last != macro, !lines.isEmpty { lines.append(macro) }
      } else if line.first == " " {
        lines += [".br", escaped(line.trimmingCharacters(in: .whitespaces))]
      } else {
        lines.append(escaped(String(line)))
      }
    }
    if lines.last == macro { lines.removeLast() }
    return lines.isEmpty ? ["\\&"] : lines
  }

  /// A text that roff takes as it is: no escape, no macro at its beginning, a hyphen that can be copied as
  /// one, and ASCII only.
  private static func escaped(_ text: String) -> String {
    let plain = text.unicodeScalars.reduce(into: String()) { plain, character in
      switch character {
      case "\\": plain += "\\e"
      case "-": plain += "\\-"
      case _ where character.isASCII: plain.unicodeScalars.append(character)
      default: plain += String(format: "\\[u%04X]", character.value)
      }
    }
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
  }

  /// The argument of a macro.
  private static func quoted(_ text: String) -> String { "\"\(escaped(text).replacing("\"", with: "\\(dq"))\"" }

  /// A sentence as the line of a manual's name has it: without a capital and a full stop.
  private static func lowercased(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst().trimmingCharacters(in: ["."])
  }
}

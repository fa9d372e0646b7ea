// syntax.h - PTX text, cut into words and statements (PTX ISA, chapter 4).
#pragma once
#include <cctype>

#include "program.h"

namespace ptx {

// Words: names, directives and opcodes with all their parts (`add.rn.f32`), numbers, single characters.
class Words {
 public:
  explicit Words(const char *text) {
    for (const char *p = text; *p;) {
      if (isspace((u8)*p)) {
        ++p;
      } else if (p[0] == '/' && p[1] == '/') {
        while (*p && *p != '\n') ++p;
      } else if (p[0] == '/' && p[1] == '*') {
        const char *const end = strstr(p, "*/");
        if (!end) refuse("a comment without end");
        p = end + 2;
      } else if (*p == '"') {
        const char *const end = strchr(p + 1, '"');
        if (!end) refuse("a string without end");
        add(p, end + 1);
      } else {
        const char *end = p;
        while (is_word(*end)) ++end;
        add(p, end == p ? p + 1 : end);
      }
    }
  }

  bool done() const { return next == words.size(); }
  const std::string &peek(size_t ahead = 0) const {
    static const std::string end;
    return next + ahead < words.size() ? words[next + ahead] : end;
  }
  std::string take() {
    if (done()) refuse("the text ends within a statement");
    return words[next++];
  }
  bool take_if(const char *word) {
    if (peek() != word) return false;
    ++next;
    return true;
  }
  void expect(const char *word) {
    if (!take_if(word)) refuse("'" + std::string(word) + "' is wanted before '" + peek() + "'");
  }

 private:
  std::vector<std::string> words;
  size_t next = 0;
  static bool is_word(char c) { return isalnum((u8)c) || c == '_' || c == '$' || c == '.' || c == '%'; }
  void add(const char *&p, const char *end) {
    words.emplace_back(p, end);
    p = end;
  }
};

// One operand: a name or number, perhaps with an offset, perhaps in brackets as an address; several in braces; a|b.
struct Operand {
  std::vector<std::string> names;
  bool address = false, several = false, negated = false;
  s64 offset = 0;
  std::string second;  // behind a |
};

struct Statement {
  std::string guard;
  bool unless = false;
  std::string opcode;
  std::vector<Operand> operands;
  std::string text;

  bool has(const char *part) const {  // `has("shared")` of ld.shared.u32
    const std::string wanted = "." + std::string(part);
    for (size_t at = opcode.find(wanted); at != std::string::npos; at = opcode.find(wanted, at + 1)) {
      const char after = opcode.c_str()[at + wanted.size()];
      if (after == 0 || after == '.') return true;
    }
    return false;
  }
  std::string verb() const { return opcode.substr(0, opcode.find('.')); }
  std::string type() const { return opcode.substr(opcode.rfind('.') + 1); }
};

inline Operand read_operand(Words &words) {
  Operand operand;
  if (words.take_if("[")) {
    operand.address = true;
  } else if (words.take_if("{")) {
    operand.several = true;
    do operand.names.push_back(words.take());
    while (words.take_if(","));
    words.expect("}");
    return operand;
  }
  operand.negated = words.take_if("!");
  operand.names.push_back(words.take_if("-") ? "-" + words.take() : words.take());
  if (words.take_if("+")) {
    const bool minus = words.take_if("-");
    operand.offset = strtoll(words.take().c_str(), nullptr, 0) * (minus ? -1 : 1);
  }
  if (operand.address) words.expect("]");
  else if (words.take_if("|")) operand.second = words.take();
  return operand;
}

inline std::string shown(const Statement &s) {
  std::string text = s.guard.empty() ? "" : "@" + std::string(s.unless ? "!" : "") + s.guard + " ";
  text += s.opcode;
  for (size_t i = 0; i < s.operands.size(); ++i) {
    const Operand &o = s.operands[i];
    text += i ? ", " : " ";
    text += o.address ? "[" : o.several ? "{" : "";
    for (size_t k = 0; k < o.names.size(); ++k) text += (k ? ", " : o.negated ? "!" : "") + o.names[k];
    if (o.offset) text += "+" + std::to_string(o.offset);
    text += o.address ? "]" : o.several ? "}" : "";
    if (!o.second.empty()) text += "|" + o.second;
  }
  return text;
}

inline Statement read_statement(Words &words) {
  Statement s;
  if (words.take_if("@")) {
    s.unless = words.take_if("!");
    s.guard = words.take();
  }
  s.opcode = words.take();
  while (words.peek() == ":" && words.peek(1) == ":") {  // ld.shared::cta
    words.take(), words.take();
    s.opcode += "::" + words.take();
  }
  if (!words.take_if(";")) {
    do s.operands.push_back(read_operand(words));
    while (words.take_if(","));
    words.expect(";");
  }
  s.text = shown(s);
  return s;
}
}  // namespace ptx

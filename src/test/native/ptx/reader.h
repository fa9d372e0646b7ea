// reader.h - from a kernel's text to what is carried out. What is not known is refused, never guessed.
#pragma once
#include "memory.h"
#include "scope.h"
#include "syntax.h"

namespace ptx {

class KernelReader {
 public:
  KernelReader(Words &words, Kernel &kernel, const std::map<std::string, u64> &outside)
      : words(words), kernel(kernel), scope(kernel, outside) {}

  // Behind the name: parameters, bounds, body.
  void read() {
    if (words.take_if("(") && !words.take_if(")")) {
      do parameter();
      while (words.take_if(","));
      words.expect(")");
    }
    while (!words.take_if("{")) bound(words.take());
    for (u32 depth = 1; depth > 0;) {
      if (words.take_if("{")) ++depth;
      else if (words.take_if("}")) --depth;
      else if (words.peek() == ".reg") registers();
      else if (words.peek() == ".local" || words.peek() == ".shared") variable();
      else if (words.peek() == ".pragma") while (!words.take_if(";")) words.take();
      else if (words.peek()[0] == '.') refuse("directive " + words.peek());
      else if (words.peek(1) == ":" && words.peek(2) != ":") labels[words.take()] = (u32)kernel.code.size(), words.take();
      else statement();
    }
    Instruction end;
    end.leads = Leads::OUT, end.text = "(end)";
    kernel.code.push_back(end);
    for (const auto &[at, label] : jumps) {
      if (labels.count(label) == 0) refuse("no label " + label);
      kernel.code[at].number = labels[label];
    }
  }

 private:
  Words &words;
  Kernel &kernel;
  Scope scope;
  std::map<std::string, u32> labels;
  std::vector<std::pair<size_t, std::string>> jumps;
  Statement s;  // the one that is being read, and what it becomes
  Instruction i;

  // --------------------------------------------------------------------------------------------------- declarations
  void parameter() {
    words.expect(".param");
    u32 align = 0, bytes = 0, pointed = 0;
    bool pointer = false;
    while (words.peek()[0] == '.') {
      const std::string word = words.take();
      if (word == ".ptr") pointer = true;  // what follows is of what it points to
      else if (word == ".align") (pointer ? pointed : align) = (u32)std::stoul(words.take());
      else bytes = bytes_of(word.substr(1));
    }
    Parameter p{words.take(), bytes, 0};
    if (words.take_if("[")) p.bytes *= (u32)std::stoul(words.take()), words.expect("]");
    align = std::max(align, bytes);
    p.offset = (kernel.parameter_bytes + align - 1) / align * align;
    kernel.parameter_bytes = p.offset + p.bytes;
    kernel.parameters.push_back(p);
  }

  void bound(const std::string &directive) {
    u32 product = 1;
    do product *= (u32)std::stoul(words.take());
    while (words.take_if(","));
    if (directive == ".maxntid") kernel.launch_bound = product;
    else if (directive != ".minnctapersm") refuse("directive " + directive);
  }

  void registers() {
    words.expect(".reg");
    const u32 bytes = bytes_of(words.take().substr(1));
    do {
      const std::string name = words.take();
      if (!words.take_if("<")) {
        scope.add_register(name, bytes);
        continue;
      }
      const u32 count = (u32)std::stoul(words.take());
      words.expect(">");
      for (u32 k = 0; k < count; ++k) scope.add_register(name + std::to_string(k), bytes);
    } while (words.take_if(","));
    words.expect(";");
  }
  // ".local .align 16 .b8 name[160];" and its like.
  void variable() {
    const bool local = words.take() == ".local";
    u32 align = 1, bytes = 0;
    while (words.peek()[0] == '.') {
      const std::string word = words.take();
      if (word == ".align") align = (u32)std::stoul(words.take());
      else bytes = bytes_of(word.substr(1));
    }
    const std::string name = words.take();
    if (words.take_if("[")) bytes *= (u32)std::stoul(words.take()), words.expect("]");
    words.expect(";");
    u32 &end = local ? kernel.frame_bytes : kernel.shared_bytes;
    end = (end + align - 1) / align * align;
    scope.add_variable(name, end);
    end += bytes;
  }

  // ------------------------------------------------------------------------------------------------------- operands
  const Operand &operand(size_t k) const {
    if (k >= s.operands.size()) refuse("operands");
    return s.operands[k];
  }
  u32 plain(size_t k, u32 bytes) {
    const Operand &o = operand(k);
    if (o.address || o.several || o.negated || !o.second.empty()) refuse("operand");
    return bytes ? scope.value(o.names[0], bytes, o.offset) : scope.predicate(o.names[0]);
  }
  void need(size_t count) const {
    if (s.operands.size() != count) refuse("operands");
  }

  // ---------------------------------------------------------------------------------------------------- instructions
  void statement() {
    s = read_statement(words);
    try {
      instruction();
    } catch (const std::runtime_error &refused) {
      refuse(std::string(refused.what()) + ": " + s.text);
    }
  }

  void instruction() {
    i = Instruction();
    i.text = s.text;
    if (!s.guard.empty()) i.guard = scope.predicate(s.guard), i.unless = s.unless;
    const std::string verb = s.verb();
    const auto operation = operations().find(s.opcode);
    if (s.opcode == "mov.pred" && !scope.has(operand(1).names[0])) constant_predicate();
    else if (verb == "mov" && (operand(0).several || operand(1).several)) vector_move();
    else if (operation != operations().end()) computation(operation->second);
    else if (verb == "ld" || verb == "st") memory(verb == "ld");
    else if (verb == "atom" || verb == "red") atomics(verb == "atom");
    else if (verb == "cvta") address_conversion();
    else if (s.opcode == "bra" || s.opcode == "bra.uni") jump();
    else if (s.opcode == "ret" || s.opcode == "exit") need(0), i.leads = Leads::OUT;
    else if (s.opcode == "bar.sync" || s.opcode == "barrier.sync") block_barrier();
    else if (s.opcode == "bar.warp.sync") need(1), i.leads = Leads::WITH_LANES, i.c = plain(0, 4), i.action = meet;
    else if (verb == "shfl") shuffles();
    else refuse(open());
    kernel.code.push_back(i);
  }

  // Why there is no such operation.
  std::string open() const {
    const char type = s.type()[0];
    const bool loose = s.has("approx") || s.has("ftz") || s.has("full") || s.has("sat");
    return loose || (type == 'f' && !s.has("rn")) ? "PTX leaves open how this is rounded" : "not known";
  }

  void computation(const Operation &operation) {
    need(operation.widths.size());
    u32 *const places[] = {&i.to, &i.a, &i.b, &i.c};
    for (size_t k = 0; k < operation.widths.size(); ++k) *places[k] = plain(k, operation.widths[k]);
    i.action = operation.action, i.variant = operation.variant;
  }

  void jump() {
    need(1);
    i.leads = Leads::TO_LABEL;
    jumps.push_back({kernel.code.size(), operand(0).names[0]});
  }

  void constant_predicate() {
    need(2);
    i.to = scope.predicate(operand(0).names[0]);
    const std::string &word = operand(1).names[0];
    if (word != "-1" && word != "0") refuse("not known");
    i.action = word == "0" ? of_predicates<[](u32, u32) { return 0u; }> : of_predicates<[](u32, u32) { return EVERYBODY; }>;
    i.a = i.to;
  }

  void vector_move() {
    const bool packs = operand(1).several;
    const Operand &parts = operand(packs ? 1 : 0);
    if (s.opcode != "mov.b64" || parts.names.size() != 2) refuse("not known");
    for (u32 k = 0; k < 2; ++k) i.element[k] = parts.names[k] == "_" ? NONE : scope.value(parts.names[k], 4);
    (packs ? i.to : i.a) = plain(packs ? 0 : 1, 8);
    i.action = packs ? pack : unpack;
  }

  Space space() const {
    if (s.has("shared") || s.has("shared::cta")) return Space::SHARED;
    return s.has("local") ? Space::FRAME : s.has("param") ? Space::PARAMETER : Space::GENERIC;
  }
  Instruction widening(u32 from, u32 to, bool is_signed) const {
    Instruction widens;
    widens.action = is_signed ? unary<s64, s32, [](s32 a) { return (s64)a; }> : unary<u64, u32, [](u32 a) { return (u64)a; }>;
    widens.guard = i.guard, widens.unless = i.unless, widens.text = s.text;
    widens.a = from, widens.to = to;
    return widens;
  }
  void address(size_t k) {
    const Operand &o = operand(k);
    if (!o.address) refuse("address");
    if (scope.is_narrow(o.names[0])) {  // an address in shared memory
      if (space() != Space::SHARED) refuse("an address of 32 bits");
      i.a = scope.allot(8);
      kernel.code.push_back(widening(scope.value(o.names[0], 4), i.a, false));
    } else {
      i.a = scope.value(o.names[0], 8);
    }
    i.number = o.offset;
  }

  void memory(bool loads) {
    need(2);
    std::string rest = s.opcode.substr(2);
    for (const char *part : {".param", ".global", ".local", ".shared::cta", ".shared", ".nc", ".v2", ".v4"})
      if (const size_t at = rest.find(part); at != std::string::npos) rest.erase(at, strlen(part));
    const u32 bytes = bytes_of(s.type());
    if (rest != "." + s.type() || (bytes != 4 && bytes != 8) || (s.has("param") && !loads)) refuse("not known");
    const Operand &values = operand(loads ? 0 : 1);
    i.count = s.has("v2") ? 2 : s.has("v4") ? 4 : 1;
    if (values.names.size() != i.count || values.several != (i.count > 1)) refuse("operands");
    // What is loaded may go into a wider register, of which it fills all.
    const bool widens = loads && i.count == 1 && bytes == 4 && s.type() != "f32" && scope.is_register(values.names[0], 8);
    for (u32 k = 0; k < i.count && !widens; ++k)
      i.element[k] = values.names[k] == "_" ? NONE : scope.value(values.names[k], bytes);
    if (widens) i.element[0] = scope.allot(4);
    address(loads ? 1 : 0);
    i.action = bytes == 8 ? transfer<u64>(loads, space()) : transfer<u32>(loads, space());
    if (widens) {
      kernel.code.push_back(i);
      i = widening(i.element[0], scope.value(values.names[0], 8), s.type() == "s32");
    }
  }
  template <class T> static Action *transfer(bool loads, Space space) {
    switch (space) {
      case Space::GENERIC: return loads ? load<T, Space::GENERIC> : store<T, Space::GENERIC>;
      case Space::PARAMETER: return load<T, Space::PARAMETER>;
      case Space::SHARED: return loads ? load<T, Space::SHARED> : store<T, Space::SHARED>;
      case Space::FRAME: return loads ? load<T, Space::FRAME> : store<T, Space::FRAME>;
    }
    return nullptr;
  }

  void atomics(bool gives) {
    need(gives ? 3 : 2);
    const std::string type = s.type();
    const bool wide = bytes_of(type) == 8;
    if (type != "u32" && type != "u64") refuse("not known");
    address(gives ? 1 : 0);
    if (gives) i.to = plain(0, bytes_of(type));
    i.b = plain(gives ? 2 : 1, bytes_of(type));
    std::string what = s.opcode.substr(s.verb().size());
    for (const char *space : {".global", ".shared"})
      if (what.compare(0, strlen(space), space) == 0) what.erase(0, strlen(space));
    const auto is = [&](const char *operation) { return what == operation + ("." + type); };
    if (is(".add")) i.action = wide ? sum<u64>(space()) : sum<u32>(space());
    else if (is(".min")) i.action = wide ? minimum<u64>(space()) : minimum<u32>(space());
    else refuse("not known");
  }
  template <class T> static Action *sum(Space space) {
    constexpr auto add = [](T a, T b) { return a + b; };
    return space == Space::SHARED ? atomic<T, Space::SHARED, add> : atomic<T, Space::GENERIC, add>;
  }
  template <class T> static Action *minimum(Space space) {
    constexpr auto less = [](T a, T b) { return a < b ? a : b; };
    return space == Space::SHARED ? atomic<T, Space::SHARED, less> : atomic<T, Space::GENERIC, less>;
  }

  void address_conversion() {
    need(2);
    i.to = plain(0, 8), i.a = plain(1, 8);
    const bool to = s.has("to");
    i.action = space() == Space::SHARED  ? (to ? other_address<Space::SHARED, true> : other_address<Space::SHARED, false>)
               : space() == Space::FRAME ? (to ? other_address<Space::FRAME, true> : other_address<Space::FRAME, false>)
                                         : other_address<Space::GENERIC, true>;
    if (s.type() != "u64") refuse("not known");
  }

  void block_barrier() {
    need(1);
    if (operand(0).names[0] != "0") refuse("not known");
    i.leads = Leads::WITH_BLOCK;
  }

  void shuffles() {
    need(5);
    if (s.opcode != "shfl.sync.bfly.b32" && s.opcode != "shfl.sync.idx.b32") refuse("not known");
    i.to = scope.value(operand(0).names[0], 4);
    if (!operand(0).second.empty()) i.second = scope.predicate(operand(0).second);
    i.a = plain(1, 4), i.b = plain(2, 4), i.element[0] = plain(3, 4), i.c = plain(4, 4);
    i.variant = s.has("bfly") ? BUTTERFLY : INDEX;
    i.leads = Leads::WITH_LANES, i.action = shuffle;
  }
};
}  // namespace ptx

// reader.h - from a module's text to what is carried out. What is not known is refused, never guessed.
#pragma once
#include "memory.h"
#include "syntax.h"

namespace ptx {

inline const Operations &operations() {
  static const Operations known = [] {
    Operations all;
    add_bits<u16>(all, "b16"), add_bits<u32>(all, "b32"), add_bits<u64>(all, "b64");
    add_integer<u16>(all, "u16"), add_integer<s16>(all, "s16"), add_integer<u32>(all, "u32"), add_integer<u64>(all, "u64"), add_integer<s32>(all, "s32"), add_integer<s64>(all, "s64");
    add_real<float>(all, "f32"), add_real<double>(all, "f64");
    for (const char *type : {"b16", "u16", "s16"}) add_moves<u16>(all, type);
    for (const char *type : {"b32", "u32", "s32"}) add_moves<u32>(all, type);
    for (const char *type : {"b64", "u64", "s64"}) add_moves<u64>(all, type);
    add_moves<float>(all, "f32"), add_moves<double>(all, "f64");
    add_conversions_of<u16>(all, "u16"), add_conversions_of<s16>(all, "s16"), add_conversions_of<u32>(all, "u32"), add_conversions_of<u64>(all, "u64");
    add_conversions_of<s32>(all, "s32"), add_conversions_of<s64>(all, "s64");
    add_conversions_of<float>(all, "f32"), add_conversions_of<double>(all, "f64");
    all["cvt.f64.f32"] = one<double, float, [](float a) { return (double)a; }>();
    add_comparisons<u16>(all, "u16"), add_comparisons<u16>(all, "b16"), add_comparisons<s16>(all, "s16"), add_comparisons<u32>(all, "u32"), add_comparisons<u64>(all, "u64"), add_comparisons<u32>(all, "b32"), add_comparisons<u64>(all, "b64");
    add_comparisons<s32>(all, "s32"), add_comparisons<s64>(all, "s64");
    add_comparisons<float>(all, "f32"), add_comparisons<double>(all, "f64");
    all["mul.wide.u16"] = wide_product<u32, u16>(), all["mul.wide.s16"] = wide_product<s32, s16>();
    all["mul.wide.u32"] = wide_product<u64, u32>(), all["mul.wide.s32"] = wide_product<s64, s32>();
    all["mad.wide.u32"] = wide_product_and_sum<u64, u32>(), all["mad.wide.s32"] = wide_product_and_sum<s64, s32>();
    all["rsqrt.approx.ftz.f32"] = one<float, float, estimated_reciprocal_root>();  // sqrt_normal, whatever its last bits
    add_logic(all);
    return all;
  }();
  return known;
}

inline u32 bytes_of(const std::string &type) {
  const u32 bits = type == "pred" ? 0 : (u32)atoi(type.c_str() + 1);
  if (type != "pred" && (!strchr("busf", type[0]) || (bits != 8 && bits != 16 && bits != 32 && bits != 64))) refuse("type " + type);
  return bits / 8;
}

class KernelReader {
 public:
  KernelReader(Words &words, Kernel &kernel, const std::map<std::string, u32> &outside) : words(words), kernel(kernel), shared(outside) {}

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
      else instruction(read_statement(words));
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
  struct Register {
    u32 bytes, at;  // 0 bytes: a predicate
  };
  Words &words;
  Kernel &kernel;
  std::map<std::string, u32> shared, frame, labels;
  std::map<std::string, Register> known;
  std::map<std::pair<u64, u32>, u32> numbers;
  std::vector<std::pair<size_t, std::string>> jumps;
  Statement s;  // the one that is being read, and what it becomes
  Instruction i;

  // --------------------------------------------------------------------------------------------------- declarations
  void parameter() {
    words.expect(".param");
    u32 align = 0, bytes = 0;
    while (words.peek()[0] == '.') {
      const std::string word = words.take();
      if (word == ".align") align = (u32)std::stoul(words.take());
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
        add_register(name, bytes);
        continue;
      }
      const u32 count = (u32)std::stoul(words.take());
      words.expect(">");
      for (u32 k = 0; k < count; ++k) add_register(name + std::to_string(k), bytes);
    } while (words.take_if(","));
    words.expect(";");
  }
  void add_register(const std::string &name, u32 bytes) { known[name] = {bytes, bytes ? allot(bytes) : kernel.predicates++}; }
  u32 allot(u32 bytes) {
    const u32 at = kernel.register_bytes;
    kernel.register_bytes += LANES * std::max(4u, bytes);
    return at;
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
    (local ? frame : shared)[name] = end;
    end += bytes;
  }

  // ------------------------------------------------------------------------------------------------------- operands
  u32 given(Given::Source source, u32 bytes, u64 value) {
    const std::pair<u64, u32> key = {value ^ (u64)source << 58, bytes};
    const auto found = numbers.find(key);
    if (found != numbers.end()) return found->second;
    const u32 at = allot(bytes);
    kernel.given.push_back({source, at, bytes, value});
    return numbers[key] = at;
  }

  u32 predicate(const std::string &name) const {
    const auto found = known.find(name);
    if (found == known.end() || found->second.bytes) refuse("no predicate " + name + ": " + s.text);
    return found->second.at;
  }

  // A register of so many bytes with what a word stands for.
  u32 value(const std::string &word, u32 bytes, s64 offset = 0) {
    if (const auto found = known.find(word); found != known.end()) {
      if (found->second.bytes != bytes || offset) refuse("operand " + word + " of " + s.text);
      return found->second.at;
    }
    if (word.compare(0, 2, "0f") == 0 || word.compare(0, 2, "0d") == 0) return given(Given::NUMBER, bytes, std::stoull(word.substr(2), nullptr, 16));
    if (isdigit((u8)word[0])) return given(Given::NUMBER, bytes, std::stoull(word, nullptr, 0));
    if (word[0] == '-') return given(Given::NUMBER, bytes, -std::stoull(word.substr(1), nullptr, 0));
    if (word[0] == '%') return special(word, bytes);
    for (const Parameter &p : kernel.parameters)
      if (p.name == word) return given(Given::PARAMETERS, 8, p.offset + offset);
    for (const auto *names : {&shared, &frame})
      if (const auto found = names->find(word); found != names->end()) return given(Given::NUMBER, bytes, found->second + offset);
    refuse("no symbol " + word + ": " + s.text);
  }
  u32 special(const std::string &word, u32 bytes) {
    static const std::map<std::string, Given::Source> all = {
        {"%tid.x", Given::THREAD_X},   {"%tid.y", Given::THREAD_Y},   {"%tid.z", Given::THREAD_Z},
        {"%ntid.x", Given::THREADS_X}, {"%ntid.y", Given::THREADS_Y}, {"%ntid.z", Given::THREADS_Z},
        {"%ctaid.x", Given::BLOCK_X},  {"%ctaid.y", Given::BLOCK_Y},  {"%ctaid.z", Given::BLOCK_Z},
        {"%nctaid.x", Given::BLOCKS_X}, {"%nctaid.y", Given::BLOCKS_Y}, {"%nctaid.z", Given::BLOCKS_Z},
        {"%laneid", Given::LANE}};
    const auto found = all.find(word);
    if (found == all.end() || bytes != 4) refuse("register " + word + " of " + s.text);
    return given(found->second, 4, 0);
  }
  const Operand &operand(size_t k) const {
    if (k >= s.operands.size()) refuse("operands of " + s.text);
    return s.operands[k];
  }
  u32 plain(size_t k, u32 bytes) {
    const Operand &o = operand(k);
    if (o.address || o.several || o.negated || !o.second.empty()) refuse("operand of " + s.text);
    return bytes ? value(o.names[0], bytes, o.offset) : predicate(o.names[0]);
  }
  void need(size_t count) const {
    if (s.operands.size() != count) refuse("operands of " + s.text);
  }

  // ---------------------------------------------------------------------------------------------------- instructions
  void instruction(const Statement &statement) {
    s = statement;
    i = Instruction();
    i.text = s.text;
    if (!s.guard.empty()) i.guard = predicate(s.guard), i.unless = s.unless;
    const std::string verb = s.verb();
    const auto operation = operations().find(s.opcode);
    if (s.opcode == "mov.pred" && known.count(operand(1).names[0]) == 0) constant_predicate();
    else if (verb == "mov" && (operand(0).several || operand(1).several)) vector_move();
    else if (operation != operations().end()) computation(operation->second);
    else if (verb == "ld" || verb == "st") memory(verb == "ld");
    else if (verb == "atom" || verb == "red") atomics(verb == "atom");
    else if (verb == "cvta") address_conversion();
    else if (s.opcode == "bra" || s.opcode == "bra.uni") need(1), i.leads = Leads::TO_LABEL, jumps.push_back({kernel.code.size(), operand(0).names[0]});
    else if (s.opcode == "ret" || s.opcode == "exit") need(0), i.leads = Leads::OUT;
    else if (s.opcode == "bar.sync" || s.opcode == "barrier.sync") block_barrier();
    else if (s.opcode == "bar.warp.sync") need(1), i.leads = Leads::WITH_LANES, i.c = plain(0, 4), i.action = meet;
    else if (verb == "shfl") shuffles();
    else refuse(open() + ": " + s.text);
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

  void constant_predicate() {
    need(2);
    i.to = predicate(operand(0).names[0]);
    const std::string &word = operand(1).names[0];
    if (word != "-1" && word != "0") refuse("not known: " + s.text);
    i.action = word == "0" ? of_predicates<[](u32, u32) { return 0u; }> : of_predicates<[](u32, u32) { return EVERYBODY; }>;
    i.a = i.to;
  }

  void vector_move() {
    const bool packs = operand(1).several;
    const Operand &parts = operand(packs ? 1 : 0);
    if (s.opcode != "mov.b64" || parts.names.size() != 2) refuse("not known: " + s.text);
    for (u32 k = 0; k < 2; ++k) i.element[k] = parts.names[k] == "_" ? NONE : value(parts.names[k], 4);
    (packs ? i.to : i.a) = plain(packs ? 0 : 1, 8);
    i.action = packs ? pack : unpack;
  }

  Space space() const {
    return s.has("shared") || s.has("shared::cta") ? Space::SHARED : s.has("local") ? Space::FRAME : s.has("param") ? Space::PARAMETER : Space::GENERIC;
  }
  void address(size_t k) {
    const Operand &o = operand(k);
    if (!o.address) refuse("address of " + s.text);
    const auto narrow = known.find(o.names[0]);
    if (narrow != known.end() && narrow->second.bytes == 4) {  // an address in shared memory
      if (space() != Space::SHARED) refuse("an address of 32 bits: " + s.text);
      Instruction widens;
      widens.action = unary<u64, u32, [](u32 a) { return (u64)a; }>;
      widens.guard = i.guard, widens.unless = i.unless, widens.text = s.text;
      widens.a = narrow->second.at, widens.to = i.a = allot(8);
      kernel.code.push_back(widens);
    } else {
      i.a = value(o.names[0], 8);
    }
    i.number = o.offset;
  }

  void memory(bool loads) {
    need(2);
    std::string rest = s.opcode.substr(2);
    for (const char *part : {".param", ".global", ".local", ".shared::cta", ".shared", ".nc", ".v2", ".v4"})
      if (const size_t at = rest.find(part); at != std::string::npos) rest.erase(at, strlen(part));
    const u32 bytes = bytes_of(s.type());
    if (rest != "." + s.type() || (bytes != 4 && bytes != 8) || (s.has("param") && !loads)) refuse("not known: " + s.text);
    const Operand &values = operand(loads ? 0 : 1);
    i.count = s.has("v2") ? 2 : s.has("v4") ? 4 : 1;
    if (values.names.size() != i.count || values.several != (i.count > 1)) refuse("operands of " + s.text);
    for (u32 k = 0; k < i.count; ++k) i.element[k] = values.names[k] == "_" ? NONE : value(values.names[k], bytes);
    address(loads ? 1 : 0);
    i.action = bytes == 8 ? transfer<u64>(loads, space()) : transfer<u32>(loads, space());
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
    if (type != "u32" && type != "u64") refuse("not known: " + s.text);
    address(gives ? 1 : 0);
    if (gives) i.to = plain(0, bytes_of(type));
    i.b = plain(gives ? 2 : 1, bytes_of(type));
    const std::string what = s.opcode.substr(s.verb().size());
    const std::string end = "." + type;
    const auto is = [&](const char *operation) {
      return what == std::string(".global") + operation + end || what == std::string(".shared") + operation + end || what == operation + end;
    };
    if (is(".add")) i.action = wide ? sum<u64>(space()) : sum<u32>(space());
    else if (is(".min")) i.action = wide ? minimum<u64>(space()) : minimum<u32>(space());
    else refuse("not known: " + s.text);
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
    if (s.type() != "u64") refuse("not known: " + s.text);
  }

  void block_barrier() {
    need(1);
    if (operand(0).names[0] != "0") refuse("not known: " + s.text);
    i.leads = Leads::WITH_BLOCK;
  }

  void shuffles() {
    need(5);
    if (s.opcode != "shfl.sync.bfly.b32" && s.opcode != "shfl.sync.idx.b32") refuse("not known: " + s.text);
    i.to = value(operand(0).names[0], 4);
    if (!operand(0).second.empty()) i.second = predicate(operand(0).second);
    i.a = plain(1, 4), i.b = plain(2, 4), i.element[0] = plain(3, 4), i.c = plain(4, 4);
    i.variant = s.has("bfly") ? BUTTERFLY : INDEX;
    i.leads = Leads::WITH_LANES, i.action = shuffle;
  }
};

inline std::unique_ptr<Module> read_module(const char *text) {
  Words words(text);
  auto module = std::make_unique<Module>();
  std::map<std::string, u32> shared;  // of the module: the dynamic memory, which begins where a kernel's own ends
  while (!words.done()) {
    const std::string word = words.take();
    if (word == ".version" || word == ".address_size") {
      words.take();
    } else if (word == ".target") {
      sscanf(words.take().c_str(), "sm_%d", &module->architecture);
    } else if (word == ".extern" && words.take_if(".shared")) {
      while (words.peek()[0] == '.') {
        if (words.take() == ".align") words.take();
      }
      shared[words.take()] = 0;
      words.expect("["), words.expect("]"), words.expect(";");
    } else if (word == ".visible" && words.take_if(".entry")) {
      auto kernel = std::make_unique<Kernel>();
      kernel->name = words.take();
      KernelReader(words, *kernel, shared).read();
      // Walkers that step are in registers or in memory that somebody has planned.
      if (kernel->frame_bytes && kernel->name.compare(0, 10, "perrin_run") == 0)
        refuse(kernel->name + " has a stack frame of " + std::to_string(kernel->frame_bytes) + " bytes");
      if (kernel->shared_bytes && !shared.empty()) refuse("both static and dynamic shared memory");
      module->kernels[kernel->name] = std::move(kernel);
    } else {
      refuse("directive " + word + " " + words.peek());
    }
  }
  return module;
}
}  // namespace ptx

// cuda_text.h - the two things about CUDA C++ that macros cannot do, done on the text: kernels are exported, and dynamic
// shared memory becomes a pointer. Works on words, comments left out; no macro is expanded.
#pragma once
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace stand_in {

struct Token {
  std::string_view text;
  size_t begin;
  size_t end() const { return begin + text.size(); }
};

// Names and numbers, quoted strings, and all other characters one by one. `text` must outlive the tokens.
inline std::vector<Token> tokens(const std::string &text) {
  std::vector<Token> all;
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    if (isspace((unsigned char)text[i])) {
      ++i;
      continue;
    }
    if (text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (text.compare(i, 2, "/*") == 0) {
      const size_t end = text.find("*/", i + 2);
      i = end == std::string::npos ? text.size() : end + 2;
      continue;
    }
    const auto is_word = [&](size_t at) { return isalnum((unsigned char)text[at]) || text[at] == '_'; };
    if (is_word(i)) {
      while (i < text.size() && is_word(i)) ++i;
    } else if (const char quote = text[i]; quote == '"' || quote == '\'') {
      for (++i; i < text.size() && text[i] != quote && text[i] != '\n'; ++i) i += text[i] == '\\';
      i = std::min(i + 1, text.size());
    } else {
      ++i;
    }
    all.push_back({std::string_view(text).substr(begin, i - begin), begin});
  }
  return all;
}

// A change: the characters begin .. end-1 become `text`, which has as many line ends.
struct Change {
  size_t begin, end;
  std::string text;
};

// `extern __shared__ T name[];` at token i becomes `T *name = stand_in::dynamic_shared<T>();`.
inline void change_dynamic_shared(const std::string &text, const std::vector<Token> &all, size_t i,
                                  std::vector<Change> &changes) {
  size_t bracket = i + 2;
  while (bracket < all.size() && all[bracket].text != "[" && all[bracket].text != ";") ++bracket;
  if (bracket + 2 >= all.size() || all[bracket + 1].text != "]" || bracket < i + 4) return;  // the compiler complains
  const size_t end_of_type = all[bracket - 2].end(), end = all[bracket + 1].end();
  const std::string type = text.substr(all[i + 2].begin, end_of_type - all[i + 2].begin);
  std::string pointer =
      type + " *" + std::string(all[bracket - 1].text) + " = ::stand_in::dynamic_shared<" + type + ">()";
  pointer.append(std::count(text.begin() + end_of_type, text.begin() + end, '\n'), '\n');
  changes.push_back({all[i].begin, end, pointer});
}

// The token after the one that closes what token i opens.
inline size_t after_closing(const std::vector<Token> &all, size_t i) {
  const std::string_view open = all[i].text, close = open == "{" ? "}" : ")";
  for (int depth = 0; i < all.size(); ++i) {
    depth += (all[i].text == open) - (all[i].text == close);
    if (depth == 0) return i + 1;
  }
  return i;
}

// A function that begins with the `extern "C"` at token i and has __global__ before its name gets STAND_IN_KERNEL(name,
// (launch bound)) behind its body, so that it shares its namespace and its #if. Kernels without `extern "C"` have no name
// that cuModuleGetFunction could be asked for.
inline void change_kernel(const std::string &text, const std::vector<Token> &all, size_t i,
                          std::vector<Change> &changes) {
  bool global = false;
  std::string bound = "1024", name;
  size_t k = i + 2;
  while (k + 1 < all.size() && name.empty()) {
    global = global || all[k].text == "__global__";
    if (all[k].text == "{" || all[k].text == ";") return;
    if (all[k + 1].text != "(") {
      ++k;
    } else if (all[k].text == "__launch_bounds__") {
      const size_t end = after_closing(all, k + 1), first = k + 2;
      for (k = first; k + 1 < end && all[k].text != ",";) k = all[k].text == "(" ? after_closing(all, k) : k + 1;
      bound = text.substr(all[first].begin, all[k].begin - all[first].begin);
      k = end;
    } else {
      name = all[k].text;
    }
  }
  if (!global || name.empty()) return;
  const size_t body = after_closing(all, k + 1);
  if (body >= all.size() || all[body].text != "{") return;
  const size_t end = all[after_closing(all, body) - 1].end();
  changes.push_back({end, end, " STAND_IN_KERNEL(" + name + ", (" + bound + "))"});
}

// Text that g++ takes after cuda_shim.h. Lines stay where they are.
inline std::string rewrite(const std::string &text) {
  const std::vector<Token> all = tokens(text);
  std::vector<Change> changes;
  for (size_t i = 0; i + 1 < all.size(); ++i) {
    if (all[i].text != "extern") continue;
    if (all[i + 1].text == "__shared__") change_dynamic_shared(text, all, i, changes);
    if (all[i + 1].text == "\"C\"") change_kernel(text, all, i, changes);
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Change &a, const Change &b) { return a.begin < b.begin; });
  std::string result;
  size_t copied = 0;
  for (const Change &change : changes) {
    result += text.substr(copied, change.begin - copied) + change.text;
    copied = change.end;
  }
  return result + text.substr(copied);
}
}  // namespace stand_in

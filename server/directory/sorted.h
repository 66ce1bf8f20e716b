// Small sorted vectors used as sets.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace gatehouse::directory {

/// Sorts, and leaves one of each.
template <class T>
void make_set(std::vector<T>& values) {
  std::ranges::sort(values);
  const auto rest = std::ranges::unique(values);
  values.erase(rest.begin(), rest.end());
}

template <class T>
std::size_t place_of(const std::vector<T>& values, const T& value) {
  return static_cast<std::size_t>(std::ranges::lower_bound(values, value) - values.begin());
}

template <class T>
bool contains_sorted(const std::vector<T>& values, const T& value) {
  return std::ranges::binary_search(values, value);
}

template <class T>
void insert_sorted(std::vector<T>& values, const T& value) {
  const auto at = std::ranges::lower_bound(values, value);
  if (at == values.end() || *at != value) values.insert(at, value);
}

template <class T>
void erase_sorted(std::vector<T>& values, const T& value) {
  const auto at = std::ranges::lower_bound(values, value);
  if (at != values.end() && *at == value) values.erase(at);
}

template <class T>
bool intersect_sorted(const std::vector<T>& a, const std::vector<T>& b) {
  return std::ranges::any_of(a, [&](const T& value) { return contains_sorted(b, value); });
}

}  // namespace gatehouse::directory

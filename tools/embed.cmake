# embed(<target> <folder> <symbol> <namespace>): puts every file below <folder> into <target> as
# `const std::span<const EmbeddedFile> <namespace>::<symbol>`, by `.incbin` (no compile time).
function(embed target folder symbol space)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*)
  list(SORT files)
  set(assembly ".section .rodata\n")
  set(declarations "")
  set(table "")
  set(paths "")
  set(n 0)
  foreach(file IN LISTS files)
    string(APPEND assembly ".global ${symbol}_${n}\n.global ${symbol}_${n}_end\n"
      "${symbol}_${n}:\n.incbin \"${folder}/${file}\"\n${symbol}_${n}_end:\n.byte 0\n")
    string(APPEND declarations "extern const char ${symbol}_${n}[], ${symbol}_${n}_end[];\n")
    string(APPEND table "    {\"${file}\", {${symbol}_${n}, "
      "static_cast<std::size_t>(${symbol}_${n}_end - ${symbol}_${n})}},\n")
    list(APPEND paths ${folder}/${file})
    math(EXPR n "${n} + 1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")
  set(base ${CMAKE_BINARY_DIR}/embedded/${symbol})
  file(CONFIGURE OUTPUT ${base}.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${base}.cc CONTENT
"#include <span>
#include <vector>

#include \"base/embedded.h\"

extern \"C\" {
${declarations}}

namespace ${space} {
namespace {
const std::vector<gatehouse::EmbeddedFile> files = {
${table}};
}
extern const std::span<const gatehouse::EmbeddedFile> ${symbol};
const std::span<const gatehouse::EmbeddedFile> ${symbol} = files;
}
" @ONLY)
  set_source_files_properties(${base}.S PROPERTIES OBJECT_DEPENDS "${paths}")
  target_sources(${target} PRIVATE ${base}.S ${base}.cc)
endfunction()

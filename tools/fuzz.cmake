# server/<folder>/<name>_fuzz.cc becomes the libFuzzer program <folder>_<name>_fuzz, linked with the
# folder's library. Only with the sanitizers: without them a fuzzer sees crashes only.
file(GLOB fuzzers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/server server/*/*_fuzz.cc)
if(GATEHOUSE_TESTS AND GATEHOUSE_SANITIZE AND fuzzers)
  # Coverage counters lead the fuzzer into our code; only where there is something to fuzz, since
  # they make compiling slower.
  foreach(folder base policy http mail)
    target_compile_options(gatehouse_${folder} PRIVATE -fsanitize=fuzzer-no-link)
  endforeach()
  foreach(fuzzer IN LISTS fuzzers)
    get_filename_component(folder ${fuzzer} DIRECTORY)
    get_filename_component(name ${fuzzer} NAME_WE)
    add_executable(${folder}_${name} server/${fuzzer})
    target_link_libraries(${folder}_${name} PRIVATE gatehouse_${folder})
    target_link_options(${folder}_${name} PRIVATE -fsanitize=fuzzer)
  endforeach()
endif()

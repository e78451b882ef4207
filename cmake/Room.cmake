# A room is a folder of src/: one library, its tests, and the rooms it may see.
#   quorum_room(sse NEEDS core)                          src/sse/*.cpp
#   quorum_room(store/sqlite NEEDS store LIBS SQLite3)   a leaf room inside another
# Files are found by name, so adding one touches no build file.
function(quorum_room room)
  cmake_parse_arguments(ARG "" "" "NEEDS;LIBS" ${ARGN})
  string(REPLACE "/" "_" name ${room})
  file(GLOB sources CONFIGURE_DEPENDS src/${room}/*.cpp)
  file(GLOB headers CONFIGURE_DEPENDS src/${room}/*.hpp)
  file(GLOB tests CONFIGURE_DEPENDS src/${room}/*_test.cpp)
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$|/main\\.cpp$")
  list(TRANSFORM ARG_NEEDS REPLACE "/" "_" OUTPUT_VARIABLE needs)
  list(TRANSFORM needs PREPEND quorum_)

  if(sources)
    add_library(quorum_${name} STATIC ${sources})
    set(reach PUBLIC)
  else()
    add_library(quorum_${name} INTERFACE)
    set(reach INTERFACE)
  endif()
  target_include_directories(quorum_${name} ${reach} src)
  target_link_libraries(quorum_${name} ${reach} quorum_flags ${needs} ${ARG_LIBS})

  # Every header must stand alone: `header_probes` compiles each as if it were a source.
  set(probes)
  foreach(header IN LISTS headers)
    get_filename_component(stem ${header} NAME_WE)
    set(probe ${CMAKE_BINARY_DIR}/header_probes/${name}_${stem}.cpp)
    file(CONFIGURE OUTPUT ${probe} CONTENT "#include \"${room}/${stem}.hpp\"\n")
    list(APPEND probes ${probe})
  endforeach()
  if(probes)
    add_library(header_probes_${name} OBJECT EXCLUDE_FROM_ALL ${probes})
    target_link_libraries(header_probes_${name} PRIVATE quorum_${name})
    add_dependencies(header_probes header_probes_${name})
  endif()

  if(tests AND QUORUM_TESTS)
    add_executable(${name}_test ${tests})
    quorum_precompiled(${name}_test)
    target_link_libraries(${name}_test PRIVATE quorum_${name} quorum_testkit GTest::gtest_main)
    add_test(NAME ${room} COMMAND ${name}_test)
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY QUORUM_ROOMS "${room}: ${ARG_NEEDS}\n")
endfunction()

# What nearly every test includes, compiled once: a test then compiles in half the time. What is tested
# is optimized, the tests are not.
function(quorum_precompiled test)
  if(NOT TARGET test_headers)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/test_headers.cpp CONTENT "")
    add_library(test_headers OBJECT ${CMAKE_BINARY_DIR}/test_headers.cpp)
    target_link_libraries(test_headers PRIVATE quorum_flags GTest::gtest)
    # Without its time, so that ccache knows it again.
    target_compile_options(test_headers PRIVATE $<$<CONFIG:Release>:-O0> -Xclang -fno-pch-timestamp)
    target_compile_definitions(test_headers PRIVATE QUORUM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_precompile_headers(test_headers PRIVATE
      <gtest/gtest.h> <algorithm> <chrono> <coroutine> <filesystem> <fstream> <functional> <map> <memory>
      <optional> <set> <string> <string_view> <utility> <variant> <vector>)
  endif()
  target_precompile_headers(${test} REUSE_FROM test_headers)
  target_compile_options(${test} PRIVATE $<$<CONFIG:Release>:-O0> -Xclang -fno-pch-timestamp)
  target_compile_definitions(${test} PRIVATE QUORUM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
endfunction()

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
    target_link_libraries(${name}_test PRIVATE quorum_${name} quorum_testkit GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE QUORUM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    # What is tested is optimized, the tests are not: that halves the time to compile them.
    target_compile_options(${name}_test PRIVATE $<$<CONFIG:Release>:-O0>)
    add_test(NAME ${room} COMMAND ${name}_test)
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY QUORUM_ROOMS "${room}: ${ARG_NEEDS}\n")
endfunction()

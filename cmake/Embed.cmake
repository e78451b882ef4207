# Puts a file's bytes into the binary, as `core/embedded.hpp` names them.
#   quorum_embed(quorum_api page_html web/dist/index.html)
# The file may be made by another target: name that in DEPENDS.
function(quorum_embed target symbol file)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  get_filename_component(path ${file} ABSOLUTE)
  set(assembly ${CMAKE_BINARY_DIR}/embedded/${symbol}.S)
  file(CONFIGURE OUTPUT ${assembly} CONTENT [=[
.section .rodata
.balign 64
.global quorum_embedded_@symbol@
quorum_embedded_@symbol@: .incbin "@path@"
.global quorum_embedded_@symbol@_end
quorum_embedded_@symbol@_end: .byte 0
.section .note.GNU-stack,"",%progbits
]=] @ONLY)
  set_source_files_properties(${assembly} PROPERTIES OBJECT_DEPENDS "${path};${ARG_DEPENDS}")
  target_sources(${target} PRIVATE ${assembly})
endfunction()

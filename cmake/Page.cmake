# The page: web/ built into one self-contained HTML file, put into the binary as `page_html`.
# Whoever serves it links `quorum_page` and says QUORUM_EMBEDDED(page_html); see core/embedded.hpp.
file(GLOB_RECURSE page_sources CONFIGURE_DEPENDS web/src/*)
set(page ${CMAKE_BINARY_DIR}/web/index.html)
add_custom_command(
  OUTPUT ${page}
  COMMAND ${CMAKE_SOURCE_DIR}/tools/page ${CMAKE_BINARY_DIR}/web
  DEPENDS ${page_sources} web/index.html web/vite.config.ts web/tsconfig.json
          web/package-lock.json tools/page tools/node
  COMMENT "Building the page"
  VERBATIM)

add_library(quorum_page STATIC)
quorum_embed(quorum_page page_html ${page})
set_target_properties(quorum_page PROPERTIES LINKER_LANGUAGE CXX)

# What the release binary is optimized by beyond -O2, for the rooms a request passes through: link-time optimization
# across them, and a profile of the traffic `bench/profile` puts through the binary (docs/decisions/0006).
#
# Their objects hold machine code beside the linker's input, so that the tests link as fast as ever; only `quorum`
# itself is optimized as a whole. A profile that is older than the code is used where functions are still the same.
set(QUORUM_PROFILE "use" CACHE STRING "use: optimize by the profile kept; make: build what makes one; no: neither")
set_property(CACHE QUORUM_PROFILE PROPERTY STRINGS use make no)
set(quorum_profile ${CMAKE_SOURCE_DIR}/bench/requests.profdata)

set(rooms_of_a_request
  core json async sse http http/peer http/coding llm store store/journal telemetry govern
  dialects dialects/openai_chat dialects/anthropic providers gateway api api/openai api/anthropic)

function(quorum_optimize executable)
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Release" OR QUORUM_PROFILE STREQUAL "no")
    return()
  endif()
  if(QUORUM_PROFILE STREQUAL "make")
    set(options -fprofile-generate)
    target_link_options(${executable} PRIVATE -fuse-ld=lld -fprofile-generate)
  else()
    set(options -flto=thin -ffat-lto-objects)
    if(EXISTS ${quorum_profile})
      list(APPEND options -fprofile-use=${quorum_profile} -Wno-profile-instr-out-of-date -Wno-profile-instr-unprofiled
           -Wno-backend-plugin)
      # A new profile is a new object.
      foreach(room IN LISTS rooms_of_a_request)
        string(REPLACE "/" "_" name ${room})
        get_target_property(sources quorum_${name} SOURCES)
        set_property(SOURCE ${sources} APPEND PROPERTY OBJECT_DEPENDS ${quorum_profile})
      endforeach()
    endif()
    target_link_options(${executable} PRIVATE -fuse-ld=lld -flto=thin -ffat-lto-objects -O2
      -Wl,--thinlto-cache-dir=${CMAKE_BINARY_DIR}/thinlto -Wl,--thinlto-jobs=all)
  endif()
  foreach(room IN LISTS rooms_of_a_request)
    string(REPLACE "/" "_" name ${room})
    target_compile_options(quorum_${name} PRIVATE ${options})
  endforeach()
endfunction()

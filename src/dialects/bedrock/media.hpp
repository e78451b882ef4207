#pragma once
/// Images, sounds and documents as Converse spells them: bytes with a format from a closed list.

#include <string>
#include <string_view>

#include "json/writer.hpp"
#include "llm/part.hpp"

namespace quorum::bedrock {

// Each writes a content block, or nothing and says false where it cannot be sent: an address that
// is not S3's, a format that is not on the list.
bool write_image(json::Writer& writer, const llm::Image& image);
bool write_audio(json::Writer& writer, const llm::Audio& audio);
bool write_document(json::Writer& writer, const llm::File& file);

/// An image of an answer.
llm::Image image_of(std::string_view format, std::string_view base64);

/// A document's name with what Amazon does not take in one left out.
std::string document_name(std::string_view name);

}  // namespace quorum::bedrock

#pragma once
/// `quorum logs`: the records of requests, as a table or as JSON lines.

#include <string>
#include <string_view>
#include <vector>

#include "app/config/config.hpp"
#include "store/requests.hpp"

namespace quorum::app {

/// Where the server keeps them.
std::string requests_folder(const Config& config);

struct LogsArguments {
  store::RequestQuery query{};
  bool is_json = false;
  bool follows = false;
  bool wants_help = false;
};

/// `now_us`: for `--since`. Says which argument is wrong.
Result<LogsArguments> read_logs_arguments(const std::vector<std::string>& arguments,
                                          std::int64_t now_us);

/// One line, without its end. Members are only ever added; what is unknown is left out.
std::string json_line(const store::RequestRecord& record);

/// One line of the table, and the line above them all.
std::string table_line(const store::RequestRecord& record);
std::string table_head();

/// `arguments` are those after `logs`. Returns the exit code.
int run_logs_command(const Config& config, const std::vector<std::string>& arguments);

}  // namespace quorum::app

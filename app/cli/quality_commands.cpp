#include "app/cli/commands.h"

namespace merch::cli
{

std::vector<Command> qualityCommands()
{
    return {};
}

} // namespace merch::cli

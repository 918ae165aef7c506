#include "app/cli/commands.h"

namespace merch::cli
{

std::vector<Command> planCommands()
{
    return {};
}

} // namespace merch::cli

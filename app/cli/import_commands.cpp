#include "app/cli/commands.h"

namespace merch::cli
{

std::vector<Command> importCommands()
{
    return {};
}

} // namespace merch::cli

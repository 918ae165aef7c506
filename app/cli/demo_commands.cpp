#include "app/cli/commands.h"

namespace merch::cli
{

std::vector<Command> demoCommands()
{
    return {};
}

} // namespace merch::cli

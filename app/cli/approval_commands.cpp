#include "app/cli/commands.h"

namespace merch::cli
{

std::vector<Command> approvalCommands()
{
    return {};
}

} // namespace merch::cli

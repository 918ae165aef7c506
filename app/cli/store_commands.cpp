#include "app/cli/commands.h"

namespace merch::cli
{

std::vector<Command> storeCommands()
{
    return {};
}

} // namespace merch::cli

#include "app/cli/commands.h"

namespace merch::cli
{

std::vector<Command> forecastCommands()
{
    return {};
}

} // namespace merch::cli

#include "app/cli/command_line.h"

#include <cstdio>

namespace merch::cli {

int run(int argc, char** argv)
{
    std::fprintf(stderr, "merchbench-cli: %s: no such command.\n", argc > 1 ? argv[1] : "(none)");
    return 2;
}

} // namespace merch::cli

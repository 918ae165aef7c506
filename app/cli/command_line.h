#pragma once

namespace merch::cli
{

/// Runs one command of merchbench-cli and returns its exit status (cli.md).
int run(int argc, char** argv);

} // namespace merch::cli

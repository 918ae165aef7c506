#pragma once

#include "engine/core/result.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace merch::cli
{

class Context;

/// An option of one command, beside the common ones (--json, --quiet, --seed, --threads, --as).
struct Option {
    QString name;
    QString value; ///< what the value is called in the help; empty = a flag
    QString help;
};

/// One command of merchbench-cli. `run` returns the exit status, 0 or 1; every failure is an Error, which
/// becomes one line on standard error and the exit status of its code.
struct Command {
    QString name;
    QString arguments; ///< "STORE FILE..."
    QString summary;
    std::vector<Option> options;
    int minArguments = 0;
    int maxArguments = -1; ///< -1 = any number
    std::function<Result<int>(Context&)> run;
    bool drawsText = false; ///< needs fonts (PDF): gets a QGuiApplication without a display
};

// One function a file; command_line.cpp lists them all. A list, because a static library drops the
// initialisers of objects that nothing names.
std::vector<Command> demoCommands();
std::vector<Command> storeCommands();
std::vector<Command> importCommands();
std::vector<Command> ruleCommands();
std::vector<Command> qualityCommands();
std::vector<Command> forecastCommands();
std::vector<Command> backtestCommands();
std::vector<Command> valueAddedCommands();
std::vector<Command> stockoutCommands();
std::vector<Command> planCommands();
std::vector<Command> approvalCommands();
std::vector<Command> exportCommands();
std::vector<Command> todayCommands();

} // namespace merch::cli
